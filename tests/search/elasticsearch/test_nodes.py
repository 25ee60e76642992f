"""Three nodes, each story on two of them: any node may die or be restarted at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from stories.models import Story, StoryChange
from tests.integration.installation import until
from tests.search.elasticsearch.conftest import ENGINE, drained
from tests.search.elasticsearch.server import Server, need_server

MakeStory = Callable[..., Story]
Healthy = Callable[[], Elasticsearch]


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


def node_with_the_stories(client: Elasticsearch) -> int:
    [first] = [row for row in client.cat.shards(index="three-current", format="json") if row["prirep"] == "p"]
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


@pytest.mark.soak
@pytest.mark.parametrize("node", [1, 2, 3])
@pytest.mark.parametrize("verb", ["kill", "stop"])
def test_a_rebuild_survives_the_death_of_a_node(
    cluster: Server, healthy: Healthy, make_story: MakeStory, monkeypatch: pytest.MonkeyPatch, node: int, verb: str
) -> None:
    healthy()
    for number in range(20):
        make_story(title=f"Boots {number}")
    assert drained()
    all_documents = indexing.documents.all_documents

    def dying() -> Iterator[Any]:
        for number, document in enumerate(all_documents()):
            if number == 10:
                getattr(cluster, verb)(node)
                changed = make_story(title="Told meanwhile")
                until(drained, "the other nodes to take over", 90)
                assert changed.pk in {story_id for story_id, _ in current_engine().versions()}
            yield document

    monkeypatch.setattr(indexing.documents, "all_documents", dying)
    assert indexing.rebuild() == 21
    found = indexing.check()
    assert found.is_fine
    assert found.documents == 21
    cluster.start(node)
    healthy()
    assert indexing.check().is_fine
