"""Runs inside an installation, each function in a process of its own, and prints what it measured as JSON.

Seconds are those of the clock, CPU seconds those of this process with all its threads and helping processes (for
Elasticsearch without the server). Memory is what the process has at the end, and the part of it that is no file mapped
from the disk.
"""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError, connection
from django.test import Client

from people.models import User
from search import indexing, searching
from search.asking import Question
from search.engines import current_engine
from stories.models import Story, StoryChange
from tests.bench import made_up
from tests.bench.loading import LEADER, READER

CAP = 10.0
"""Seconds after which a query of the stock backend is stopped."""
STOCK_QUERIES = 24
Times = dict[str, float]


@contextmanager
def measured() -> Iterator[Times]:
    found: Times = {}
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield found
    found["wall"], found["cpu"] = time.perf_counter() - wall, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Of this process with all its threads, and of the processes that it started and saw end."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def memory() -> Times:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    kilobytes = {name: int(status[name].split()[0]) for name in ("VmRSS", "RssAnon")}
    own, helper = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"rss_mb": kilobytes["VmRSS"] / 1024, "anon_mb": kilobytes["RssAnon"] / 1024,
            "peak_mb": own / 1024, "peak_of_helper_mb": helper / 1024}  # fmt: skip


def tell(found: Any) -> None:
    sys.stdout.write(json.dumps(found) + "\n")


def rebuild() -> None:
    """The whole index from the database, as the command does it."""
    with measured() as found:
        indexing.rebuild()
    tell(found | memory() | {"documents": indexing.document_count()})


def update() -> None:
    """What it takes until one, ten or a hundred changed stories are found: median of five."""
    found = {}
    ids = list(Story.objects.live().values_list("pk", flat=True)[:3000])
    for number in (1, 10, 100):
        times = []
        for turn in range(5):
            StoryChange.note_ids(ids[turn * number : (turn + 1) * number])
            with measured() as taken:
                indexing.drain()
            times.append(taken)
        found[str(number)] = {key: middle([one[key] for one in times]) for key in ("wall", "cpu")}
    tell(found)


def ask(rounds: int = 3) -> None:
    """Every query as a signed-in employee's whole page, its part from the query to the hits, our engine's answer to the
    question that this came to, and the bare call for it.

    They take turns, query by query; the median of the rounds counts. The first round warms up and does not.
    """
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=READER))
    finding, last = watch_finding()
    asked = made_up.queries()
    rows: list[dict[str, list[Times]]] = [{"page": [], "search": [], "engine": [], "bare": []} for _ in asked]
    for turn in range(rounds + 1):
        for place, (query, row) in enumerate(zip(asked, rows, strict=True)):
            finding.clear()
            forget_answers()
            with measured() as page:
                answer = client.get("/search/?" + urlencode([("q", query.q), *query.chosen]))
            if answer.status_code != 200 or not finding:
                raise SystemExit(f"{query}: {answer.status_code}")
            row["page"].append(page)
            row["search"].append({key: sum(one[key] for one in finding) for key in ("wall", "cpu")})
            calls = {"engine": partial(current_engine().search, last[0]), "bare": bare_call(last[0])}
            # The second one finds everything in the processor's caches.
            for name in sorted(calls, reverse=(turn + place) % 2 > 0):
                forget_answers()
                with measured() as taken:
                    calls[name]()
                row[name].append(taken)
            if not turn:
                for times in row.values():
                    times.clear()
    result = [
        {"kind": query.kind}
        | {f"{what}_{key}": middle([one[key] for one in row[what]]) for what in row for key in ("wall", "cpu")}
        for query, row in zip(asked, rows, strict=True)
    ]
    tell({"queries": result, "memory": memory()})


def forget_answers() -> None:
    """So that no round profits by what the embedded engine remembers of the one before."""
    for opened in (getattr(current_engine(), "_opened", None) or ())[1:]:
        opened.snapshot().forget()


def watch_finding() -> tuple[list[Times], list[Question]]:
    """From here on, the times from a query to its hits (planning, counting and every try), and the last page's plan."""
    times: list[Times] = []
    questions: list[Question] = []
    original = searching._find

    def find(*arguments: Any) -> Any:
        with measured() as taken:
            found = original(*arguments)
        if not times:  # what an empty page tries beside belongs to it, but is another query
            questions[:] = [found[0].question]
        times.append(taken)
        return found

    searching._find = find
    return times, questions


