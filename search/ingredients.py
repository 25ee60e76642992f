"""What the documents of stories are made from, read from the database: the same few queries for any number of stories.

Rows are read as plain values: to make objects of them, and of all that they point to, takes longer than to read them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone, translation

from search import analysis, audience
from search.fields import Ingredients
from stories.models import Channel, Colleague, Gesture, GestureKind, Principle, Story, StoryQuerySet, StoryTag
from stories.models.story import shown_quote

Value = TypeVar("Value")

CHUNK = 1000
"""Stories read at once; a chunk has many authors, teams and principles in common."""
TEXTS = (*Story.PROMPTS, "insight", "take_away")
"""The running text of a story, in this order."""
COLUMNS = (
    "pk", "language", "title", "summary", *TEXTS, "customer_quote", "consent", "state", "audience", "author_id",
    "author_name", "team_id", "principle_id", "channel_id", "level", "started_as", "wow", "first_published_at",
    "created_at", "applause_count",
)  # fmt: skip
LEVEL_NAMES = {
    Story.Level.WORLD_CLASS.value: ("verdensklasse", "världsklass"),
    Story.Level.PUT_RIGHT.value: ("rettet op", "rättat"),
}
"""What people call the levels besides their display names."""
_Team: Any = Story._meta.get_field("team").related_model
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^[ \t]*(?:[-+*]|\d+[.)])[ \t]+", re.MULTILINE)
_LIST = re.compile(r"\n[ \t]*[-+\d]")
"""What may be a sign of a list: a look for it costs less than to look for all signs, and most texts have none."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to some stories, by story, and what they point to, by its number. Each list has an order that stays:
    another one would be another version of the document.
    """

    kinds: Mapping[int, list[GestureKind]]
    colleagues: Mapping[int, list[tuple[str, int | None]]]
    """Name, and the number of who has an account."""
    tags: Mapping[int, list[tuple[str, str]]]
    """Slug and name."""
    readers: Mapping[int, list[int]]
    """The teams for which a story was told, where it was told for some only."""
    people: Mapping[int, Any]
    teams: Mapping[int, Any]
    principles: Mapping[int, Principle]
    channels: Mapping[int, Channel]

    @classmethod
    def of(cls, rows: Collection[Any]) -> Belongings:
        ids = [row.pk for row in rows]
        told_for = Story.audience_teams.through.objects.filter(
            story__in=[row.pk for row in rows if row.audience == Story.Audience.TEAMS]
        )
        kinds = GestureKind.objects.in_bulk()
        gestures = Gesture.objects.filter(story__in=ids).values_list("story_id", "kind_id")
        colleagues = list(Colleague.objects.filter(story__in=ids).values_list("story_id", "name", "user_id"))
        tagged = StoryTag.objects.filter(content_object__in=ids).order_by("pk")
        tags = tagged.values_list("content_object_id", "tag__slug", "tag__name")
        people = {row.author_id for row in rows} | {user_id for _, _, user_id in colleagues}
        return cls(
            kinds=_by_story((story_id, kinds[kind_id]) for story_id, kind_id in gestures if kind_id in kinds),
            colleagues=_by_story((story_id, (name, user_id)) for story_id, name, user_id in colleagues),
            tags=_by_story((story_id, (slug, name)) for story_id, slug, name in tags),
            readers=_by_story(told_for.order_by("team_id").values_list("story_id", "team_id")),
            people=get_user_model()._default_manager.in_bulk(people - {None}),
            teams=_Team._default_manager.in_bulk({row.team_id for row in rows} - {None}),
            principles=Principle.objects.in_bulk(),
            channels=Channel.objects.in_bulk(),
        )


def _by_story(rows: Iterable[tuple[int, Value]]) -> Mapping[int, list[Value]]:
    found: defaultdict[int, list[Value]] = defaultdict(list)
    for story_id, value in rows:
        found[story_id].append(value)
    return found


def all_ingredients() -> Iterator[Ingredients]:
    """Of all stories, read a chunk at a time so that nothing else has to wait."""
    last = 0
    while chunk := ingredients_of(Story.objects.findable().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from chunk
        last = chunk[-1].id


def ingredients_among(ids: Collection[int]) -> Iterator[Ingredients]:
    """Of those of any number of stories that are there."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield from ingredients_of(Story.objects.findable().filter(pk__in=ordered[start : start + CHUNK]))


