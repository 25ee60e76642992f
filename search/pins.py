"""Stories that leaders have put first for a query; each reader gets those that they may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search import audience
from search.models import Pin, PinnedStory, normalised
from search.query import Hit
from search.snippets import Marker
from stories.models import Story


def pinned(text: str, user: Any) -> list[Story]:
    """The live stories pinned to exactly this query, in the leaders' order."""
    query = normalised(text)
    if not query:
        return []
    ids = list(PinnedStory.objects.filter(pin__query=query).values_list("story_id", flat=True)[: Pin.MOST_STORIES])
    stories = {story.pk: story for story in audience.readable(user).for_cards().filter(pk__in=ids)} if ids else {}
    return [stories[pk] for pk in ids if pk in stories]


def on_top(stories: Iterable[Story], hits: Iterable[Hit]) -> tuple[list[Hit], list[Hit]]:
    """The pinned stories as hits, and the others without them."""
    found = {hit.id: hit for hit in hits}
    first = [found.pop(story.pk) if story.pk in found else _unmarked(story) for story in stories]
    return first, list(found.values())


def _unmarked(story: Story) -> Hit:
    nothing = Marker(())
    snippet = nothing.snippet((), story.language, otherwise=story.summary or story.happened)
    return Hit(story.pk, 0.0, story, nothing.title(story.title, story.language), snippet)
