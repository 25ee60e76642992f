"""From a query to what is asked of the engine. How its words are met by what stories have is in clauses.py.

The outcomes a search can have, in the order they are tried:

1. every word is met, in any inflection; typed without accents or in its exact spelling, the exact one first;
2. a word that no story has is met by words that begin with it or that it is made of, side by side (pawprint: paw
   print), else by words that it may be a typo of; two words also as one (book shop: bookshop). What means the same
   stands in for it too, below any story that has the word itself;
3. few stories have a compound that was asked for: stories join in which its parts stand apart;
4. fewer than three stories meet every word: stories that meet most of them (the rare ones count for more) join;
5. a whole question finds nothing so: stories that are about one of its rare words, by title, tags or summary;
6. nothing was found for a compound, be it one that only the stories' own words explain: stories that have the one of
   its parts that tells most;
7. nothing sensible is left: nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from search import analysis
from search.asking import Clause, Narrowing, Question, Scope
from search.clauses import FEW, RARE, Clauses
from search.engines.base import Engine
from search.query import Filter, QueryWord, SearchQuery
from search.ways import exactly

SHORTEST_QUESTION = 3
ABOUT_FIELDS = frozenset({"title", "title_forms", "tags", "summary"})
FEWEST_PARTS = 2
"""So many parts of a compound have to be in a story; one if it tells much."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The clauses for one query, and what was put right on the way."""

    question: Question
    corrections: dict[QueryWord, str]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.question.required + self.question.voting


class Planner:
    """Plans one query for one reader."""

    def __init__(self, query: SearchQuery, engine: Engine, scope: Scope, language: str = "") -> None:
        self.query = query
        self.scope = scope
        self.clauses = Clauses(query, engine, scope, language)

    def strict(self) -> Plan:
        """Every word has to be met."""
        corrections: dict[QueryWord, str] = {}
        words = tuple(self.clauses.of_word(word, corrections) for word in self.query.telling_words)
        return Plan(replace(self._frame, required=self._phrases + words), corrections)

    def loose(self) -> Plan | None:
        """Most words have to be met, and rare ones may be typos too; None if that asks nothing new."""
        corrections: dict[QueryWord, str] = {}
        words = self.query.telling_words
        clauses = tuple(self.clauses.of_word(word, corrections, loose=True) for word in words)
        if len(clauses) < 2:
            return Plan(replace(self._frame, required=self._phrases + clauses), corrections) if corrections else None
        votes = [self.clauses.votes_of(word) for word in words]
        clauses = tuple(replace(clause, votes=vote) for clause, vote in zip(clauses, votes, strict=True))
        needed = votes_needed(votes)
        return Plan(replace(self._frame, required=self._phrases, voting=clauses, votes_needed=needed), corrections)

    def about(self) -> Plan | None:
        """For a whole question: two of its rare words, or one in the title, the tags or the summary."""
        words = self.query.telling_words
        if self.query.phrases or len(words) < SHORTEST_QUESTION:
            return None
        voting: list[Clause] = []
        for word in words:
            clause = replace(self.clauses.of_word(word, {}), votes=self.clauses.votes_of(word))
            voting.append(clause)
            if clause.votes == RARE:
                voting.append(replace(_restricted(clause, ABOUT_FIELDS), votes=RARE))
        return Plan(replace(self._frame, voting=tuple(voting), votes_needed=2 * RARE), {})

    def apart(self, *, one_part: bool = False, made_up: bool = False) -> Plan | None:
        """A compound may stand apart; or only its most telling part may be there. None if no compound is asked for.

        Made up: also a word that is a compound only by the words that stories have.
        """
        words = self.query.telling_words
        split = [word for word in words if self.clauses.parts_of(word)]
        if made_up and not split:
            split = self.clauses.make_up(words)
        if not split:
            return None
        corrections: dict[QueryWord, str] = {}
        rarest = min(split, key=lambda word: self.clauses.count_of(word.parts[0]))
        needed = 1 if one_part else FEWEST_PARTS
        parts = [self.clauses.of_part(part) for part in self.clauses.parts_of(rarest)]
        if one_part:
            counted = [(count, clause) for clause in parts if (count := self.clauses.count(clause))]
            parts = [clause for count, clause in counted if count <= max(FEW, self.clauses.stories / 40)]
        whole = replace(self.clauses.of_word(rarest, corrections), votes=needed)
        others = tuple(self.clauses.of_word(word, corrections) for word in words if word != rarest)
        return Plan(
            replace(self._frame, required=self._phrases + others, voting=(whole, *parts), votes_needed=needed),
            corrections,
        )

    @property
    def is_long_question(self) -> bool:
        return len(self.query.telling_words) > SHORTEST_QUESTION

    @cached_property
    def _frame(self) -> Question:
        return Question(
            self.scope,
            excluded=tuple(exactly(tuple(word.plain for word in analysis.words(text))) for text in self.query.excluded),
            narrowings=tuple(narrowings(self.query.filters)),
        )

    @cached_property
    def _phrases(self) -> tuple[Clause, ...]:
        return tuple(self.clauses.of_phrase(phrase) for phrase in self.query.phrases)


def votes_needed(votes: list[int]) -> int:
    """More than half of all; and no single word is enough, unless the only other one is common."""
    most, second = sorted(votes, reverse=True)[:2]
    majority = sum(votes) // 2 + 1
    return majority if second == 1 and most > 1 and len(votes) == 2 else max(majority, most + 1)


def narrowings(filters: Iterable[Filter]) -> Iterator[Narrowing]:
    """Filters of one facet are alternatives; each exclusion stands for itself."""
    wanted: dict[str, set[str]] = {}
    for one in filters:
        values = analysis.slug_of(one.value)
        if one.excluded:
            yield Narrowing(one.name, frozenset(values), excluded=True)
        else:
            wanted.setdefault(one.name, set()).update(values)
    for facet, spellings in wanted.items():
        yield Narrowing(facet, frozenset(spellings))


def _restricted(clause: Clause, fields: frozenset[str]) -> Clause:
    return replace(clause, alternatives=tuple(way for way in clause.alternatives if way.field in fields), bonus=())
