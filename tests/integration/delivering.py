"""Runs inside an installation: makes a house full of people and a Digest for them, sends, and reads the ledger."""

import json
import resource
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from intranet.models import Lease
from people.models import User
from stories.digest.delivery import deliver_due
from stories.digest.mails import Manner, Rendered, addressed, message_id, render
from stories.digest.models import Delivery, Digest
from stories.digest.schedule import release
from stories.models import Principle, Story

LONG_AGO = timedelta(hours=1)


def make_people(number: int) -> None:
    """Everybody reads in one of three languages and one of three manners."""
    languages, bodies = ("en", "da", "sv"), ("full", "excerpt", "link")
    User.objects.bulk_create(
        User(
            email=address(count), first_name=f"Person {count}", password="!",
            language=languages[count % 3], digest_body=bodies[count // 3 % 3],
        )
        for count in range(number)
    )  # fmt: skip


def address(number: int) -> str:
    return f"person{number:05d}@example.com"


def make_digest(stories: int = 5) -> Digest:
    """This week's, approved, with stories of a usual length."""
    digest = Digest.objects.to_fill(timezone.now())
    for count, principle in enumerate(Principle.objects.all()[:stories]):
        story = Story(
            title=f"Støvlerne nr. {count}",
            happened="Hun spurgte efter støvler i størrelse 38. " * 30,
            language="da",
            principle=principle,
        )
        story.save()
        story.save_revision(clean=False)
        story.move_to("live")
        digest.add(Story.objects.get(pk=story.pk))
    Digest.objects.filter(pk=digest.pk).update(title="Støvler", note="Tak til alle.", question="Hvem sagde I tak til?")
    digest.refresh_from_db()
    digest.approve(by=None)
    return digest


def prepare(people: int) -> None:
    make_people(people)
    make_digest()


def send_out_now() -> None:
    """The ledger is open; nobody sends yet."""
    assert release(Digest.objects.get(), timezone.now())


def send() -> None:
    """As the job does, but without its lease: nothing but the ledger keeps two of these apart."""
    print(deliver_due(timezone.now()))


def age() -> None:
    """As if an hour had passed for whoever was killed: its claims and leases are old."""
    Delivery.objects.filter(state=Delivery.State.SENDING).update(claimed_at=timezone.now() - LONG_AGO)
    Lease.objects.update(until=timezone.now() - LONG_AGO)


def show() -> None:
    """The ledger as JSON: each person's state, tries, answer and the Message-ID that the mail has."""
    rows = Delivery.objects.select_related("person", "digest").order_by("pk")
    found = {
        row.person.email: {
            "state": row.state, "tries": row.tries, "answer": row.answer,
            "message_id": message_id(row.digest, row.person), "not_before": row.not_before.isoformat(),
        }
        for row in rows
    }  # fmt: skip
    print(json.dumps(found))


# --- measured, for tests/bench/mail.py ------------------------------------------------------------------------------


def send_measured() -> None:
    """The Digest to everybody, as for the first time."""
    Delivery.objects.update(state=Delivery.State.WAITING, claimed_by="", tries=0, not_before=timezone.now() - LONG_AGO)
    with measured() as found:
        assert deliver_due(timezone.now()) == Delivery.objects.count()
    found["bytes"] = sum(len(content) for _address, content in ready_mails())
    print(json.dumps(found))


def send_bare() -> None:
    """The same mails, ready in memory, over one connection of smtplib."""
    mails = ready_mails()
    with measured() as found, smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as connection:
        for address, content in mails:
            connection.sendmail("bouquet@example.com", [address], content)
    found["bytes"] = sum(len(content) for _address, content in mails)
    print(json.dumps(found))


def ready_mails() -> list[tuple[str, bytes]]:
    digest, rendered = Digest.objects.get(), dict[Manner, Rendered]()
    mails = []
    for person in User.objects.order_by("pk"):
        manner = Manner.of(person)
        rendered[manner] = rendered.get(manner) or render(digest, manner)
        content = addressed(rendered[manner], digest, person).message().as_bytes(linesep="\r\n")
        mails.append((person.email, content))
    return mails


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Seconds, CPU seconds and the most memory that the process has had by the end of the block."""
    found: dict[str, float] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    yield found
    found["seconds"], found["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
