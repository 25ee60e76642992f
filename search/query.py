"""What somebody asks, and what they get: values that know no engine.

`SearchQuery.parse` understands words, "phrases", -exclusions, word* and filters such as `team:Returns` or
`princip:"Fejr historierne"`. Whatever it is given, it answers with a query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from search import analysis

if TYPE_CHECKING:
    from stories.models import Story

LONGEST_QUERY = 500
MOST_WORDS = 16
MOST_PHRASES = 6
MOST_FILTERS = 20

FILTER_NAMES: dict[str, str] = {
    **dict.fromkeys(("tag", "tags", "emne", "etiket", "etikett", "ämne"), "tag"),
    **dict.fromkeys(("team", "hold", "lag"), "team"),
    **dict.fromkeys(("by", "af", "av"), "by"),
    **dict.fromkeys(("principle", "princip"), "principle"),
    **dict.fromkeys(("channel", "kanal"), "channel"),
    **dict.fromkeys(("gesture", "gestus", "gest"), "gesture"),
    **dict.fromkeys(("year", "år", "aar", "ar"), "year"),
    **dict.fromkeys(("lang", "language", "sprog", "språk", "sprak"), "lang"),
    **dict.fromkeys(("level", "niveau", "nivå", "niva"), "level"),
}
"""What a filter may be called, and the facet it means."""

_OPENING = '"“”„«»'
_QUOTED = rf"[{_OPENING}](?P<quoted>[^{_OPENING}]*)[{_OPENING}]?"
_NAMES = "|".join(sorted(FILTER_NAMES, key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)[-−])?(?:(?P<name>{_NAMES}):(?:{_QUOTED.replace('quoted', 'quoted_value')}|(?P<value>\S*))"
    rf"|{_QUOTED}|(?P<word>[^\s{_OPENING}]+))",
    re.IGNORECASE,
)


@lru_cache(maxsize=1000)
def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(word.plain for word in analysis.words(text))


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word as typed, and where it stands in the query."""

    text: str
    start: int
    end: int
    beginning: bool = False
    """It was typed with a star: the beginning of a word."""
    last: bool = False
    """It is the last thing typed, so perhaps not yet whole."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The plain words in it: mostly one, two in `e-mail`."""
        return _plain_words(self.text)


@dataclass(frozen=True, slots=True)
class Filter:
    """Only (or with a minus: none of) the stories whose facet has this value."""

    name: str
    value: str
    excluded: bool = False

    def __str__(self) -> str:
        value = f'"{self.value}"' if re.search(r"\s", self.value) else self.value
        return f"{'-' if self.excluded else ''}{self.name}:{value}"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query taken apart."""

    text: str
    words: tuple[QueryWord, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()

    @classmethod
    def parse(cls, text: str | bytes) -> SearchQuery:
        """Take any text apart; never fails. What goes beyond the limits is left unread."""
        tidy = _tidy(text)
        words: list[QueryWord] = []
        phrases: list[str] = []
        excluded: list[str] = []
        filters: list[Filter] = []
        for piece in _PIECE.finditer(tidy):
            quoted, minus = piece["quoted"], bool(piece["minus"])
            if piece["name"]:
                value = (piece["quoted_value"] or piece["value"] or "").strip()
                filters.extend([Filter(FILTER_NAMES[piece["name"].lower()], value, minus)] if value else [])
            elif minus:
                excluded.append(quoted if quoted is not None else piece["word"])
            elif quoted is not None:
                phrases.append(quoted)
            else:
                words.append(_word(piece, last=piece.end() == len(tidy)))
        return cls(
            text=tidy,
            words=tuple(word for word in words if word.parts)[:MOST_WORDS],
            phrases=tuple(phrase for phrase in phrases if _has_words(phrase))[:MOST_PHRASES],
            excluded=tuple(piece for piece in excluded if _has_words(piece))[:MOST_WORDS],
            filters=tuple(dict.fromkeys(filters))[:MOST_FILTERS],
        )

    @property
    def is_empty(self) -> bool:
        """Nothing was typed and nothing chosen."""
        return not self.text.strip() and not self.filters

    @property
    def asks_for_something(self) -> bool:
        """Whether anything is there that a story could match."""
        return bool(self.words or self.phrases or any(not wanted.excluded for wanted in self.filters))

    @property
    def telling_words(self) -> tuple[QueryWord, ...]:
        """The words that count: function words only if nothing else is there."""
        telling = tuple(
            word
            for word in self.words
            if word.beginning or not all(analysis.is_function_word(part) for part in word.parts)
        )
        return telling if telling or self.phrases else self.words

    def with_filters(self, chosen: Mapping[str, tuple[str, ...] | list[str]]) -> SearchQuery:
        """The same query, narrowed to these facet values: `{"team": ["returns"], "lang": ["da"]}`."""
        added = tuple(Filter(name, value) for name, values in chosen.items() for value in values if value)
        return replace(self, filters=tuple(dict.fromkeys(self.filters + added))[:MOST_FILTERS])

    def rewritten(self, corrections: Mapping[QueryWord, str]) -> str:
        """The text with some of its words replaced."""
        text = self.text
        for word in sorted(corrections, key=lambda word: word.start, reverse=True):
            text = text[: word.start] + corrections[word] + text[word.end :]
        return text


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found, ready to be shown."""

    id: int
    score: float
    story: Story
    title: SafeString
    """The title with what was found marked: safe HTML."""
    snippet: SafeString
    """The passage that matches best, marked: safe HTML."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow by: what stands in the address, what people read, and how many stories have it."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what a query finds."""

    query: SearchQuery
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    """Values of each facet that was asked for, the most frequent first, counted without the facet's own filter."""
    did_you_mean: str | None = None
    """The query with its typos put right, if that finds something."""
    relaxed: bool = False
    """Too little had all the words, so stories with most of them are here as well."""


def _tidy(text: str | bytes) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return analysis.tidy(decoded[:LONGEST_QUERY])


def _has_words(text: str) -> bool:
    return next(analysis.words(text), None) is not None


def _word(piece: re.Match[str], *, last: bool) -> QueryWord:
    text = piece["word"]
    bare = text.rstrip("*")
    start = piece.start("word")
    return QueryWord(bare, start, start + len(bare), beginning=bare != text, last=last)
