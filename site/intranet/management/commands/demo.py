"""manage.py demo [--once | --remove]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from intranet import demo
from people.models import User


class Command(BaseCommand):
    help = "Loads the demo: people, teams, stories, applause. With --remove takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--once", action="store_true", help="only on an installation where nobody has an account yet"
        )
        group.add_argument("--remove", action="store_true", help="take the demo away")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"The demo is gone: {demo.remove()} stories and all {demo.DOMAIN} people.")
            return
        if options["once"] and User.objects.exists():
            return
        self.stdout.write("Loading the demo …")
        demo.load()
        call_command("run_due", verbosity=0)
