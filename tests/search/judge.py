"""`make judge`: how well each engine finds what the judged set says a person would want.

The stories of tests/search/judged/, and after them those of the second set, go into a database and indices of their
own, the queries are asked as somebody would who speaks their language. Wagtail's own search stands beside them, fed
with the same words and used as its manual says. While tuning, look at `--split tune` only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
JUDGED = Path(__file__).parent / "judged"
SETS = (JUDGED, JUDGED / "second")
"""Each with stories.jsonl and queries.jsonl, and judged by itself."""
SPLITS = ("tune", "held-out", "second", "fresh")
ENGINES = ("tantivy", "elasticsearch", "wagtail")
DEEPEST = 10
FEW = 3
"""With nothing to find, so many stories are still forgiven."""
GOOD = 2

Ask = Callable[["Judged"], list[str]]
"""The stories that an engine finds, best first, by external id."""


class Missing(Exception):
    """This machine has no such engine."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the grades of the stories that answer it."""

    id: str
    query: str
    language: str
    kind: str
    split: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What an answer is worth, each from 0 to 1."""

    ndcg: float
    reciprocal_rank: float
    first: float


def marks(found: list[str], judged: Judged) -> Marks:
    """For a query with nothing to find: 1 for at most three stories."""
    if not judged.grades:
        few = float(len(found) <= FEW)
        return Marks(few, few, few)
    grades = [judged.grades.get(each, 0) for each in found[:DEEPEST]]
    best = sorted(judged.grades.values(), reverse=True)[:DEEPEST]
    rank = next((rank for rank, grade in enumerate(grades, start=1) if grade), 0)
    return Marks(_gain(grades) / _gain(best), 1 / rank if rank else 0.0, float(grades[:1] >= [GOOD]))


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else math.nan


def read_queries(folder: Path, split: str = "all") -> list[Judged]:
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [Judged(**json.loads(line)) for line in lines if line.strip()]
    return [query for query in queries if split in ("all", query.split)]


def report(engine: str, queries: list[Judged], given: dict[str, Marks]) -> Iterator[str]:
    """A table for each split: by kind, and over all that have something to find."""
    for split in dict.fromkeys(query.split for query in queries):
        asked = [query for query in queries if query.split == split]
        yield f"\n{engine}, {split}{'':{28 - len(engine + split)}}queries  nDCG@10    MRR  success@1"
        for kind in dict.fromkeys(query.kind for query in asked):
            yield _line(kind, [given[query.id] for query in asked if query.kind == kind])
        yield _line("overall (without nothing)", [given[query.id] for query in asked if query.grades])


def _line(name: str, each: list[Marks]) -> str:
    ndcg, rank, first = (mean(getattr(one, what) for one in each) for what in ("ndcg", "reciprocal_rank", "first"))
    if name == "nothing":
        return f"  {name:28}{len(each):7}   {sum(one.ndcg for one in each):.0f} with at most {FEW} stories"
    return f"  {name:28}{len(each):7}  {ndcg:7.3f}{rank:7.3f}{first:11.3f}"


@contextmanager
def site() -> Iterator[Path]:
    """A Bouquet of its own, without stories, in a folder that goes when it is done."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "intranet.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SEARCH_URL": f"tantivy:///{folder}/search",
            "STORAGE_URL": f"file:///{folder}/media",
            "SECRET_KEY": "only-for-judging-" * 4,
        }
        sys.path[:0] = [str(ROOT), str(ROOT / "site")]
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield Path(folder)


def tell(folder: Path) -> None:
    """The stories of this set, and no others."""
    from django.core.management import call_command

    from stories.models import Story

    Story.objects.all().delete()
    call_command("import_stories", str(folder / "stories.jsonl"), stdout=sys.stderr)


def ours(path: str, location: str) -> Ask:
    """One of our engines, with the stories that are there."""
    from django.conf import settings

    from search import indexing
    from search.query import SearchQuery
    from search.searching import search

    def ask(judged: Judged) -> list[str]:
        query = SearchQuery.parse(judged.query)
        results = search(query, user=None, language=judged.language, per_page=DEEPEST)
        return [str(hit.story.external_id) for hit in results.hits]

    settings.SEARCH = {"ENGINE": path, "LOCATION": location}
    indexing.rebuild()
    return ask


@contextmanager
def elasticsearch(folder: Path) -> Iterator[str]:
    """A server started for the purpose; the end without one."""
    from search.engines.circuit import Circuit
    from search.engines.elasticsearch import ElasticsearchEngine
    from tests.search.elasticsearch.server import Server, what_a_server_lacks

    if lacking := what_a_server_lacks():
        raise Missing(f"{lacking} Name a server with --elasticsearch http://host:9200/prefix.")
    ElasticsearchEngine.PATIENCE = Circuit.SLOW = 20.0  # it is judged by what it finds, on a machine that does more
    with Server(folder / "elasticsearch").running() as server:
        yield server.location("judged")


def wagtail() -> Ask:
    """Wagtail's search on this database."""
    from django.db import connection

    from search import ingredients
    from stories.models import Story
    from tests.search import stock

    if stock.StockStory._meta.db_table not in connection.introspection.table_names():
        stock.make_table()
    external_ids = dict(Story.objects.values_list("pk", "external_id"))
    stock.fill(
        stock.stock_story(
            made_from, *(label for _, label in made_from.labels), external_id=str(external_ids[made_from.id])
        )
        for made_from in ingredients.all_ingredients()
    )
    return lambda judged: [story.external_id for story in stock.find(judged.query, DEEPEST)]


def wrong(queries: list[Judged], found: dict[str, list[str]], given: dict[str, Marks]) -> Iterator[str]:
    """What was not answered in full."""
    for each in queries:
        if given[each.id].ndcg < 0.999:
            yield f"  {given[each.id].ndcg:.2f} {each.id} {each.query!r}: {found[each.id]} not {each.grades}"


def say(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="all, if none is named")
    parser.add_argument("--elasticsearch", default="", metavar="URL", help="a server with a prefix, as in SEARCH_URL")
    parser.add_argument("--split", choices=[*SPLITS, "all"], default="all")
    parser.add_argument("--wrong", action="store_true", help="also the queries that were not answered in full")
    options = parser.parse_args(arguments)
    with site() as folder, ExitStack() as stack:
        location = cache(lambda: options.elasticsearch or stack.enter_context(elasticsearch(folder)))
        engines: dict[str, Callable[[], Ask]] = {
            "tantivy": lambda: ours("search.engines.tantivy.TantivyEngine", str(folder / "search")),
            "elasticsearch": lambda: ours("search.engines.elasticsearch.ElasticsearchEngine", location()),
            "wagtail": wagtail,
        }
        for judged in SETS:
            if not (queries := read_queries(judged, options.split)):
                continue
            tell(judged)
            for engine in options.engine or ENGINES:
                try:
                    ask = engines[engine]()
                except Missing as missing:
                    say([f"\n{engine}: {missing}"])
                    continue
                found = {query.id: ask(query) for query in queries}
                given = {query.id: marks(found[query.id], query) for query in queries}
                say(report(engine, queries, given))
                if options.wrong:
                    say(wrong(queries, found, given))


if __name__ == "__main__":
    main(sys.argv[1:])
