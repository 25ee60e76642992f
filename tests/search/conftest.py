"""What the tests of searching share: one Elasticsearch, a corpus, a way to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from people.models import Team
from search import indexing
from search.engines.circuit import Circuit
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease
from search.query import Results, SearchQuery
from search.searching import search
from stories.models import Channel, Colleague, Story
from tests.search.corpus import STORIES
from tests.search.elasticsearch.server import Server, need_server

Find = Callable[..., Results]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and {"server", "cluster"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.elasticsearch)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One Elasticsearch for all tests."""
    need_server()
    with Server(tmp_path_factory.mktemp("elasticsearch")).running() as server:
        yield server


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded machine that tests many things at once is slow now and then."""
    monkeypatch.setattr(ElasticsearchEngine, "PATIENCE", 20.0)
    monkeypatch.setattr(Circuit, "SLOW", 20.0)


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lease, "LASTS", 1.0)
    monkeypatch.setattr(Lease, "KEPT_EVERY", 0.2)


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
