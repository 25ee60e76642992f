"""Documents made by several processes are those that one makes, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from search import documents, processes
from search.fields import Ingredients, document
from tests.conftest import MakeStory
from tests.integration.installation import until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "BATCH", 2)


def ingredients(number: int) -> Iterator[Ingredients]:
    for pk in range(number):
        yield Ingredients(id=pk, language="da", title=f"Begravelsesblomster {pk}", summary="", body=("Til en kunde",),
                          quote="", tags=(), people=(), labels=(), facets=(), names=(), readers=("everyone",),
                          state="live", told_at=pk, applause=0)  # fmt: skip


def test_several_processes_make_what_one_makes_in_the_same_order() -> None:
    assert list(processes.made_by(2, ingredients(23))) == list(map(document, ingredients(23)))


def test_no_more_is_read_than_is_made() -> None:
    read = []
    made = processes.made_by(2, (read.append(one.id) or one for one in ingredients(1000)))
    next(made)
    assert len(read) <= 2 * 6
    made.close()


def test_a_killed_helper_is_stood_in_for() -> None:
    def killing() -> Iterator[Ingredients]:
        for one in ingredients(40):
            if one.id == 20:
                os.kill(helpers_of(os.getpid())[0], signal.SIGKILL)
            yield one

    assert list(processes.made_by(2, killing())) == list(map(document, ingredients(40)))


def test_where_no_helper_can_be_started_one_process_makes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> Any:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    assert list(processes.made_by(2, ingredients(9))) == list(map(document, ingredients(9)))


@pytest.mark.parametrize("trouble", [BlockingIOError("no more processes"), RuntimeError("Python ends")])
def test_where_the_second_helper_cannot_be_started_the_first_and_this_one_make_all(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, asked = ProcessPoolExecutor.submit, []

    def refuse_the_second(pool: Any, *work: Any) -> Any:
        asked.append(work)
        if len(asked) == 2:
            raise trouble
        return submit(pool, *work)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse_the_second)
    assert list(processes.made_by(2, ingredients(9))) == list(map(document, ingredients(9)))
    assert len(asked) == 5


def test_helpers_end_with_the_process_that_is_killed() -> None:
    killed = subprocess.Popen([sys.executable, "-c", _SLOWLY], cwd=settings.BASE_DIR, stdout=subprocess.PIPE)
    assert killed.stdout
    assert killed.stdout.readline() == b"begun\n"
    helpers = helpers_of(killed.pid)
    assert len(helpers) == 2
    killed.kill()
    killed.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in helpers), "the helpers to end")


def test_many_stories_are_worth_several_processes(make_story: MakeStory, monkeypatch: pytest.MonkeyPatch) -> None:
    make_story()
    alone = list(documents.all_documents())
    monkeypatch.setattr(documents, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    asked: list[int] = []
    made_by = processes.made_by
    monkeypatch.setattr(
        documents, "made_by", lambda number, made_from: asked.append(number) or made_by(number, made_from)
    )
    assert list(documents.all_documents()) == alone
    assert asked == [2]


def helpers_of(pid: int) -> list[int]:
    """The processes it started, without the one that only looks after semaphores."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


_SLOWLY = """
import time
from search import processes
from search.fields import Ingredients

one = Ingredients(1, "da", "Hund", "", (), "", (), (), (), (), (), ("everyone",), "live", 0, 0)
made = processes.made_by(2, iter([one] * 5000))
next(made)
print("begun", flush=True)
time.sleep(60)
"""
