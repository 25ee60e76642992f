"""Stories like another: those that share its most telling words."""

from __future__ import annotations

import logging
import math
from collections import Counter
from typing import Any

from search import audience, documents
from search.analysis import is_marked
from search.asking import Clause, Document, Question, Scope, Term
from search.engines import current_engine
from search.engines.base import Engine, SearchUnavailable
from search.fields import GAP
from stories.models import Story

log = logging.getLogger(__name__)

MOST_TERMS = 25
FEWEST_SHARED = 3
COUNTED_FIELDS = {"title": 3, "summary": 2, "body": 1, "tags": 2}


def similar(story: Story, user: Any, *, limit: int = 3) -> list[Story]:
    """Live stories like this one that the reader may read, the likest first; none while search rests."""
    try:
        found = _similar_ids(story, user, limit)
    except SearchUnavailable as error:
        log.warning("no similar stories: %s", error)
        return []
    rows = {row.pk: row for row in audience.readable(user).for_cards().filter(pk__in=found)}
    return [rows[pk] for pk in found if pk in rows]


def _similar_ids(story: Story, user: Any, limit: int) -> list[int]:
    made_of = documents.documents_of([story.pk])
    if not made_of:
        return []
    engine = current_engine()
    clauses = tuple(_clauses(made_of[0], engine))
    question = Question(
        Scope(audience.tokens_for(user), audience.LIVE),
        voting=clauses,
        votes_needed=min(FEWEST_SHARED, len(clauses)),
        without_ids=frozenset({story.pk}),
        limit=limit,
    )
    return [pk for pk, _ in engine.search(question).hits] if clauses else []


def _clauses(document: Document, engine: Engine) -> list[Clause]:
    """One for each of the most telling terms: frequent in the story, rare among the stories."""
    counted: Counter[str] = Counter()
    for field, weight in COUNTED_FIELDS.items():
        for term in document.terms[field].split():
            counted[term] += 0 if term == GAP or len(term) < 3 or is_marked(term) else weight
    terms = [term for term, weight in counted.items() if weight]
    *spread, stories = engine.spread([Term(field, term) for field in ("body", "title") for term in terms])
    worth = {
        term: math.log1p(counted[term]) * math.log((stories + 1) / (found + 1))
        for term, found in zip(terms, map(max, spread, spread[len(terms) :]), strict=True)
        if 1 < found <= max(stories / 4, 3)
    }
    best = sorted(worth, key=lambda term: (-worth[term], term))[:MOST_TERMS]
    return [
        Clause((Term("title", term, 2 * worth[term]), Term("tags", term, worth[term]), Term("body", term, worth[term])))
        for term in best
    ]
