"""The documents of stories in the database: of some, or of all of them, which several processes make together."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from search.asking import Document
from search.fields import document
from search.ingredients import all_ingredients, ingredients_among
from search.processes import made_by
from stories.models import Story

MOST_PROCESSES = 4
WORTH_PROCESSES = 5000
"""With fewer stories all is done before other processes are of any help."""


def documents_of(ids: Collection[int]) -> list[Document]:
    """The documents of these stories as they are now; drafts and stories that are gone have none."""
    return list(map(document, ingredients_among(ids)))


def all_documents() -> Iterator[Document]:
    """The documents of all stories, by helping processes where stories and cores are many."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if processes == 1 or Story.objects.findable().count() < WORTH_PROCESSES:
        return map(document, all_ingredients())
    return made_by(processes, all_ingredients())
