"""The index lies on a disk that becomes full: nothing that was told is lost, what was found before is still found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from stories.models import Story, StoryChange
from tests.integration.installation import until
from tests.search.conftest import Find
from tests.search.elasticsearch.conftest import ENGINE, drained
from tests.search.elasticsearch.server import Server, need_server

MakeStory = Callable[..., Story]
LEFT = [0, 1, 2, 3, 5, 8, 12, 17, 23, 30, 40, 60, 100]
"""Pages that are left on the disk, so that it becomes full at another moment each time."""
PAGE = 4096


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, *, but_for: int = 0) -> None:
        """Nothing more can be written, or only so many bytes."""
        with self._filler.open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(self.folder).free)
            os.ftruncate(filler.fileno(), max(os.fstat(filler.fileno()).st_size - but_for, 0))

    def empty(self) -> None:
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    """A small one of our own; only root can have it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = getattr(request, "param", "8m")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("A small disk of one's own can only be mounted by root.")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def on_the_disk(settings: Any, own_folders: None, disk: Disk, make_story: MakeStory) -> None:
    """An index with one story."""
    settings.SEARCH = settings.SEARCH | {"LOCATION": str(disk.folder / "search")}
    make_story(title="Boots before")
    indexing.drain()


def words(number: int) -> str:
    """Many that no other story has."""
    dice = Random(number)
    return " ".join("".join(dice.choices("abcdefghiklmnoprstuv", k=8)) for _ in range(300))


def tried(action: Callable[[], object]) -> bool:
    try:
        action()
    except SearchUnavailable:
        return False
    return True


def test_a_drain_that_finds_the_disk_full_is_done_again(
    on_the_disk: None, disk: Disk, make_story: MakeStory, find: Find
) -> None:
    outcomes = []
    for number, left in enumerate(LEFT, start=1):
        story = make_story(title=f"Sandals {number}", happened=words(number))
        disk.fill(but_for=left * PAGE)
        outcomes.append(tried(indexing.drain))
        assert outcomes[-1] or StoryChange.objects.filter(story_id=story.pk).exists()
        assert find("boots").total == 1
        assert indexing.check().is_fine
        disk.empty()
        indexing.drain()
        found = indexing.check()
        assert found.is_fine
        assert (found.documents, found.waiting) == (number + 1, 0)
    assert outcomes.count(False) > 3
    assert outcomes[-1]


def test_a_rebuild_that_finds_the_disk_full_leaves_the_old_index(
    on_the_disk: None, disk: Disk, make_story: MakeStory, find: Find
) -> None:
    for number in range(5):
        make_story(title=f"Sandals {number}", happened=words(number))
    indexing.drain()
    outcomes = []
    for left in LEFT:
        disk.fill(but_for=left * PAGE)
        outcomes.append(tried(indexing.rebuild))
        assert find("sandals").total == 5
        late = make_story(title=f"Told at {left}")
        tried(indexing.drain)
        disk.empty()
        indexing.drain()
        assert indexing.check().is_fine
        assert late.pk in dict(current_engine().versions())
    assert outcomes.count(False) > 3
    assert indexing.rebuild() == Story.objects.count()
    assert indexing.check().is_fine


@pytest.mark.soak
@pytest.mark.parametrize("disk", ["200m"], indirect=True)
def test_elasticsearch_stops_writing_before_its_disk_is_full_and_goes_on_by_itself(
    disk: Disk, settings: Any, own_folders: None, patient: None, short_leases: None, make_story: MakeStory, find: Find
) -> None:
    need_server()
    with Server(disk.folder / "elasticsearch").running() as server:
        watermarks = {"low": "60mb", "high": "40mb", "flood_stage": "20mb"}
        client = Elasticsearch([f"http://{host}" for host in server.hosts], request_timeout=60)
        client.cluster.put_settings(
            persistent={
                "cluster.routing.allocation.disk.threshold_enabled": True,
                "cluster.info.update.interval": "10s",
                **{f"cluster.routing.allocation.disk.watermark.{name}": left for name, left in watermarks.items()},
            }
        )
        settings.SEARCH = {"ENGINE": ENGINE, "LOCATION": server.location("full")}
        make_story(title="Umbrella before")
        until(drained, "the server to make an index", 60)
        disk.fill(but_for=10_000_000)
        until(lambda: not writes(make_story), "Elasticsearch to see that its disk is full", 90)
        assert find("umbrella").total == 1
        assert not tried(indexing.rebuild)
        disk.empty()
        until(drained, "Elasticsearch to see that there is room again", 120)
        assert indexing.check().is_fine
        assert indexing.rebuild() == Story.objects.count()
        assert indexing.check().is_fine


def writes(make_story: MakeStory) -> bool:
    make_story(title="Sandals")
    return tried(indexing.drain)