def ingredients_of(stories: StoryQuerySet) -> list[Ingredients]:
    """Read these stories with all that belongs to them."""
    rows = list(stories.values_list(*COLUMNS, named=True))
    if not rows:
        return []
    belongings = Belongings.of(rows)
    return [_ingredients(row, belongings) for row in rows]


def paragraphs(story: Any) -> Iterator[str]:
    """The running text of a story or of its row, without its Markdown."""
    for name in TEXTS:
        text = getattr(story, name)
        yield from (line for line in without_marks(text).splitlines() if line.strip())


def without_marks(text: str) -> str:
    """The words of a text, without the signs of Markdown and the addresses of links."""
    tidy = analysis.tidy(text)
    if "](" in tidy:
        tidy = _LINK.sub(r"\1", tidy)
    return _MARKS.sub("", tidy) if "*" in tidy or "_" in tidy or _LIST.search("\n" + tidy) else tidy


def _ingredients(row: Any, belongings: Belongings) -> Ingredients:
    team = belongings.teams.get(row.team_id)
    people = tuple(dict.fromkeys(_people(row, belongings)))
    tags = belongings.tags.get(row.pk, [])
    sorted_by: list[tuple[str, Any]] = [("principle", belongings.principles.get(row.principle_id))]
    sorted_by.append(("channel", belongings.channels.get(row.channel_id)))
    sorted_by += [("gesture", kind) for kind in belongings.kinds.get(row.pk, ())]
    named = [(facet, thing) for facet, thing in sorted_by if thing is not None]
    told_at = row.first_published_at or row.created_at
    told_here = timezone.localtime(told_at)
    choices = [("lang", row.language), ("level", row.level), ("started_as", row.started_as)]
    facets = [(facet, thing.slug) for facet, thing in named]
    facets += [("tag", slug) for slug, _ in tags] + [("wow", word) for word in row.wow]
    facets += [(facet, value) for facet, value in choices if value]
    facets += [("year", str(told_here.year))] + ([("team", str(team.pk))] if team else [])
    names = [(facet, name) for facet, thing in named for name in thing.names]
    names += [("tag", name) for _, name in tags] + ([("team", team.name)] if team else [])
    names += [("lang", name) for name in _language_names(row.language)]
    names += [("level", name) for name in _level_names(row.level)] + list(_by(people))
    names.append(("month", f"{told_here:%Y-%m}"))
    labels = [label for _, thing in named for label in _labels(thing)]
    return Ingredients(
        id=row.pk,
        language=row.language,
        title=analysis.tidy(row.title),
        summary=analysis.tidy(row.summary),
        body=tuple(paragraphs(row)),
        quote=without_marks(shown_quote(row.customer_quote, consent=row.consent)),
        tags=tuple(analysis.tidy(name) for _, name in tags),
        people=tuple(map(analysis.tidy, people)),
        labels=tuple(labels + ([(row.language, team.name)] if team else [])),
        facets=tuple(dict.fromkeys(facets)),
        names=tuple(dict.fromkeys(names)),
        readers=audience.tokens_of(row, belongings.readers.get(row.pk, ())),
        state=row.state,
        told_at=int(told_at.astimezone(UTC).timestamp() * 1_000_000),
        applause=row.applause_count,
        team=analysis.tidy(team.name) if team else "",
    )


def _people(row: Any, belongings: Belongings) -> Iterator[str]:
    """Who tells it and who did it; the names of leavers are gone."""
    if author := belongings.people.get(row.author_id):
        yield from [str(author)] if author.is_active else []
    elif row.author_name:
        yield row.author_name
    for name, user_id in belongings.colleagues.get(row.pk, ()):
        if user_id is None:
            yield name
        elif (user := belongings.people.get(user_id)) and user.is_active:
            yield str(user)


def _labels(thing: Any) -> Iterator[tuple[str, str]]:
    yield from (("en", thing.name_en), ("da", thing.name_da), ("sv", thing.name_sv))


def _by(people: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A person is meant by the whole name or by one part of it."""
    for name in people:
        yield "by", name
        yield from (("by", part) for part in name.split())


@cache
def _language_names(code: str) -> tuple[str, ...]:
    return _in_all_languages(dict(settings.LANGUAGES).get(code, code))


@cache
def _level_names(level: str) -> tuple[str, ...]:
    return _in_all_languages(Story.Level(level).label) + LEVEL_NAMES[level] if level in LEVEL_NAMES else ()


def _in_all_languages(label: Any) -> tuple[str, ...]:
    texts = []
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            texts.append(str(label))
    return tuple(dict.fromkeys(texts))
