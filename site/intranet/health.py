"""Is everything running? `/healthz/` for machines says only ok; `/health/` for leaders says what waits where."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email

from search import indexing
from search.engines import current_engine
from search.engines.base import SearchUnavailable
from stories.models import StoryChange
from stories.moderation.views import for_leaders

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Reading:
    """One line of the health page."""

    name: str
    value: str
    well: bool


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@for_leaders
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return render(request, "health.html", {"readings": [outbox(), *mail(), *search_index()]})


def outbox() -> Reading:
    age = indexing.outbox_age() or timedelta(0)
    text = _("%(number)s changes wait, the oldest for %(seconds)s s") % {
        "number": StoryChange.objects.count(),
        "seconds": int(age.total_seconds()),
    }
    return Reading(_("Changes on their way to search"), text, age < LATE)


def mail() -> list[Reading]:
    queued = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued])
    oldest = queued.order_by("created").first()
    failed = Email.objects.filter(status=STATUS.failed).count()
    late = bool(oldest and timezone.now() - oldest.created > LATE)
    return [
        Reading(_("Mails waiting"), str(queued.count()), not late),
        Reading(_("Mails that could not be sent"), str(failed), failed == 0),
    ]


def search_index() -> list[Reading]:
    """Cheap: counts only. `check_search` compares each document with its story."""
    name = type(current_engine()).__name__.removesuffix("Engine")
    try:
        documents = indexing.document_count()
        ready = current_engine().is_ready()
    except SearchUnavailable as error:
        return [Reading(_("Search"), f"{name}: {_('Search is resting')} ({error})", False)]
    drift = abs(documents - (stories := indexing.story_count()))
    on_their_way = StoryChange.objects.values("story_id").distinct().count()
    return [
        Reading(_("Search"), name if ready else f"{name}: {_('being built anew for this version')}", ready),
        Reading(_("Stories found by search"), f"{documents} / {stories}", True),
        Reading(_("Difference between stories and search"), str(drift), drift <= on_their_way),
    ]
