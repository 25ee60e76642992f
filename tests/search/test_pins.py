"""Pinned stories stand first for exactly one query, for those who may read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from people.models import User
from search import indexing
from search.models import Pin, PinnedStory, SearchRecord
from search.pins import on_top, pinned
from stories.models import Story
from tests.search.conftest import Find

MakeStory = Callable[..., Story]
AsUser = Callable[[User], Client]


def pin(query: str, *stories: Story) -> Pin:
    made = Pin(query=query)
    made.full_clean()
    made.save()
    for order, story in enumerate(stories):
        PinnedStory.objects.create(pin=made, story=story, sort_order=order)
    return made


def test_the_query_is_exactly_that_but_for_case_and_spaces(make_story: MakeStory, author: User) -> None:
    second, first = make_story(title="Second"), make_story(title="First")
    pin("  First  DAY ", first, second)
    for text in ("first day", "First  Day ", "FIRST DAY"):
        assert pinned(text, author) == [first, second]
    for text in ("first", "first days", '"first day"', ""):
        assert pinned(text, author) == []


def test_each_reader_gets_what_they_may_read(make_story: MakeStory, author: User, outsider: User, leader: User) -> None:
    stories = {
        "team": make_story(audience_teams=("Store",)),
        "leaders": make_story(audience="leaders"),
        "down": make_story(state="unpublished", author=author),
    }
    pin("boots", *stories.values())
    assert pinned("boots", author) == [stories["team"]]
    assert pinned("boots", outsider) == []
    assert pinned("boots", leader) == [stories["team"], stories["leaders"]]


def test_it_is_found_once_and_keeps_its_marks(make_story: MakeStory, author: User, find: Find) -> None:
    plain, marked = make_story(title="Kettle"), make_story(title="Boots in the rain")
    indexing.drain()
    first, others = on_top([plain, marked], find("boots").hits)
    assert [hit.story for hit in first] == [plain, marked]
    assert [hit.title for hit in first] == ["Kettle", "<mark>Boots</mark> in the rain"]
    assert all(hit.story != marked for hit in others)


def test_the_page_shows_them_first_also_where_nothing_else_is_found(
    make_story: MakeStory, author: User, as_user: AsUser
) -> None:
    pin("first day", make_story(title="A kettle for the new one"))
    indexing.drain()
    page = as_user(author).get("/search/", {"q": "First day"}).content.decode()
    assert "A kettle for the new one" in page
    assert "Nothing found" not in page
    assert "A kettle for the new one" not in as_user(author).get("/search/", {"q": "first"}).content.decode()


def test_there_are_no_pins_under_filters_or_in_another_order(
    make_story: MakeStory, author: User, as_user: AsUser
) -> None:
    pin("first day", make_story(title="A kettle for the new one"))
    indexing.drain()
    for more in ({"lang": "da"}, {"sort": "newest"}):
        page = as_user(author).get("/search/", {"q": "first day", **more}).content.decode()
        assert "A kettle for the new one" not in page


def test_one_query_is_pinned_once(db: None) -> None:
    pin("first day")
    with pytest.raises(ValidationError):
        Pin(query="First  day").full_clean()
    with pytest.raises(ValidationError):
        Pin(query="   ").full_clean()


@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_leaders_pin_up_to_three_in_the_admin(
    number: int, make_story: MakeStory, leader: User, as_user: AsUser
) -> None:
    form = {"query": "Boots", "stories-TOTAL_FORMS": number, "stories-INITIAL_FORMS": 0}
    form |= {"stories-MIN_NUM_FORMS": 1, "stories-MAX_NUM_FORMS": 3}
    for n in range(number):
        form |= {f"stories-{n}-story": make_story().pk, f"stories-{n}-ORDER": n + 1, f"stories-{n}-id": ""}
    answer = as_user(leader).post("/admin/snippets/search/pin/add/", form)
    accepted = 1 <= number <= 3
    assert answer.status_code == (302 if accepted else 200)
    assert PinnedStory.objects.filter(pin__query="boots").count() == (number if accepted else 0)


def test_others_do_not(author: User, as_user: AsUser) -> None:
    assert as_user(author).get("/admin/snippets/search/pin/").status_code in (302, 403)


def test_a_pin_tells_no_title_of_anothers_draft(
    make_story: MakeStory, author: User, leader: User, as_user: AsUser
) -> None:
    draft = make_story(title="Secret boots", author=author, state="draft")
    form = {"query": "boots", "stories-TOTAL_FORMS": 1, "stories-INITIAL_FORMS": 0, "stories-0-story": draft.pk}
    answer = as_user(leader).post("/admin/snippets/search/pin/add/", form)
    assert not Pin.objects.exists()
    pin = Pin.objects.create(query="boots")
    PinnedStory.objects.create(pin=pin, story=draft)
    page = as_user(leader).get(f"/admin/snippets/search/pin/edit/{pin.pk}/")
    assert page.status_code == 200
    assert "Secret boots" not in answer.content.decode() + page.content.decode()


def test_who_pins_a_story_has_answered_the_query(make_story: MakeStory, author: User, as_user: AsUser) -> None:
    pin("tiramisu", make_story(title="The dessert we did not have"))
    indexing.drain()
    page = as_user(author).get("/search/", {"q": "tiramisu"}).content.decode()
    assert "1 story" in page
    assert "sort=newest" not in page
    assert SearchRecord.objects.get().count == 1


def test_the_chooser_finds_as_search_does(make_story: MakeStory, leader: User, as_user: AsUser) -> None:
    make_story(title="Blomster til kunden", happened="De kom i går.", language="da")
    make_story(title="The kettle")
    make_story(title="Blomst, men kladde", state="draft", language="da")
    indexing.drain()
    chooser = reverse(Story.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    page = as_user(leader).get(chooser, {"q": "blomsten"}).content.decode()
    assert "Blomster til kunden" in page
    assert "The kettle" not in page
    assert "kladde" not in page
