from typing import Any

from django.http import HttpRequest


class PersonRequest(HttpRequest):
    """A request behind the sign-in: `user` is a people.User, which stories reach through the settings only."""

    user: Any
    htmx: Any
