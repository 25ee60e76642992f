"""An engine in memory for tests: it keeps what it is given, remembers what it is asked, and matches honestly.

Its scores are weights without statistics, so it knows what is found but not how a real engine would rank it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from search.analysis import keys_of
from search.asking import Alternative, Beginning, Clause, Document, Flat, Form, Found, Narrowing, Question, Row, Term
from search.engines.base import Engine, Load, SearchUnavailable
from search.typos import edits


class RecordingEngine(Engine):
    def __init__(self, location: str = "") -> None:
        self.clear()

    def clear(self) -> None:
        self.documents: dict[int, Document] = {}
        self.asked: list[Question] = []
        self.calls: Counter[str] = Counter()
        """How often each method that reads was called."""
        self.written: list[frozenset[int]] = []
        self.resting = False
        """Set it, and the engine is not to be had."""

    def is_ready(self) -> bool:
        return not self.resting

    def search(self, question: Question) -> Found:
        self._wake()
        self.calls["search"] += 1
        self.asked.append(question)
        scores = {document.id: score for document in self.documents.values() if (score := _score(document, question))}
        order: dict[str, Callable[[int], float]] = {
            "relevance": lambda pk: scores[pk],
            "newest": lambda pk: self.documents[pk].newest,
            "applause": lambda pk: self.documents[pk].applauded,
        }
        ranked = sorted(scores, key=order[question.sort], reverse=True)
        page = ranked[question.offset : question.offset + question.limit]
        facets = {name: self._counts(question, name) for name in question.facets}
        return Found(tuple((pk, order[question.sort](pk)) for pk in page), len(scores), facets)

    def words(
        self, key: str, *, distance: int = 0, beginning: bool = False, languages: Collection[str] = (), limit: int = 50
    ) -> list[Form]:
        self._wake()
        self.calls["words"] += 1
        counted = Counter(
            form
            for document in self.documents.values()
            for language, words in document.words.items()
            if not languages or language in {*languages, ""}
            for form in words
        )
        found = [
            form for form in counted if any(_near(spelling, key, distance, beginning) for spelling in keys_of(form))
        ]
        return [Form(form, counted[form]) for form in sorted(found, key=lambda form: -counted[form])[:limit]]

    def spread(self, terms: Sequence[Term]) -> list[int]:
        self._wake()
        self.calls["spread"] += 1
        each = [sum(_meets(document, term) for document in self.documents.values()) for term in terms]
        return [*each, len(self.documents)]

    def versions(self) -> Iterator[tuple[int, int]]:
        self._wake()
        yield from ((document.id, document.version) for document in self.documents.values())

    @contextmanager
    def writing(self) -> Iterator[bool]:
        yield True

    def write(self, changed: Iterable[Document], ids: Collection[int]) -> None:
        self._wake()
        self.written.append(frozenset(ids))
        for story_id in ids:
            self.documents.pop(story_id, None)
        self.documents.update({document.id: document for document in changed})

    def rebuild(self, documents: Iterable[Document], load: Load) -> None:
        self._wake()
        self.documents = {document.id: document for document in documents}

    def _wake(self) -> None:
        if self.resting:
            raise SearchUnavailable("The recording engine was told to rest.")

    def _counts(self, question: Question, name: str) -> dict[str, int]:
        found = (each for each in self.documents.values() if _score(each, question, leaving_out=name))
        return dict(Counter(value for document in found for value in document.facets.get(name, ())))


def _near(spelling: str, key: str, distance: int, beginning: bool) -> bool:
    if distance:
        return edits(spelling, key) <= distance
    return spelling.startswith(key) if beginning else spelling == key


def _score(document: Document, question: Question, *, leaving_out: str = "") -> float:
    """More than nothing if the document answers the question."""
    scope = question.scope
    if document.state not in scope.states or scope.readers.isdisjoint(document.readers):
        return 0.0
    if document.id in question.without_ids or any(_clause(document, clause) for clause in question.excluded):
        return 0.0
    if not all(_passes(document, each) for each in question.narrowings if each.excluded or each.facet != leaving_out):
        return 0.0
    required = [_clause(document, clause) for clause in question.required]
    voted = [_clause(document, clause) for clause in question.voting]
    votes = sum(clause.votes for clause, score in zip(question.voting, voted, strict=True) if score)
    if not all(required) or votes < question.votes_needed:
        return 0.0
    whole = 10.0 if voted and all(voted) else 0.0
    return 1e-9 + sum(required) + sum(voted) + whole + sum(_meets(document, way) * way.weight for way in question.bonus)


def _passes(document: Document, narrowing: Narrowing) -> bool:
    has = any(f"{narrowing.facet}:{value}" in document.filters for value in narrowing.values)
    return has is not narrowing.excluded


def _clause(document: Document, clause: Clause) -> float:
    best = max((way.weight * _meets(document, way) for way in clause.alternatives), default=0.0)
    return best and best + sum(way.weight * _meets(document, way) for way in clause.bonus)


def _meets(document: Document, way: Alternative) -> bool:
    if isinstance(way, Flat) and way.field in document.facets:
        return way.text in document.facets[way.field]
    terms = document.terms.get(way.field, "").split()
    if isinstance(way, Beginning):
        return any(term.startswith(way.text) for term in terms)
    if isinstance(way, Row):
        size = len(way.terms)
        return any(tuple(terms[place : place + size]) == way.terms for place in range(len(terms) - size + 1))
    return way.text in terms
