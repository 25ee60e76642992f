"""`rebuild_search`: build the index anew from the database while the old one serves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import indexing
from search.searching import SearchUnavailable


class Command(BaseCommand):
    help = "Build the search index anew while the old one serves. It can be stopped and run again."

    def handle(self, **options: Any) -> None:
        with tqdm(total=indexing.story_count(), unit=" stories", file=self.stderr, desc="search index") as bar:
            try:
                count = indexing.rebuild(bar.update)
                indexing.drain()
            except SearchUnavailable as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"The search index has {count} stories.")
