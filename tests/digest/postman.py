"""A mail server in a variable: it takes mails, or answers what a test has told it to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Postman(BaseEmailBackend):
    taken: ClassVar[list[EmailMessage]] = []
    answers: ClassVar[dict[str, list[Exception]]] = defaultdict(list)
    """What comes before a mail to that address is taken, one answer a try."""
    closed: ClassVar[list[Exception]] = []
    """What comes before the door opens, one answer a try."""
    takes_and_breaks: ClassVar[set[str]] = set()
    """Addresses whose mail is taken, and then the line breaks before it says so."""
    opened: ClassVar[int] = 0

    @classmethod
    def begin(cls) -> None:
        cls.taken, cls.closed, cls.opened = [], [], 0
        cls.answers, cls.takes_and_breaks = defaultdict(list), set()

    def open(self) -> bool:
        if Postman.closed:
            raise Postman.closed.pop(0)
        Postman.opened += 1
        return True

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            self.take(message)
        return len(messages)

    def take(self, message: EmailMessage) -> None:
        [address] = message.to
        if Postman.answers[address]:
            raise Postman.answers[address].pop(0)
        message.message()  # as the wire would want it
        Postman.taken.append(message)
        if address in Postman.takes_and_breaks:
            raise ConnectionResetError("reset by peer")


def addresses() -> list[str]:
    """Who got a mail, in order."""
    return [message.to[0] for message in Postman.taken]


def message_ids() -> list[Any]:
    return [message.extra_headers["Message-ID"] for message in Postman.taken]
