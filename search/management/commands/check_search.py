"""`check_search`: how the index differs from the database; `--repair` puts it right."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.indexing import Check
from search.searching import SearchUnavailable

SHOWN_IDS = 10


class Command(BaseCommand):
    help = "Compare the search index with the stories: missing, stale, duplicate, superfluous; and the outbox's age."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write anew what is wrong")

    def handle(self, *, repair: bool, **options: Any) -> None:
        try:
            found = indexing.check()
            self._tell(found)
            if repair and not found.is_fine:
                self.stdout.write(f"Written anew: {indexing.repair(found)} stories.")
                found = indexing.check()
                self._tell(found)
        except SearchUnavailable as error:
            raise CommandError(str(error)) from error
        if not found.is_fine:
            raise CommandError("The search index is not like the stories: run check_search --repair.")

    def _tell(self, found: Check) -> None:
        if not found.ready:
            self.stdout.write("There is no search index of this version; the worker builds it, or rebuild_search.")
        self.stdout.write(f"{found.stories} stories, {found.documents} documents.")
        for name in ("missing", "stale", "duplicate", "superfluous"):
            ids = sorted(getattr(found, name))
            shown = ", ".join(map(str, ids[:SHOWN_IDS])) + (" …" if len(ids) > SHOWN_IDS else "")
            self.stdout.write(f"{len(ids)} {name}" + (f": story {shown}" if ids else ""))
        age = f", the oldest for {found.oldest.total_seconds():.0f} s" if found.oldest is not None else ""
        self.stdout.write(f"{found.waiting} waiting in the outbox{age}.")
