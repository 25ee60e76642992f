"""32 processes tell 20 stories each at once: none is lost, none is there twice, every one is found."""

import json
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from tests.integration.installation import Installation
from tests.integration.telling import APPROVE_ALL, COUNT, all_are_found

PEOPLE, STORIES = 32, 20


def test_stories_told_at_once_are_all_there_on_sqlite(tmp_path: Path, capsys: Any):
    report(capsys, "SQLite", tell_all_at_once(Installation(tmp_path)))


@pytest.mark.postgres
def test_stories_told_at_once_are_all_there_on_postgresql(tmp_path: Path, postgresql: str, capsys: Any):
    report(capsys, "PostgreSQL", tell_all_at_once(Installation(tmp_path, database=postgresql)))


def tell_all_at_once(site: Installation) -> dict[str, Any]:
    """What the processes measured, after everything has been asserted."""
    site.manage("migrate", "--verbosity", "0")
    site.manage("run_due", "--verbosity", "0")
    site.start_worker()  # as in life: somebody drains the outbox meanwhile
    try:
        told = json.loads(site.python("-m", "tests.integration.telling", str(PEOPLE), str(STORIES)))
    finally:
        site.stop()
    assert {row["status"] for row in told["rows"]} == {302}
    assert {row.get("again", 302) for row in told["rows"]} == {302}
    waiting, *answers = site.shell(APPROVE_ALL).split()
    assert (waiting, answers) == (str(PEOPLE * STORIES // 2), ["302"])
    assert site.shell(COUNT).split() == [str(PEOPLE * STORIES)] * 3
    all_are_found(site, [row["word"] for row in told["rows"]])
    assert "locked" not in site.log.read_text()
    return dict(told)


def report(capsys: Any, name: str, told: dict[str, Any]) -> None:
    seconds = [row["seconds"] for row in told["rows"]]
    cuts = quantiles(seconds, n=100)
    with capsys.disabled():
        print(
            f"\n{name}: {len(seconds)} stories by {PEOPLE} processes in {told['seconds']:.1f} s; a post takes"
            f" {cuts[49]:.2f} s (p50), {cuts[94]:.2f} s (p95), {max(seconds):.2f} s at most"
        )
