"""What stories name (people, teams, tags …) is renamed and deleted in the admin; search hears of it in the same transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import DeleteView, EditView

from stories.models import Story, StoryChange

AdminView = Callable[..., HttpResponse]
REDIRECTED = 302  # what the admin's forms answer when they have done their work


class NamedInStories:
    """For the admin's viewsets of what stories name."""

    model: Any

    def construct_view(self, view_class: Any, **kwargs: Any) -> AdminView:
        view: AdminView = super().construct_view(view_class, **kwargs)  # type: ignore[misc]
        return telling_search(view, self.model) if issubclass(view_class, EditView | DeleteView) else view


def telling_search(view: AdminView, model: Any) -> AdminView:
    """The view in one transaction with the outbox rows of all stories that name the thing it changes."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                thing = model.objects.filter(pk=kwargs.get("pk")).first()
                # Read before: a deleted thing is named nowhere.
                ids = list(Story.objects.naming(thing).values_list("pk", flat=True)) if thing else []
                response = view(request, *args, **kwargs)
                if response.status_code == REDIRECTED:
                    StoryChange.note_ids(ids)
                return response
        except ProtectedError:
            messages.error(request, still_used(thing))
            return redirect(request.get_full_path())

    return told


def still_used(thing: Any) -> str:
    return _("“%(name)s” cannot be deleted: stories are sorted by it.") % {"name": thing}
