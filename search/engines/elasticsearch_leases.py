"""Who may write, and who rebuilds: rights that one process on any host has at a time.

A lease is a small document that is only ever replaced as the one that was read (`if_seq_no`). It ends by itself, so
a killed holder is in nobody's way for long. Clocks of several hosts and a holder that sleeps past the end do no harm,
because nothing relies on the time alone:

* each lease has a number higher than any before, and documents of stories carry it as their version: what a later
  holder wrote is never overwritten by an earlier one;
* whoever has written confirms the lease before he relies on it. If somebody else has taken it meanwhile, the rows
  stay in the outbox and are done again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import SearchUnavailable

_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
_MAPPINGS = {"dynamic": "strict", "properties": {"number": {"type": "long"}, "until": {"type": "double"}}}


class Lease:
    LASTS = 20.0
    """Seconds until it ends by itself."""
    KEPT_EVERY = 5.0

    def __init__(self, client: Elasticsearch, index: str, name: str) -> None:
        self._client = client
        self._index = index
        self._name = name
        self._replaces: dict[str, Any] = {"op_type": "create"}
        self._confirmed = 0.0
        self.number = int(time.time() * 1000)

    @classmethod
    def take(cls, client: Elasticsearch, index: str, name: str) -> Lease | None:
        """The lease, or None if somebody else has it."""
        lease = cls(client, index, name)
        try:
            there = client.get(index=index, id=name)
        except NotFoundError:
            client.options(ignore_status=400).indices.create(index=index, settings=_SETTINGS, mappings=_MAPPINGS)
        else:
            if cls._lasts(there["_source"]["until"]):
                return None
            lease.number = max(lease.number, there["_source"]["number"] + 1)
            lease._replaces = _this_one(there)
        try:
            lease._write(until=time.time() + cls.LASTS)
        except ConflictError:
            return None
        return lease

    @classmethod
    def is_taken(cls, client: Elasticsearch, index: str, name: str) -> bool:
        try:
            return cls._lasts(client.get(index=index, id=name)["_source"]["until"])
        except NotFoundError:
            return False

    @contextmanager
    def held(self) -> Iterator[Lease]:
        """Ours until the end of the block, if it is kept."""
        try:
            yield self
        finally:
            with suppress(ApiError, TransportError):  # it ends by itself
                self._write(until=0.0)

    def confirm(self) -> None:
        """Nobody else has had it since we took it, and it lasts anew. Raises SearchUnavailable."""
        try:
            self._write(until=time.time() + self.LASTS)
        except ConflictError as error:
            raise SearchUnavailable("Another process has taken over the search index; this is done again.") from error

    def keep(self) -> None:
        """For whoever has it long: to be called as often as one likes."""
        if time.monotonic() - self._confirmed > self.KEPT_EVERY:
            self.confirm()

    def _write(self, *, until: float) -> None:
        document = {"number": self.number, "until": until}
        written = self._client.index(index=self._index, id=self._name, document=document, **self._replaces)
        self._replaces = _this_one(written)
        self._confirmed = time.monotonic()

    @classmethod
    def _lasts(cls, until: float) -> bool:
        """One that lasts longer than it may is from a host whose clock is wrong; nobody waits for that."""
        return 0 < until - time.time() < 2 * cls.LASTS


def _this_one(answer: Any) -> dict[str, Any]:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
