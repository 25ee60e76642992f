"""Whole installations with real processes, on either engine, and ways to take the engine away from them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.integration.installation import Installation
from tests.search.elasticsearch.server import Server


@dataclass(frozen=True)
class Site:
    """An installation whose engine can go away and come back."""

    installation: Installation
    go_away: Callable[[], object]
    come_back: Callable[[], object]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A migrated database without people, to copy."""
    house = Installation(tmp_path_factory.mktemp("house"))
    house.manage("migrate", "--verbosity", "0")
    return house


@pytest.fixture(params=["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def site(request: pytest.FixtureRequest, house: Installation, tmp_path: Path) -> Iterator[Site]:
    installation = Installation(tmp_path / "site")
    installation.copy_database_of(house)
    if request.param == "tantivy":
        away = on_a_disk_that_is_lost(installation.folder / "search")
    else:
        server: Server = request.getfixturevalue("server")
        installation.environment["SEARCH_URL"] = server.location(f"faults-{uuid4().hex[:8]}")
        away = (server.kill, server.start)
    try:
        yield Site(installation, *away)
    finally:
        installation.stop()
        if request.param == "elasticsearch":
            server.start()  # also if the test failed while it was away


def on_a_disk_that_is_lost(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Another folder stands where that of the index was, in which nothing can be read and no lock be taken."""
    aside = folder.with_name("aside")

    def go_away() -> None:
        folder.rename(aside)
        (folder / "rebuild.lock").mkdir(parents=True)

    def come_back() -> None:
        shutil.rmtree(folder)
        aside.rename(folder)

    return go_away, come_back
