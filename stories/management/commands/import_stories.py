"""manage.py import_stories FILE|- [--format jsonl|csv]"""

import io
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from stories.exchange.importing import import_stories


class Command(BaseCommand):
    help = "Takes stories in from JSON Lines or CSV. The same file twice changes nothing; bad lines are reported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--format", choices=["jsonl", "csv"], default="", help="told by content if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        with opened(options["file"]) as binary:
            # Undecodable bytes become surrogates, which the reader of each value refuses with the line's number.
            file = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
            with tqdm(unit=" stories", disable=None, leave=False) as bar:
                report = import_stories(file, options["format"], progress=bar.update)
            file.detach()
        for number, reason in report.errors:
            self.stderr.write(f"line {number}: {printable(reason)}")
        for key in sorted(report.unknown_keys):
            self.stderr.write(f"note: the key {printable(key)!r} is not known and was left out")
        self.stdout.write(
            f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, {len(report.errors)} with errors"
        )
        if report.errors:
            sys.exit(1)


def opened(name: str) -> Any:
    if name == "-":
        stdin: BinaryIO = sys.stdin.buffer
        return nullcontext(stdin)
    try:
        return open(name, "rb")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
