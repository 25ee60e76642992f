"""`/healthz/` says only ok; `/health/` tells leaders what waits where."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from search import indexing
from stories.models import StoryChange

pytestmark = pytest.mark.django_db


def test_machines_hear_only_ok():
    answer = Client().get("/healthz/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("leader", 200), ("administrator", 200)])
def test_the_page_is_for_leaders(request, as_user, who, status):
    assert as_user(request.getfixturevalue(who)).get("/health/").status_code == status


def test_strangers_are_asked_to_sign_in():
    assert Client().get("/health/").status_code == 302


def bad(page: str) -> int:
    return page.count("is-bad")


def test_when_all_is_well_nothing_is_marked(make_story, leader, as_user):
    make_story()
    indexing.drain()
    page = as_user(leader).get("/health/").content.decode()
    assert "1 / 1" in page
    assert bad(page) == 0


def test_changes_that_wait_too_long_are_marked(make_story, leader, as_user):
    make_story()
    indexing.drain()
    StoryChange.note(1)
    assert bad(as_user(leader).get("/health/").content.decode()) == 0
    StoryChange.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    page = as_user(leader).get("/health/").content.decode()
    assert "1 changes wait" in page
    assert bad(page) == 1


@pytest.mark.parametrize(
    ("status", "minutes", "marks"),
    [("queued", 1, 0), ("queued", 6, 1), ("requeued", 6, 1), ("failed", 1, 1), ("sent", 6, 0)],
)
def test_mails_that_wait_or_failed_are_marked(make_story, leader, as_user, status, minutes, marks):
    indexing.drain()
    EmailMessage("Boots", "Hello.", to=["anna@example.com"]).send()
    Email.objects.update(status=getattr(STATUS, status), created=timezone.now() - timedelta(minutes=minutes))
    assert bad(as_user(leader).get("/health/").content.decode()) == marks


def test_a_search_that_does_not_answer_is_marked_and_the_page_stands(leader, as_user):
    page = as_user(leader).get("/health/")
    assert page.status_code == 200
    assert bad(page.content.decode()) == 1
    assert "Tantivy: Search is resting (There is no search index yet" in page.content.decode()


def test_a_story_that_search_lost_is_marked(make_story, leader, as_user):
    make_story()
    indexing.drain()
    make_story()
    StoryChange.objects.all().delete()
    page = as_user(leader).get("/health/").content.decode()
    assert "1 / 2" in page
    assert bad(page) == 1


def test_a_story_on_its_way_is_no_difference(make_story, leader, as_user):
    indexing.drain()
    make_story()
    page = as_user(leader).get("/health/").content.decode()
    assert "0 / 1" in page
    assert bad(page) == 0


def test_an_index_with_the_words_of_another_version_is_marked(make_story, leader, as_user, settings):
    make_story()
    indexing.drain()
    file = Path(settings.SEARCH["LOCATION"]) / "current" / "format"
    file.write_text(file.read_text().split()[0] + " 1")
    page = as_user(leader).get("/health/").content.decode()
    assert "Tantivy: being built anew for this version" in page
    assert bad(page) == 1
    indexing.drain()
    assert bad(as_user(leader).get("/health/").content.decode()) == 0
