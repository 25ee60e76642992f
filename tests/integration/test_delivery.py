"""Many people and a real SMTP server: everyone gets the Digest once, whoever is killed and whatever breaks."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.installation import ROOT, Installation, until
from tests.integration.mail_server import MailServer, mail_server

FEW, SOME = 200, 40
DELIVERING = "from tests.integration import delivering; delivering."
SEND = ["manage.py", "shell", "--verbosity", "0", "--command", DELIVERING + "send()"]
Ledger = dict[str, dict[str, Any]]

HOW_MANY = pytest.mark.parametrize("people", [FEW, pytest.param(1000, marks=pytest.mark.soak)])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A migrated database without people, to copy."""
    house = Installation(tmp_path_factory.mktemp("house"))
    house.manage("migrate", "--verbosity", "0")
    return house


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path / "server") as server:
        yield server


@pytest.fixture
def site(house: Installation, tmp_path: Path, server: MailServer) -> Iterator[Installation]:
    site = Installation(tmp_path / "site")
    site.copy_database_of(house)
    site.environment["EMAIL_URL"] = server.url
    yield site
    site.stop()


@pytest.fixture
def on_postgresql(tmp_path: Path, server: MailServer, postgresql: str) -> Iterator[Installation]:
    site = Installation(tmp_path / "site", database=postgresql)
    site.manage("migrate", "--verbosity", "0")
    site.environment["EMAIL_URL"] = server.url
    yield site
    site.stop()


def ledger_of(site: Installation) -> Ledger:
    found: Ledger = json.loads(site.shell(DELIVERING + "show()").splitlines()[-1])
    return found


def started(site: Installation, *words: str) -> subprocess.Popen[bytes]:
    with site.log.open("ab") as log:
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=site.environment, stdout=log, stderr=log)
    site.processes.append(process)
    return process


