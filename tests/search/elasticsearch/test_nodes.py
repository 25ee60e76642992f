"""Three nodes, each story on two of them: any node may die or be restarted at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from search.engines import elasticsearch as module
from stories.models import Story, StoryChange
from tests.integration.installation import until
from tests.search.elasticsearch.conftest import ENGINE, drained
from tests.search.elasticsearch.server import Server, need_server

MakeStory = Callable[..., Story]
Healthy = Callable[[], Elasticsearch]
NODES = (1, 2, 3)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    need_server()
    with Server(tmp_path_factory.mktemp("three"), nodes=3).running() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def on_three_nodes(cluster: Server, settings: Any, own_folders: None, patient: None, db: None) -> None:
    settings.SEARCH = {"ENGINE": ENGINE, "LOCATION": cluster.location("three")}
    until(drained, "the cluster", 60)
    indexing.rebuild()


@pytest.fixture
def healthy(cluster: Server) -> Healthy:
    """Wait until every part of the index has its copy again."""

    def wait() -> Elasticsearch:
        client = Elasticsearch([f"http://{host}" for host in cluster.hosts], request_timeout=60)
        client.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="55s")
        return client

    return wait


def node_with_the_stories(client: Elasticsearch, alias: str = "three-current") -> int:
    [first] = [row for row in client.cat.shards(index=alias, format="json") if row["prirep"] == "p"]
    return int(first["node"].removeprefix("node"))


def test_a_node_dies_while_stories_are_drained(
    cluster: Server, healthy: Healthy, make_story: MakeStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [make_story(title=f"Boots {number}") for number in range(20)]
    assert drained()
    Story.objects.filter(pk__in=[story.pk for story in changed[:10]]).update(title="Sandals")
    StoryChange.note_ids([story.pk for story in changed])
    node = node_with_the_stories(healthy())
    documents_of, died = indexing.documents.documents_of, []

    def dying(ids: Any) -> Any:
        if not died:
            cluster.kill(node)
            died.append(node)
        return documents_of(ids)

    monkeypatch.setattr(indexing.documents, "documents_of", dying)
    until(drained, "the other nodes to take over", 90)
    assert died
    assert indexing.check().is_fine
    cluster.start(node)
    healthy()
    assert indexing.check().is_fine


@pytest.mark.parametrize(
    ("verb", "node"),
    [
        ("kill", None),
        *(pytest.param(verb, node, marks=pytest.mark.soak) for verb in ("kill", "stop") for node in NODES),
    ],
)
def test_a_rebuild_survives_the_restart_of_a_node(
    cluster: Server,
    healthy: Healthy,
    make_story: MakeStory,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    node: int | None,
) -> None:
    """None stands for the one that has the first copy of what is being built."""
    client = healthy()
    for number in range(30):
        make_story(title=f"Boots {number}")
    assert drained()
    monkeypatch.setattr(module, "AT_ONCE", 5)  # so that much is sent before, in between and afterwards
    all_documents, restarted = indexing.documents.all_documents, []

    def while_a_node_restarts() -> Iterator[Any]:
        for number, document in enumerate(all_documents()):
            if number == 10:
                restarted.append(node or node_with_the_stories(client, "three-next"))
                getattr(cluster, verb)(restarted[0])
                changed = make_story(title="Told meanwhile")
                until(drained, "the other nodes to take over", 90)
                assert changed.pk in {story_id for story_id, _ in current_engine().versions()}
            if number == 20:
                cluster.start(restarted[0])
            yield document

    monkeypatch.setattr(indexing.documents, "all_documents", while_a_node_restarts)
    assert indexing.rebuild() == 31
    assert restarted
    for _ in range(2):
        found = indexing.check()
        assert (found.is_fine, found.documents, found.waiting) == (True, 31, 0)
        healthy()
