"""Who gets a Digest by mail, and who does not and why. The database counts: thousands may work here."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext as _

from stories.digest import weeks
from stories.digest.models import Delivery, Digest
from stories.models import Organisation

BATCH = 2000
WEEKLY, MONTHLY, OFF = "weekly", "monthly", "off"


def frequencies(digest: Digest) -> list[str]:
    """How often those want it who get this one: the last of a month also goes to its monthly readers."""
    return [WEEKLY, MONTHLY] if weeks.is_last_of_month(digest.week_start, Organisation.load()) else [WEEKLY]


def why_not(is_active: bool, frequency: str, wanted: list[str]) -> str:
    """Why somebody like that gets no mail of a Digest, in words; nothing for those who get it."""
    if not is_active:
        return _("no longer here")
    if frequency == OFF:
        return _("wants no mail")
    return "" if frequency in wanted else _("once a month, at its end")


def reached(digest: Digest) -> Any:
    return get_user_model().objects.filter(is_active=True, digest_frequency__in=frequencies(digest)).order_by("pk")


def open_deliveries(digest: Digest, now: datetime) -> None:
    """A row in the ledger for everyone who gets the mail; those who have one keep it."""
    for batch in batches(reached(digest).values_list("pk", flat=True).iterator(BATCH)):
        rows = [Delivery(digest=digest, person_id=key, not_before=now) for key in batch]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def batches(rows: Iterator[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def dry_run(digest: Digest) -> Any:
    """Everybody by name, those first who are left out; `told_why` says who that is and why."""
    gets = Q(is_active=True, digest_frequency__in=frequencies(digest))
    return (
        get_user_model()
        .objects.only("email", "first_name", "last_name", "is_active", "digest_frequency")
        .annotate(gets=Case(When(gets, then=Value(1)), default=Value(0)))
        .order_by("gets", "first_name", "last_name", "pk")
    )


def told_why(digest: Digest, people: Any) -> list[tuple[Any, str]]:
    """(person, why not) for these people: who would get it has an empty reason."""
    wanted = frequencies(digest)
    return [(person, why_not(person.is_active, person.digest_frequency, wanted)) for person in people]


def summary(digest: Digest) -> Counter[str]:
    """How many get the mail (under an empty key), and how many do not, by reason."""
    wanted, counts = frequencies(digest), Counter[str]()
    kinds = get_user_model().objects.order_by().values_list("is_active", "digest_frequency")
    for is_active, frequency, number in kinds.annotate(Count("pk")):
        counts[why_not(is_active, frequency, wanted)] += number
    return counts
