"""The Digest as a page and in its archive, and the desk at which leaders make it."""

import base64
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories.digest import weeks
from stories.digest.forms import DeskForm
from stories.digest.mails import Manner, addressed
from stories.digest.mails import render as render_mail
from stories.digest.models import NOT_FOR_EVERYONE, Digest, Full, NotForEveryone
from stories.digest.questions import translated_bank
from stories.digest.recipients import dry_run, summary, told_why
from stories.digest.schedule import draft, release
from stories.digest.shortlist import shortlist
from stories.flowers import Plant
from stories.models import Organisation, Story
from stories.moderation.views import for_leaders
from stories.reading.pages import page_of
from stories.reading.plants import plants_of, plants_path
from stories.request import PersonRequest

MOST_CANDIDATES = 12
NAMES_ON_A_PAGE = 300


@require_safe
def archive(request: PersonRequest) -> HttpResponse:
    """All Digests by year, each with the bouquet of what this person may read of it."""
    digests = Digest.objects.published().shown_to(request.user)
    shown = [(digest, plants_of(pick.story for pick in digest.shown or [])) for digest in digests]
    years = [(year, list(rows)) for year, rows in groupby(shown, key=lambda row: row[0].week_start.isocalendar().year)]
    desk = weeks.slug_of(Digest.objects.week_to_fill(timezone.now())) if request.user.is_leader else ""
    return render(request, "digest/archive.html", {"years": years, "desk": desk})


@require_safe
def digest(request: PersonRequest, slug: str) -> HttpResponse:
    found = digest_or_404(slug)
    if found.released_at is None:
        if request.user.is_leader:
            return redirect("digest_desk", slug)
        raise Http404
    return render(request, "digest/digest.html", context_of(request, found))


def digest_or_404(slug: str) -> Digest:
    return get_object_or_404(Digest.objects.select_related("approved_by"), week_start=weeks.week_of(slug))


def context_of(request: PersonRequest, found: Digest) -> dict[str, Any]:
    picks = found.stories_for(request.user)
    return {"digest": found, "picks": picks, "bouquet": plants_of(pick.story for pick in picks)}


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: PersonRequest, slug: str) -> HttpResponse:
    week_start = weeks.week_of(slug)
    found = Digest.objects.at_the_desk(week_start, timezone.now()) if week_start else None
    if found is None:
        raise Http404
    if request.method == "POST":
        return act(request, found)
    return show_desk(request, found, DeskForm(instance=found))


def act(request: PersonRequest, found: Digest) -> HttpResponse:
    """Keep what was typed, then do what the pressed button says."""
    form = DeskForm(request.POST, instance=found)
    if not form.is_valid():
        return show_desk(request, found, form, status=422)
    with transaction.atomic():
        mine = found.taken_up(form.cleaned_data["version"])
        done = do(request, form.save()) if mine else None
    if not mine:
        return show_typed(request, found)
    if request.headers.get("Accept", "").startswith("application/json"):
        picture = reverse("bouquet", args=[plants_path(plants_at(DeskForm(instance=found)))])
        saved_at = timezone.localtime().isoformat()
        return JsonResponse({"version": found.version, "saved_at": saved_at, "bouquet": picture})
    return done or redirect("digest_desk", found.slug)


def show_typed(request: PersonRequest, found: Digest) -> HttpResponse:
    """Another leader, or the clock, was faster: the Digest as it is now, with what was typed still in its fields."""
    found.refresh_from_db()
    if found.released_at:
        messages.warning(request, _("This Digest has gone out. It is not changed any more."))
    else:
        stands = _(
            "Somebody else changed this Digest meanwhile. What you typed stands below; save it if it shall count."
        )
        messages.warning(request, stands)
    return show_desk(request, found, DeskForm.on_top(found, request.POST), status=409)


def do(request: PersonRequest, found: Digest) -> HttpResponse | None:
    """`action` is a word, or a word and the number of a pick or story: `up:12`, `add:7`, `approve`."""
    action, _colon, number = request.POST.get("action", "save").partition(":")
    key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if action in ("up", "down"):
        found.move(key, -1 if action == "up" else 1)
    elif action == "out":
        found.take_out(key)
    elif action == "add":
        add_story(request, found, Story.objects.visible_to(request.user).filter(pk=key).first())
    elif action == "fill":
        draft(found, timezone.now())
    elif action == "approve":
        found.approve(by=request.user)
        messages.success(request, _("Week %(week)s is approved.") % {"week": found.week})
    elif action == "hold":
        found.hold()
        messages.success(request, _("Held back. Nothing goes out until somebody approves."))
    elif action == "test":
        send_test(request, found)
    elif action == "now":
        return redirect("digest_send", found.slug)
    return None


