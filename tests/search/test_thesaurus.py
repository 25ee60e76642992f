"""Words of the house that mean the same: a story is found by them, below any that has the word itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search import compounds, indexing
from search.models import Synonyms
from search.thesaurus import LANGUAGES, related
from stories.models import Story
from tests.search.conftest import Find

MakeStory = Callable[..., Story]


@pytest.fixture
def stories(make_story: MakeStory) -> None:
    make_story(title="Two hymns", happened="The funeral was on a Monday, and nobody knew the hymns.")
    make_story(title="Begravelsen", happened="Kaffen stod klar efter begravelsen.", language="da")
    make_story(title="Begravningsblommor", happened="Blommorna kom fram i tid.", language="sv")
    make_story(title="The puppy", happened="A puppy came along and slept under the desk.")
    make_story(title="The invoice", happened="Ada refunded it the same day.")
    make_story(title="Pets welcome", happened="A sign says so.")
    indexing.drain()


def titles(find: Find, text: str, language: str = "en") -> list[str]:
    return [hit.story.title for hit in find(text, language=language).hits]


def test_the_other_languages_are_found_below_the_word_itself(stories: None, find: Find) -> None:
    assert titles(find, "funeral") == ["Two hymns", "Begravelsen", "Begravningsblommor"]
    assert titles(find, "begravelser", "da")[0] == "Begravelsen"
    assert set(titles(find, "begravelser", "da")) == {"Two hymns", "Begravelsen", "Begravningsblommor"}
    assert set(titles(find, "begravelser", "en")) == set(titles(find, "begravelser", "da"))  # a Dane on an English site


def test_a_wider_word_finds_a_narrower_one_and_not_the_reverse(stories: None, find: Find) -> None:
    assert titles(find, "pet") == ["Pets welcome", "The puppy"]
    assert titles(find, "puppy") == ["The puppy"]


def test_two_words_may_mean_one(stories: None, find: Find) -> None:
    assert titles(find, "money back") == ["The invoice"]


def test_what_means_the_same_is_marked(stories: None, find: Find) -> None:
    assert "<mark>Begravelsen</mark>" in [hit.title for hit in find("funeral", language="en").hits]


def test_phrases_exclusions_and_beginnings_are_taken_at_their_word(stories: None, find: Find) -> None:
    assert titles(find, '"funeral"') == ["Two hymns"]
    assert titles(find, "funer*") == ["Two hymns"]
    assert "Begravelsen" in titles(find, "coffee -funeral")


def test_leaders_take_a_word_out(stories: None, find: Find) -> None:
    Synonyms.objects.create(words="funeral, puppy")
    assert titles(find, "funeral") == ["Two hymns", "The puppy"]


def test_the_askers_language_decides_what_a_word_means() -> None:
    assert related(("gift",), {"en"})
    assert not related(("gift",), {"da"})


def test_the_file_has_three_languages_in_every_line_and_no_word_twice() -> None:
    lines = (compounds.DATA / "thesaurus.txt").read_text(encoding="utf-8").splitlines()
    groups = [line for line in lines if line and not line.startswith("#")]
    assert len(groups) > 200
    for line in groups:
        for half in line.split(":"):
            columns = [[member.strip() for member in column.split(",")] for column in half.split("|")]
            assert len(columns) == len(LANGUAGES), line
            assert all(all(members) and len(members) == len(set(members)) for members in columns), line
