"""The search page: what is narrowed can be widened, and nothing found is not the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from people.models import Team, User
from search import indexing
from search.forms import SearchForm, months_between, written
from search.query import SearchQuery
from stories.models import Story

MakeStory = Callable[..., Story]


@pytest.fixture
def browser(make_story: MakeStory, author: User, as_user: Callable[[User], Client]) -> Client:
    make_story(title="Kettle and boots", tags=("winter",), team=Team.objects.named("Store"))
    make_story(title="Kettle again", language="sv")
    make_story(title="Umbrella")
    indexing.drain()
    return as_user(author)


def page_of(browser: Client, **asked: Any) -> Any:
    answer = browser.get("/search/", asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").find("main")


def chips(page: Any) -> dict[str, str]:
    return {link.contents[0].strip(): link["href"] for link in page.select(".picked .chip")}


def titles(page: Any) -> set[str]:
    return {heading.get_text() for heading in page.select(".hit h2")}


def test_a_typed_filter_can_be_taken_away(browser: Client) -> None:
    page = page_of(browser, q="kettle team:Store lang:en")
    assert titles(page) == {"Kettle and boots"}
    assert chips(page) == {
        "Team: Store": "?q=lang%3Aen+kettle",
        "Language: en": "?q=team%3AStore+kettle",
    }


def test_a_typed_filter_is_said_in_the_readers_language(
    browser: Client, author: User, as_user: Callable[[User], Client]
) -> None:
    author.language = "da"
    author.save()
    page = page_of(as_user(author), q="kettle princip:x -team:Moon")
    assert set(chips(page)) >= {"Princip: x", "ikke Team: Moon"}


def test_a_page_beyond_the_last_is_the_last(browser: Client) -> None:
    answer = browser.get("/search/", {"q": "kettle", "page": "9", "lang": "en"})
    assert (answer.status_code, answer.url) == (302, "/search/?q=kettle&lang=en&page=1")
    assert titles(page_of(browser, q="kettle", page="1", lang="en")) == {"Kettle and boots"}


def test_an_answer_to_htmx_says_how_many_and_brings_the_filters(browser: Client) -> None:
    answer = browser.get("/search/", {"q": "kettle", "lang": "sv"}, headers={"HX-Request": "true"})
    page = BeautifulSoup(answer.content, "html.parser")
    said, narrowed, facets = (
        page.select_one(f'[hx-swap-oob="innerHTML:#{name}"]') for name in ("said", "narrowed", "facets")
    )
    assert said.get_text() == "1 story"
    assert narrowed.select_one('[name="lang"]')["value"] == "sv"
    assert facets.select_one('[aria-current="true"]')["href"] == "?q=kettle"
    answer = browser.get("/search/", {"q": "zzzqqq"}, headers={"HX-Request": "true"})
    assert (
        BeautifulSoup(answer.content, "html.parser").select_one('[hx-swap-oob="innerHTML:#said"]').get_text()
        == "Nothing found"
    )


def test_a_chosen_filter_keeps_its_name(browser: Client) -> None:
    page = page_of(browser, q="kettle", lang="sv")
    assert chips(page) == {"Swedish": "?q=kettle"}
    [on] = page.select('.facet a[aria-current="true"]')
    assert on["href"] == "?q=kettle"


def test_the_facet_of_a_typed_filter_takes_it_away_too(browser: Client) -> None:
    [on] = page_of(browser, q="kettle lang:sv").select('.facet a[aria-current="true"]')
    assert on["href"] == "?q=kettle"


def test_a_typed_filter_that_nothing_has_says_so(browser: Client) -> None:
    page = page_of(browser, q="kettle team:Moon tag:winter")
    assert [note.get_text() for note in page.select(".note")] == ["No story has Team: Moon."]
    assert "No story has" not in page_of(browser, q="kettle tag:winter -team:Moon").get_text()


def test_nothing_found_offers_wider_filters_words_alone_and_a_new_story(browser: Client) -> None:
    page = page_of(browser, q="kettle tag:moon")
    assert chips(page) == {"Tag: moon": "?q=kettle", "2 stories without the filters": "?q=kettle"}
    page = page_of(browser, q="umbrella zeppelin kangaroo quantum", lang="da")
    assert chips(page)["only “umbrella” (1)"] == "?q=umbrella"
    assert page.select_one('.empty a[href="/tell/"]').get_text() == "Be the first to tell one"


def test_nothing_found_under_filters_offers_the_word_put_right(browser: Client) -> None:
    page = page_of(browser, q="umbrela", lang="sv")
    [link] = page.select(".note a")
    assert (link.get_text(), link["href"]) == ("umbrella", "?q=umbrella")


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2025-11", "2026-02", "2025-11", "2026-02"),
        ("2026-02", "2025-11", "2025-11", "2026-02"),
        ("", "1990-02", "1990-01", "1990-02"),
        ("1950-01", "1990-02", "1990-01", "1990-02"),
        ("2099-01", "", "2099-01", "2099-01"),
    ],
)
def test_a_time_is_every_month_of_it(since: str, until: str, first: str, last: str) -> None:
    months = SearchForm(QueryDict(f"since={since}&until={until}")).months
    assert (months[0], months[-1]) == (first, last)
    assert months == list(months_between(first, last))


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "x", "2026-01-01", "9999-01", "２０２６-01"])
def test_a_month_that_is_none_is_left_out(month: str) -> None:
    assert SearchForm(QueryDict(f"since={month}&until={month}")).months == []


def test_stories_are_found_by_when_they_were_told(browser: Client) -> None:
    Story.objects.filter(title="Umbrella").update(first_published_at="2021-03-31T23:30:00Z")  # April here
    indexing.rebuild()
    this_month = f"{timezone.localtime():%Y-%m}"
    assert titles(page_of(browser, since="2021-04", until="2021-04")) == {"Umbrella"}
    assert titles(page_of(browser, until="2021-04")) == {"Umbrella"}
    assert titles(page_of(browser, until="2021-03")) == set()
    assert titles(page_of(browser, since=this_month, q="kettle")) == {"Kettle and boots", "Kettle again"}
    assert list(chips(page_of(browser, since="2021-04"))) == ["from April 2021"]


def test_the_time_goes_along_with_the_other_parts(browser: Client) -> None:
    page = page_of(browser, q="kettle", sort="newest", lang="en", since="2021-04")
    form = page.select_one("form.when")
    kept = {field["name"]: field.get("value", "") for field in form.select("input")}
    assert kept == {"q": "kettle", "sort": "newest", "lang": "en", "since": "2021-04", "until": ""}


def test_a_query_can_be_written_again() -> None:
    text = 'team:"Customer service" -tag:x -"sold out" -rain "a phrase" kettle boo*'
    query = SearchQuery.parse(text)
    assert written(query) == text
    assert written(query, query.filters) == '-"sold out" -rain "a phrase" kettle boo*'


def test_while_typing_only_the_results_are_sent(browser: Client) -> None:
    answer = browser.get("/search/", {"q": "kettle"}, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="results"')
    assert "HX-Request" in answer["Vary"]


@pytest.fixture
def resting(settings: Any, tmp_path: Path) -> None:
    """The place of the index cannot be read."""
    (tmp_path / "away").write_text("")
    settings.SEARCH = settings.SEARCH | {"LOCATION": str(tmp_path / "away")}


def test_while_search_rests_the_page_says_so(browser: Client, resting: None) -> None:
    answer = browser.get("/search/", {"q": "kettle"})
    assert answer.status_code == 503
    assert "Search is resting" in answer.content.decode()
    typing = browser.get("/search/", {"q": "kettle"}, headers={"HX-Request": "true"})
    assert typing.content.decode().lstrip().startswith('<div id="results">')
    assert "Search is resting" in typing.content.decode()
    assert typing.status_code == 200  # others do not take the place of what is there


def test_while_search_rests_the_admin_finds_titles(browser: Client, leader: User, as_user: Any, resting: None) -> None:
    page = as_user(leader).get("/admin/snippets/stories/story/", {"q": "mbrel"}).content.decode()
    assert "Umbrella" in page
    assert "Kettle" not in page
    assert "Search is resting. Only titles are looked through." in page
