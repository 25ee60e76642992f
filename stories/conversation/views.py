"""Applause and notices."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from stories.models import Notice, Story
from stories.reading.pages import page_of
from stories.request import PersonRequest


@require_POST
def applaud(request: PersonRequest, pk: int) -> HttpResponse:
    """One press, once a person; `undo` takes it back. htmx gets the applause part of the story page."""
    story = get_object_or_404(Story.objects.visible_to(request.user).live(), pk=pk)
    undo = "undo" in request.POST
    if undo:
        story.take_back_applause(by=request.user)
    else:
        story.applaud(by=request.user)
    if request.htmx:
        context = {"story": story, "applauded": not undo, "just_applauded": not undo}
        return render(request, "stories/story.html#applause", context)
    return redirect(story.get_absolute_url() + "#applause")


@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    return render(request, "stories/notices.html", {"page": page_of(Notice.objects.of(request.user), request, size=30)})


@require_POST
def open_notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Reads one notice and goes to what it is about."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    notice.mark_read()
    return redirect(notice.get_absolute_url())


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    Notice.objects.of(request.user).mark_read()
    return redirect("notices")
