"""One server for all of these tests, and an index of it that is empty at the beginning of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from search.engines.circuit import Circuit
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease
from stories.models import StoryChange
from tests.search.elasticsearch.server import Server, need_server

ENGINE = "search.engines.elasticsearch.ElasticsearchEngine"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and {"server", "cluster"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.elasticsearch)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    need_server()
    with Server(tmp_path_factory.mktemp("elasticsearch")).running() as server:
        yield server


@pytest.fixture(scope="session")
def client(server: Server) -> Elasticsearch:
    """The server as its administrator sees it."""
    return Elasticsearch([f"http://{host}" for host in server.hosts], request_timeout=30, retry_on_timeout=True)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded machine that tests many things at once is slow now and then."""
    monkeypatch.setattr(ElasticsearchEngine, "PATIENCE", 20.0)
    monkeypatch.setattr(Circuit, "SLOW", 20.0)


@pytest.fixture
def engine(server: Server, client: Elasticsearch, patient: None) -> ElasticsearchEngine:
    """An engine that is ready and empty, and nobody who writes to it or builds."""
    for lease in ("write", "rebuild"):
        client.options(ignore_status=404).delete(index="tests-leases", id=lease)
    engine = ElasticsearchEngine(server.location("tests"))
    engine.rebuild([], lambda ids: [])
    return engine


@pytest.fixture
def elsewhere(server: Server, engine: ElasticsearchEngine) -> ElasticsearchEngine:
    """The same index, seen from another host."""
    return ElasticsearchEngine(server.location("tests"))


@pytest.fixture
def on_elasticsearch(settings: Any, own_folders: None, engine: ElasticsearchEngine, server: Server) -> None:
    """The whole site uses the engine."""
    settings.SEARCH = {"ENGINE": ENGINE, "LOCATION": server.location("tests")}
    assert isinstance(current_engine(), ElasticsearchEngine)


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lease, "LASTS", 1.0)
    monkeypatch.setattr(Lease, "KEPT_EVERY", 0.2)


def drained() -> bool:
    """Whether the outbox could be emptied; false while the server is away or a killed writer's lease lasts."""
    try:
        indexing.drain()
    except SearchUnavailable:
        return False
    return not StoryChange.objects.exists()
