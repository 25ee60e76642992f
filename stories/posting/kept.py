"""A story sent after the session had ended: its words wait an hour on the server for the sign-in."""

import json
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from stories.models import KeptWords, Story
from stories.posting.forms import belongs_to_another, writer_of
from stories.request import PersonRequest

COOKIE = "kept"
TOLD = ("title", "summary", *Story.PROMPTS, "customer_quote")


def keep_words(request: PersonRequest) -> HttpResponse:
    """Store what was sent (never files), hand out its key in a cookie, and ask for sign-in."""
    response = redirect_to_login(request.path)
    words = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    told = any("".join(values).strip() for name, values in words.items() if name not in ("key", "writer", "language"))
    if not told or len(json.dumps(words)) > KeptWords.MOST_BYTES:
        return response
    if not within_limits(request):
        return hand_back(request, words)
    kept = KeptWords.keep(request.path, words)
    seconds = int(KeptWords.KEPT_FOR.total_seconds())
    response.set_signed_cookie(
        COOKIE, str(kept.key), max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


def within_limits(request: PersonRequest) -> bool:
    """Nobody pushes out what others have sent: who has a form of ours is counted alone, strangers by their address."""
    here = request.user
    writer = str(here.pk) if here.is_authenticated else writer_of(request.POST.get("writer", ""))
    action = "keep_own_words" if writer else "keep_words"
    return bool(ratelimit.consume(request, action=action, key=writer))


def hand_back(request: PersonRequest, words: dict[str, list[str]]) -> HttpResponse:
    """Too many for now: the words go back to who sent them, in a form that sends them again."""
    fields = [(name, value) for name, values in words.items() for value in values]
    told = [value for name, value in fields if name in TOLD and value.strip()]
    return render(request, "stories/kept_too_many.html", {"fields": fields, "told": told}, status=429)


def take_kept_words(request: PersonRequest) -> QueryDict | None:
    """The words kept for this browser and address, once, and only for the person who wrote them."""
    try:
        kept = KeptWords.take(request.get_signed_cookie(COOKIE, default=None))
    except signing.BadSignature:
        return None
    if kept is None or kept.path != request.path:
        return None
    words = query_dict(kept.words)
    if belongs_to_another(words.get("writer", ""), request.user):
        return None
    kept.delete()
    return words


def query_dict(words: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in words.items():
        data.setlist(name, values)
    return data
