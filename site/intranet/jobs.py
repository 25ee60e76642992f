"""What has to be done from time to time. Each job is idempotent and holds a lease while it works."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from post_office.mail import send_queued
from post_office.models import STATUS, Attachment, Email
from wagtail.models import Page, Revision

from intranet.models import Lease
from search import indexing
from search.engines.base import SearchUnavailable
from search.log import forget_old as forget_old_searches
from stories.conversation.mails import mail_notices
from stories.digest.delivery import deliver_due
from stories.digest.schedule import draft_due, release_due, remind_due
from stories.models import KeptWords, Story

log = logging.getLogger(__name__)
Job = Callable[[datetime], int]
MAILS_KEPT_FOR = timedelta(days=30)


def drain_outbox(now: datetime) -> int:
    """An engine that is away comes back: said in a line, not with a traceback every second."""
    try:
        return indexing.drain()
    except SearchUnavailable as error:
        log.warning("search is resting, changes wait in the outbox: %s", error)
        return 0


def publish_scheduled(now: datetime) -> int:
    """Publish what was scheduled until now and take down what has expired; the number of stories and pages."""
    due: list[Any] = list(Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"))
    due += [one for kind in (Story, Page) for one in kind.objects.filter(live=True, expire_at__lte=now)]
    return sum(each_alone(go_live_or_expire, one) for one in due)


@transaction.atomic
def go_live_or_expire(one: Any) -> None:
    if not isinstance(one, Revision):
        one.unpublish(set_expired=True)
        return
    one.content["go_live_at"] = None
    one.approved_go_live_at = None
    one.save(update_fields=["content", "approved_go_live_at"])
    one.publish(user=one.user, skip_permission_checks=True)


def each_alone(action: Callable[[Any], None], one: Any) -> bool:
    """What fails is written down and tried again the next time; it does not stop the others."""
    try:
        action(one)
    except OperationalError:
        raise
    except Exception:
        log.exception("%r could not be done", one)
        return False
    return True


def digest(now: datetime) -> int:
    """Draft at cut-off, remind, release at send time; the number of things done."""
    return draft_due(now) + remind_due(now) + release_due(now)


def notices(now: datetime) -> int:
    return mail_notices()


def send_mail(now: datetime) -> int:
    sent, failed, requeued = send_queued(processes=1)
    if failed or requeued:
        log.warning("mail: %s sent, %s to be tried again, %s failed", sent, requeued, failed)
    return sent


def clean_up(now: datetime) -> int:
    forget_mails(before=now - MAILS_KEPT_FOR)
    call_command("clearsessions", verbosity=0)
    forget_old_searches(now)
    return KeptWords.forget_old(now)


def forget_mails(*, before: datetime) -> None:
    """What was sent or given up long ago; what still waits is kept, however long the outage."""
    done = [STATUS.sent, STATUS.failed]
    Email.objects.filter(Q(status__in=done) | Q(expires_at__lt=before), created__lt=before).delete()
    for attachment in Attachment.objects.filter(emails=None):
        attachment.file.delete(save=False)
        attachment.delete()


JOBS: dict[str, Job] = {
    "outbox": drain_outbox,
    "scheduled": publish_scheduled,
    "digest": digest,
    "delivery": deliver_due,
    "notices": notices,
    "mail": send_mail,
    "clean-up": clean_up,
}


def run(name: str, now: datetime | None = None) -> int | None:
    """Do one job; what it counted, or None if another process is at it or it failed (it is tried again)."""
    try:
        with Lease.held(name) as lease:
            return JOBS[name](now or timezone.now()) if lease else None
    except Exception:
        log.exception("the job %s failed; it will be tried again", name)
        return None
