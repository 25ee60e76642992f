"""Who finds what: tokens on documents, tokens of readers, and the rows a reader may be shown.

A document carries the tokens of those who may find it; a question carries the tokens of who asks. A story that is
not live is found by its author and by leaders only, and only where other states than live are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stories.models import Story, StoryQuerySet

EVERYONE = "everyone"
LEADERS = "leaders"
LIVE = frozenset({Story.State.LIVE.value})
INDEXED = frozenset(Story.State.values) - {Story.State.DRAFT.value}


def tokens_for(user: Any) -> frozenset[str]:
    """The tokens of a reader; None is somebody signed in of whom nothing else is known."""
    if user is None:
        return frozenset({EVERYONE})
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    tokens = {EVERYONE, f"author:{user.pk}", *(f"team:{pk}" for pk in user.team_ids)}
    return frozenset(tokens | {LEADERS} if user.is_leader else tokens)


def tokens_of(story: Any, teams: Iterable[int]) -> tuple[str, ...]:
    """The tokens of those who may find the story (or its row), which was told for these teams if for some only."""
    tokens = [LEADERS] if story.author_id is None else [LEADERS, f"author:{story.author_id}"]
    if story.state != Story.State.LIVE:
        return tuple(tokens)
    if story.audience == Story.Audience.EVERYONE:
        tokens.append(EVERYONE)
    elif story.audience == Story.Audience.TEAMS:
        tokens += [f"team:{team}" for team in teams]
    return tuple(tokens)


def readable(user: Any) -> StoryQuerySet:
    """The live stories that a reader may be shown, by the database: what is shown was checked twice."""
    if user is None:
        return Story.objects.for_everyone()
    return Story.objects.visible_to(user).live()
