"""Leaders are told in plain language why a story was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User
from search.explaining import explain
from search.query import SearchQuery
from stories.models import Story

AsUser = Callable[[User], Client]


def why(text: str, story: Story, user: User, language: str = "") -> list[str]:
    return explain([story.pk], SearchQuery.parse(text), user, language).get(story.pk, [])


@pytest.mark.parametrize(
    ("query", "name", "lines"),
    [
        (
            "kuffert",
            "kuffert",
            [
                "‘kuffert’ stands in the title, among the tags and once in the text, "
                "as ‘kuffert’, ‘bagage’ and ‘kufferten’."
            ],
        ),
        ("kufert", "kuffert", ["‘kufert’ stands in the title and once in the text, as ‘kuffert’ and ‘kufferten’."]),
        ('"hele vores bryllup"', "kuffert", ["‘hele vores bryllup’ stands in the customer’s words."]),
        ("tag:bagage kastrup", "kuffert", ["‘kastrup’ stands in the title."]),
        ("kuffert zeppelin", "kuffert", [None, "‘zeppelin’ does not stand in it."]),
    ],
)
def test_each_word_says_where_it_stands(
    query: str, name: str, lines: list[str | None], told: dict[str, Story], leader: User
) -> None:
    said = why(query, told[name], leader)
    assert len(said) == len(lines)
    assert all(wanted is None or wanted == line for wanted, line in zip(lines, said, strict=True)), said


def test_the_readers_language_is_mentioned(told: dict[str, Story], leader: User) -> None:
    assert why("kuffert", told["kuffert"], leader, "da")[-1] == "It is in your language, which counts a little."


def test_stories_that_one_may_not_read_are_not_explained(told: dict[str, Story], outsider: User) -> None:
    story = told["kuffert"]
    Story.objects.filter(pk=story.pk).update(audience="leaders")
    assert why("kuffert", story, outsider) == []


def test_only_leaders_are_shown_it(told: dict[str, Story], leader: User, outsider: User, as_user: AsUser) -> None:
    asked = {"q": "kuffert", "explain": "1"}
    assert "‘kuffert’ stands in the title" in as_user(leader).get("/search/", asked).content.decode()
    page = as_user(outsider).get("/search/", asked).content.decode()
    assert "stands in the title" not in page
    assert "Explain this ranking" not in page
    assert "Explain this ranking" in as_user(leader).get("/search/", {"q": "kuffert"}).content.decode()
