"""Keeping the index like the database: drain the outbox, rebuild, check.

The outbox tells which stories changed, in the transaction that changed them. A row is deleted only after the story
it names was committed to the index, so whatever happens in between is done again: once more does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.utils import timezone

from search import documents, ingredients
from search.asking import Document
from search.engines import current_engine
from search.engines.base import Engine
from search.fields import Ingredients
from stories.models import Story, StoryChange

BATCH = 500
"""Rows taken at once; SQLite allows only so many ids in a statement."""

BREATH = 0.01
"""Seconds between two batches, so that on a busy day a rebuild that waits for the right to write gets it."""

Progress = Callable[[int], object]


def drain() -> int:
    """Bring the index up to the outbox; the number of stories written. Busy elsewhere: leave it to them.

    Looks again after letting go of the lock, for rows that came while another process held back because of it.
    Raises SearchUnavailable, with the rows in place.
    """
    engine = current_engine()
    written = 0
    if not engine.is_ready():
        written += rebuild()
    while StoryChange.objects.exists():
        if written:
            time.sleep(BREATH)
        with engine.writing() as ours:
            if not ours:
                return written
            written += _drain_batch(engine)
    return written


def _drain_batch(engine: Engine) -> int:
    rows = dict(StoryChange.objects.order_by("pk").values_list("pk", "story_id")[:BATCH])
    if not rows:
        return 0
    ids = set(rows.values())
    engine.write(documents.documents_of(ids), ids)
    # Exactly these rows: numbers can appear out of order, so "up to the last one" would lose some.
    StoryChange.objects.filter(pk__in=list(rows)).delete()
    return len(ids)


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew from the database while the old one serves; the number of stories in it."""
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in documents.all_documents():
            yield document
            count += 1
            if progress:
                progress(1)

    current_engine().rebuild(counted(), documents.documents_of)
    return count


@dataclass(frozen=True, slots=True)
class Check:
    """How the index differs from the database, and how old the outbox is."""

    ready: bool
    stories: int
    documents: int
    missing: frozenset[int] = frozenset()
    stale: frozenset[int] = frozenset()
    duplicate: frozenset[int] = frozenset()
    superfluous: frozenset[int] = frozenset()
    waiting: int = 0
    oldest: timedelta | None = field(default=None)

    @property
    def wrong(self) -> frozenset[int]:
        return self.missing | self.stale | self.duplicate | self.superfluous

    @property
    def is_fine(self) -> bool:
        return self.ready and not self.wrong


def check() -> Check:
    """Compare every document with its story. A story that is in the outbox is on its way and not counted as wrong.

    To read all stories takes its time, and people go on telling: what seems wrong is looked at once more.
    """
    engine = current_engine()
    if not engine.is_ready():
        return _compare((), ingredients.all_ingredients(), ready=False)
    found = _compare(engine.versions(), ingredients.all_ingredients())
    if not found.wrong:
        return found
    again = _compare(
        (held for held in engine.versions() if held[0] in found.wrong), ingredients.ingredients_among(found.wrong)
    )
    return replace(again, stories=found.stories, documents=found.documents)


def _compare(held: Iterable[tuple[int, int]], stories: Iterable[Ingredients], *, ready: bool = True) -> Check:
    on_their_way = StoryChange.objects.values_list("story_id", flat=True)
    before = set(on_their_way)
    versions: dict[int, int] = {}
    wrong: dict[str, set[int]] = {name: set() for name in ("missing", "stale", "duplicate")}
    number_held = number_told = 0
    for pk, version in held:
        number_held += 1
        if pk in versions:
            wrong["duplicate"].add(pk)
        versions[pk] = version
    for made_from in stories:
        number_told += 1
        version_held = versions.pop(made_from.id, None)
        if version_held != made_from.version:
            wrong["missing" if version_held is None else "stale"].add(made_from.id)
    wrong["superfluous"] = set(versions)
    waiting = set(on_their_way.all())
    return Check(
        ready=ready,
        stories=number_told,
        documents=number_held,
        waiting=len(waiting),
        oldest=outbox_age(),
        **{name: frozenset(found - before - waiting) for name, found in wrong.items()},
    )


def repair(found: Check) -> int:
    """Write anew what the check found wrong; the number of stories written. Without an index: rebuild it."""
    if not found.ready:
        return rebuild()
    StoryChange.objects.bulk_create([StoryChange(story_id=pk) for pk in sorted(found.wrong)], batch_size=BATCH)
    return drain()


def outbox_age() -> timedelta | None:
    """How long the oldest change has been waiting to be found."""
    oldest = StoryChange.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return timezone.now() - oldest if oldest else None


def document_count() -> int:
    """How many stories the index has. Raises SearchUnavailable."""
    return current_engine().spread([])[-1]


def story_count() -> int:
    """How many stories the index should have."""
    return Story.objects.findable().count()
