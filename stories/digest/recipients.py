"""Who gets a Digest by mail, and who does not and why."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from stories.digest import weeks
from stories.digest.models import Delivery, Digest
from stories.models import Organisation

BATCH = 2000
WEEKLY, MONTHLY, OFF = "weekly", "monthly", "off"


def why_not(person: Any, *, last_of_month: bool) -> str:
    """Why a person gets no mail of this Digest, in words; nothing for those who get it."""
    if not person.is_active:
        return _("no longer here")
    if person.digest_frequency == OFF:
        return _("wants no mail")
    if person.digest_frequency == MONTHLY and not last_of_month:
        return _("once a month, at its end")
    return ""


def people() -> Any:
    return (
        get_user_model()
        .objects.order_by("pk")
        .only("pk", "email", "first_name", "last_name", "is_active", "digest_frequency")
    )


def open_deliveries(digest: Digest, now: datetime) -> None:
    """A row in the ledger for everyone who gets the mail; those who have one keep it."""
    last = weeks.is_last_of_month(digest.week_start, Organisation.load())
    chosen = (person for person in people().iterator(BATCH) if not why_not(person, last_of_month=last))
    for batch in batches(chosen):
        rows = [Delivery(digest=digest, person_id=person.pk, not_before=now) for person in batch]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def dry_run(digest: Digest) -> list[tuple[Any, str]]:
    """(person, why not) for everybody: who would get it has an empty reason."""
    last = weeks.is_last_of_month(digest.week_start, Organisation.load())
    return [(person, why_not(person, last_of_month=last)) for person in people()]


def summary(digest: Digest) -> Counter[str]:
    """How many get the mail (under an empty key), and how many do not, by reason."""
    return Counter(reason for _person, reason in dry_run(digest))
