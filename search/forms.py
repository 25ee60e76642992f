"""What stands in the address of a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from search.analysis import slug_of
from search.query import LONGEST_QUERY, Filter, SearchQuery
from search.searching import SORTS

FACETS = ("principle", "lang", "team", "channel", "year")
MOST_CHOSEN = 10
EARLIEST = "1990-01"
"""No story is older, so an open beginning begins here."""
MOST_PAGES = 500
MOST_PLACES = 100
_is_month = RegexValidator(r"\A(?:19|20)\d\d-(?:0[1-9]|1[0-2])\Z")


class SearchForm(forms.Form):
    """`?q=&sort=newest&page=2&team=3&lang=da&since=2026-03`: whatever is wrong in it is left out, never an error."""

    q = forms.CharField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in SORTS])
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    since = forms.CharField(required=False, validators=[_is_month])
    until = forms.CharField(required=False, validators=[_is_month])
    explain = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @cached_property
    def text(self) -> str:
        return str(self.cleaned_data.get("q") or "")[:LONGEST_QUERY]

    @cached_property
    def typed(self) -> SearchQuery:
        return SearchQuery.parse(self.text)

    @property
    def query(self) -> SearchQuery:
        """What was typed, narrowed to what was chosen."""
        query = self.typed.with_filters(self.chosen)
        return replace(query, filters=query.filters + tuple(Filter("month", month) for month in self.months))

    @property
    def sorted_by(self) -> Any:
        return self.cleaned_data.get("sort") or "relevance"

    @property
    def page_number(self) -> int:
        return self.cleaned_data.get("page") or 1

    @property
    def explains(self) -> bool:
        return bool(self.cleaned_data.get("explain"))

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The facet values chosen, by facet."""
        data: Any = self.data
        found = {name: list(dict.fromkeys(value[:100] for value in data.getlist(name) if value)) for name in FACETS}
        return {name: values[:MOST_CHOSEN] for name, values in found.items() if values}

    @property
    def begins(self) -> str:
        return self.cleaned_data.get("since") or ""

    @property
    def ends(self) -> str:
        return self.cleaned_data.get("until") or ""

    @property
    def months(self) -> list[str]:
        """Every month of the chosen time, whichever end was named first; none if no time was chosen."""
        if not (self.begins or self.ends):
            return []
        this_month = f"{timezone.localtime():%Y-%m}"
        begins = self.begins or EARLIEST
        first, last = sorted((begins, self.ends or max(begins, this_month)))
        return list(months_between(max(first, EARLIEST), last))

    @property
    def is_plain(self) -> bool:
        """Nothing but words typed, in the order in which they fit best."""
        return not (self.chosen or self.begins or self.ends) and self.sorted_by == "relevance"

    @cached_property
    def parts(self) -> dict[str, Any]:
        """All of this search but the page."""
        plain = {name: self.cleaned_data.get(name) or None for name in ("sort", "since", "until")}
        return {"q": self.text or None, **plain, "explain": "1" if self.explains else None, **self.chosen}

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form keeps of this search beside what it asks for itself."""
        return [(name, value) for name, value in self._pairs(self.parts) if name not in ("q", "since", "until")]

    def query_string(self, **changes: Any) -> str:
        """`?…` of this search with some of it changed; None takes a part away, and a change begins at page 1."""
        return "?" + urlencode(list(self._pairs(self.parts | changes)))

    @staticmethod
    def _pairs(parts: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name, value in parts.items():
            for one in value if isinstance(value, list) else [value]:
                if one:
                    yield name, str(one)

    def toggled(self, facet: str, value: str, label: str = "") -> str:
        """The address with this facet value chosen, or no longer chosen, be it by a click or by its name typed."""
        values = self.chosen.get(facet, [])
        typed = [one for one in self.typed.filters if one.name == facet and not one.excluded]
        if typed:
            meant = {spelling for name in (value, label) for spelling in slug_of(name)}
            typed = [one for one in typed if not meant.isdisjoint(slug_of(one.value))]
        if value in values or typed:
            return self.query_string(q=self.text_without(typed), **{facet: without(values, value)})
        return self.query_string(**{facet: [*values, value]})

    def text_without(self, unwanted: Iterable[Filter]) -> str:
        """What was typed, without these filters."""
        away = set(unwanted)
        return written(self.typed, away) if away else self.text


class SeenForm(forms.Form):
    """A slip of the search log, and the place of the story that was opened, if one was."""

    slip = forms.CharField(max_length=2000)
    place = forms.IntegerField(required=False, min_value=1, max_value=MOST_PLACES)


def written(query: SearchQuery, away: Iterable[Filter] = ()) -> str:
    """A query as somebody would type it; the words come last, so that the last one may still be unfinished."""
    left_out = set(away)
    pieces = [str(one) for one in query.filters if one not in left_out]
    pieces += [f'-"{text}"' if re.search(r"\s", text) else f"-{text}" for text in query.excluded]
    pieces += [f'"{text}"' for text in query.phrases]
    pieces += [word.text + "*" * word.beginning for word in query.words]
    return " ".join(pieces)


def months_between(first: str, last: str) -> Iterator[str]:
    """`2025-11`, `2026-02`: the four months from the one to the other."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    for number in range(start, end + 1):
        yield f"{number // 12}-{number % 12 + 1:02}"


def without(values: Iterable[str], value: str) -> list[str]:
    return [one for one in values if one != value]
