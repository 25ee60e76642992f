"""Facet values with the names that people know them by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.apps import apps
from django.conf import settings

from search.analysis import slug_of
from search.asking import Narrowing
from search.query import FacetValue
from stories.models import Channel, GestureKind, Principle, Story, Tag

Counts = Mapping[str, Mapping[str, int]]


def labelled(counts: Counts, narrowings: Iterable[Narrowing]) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, the most frequent first; one that was chosen is there even if nothing has it."""
    chosen = {narrowing.facet: narrowing.values for narrowing in narrowings if not narrowing.excluded}
    return {facet: tuple(_values(facet, found, chosen.get(facet, frozenset()))) for facet, found in counts.items()}


def _values(facet: str, counts: Mapping[str, int], chosen: frozenset[str]) -> Iterator[FacetValue]:
    asked_for = [*counts, *sorted(chosen - counts.keys())]
    names = {value: str(name) for value, name in _NAMES[facet](asked_for).items()} if asked_for else {}
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], names.get(item[0], item[0]))):
        label = names.get(value, value)
        selected = bool(chosen) and not chosen.isdisjoint((*slug_of(value), *slug_of(label)))
        yield FacetValue(value, label, count, selected)
    for value in asked_for[len(counts) :]:
        if value in names:
            yield FacetValue(value, names[value], 0, selected=True)


def _named(model: type[Principle] | type[Channel] | type[GestureKind]) -> Callable[[list[str]], dict[str, str]]:
    return lambda slugs: {row.slug: row.name for row in model.objects.filter(slug__in=slugs).order_by()}


def _tags(slugs: list[str]) -> dict[str, str]:
    return dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "name"))


def _teams(keys: list[str]) -> dict[str, str]:
    team = apps.get_model("people", "Team")
    numbers = [key for key in keys if key.isascii() and key.isdigit() and len(key) < 18]
    return {str(pk): name for pk, name in team.objects.filter(pk__in=numbers).order_by().values_list("pk", "name")}


def _years(years: list[str]) -> dict[str, str]:
    return {year: year for year in years}


def _choices(pairs: Iterable[tuple[str, object]]) -> Callable[[list[str]], dict[str, str]]:
    known = list(pairs)
    return lambda values: {value: str(label) for value, label in known if value in values}


_NAMES: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "principle": _named(Principle),
    "channel": _named(Channel),
    "gesture": _named(GestureKind),
    "tag": _tags,
    "team": _teams,
    "year": _years,
    "lang": _choices(settings.LANGUAGES),
    "level": _choices(Story.Level.choices),
    "started_as": _choices(Story.StartedAs.choices),
    "wow": _choices(Story.Wow.choices),
}
