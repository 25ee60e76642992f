"""A story sent after the session had ended: its words wait an hour on the server for the sign-in."""

import json
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpResponse, QueryDict

from stories.models import KeptWords
from stories.posting.forms import belongs_to_another
from stories.request import PersonRequest

COOKIE = "kept"


def keep_words(request: PersonRequest) -> HttpResponse:
    """Store what was sent (never files), hand out its key in a cookie, and ask for sign-in."""
    response = redirect_to_login(request.path)
    words = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    told = any("".join(values).strip() for name, values in words.items() if name not in ("key", "writer", "language"))
    if told and len(json.dumps(words)) <= KeptWords.MOST_BYTES:
        kept = KeptWords.keep(request.path, words)
        seconds = int(KeptWords.KEPT_FOR.total_seconds())
        response.set_signed_cookie(
            COOKIE, str(kept.key), max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


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
