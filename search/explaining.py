"""Why a story was found, in plain language for leaders: from the plan and the story's own words, not the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search import audience
from search.analysis import tidy, words
from search.asking import Clause, Scope
from search.engines import current_engine
from search.fields import Ingredients
from search.ingredients import ingredients_of
from search.planning import Planner
from search.query import SearchQuery
from search.snippets import Marker

MOST_FORMS = 4


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word or phrase of the query, and the two ways in which it may have been looked for."""

    text: str
    length: int
    markers: tuple[Marker, ...]


def explain(ids: Iterable[int], query: SearchQuery, user: Any, language: str) -> dict[int, list[str]]:
    """Sentences for each of these stories. Only those that the reader may read have any."""
    sought = list(_sought(query, user, language))
    made_from = ingredients_of(audience.readable(user).filter(pk__in=list(ids)))
    return {one.id: list(_sentences(one, sought, language)) for one in made_from}


def _sought(query: SearchQuery, user: Any, language: str) -> Iterator[_Sought]:
    planner = Planner(query, current_engine(), Scope(audience.tokens_for(user), audience.LIVE), language)
    strict, loose = planner.strict().clauses, planner.loose()
    clauses: list[tuple[Clause, ...]] = (
        list(zip(strict, loose.clauses, strict=True)) if loose else [(c,) for c in strict]
    )
    texts = [*query.phrases, *(word.text for word in query.telling_words)]
    for text, tried in zip(texts, clauses, strict=True):
        length = sum(1 for _word in words(tidy(text)))
        yield _Sought(text, max(length, 1), tuple(Marker((clause,)) for clause in dict.fromkeys(tried)))


def _sentences(story: Ingredients, sought: list[_Sought], language: str) -> Iterator[str]:
    for one in sought:
        yield next((line for marker in one.markers if (line := _met(story, one, marker))), "") or _(
            "‘%(word)s’ does not stand in it."
        ) % {"word": one.text}
    if sought and language and story.language == language:
        yield _("It is in your language, which counts a little.")


def _met(story: Ingredients, sought: _Sought, marker: Marker) -> str:
    """Where the word stands and as what; nothing if it stands nowhere."""
    places, forms = [], {}
    for field, texts in _fields(story):
        found = [text[mark.start : mark.end] for tongue, text in texts for mark in marker.marks(text, tongue)]
        if found:
            places.append(_place(field, -(-len(found) // sought.length)))
            forms.update(dict.fromkeys(form.lower() for form in found))
    if not places:
        return ""
    values = {"word": sought.text, "places": get_text_list(places, _("and"))}
    if sought.length > 1 or set(forms) == {sought.text.lower()}:
        return _("‘%(word)s’ stands %(places)s.") % values
    shown = get_text_list([_("‘%(form)s’") % {"form": form} for form in list(forms)[:MOST_FORMS]], _("and"))
    return _("‘%(word)s’ stands %(places)s, as %(forms)s.") % (values | {"forms": shown})


def _fields(story: Ingredients) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The parts of a story, what counts most first, each text with its language."""

    def own(texts: Iterable[str]) -> list[tuple[str, str]]:
        return [(story.language, text) for text in texts]

    yield "title", own([story.title])
    yield "tags", own(story.tags)
    yield "people", own(story.people)
    yield "summary", own([story.summary])
    yield "quote", own([story.quote])
    yield "body", own(story.body)
    yield "labels", list(story.labels)


def _place(field: str, times: int) -> str:
    if field == "body":
        return ngettext("once in the text", "%(times)s× in the text", times) % {"times": times}
    return {
        "title": _("in the title"),
        "tags": _("among the tags"),
        "people": _("among the names"),
        "summary": _("in the summary"),
        "quote": _("in the customer’s words"),
        "labels": _("in what it is sorted by"),
    }[field]
