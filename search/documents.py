"""Which words of a story are found: the only place that says so.

A story is first read into `Ingredients`, plain values from a handful of queries for any number of stories; the
document is made from those and from nothing else, so their hash tells whether a document is stale.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone, translation

from search import analysis, audience
from search.asking import Document
from stories.models import Colleague, Gesture, GestureKind, Story, StoryQuerySet, StoryTag

Row = TypeVar("Row")

CHUNK = 500
LEVEL_NAMES = {
    Story.Level.WORLD_CLASS.value: ("verdensklasse", "världsklass"),
    Story.Level.PUT_RIGHT.value: ("rettet op", "rättat"),
}
"""What people call the levels besides their display names."""
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|^[ \t]*(?:[-+*]|\d+[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the document of a story is made from."""

    id: int
    language: str
    title: str
    summary: str
    body: tuple[str, ...]
    quote: str
    tags: tuple[str, ...]
    people: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    """Display names of what the story is sorted by, each with its language."""
    facets: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    """What a filter may call the values of the facets."""
    readers: tuple[str, ...]
    state: str
    told_at: int
    applause: int
    team: str = ""

    @property
    def version(self) -> int:
        """A signed number that changes with any of the ingredients."""
        values = tuple(getattr(self, field.name) for field in fields(self))
        return int.from_bytes(blake2b(repr(values).encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to some stories, by story. Django's own prefetching makes several query sets for each of them, which
    takes longer than all else that is read.
    """

    kinds: Mapping[int, list[GestureKind]]
    colleagues: Mapping[int, list[Colleague]]
    tags: Mapping[int, list[tuple[str, str]]]
    """Slug and name."""

    @classmethod
    def of(cls, ids: Collection[int]) -> Belongings:
        gestures = Gesture.objects.filter(story__in=ids).prefetch_related("kind")
        colleagues = Colleague.objects.filter(story__in=ids).select_related("user")
        tags = StoryTag.objects.filter(content_object__in=ids).values_list(
            "content_object_id", "tag__slug", "tag__name"
        )
        return cls(
            _by_story((row.story_id, row.kind) for row in gestures),
            _by_story((row.story_id, row) for row in colleagues),
            _by_story((story_id, (slug, name)) for story_id, slug, name in tags),
        )


def _by_story(rows: Iterable[tuple[int, Row]]) -> Mapping[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for story_id, row in rows:
        found[story_id].append(row)
    return found


def documents_of(ids: Collection[int]) -> list[Document]:
    """The documents of these stories as they are now; drafts and stories that are gone have none."""
    return list(map(document, ingredients_among(ids)))


def all_documents() -> Iterator[Document]:
    """The documents of all stories, read a chunk at a time so that nothing else has to wait."""
    return map(document, all_ingredients())


def all_ingredients() -> Iterator[Ingredients]:
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
    """Read these stories with all that belongs to them: the same few queries for one or for hundreds."""
    loaded = list(stories.select_related("principle", "channel", "team", "author"))
    prefetch_related_objects([story for story in loaded if story.audience == Story.Audience.TEAMS], "audience_teams")
    belongings = Belongings.of([story.pk for story in loaded])
    return [_ingredients(story, belongings) for story in loaded]


def paragraphs(story: Story) -> Iterator[str]:
    """The running text of a story, without its Markdown."""
    for name in (*Story.PROMPTS, "insight", "take_away"):
        text = getattr(story, name)
        yield from (line for line in without_marks(text).splitlines() if line.strip())


def without_marks(text: str) -> str:
    """The words of a text, without the signs of Markdown and the addresses of links."""
    tidy = analysis.tidy(text)
    return _MARKS.sub("", _LINK.sub(r"\1", tidy) if "](" in tidy else tidy)


def document(made_from: Ingredients) -> Document:
    """Ready terms, facet values and readers: what either engine keeps."""
    language = made_from.language
    read = analysis.Paragraph.of
    title, summary, quote = [read(made_from.title)], [read(made_from.summary)], [read(made_from.quote)]
    body, tags, people = (list(map(read, texts)) for texts in (made_from.body, made_from.tags, made_from.people))
    team = [read(made_from.team)]
    everything = title + summary + body + quote + people + tags + team
    terms = {
        "title": analysis.field_terms(title, language),
        "summary": analysis.field_terms(summary, language),
        "body": analysis.field_terms(body, language),
        "quote": analysis.field_terms(quote, language),
        "tags": analysis.field_terms(tags, language),
        "labels": " ".join(_label_terms(tongue, label) for tongue, label in made_from.labels),
        "people": analysis.form_terms(people),
        "forms": analysis.form_terms(everything),
        "title_forms": analysis.form_terms(title),
        "exact": " ".join(dict.fromkeys(form for paragraph in everything for form in paragraph.forms)),
    }
    facets: dict[str, tuple[str, ...]] = {}
    for facet, value in made_from.facets:
        facets[facet] = (*facets.get(facet, ()), value)
    return Document(
        id=made_from.id,
        version=made_from.version,
        terms=terms,
        facets=facets,
        filters=tuple(
            dict.fromkeys(
                f"{facet}:{slug}"
                for facet, name in made_from.facets + made_from.names
                for slug in analysis.slug_of(name)
            )
        ),
        names=frozenset(form for paragraph in people + team for form in paragraph.forms),
        readers=made_from.readers,
        state=made_from.state,
        newest=made_from.told_at,
        applauded=(made_from.applause << 40) + made_from.told_at // 1_000_000,
    )


def _ingredients(story: Story, belongings: Belongings) -> Ingredients:
    people = tuple(dict.fromkeys(_people(story, belongings.colleagues[story.pk])))
    tags = belongings.tags[story.pk]
    sorted_by: list[tuple[str, Any]] = [("principle", story.principle), ("channel", story.channel)]
    sorted_by += [("gesture", kind) for kind in belongings.kinds[story.pk]]
    named = [(facet, thing) for facet, thing in sorted_by if thing is not None]
    told_at = story.first_published_at or story.created_at
    choices = [("lang", story.language), ("level", story.level), ("started_as", story.started_as)]
    facets = [(facet, thing.slug) for facet, thing in named]
    facets += [("tag", slug) for slug, _ in tags] + [("wow", word) for word in story.wow]
    facets += [(facet, value) for facet, value in choices if value]
    facets += [("year", str(timezone.localtime(told_at).year))] + ([("team", str(story.team_id))] if story.team else [])
    names = [(facet, name) for facet, thing in named for name in thing.names]
    names += [("tag", name) for _, name in tags] + ([("team", story.team.name)] if story.team else [])
    names += [("lang", name) for name in _language_names(story.language)]
    names += [("level", name) for name in _level_names(story.level)] + list(_by(people))
    names.append(("month", f"{timezone.localtime(told_at):%Y-%m}"))
    return Ingredients(
        id=story.pk,
        language=story.language,
        title=analysis.tidy(story.title),
        summary=analysis.tidy(story.summary),
        body=tuple(paragraphs(story)),
        quote=without_marks(story.quote),
        tags=tuple(analysis.tidy(name) for _, name in tags),
        people=tuple(map(analysis.tidy, people)),
        labels=tuple(_labels(story, [thing for _, thing in named])),
        facets=tuple(dict.fromkeys(facets)),
        names=tuple(dict.fromkeys(names)),
        readers=audience.tokens_of(story),
        state=story.state,
        told_at=int(told_at.astimezone(UTC).timestamp() * 1_000_000),
        applause=story.applause_count,
        team=analysis.tidy(story.team.name) if story.team else "",
    )


def _people(story: Story, colleagues: Iterable[Colleague]) -> Iterator[str]:
    """Who tells it and who did it; the names of leavers are gone."""
    if story.author is not None:
        yield from [str(story.author)] if story.author.is_active else []
    elif story.author_name:
        yield story.author_name
    for colleague in colleagues:
        if colleague.user is None:
            yield colleague.name
        elif colleague.user.is_active:
            yield str(colleague.user)


def _labels(story: Story, named: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for thing in named:
        yield from (("en", thing.name_en), ("da", thing.name_da), ("sv", thing.name_sv))
    if story.team:
        yield story.language, story.team.name


def _by(people: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A person is meant by the whole name or by one part of it."""
    for name in people:
        yield "by", name
        yield from (("by", part) for part in name.split())


@lru_cache(maxsize=1000)
def _label_terms(language: str, label: str) -> str:
    return analysis.field_terms([analysis.Paragraph.of(label)], language)


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
