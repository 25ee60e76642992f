"""The whole loop while the server fails: telling never does, the outbox keeps what is to be done, and it heals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from stories.models import Story, StoryChange
from tests.integration.installation import until
from tests.search.elasticsearch.conftest import drained

MakeStory = Callable[..., Story]


@pytest.fixture
def on_elasticsearch(on_elasticsearch: None, short_leases: None, db: None) -> None:
    """Killed writers are in the way for a second only."""


def test_a_full_disk_stops_writing_but_not_searching(
    on_elasticsearch: None, client: Elasticsearch, make_story: MakeStory
) -> None:
    before = make_story(title="Boots before")
    assert drained()
    client.indices.put_settings(index="tests-current", settings={"index.blocks.read_only_allow_delete": True})
    after = make_story(title="Boots after")
    with pytest.raises(SearchUnavailable, match=r"read-only|blocked"):
        indexing.drain()
    assert StoryChange.objects.filter(story_id=after.pk).exists()
    assert [story_id for story_id, _ in current_engine().versions()] == [before.pk]
    client.indices.put_settings(index="tests-current", settings={"index.blocks.read_only_allow_delete": None})
    until(drained, "the lease to end")
    assert indexing.check().is_fine


def test_a_full_disk_stops_a_rebuild_and_the_old_index_serves(
    on_elasticsearch: None, client: Elasticsearch, make_story: MakeStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [make_story(title=f"Boots {number}") for number in range(3)]
    assert drained()
    all_documents = indexing.documents.all_documents

    def full_at_the_second() -> Iterator[Any]:
        for number, document in enumerate(all_documents()):
            if number == 1:
                client.indices.put_settings(index="tests-next", settings={"index.blocks.write": True})
            yield document

    monkeypatch.setattr(indexing.documents, "all_documents", full_at_the_second)
    with pytest.raises(SearchUnavailable):
        indexing.rebuild()
    assert sorted(story_id for story_id, _ in current_engine().versions()) == [story.pk for story in stories]
    monkeypatch.undo()
    assert indexing.rebuild() == 3
    assert indexing.check().is_fine
