"""Our question in Tantivy's words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations_with_replacement, product
from operator import mul

import tantivy
from tantivy import Occur, Query

from search.asking import (
    FACETS,
    FORM_FIELDS,
    MOST_FACET_VALUES,
    PLAIN_FIELDS,
    TERM_FIELDS,
    TIE,
    WHOLE,
    Alternative,
    Beginning,
    Clause,
    Flat,
    Narrowing,
    Question,
    Row,
    Term,
)

FEW_TERMS = 16
"""Up to here a union of terms is quicker than a set of terms, which reads all its documents first."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=False, indexed=True, fast=True)
    for name in ("version", "newest", "applauded"):
        builder.add_integer_field(name, stored=False, indexed=False, fast=True)
    for name in TERM_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FORM_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in PLAIN_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        builder.add_text_field(f"facet_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("filters", "scope"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


STORIES = _schema()


def as_query(question: Question, *, leaving_out: str = "") -> Query:
    """The whole question as one query; without the narrowings of one facet, to count that facet's values."""
    parts = [_scope(question)]
    parts += [(Occur.Must, _clause(clause)) for clause in question.required]
    if question.voting:
        parts += _vote(question)
    parts += [(Occur.MustNot, _clause(clause)) for clause in question.excluded]
    parts += [(Occur.Should, _alternative(bonus)) for bonus in question.bonus]
    for narrowing in question.narrowings:
        if narrowing.excluded or narrowing.facet != leaving_out:
            parts.append((Occur.MustNot if narrowing.excluded else Occur.Must, _narrowing(narrowing)))
    for story_id in question.without_ids:
        parts.append((Occur.MustNot, Query.term_query(STORIES, "id", story_id)))
    return Query.boolean_query(parts)


def _scope(question: Question) -> tuple[Occur, Query]:
    """What the reader may find; with clauses, not among what is left without it.

    Most readers may read most of the stories. A union reads all of those; what is left is only looked into at the hits.
    """
    scope = question.scope
    allowed = [f"{state} {reader}" for state in sorted(scope.states) for reader in sorted(scope.readers)]
    if not (question.required or question.voting) or not 1 < len(allowed) <= FEW_TERMS:
        return Occur.Must, Query.const_score_query(_any_of("scope", allowed), 0.0)
    tokens = [Query.term_query(STORIES, "scope", token, "basic") for token in allowed]
    hidden = Query.boolean_query([(Occur.Must, Query.all_query()), *((Occur.MustNot, token) for token in tokens)])
    return Occur.MustNot, hidden


def _narrowing(narrowing: Narrowing) -> Query:
    values = [f"{narrowing.facet}:{value}" for value in sorted(narrowing.values)]
    return Query.const_score_query(_any_of("filters", values), 0.0)


def these(ids: Sequence[int]) -> Query:
    """The stories of a few hits."""
    return Query.boolean_query([(Occur.Should, Query.term_query(STORIES, "id", int(pk), "basic")) for pk in ids])


def _any_of(field: str, values: list[str]) -> Query:
    if len(values) > FEW_TERMS:
        return Query.term_set_query(STORIES, field, values)
    return Query.boolean_query([(Occur.Should, Query.term_query(STORIES, field, value, "basic")) for value in values])


def _clause(clause: Clause) -> Query:
    best = Query.disjunction_max_query([_alternative(each) for each in clause.alternatives], TIE)
    if not clause.bonus:
        return best
    return Query.boolean_query([(Occur.Must, best)] + [(Occur.Should, _alternative(each)) for each in clause.bonus])


@lru_cache(maxsize=20_000)
def _alternative(asked: Alternative) -> Query:
    match asked:
        case Term(field, text, weight):
            option = "basic" if field in PLAIN_FIELDS else "freq"
            return Query.boost_query(Query.term_query(STORIES, field, text, option), weight)
        case Row(field, terms, weight):
            return Query.boost_query(Query.phrase_query(STORIES, field, list(terms)), weight)
        case Beginning(field, text, weight):
            return Query.const_score_query(beginning(STORIES, field, text), weight)
        case Flat(field, text, weight):
            name = f"facet_{field}" if field in FACETS else field
            return Query.const_score_query(Query.term_query(STORIES, name, text, "basic"), weight)


def beginning(schema: tantivy.Schema, field: str, text: str) -> Query:
    """Terms that begin so; an automaton for no mistakes is built quicker than one for a regular expression."""
    return Query.fuzzy_term_query(schema, field, text, distance=0, prefix=True)


def _vote(question: Question) -> list[tuple[Occur, Query]]:
    """A clause with three votes stands there three times, twice of them without a score; one without any just scores."""
    clauses = [clause for clause in question.voting if clause.alternatives]
    queries = [_clause(clause) for clause in clauses]
    votes, needed = fewest_votes(tuple(clause.votes for clause in clauses), question.votes_needed)
    voting = [(Occur.Should, query) for query, vote in zip(queries, votes, strict=True) if vote]
    for query, vote in zip(queries, votes, strict=True):
        voting += [(Occur.Should, Query.const_score_query(query, 0.0))] * (vote - 1)
    parts = [(Occur.Must, Query.boolean_query(voting, minimum_number_should_match=needed))]
    parts += [(Occur.Should, query) for query, vote in zip(queries, votes, strict=True) if not vote]
    if len(clauses) == len(question.voting) and question.limit:
        whole = Query.boolean_query([(Occur.Must, query) for query in queries])
        parts.append((Occur.Should, Query.const_score_query(whole, WHOLE)))
    return parts


@lru_cache(maxsize=1000)
def fewest_votes(votes: tuple[int, ...], needed: int) -> tuple[tuple[int, ...], int]:
    """The smallest votes with which the same clauses are enough: 5 of 3, 3, 3 means any two, as 2 of 1, 1, 1 does."""
    kinds = sorted(set(votes))
    chosen = list(product(*(range(votes.count(kind) + 1) for kind in kinds)))
    is_enough = [sum(map(mul, kinds, times)) >= needed for times in chosen]
    fewest = votes, needed
    for smaller in combinations_with_replacement(range(max(votes, default=0) + 1), len(kinds)):
        reached = [sum(map(mul, smaller, times)) for times in chosen]
        too_few = max((total for total, enough in zip(reached, is_enough, strict=True) if not enough), default=0)
        now_needed = min((total for total, enough in zip(reached, is_enough, strict=True) if enough), default=0)
        changed = tuple(smaller[kinds.index(vote)] for vote in votes)
        if too_few < now_needed and sum(changed) < sum(fewest[0]):
            fewest = changed, now_needed
    return fewest


def facet_counts(searcher: tantivy.Searcher, question: Question, found: Query) -> dict[str, dict[str, int]]:
    """Values with counts of what was found; each facet without its own narrowing, so that other values can be chosen."""
    chosen = {narrowing.facet for narrowing in question.narrowings if not narrowing.excluded}
    free = [name for name in question.facets if name not in chosen]
    counts = _count(searcher, found, free) if free else {}
    for name in question.facets:
        if name in chosen:
            counts |= _count(searcher, as_query(question, leaving_out=name), [name])
    return {name: counts[name] for name in question.facets}


def _count(searcher: tantivy.Searcher, query: Query, names: list[str]) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": f"facet_{name}", "size": MOST_FACET_VALUES}} for name in names}
    result = searcher.aggregate(query, wanted)
    return {name: {row["key"]: int(row["doc_count"]) for row in result[name]["buckets"]} for name in names}
