"""A real SMTP server in a process of its own. It writes down every mail it takes, and misbehaves as told.

    python -m tests.integration.mail_server PORT FOLDER

`FOLDER/taken.jsonl` has a line for each mail that was taken, written before the sender hears of it, and
`FOLDER/mails/` the mails themselves. `FOLDER/manners.json` is read before each mail (see Manners).
"""

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.integration.installation import ROOT, free_port, until


@dataclass
class Manners:
    """How the server misbehaves; each by address, and each number is how often."""

    rcpt: dict[str, list[Any]] = field(default_factory=dict)
    """`[times, "450 later"]`: what it says to RCPT."""
    data: dict[str, list[Any]] = field(default_factory=dict)
    """The same at the end of DATA."""
    cut: dict[str, int] = field(default_factory=dict)
    """It hangs up in the middle of DATA."""
    take_and_cut: dict[str, int] = field(default_factory=dict)
    """It takes the mail and hangs up before it says so."""
    closes_after: int = 0
    """It hangs up without a word after so many mails on one connection."""
    says_421_after: int = 0
    """It says 421 to the next RCPT after so many mails on one connection."""
    seconds: float = 0
    """How long it thinks about each mail."""


class Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.wants("cut", self.envelope):
            await self.push("354 go on")
            await self._reader.readexactly(2000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Handler:
    """What aiosmtpd asks; `carried` counts the mails of each connection."""

    def __init__(self, folder: Path, *, keep: bool) -> None:
        self.folder, self.keep = folder, keep
        self.log = (folder / "taken.jsonl").open("a", buffering=1)
        self.done: Counter[tuple[str, str]] = Counter()
        self.carried: Counter[int] = Counter()
        self.asked: Counter[str] = Counter()
        self.parse = BytesHeaderParser(policy=policy.compat32).parsebytes

    @property
    def manners(self) -> Manners:
        file = self.folder / "manners.json"
        return Manners(**json.loads(file.read_text())) if file.exists() else Manners()

    def wants(self, name: str, envelope: Envelope) -> Any:
        """What is to happen to that mail now; it counts as happened."""
        address = envelope.rcpt_tos[0]
        wish = getattr(self.manners, name).get(address)
        times, answer = wish if isinstance(wish, list) else (wish or 0, True)
        if self.done[name, address] >= times:
            return None
        self.done[name, address] += 1
        return answer

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.asked[address] += 1
        (self.folder / "asked.json").write_text(json.dumps(self.asked))
        manners = self.manners
        if manners.says_421_after and self.carried[id(session)] >= manners.says_421_after:
            return "421 4.3.2 closing"
        envelope.rcpt_tos.append(address)
        answer = self.wants("rcpt", envelope)
        if answer:
            envelope.rcpt_tos.pop()
        return answer or "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        manners = self.manners
        answer = self.wants("data", envelope)
        if answer:
            return str(answer)
        time.sleep(manners.seconds)
        self.take(session, envelope)
        if self.wants("take_and_cut", envelope):
            server.transport.abort()
        if manners.closes_after and self.carried[id(session)] >= manners.closes_after:
            server._loop.call_later(0.02, server.transport.close)
        return "250 taken"

    def take(self, session: Session, envelope: Envelope) -> None:
        self.carried[id(session)] += 1
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = self.parse(content)["Message-ID"]
        row = {"to": envelope.rcpt_tos[0], "message_id": str(message_id).strip(), "bytes": len(content)}
        self.log.write(json.dumps(row) + "\n")
        if self.keep:
            with (self.folder / "mails" / f"{time.time_ns()}.eml").open("wb") as file:
                file.write(content)


def serve(port: int, folder: Path, *, keep: bool) -> None:
    handler = Handler(folder, keep=keep)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.factory = lambda: Server(handler, hostname="mail.test")  # type: ignore[method-assign]
    controller.start()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stop.wait()
    controller.stop()


class MailServer:
    """The server as a test holds it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "mails").mkdir(parents=True)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self, *, keep: bool = False) -> None:
        words = [
            sys.executable,
            "-m",
            "tests.integration.mail_server",
            str(self.port),
            str(self.folder),
            str(int(keep)),
        ]
        with (self.folder / "server.txt").open("ab") as log:
            self.process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log)
        until(self.answers, "the mail server to answer")

    def answers(self) -> bool:
        import smtplib

        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=2) as connection:
                return connection.noop()[0] == 250
        except OSError:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None

    def behave(self, **manners: Any) -> None:
        new = self.folder / "manners.new"
        new.write_text(json.dumps(asdict(Manners(**manners))))
        new.rename(self.folder / "manners.json")

    def taken(self) -> list[dict[str, Any]]:
        """Every mail that was taken, in order."""
        file = self.folder / "taken.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def number_taken(self) -> int:
        file = self.folder / "taken.jsonl"
        return file.read_bytes().count(b"\n") if file.exists() else 0

    def asked(self) -> dict[str, int]:
        """How often RCPT was said for an address."""
        found: dict[str, int] = json.loads((self.folder / "asked.json").read_text())
        return found

    def mails(self, address: str) -> list[EmailMessage]:
        files = sorted((self.folder / "mails").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if address in str(mail["To"])]


@contextmanager
def mail_server(folder: Path, *, keep: bool = False, started: bool = True) -> Iterator[MailServer]:
    server = MailServer(folder)
    try:
        if started:
            server.start(keep=keep)
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]), keep=sys.argv[3] == "1")
