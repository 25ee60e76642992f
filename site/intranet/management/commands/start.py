"""manage.py start: web and worker in the foreground, for `make run` on one machine."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from intranet.demo import sign_ins
from people.models import User

Processes = list["subprocess.Popen[bytes]"]


class Command(BaseCommand):
    help = "Starts gunicorn and the worker, prints the address and the demo's sign-ins, and stops both when stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(settings.PORT)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(0))
        processes: Processes = []
        try:
            call_command("collectstatic", interactive=False, verbosity=0)
            for command in (("-m", "gunicorn", *gunicorn_options()), ("manage.py", "worker")):
                processes.append(self.spawn(*command))
            wait_until_up(processes)
            self.greet()
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("A part of Bouquet has stopped; see the lines above.")
        except KeyboardInterrupt:
            pass
        finally:
            stop(processes)

    def spawn(self, *command: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR)

    def greet(self) -> None:
        self.stdout.write(f"\nBouquet is at {settings.BASE_URL}/\n")
        for role, address, password in sign_ins():
            self.stdout.write(f"{role} {address} {password}")
        if not User.objects.exists():
            self.stdout.write("Nobody has an account yet: manage.py invite ADDRESS --role administrator")
        self.stdout.flush()


def gunicorn_options() -> list[str]:
    return [
        "--pythonpath", "site", "--bind", f"127.0.0.1:{settings.PORT}", "--workers", "2", "--threads", "4",
        "--no-control-socket", "--log-level", "warning", "intranet.wsgi",
    ]  # fmt: skip


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken; try make run PORT={port + 123}.") from error


def wait_until_up(processes: Processes, seconds: float = 60) -> None:
    address = f"http://127.0.0.1:{settings.PORT}/healthz/"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if any(process.poll() is not None for process in processes):
            raise CommandError("Bouquet could not start; see the lines above.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandError("Bouquet did not answer within a minute; see the lines above.")


def stop(processes: Processes) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
