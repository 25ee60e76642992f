"""The week that these tests are about, and how to look at what became of it."""

from datetime import date

from django.contrib.auth.models import Group

from people.models import LEADERS, User
from stories.digest.models import Delivery, Digest, Pick
from stories.models import Notice

MONDAY = date(2026, 11, 23)
CUTOFF, REMINDER, SEND = "2026-11-26T12:00", "2026-11-27T07:00", "2026-11-27T09:00"


def lead(*users: User) -> None:
    for user in users:
        user.groups.add(Group.objects.get(name=LEADERS))


def again(digest: Digest) -> Digest:
    """As it stands in the database now."""
    return Digest.objects.get(pk=digest.pk)


def picks(digest: Digest) -> list[Pick]:
    return list(Pick.objects.filter(digest=digest))


def titles(digest: Digest) -> list[str]:
    """Its stories in order."""
    return [pick.story.title for pick in Pick.objects.filter(digest=digest).select_related("story")]


def notices(kind: str) -> list[str]:
    """Who was told of it."""
    return [notice.person.email for notice in Notice.objects.filter(kind=kind).order_by("person__email")]


def states(digest: Digest) -> dict[str, str]:
    """The ledger: the state of each delivery by address."""
    return {row.person.email: row.state for row in Delivery.objects.filter(digest=digest).select_related("person")}
