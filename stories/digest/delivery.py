"""Sending: each mail is claimed, sent and written down before the next; a killed sender loses nobody.

A mail that was in a killed sender's hand is sent again after `Delivery.SILENT_FOR`, with the same Message-ID.
What becomes of a mail that the server does not take:

    4xx about this person or mail     later, each time after twice as long
    5xx about this person or mail     never
    421, no to us as senders          no verdict on anybody: the mail waits for another connection
    the line broke with it in hand    once more at once, then as with 4xx, as it may have been taken
"""

import logging
import secrets
import smtplib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from post_office.settings import get_backend

from stories.digest.mails import Manner, Rendered, addressed, render
from stories.digest.models import Delivery, Digest
from stories.digest.recipients import OFF

log = logging.getLogger(__name__)
BATCH = 100
FIRST_WAIT, DOUBLED_AT_MOST = timedelta(minutes=5), 7
MOST_TRIES = 16  # about four days
CLOSING = 421  # “I close the connection”, whichever command it answers
TROUBLES_BEFORE_PAUSE = 3


class Trouble(Exception):
    """The mail server cannot be talked to, or not on this connection."""


@dataclass
class Sender:
    """One process at its work: a connection per batch, what was rendered in it, and how often the server went away."""

    now: datetime
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    sent: int = 0
    troubles: int = 0
    rendered: dict[tuple[int, Manner], Rendered] = field(default_factory=dict)
    connection: Any = None

    def work(self) -> int:
        """Send all that is due; the number sent. Stops when the server does not answer three times in a row."""
        while self.troubles < TROUBLES_BEFORE_PAUSE:
            due = list(Delivery.objects.due(self.now).select_related("person", "digest").order_by("pk")[:BATCH])
            if not due:
                break
            self.rendered.clear()  # a story withdrawn meanwhile is not in the next batch
            self.batch(due)
        return self.sent

    def batch(self, due: list[Delivery]) -> None:
        self.connection = get_connection(get_backend())
        try:
            self.open()
            for delivery in due:
                if claim(delivery, self.name, self.now):
                    self.deliver(delivery)
        except Trouble as trouble:
            self.troubles += 1
            log.warning("the mail server does not answer: %s", trouble)
        finally:
            self.close()

    def deliver(self, delivery: Delivery) -> None:
        person = delivery.person
        if not person.is_active or person.digest_frequency == OFF:
            return finish(delivery, self.name, Delivery.State.SKIPPED, "left or said no in between")
        try:
            message = addressed(self.rendering(delivery), delivery.digest, person, connection=self.connection)
        except Exception as error:  # also mrml's OSError, which below would mean the line
            log.exception("the Digest for person %s cannot be made into a mail", delivery.person_id)
            return self.later(delivery, f"not made: {error!r}")
        return self.hand_over(delivery, message)

    def hand_over(self, delivery: Delivery, message: EmailMessage) -> None:
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(dict[str, Any](error.recipients).values()))
            return self.refused(delivery, code, answer)
        except smtplib.SMTPDataError as error:
            return self.refused(delivery, error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self.no_verdict(delivery, error)
        except (smtplib.SMTPException, OSError) as error:
            self.later(delivery, f"no answer: {error}", at_once=delivery.tries == 0)
            raise Trouble(str(error)) from error
        except ValueError as error:  # an address that no header or server can hold
            return self.later(delivery, f"not sendable: {error!r}")
        self.sent += 1
        self.troubles = 0
        return finish(delivery, self.name, Delivery.State.SENT, "")

    def rendering(self, delivery: Delivery) -> Rendered:
        key = (delivery.digest_id, Manner.of(delivery.person))
        if key not in self.rendered:
            self.rendered[key] = render(Digest.objects.get(pk=delivery.digest_id), key[1])
        return self.rendered[key]

    def refused(self, delivery: Delivery, code: int, answer: Any) -> None:
        if code == CLOSING:
            return self.no_verdict(delivery, smtplib.SMTPResponseException(code, answer))
        self.troubles = 0
        text = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
        if 500 <= code < 600:
            return finish(delivery, self.name, Delivery.State.FAILED, text)
        return self.later(delivery, text)

    def no_verdict(self, delivery: Delivery, error: Exception) -> None:
        put_back(delivery, self.name, self.now + timedelta(minutes=self.troubles), f"no verdict: {error}", counts=False)
        raise Trouble(str(error)) from error

    def later(self, delivery: Delivery, answer: str, *, at_once: bool = False) -> None:
        if delivery.tries + 1 >= MOST_TRIES:
            return finish(delivery, self.name, Delivery.State.FAILED, answer)
        wait = FIRST_WAIT * 2 ** min(delivery.tries, DOUBLED_AT_MOST)
        return put_back(delivery, self.name, self.now if at_once else self.now + wait, answer)

    def open(self) -> None:
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise Trouble(str(error)) from error

    def close(self) -> None:
        try:
            self.connection.close()
        except (smtplib.SMTPException, OSError) as error:
            log.info("the connection was gone before it was closed: %s", error)


def deliver_due(now: datetime) -> int:
    return Sender(now).work()


def claim(delivery: Delivery, name: str, now: datetime) -> bool:
    """True for the one sender that may send it now."""
    fields = {"state": Delivery.State.SENDING, "claimed_by": name, "claimed_at": timezone.now()}
    return bool(Delivery.objects.due(now).filter(pk=delivery.pk).update(**fields))


def finish(delivery: Delivery, name: str, state: str, answer: str) -> None:
    fields: dict[str, Any] = {"state": state, "answer": answer[:300], "tries": delivery.tries + 1}
    if state == Delivery.State.SENT:
        fields["sent_at"] = timezone.now()
    Delivery.objects.filter(pk=delivery.pk, claimed_by=name).update(**fields)


def put_back(delivery: Delivery, name: str, not_before: datetime, answer: str, *, counts: bool = True) -> None:
    Delivery.objects.filter(pk=delivery.pk, claimed_by=name).update(
        state=Delivery.State.WAITING, not_before=not_before, answer=answer[:300], tries=delivery.tries + int(counts)
    )
