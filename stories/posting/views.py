"""Tell a story: draft kept as one types, posted once however often one taps, never lost to a session that ended."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories.models import Story, Transition
from stories.posting.forms import TellForm, said
from stories.posting.kept import COOKIE, keep_words, take_kept_words
from stories.posting.suggesting import SUGGESTED, tags_beginning
from stories.reading.pages import page_of
from stories.request import PersonRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    if not request.user.is_authenticated:
        return keep_words(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
    kept = take_kept_words(request) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else kept
    story = story_to_write(request, pk, data)
    if data is not None and already_told(story, data):
        return redirect(story.get_absolute_url())
    if kept is not None:
        return show_kept_words(request, story, kept)
    if request.method == "POST":
        return take_story(request, story)
    return show_form(request, TellForm(instance=story, author=request.user), story)


def show_form(request: PersonRequest, form: TellForm, story: Story, status: int = 200) -> HttpResponse:
    was = request.POST.get("was") or story.check_state
    context = {"form": form, "story": story, "was": was, "reason": story.return_reason}
    return render(request, "stories/tell.html", context, status=status)


def story_to_write(request: PersonRequest, pk: int | None, data: Any) -> Story:
    """The story of that address or of the form's key, as its author last left it; else a new one."""
    mine = Story.objects.by_author(request.user)
    if pk is not None:
        return get_object_or_404(mine, pk=pk).working_copy
    key = uuid_in(data.get("key")) if data else None
    found = mine.with_key(key).first() if key else None
    if found:
        return found.working_copy
    language = (get_language() or "en")[:2]
    team = request.user.teams.first()
    story = Story(author=request.user, language=language, team=team)
    if key and not Story.objects.with_key(key).exists():
        story.uuid = key
    return story


def uuid_in(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def already_told(story: Story, data: Any) -> bool:
    """A second tap: the form was shown before the story was handed in (`was`), and says what the story says.

    Somebody who goes back in the browser and changes a word is not told twice: the change is taken.
    """
    state, was = Story.State, data.get("was") or Story.State.DRAFT
    if not story.pk or was not in (state.DRAFT, state.RETURNED) or story.check_state not in (state.WAITING, state.LIVE):
        return False
    again = Story.objects.get(pk=story.pk).working_copy
    form = TellForm(data, instance=again, author=story.author, to_hand_in=False)
    form.is_valid()
    return said(form.fill()) == said(story)


def take_story(request: PersonRequest, story: Story) -> HttpResponse:
    """Keep what was sent, and hand it in unless it was only to be kept."""
    only_keep = "save" in request.POST
    form = TellForm(request.POST, request.FILES, instance=story, author=request.user, to_hand_in=not only_keep)
    valid = form.is_valid()
    if not valid and not story.pk and form.says_nothing():
        return show_form(request, form, story, status=422)
    try:
        story = kept_story(form, request.user, hand_in=valid and not only_keep)
    except IntegrityError:  # the other tap of a double tap was first
        first = get_object_or_404(Story.objects.by_author(request.user), uuid=story.uuid)
        return redirect(first.get_absolute_url())
    if not valid:
        return show_form(request, form, story, status=422)
    if only_keep:
        messages.success(request, _("Kept as a draft. Nobody else can see it yet."))
        return redirect("mine")
    thanks = (
        _("Your story is live. Thank you.")
        if story.check_state == Story.State.LIVE
        else _("Thank you. A leader reads it now, and you will hear.")
    )
    messages.success(request, thanks)
    return redirect(story.get_absolute_url())


@transaction.atomic
def kept_story(form: TellForm, user: Any, *, hand_in: bool) -> Story:
    story = form.fill()
    if story.pk:
        story.catch_up()
    if story.check_state == Story.State.WAITING:
        story.withdraw(by=user, why="edited")
    story.keep(by=user)
    if hand_in:
        story.submit(by=user)
        story.refresh_from_db(fields=["state", "edit_state"])
    return story


def show_kept_words(request: PersonRequest, story: Story, kept: Any) -> HttpResponse:
    """What was sent after the session had ended becomes a draft, so that it cannot be lost again."""
    form = TellForm(kept, instance=story, author=request.user, to_hand_in=False)
    form.is_valid()
    story = kept_story(form, request.user, hand_in=False)
    messages.info(request, _("You were signed out in between. Here is what you wrote; nothing is lost."))
    response = redirect("tell_edit", story.pk)
    response.delete_cookie(COOKIE)
    return response


@login_not_required
@require_POST
def autosave(request: PersonRequest) -> HttpResponse:
    """Keeps a draft as one types; answers where it stands now. A story that waits is not touched by typing."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("You are signed out.")}, status=401)
    story = story_to_write(request, None, request.POST)
    if story.pk and story.check_state == Story.State.WAITING:
        return JsonResponse({"error": _("The story waits for a leader.")}, status=409)
    before = said(story) if story.pk else None
    form = TellForm(request.POST, instance=story, author=request.user, to_hand_in=False)
    form.is_valid()
    try:
        if said(form.fill()) != before:
            story = kept_story(form, request.user, hand_in=False)
    except IntegrityError:
        return JsonResponse({"error": _("It was being kept twice at once; it is kept.")}, status=409)
    url = reverse("tell_edit", args=[story.pk])
    return JsonResponse({"url": url, "key": str(story.uuid), "saved_at": timezone.localtime().isoformat()})


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    stories = Story.objects.by_author(request.user).for_cards().with_returns().order_by("-updated_at", "-pk")
    page = page_of(stories, request, size=30)
    return render(request, "stories/mine.html", {"page": page, "stories": [(one, reason_of(one)) for one in page]})


def reason_of(story: Story) -> Transition | None:
    """Why it came back, as long as it has not been sent again."""
    return story.returns[-1] if story.returns and story.check_state == Story.State.RETURNED else None


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.by_author(request.user), pk=pk)
    story.withdraw(by=request.user)
    messages.success(request, _("“%(title)s” is taken back. You can go on writing.") % {"title": story})
    return redirect("mine")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Story.objects.by_author(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "stories/delete.html", {"story": story})
    title = str(story)
    story.remove()
    messages.success(request, _("“%(title)s” is deleted.") % {"title": title})
    return redirect("mine")


@require_safe
def suggestions(request: PersonRequest, kind: str) -> HttpResponse:
    """Words that begin as the typed one does: tags of stories that the person may read, or colleagues."""
    if kind not in SUGGESTED:
        raise Http404
    start = request.GET.get("q", "").strip()[:60]
    return JsonResponse(SUGGESTED[kind](start, request.user) if start else [], safe=False)


@require_safe
def admin_tags(request: PersonRequest) -> HttpResponse:
    """Stands where Wagtail's own would suggest every tag, those of other people's drafts too."""
    start = request.GET.get("term", "").strip()[:60]
    return JsonResponse(tags_beginning(start, request.user) if start else [], safe=False)