def end(process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.wait(timeout=60)


def run_due(site: Installation, *moments: str) -> None:
    """The clock's work at each of these times, one after the other."""
    script = "from django.core.management import call_command\n"
    site.shell(script + "".join(f"call_command('run_due', at={moment!r}, verbosity=0)\n" for moment in moments))


def each_got_it_once(server: MailServer, ledger: Ledger, *, repeats: int = 0) -> None:
    """What the server took is what the ledger says; at most so many came twice, with the same Message-ID."""
    taken = server.taken()
    received = Counter(row["to"] for row in taken)
    assert {address for address, row in ledger.items() if row["state"] == "sent"} == set(received)
    assert sum(received.values()) - len(received) <= repeats, received.most_common(repeats + 2)
    assert {row["to"]: row["message_id"] for row in taken} == {
        address: ledger[address]["message_id"] for address in received
    }
    pairs = {(row["to"], row["message_id"]) for row in taken}
    assert len(pairs) == len(received)


# --- killed ---------------------------------------------------------------------------------------------------------


def all_though_senders_are_killed(people: int, site: Installation, server: MailServer) -> None:
    """Two send at once all the time; each that is killed is replaced, three times."""
    site.shell(DELIVERING + f"prepare({people}); delivering.send_out_now()")
    senders = [started(site, *SEND) for _ in range(2)]
    for number, half_way in enumerate((people // 5, people // 2, people * 7 // 10)):
        until(lambda number=half_way: server.number_taken() >= number, f"{half_way} mails", seconds=300)
        end(senders[number % 2])
        senders[number % 2] = started(site, *SEND)
    for sender in senders:
        assert sender.wait(timeout=240) == 0
    before = Counter(row["state"] for row in ledger_of(site).values())
    assert before["sending"] <= 3
    assert before["sent"] + before["sending"] == people
    site.shell(DELIVERING + "age(); delivering.send()")
    ledger = ledger_of(site)
    assert len(ledger) == people
    assert {row["state"] for row in ledger.values()} == {"sent"}
    each_got_it_once(server, ledger, repeats=3)
    repeated = [address for address, times in Counter(row["to"] for row in server.taken()).items() if times > 1]
    assert all(ledger[address]["tries"] == 1 for address in repeated)
    assert "locked" not in site.log.read_text()


@HOW_MANY
def test_everyone_gets_it_once_though_senders_are_killed_on_sqlite(people: int, site: Installation, server: MailServer):
    all_though_senders_are_killed(people, site, server)


@pytest.mark.postgres
@HOW_MANY
def test_everyone_gets_it_once_though_senders_are_killed_on_postgresql(
    people: int, on_postgresql: Installation, server: MailServer
):
    all_though_senders_are_killed(people, on_postgresql, server)


def test_of_two_workers_the_other_goes_on_when_one_is_killed(site: Installation, server: MailServer):
    """As it is run: one worker has the lease; when it is killed, the other takes over as soon as the lease is old."""
    server.behave(seconds=0.01)
    site.shell(DELIVERING + f"prepare({SOME * 5}); delivering.send_out_now()")
    workers = [started(site, "manage.py", "worker") for _ in range(2)]
    until(lambda: server.number_taken() >= SOME * 2, "half of the mails", seconds=300)
    holder = site.shell("from intranet.models import Lease; print(Lease.objects.get(job='delivery').holder)").strip()
    assert holder
    for worker in workers:
        worker.send_signal(signal.SIGSTOP)
    taken = server.number_taken()
    workers[0].send_signal(signal.SIGCONT)
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait(timeout=30)
    site.shell(DELIVERING + "age()")
    workers[1].send_signal(signal.SIGCONT)
    until(lambda: server.number_taken() >= SOME * 5, "the rest of the mails", seconds=300)
    until(lambda: {row["state"] for row in ledger_of(site).values()} == {"sent"}, "the ledger to say so", seconds=60)
    end(workers[1], signal.SIGTERM)
    assert taken < SOME * 5
    each_got_it_once(server, ledger_of(site), repeats=1)


# --- what the server says -------------------------------------------------------------------------------------------


def test_4xx_is_retried_with_back_off_and_5xx_is_not(site: Installation, server: MailServer):
    site.shell(DELIVERING + f"prepare({SOME})")
    later, never, full, spam = (f"person{number:05d}@example.com" for number in (3, 11, 17, 23))
    server.behave(
        rcpt={later: [2, "450 4.2.1 busy"], never: [99, "550 5.1.1 nobody of that name"]},
        data={full: [1, "452 4.2.2 mailbox full"], spam: [99, "554 5.7.1 not with us"]},
    )
    run_due(site, "2026-11-27T09:00", "2026-11-27T09:00", "2026-11-27T09:04")
    ledger = ledger_of(site)
    assert Counter(row["state"] for row in ledger.values()) == {"sent": SOME - 4, "waiting": 2, "failed": 2}
    assert [ledger[address]["answer"][:3] for address in (later, never, full, spam)] == ["450", "550", "452", "554"]
    assert [server.asked()[address] for address in (later, never, full, spam)] == [1, 1, 1, 1]
    run_due(site, "2026-11-27T09:05", "2026-11-27T09:14")
    assert [server.asked()[address] for address in (later, never, full, spam)] == [2, 1, 2, 1]
    run_due(site, "2026-11-27T09:15", "2026-11-28T09:00", "2026-12-01T09:00")
    ledger = ledger_of(site)
    assert Counter(row["state"] for row in ledger.values()) == {"sent": SOME - 2, "failed": 2}
    assert [server.asked()[address] for address in (later, never, full, spam)] == [3, 1, 2, 1]
    each_got_it_once(server, ledger)


def test_a_connection_that_breaks_loses_nobody_and_repeats_only_what_was_taken(site: Installation, server: MailServer):
    site.shell(DELIVERING + f"prepare({SOME})")
    in_the_middle = [f"person{number:05d}@example.com" for number in (2, 9, 10, 30)]
    taken = "person00020@example.com"
    server.behave(cut=dict.fromkeys(in_the_middle, 1), take_and_cut={taken: 1})
    run_due(site, "2026-11-27T09:00")
    ledger = ledger_of(site)
    assert {row["state"] for row in ledger.values()} == {"sent"}
    assert [ledger[address]["tries"] for address in [*in_the_middle, taken]] == [2] * 5
    each_got_it_once(server, ledger, repeats=1)
    assert Counter(row["to"] for row in server.taken())[taken] == 2


@pytest.mark.parametrize("manner", ["closes_after", "says_421_after"])
def test_a_server_that_ends_the_connection_every_few_mails_gets_them_all(
    manner: str, site: Installation, server: MailServer
):
    site.shell(DELIVERING + f"prepare({SOME})")
    server.behave(**{manner: 7})
    run_due(site, "2026-11-27T09:00")
    ledger = ledger_of(site)
    assert {row["state"] for row in ledger.values()} == {"sent"}
    each_got_it_once(server, ledger)


def test_a_server_that_is_down_gets_them_when_it_is_up(site: Installation, server: MailServer):
    server.stop()
    site.shell(DELIVERING + f"prepare({SOME})")
    run_due(site, "2026-11-27T09:00", "2026-11-27T09:01")
    assert {(row["state"], row["tries"]) for row in ledger_of(site).values()} == {("waiting", 0)}
    server.start()
    run_due(site, "2026-11-27T11:30")
    each_got_it_once(server, ledger_of(site))
    assert server.number_taken() == SOME


def test_a_server_that_says_421_to_everybody_gets_them_when_it_is_better(site: Installation, server: MailServer):
    site.shell(DELIVERING + f"prepare({SOME})")
    everybody = [f"person{number:05d}@example.com" for number in range(SOME)]
    server.behave(rcpt={address: [99, "421 4.3.2 closing"] for address in everybody})
    run_due(site, *(f"2026-11-27T09:{minute:02d}" for minute in range(0, 30, 3)))
    assert {(row["state"], row["tries"]) for row in ledger_of(site).values()} == {("waiting", 0)}
    server.behave()
    run_due(site, "2026-11-27T10:00")
    each_got_it_once(server, ledger_of(site))
    assert server.number_taken() == SOME


@pytest.mark.soak
def test_in_any_weather_everyone_gets_it(site: Installation, server: MailServer):
    """Everything at once, at random; what came twice was taken by a server that did not say so."""
    site.shell(DELIVERING + f"prepare({SOME * 3})")
    dice = random.Random(47)
    everybody = [f"person{number:05d}@example.com" for number in range(SOME * 3)]
    some: Callable[[int], list[str]] = lambda number: dice.sample(everybody, number)  # noqa: E731
    taken_and_cut = some(6)
    server.behave(
        rcpt={
            address: [dice.randint(1, 3), dice.choice(["450 busy", "421 closing", "451 local"])] for address in some(20)
        },
        data={address: [dice.randint(1, 3), "452 full"] for address in some(10)},
        cut=dict.fromkeys(some(10), 2),
        take_and_cut=dict.fromkeys(taken_and_cut, 1),
        closes_after=9,
    )
    begin = datetime(2026, 11, 27, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
    minutes = [*range(0, 60, 5), *range(60, 600, 60)]
    run_due(site, *((begin + timedelta(minutes=number)).isoformat() for number in minutes))
    ledger = ledger_of(site)
    assert Counter(row["state"] for row in ledger.values()) == {"sent": SOME * 3}
    each_got_it_once(server, ledger, repeats=len(taken_and_cut))
    twice = {address for address, times in Counter(row["to"] for row in server.taken()).items() if times > 1}
    assert twice <= set(taken_and_cut)
