"""The index as it stands at one moment, and what is known of it by then: which terms it has, which words and counts.

A question is answered the same without the terms that no document has, and a fraction of the work is left: most of the
ways to meet a word are stems that it has in another language, in a field where nobody used it. To look one up takes
less than a microsecond; to ask for it as a part of a query, a hundred times that. A term counts as absent only if *no*
document has it, so nothing shines through of what somebody may not read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import tantivy

from search.asking import FACETS, Alternative, Beginning, Clause, Flat, Question, Row, Scope

Answer = TypeVar("Answer")

MOST_TERMS = 30_000
MOST_ANSWERS = 1_000
"""With more of them all are forgotten: that is seldom, and to see which is the oldest would cost each of them."""


class Snapshot:
    """Answers from one state of the index; with the next state it is thrown away, and what it remembers with it."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self._known: dict[tuple[str, str], bool] = {}
        self._answers: dict[tuple[Hashable, ...], Any] = {}

    def forget(self) -> None:
        """As if nobody had asked before: for the bench."""
        self._known.clear()
        self._answers.clear()

    def remembered(self, ask: Callable[..., Answer], *asked: Hashable) -> Answer:
        """What this function of the searcher answers: who types on, or finds nothing, asks much of it again.

        All that the answer depends on has to be asked, the reader's scope included; everybody gets the same object.
        """
        known: Answer | None = self._answers.get((ask, *asked))
        if known is None:
            known = ask(self.searcher, *asked)
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers[ask, *asked] = known
        return known

    def without_absent(self, question: Question) -> Question | None:
        """The question without absent terms; None if nothing can answer it."""
        required = self._clauses(question.required)
        voting = self._clauses(question.voting)
        votes = sum(clause.votes for clause in voting if clause.alternatives)
        if not all(clause.alternatives for clause in required) or votes < question.votes_needed:
            return None
        return replace(
            question,
            required=required,
            voting=voting,
            excluded=tuple(clause for clause in self._clauses(question.excluded) if clause.alternatives),
            bonus=self._present(question.bonus),
            scope=self._readers(question.scope),
        )

    def _clauses(self, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
        return tuple(
            Clause(self._present(clause.alternatives), self._present(clause.bonus), clause.votes) for clause in clauses
        )

    def _present(self, ways: Iterable[Alternative]) -> tuple[Alternative, ...]:
        return tuple(way for way in ways if self._is_present(way))

    def _is_present(self, way: Alternative) -> bool:
        if isinstance(way, Row):
            return all(self._has(way.field, text) for text in way.terms)
        if isinstance(way, Beginning):
            return True
        is_value = isinstance(way, Flat) and way.field in FACETS
        return self._has(f"facet_{way.field}" if is_value else way.field, way.text)

    def _readers(self, scope: Scope) -> Scope:
        readers = (
            reader for reader in scope.readers if any(self._has("scope", f"{state} {reader}") for state in scope.states)
        )
        return Scope(frozenset(readers), scope.states)

    def _has(self, field: str, text: str) -> bool:
        known = self._known.get((field, text))
        if known is None:
            if len(self._known) >= MOST_TERMS:
                self._known.clear()
            known = self._known[field, text] = self.searcher.doc_freq(field, text) > 0
        return known
