"""make bench-search: the search at a thousand, ten thousand and a hundred thousand made-up stories.

For each size a database and an index of their own, and in the same run, on the same stories: the bare call of the
engine's library for the very question that each page asked, plain builds of the same texts, and Wagtail's own
backend, each query of it stopped after ten seconds. It prints tables in Markdown, as they stand in docs/search.md.

`--stories 1000` takes a minute; all three sizes a quarter of an hour on two calm cores. `--elasticsearch` measures that
engine instead.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # it is run by its path

from tests.integration.installation import Installation

WHOSE = ("Tantivy’s", "Python’s", "our")
"""Whose analysis the plain builds use that the rebuild is set against."""
SIZES = [1_000, 10_000, 100_000]
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, action="append", help="a size; again for another one")
    parser.add_argument("--rounds", type=int, default=3, help="of all queries, after one to warm up")
    parser.add_argument("--database", default="", help="such as postgresql://user@host/name, empty; SQLite otherwise")
    parser.add_argument("--elasticsearch", action="store_true", help="start a server and measure it")
    parser.add_argument("--stock-up-to", type=int, default=100_000, help="measure Wagtail's backend up to this size")
    options = parser.parse_args()
    measured = {}
    for size in options.stories or SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-search-") as folder, ExitStack() as stack:
            site = Installation(Path(folder), database=options.database)
            if options.elasticsearch:
                site.environment["SEARCH_URL"] = stack.enter_context(server(Path(folder)))
            measured[size] = measure(site, size, options)
    show(measured)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of an Elasticsearch of one node."""
    sys.path.insert(0, "site")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")
    from tests.search.elasticsearch.server import Server

    with Server(folder / "elasticsearch").running() as running:
        yield running.location("bench")


def measure(site: Installation, size: int, options: argparse.Namespace) -> Figures:
    def step(code: str) -> Any:
        say(f"{size} stories: {code}")
        return json.loads(site.shell(f"from tests.bench import measuring; measuring.{code}").splitlines()[-1])

    site.manage("migrate", "--verbosity", "0")
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    say(f"{size} stories: telling them")
    site.shell(f"from tests.bench import loading; loading.load({size})")
    found: Figures = {"rebuild": step("rebuild()")}
    if not options.elasticsearch:
        found["bytes"] = json.loads(site.shell("from tests.bench import measuring; measuring.index_size()"))
        for whose in WHOSE:
            found[f"bare, {whose} analysis"] = step(f"bare_build({whose!r})")
    found["ask"] = step(f"ask({options.rounds})")
    found["update"] = step("update()")
    found["pages"] = step("pages()")
    if size <= options.stock_up_to:
        found["stock"] = step("stock()")
    return found


def show(measured: dict[int, Figures]) -> None:
    sizes = list(measured)
    cells = [rows_of(measured[size]) for size in sizes]
    names = dict.fromkeys(name for rows in cells for name in rows)
    table(["", *(f"{size:,} stories" for size in sizes)],
          [[name, *(rows.get(name, "–") for rows in cells)] for name in names])  # fmt: skip
    asked = measured[sizes[-1]]["ask"]["queries"]
    kinds = {
        kind: [one for one in asked if one["kind"] == kind] for kind in dict.fromkeys(one["kind"] for one in asked)
    }
    say(f"\nBy kind of query at {sizes[-1]:,} stories, CPU ms p50 / p95:\n")
    table(["", "queries", "whole page", "search", "engine", "bare call"],
          [[kind, str(len(of)), *(span(of, f"{what}_cpu") for what in ("page", "search", "engine", "bare"))]
           for kind, of in kinds.items()])  # fmt: skip
    for size in sizes:
        say(f"\nPages at {size:,} stories, the second time they are asked for:\n")
        table(["page", "who", "status", "queries", "CPU ms", "slowest query ms"],
              [[f"`{one['path'][:40]}`", one["who"].split("@")[0], str(one["status"]), str(one["queries"]),
                f"{one['cpu'] * 1000:.0f}", f"{one['slowest'] * 1000:.0f}"] for one in measured[size]["pages"]])  # fmt: skip


def rows_of(found: Figures) -> dict[str, str]:
    """Every line of the table for one size."""
    asked, built = found["ask"]["queries"], found["rebuild"]
    rows = {
        "whole page, CPU ms p50 / p95": span(asked, "page_cpu"),
        "whole page, clock": span(asked, "page_wall"),
        "search (query to hits), CPU": span(asked, "search_cpu"),
        "search, clock": span(asked, "search_wall"),
        "engine (the last question), CPU": span(asked, "engine_cpu"),
        "engine, clock": span(asked, "engine_wall"),
        "bare call, CPU": span(asked, "bare_cpu"),
        "bare call, clock": span(asked, "bare_wall"),
        **{
            f"{what} ÷ bare call, {name}, p50 / p95 / all together": ratios(asked, f"{what}_{key}", f"bare_{key}")
            for what in ("engine", "search")
            for name, key in (("CPU", "cpu"), ("clock", "wall"))
        },
        "rebuild, clock / CPU s": seconds(built),
    }
    for name in (f"bare, {whose} analysis" for whose in WHOSE):
        if name in found:
            bare = found[name]
            rows[f"{name}, clock / CPU s"] = seconds(bare)
            rows[f"rebuild ÷ {name}"] = f"{built['wall'] / bare['wall']:.2f} / {built['cpu'] / bare['cpu']:.2f}"
    rows["rebuild, peak memory MB (of each helping process)"] = (
        f"{built['peak_mb']:.0f} ({built['peak_of_helper_mb']:.0f})"
    )
    for number, taken in found["update"].items():
        rows[f"{number} changed, clock / CPU ms"] = f"{taken['wall'] * 1000:.0f} / {taken['cpu'] * 1000:.0f}"
    if "bytes" in found:
        rows["index MB (stories + words)"] = " + ".join(f"{size / 1e6:.0f}" for size in found["bytes"])
    memory = found["ask"]["memory"]
    rows["memory after the queries, anonymous / RSS MB"] = f"{memory['anon_mb']:.0f} / {memory['rss_mb']:.0f}"
    if "stock" in found:
        stock = found["stock"]
        rows["Wagtail’s backend, clock ms p50 / p95"] = span(stock["times"], "wall")
        rows["of its queries stopped at 10 s"] = f"{stock['capped']} of {len(stock['times'])}"
        rows["its build, clock / CPU s"] = seconds(stock["build"])
    return rows


def seconds(taken: Figures) -> str:
    return f"{taken['wall']:.1f} / {taken['cpu']:.1f}"


def span(rows: list[Figures], key: str) -> str:
    values = [row[key] * 1000 for row in rows]
    return f"{percentile(values, 0.5):,.1f} / {percentile(values, 0.95):,.1f}"


def ratios(rows: list[Figures], ours: str, bare: str) -> str:
    p50, p95 = (percentile([r[ours] for r in rows], p) / percentile([r[bare] for r in rows], p) for p in (0.5, 0.95))
    return f"{p50:.2f} / {p95:.2f} / {sum(r[ours] for r in rows) / sum(r[bare] for r in rows):.2f}"


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def table(head: list[str], rows: list[list[str]]) -> None:
    for cells in (head, ["---"] * len(head), *rows):
        say("| " + " | ".join(cells) + " |")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
