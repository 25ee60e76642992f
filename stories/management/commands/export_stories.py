"""manage.py export_stories [FILE|-] [--format jsonl|csv]"""

import csv
import json
import os
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from stories.exchange.lines import EXPORTED, written
from stories.models import Story


class Command(BaseCommand):
    help = "Writes all stories in the format that import_stories reads; importing them again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard output (the default)")
        parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        stories = Story.objects.select_related("principle", "channel", "team", "author").prefetch_related(
            "colleagues__user", "gestures__kind", "tags", "audience_teams"
        )
        with opened(options["file"]) as file:
            rows = (
                written(story)
                for story in tqdm(stories.order_by("pk").iterator(500), unit=" stories", disable=None, leave=False)
            )
            try:
                (write_json if options["format"] == "jsonl" else write_csv)(rows, file)
                file.flush()
            except BrokenPipeError:  # `export_stories | head` has read enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())


def opened(name: str) -> Any:
    if name == "-":
        return nullcontext(sys.stdout)
    try:
        return open(name, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{name} cannot be written: {error.strerror}") from error


def write_json(rows: Any, file: TextIO) -> None:
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(rows: Any, file: TextIO) -> None:
    writer = csv.DictWriter(file, EXPORTED, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: cell(value) for key, value in row.items()})


def cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, list):
        return value
    is_plain = not any(";" in word or word.startswith("[") for word in value)
    return ";".join(value) if is_plain else json.dumps(value, ensure_ascii=False)