def add_story(request: PersonRequest, found: Digest, story: Story | None) -> bool:
    if story is None or not story.live:
        messages.warning(request, _("That story has been withdrawn."))
        return False
    try:
        found.add(story, by=request.user)
    except NotForEveryone:
        messages.warning(request, NOT_FOR_EVERYONE % {"title": story})
        return False
    except Full:
        messages.warning(request, _("The Digest is full. Take a story out first."))
        return False
    return True


def send_test(request: PersonRequest, found: Digest) -> None:
    """The mail as this leader would get it, through the ordinary queue."""
    message = addressed(render_mail(found, Manner.of(request.user)), found, request.user)
    message.subject = _("Test: %(subject)s") % {"subject": message.subject}
    del message.extra_headers["Message-ID"]
    message.send()
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})


def show_desk(request: PersonRequest, found: Digest, form: DeskForm, status: int = 200) -> HttpResponse:
    organisation = Organisation.load(request_or_site=request)
    worth = shortlist(found, timezone.now())
    context = {
        "digest": found,
        "form": form,
        "rows": [(pick, insight, worth.picked.get(pick.story_id, ())) for pick, insight in form.rows],
        "bouquet": plants_at(form),
        "cutoff": weeks.cutoff(found.week_start, organisation),
        "sends_at": found.sends_at(organisation),
        "hold_unapproved": organisation.hold_unapproved,
        "candidates": worth.candidates[:MOST_CANDIDATES],
        "left_out": worth.left_out,
        "recipients": sorted(summary(found).items()),
        "questions": translated_bank(),
        "ledger": ledger(found) if found.released_at else [],
    }
    return render(request, "digest/desk.html", context, status=status)


def plants_at(form: DeskForm) -> list[Plant]:
    """What the desk's bouquet is tied of: a withdrawn story lies on the desk, but is not in it."""
    return plants_of(pick.story for pick, _insight in form.rows if pick.story.live)


def ledger(found: Digest) -> list[tuple[str, int]]:
    """How many deliveries are in which state, in words."""
    counts = found.deliveries.order_by().values_list("state").annotate(number=Count("pk"))
    labels = dict(found.deliveries.model.State.choices)
    return [(str(labels[state]), number) for state, number in counts]


@for_leaders
@require_safe
def preview(request: PersonRequest, slug: str, surface: str) -> HttpResponse:
    """How it will look: as page, mail or text. The mail is a document of its own, with its own policy."""
    found = digest_or_404(slug)
    if surface == "page":
        return render(request, "digest/digest.html", context_of(request, found) | {"preview": True})
    rendered = render_mail(found, Manner.of(request.user))
    if surface == "text":
        return HttpResponse(rendered.text, content_type="text/plain; charset=utf-8")
    picture = base64.b64encode(rendered.picture).decode()
    response = HttpResponse(rendered.html.replace("cid:bouquet", f"data:image/png;base64,{picture}"))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return response


@for_leaders
@require_safe
def recipients(request: PersonRequest, slug: str) -> HttpResponse:
    """The dry run: who gets it, and who does not and why."""
    found = digest_or_404(slug)
    page = page_of(dry_run(found), request, NAMES_ON_A_PAGE)
    rows, counts = told_why(found, page), summary(found)
    context = {
        "digest": found,
        "page": page,
        "number": counts.pop("", 0),
        "reasons": sorted(counts.items()),
        "getting": [person for person, why in rows if not why],
        "others": [(person, why) for person, why in rows if why],
    }
    return render(request, "digest/recipients.html", context)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def send_now(request: PersonRequest, slug: str) -> HttpResponse:
    """Asked once more, since a mail to everyone cannot be called back."""
    found = digest_or_404(slug)
    if request.method != "POST":
        return render(request, "digest/send.html", {"digest": found, "recipients": summary(found)[""]})
    if send_out(found, by=request.user):
        messages.success(request, _("Week %(week)s is on its way.") % {"week": found.week})
        return redirect(found.get_absolute_url())
    messages.warning(request, _("There is nothing to send: no story in it, or it is out already."))
    return redirect("digest_desk", slug)


@transaction.atomic
def send_out(found: Digest, *, by: Any) -> bool:
    """Approved and released in one; a Digest that cannot go out is not approved either."""
    if found.released_at or not found.meant_for_everyone().exists():
        return False
    found.approve(by=by)
    return release(found, timezone.now())


@for_leaders
@require_POST
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """“Add to this week's Digest”, from any story."""
    story = get_object_or_404(Story.objects.visible_to(request.user).live(), pk=pk)
    found = Digest.objects.to_fill(timezone.now())
    if add_story(request, found, story):
        messages.success(request, _("Added to the Digest of week %(week)s.") % {"week": found.week})
    return redirect(story.get_absolute_url())
