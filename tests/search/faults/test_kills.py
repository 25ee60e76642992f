"""Whoever drains or rebuilds is killed, or meets another: the index is like the database afterwards."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.integration.installation import Installation, until
from tests.search.faults.conftest import Site
from tests.search.faults.processes import DRAIN, REBUILD, REBUILD_FOUR_TIMES, TELL, ends_well, started

NOTHING_WRONG = ["0 missing", "0 stale", "0 duplicate", "0 superfluous", "0 waiting in the outbox."]


def is_like_the_database(installation: Installation) -> None:
    until(lambda: ends_well(installation), "the leases of killed processes to end", 60)
    counts, *others = installation.manage("check_search").splitlines()
    assert others == NOTHING_WRONG
    stories, documents = counts.split()[0], counts.split()[2]
    assert stories == documents != "0"


@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.soak)])
def test_processes_are_killed_while_others_tell_drain_and_rebuild(site: Site, kills: int) -> None:
    installation, dice = site.installation, Random(kills)
    [teller] = started(installation, TELL)
    for _round in range(0, kills, 3):
        victims = started(installation, DRAIN, REBUILD, REBUILD, lease=1.0)
        for victim in victims:
            time.sleep(dice.uniform(0.0, 0.7))
            assert victim.poll() is None
            victim.kill()
            victim.wait()
        assert teller.poll() is None
    teller.terminate()
    told, _ = teller.communicate(timeout=60)
    words = told.split()
    assert words[2:] == [b"failed"]
    assert int(words[1]) > kills
    is_like_the_database(installation)


@pytest.mark.parametrize(
    "site",
    ["tantivy", pytest.param("elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.soak])],
    indirect=True,
)
def test_of_two_rebuilds_at_once_each_serves_or_says_why_not(site: Site) -> None:
    installation = site.installation
    installation.manage("run_due", "--verbosity", "0")
    teller, *builders, drainer = started(installation, TELL, REBUILD_FOUR_TIMES, REBUILD_FOUR_TIMES, DRAIN)
    said = [builder.communicate(timeout=300)[0].decode().splitlines() for builder in builders]
    for other in (drainer, teller):
        other.terminate()
    assert teller.communicate(timeout=60)[0].endswith(b"failed\n")
    assert [outcomes.count("True") for outcomes in said] == [4, 4]
    outcomes = [outcome for each in said for outcome in each]
    assert all(outcome == "True" or "nother rebuild" in outcome for outcome in outcomes), outcomes
    is_like_the_database(installation)
