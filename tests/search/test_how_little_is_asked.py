"""How little is asked of the engine for a page: each question is a round trip for one, and CPU for the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from people.models import User
from search import indexing
from search.asking import Question
from search.engines import current_engine
from search.engines.recording import RecordingEngine
from stories.models import Story
from tests.search.conftest import Find, tell
from tests.search.corpus import STORIES


@pytest.fixture
def engine(make_story: Callable[..., Story], settings: Any, tmp_path: Any) -> RecordingEngine:
    """It has the corpus, and has not been asked anything."""
    settings.SEARCH = {"ENGINE": "search.engines.recording.RecordingEngine", "LOCATION": str(tmp_path)}
    engine = current_engine()
    assert isinstance(engine, RecordingEngine)
    engine.clear()
    for fields in STORIES.values():
        tell(make_story, **fields)
    indexing.drain()
    engine.calls.clear()
    return engine


def pages(engine: RecordingEngine) -> list[Question]:
    """The questions that were asked for hits or facets; the others only count."""
    return [question for question in engine.asked if question.limit or question.facets]


@pytest.mark.parametrize(
    ("text", "tries", "counts", "words"),
    [
        ("kunden", 1, 1, 0),
        ("brude kuffert", 2, 4, 8),
        ("kufert", 1, 4, 9),
        ("wedding hotel dance letter zeppelin", 3, 8, 18),
        ("qwxzplomftyx", 1, 4, 10),
    ],
)
def test_no_more_is_asked_than_it_takes(
    engine: RecordingEngine, find: Find, text: str, tries: int, counts: int, words: int
) -> None:
    find(text, language="sv", facet_names=("lang", "team"))
    shown = len(pages(engine))
    asked = shown, len(engine.asked) - shown, engine.calls["words"]
    assert all(done <= enough for done, enough in zip(asked, (tries, counts, words), strict=True)), asked
    assert engine.calls["spread"] <= 2


def test_where_words_could_be_two_all_their_places_are_looked_up_at_once(engine: RecordingEngine, find: Find) -> None:
    find("qwxzplomftyx brtkvwxzplom")
    assert engine.calls["spread"] == 1
    assert all(len(question.required) == 1 for question in engine.asked if not question.limit)


def test_parts_that_find_no_more_beside_other_words_are_only_counted(
    engine: RecordingEngine, make_story: Callable[..., Story], find: Find
) -> None:
    make_story(title="Julegave fra naboen", happened="Der lå en julegave på trappen.", language="da")
    indexing.drain()
    assert find("julegave trappen", facet_names=("lang",)).total == 1
    apart = [question for question in engine.asked if question.required and question.voting]
    assert [(question.limit, question.facets) for question in apart] == [(0, ())]


def test_where_nothing_is_found_the_words_alone_are_only_counted(
    engine: RecordingEngine, as_user: Callable[[User], Client], author: User
) -> None:
    page = as_user(author).get("/search/", {"q": "umbrella zeppelin kangaroo quantum"})
    assert page.context["results"].total == 0
    assert len(pages(engine)) <= 3
