"""A fuse before a server that may be away: after troubles in a row nobody waits for it until it is asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.base import SearchUnavailable


class Trouble(SearchUnavailable):
    """The server did not answer, or not as it should: another one in a row, and it is left alone for a while."""


class Circuit:
    TOLERATED = 2
    """Troubles in a row until everybody is sent away at once."""
    RESTS = 5.0
    """Seconds until one asker tries again, while the others are still sent away."""
    SLOW = 1.0
    """An answer that took longer counts as a trouble: a page of hits needs several of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._troubles = 0
        self._closed_until = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around every question. Raises SearchUnavailable at once while the server rests."""
        self._admit()
        began = time.monotonic()
        try:
            yield
        except SearchUnavailable as error:
            self._note(trouble=isinstance(error, Trouble))
            raise
        self._note(trouble=time.monotonic() - began > self.SLOW)

    def _admit(self) -> None:
        with self._lock:
            if self._troubles < self.TOLERATED:
                return
            now = time.monotonic()
            if now < self._closed_until:
                raise SearchUnavailable("Search is resting after troubles with its server; it is tried again soon.")
            self._closed_until = now + self.RESTS  # this one tries; who comes meanwhile need not wait

    def _note(self, *, trouble: bool) -> None:
        with self._lock:
            self._troubles = self._troubles + 1 if trouble else 0
            self._closed_until = time.monotonic() + self.RESTS if trouble else 0.0
