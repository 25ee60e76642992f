"""A whole Bouquet in a folder of its own: real database, index, mails and processes; nothing touches `var/`."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


class Installation:
    def __init__(self, folder: Path, *, database: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log = folder / "log.txt"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.integration.settings",
            "PYTHONPATH": str(ROOT / "site"),
            "DATABASE_URL": database or f"sqlite:///{folder}/db.sqlite3",
            "SEARCH_URL": f"tantivy:///{folder}/search",
            "STORAGE_URL": f"file:///{folder}/media",
            "EMAIL_URL": f"filemail:///{folder}/mail",
            "CACHE_URL": f"filecache://{folder}/cache",
            "STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "only-for-tests-" * 4,
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "DEFAULT_LANGUAGE": "en",
        }

    def manage(self, *words: str, typed: str = "") -> str:
        """What that command of manage.py prints; its errors are the test's errors."""
        return self.python("manage.py", *words, typed=typed)

    def python(self, *words: str, typed: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(
                f"{' '.join(words)[:200]} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return done.stdout

    def shell(self, script: str) -> str:
        return self.manage("shell", "--verbosity", "0", "--command", script)

    def copy_database_of(self, other: "Installation") -> None:
        """Begin where another SQLite installation stands now, also if it is running."""
        with closing(sqlite3.connect(other.folder / "db.sqlite3")) as database:
            database.execute("VACUUM INTO ?", [str(self.folder / "db.sqlite3")])
        self.environment["STATIC_ROOT"] = other.environment["STATIC_ROOT"]

    def start_web(self) -> None:
        self.start("-m", "gunicorn", "--pythonpath", "site", "--bind", f"127.0.0.1:{self.port}", "--workers", "2",
                   "--threads", "4", "--log-level", "warning", "intranet.wsgi")  # fmt: skip
        until(self.answers, "the web server to answer")

    def start_worker(self) -> None:
        self.start("manage.py", "worker")

    def start(self, *words: str) -> None:
        with self.log.open("ab") as log:
            process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.processes.append(process)

    def answers(self) -> bool:
        if any(process.poll() is not None for process in self.processes):
            raise AssertionError(f"A process has ended:\n{self.log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(self.url + "/healthz/", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def mails(self, address: str) -> list[EmailMessage]:
        """The mails that have been handed over for that address."""
        found = []
        for file in sorted((self.folder / "mail").glob("*.log")):
            for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                mail = message_from_bytes(part.lstrip(), policy=policy.default)
                if address in str(mail["To"]):
                    found.append(mail)
        return found

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happened: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise AssertionError(f"Waited {seconds:.0f} s for {what}.")
        time.sleep(0.2)
