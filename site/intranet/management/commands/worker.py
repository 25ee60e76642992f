"""manage.py worker: run_due without end, each job in a thread of its own at its own pace, until it is told to stop.

A Digest to fifty thousand people takes minutes; meanwhile stories are found and sign-in mails go out all the same.
"""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

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
PATIENCE = 10.0
"""Seconds in which a job may come to its end once the worker is to stop; what is cut off is done again later."""


class Command(BaseCommand):
    help = "Does whatever becomes due, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for name in JOBS:
                run(name)
        else:
            work_until_stopped()


def work_until_stopped() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=keep_doing, args=(name, stop), name=name, daemon=True) for name in JOBS]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def keep_doing(name: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            run(name)
        except BaseException:  # a panic in a library of Rust is no Exception, and nobody would see the thread end
            log.exception("the job %s broke off; it will be tried again", name)
        stop.wait(EVERY[name])
