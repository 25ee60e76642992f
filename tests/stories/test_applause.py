"""Applause on the page: pressed, taken back, and nothing that anybody else can press for one."""

import pytest
from django.test import Client

from stories.models import Story

pytestmark = pytest.mark.django_db


def test_one_press_applauds_and_another_takes_it_back(make_story, author, colleague, as_user):
    story = make_story(author=author)
    browser = as_user(colleague)
    assert browser.post(f"/applaud/{story.pk}/")["Location"] == story.get_absolute_url() + "#applause"
    assert "You applaud" in browser.get(story.get_absolute_url()).content.decode()
    browser.post(f"/applaud/{story.pk}/", {"undo": "1"})
    browser.post(f"/applaud/{story.pk}/", {"undo": "1"})
    assert Story.objects.get().applause_count == 0


def test_htmx_gets_the_applause_only(make_story, author, colleague, as_user):
    story = make_story(author=author)
    answer = as_user(colleague).post(f"/applaud/{story.pk}/", headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert "csrfmiddlewaretoken" in fragment
    assert 'aria-pressed="true"' in fragment


def test_what_has_no_csrf_token_does_not_count(make_story, author, colleague):
    story = make_story(author=author)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(f"/applaud/{story.pk}/").status_code == 403
    assert Story.objects.get().applause_count == 0
