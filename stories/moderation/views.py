"""What waits, for leaders: publish it, or return it with a reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stories.models import Story
from stories.models.lifecycle import WrongState
from stories.moderation.forms import ApproveForm, ReturnForm
from stories.request import PersonRequest

View = Callable[..., HttpResponse]


def for_leaders(view: View) -> View:
    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_leader:
            raise PermissionDenied(_("Only leaders check stories."))
        return view(request, *args, **kwargs)

    return checked


@for_leaders
@require_safe
def review(request: PersonRequest) -> HttpResponse:
    queue = waiting_for(request.user)
    first = next(iter(queue), None)
    return show(request, queue, first, ReturnForm())


@for_leaders
@require_safe
def review_story(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user), pk=pk)
    if story.check_state != Story.State.WAITING and not story.live_by_trust:
        return redirect(story.get_absolute_url())
    return show(request, waiting_for(request.user), story, ReturnForm())


def waiting_for(user: Any) -> list[Story]:
    stories = Story.objects.visible_to(user).with_flowers().select_related("author", "team")
    return [*stories.waiting()[:50], *stories.to_look_over()[:20]]


def show(
    request: PersonRequest, queue: list[Story], story: Story | None, form: ReturnForm, status: int = 200
) -> HttpResponse:
    text = story.working_copy if story else None
    context = {"queue": queue, "story": story, "text": text, "form": form, "approve_form": ApproveForm()}
    return render(request, "stories/review.html", context, status=status)


@for_leaders
@require_POST
def approve(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user), pk=pk)
    form = ApproveForm(request.POST)
    try:
        with transaction.atomic():
            story.approve(by=request.user)
            if form.is_valid() and form.cleaned_data["trust"] and story.author:
                story.author.is_trusted = True
                story.author.save(update_fields=["is_trusted"])
    except WrongState:
        return somebody_was_faster(request)
    messages.success(request, _("“%(title)s” is live.") % {"title": story})
    return redirect("review")


@for_leaders
@require_POST
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user), pk=pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, waiting_for(request.user), story, form, status=422)
    try:
        story.return_to_author(by=request.user, reason=form.cleaned_data["reason"])
    except WrongState:
        return somebody_was_faster(request)
    messages.success(request, _("“%(title)s” is back with its author.") % {"title": story})
    return redirect("review")


@for_leaders
@require_POST
def look_over(request: PersonRequest, pk: int) -> HttpResponse:
    get_object_or_404(Story.objects.visible_to(request.user), pk=pk).look_over(by=request.user)
    return redirect("review")


@for_leaders
@require_POST
def take_down(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user).live(), pk=pk)
    story.unpublish(user=request.user)
    messages.success(request, _("“%(title)s” is taken down.") % {"title": story})
    return redirect(story.get_absolute_url())


def somebody_was_faster(request: PersonRequest) -> HttpResponse:
    messages.info(request, _("Somebody has dealt with that story already."))
    return redirect("review")
