"""What is worth a look this week, and why: every reason is said in words, and so is why a story is left out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from math import log1p
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.digest import weeks
from stories.digest.models import Digest, Pick
from stories.models import Applause, Story

A_DAY = timedelta(days=1)
LOOKS_BACK = timedelta(weeks=12)
MOST_STORIES = 400
DRAFTED = 5


@dataclass(frozen=True)
class Candidate:
    """A story that may be picked; `reasons` are in the reader's language, the weightiest first."""

    story: Story
    score: float
    reasons: tuple[str, ...]


@dataclass
class Shortlist:
    candidates: list[Candidate] = field(default_factory=list)
    picked: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """What speaks for the stories that are in the Digest already."""
    left_out: list[tuple[str, list[Story]]] = field(default_factory=list)
    """(why, stories), for each reason that left somebody out."""


@dataclass
class History:
    """What Digests have shown: which stories, and the Monday of the week that last had each principle and team."""

    principles: dict[int | None, Any] = field(default_factory=dict)
    teams: dict[int | None, Any] = field(default_factory=dict)
    stories: set[int] = field(default_factory=set)

    @classmethod
    def before(cls, digest: Digest) -> "History":
        history = cls()
        rows = (
            Pick.objects.exclude(digest=digest).filter(digest__released_at__isnull=False).order_by("digest__week_start")
        )
        for week, story, principle, team in rows.values_list(
            "digest__week_start", "story", "story__principle", "story__team"
        ):
            history.stories.add(story)
            history.principles[principle] = week
            history.teams[team] = week
        return history


def shortlist(digest: Digest, now: datetime) -> Shortlist:
    """The stories worth a look for this Digest, best first; those that are in it already stand apart."""
    history = History.before(digest)
    picked = set(Pick.objects.filter(digest=digest).values_list("story", flat=True))
    # What was picked for a week that is over and never went out may be picked again.
    coming = Pick.objects.filter(digest__released_at=None, digest__week_start__gte=weeks.monday_of(now))
    elsewhere = set(coming.exclude(digest=digest).values_list("story", flat=True))
    recent = Story.objects.live().filter(first_published_at__gte=now - LOOKS_BACK, first_published_at__lte=now)
    stories = list(recent.newest_first().for_cards()[:MOST_STORIES])
    result, left_out = Shortlist(), dict[str, list[Story]]()
    fit, chosen = [], []
    for story in stories:
        why_not = left_out_because(story, now, history.stories | elsewhere)
        if story.pk in picked:
            chosen.append(story)
        elif why_not:
            left_out.setdefault(why_not, []).append(story)
        else:
            fit.append(story)
    reach = teams_applauding(fit + chosen)
    weigh = partial(weighed, now=now, history=history)
    result.candidates = sorted((weigh(story, teams=reach[story.pk]) for story in fit), key=lambda one: -one.score)
    result.picked = {story.pk: weigh(story, teams=reach[story.pk]).reasons for story in chosen}
    result.left_out = list(left_out.items())
    return result


def left_out_because(story: Story, now: datetime, used: set[int]) -> str:
    """Why a story cannot be picked, or nothing."""
    if story.pk in used:
        return _("in a Digest already")
    if story.audience != Story.Audience.EVERYONE:
        return _("not for everyone")
    if story.customer_quote and not story.consent:
        return _("without the customer's consent")
    if story.live_by_trust:
        return _("not looked over by a leader yet")
    if story.first_published_at and story.first_published_at > now - A_DAY:
        return _("younger than a day")
    return ""


def teams_applauding(stories: Iterable[Story]) -> Counter[int]:
    """How many teams the applause of each story comes from."""
    rows = Applause.objects.filter(story__in=[story.pk for story in stories], person__teams__isnull=False)
    return Counter(story for story, _team in rows.order_by().values_list("story", "person__teams").distinct())


def weighed(story: Story, now: datetime, history: History, teams: int) -> Candidate:
    told = list(reasons(story, now, history, teams))
    return Candidate(
        story, sum(score for score, _text in told), tuple(text for _score, text in sorted(told, reverse=True))
    )


def reasons(story: Story, now: datetime, history: History, teams: int) -> Iterator[tuple[float, str]]:
    """(weight, in words) of everything that speaks for a story."""
    if story.applause_count:
        yield log1p(story.applause_count) + 0.3 * teams, applause_in_words(story.applause_count, teams)
    if story.first_published_at and story.first_published_at > now - timedelta(days=7):
        yield 2.0, _("Told in the last seven days")
    if story.principle:
        yield from unseen(history.principles.get(story.principle_id), now, 1.5, story.principle.name, principle=True)
    if story.team:
        yield from unseen(history.teams.get(story.team_id), now, 1.2, str(story.team), principle=False)
    if story.level == Story.Level.WORLD_CLASS:
        yield 0.8, _("World class, says its author")
    if story.gestures_count:
        yield (
            0.3,
            ngettext("%(number)s gesture was given", "%(number)s gestures were given", story.gestures_count)
            % {"number": story.gestures_count},
        )
    if story.first_photo:
        yield 0.4, _("It has a photo")


def applause_in_words(count: int, teams: int) -> str:
    text = ngettext("%(number)s applauds", "%(number)s applaud", count) % {"number": count}
    return text + (", " + _("from %(number)s teams") % {"number": teams} if teams > 1 else "")


def unseen(last: Any, now: datetime, weight: float, name: str, *, principle: bool) -> Iterator[tuple[float, str]]:
    """A principle or team that no Digest has shown for four weeks, or ever."""
    if last is None:
        yield weight, (_("%(name)s has never been in a Digest")) % {"name": name}
    elif timezone.localdate(now) - last > timedelta(weeks=4):
        since = {"name": name, "month": date_format(last, "F")}
        yield (
            weight * 0.7,
            (
                _("No story about “%(name)s” since %(month)s")
                if principle
                else _("Nothing from %(name)s since %(month)s")
            )
            % since,
        )


def best_mix(candidates: Iterable[Candidate], number: int = DRAFTED) -> list[Story]:
    """The best stories that do not all look alike: a principle, team or language seen again counts for less."""
    left, chosen = list(candidates), list[Story]()
    while left and len(chosen) < number:
        best = max(left, key=lambda one: one.score - likeness(one.story, chosen))
        left.remove(best)
        chosen.append(best.story)
    return chosen


def likeness(story: Story, chosen: list[Story]) -> float:
    return sum(
        1.5 * (story.principle_id is not None and story.principle_id == other.principle_id)
        + 1.0 * (story.team_id is not None and story.team_id == other.team_id)
        + 0.4 * (story.language == other.language)
        for other in chosen
    )
