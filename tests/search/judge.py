"""`make judge`: how well each engine finds what the judged set says a person would want.

The stories of tests/search/judged/ go into a database and indices of their own, the queries are asked as somebody
would who speaks their language. Wagtail's own search stands beside them, fed with the same words and used as its
manual says. While tuning, look at `--split tune` only.
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
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
JUDGED = Path(__file__).parent / "judged"
ENGINES = ("tantivy", "elasticsearch", "wagtail")
DEEPEST = 10
FEW = 3
"""With nothing to find, so many stories are still forgiven."""
GOOD = 2

Ask = Callable[["Judged"], list[str]]
"""The stories that an engine finds, best first, by external id."""


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


def read_queries(split: str) -> list[Judged]:
    lines = (JUDGED / "queries.jsonl").read_text().splitlines()
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
def site(folder: Path) -> Iterator[None]:
    """A Bouquet of its own with the judged stories."""
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
    call_command("import_stories", str(JUDGED / "stories.jsonl"), stdout=sys.stderr)
    yield


@contextmanager
def ours(path: str, location: str) -> Iterator[Ask]:
    """One of our engines."""
    from django.conf import settings

    from search import indexing
    from search.query import SearchQuery
    from search.searching import search

    def ask(judged: Judged) -> list[str]:
        query = SearchQuery.parse(judged.query)
        results = search(query, user=None, language=judged.language, per_page=DEEPEST)
        return [hit.story.external_id for hit in results.hits]

    settings.SEARCH = {"ENGINE": path, "LOCATION": location}
    indexing.rebuild()
    yield ask


@contextmanager
def elasticsearch(folder: Path, url: str) -> Iterator[Ask]:
    """The server at this address, or one started for the purpose."""
    from search.engines.circuit import Circuit
    from search.engines.elasticsearch import ElasticsearchEngine
    from tests.search.elasticsearch.server import Server

    ElasticsearchEngine.PATIENCE = Circuit.SLOW = 20.0  # it is judged by what it finds, on a machine that does more
    with ExitStack() as stack:
        if not url:
            server = Server(folder / "elasticsearch")
            stack.callback(server.kill)
            server.start()
        location = url or server.location("judged")
        yield stack.enter_context(ours("search.engines.elasticsearch.ElasticsearchEngine", location))


@contextmanager
def wagtail() -> Iterator[Ask]:
    """Wagtail's search on this database, as it comes: a model with its fields, boosts, and its parser of queries."""
    from django.db import connection, models
    from wagtail.search import index
    from wagtail.search.backends import get_search_backend
    from wagtail.search.utils import parse_query_string

    from search import documents
    from stories.models import Story

    class StockStory(index.Indexed, models.Model):
        external_id = models.TextField()
        title, summary, body, tags, people = (models.TextField() for _ in range(5))
        search_fields = [
            index.SearchField("title", boost=4),
            index.SearchField("tags", boost=3),
            index.SearchField("people", boost=3),
            index.SearchField("summary", boost=2),
            index.SearchField("body"),
        ]

        class Meta:
            app_label = "search"

    with connection.schema_editor() as editor:
        editor.create_model(StockStory)
    backend = get_search_backend()
    external_ids = dict(Story.objects.values_list("pk", "external_id"))
    for made_from in documents.all_ingredients():
        labels = [label for _, label in made_from.labels]
        made = StockStory.objects.create(
            external_id=external_ids[made_from.id],
            title=made_from.title,
            summary=made_from.summary,
            body="\n".join([*made_from.body, made_from.quote, *labels]),
            tags=" ".join(made_from.tags),
            people=" ".join(made_from.people),
        )
        backend.get_index_for_model(StockStory).add_item(made)

    def ask(judged: Judged) -> list[str]:
        _, query = parse_query_string(judged.query, operator="and")
        return [story.external_id for story in backend.search(query, StockStory)[:DEEPEST]]

    yield ask


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="all, if none is named")
    parser.add_argument("--elasticsearch", default="", metavar="URL", help="a server with a prefix, as in SEARCH_URL")
    parser.add_argument("--split", choices=["tune", "held-out", "all"], default="all")
    parser.add_argument("--wrong", action="store_true", help="also the queries that were not answered in full")
    options = parser.parse_args(arguments)
    queries = read_queries(options.split)
    with tempfile.TemporaryDirectory() as name, site(Path(name)):
        folder = Path(name)
        judge: dict[str, Callable[[], ExitStack | object]] = {
            "tantivy": lambda: ours("search.engines.tantivy.TantivyEngine", str(folder / "search")),
            "elasticsearch": lambda: elasticsearch(folder, options.elasticsearch),
            "wagtail": wagtail,
        }
        for engine in options.engine or ENGINES:
            with judge[engine]() as ask:
                found = {query.id: ask(query) for query in queries}
            given = {query.id: marks(found[query.id], query) for query in queries}
            lines = list(report(engine, queries, given))
            if options.wrong:
                lines += [
                    f"  {given[each.id].ndcg:.2f} {each.id} {each.query!r}: {found[each.id]} not {each.grades}"
                    for each in queries
                    if given[each.id].ndcg < 0.999
                ]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
