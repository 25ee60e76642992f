"""manage.py invite ADDRESS --role leader: an account with a one-time link (there is no open sign-up)."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from people.invitation import ROLES, invite


class Command(BaseCommand):
    help = "Makes an account and prints a link, good once and for a week, with which the person chooses a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--role", choices=sorted(ROLES), default="employee")
        parser.add_argument("--name", default="", help="the person's full name")
        parser.add_argument("--language", choices=["en", "da", "sv"], default="")
        parser.add_argument("--team", action="append", default=[], help="a team's name; may be given more than once")
        parser.add_argument("--no-mail", action="store_true", help="print the link only, send no invitation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["address"])
        except ValidationError as error:
            raise CommandError(
                f"{options['address']!r} is no mail address; type one such as anna@example.com."
            ) from error
        link = invite(
            options["address"],
            role=options["role"],
            name=options["name"],
            language=options["language"],
            teams=options["team"],
            mail=not options["no_mail"],
        )
        self.stdout.write(link)
