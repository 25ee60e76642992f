"""Suggestions for one box: words, titles, people and tags."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User
from search import indexing
from search.engines.base import SearchUnavailable
from stories.models import Colleague, Story

MakeStory = Callable[..., Story]
AsUser = Callable[[User], Client]


@pytest.fixture
def story(make_story: MakeStory) -> Story:
    made = make_story(title="The kettle on the stairs", tags=("kitchen help",), language="en")
    Colleague.objects.create(story=made, name="Kirsten Åkesson")
    indexing.drain()
    return made


def options(browser: Client, text: str) -> list[tuple[str, str, str]]:
    answer = browser.get("/search/suggest/", {"q": text})
    assert answer.status_code == 200
    return [(one["kind"], one["text"], one["url"]) for one in answer.json()["options"]]


def test_words_titles_people_and_tags_are_suggested(story: Story, author: User, as_user: AsUser) -> None:
    browser = as_user(author)
    assert ("", "kettle", "/search/?q=kettle") in options(browser, "kett")
    assert ("Story", story.title, story.get_absolute_url()) in options(browser, "kett")
    person = ("Person", "Kirsten Åkesson", "/search/?q=by%3A%22Kirsten+%C3%85kesson%22")
    for text in ("kirst", "kirsten a", "kirsten aa", "åke"):
        assert person in options(browser, text), text
    for text in ("kitch", "kitchen he"):
        assert ("Tag", "kitchen help", "/tag/kitchen-help/") in options(browser, text)
    assert person not in options(browser, "kett")


def test_every_suggestion_leads_somewhere(story: Story, author: User, as_user: AsUser) -> None:
    browser = as_user(author)
    for text in ("kett", "kirst", "kitch"):
        for kind, _label, url in options(browser, text):
            page = browser.get(url)
            assert page.status_code == 200, url
            assert "The kettle on the stairs" in " ".join(
                page.content.decode().replace("<mark>", "").replace("</mark>", "").split()
            ), kind


@pytest.mark.parametrize("text", ["", " ", "k", "-", '"', "a:b", "\u2603", "x" * 5000, "team:kitchen", "k-e"])
def test_whatever_is_typed_is_answered(text: str, story: Story, author: User, as_user: AsUser) -> None:
    assert isinstance(options(as_user(author), text), list)


def test_others_people_and_tags_are_not_suggested(make_story: MakeStory, outsider: User, as_user: AsUser) -> None:
    story = make_story(title="Hush", audience_teams=("Store",), tags=("kitchen help",))
    Colleague.objects.create(story=story, name="Kirsten Åkesson")
    indexing.drain()
    for text in ("hus", "kirst", "kitch"):
        assert options(as_user(outsider), text) == []


def test_while_search_rests_nothing_is_suggested(
    author: User, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resting(*args: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr("search.views.searching.suggest", resting)
    assert options(as_user(author), "kettle") == []


def test_the_box_is_a_plain_form_without_scripts(author: User, as_user: AsUser) -> None:
    for address in ("/mine/", "/search/"):
        page = as_user(author).get(address).content.decode()
        form = page[page.index("<form", page.index('role="search"') - 40) :]
        assert 'action="/search/"' in form[:300]
        assert 'data-suggest-url="/search/suggest/"' in form[:400]
        assert 'name="q"' in form[: form.index("</form>")]


def test_only_reading_and_only_signed_in(author: User, as_user: AsUser) -> None:
    assert as_user(author).post("/search/suggest/").status_code == 405
    assert Client().get("/search/suggest/", {"q": "ke"}).status_code == 302
