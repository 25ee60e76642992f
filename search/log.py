"""The search log: what is asked and not found, never who asked.

A whole page writes its record at once. Results that come while somebody types are only half-typed queries: they
carry a signed slip, and the page hands it in when the words have come to rest or a story is opened.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import DatabaseError, transaction
from django.db.models import Avg, Count, Max, QuerySet
from django.utils import timezone

from search.models import SearchRecord, normalised

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=90)
SLIP_IS_GOOD_FOR = timedelta(hours=12)
SALT = "search.log"
MOST_IN_REPORT = 50


@dataclass(frozen=True, slots=True)
class Slip:
    """What a page of results knows of its own record."""

    key: str
    query: str
    language: str
    count: int

    @classmethod
    def of(cls, text: str, language: str, count: int) -> Slip | None:
        """None where nothing was asked."""
        query = normalised(text)
        return cls(str(uuid.uuid4()), query, language[:5], count) if query else None

    @classmethod
    def read(cls, signed: str) -> Slip | None:
        """None if it is not ours or too old."""
        try:
            return cls(**signing.loads(signed, salt=SALT, max_age=SLIP_IS_GOOD_FOR))
        except (signing.BadSignature, TypeError):
            return None

    @property
    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def record(self, clicked: int | None = None) -> None:
        """Write it down once, and which story was opened first. Whatever happens, nobody's page fails."""
        try:
            with transaction.atomic():
                self._record(clicked)
        except DatabaseError as error:
            log.warning("a search was not recorded: %s", error)

    def _record(self, clicked: int | None) -> None:
        fields = {"query": self.query, "language": self.language, "count": self.count, "hour": this_hour()}
        SearchRecord.objects.bulk_create([SearchRecord(key=self.key, **fields)], ignore_conflicts=True)
        if clicked is not None:
            SearchRecord.objects.filter(key=self.key, clicked=None).update(clicked=clicked)


def this_hour(now: datetime | None = None) -> datetime:
    return (now or timezone.now()).replace(minute=0, second=0, microsecond=0)


def forget_old(now: datetime | None = None) -> int:
    """Take away what is older than it may be; the number of records."""
    return SearchRecord.objects.filter(hour__lt=(now or timezone.now()) - KEPT_FOR).delete()[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of the last months, in one language of the site."""

    query: str
    language: str
    times: int
    last: datetime
    place: float | None
    """The average place of what was opened."""


def report() -> dict[str, list[Asked]]:
    """What was asked for and not found, found and not opened, and asked most."""
    records = SearchRecord.objects.filter(hour__gte=timezone.now() - KEPT_FOR)
    return {
        "not_found": _most(records.filter(count=0, clicked=None)),
        "not_opened": _most(records.filter(count__gt=0), only_unopened=True),
        "most_asked": _most(records),
    }


def _most(records: QuerySet[SearchRecord], *, only_unopened: bool = False) -> list[Asked]:
    rows: Any = records.values("query", "language").annotate(
        times=Count("pk"), last=Max("hour"), opened=Count("clicked"), place=Avg("clicked")
    )
    if only_unopened:
        rows = rows.filter(opened=0, times__gt=1)
    return list(_asked(rows.order_by("-times", "-last", "query")[:MOST_IN_REPORT]))


def _asked(rows: Iterable[dict[str, Any]]) -> Iterable[Asked]:
    for row in rows:
        yield Asked(row["query"], row["language"], row["times"], row["last"], row["place"])
