"""An index of their own for the tests of searching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from people.models import Team
from search import indexing
from search.query import Results, SearchQuery
from search.searching import search
from stories.models import Channel, Colleague, Story
from tests.search.corpus import STORIES

Find = Callable[..., Results]


@pytest.fixture
def find() -> Find:
    """Search as somebody of whom nothing is known, or as a person."""

    def ask(text: str, user: Any = None, **options: Any) -> Results:
        return search(SearchQuery.parse(text), user=user, **options)

    return ask


@pytest.fixture
def told(make_story: Callable[..., Story]) -> dict[str, Story]:
    """The corpus in the database and the index, by name."""
    stories = {name: tell(make_story, **fields) for name, fields in STORIES.items()}
    indexing.drain()
    return stories


def tell(
    make_story: Callable[..., Story], *, people: tuple[str, ...] = (), team: str = "", channel: str = "", **fields: Any
) -> Story:
    story = make_story(
        team=Team.objects.named(team) if team else None,
        channel=Channel.objects.get(slug=channel) if channel else None,
        **{"principle": "", **fields},
    )
    for name in people:
        Colleague.objects.create(story=story, name=name)
    return story
