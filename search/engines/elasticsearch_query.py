"""Our question in Elasticsearch's words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl import query as q
from elasticsearch.dsl.query import Query

from search.asking import (
    FACETS,
    MOST_FACET_VALUES,
    TIE,
    WHOLE,
    Alternative,
    Beginning,
    Clause,
    Flat,
    Narrowing,
    Question,
    Row,
    Scope,
    Term,
)

SPREAD = "spread"
LONGEST = 255
"""Longer terms are cut when they are indexed, so no term begins with more; nor would Elasticsearch look for it."""
LONGEST_TYPO = 64
"""To look for what is near a word takes seconds if the word is very long."""
LEFT = "left"
"""What is left of a facet's stories after the narrowings of the other facets."""
_ORDERS = {
    "relevance": ("_score", "id"),
    "newest": ("-newest", "-id"),
    "applause": ("-applauded", "-id"),
}
"""Each ends with the id, so that pages never overlap."""


def as_search(question: Question) -> Search[Any]:
    """The whole question, but for the page: hits with their sort values, the total, facet counts."""
    narrowings = [each for each in question.narrowings if not each.excluded]
    counted = [each for each in narrowings if each.facet in question.facets]
    filters = [_scope(question.scope), *(_narrowing(each) for each in narrowings if each not in counted)]
    search: Search[Any] = Search().query(_query(question, filters)).sort(*_ORDERS[question.sort]).source(False)
    if counted:
        search = search.post_filter(_all_of(counted))
    for name in question.facets:
        others = [each for each in counted if each.facet != name]
        left = search.aggs.bucket(name, A("filter", filter=_all_of(others)))
        left.bucket(LEFT, A("terms", field=f"facet_{name}", size=MOST_FACET_VALUES, shard_size=10 * MOST_FACET_VALUES))
    return search.extra(track_total_hits=True)


def facet_counts(answer: Mapping[str, Any], question: Question) -> dict[str, dict[str, int]]:
    """Values with counts; each facet without its own narrowing, so that other values can be chosen."""
    counted = {name: answer["aggregations"][name][LEFT]["buckets"] for name in question.facets}
    return {name: {row["key"]: row["doc_count"] for row in buckets} for name, buckets in counted.items()}


def spread_of(terms: Iterable[Term]) -> Search[Any]:
    """In how many documents each term stands, and the total."""
    search: Search[Any] = Search().extra(size=0, track_total_hits=True)
    # As it is sent: there can be a thousand of them, and objects of each would take longer than the answer.
    each = {str(place): {"term": {term.field: {"value": term.text}}} for place, term in enumerate(terms)}
    return search.extra(aggs={SPREAD: {"filters": {"filters": each}}}) if each else search


def spread_counts(answer: Mapping[str, Any], terms: Collection[Term]) -> list[int]:
    counted = answer["aggregations"][SPREAD]["buckets"] if terms else {}
    return [counted[str(place)]["doc_count"] for place in range(len(terms))]


def words_like(key: str, *, distance: int, beginning: bool, languages: Iterable[str], limit: int) -> Search[Any]:
    """Words with this key, that begin so, or that are so far from it; the frequent ones first."""
    wanted = _beginning("key", key) if beginning else q.Term("key", {"value": key})
    if distance:
        near = {"value": key, "fuzziness": distance, "transpositions": True, "rewrite": "constant_score"}
        wanted = q.Fuzzy("key", near) if len(key) <= LONGEST_TYPO else q.MatchNone()
    tongues = list(languages)
    spoken = [q.Terms("language", ["-", *tongues])] if tongues else []
    search: Search[Any] = Search().query(q.Bool(filter=[wanted, *spoken])).source(False)
    fields = ["form", "stories"]
    return search.sort("-stories", "form").extra(size=limit, docvalue_fields=fields, track_total_hits=False)


def _query(question: Question, filters: list[Query]) -> Query:
    away = [_narrowing(each) for each in question.narrowings if each.excluded]
    away += [_clause(clause) for clause in question.excluded]
    if question.without_ids:
        away.append(q.Terms("id", sorted(question.without_ids)))
    must = [_clause(clause) for clause in question.required]
    should = [_alternative(bonus) for bonus in question.bonus]
    if question.voting:
        clauses = [_clause(clause) for clause in question.voting]
        must.append(_vote(question, clauses))
        should.append(_flat(q.Bool(filter=clauses), WHOLE))
    return q.Bool(filter=filters, must=must, should=should, must_not=away, minimum_should_match=0)


def _vote(question: Question, clauses: list[Query]) -> Query:
    """A clause with three votes stands there three times, twice of them without a score."""
    votes: list[Query] = []
    for clause, query in zip(question.voting, clauses, strict=True):
        votes += [query, *[_flat(query, 0.0)] * (clause.votes - 1)]
    return q.Bool(should=votes, minimum_should_match=question.votes_needed)


def _scope(scope: Scope) -> Query:
    return q.Terms("scope", [f"{state} {reader}" for state in sorted(scope.states) for reader in sorted(scope.readers)])


def _all_of(narrowings: list[Narrowing]) -> Query:
    return q.Bool(filter=[_narrowing(each) for each in narrowings]) if narrowings else q.MatchAll()


def _narrowing(narrowing: Narrowing) -> Query:
    return q.Terms("filters", [f"{narrowing.facet}:{value}" for value in sorted(narrowing.values)])


def _clause(clause: Clause) -> Query:
    if not clause.alternatives:
        return q.MatchNone()
    best = q.DisMax(queries=[_alternative(each) for each in clause.alternatives], tie_breaker=TIE)
    if not clause.bonus:
        return best
    return q.Bool(must=[best], should=[_alternative(each) for each in clause.bonus], minimum_should_match=0)


def _alternative(asked: Alternative) -> Query:
    match asked:
        case Term(field, text, weight):
            return q.Term(field, {"value": text, "boost": weight})
        case Row(field, terms, weight):
            return q.MatchPhrase(field, {"query": " ".join(terms), "boost": weight})
        case Beginning(field, text, weight):
            return _beginning(field, text, weight)
        case Flat(field, text, weight):
            return _flat(q.Term(f"facet_{field}" if field in FACETS else field, {"value": text}), weight)


def _beginning(field: str, text: str, weight: float = 1.0) -> Query:
    return q.Prefix(field, {"value": text, "boost": weight}) if len(text) <= LONGEST else q.MatchNone()


def _flat(query: Query, weight: float) -> Query:
    return q.ConstantScore(filter=query, boost=weight)
