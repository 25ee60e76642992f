"""What the search page shows of its results: facets, chips to take filters away, and ways on where nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search import audience, searching
from search.asking import Question, Scope
from search.engines import current_engine
from search.forms import FACETS, MOST_PAGES, SearchForm
from search.planning import narrowings
from search.query import Filter, Results, SearchQuery
from search.searching import PER_PAGE

FACET_NAMES = {
    "principle": gettext_lazy("Principle"),
    "lang": gettext_lazy("Language"),
    "team": gettext_lazy("Team"),
    "channel": gettext_lazy("Channel"),
    "year": gettext_lazy("Year"),
}
FILTER_LABELS = FACET_NAMES | {
    "tag": gettext_lazy("Tag"),
    "by": gettext_lazy("Person"),
    "gesture": gettext_lazy("Gesture"),
    "level": gettext_lazy("Level"),
}
SORT_NAMES = {
    "relevance": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "applause": gettext_lazy("Most applauded"),
}
MOST_VALUES = 8
MOST_ATTEMPTS = 5

Link = tuple[str, str]
"""What it says and where it leads."""


def context_of(form: SearchForm, results: Results, user: Any) -> dict[str, Any]:
    last_page = min(max(1, -(-results.total // PER_PAGE)), MOST_PAGES)
    corrected = results.did_you_mean
    return {
        "form": form,
        "results": results,
        "facets": facets_of(form, results),
        "chips": list(chips(form, results)),
        "unmatched": unmatched(form.typed, user),
        "sorts": list(sorts(form)) if results.total > 1 else [],
        "did_you_mean": (corrected, form.query_string(q=corrected)) if corrected else None,
        "page": form.page_number,
        "last_page": last_page,
        "earlier": form.query_string(page=form.page_number - 1) if form.page_number > 1 else "",
        "later": form.query_string(page=form.page_number + 1) if form.page_number < last_page else "",
        "explain_url": form.query_string(explain=None if form.explains else "1"),
    }


def sorts(form: SearchForm) -> Iterator[tuple[str, str, bool]]:
    """What each order is called, where it leads, and whether it is the one."""
    for sort, name in SORT_NAMES.items():
        yield str(name), form.query_string(sort=sort), sort == form.sorted_by


def facets_of(form: SearchForm, results: Results) -> list[dict[str, Any]]:
    """The facets that have something to choose, each value with the address it leads to."""
    facets = []
    for name in FACETS:
        values = results.facets.get(name, ())[:MOST_VALUES]
        if values:
            rows = [(value, form.toggled(name, value.value, value.label)) for value in values]
            facets.append({"name": FACET_NAMES[name], "rows": rows})
    return facets


def chips(form: SearchForm, results: Results) -> Iterator[Link]:
    """Everything that narrows this search, clicked or typed, each with the address without it."""
    for name, values in form.chosen.items():
        labels = {value.value: value.label for value in results.facets.get(name, ())}
        for value in values:
            kept = [other for other in values if other != value]
            yield labels.get(value, value), form.query_string(**{name: kept})
    for typed in form.typed.filters:
        yield in_words(typed), form.query_string(q=form.text_without([typed]))
    if form.begins:
        yield _("from %(month)s") % {"month": month_name(form.begins)}, form.query_string(since=None)
    if form.ends:
        yield _("until %(month)s") % {"month": month_name(form.ends)}, form.query_string(until=None)


def in_words(typed: Filter) -> str:
    """A typed filter in the reader's language, however it was typed."""
    said = f"{FILTER_LABELS[typed.name]}: {typed.value}"
    return _("not %(filter)s") % {"filter": said} if typed.excluded else said


def month_name(month: str) -> str:
    return date_format(date(int(month[:4]), int(month[5:]), 1), "YEAR_MONTH_FORMAT")


def unmatched(query: SearchQuery, user: Any) -> list[str]:
    """The filters typed that no story which this reader may find has, in words."""
    wanted = [one for one in query.filters if not one.excluded][:MOST_ATTEMPTS]
    scope = Scope(audience.tokens_for(user), audience.LIVE)
    return [in_words(one) for one in wanted if not has_any(one, scope)]


def has_any(one: Filter, scope: Scope) -> bool:
    return current_engine().search(Question(scope, narrowings=tuple(narrowings([one])), limit=0)).total > 0


def empty_state(form: SearchForm, results: Results, *, user: Any, language: str) -> dict[str, Any]:
    """What else would find something: wider filters, corrected words, or one of the words alone."""

    def ask(query: SearchQuery) -> Results:
        return searching.search(query, user=user, language=language, per_page=0, everything=True)

    context: dict[str, Any] = {}
    if results.query.filters:
        text, no_filters = form.text_without(form.typed.filters), dict.fromkeys((*FACETS, "since", "until"))
        wider = ask(SearchQuery.parse(text))
        if wider.total:
            context["wider"] = (wider.total, form.query_string(q=text, **no_filters))
        if wider.did_you_mean:
            context["did_you_mean"] = (wider.did_you_mean, form.query_string(q=wider.did_you_mean, **no_filters))
    words = results.query.telling_words
    if len(words) > 1:
        alone = [(word.text, ask(SearchQuery.parse(word.text)).total) for word in words[:MOST_ATTEMPTS]]
        context["alone"] = [(text, total, "?" + urlencode({"q": text})) for text, total in alone if total]
    return context
