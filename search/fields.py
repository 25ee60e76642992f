"""The document of a story: which of its words are found, and in which field. The only place that says so.

It is made from the story's `Ingredients` and from nothing else, so their hash tells whether a document is stale; nothing
here needs the database, so that other processes can do it. Fields are ready terms, for an engine that splits at spaces:
first the running text, word by word, so that phrases are found in it, then what words give beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, filterfalse, starmap
from operator import attrgetter
from typing import NamedTuple

from search.analysis import WORD, reader, slug_of
from search.asking import Document

GAP = "|"
"""A term that no text has: it keeps phrases from running over the end of a paragraph."""
_HYPHENS = "-\u2010\u2011"
_HYPHENATED = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+){{1,3}}")
_WITHOUT_HYPHENS = dict.fromkeys(map(ord, _HYPHENS))


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
        return int.from_bytes(blake2b(repr(_all_of(self)).encode(), digest_size=8).digest(), signed=True)


_all_of = attrgetter(*(field.name for field in fields(Ingredients)))


class Paragraph(NamedTuple):
    """A stretch of text as it is read in its language. Words with hyphens also count as one: e-mail → email."""

    plain: tuple[str, ...]
    """The words, and those written as one."""
    main: tuple[str, ...]
    """The stems of the running text."""
    beside: tuple[str, ...]
    """All other terms of stems."""
    long: tuple[str, ...]
    bare: tuple[str, ...]

    @classmethod
    def of(cls, text: str, language: str) -> Paragraph:
        """Of a tidy text."""
        read = reader(language)
        words = WORD.findall(text)
        if not words:
            return NOTHING
        plain, main, others, long, bare = zip(*map(read, words), strict=True)
        beside = chain.from_iterable(others)
        for written in _HYPHENATED.findall(text) if any(map(text.__contains__, _HYPHENS)) else ():
            word = read(written.translate(_WITHOUT_HYPHENS))
            beside = chain(beside, (word.main, *word.others))
            plain, long, bare = (*plain, word.plain), (*long, word.long), (*bare, word.bare)
        return cls(plain, main, tuple(beside), long, tuple(filter(None, bare)))


NOTHING = Paragraph((), (), (), (), ())


def stems(paragraphs: Iterable[Paragraph]) -> str:
    """The terms of a field that is searched in any inflection."""
    return _ready((one.main, one.beside) for one in paragraphs)


def forms(paragraphs: Iterable[Paragraph]) -> str:
    """The terms of a field whose words are not stemmed."""
    return _ready((one.long, one.bare) for one in paragraphs)


def _ready(paragraphs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    running: list[str] = []
    beside: list[str] = []
    for words, others in paragraphs:
        running += words
        running.append(GAP)
        beside += others
    return " ".join(running + beside) if len(running) > 1 or beside else ""


def document(made_from: Ingredients) -> Document:
    """Ready terms, facet values and readers: what either engine keeps."""
    language = made_from.language

    def read(*texts: str) -> list[Paragraph]:
        return [Paragraph.of(text, language) for text in texts]

    title, summary, quote, team = map(read, (made_from.title, made_from.summary, made_from.quote, made_from.team))
    body, tags, people = read(*made_from.body), read(*made_from.tags), read(*made_from.people)
    everything = title + summary + body + quote + people + tags + team
    written = dict.fromkeys(chain.from_iterable(paragraph.plain for paragraph in everything))
    names = dict.fromkeys(chain.from_iterable(paragraph.plain for paragraph in people + team))
    terms = {
        "title": stems(title),
        "summary": stems(summary),
        "body": stems(body),
        "quote": stems(quote),
        "tags": stems(tags),
        "labels": " ".join(_label_terms(tongue, label) for tongue, label in made_from.labels),
        "people": forms(people),
        "forms": forms(everything),
        "title_forms": forms(title),
        "exact": " ".join(written),
    }
    facets: dict[str, tuple[str, ...]] = {}
    for facet, value in made_from.facets:
        facets[facet] = (*facets.get(facet, ()), value)
    return Document(
        id=made_from.id,
        version=made_from.version,
        terms=terms,
        facets=facets,
        filters=tuple(dict.fromkeys(chain.from_iterable(starmap(_filters, made_from.facets + made_from.names)))),
        words={language: tuple(filterfalse(names.__contains__, written)), "": tuple(names)},
        readers=made_from.readers,
        state=made_from.state,
        newest=made_from.told_at,
        applauded=(made_from.applause << 40) + made_from.told_at // 1_000_000,
    )


@lru_cache(maxsize=10_000)
def _filters(facet: str, name: str) -> tuple[str, ...]:
    return tuple(f"{facet}:{spelling}" for spelling in slug_of(name))


@lru_cache(maxsize=1000)
def _label_terms(language: str, label: str) -> str:
    return stems([Paragraph.of(label, language)])
