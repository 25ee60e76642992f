"""What somebody may be about to type: whole words, and the stories, people and tags that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from search import analysis, audience, facets
from search.asking import Alternative, Beginning, Clause, Question, Scope, Term
from search.engines import current_engine
from search.engines.base import Engine
from search.ingredients import ingredients_of
from search.query import FacetValue, QueryWord, SearchQuery
from stories.models import Story

SHORTEST = 2
MOST_WORDS = 6
MOST_TITLES = 5
MOST_NAMES = 3
_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Queries with the last word made whole, stories by title, people by name, and tags."""

    queries: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[FacetValue, ...] = ()


def suggest(text: str, user: Any) -> Suggestions:
    """Completions of the last word of the text, all from what the reader may read. Raises SearchUnavailable."""
    query = SearchQuery.parse(text)
    if not query.words or not query.words[-1].last or len(query.words[-1].parts) != 1:
        return Suggestions()
    last = query.words[-1]
    is_short = len(last.parts[0]) < SHORTEST
    if is_short and len(query.words) == 1:
        return Suggestions()
    engine = current_engine()
    scope = Scope(audience.tokens_for(user), audience.LIVE)
    words = [] if is_short else _whole_words(last.parts[0], engine, scope)
    return Suggestions(
        queries=tuple(query.rewritten({last: word}) for word in words),
        stories=tuple(_by_title(query.words, engine, scope, user)),
        people=tuple(_people(query.words, engine, scope, user)),
        tags=tuple(_tags(query.words, engine, scope)),
    )


def _whole_words(begun: str, engine: Engine, scope: Scope) -> list[str]:
    """Words that begin so and that the reader can find, the most frequent for this reader first."""
    counts = {}
    for form in engine.words(analysis.long_fold(begun), beginning=True, limit=_LOOKED_AT):
        if form.text != begun and not form.text.isdigit():
            clause = Clause((Term("exact", form.text),))
            counts[form.text] = engine.search(Question(scope, required=(clause,), limit=0)).total
    ranked = sorted((form for form, count in counts.items() if count), key=lambda form: (-counts[form], form))
    return ranked[:MOST_WORDS]


def _by_title(words: tuple[QueryWord, ...], engine: Engine, scope: Scope, user: Any) -> list[Story]:
    """Stories with all the words in the title, the last one perhaps only begun."""
    *whole, last = (analysis.long_fold(part) for word in words for part in word.parts)
    clauses = [Clause(tuple(Term("title", stem) for stem in analysis.query_stems(word))) for word in whole]
    begun = (Term("title_forms", last), Beginning("title_forms", last), Beginning("title_forms", "~" + last))
    question = Question(scope, required=(*clauses, Clause(begun)), limit=MOST_TITLES)
    found = [pk for pk, _ in engine.search(question).hits]
    rows = {story.pk: story for story in audience.readable(user).filter(pk__in=found)}
    return [rows[pk] for pk in found if pk in rows]


def _people(words: tuple[QueryWord, ...], engine: Engine, scope: Scope, user: Any) -> list[str]:
    """Names in stories that the reader may read, with all the words, the last one perhaps only begun."""
    question = Question(scope, required=_begun(words, "people"), limit=_LOOKED_AT)
    found = [pk for pk, _ in engine.search(question).hits]
    made_from = ingredients_of(audience.readable(user).filter(pk__in=found)) if found else []
    names = dict.fromkeys(name for story in made_from for name in story.people if _fits(name, words))
    return sorted(names)[:MOST_NAMES]


def _tags(words: tuple[QueryWord, ...], engine: Engine, scope: Scope) -> list[FacetValue]:
    """Tags of stories that the reader may find, the most frequent first."""
    question = Question(scope, required=_begun(words, "forms"), limit=0, facets=("tag",))
    values = facets.labelled(engine.search(question).facets, ())["tag"]
    return [value for value in values if _fits(value.label, words)][:MOST_NAMES]


def _begun(words: tuple[QueryWord, ...], field: str) -> tuple[Clause, ...]:
    *whole, last = (part for word in words for part in word.parts)
    clauses: list[tuple[Alternative, ...]] = [tuple(_terms(field, word)) for word in whole]
    clauses.append((*_terms(field, last), *(Beginning(field, term.text) for term in _terms(field, last))))
    return tuple(map(Clause, clauses))


def _terms(field: str, plain: str) -> list[Term]:
    keys = [analysis.long_fold(plain), *(["~" + plain] if plain.isascii() else [])]
    return [Term(field, key) for key in keys]


def _fits(name: str, words: tuple[QueryWord, ...]) -> bool:
    """Whether each word begins a word of the name, in either spelling."""
    keys = {key for word in analysis.words(analysis.tidy(name)) for key in analysis.keys_of(word.plain)}
    typed = [analysis.long_fold(part) for word in words for part in word.parts]
    return all(any(key.startswith(begun) for key in keys) for begun in typed)
