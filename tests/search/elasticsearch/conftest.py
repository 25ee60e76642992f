"""An index on the one server of all tests that is empty at the beginning of each."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from stories.models import StoryChange
from tests.search.elasticsearch.server import Server

ENGINE = "search.engines.elasticsearch.ElasticsearchEngine"


@pytest.fixture(scope="session")
def client(server: Server) -> Elasticsearch:
    """The server as its administrator sees it."""
    return Elasticsearch([f"http://{host}" for host in server.hosts], request_timeout=30, retry_on_timeout=True)


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


def drained() -> bool:
    """Whether the outbox could be emptied; false while the server is away or a killed writer's lease lasts."""
    try:
        indexing.drain()
    except SearchUnavailable:
        return False
    return not StoryChange.objects.exists()
