"""The search page (one address, a whole page or for htmx its results), suggestions, and the log's report."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from search import log, searching
from search.explaining import explain
from search.forms import FACETS, SearchForm, SeenForm
from search.log import Slip
from search.pins import on_top, pinned
from search.presenting import context_of, empty_state
from search.query import Hit
from search.searching import SearchUnavailable
from stories.moderation.views import for_leaders
from stories.request import PersonRequest


@require_safe
@vary_on_headers("HX-Request")
def search(request: PersonRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    try:
        context = found_by(form, request)
    except SearchUnavailable:
        if request.htmx:  # only an answer that is well takes the place of the results
            return render(request, "search/search.html#resting")
        return render(request, "search/search.html", {"form": form, "resting": True}, status=503)
    if form.page_number > context["last_page"]:
        return redirect(reverse("search") + form.query_string(page=context["last_page"]))
    response = render(request, "search/search.html#results" if request.htmx else "search/search.html", context)
    if (slip := context["slip"]) and not request.htmx:  # while somebody types, the page says when it has come to rest
        slip.record()
    return response


def found_by(form: SearchForm, request: PersonRequest) -> dict[str, Any]:
    query, language = form.query, (get_language() or "")[:2]
    asked: dict[str, Any] = {"user": request.user, "language": language}
    results = searching.search(
        query, **asked, sort=form.sorted_by, page=form.page_number, facet_names=FACETS, everything=True
    )
    first, hits = on_top(pinned(form.text, request.user) if form.is_plain else [], results.hits)
    shown = [*first, *hits] if form.page_number == 1 else hits
    results = replace(results, total=max(results.total, len(shown)))  # who pinned one has answered the query
    explained = form.explains and request.user.is_leader
    why = explain([hit.id for hit in results.hits], query, **asked) if explained else {}
    context = context_of(form, results, request.user) | {"rows": rows_of(shown, len(shown) - len(hits), why)}
    if not shown:
        context |= empty_state(form, results, **asked)
    asks = form.is_plain and form.typed.asks_for_something  # team: is half a filter, and asks for nothing yet
    recorded = asks and form.page_number == 1 and not form.explains
    return context | {"slip": Slip.of(form.text, language, results.total) if recorded else None}


def rows_of(hits: list[Hit], pinned_first: int, why: dict[int, list[str]]) -> list[dict[str, Any]]:
    return [
        {"hit": hit, "place": place, "is_pinned": place <= pinned_first, "why": why.get(hit.id, [])}
        for place, hit in enumerate(hits, start=1)
    ]


@require_safe
def suggest(request: PersonRequest) -> JsonResponse:
    """What may be meant: a list of texts with their kind and the address they lead to."""
    try:
        found = searching.suggest(SearchForm(request.GET).text, request.user)
    except SearchUnavailable:
        return JsonResponse({"options": []})
    options = [option(text, "", search_address(text)) for text in found.queries]
    options += [option(story.title, _("Story"), story.get_absolute_url(), story.language) for story in found.stories]
    options += [option(name, _("Person"), search_address(f'by:"{name}"')) for name in found.people]
    options += [option(tag.label, _("Tag"), reverse("tag", args=[tag.value])) for tag in found.tags]
    return JsonResponse({"options": options})


def option(text: str, kind: str, url: str, language: str = "") -> dict[str, str]:
    return {"text": text, "kind": kind, "url": url, "lang": language}


def search_address(text: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text})}"


@require_POST
def seen(request: PersonRequest) -> HttpResponse:
    """The page hands in its slip: the words have come to rest, or a story was opened."""
    form = SeenForm(request.POST)
    slip = Slip.read(form.cleaned_data["slip"]) if form.is_valid() else None
    if slip is None:
        return HttpResponseBadRequest()
    slip.record(form.cleaned_data["place"])
    return HttpResponse(status=204)


@for_leaders
@require_safe
def report(request: PersonRequest) -> HttpResponse:
    return render(request, "search/report.html", {"report": log.report(), "days": log.KEPT_FOR.days})
