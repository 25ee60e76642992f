"""The search log: what was asked, never by whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from people.models import User
from search import indexing
from search.log import KEPT_FOR, Slip, forget_old, this_hour
from search.models import SearchRecord
from stories.models import Story

MakeStory = Callable[..., Story]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(make_story: MakeStory, author: User, as_user: Callable[[User], Client]) -> Client:
    make_story(title="Boots")
    make_story(title="More boots")
    indexing.drain()
    return as_user(author)


def slip_of(answer: Any) -> str:
    found = re.search(r'data-slip="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_a_search_is_recorded_without_who_and_when(browser: Client) -> None:
    browser.get("/search/", {"q": "  BOOTS  "})
    [record] = SearchRecord.objects.all()
    assert (record.query, record.language, record.count, record.clicked) == ("boots", "en", 2, None)
    assert record.hour == this_hour()
    assert {field.name for field in SearchRecord._meta.fields} == {
        "key", "query", "language", "count", "hour", "clicked",
    }  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "  "},
        {"q": "team:"},
        {"q": "boots", "page": "2"},
        {"q": "boots", "sort": "newest"},
        {"q": "boots", "lang": "en"},
    ],
)
def test_what_is_no_new_question_is_not_recorded(browser: Client, asked: dict[str, str]) -> None:
    assert browser.get("/search/", asked).status_code in (200, 302)
    assert not SearchRecord.objects.exists()


def test_half_typed_words_and_suggestions_are_not_recorded(browser: Client) -> None:
    browser.get("/search/suggest/", {"q": "boots"})
    answer = browser.get("/search/", {"q": "boots"}, headers=HTMX)
    assert "data-half-typed" in answer.content.decode()
    assert not SearchRecord.objects.exists()
    assert browser.post("/search/seen/", {"slip": slip_of(answer)}).status_code == 204
    assert SearchRecord.objects.get().clicked is None


def test_the_place_of_the_first_story_opened_is_kept(browser: Client) -> None:
    slip = slip_of(browser.get("/search/", {"q": "boots"}))
    for place in ("2", "1", ""):
        assert browser.post("/search/seen/", {"slip": slip, "place": place}).status_code == 204
    assert SearchRecord.objects.get().clicked == 2


@pytest.mark.parametrize(
    "posted", [{}, {"slip": "made-up:slip:here"}, {"slip": ""}, {"slip": "x" * 9000}, {"place": "1"}]
)
def test_slips_that_are_not_ours_are_refused(browser: Client, posted: dict[str, str]) -> None:
    assert browser.post("/search/seen/", posted).status_code == 400
    assert browser.get("/search/seen/").status_code == 405
    assert not SearchRecord.objects.exists()


def test_a_place_that_is_none_is_refused(browser: Client) -> None:
    slip = slip_of(browser.get("/search/", {"q": "boots"}))
    for place in ("0", "-1", "1000", "first"):
        assert browser.post("/search/seen/", {"slip": slip, "place": place}).status_code == 400
    assert SearchRecord.objects.get().clicked is None


def test_a_log_that_cannot_be_written_fails_nobody(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(SearchRecord.objects, "bulk_create", locked)
    assert "Boots" in browser.get("/search/", {"q": "boots"}).content.decode()


def test_long_queries_are_cut(browser: Client) -> None:
    browser.get("/search/", {"q": "boots " * 100})
    assert len(SearchRecord.objects.get().query) <= 200


def test_records_are_kept_for_ninety_days(db: None) -> None:
    now = timezone.now()
    for days in (91, 89):
        SearchRecord.objects.create(query=f"{days}", language="en", count=0, hour=now - timedelta(days=days))
    assert KEPT_FOR.days == 90
    assert forget_old(now) == 1
    assert SearchRecord.objects.get().query == "89"


def test_leaders_read_what_was_not_found(
    browser: Client, author: User, leader: User, as_user: Callable[[User], Client]
) -> None:
    for text in ("zeppelin", "zeppelin", "boots", "boots"):
        browser.get("/search/", {"q": text})
    Slip.of("boots rain", "en", 2).record(clicked=1)  # type: ignore[union-attr]
    page = as_user(leader).get("/search/report/").content.decode()
    not_found, not_opened, asked = page.split("<section")[-3:]
    assert "zeppelin" in not_found
    assert "boots" not in not_found
    assert ">boots<" in not_opened
    assert "boots rain" not in not_opened
    assert all(text in asked for text in ("zeppelin", ">boots<", "boots rain"))
    assert author.email not in page
    assert browser.get("/search/report/").status_code == 403
