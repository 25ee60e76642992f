"""What the clock asks for: draft at cut-off, remind, release at send time. All of it may run again at any time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from stories.digest import weeks
from stories.digest.models import Digest
from stories.digest.questions import next_question
from stories.digest.recipients import open_deliveries
from stories.digest.shortlist import DRAFTED, best_mix, shortlist
from stories.models import Notice, Organisation

REMINDED_BEFORE = timedelta(hours=2)  # real hours, also where the clocks change in them
TOO_LATE = timedelta(days=6)


def draft_due(now: datetime) -> int:
    """Draft this week's Digest once the cut-off is past; 1 if it was drafted now."""
    organisation = Organisation.load()
    week_start = weeks.monday_of(now)
    if now < weeks.cutoff(week_start, organisation):
        return 0
    digest = Digest.objects.of_week(week_start)
    return int(draft(digest, now))


@transaction.atomic
def draft(digest: Digest, now: datetime) -> bool:
    """Fill the Digest from the shortlist, after what leaders have put in already.

    False if it was drafted before, or a leader has approved it as it is: then nothing is added.
    """
    if not Digest.objects.open().filter(pk=digest.pk, drafted_at=None, approved_at=None).update(drafted_at=now):
        return False
    missing = max(0, DRAFTED - digest.picks.count())
    for story in best_mix(shortlist(digest, now).candidates, missing):
        digest.add(story)
    Digest.objects.filter(pk=digest.pk, question="").update(question=next_question())
    digest.touched()
    tell_leaders(digest, Notice.Kind.DRAFTED)
    return True


def remind_due(now: datetime) -> int:
    """Two hours before a Digest goes out unapproved, the stand-in (or every leader) is told, once."""
    organisation = Organisation.load()
    count = 0
    for digest in (
        Digest.objects.open().filter(approved_at=None, held_at=None, reminded_at=None).exclude(drafted_at=None)
    ):
        due = digest.sends_at(organisation).astimezone(UTC)
        if due - REMINDED_BEFORE <= now < due:
            count += remind(digest, now, organisation.stand_in)
    return count


@transaction.atomic
def remind(digest: Digest, now: datetime, stand_in: Any) -> bool:
    """Tell the stand-in, or every leader where there is none or that person has left. False if they know."""
    if not Digest.objects.filter(pk=digest.pk, reminded_at=None).update(reminded_at=now):
        return False
    tell_leaders(digest, Notice.Kind.UNAPPROVED, stand_in if stand_in and stand_in.is_active else None)
    return True


def tell_leaders(digest: Digest, kind: str, only: Any = None) -> None:
    people = [only] if only else list(get_user_model().objects.leaders())
    path = f"{digest.get_absolute_url()}desk/"
    Notice.objects.bulk_create([Notice(person=person, kind=kind, text=digest.slug, path=path) for person in people])


def release_due(now: datetime) -> int:
    """Send out what is due: the approved, and the drafted that nobody looked at unless they are to be held.

    One with nothing in it is held back, lest it went out the moment somebody adds a first story.
    """
    organisation = Organisation.load()
    count = 0
    for digest in Digest.objects.open().filter(held_at=None).exclude(drafted_at=None, approved_at=None):
        due = digest.sends_at(organisation)
        if not due <= now < due + TOO_LATE:
            continue
        if not digest.meant_for_everyone().exists():
            digest.hold()
        elif digest.approved_at or not organisation.hold_unapproved:
            count += release(digest, now)
    return count


@transaction.atomic
def release(digest: Digest, now: datetime) -> bool:
    """Publish the Digest and open a delivery for everyone who gets it, all at once. False if it is out or empty."""
    if not digest.stories_for_everyone():
        return False
    automatic = digest.approved_at is None
    if not Digest.objects.filter(pk=digest.pk, released_at=None).update(released_at=now, automatic=automatic):
        return False
    digest.refresh_from_db()
    open_deliveries(digest, now)
    return True
