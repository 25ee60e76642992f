"""Making documents in several processes. They need no database and no Django, so each begins within half a second."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process

from search.asking import Document
from search.fields import Ingredients, document

BATCH = 100
"""Stories handed to another process at once."""


def made_by(processes: int, ingredients: Iterator[Ingredients]) -> Iterator[Document]:
    """In the order of the ingredients, of which no more than a few batches are read ahead."""
    try:
        started = ProcessPoolExecutor(processes, get_context("spawn"), _serve)
    except OSError:  # a machine that lends no memory to share
        yield from map(document, ingredients)
        return
    with started as pool:
        begun: deque[tuple[list[Ingredients], Future[list[Document]]]] = deque()
        while batch := list(islice(ingredients, BATCH)):
            begun.append((batch, _begin(pool, batch)))
            if len(begun) > 2 * processes:
                yield from _finish(*begun.popleft())
        for batch, made in begun:
            yield from _finish(batch, made)


def _begin(pool: Executor, batch: list[Ingredients]) -> Future[list[Document]]:
    try:
        return pool.submit(_make, batch)
    except (OSError, RuntimeError) as broken:  # no more processes here, one was killed, or Python is about to end
        failed: Future[list[Document]] = Future()
        failed.set_exception(broken)
        return failed


def _finish(batch: list[Ingredients], made: Future[list[Document]]) -> list[Document]:
    try:
        return made.result()
    except (OSError, RuntimeError):  # slowly, then
        return _make(batch)


def _make(batch: list[Ingredients]) -> list[Document]:
    return list(map(document, batch))


def _serve() -> None:
    """Begin as a helping process: others come first, and none stays behind if the process it helps is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here points in circles, and the words read so far are many to look through
    os.nice(5)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
    os._exit(1)
