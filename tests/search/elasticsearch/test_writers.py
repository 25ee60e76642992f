"""Writers and rebuilds that are killed, sleep too long or meet: nothing stays stale, and nothing is in the way."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from elasticsearch import Elasticsearch

from search.asking import Document
from search.engines.base import Engine, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease
from tests.integration.installation import until
from tests.search.elasticsearch.server import Server
from tests.search.engine_contract import a_document, asked, body

PAUSES = (0.02, 0.11, 0.3, 0.7)
MANY = [random.Random(pk).uniform(0.0, 1.2) for pk in range(50)]


def found(engine: Engine, word: str) -> set[int]:
    return {story_id for story_id, _ in engine.search(asked(body(word), limit=100)).hits}


def is_written(engine: Engine, *documents: Document) -> bool:
    with engine.writing() as ours:
        if ours:
            engine.write(documents, [document.id for document in documents])
        return ours


def versions_are(engine: Engine, *documents: Document) -> bool:
    return sorted(engine.versions()) == sorted((document.id, document.version) for document in documents)


def test_who_sleeps_too_long_cannot_undo_what_came_after(
    engine: ElasticsearchEngine, elsewhere: ElasticsearchEngine, short_leases: None
) -> None:
    with engine.writing() as ours:
        assert ours
        time.sleep(1.1)
        assert is_written(elsewhere, a_document(1, "kat"), a_document(2, "kat"))
        with pytest.raises(SearchUnavailable, match="version conflict"):
            engine.write([a_document(1, "hund")], [1])
        with pytest.raises(SearchUnavailable, match="version conflict"):
            engine.write([], [2])
    assert found(elsewhere, "kat") == {1, 2}


def test_what_was_written_without_the_right_to_is_not_relied_upon(
    engine: ElasticsearchEngine, elsewhere: ElasticsearchEngine, short_leases: None
) -> None:
    with engine.writing():
        time.sleep(1.1)
        with elsewhere.writing() as theirs:
            assert theirs
            with pytest.raises(SearchUnavailable, match="taken over"):
                engine.write([a_document(1, "hund")], [1])
            elsewhere.write([a_document(1, "kat")], [1])
    assert versions_are(engine, a_document(1, "kat"))


def test_a_clock_that_is_wrong_is_in_nobodys_way(
    engine: Engine, elsewhere: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for hours in (5, -5, 0):
        monkeypatch.setattr(time, "time", lambda hours=hours: now + hours * 3600)
        context = engine.writing()
        assert context.__enter__()
        engine.write([a_document(1, f"hund{hours + 5}")], [1])
    assert found(elsewhere, "hund5") == {1}


def test_a_rebuild_that_was_overtaken_cannot_come_back(
    engine: ElasticsearchEngine, elsewhere: ElasticsearchEngine, short_leases: None
) -> None:
    def documents() -> Iterator[Document]:
        yield a_document(1, "hund")
        time.sleep(1.1)
        elsewhere.rebuild([a_document(1, "kat")], list)
        yield a_document(2, "hund")

    with pytest.raises(SearchUnavailable, match="taken over"):
        engine.rebuild(documents(), list)
    assert found(engine, "kat") == {1}
    assert is_written(engine, a_document(1, "ko"))
    assert found(elsewhere, "ko") == {1}


def test_a_rebuild_that_lost_only_the_answer_has_served(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = engine._generations.serve

    def twice(fresh: object) -> None:  # as the client does when the first answer does not come
        serve(fresh)
        serve(fresh)

    monkeypatch.setattr(engine._generations, "serve", twice)
    engine.rebuild([a_document(1, "kat")], list)
    assert found(engine, "kat") == {1}


def test_a_rebuild_that_ends_just_now_is_not_taken_for_a_dead_one(
    engine: ElasticsearchEngine, elsewhere: ElasticsearchEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_just_now(*lease: object) -> bool:
        fresh = engine._generations.building(engine._generations.served(client))
        assert fresh
        engine._generations.serve(fresh)
        return False

    def documents() -> Iterator[Document]:
        monkeypatch.setattr(Lease, "is_taken", ends_just_now)
        assert is_written(elsewhere, a_document(1, "kat"))
        yield a_document(2, "kat")

    engine.rebuild(documents(), list)
    assert found(engine, "kat") == {1, 2}


def test_nobody_writes_to_an_index_that_another_version_builds(
    engine: Engine, elsewhere: Engine, client: Elasticsearch
) -> None:
    def documents() -> Iterator[Document]:
        client.indices.put_mapping(index="tests-next", meta={"format": "of the future"})
        with pytest.raises(SearchUnavailable, match="version"):
            is_written(elsewhere, a_document(1, "kat"))
        assert elsewhere.search(asked()).total == 0
        yield a_document(2, "kat")

    engine.rebuild(documents(), list)
    assert not engine.is_ready()


def test_what_another_version_has_left_unfinished_is_in_nobodys_way(engine: Engine, client: Elasticsearch) -> None:
    client.indices.create(
        index="tests-gen1", aliases={"tests-next": {}, "tests-gen1-in": {}}, mappings={"_meta": {"format": "of old"}}
    )
    assert is_written(engine, a_document(1, "kat"))
    assert not client.indices.exists_alias(name="tests-next")
    engine.rebuild([a_document(1, "kat")], list)
    assert not client.indices.exists(index="tests-gen1")


def test_a_killed_rebuild_is_written_to_until_its_time_is_over_and_then_no_more(
    engine: ElasticsearchEngine, server: Server, client: Elasticsearch, short_leases: None
) -> None:
    kill_one(server, "rebuild", pause=0.3)
    assert client.indices.exists_alias(name="tests-next")
    time.sleep(1.1)
    until(lambda: is_written(engine, a_document(1, "kat")), "the lease to end")
    assert not client.indices.exists_alias(name="tests-next")
    assert found(engine, "kat") == {1}
    engine.rebuild([a_document(2, "kat")], list)
    assert found(engine, "kat") == {2}


@pytest.mark.parametrize("pauses", [PAUSES, pytest.param(MANY, marks=pytest.mark.soak)], ids=["a few", "many"])
def test_killed_writers_and_rebuilds_leave_an_index_that_can_be_read_and_written(
    engine: ElasticsearchEngine, server: Server, pauses: list[float], short_leases: None
) -> None:
    kept = [a_document(pk, "hund") for pk in range(20)]
    for number, pause in enumerate(pauses):
        kill_one(server, "rebuild" if number % 2 else "write", pause)
        last = a_document(77, f"kat{number}")
        assert engine.search(asked()).total or not number
        until(lambda last=last: is_written(engine, *kept, last), "the lease to end")
        assert versions_are(engine, *kept, last)
        assert found(engine, f"kat{number}") == {77}


def kill_one(server: Server, what: str, pause: float) -> None:
    """Start a process that does it again and again, and kill it so many seconds after its first writing."""
    command = [sys.executable, "-c", _PROCESS, server.location("tests"), what]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=settings.BASE_DIR)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


_PROCESS = """
import sys, time
from search.asking import Document
from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease

Lease.LASTS, Lease.KEPT_EVERY = 1.0, 0.2
engine = ElasticsearchEngine(sys.argv[1])

def documents(round):
    for pk in range(20):
        yield Document(id=pk, version=round, terms={"body": "hund", "exact": f"hund{round}"}, facets={"lang": ("da",)},
                       filters=(), words={"da": ("hund", f"hund{round}")}, readers=("everyone",), state="live", newest=pk, applauded=0)

def slowly(round):
    print("begun", flush=True)
    for document in documents(round):
        time.sleep(0.05)
        yield document

for round in range(10_000):
    try:
        if sys.argv[2] == "rebuild":
            engine.rebuild(slowly(round), list)
        else:
            with engine.writing() as ours:
                if ours:
                    print("begun", flush=True)
                    engine.write(documents(round), range(20))
    except SearchUnavailable:
        time.sleep(0.05)
"""
