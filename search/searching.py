"""Finding stories: what the site, the admin and the commands ask.

Everything starts from who asks. The engine finds only what this reader may read, and the rows that are shown are
loaded once more through the database's own rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from search import audience, documents, facets
from search.asking import SORTS, Flat, Found, Question, Scope, Sort
from search.clauses import FEW
from search.engines import current_engine
from search.engines.base import Engine, SearchUnavailable
from search.planning import Plan, Planner
from search.query import Hit, Results, SearchQuery
from search.similar import similar
from search.snippets import Marker
from search.suggesting import Suggestions, suggest
from stories.models import Story

__all__ = ["SORTS", "SearchUnavailable", "Sort", "Suggestions", "ids", "search", "similar", "suggest"]

PER_PAGE = 20
DEEPEST = 10_000
"""Nobody turns pages so far, and engines keep in memory all that is above."""
ASKERS_LANGUAGE_WEIGHT = 0.15
MOST_IDS = 1000
FEW_COMPOUNDS = 10
"""With fewer stories that have a compound as one word, those that have its parts are shown as well."""


def search(
    query: SearchQuery,
    *,
    user: Any,
    language: str = "",
    sort: Sort = "relevance",
    page: int = 1,
    per_page: int = PER_PAGE,
    facet_names: Sequence[str] = (),
    everything: bool = False,
) -> Results:
    """One page of the live stories that this reader finds, with facets and a better spelling.

    `user` None stands for somebody signed in of whom nothing else is known; `language` is the asker's and only
    tips the balance. `everything`: an empty query finds all stories. Raises SearchUnavailable.
    """
    if not query.asks_for_something and not (everything and query.is_empty):
        return Results(query)
    if sort == "relevance" and not (query.words or query.phrases):
        sort = "newest"
    bonus = (Flat("lang", language, ASKERS_LANGUAGE_WEIGHT),) if language else ()
    offset = (max(page, 1) - 1) * per_page
    wanted = Question(
        Scope(audience.tokens_for(user), audience.LIVE),
        bonus=bonus,
        sort=sort,
        offset=min(offset, DEEPEST),
        limit=per_page if offset <= DEEPEST else 0,
        facets=tuple(facet_names),
    )
    plan, found, relaxed = _find(query, current_engine(), wanted, language)
    return Results(
        query=query,
        hits=_hits(found, plan, user),
        total=found.total,
        facets=facets.labelled(found.facets, plan.question.narrowings),
        did_you_mean=query.rewritten(plan.corrections) if plan.corrections and found.total else None,
        relaxed=relaxed and found.total > 0,
    )


def ids(text: str, user: Any, *, states: Collection[str] = audience.INDEXED) -> list[int]:
    """The stories in any indexed state that this reader finds, best first: for the list in the admin."""
    query = SearchQuery.parse(text)
    if not query.asks_for_something:
        return []
    wanted = Question(Scope(audience.tokens_for(user), frozenset(states)), limit=MOST_IDS)
    return [story_id for story_id, _ in _find(query, current_engine(), wanted)[1].hits]


def _find(query: SearchQuery, engine: Engine, wanted: Question, language: str = "") -> tuple[Plan, Found, bool]:
    """Strictly, where that finds few loosely, and where that finds nothing what is at least about it."""
    planner = Planner(query, engine, wanted.scope, language)

    def ask(plan: Plan) -> tuple[Plan, Found]:
        asked = _asking(plan, wanted)
        return asked, engine.search(asked.question)

    (plan, found), relaxed = ask(planner.strict()), False
    if found.total < FEW_COMPOUNDS and (apart := planner.apart(made_up=not found.total)):
        asked, more = ask(apart)
        if more.total > found.total:
            plan, found = asked, more
    if found.total < FEW and (loose := planner.loose()):
        asked, more = ask(loose)
        if more.total > found.total:
            plan, found, relaxed = asked, more, bool(asked.question.voting)
    if found.total < (FEW if planner.is_long_question else 1) and (about := planner.about()):
        asked, more = ask(about)
        if more.total > found.total:
            plan, found, relaxed = Plan(asked.question, plan.corrections), more, True
    if not found.total and (one_part := planner.apart(one_part=True)):
        asked, more = ask(one_part)
        if more.total:
            plan, found, relaxed = asked, more, True
    return plan, found, relaxed


def _asking(plan: Plan, wanted: Question) -> Plan:
    """The plan's clauses for this page, sort and facets."""
    question = replace(
        plan.question,
        bonus=wanted.bonus,
        sort=wanted.sort,
        offset=wanted.offset,
        limit=wanted.limit,
        facets=wanted.facets,
    )
    return Plan(question, plan.corrections)


def _hits(found: Found, plan: Plan, user: Any) -> tuple[Hit, ...]:
    """The rows of the hits, in their order; one that has just been withdrawn is left out."""
    if not found.hits:
        return ()
    rows = audience.readable(user).with_flowers().select_related("team")
    stories = {story.pk: story for story in rows.filter(pk__in=[story_id for story_id, _ in found.hits])}
    marker = Marker(plan.clauses)
    by_relevance = plan.question.sort == "relevance"
    return tuple(_hit(stories[pk], score if by_relevance else 0.0, marker) for pk, score in found.hits if pk in stories)


def _hit(story: Story, score: float, marker: Marker) -> Hit:
    return Hit(
        id=story.pk,
        score=score,
        story=story,
        title=marker.title(story.title, story.language),
        snippet=marker.snippet(_texts(story), story.language, otherwise=story.summary or story.happened),
    )


def _texts(story: Story) -> Iterator[str]:
    """Where a snippet may come from, the story itself first."""
    yield from documents.paragraphs(story)
    yield documents.without_marks(story.quote)
    yield documents.without_marks(story.summary)
