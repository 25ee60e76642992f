"""The whole loop while the server fails: telling never does, the outbox keeps what is to be done, and it heals."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from elasticsearch import Elasticsearch

from people.models import User
from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from stories.models import Story, StoryChange
from tests.integration.installation import Installation, until
from tests.search.elasticsearch.conftest import drained
from tests.search.elasticsearch.server import Server

MakeStory = Callable[..., Story]


@pytest.fixture
def on_elasticsearch(on_elasticsearch: None, short_leases: None, db: None) -> None:
    """Killed writers are in the way for a second only."""


def test_stories_are_told_while_the_server_is_away(
    on_elasticsearch: None,
    server: Server,
    make_story: MakeStory,
    author: User,
    as_user: Callable[[User], Client],
    story_form: dict[str, str],
) -> None:
    browser = as_user(author)
    try:
        server.kill()
        for number in range(195):
            make_story(title=f"Boots {number}")
        for number in range(5):
            posted = browser.post("/tell/", story_form | {"title": f"Sandals {number}"})
            assert posted.status_code == 302
        began = time.monotonic()
        assert not drained()
        assert browser.get("/search/?q=boots").status_code == 503
        assert time.monotonic() - began < 5
        assert StoryChange.objects.values("story_id").distinct().count() == 200
    finally:
        server.start()
    until(drained, "the server to heal", 60)
    found = indexing.check()
    assert found.is_fine
    assert found.documents == 200
    until(lambda: browser.get("/search/?q=boots").status_code == 200, "searching to heal", 20)


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


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_processes_are_killed_while_others_tell_and_rebuild(
    server: Server, client: Elasticsearch, tmp_path: Path, kills: int
) -> None:
    """Real processes on one database: one tells stories all the time, the others drain and rebuild and are killed."""
    installation = Installation(tmp_path / "bouquet")
    prefix = f"killed{kills}"
    installation.environment["SEARCH_URL"] = server.location(prefix)
    installation.manage("migrate", "--verbosity", "0")
    teller = process(installation, _TELL)
    random = Random(kills)
    killed = 0
    while killed < kills:
        victims = [process(installation, script) for script in (_DRAIN, _REBUILD, _REBUILD)]
        time.sleep(random.uniform(0.0, 2.0))
        for victim in victims:
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        killed += len(victims)
        assert teller.poll() is None
    teller.terminate()
    told, _ = teller.communicate(timeout=30)
    assert told.split()[-1] == b"0", "posts failed"
    until(lambda: _ends_well(installation), "the leases to end", 60)
    assert installation.manage("check_search").splitlines()[1:5] == [
        "0 missing",
        "0 stale",
        "0 duplicate",
        "0 superfluous",
    ]
    client.indices.delete(index=list(client.indices.get(index=f"{prefix}-*")))


def process(installation: Installation, script: str) -> subprocess.Popen[bytes]:
    """A process of that installation that has begun with its work."""
    command = [sys.executable, "-c", _SET_UP + script]
    begun = subprocess.Popen(
        command, cwd=django_settings.BASE_DIR, env=installation.environment, stdout=subprocess.PIPE
    )
    assert begun.stdout is not None
    assert begun.stdout.readline() == b"begun\n"
    return begun


def _ends_well(installation: Installation) -> bool:
    script = _SET_UP + "indexing.drain(); print(StoryChange.objects.count(), indexing.check().is_fine)"
    return installation.python("-c", script).split()[-2:] == ["0", "True"]


_SET_UP = """
import sys, time
sys.path.insert(0, "site")
import django
django.setup()
from search import indexing
from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease
from stories.models import Story, StoryChange

Lease.LASTS, Lease.KEPT_EVERY, ElasticsearchEngine.PATIENCE = 1.0, 0.2, 20.0

def again_and_again(action):
    print("begun", flush=True)
    while True:
        try:
            action()
        except SearchUnavailable:
            pass
        time.sleep(0.05)
"""
_DRAIN = "again_and_again(indexing.drain)"
_REBUILD = "again_and_again(indexing.rebuild)"
_TELL = """
import random, signal
from django.db import transaction
going, failed = True, 0

def stop(*signal):
    global going
    going = False

signal.signal(signal.SIGTERM, stop)
print("begun", flush=True)
while going:
    try:
        story = Story(title=f"Boots {random.random()}", happened="She asked for boots.", language="en")
        story.save()
        story.save_revision(clean=False)
        story.move_to("live")
        with transaction.atomic():
            pk = Story.objects.order_by("?").values_list("pk", flat=True)[0]
            Story.objects.filter(pk=pk).update(title=f"Sandals {random.random()}")
            StoryChange.note(pk)
        if random.random() < 0.2:
            Story.objects.order_by("?")[0].delete()
    except Exception as error:
        print(repr(error))
        failed += 1
    time.sleep(0.05)
print(failed)
"""
