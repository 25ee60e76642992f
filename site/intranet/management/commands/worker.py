"""manage.py worker: run_due in a loop, the outbox every second, until it is told to stop."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from intranet.jobs import JOBS, run

log = logging.getLogger(__name__)
EVERY = {
    "outbox": 1.0,
    "notices": 5.0,
    "mail": 5.0,
    "scheduled": 30.0,
    "digest": 10.0,
    "delivery": 5.0,
    "clean-up": 3600.0,
}


class Command(BaseCommand):
    help = "Does whatever becomes due, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        next_time = dict.fromkeys(JOBS, 0.0)
        while not stop.is_set():
            self.round(next_time)
            if options["once"]:
                break
            stop.wait(0.5)

    def round(self, next_time: dict[str, float]) -> None:
        close_old_connections()
        for name in JOBS:
            if time.monotonic() < next_time[name]:
                continue
            next_time[name] = time.monotonic() + EVERY[name]
            try:
                run(name)
            except OperationalError:
                log.exception("the database did not answer; trying again")
                close_old_connections()