def bare_call(question: Question) -> Callable[[], object]:
    """The same question as a call of the engine's own library, with everything made ready before."""
    engine: Any = current_engine()
    if type(engine).__name__ == "ElasticsearchEngine":
        from search.engines.elasticsearch_query import as_search

        body = as_search(question)[question.offset : question.offset + question.limit].to_dict()
        return lambda: engine._reading.search(index=engine._generations.current.stories, body=body)
    from search.engines.tantivy_query import as_query, facet_counts

    snapshot = engine._open()[0].snapshot()
    searcher, question = snapshot.searcher, snapshot.without_absent(question) or question
    query = as_query(question)
    order = {"order_by_field": {"newest": "newest", "applause": "applauded"}.get(question.sort)}

    def call() -> None:
        hits = searcher.search(query, max(question.limit, 1), **order).hits
        searcher.fast_field_values("id", [address for _, address in hits])
        facet_counts(searcher, question, query)

    return call


def pages() -> None:
    """Pages that list stories, as an employee or a leader: queries and CPU of the second call."""
    from django.test.utils import CaptureQueriesContext

    principle, tag = "empower-people", Story.objects.get(pk=Story.objects.live().first().pk).tags.first()
    addresses = [(READER, path) for path in ("/", "/?page=500", f"/principle/{principle}/", "/mine/", "/digest/")]
    addresses += [(READER, "/notices/"), (READER, Story.objects.live().first().get_absolute_url())]
    addresses += [(READER, f"/tag/{tag.slug}/")] if tag else []
    addresses += [(LEADER, path) for path in ("/", "/review/", "/admin/snippets/stories/story/")]
    found = []
    for who, path in addresses:
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(email=who))
        client.get(path)
        with CaptureQueriesContext(connection) as queries, measured() as taken:
            status = client.get(path).status_code
        slowest = max(
            queries.captured_queries, key=lambda query: float(query["time"]), default={"time": "0", "sql": ""}
        )
        found.append(taken | {"who": who, "path": path, "status": status, "queries": len(queries),
                              "slowest": float(slowest["time"]), "sql": slowest["sql"][:2000]})  # fmt: skip
    tell(found)


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


# --- what we are measured against -----------------------------------------------------------------------------------


def bare_build(whose: str) -> None:
    """The same texts from the same database into a plain Tantivy index, by one of three analyses.

    Tantivy's own tokenizer, filters and stemmers; Python's, as plainly as can be: words by a regular expression, lower
    case, accents dropped, stemmed by Snowball; or ours, which shows what all the rest of a rebuild costs.
    """
    from search.engines import tantivy as ours
    from tests.bench import plain

    folder = Path(str(current_engine()._generations.root) + f"-bare-{whose}")  # type: ignore[attr-defined]
    folder.mkdir()
    with measured() as found, ours._session(ours._make(folder / "stories", ours.STORIES), ours.BUILD_HEAP) as writer:
        for document in plain.documents_of(whose):
            writer.add_document(document)
    tell(found | memory() | {"bytes": size_of(folder)})


def index_size() -> None:
    """The bytes of the stories and of their words."""
    current: Any = current_engine()
    tell([size_of(current._generations.current() / part) for part in ("stories", "words")])


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def stock() -> None:
    """Wagtail's own backend with the same words: its index, and some of the queries, each up to its cap."""
    from tests.bench import plain

    with measured() as built:
        search = plain.stock()
    asked = [query for query in made_up.queries() if not query.chosen]
    times, capped = [], 0
    for query in asked[:: max(1, len(asked) // STOCK_QUERIES)]:
        with measured() as taken:
            try:
                with at_most(CAP):
                    search(query.q)
            except OperationalError:
                capped += 1
        times.append(taken)
    tell({"build": built, "times": times, "capped": capped, "memory": memory()})


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt whatever the database is doing after so many seconds."""
    if connection.vendor == "sqlite":
        stop: Any = connection.connection.interrupt
    else:
        stop = connection.connection.cancel
    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
