"""Words sent after the session had ended: kept for an hour, up to a size, for the one who wrote them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from stories.models import KeptWords, Story

pytestmark = pytest.mark.django_db


def sign_in(browser: Client, user: Any) -> None:
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def signed_out(story_form: dict[str, str]) -> Client:
    """A browser that has sent a story without being signed in."""
    browser = Client()
    answer = browser.post("/tell/", story_form)
    assert answer["Location"] == "/accounts/login/?next=/tell/"
    return browser


def test_the_cookie_is_for_this_site_only(signed_out):
    cookie = signed_out.cookies["kept"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["max-age"]) == ("Lax", 3600)
    assert str(KeptWords.objects.get().key) in cookie.value


def test_sign_in_says_that_the_words_are_kept(signed_out):
    assert "Your words are kept" in signed_out.get("/accounts/login/?next=/tell/").content.decode()


def test_they_are_shown_once(signed_out, author):
    sign_in(signed_out, author)
    signed_out.get("/tell/", follow=True)
    assert Story.objects.get().happened == "She rang about boots."
    assert not KeptWords.objects.exists()
    assert "kept" not in signed_out.cookies or not signed_out.cookies["kept"].value
    signed_out.get("/tell/")
    assert Story.objects.count() == 1


def test_after_an_hour_they_are_gone(signed_out, author):
    KeptWords.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    sign_in(signed_out, author)
    assert signed_out.get("/tell/").status_code == 200
    assert not Story.objects.exists()


@pytest.mark.parametrize(("minutes", "left"), [(59, 1), (61, 0)])
def test_what_nobody_came_back_for_is_cleaned_away(signed_out, minutes, left):
    then = timezone.localtime() + timedelta(minutes=minutes)
    call_command("run_due", at=then.isoformat(), verbosity=0)
    assert KeptWords.objects.count() == left


def test_a_browser_without_the_key_gets_nothing(signed_out, author):
    another = Client()
    sign_in(another, author)
    another.get("/tell/")
    assert not Story.objects.exists()
    assert KeptWords.objects.count() == 1


@pytest.mark.parametrize("value", ["", "x", "not-a-key:1abc:signature", "\u00e6"])
def test_a_forged_key_gets_nothing(signed_out, author, value):
    signed_out.cookies["kept"] = value
    sign_in(signed_out, author)
    assert signed_out.get("/tell/").status_code == 200
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    "form", [{}, {"title": " "}, {"language": "en", "key": "x"}, {"csrfmiddlewaretoken": "a" * 64}]
)
def test_an_empty_form_keeps_nothing(form):
    assert Client().post("/tell/", form).status_code == 302
    assert not KeptWords.objects.exists()


def test_more_than_a_story_is_not_kept(story_form):
    assert Client().post("/tell/", story_form | {"response": "x" * KeptWords.MOST_BYTES}).status_code == 302
    assert not KeptWords.objects.exists()
    many = {f"field{number}": "x" for number in range(2100)}
    assert Client().post("/tell/", many).status_code == 400
    assert not KeptWords.objects.exists()


def test_files_and_the_token_are_not_kept(story_form, photo):
    Client().post("/tell/", story_form | {"photos": photo(), "csrfmiddlewaretoken": "secret"})
    assert set(KeptWords.objects.get().words) == set(story_form)


def test_words_that_are_not_valid_come_back_too(author):
    """They become a draft with what was valid, and the form shows the rest again."""
    browser = Client()
    browser.post("/tell/", {"title": "x" * 300, "happened": "She rang.", "language": "xx", "wow": ["loud"]})
    sign_in(browser, author)
    assert browser.get("/tell/", follow=True).status_code == 200
    assert Story.objects.get().happened == "She rang."


def test_words_for_a_story_of_ones_own_come_back_to_it(make_story, author, story_form):
    story = make_story(author=author, state="returned")
    browser = Client()
    browser.post(f"/tell/{story.pk}/", story_form)
    sign_in(browser, author)
    browser.get(f"/tell/{story.pk}/")
    assert Story.objects.get().title == "Six hours about boots"


def test_words_for_anothers_story_change_nothing(make_story, author, outsider, story_form):
    story = make_story(author=author, state="returned")
    browser = Client()
    browser.post(f"/tell/{story.pk}/", story_form)
    sign_in(browser, outsider)
    assert browser.get(f"/tell/{story.pk}/").status_code == 404
    assert Story.objects.get().title == "The boots we did not have"


def test_no_other_address_keeps_words(story_form):
    for address in ("/", "/notices/read/", "/review/1/return/", "/tell/keep/"):
        Client().post(address, story_form)
    assert not KeptWords.objects.exists()


def test_a_stranger_cannot_fill_the_disk(story_form, monkeypatch):
    """What strangers send is kept within bounds: at some point the oldest words make room."""
    monkeypatch.setattr(KeptWords, "MOST_AT_ONCE", 3)
    for number in range(5):
        Client().post("/tell/", story_form | {"title": f"Number {number}"})
    kept = KeptWords.objects.order_by("created_at")
    assert [row.words["title"] for row in kept] == [["Number 2"], ["Number 3"], ["Number 4"]]


def test_one_stranger_cannot_push_out_what_others_sent(author, story_form):
    """After so many from one address, whatever it claims to be, the words go back to who sent them."""
    writer = {"writer": Signer(salt="writer").sign(author.pk)}
    for number in range(60):
        Client(headers={"X-Forwarded-For": f"10.0.0.{number}"}).post("/tell/", story_form | {"writer": "forged"})
    refused = Client().post("/tell/", story_form | {"happened": "<b>She</b>\nrang."})
    assert refused.status_code == 429
    assert b'name="happened" value="&lt;b&gt;She&lt;/b&gt;\nrang."' in refused.content
    assert b"&lt;b&gt;She&lt;/b&gt;<br>rang." in refused.content
    assert KeptWords.objects.count() == 60
    assert Client().post("/tell/", story_form | writer).status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.7").post("/tell/", story_form).status_code == 302


def test_behind_proxies_strangers_are_told_apart_by_what_the_last_one_says(story_form, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"keep_words": "1/h/ip"}
    came_from = ["203.0.113.5", "198.51.100.1, 203.0.113.5", "203.0.113.6"]
    answers = [Client(headers={"X-Forwarded-For": one}).post("/tell/", story_form) for one in came_from]
    assert [answer.status_code for answer in answers] == [302, 429, 302]


def test_what_went_back_is_sent_again_after_sign_in(author, story_form, settings):
    settings.ACCOUNT_RATE_LIMITS = {"keep_words": "0/h/ip", "keep_own_words": "9/h/key"}
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/tell/", story_form).status_code == 429
    sign_in(browser, author)
    browser.post("/tell/", story_form | {"csrfmiddlewaretoken": "from before the sign-in"}, follow=True)
    assert Story.objects.get().happened == "She rang about boots."
