"""A week to make a Digest of: Monday 23 November 2026, cut-off on Thursday 12:00, sent on Friday 09:00."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from people.models import User
from stories.digest.models import Digest
from stories.models import Organisation, Story
from tests.digest.desk import Desk
from tests.digest.week import MONDAY

PRINCIPLES = [
    "empower-people",
    "service-is-marketing",
    "celebrate-stories",
    "no-scripts-no-timers",
    "whole-company-priority",
]
GoTo = Callable[[str], datetime]


@pytest.fixture
def go_to(time_machine: Any) -> GoTo:
    """Makes it that local time, and says which moment that is."""

    def go(text: str, *, zone: str = "Europe/Copenhagen", fold: int = 0) -> datetime:
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        time_machine.move_to(moment, tick=False)
        return moment

    return go


@pytest.fixture
def on_tuesday(go_to: GoTo) -> datetime:
    return go_to("2026-11-24T10:00")


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.load()


@pytest.fixture
def told(make_story: Callable[..., Story]) -> Callable[..., list[Story]]:
    """So many live stories, told on Saturday before that week; all different enough to stand side by side."""

    def tell(number: int = 1, *, moment: str = "2026-11-21T12:00+01:00", **fields: Any) -> list[Story]:
        when = datetime.fromisoformat(moment)
        return [
            make_story(
                **{
                    "title": f"Story {count}",
                    "principle": PRINCIPLES[count % len(PRINCIPLES)],
                    "first_published_at": when - timedelta(minutes=count - 1),
                    **fields,
                }
            )
            for count in range(1, number + 1)
        ]

    return tell


@pytest.fixture
def digest(db: None) -> Digest:
    """This week's, still empty."""
    return Digest.objects.of_week(MONDAY)


@pytest.fixture
def filled(digest: Digest, told: Callable[..., list[Story]]) -> Digest:
    """This week's, with three stories."""
    for story in told(3):
        digest.add(story)
    return digest


@pytest.fixture
def desk(filled: Digest, as_user: Callable[[User], Client], leader: User) -> Desk:
    return Desk(as_user(leader), filled)
