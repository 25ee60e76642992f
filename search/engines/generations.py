"""The folders of an embedded index: generations, the pointer to the current one, and who may write.

    current -> gen-…     what everybody reads
    index.lock           held while somebody writes to the current generation or moves the pointer
    rebuild.lock         held for the whole of a rebuild
    replay               stories written while a rebuild is going on; there only during one

The locks are `flock`s, which the kernel frees when their holder dies. They and the memory maps of the
engine need a local disk.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import SearchUnavailable

_PATIENCE = 2.0
"""Seconds that a rebuild waits for another that may just be ending (or for a writer looking whether one is there)."""


class Generations:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current"
        self._replay = root / "replay"

    def current(self) -> Path | None:
        """The generation that serves, if there is one."""
        try:
            return self.root / os.readlink(self._pointer)
        except OSError:
            return None

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[bool]:
        """The index lock until the end of the block; False, if it is taken and we do not wait."""
        with self._locked("index.lock", wait=wait) as held:
            yield held

    def note_written(self, ids: Collection[int]) -> None:
        """Tell a rebuild that is going on what was written. Only with the index lock."""
        if not self._replay.exists():
            return
        with self._locked("rebuild.lock") as abandoned:
            if abandoned:  # its rebuild has died
                self._replay.unlink(missing_ok=True)
                return
        with self._replay.open("a") as replay:  # a new line first: a full disk may have cut the last one short
            replay.write("".join(f"\n{story_id}" for story_id in ids) + "\n")

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """A new, empty generation. Everything written from now on is noted for it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with self._rebuild_lock():
            self._remove_others()
            with self.writing(wait=True):  # whoever was writing without noting it has ended
                self._replay.write_text("")
            fresh = self.root / f"gen-{time.time_ns()}"
            fresh.mkdir()
            yield fresh
            self._replay.unlink(missing_ok=True)

    def written_meanwhile(self) -> set[int]:
        """What was written since the rebuild began. Only with the index lock."""
        return {int(line) for line in self._replay.read_text().split()}

    def serve(self, generation: Path) -> None:
        """Move the pointer. Only with the index lock."""
        new_pointer = self.root / "current.new"
        new_pointer.unlink(missing_ok=True)
        new_pointer.symlink_to(generation.name)
        os.replace(new_pointer, self._pointer)

    @contextmanager
    def _rebuild_lock(self) -> Iterator[None]:
        deadline = time.monotonic() + _PATIENCE
        while True:
            with self._locked("rebuild.lock") as held:
                if held:
                    yield
                    return
            if time.monotonic() > deadline:
                raise SearchUnavailable("Another rebuild of the search index is going on.")
            time.sleep(0.05)

    def _remove_others(self) -> None:
        """Old and abandoned generations; a reader that still has one open keeps it mapped."""
        current = self.current()
        for folder in self.root.glob("gen-*"):
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str, *, wait: bool = False) -> Iterator[bool]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise SearchUnavailable(str(error)) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(handle)
