"""manage.py run_due [--at 2026-11-27T09:00]: do whatever is due now (or would be due then)."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intranet.jobs import JOBS, run


def moment(text: str) -> datetime:
    """An ISO date and time; without a zone it is in TIME_ZONE."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"--at is {text!r}; type a date and time such as 2026-11-27T09:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Does whatever is due now: search, scheduled stories, notices, mail, clean-up. Run it every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="do what would be due then, such as 2026-11-27T09:00")

    def handle(self, *args: Any, **options: Any) -> None:
        now = moment(options["at"]) if options["at"] else None
        for name in JOBS:
            done = run(name, now)
            if options["verbosity"] > 0:
                self.stdout.write(f"{name}: {'left to another process, or failed' if done is None else done}")
