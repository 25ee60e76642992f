"""`search TEXT`: find stories from the command line, one query or one a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.query import Results, SearchQuery
from search.searching import SearchUnavailable, search

UNKNOWN_PERSON = 2


class Command(BaseCommand):
    help = "Find stories. With - for TEXT it reads queries from standard input, one a line, and answers each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", metavar="TEXT", help="what to look for; - reads standard input")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="")
        parser.add_argument("--limit", type=_a_limit, default=20, help="how many hits to show (20)")
        parser.add_argument("--as", dest="address", metavar="EMAIL", help="search with what this person may read")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, text: str, language: str, limit: int, address: str | None, format: str, **options: Any) -> None:
        user = _person(address) if address is not None else None
        for query in _lines() if text == "-" else [_printable(text)]:
            try:
                results = search(SearchQuery.parse(query), user=user, language=language, per_page=limit)
            except SearchUnavailable as error:
                raise CommandError(str(error)) from error
            self.stdout.write(_as_json(query, results) if format == "json" else _as_text(query, results))
            self.stdout.flush()


def _a_limit(value: str) -> int:
    limit = int(value)
    if not 1 <= limit <= 1000:
        raise ValueError
    return limit


_a_limit.__name__ = "number from 1 to 1000"  # argparse names it in its message


def _person(address: str) -> Any:
    person = get_user_model().objects.by_address(address)
    if person is None or not person.is_active:
        raise CommandError(f"Nobody with the address {address} has an account here.", returncode=UNKNOWN_PERSON)
    return person


def _lines() -> Iterator[str]:
    """Lines as they come, whatever bytes they are made of; only a line feed ends one."""
    source = getattr(sys.stdin, "buffer", sys.stdin)
    for line in iter(source.readline, source.read(0)):
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        yield text.removesuffix("\n").removesuffix("\r")


def _printable(text: str) -> str:
    """An argument of any bytes, as text that can be written."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _as_json(query: str, results: Results) -> str:
    hits = [
        {"id": hit.id, "external_id": hit.story.external_id, "title": hit.story.title, "score": round(hit.score, 4)}
        for hit in results.hits
    ]
    answer = {"query": query, "total": results.total, "hits": hits, "did_you_mean": results.did_you_mean}
    return json.dumps(answer)  # in ASCII: one line for every reader, in every locale


def _as_text(query: str, results: Results) -> str:
    lines = [f"{results.total} found for {query!r}"]
    if results.did_you_mean:
        lines[0] += f"; did you mean {results.did_you_mean!r}"
    if results.relaxed:
        lines[0] += "; some have only most of the words"
    lines += [f"{hit.score:8.2f}  {hit.story.title}  (story {hit.id}, {hit.story.language})" for hit in results.hits]
    return "\n".join(lines)
