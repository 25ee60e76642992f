"""What is asked of an engine, and what it answers: plain values between the planning and the engines.

A question is a handful of clauses, one for each word or phrase of the query. A clause is met by the best of its
alternatives; each alternative is a term (or a row of terms, or a beginning) in one field with its weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["relevance", "newest", "applause"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "applause")

TERM_FIELDS = ("title", "summary", "body", "quote", "tags", "labels", "people")
"""Fields of ready terms, with their positions, split at spaces."""
FORM_FIELDS = ("forms", "title_forms")
"""The same without positions: nothing asks for rows of these."""
PLAIN_FIELDS = ("exact",)
"""Fields where only the presence of a term counts."""
FACETS = ("principle", "lang", "team", "channel", "gesture", "tag", "level", "year", "started_as", "wow")
"""What can be counted and filtered by."""

TIE = 0.1
"""How much the weaker alternatives of a clause add to the best one."""
WHOLE = 10.0
"""Added to a story that meets every clause where most of them would do."""
MOST_FACET_VALUES = 60


@dataclass(frozen=True, slots=True)
class Term:
    """This term in this field, scored by BM25 times the weight."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """These terms one after the other, scored by BM25 times the weight."""

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any term that begins so; the weight is the whole score."""

    field: str
    text: str
    weight: float = 0.05


@dataclass(frozen=True, slots=True)
class Flat:
    """This term in this field; the weight is the whole score."""

    field: str
    text: str
    weight: float


Alternative = Term | Row | Beginning | Flat


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase of the query, met by the best of its alternatives."""

    alternatives: tuple[Alternative, ...]
    bonus: tuple[Alternative, ...] = ()
    """Adds to the score of a story that meets the clause anyway."""
    votes: int = 1
    """What the clause counts for where not every clause has to be met."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Only stories with one of these values of the facet (or, excluded, with none of them)."""

    facet: str
    values: frozenset[str]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The stories that may be found at all: who reads, and in which states."""

    readers: frozenset[str]
    states: frozenset[str] = frozenset({"live"})


@dataclass(frozen=True, slots=True)
class Question:
    """Everything an engine needs for one page of hits."""

    scope: Scope
    required: tuple[Clause, ...] = ()
    """Clauses that every hit meets."""
    voting: tuple[Clause, ...] = ()
    """Clauses of which a hit meets so many that their votes reach `votes_needed`; one that meets all comes first."""
    votes_needed: int = 0
    excluded: tuple[Clause, ...] = ()
    bonus: tuple[Alternative, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    without_ids: frozenset[int] = frozenset()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits: ids with their scores, how many there are in all, and the facets' values."""

    hits: tuple[tuple[int, float], ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A word of the stories as it is written, and in how many stories it stood when it was counted."""

    text: str
    stories: int


@dataclass(frozen=True, slots=True)
class Document:
    """A story as the engines keep it."""

    id: int
    version: int
    """Changes with whatever the document is made from, so that a stale one is seen."""
    terms: Mapping[str, str]
    """Ready terms by field, separated by spaces."""
    facets: Mapping[str, tuple[str, ...]]
    filters: tuple[str, ...]
    """`facet:value` for every spelling of every value that a query may name."""
    words: Mapping[str, tuple[str, ...]]
    """The words as they are written, by language (those of names belong to none): for completion and typos."""
    readers: tuple[str, ...]
    state: str
    newest: int
    """Orders by age, unique in practice (microseconds)."""
    applauded: int
    """Orders by applause, then by age."""
