"""The engine beyond one host: Elasticsearch 8.19 or 9, fed with the same ready terms as the embedded one.

Questions wait two seconds at most and then once more for another node; after troubles in a row nobody waits at all
for some seconds (circuit.py). Writing has more patience. Who may write is in elasticsearch_leases.py, how an index
is built anew while the old one serves in elasticsearch_generations.py.
"""

from __future__ import annotations

import threading
import time
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Search
from elasticsearch.helpers import streaming_bulk

from search.asking import Document, Form, Found, Question, Scope, Term
from search.engines.base import NO_INDEX, Engine, Load, SearchUnavailable
from search.engines.circuit import Circuit, Trouble
from search.engines.elasticsearch_documents import Action, removals, story_actions, word_actions
from search.engines.elasticsearch_generations import Generations, Pair
from search.engines.elasticsearch_leases import Lease
from search.engines.elasticsearch_query import as_search, facet_counts, spread_counts, spread_of, words_like
from search.engines.vocabulary import Counted, Vocabulary

WINDOW = 10_000
"""Elasticsearch skips no more hits than this; what lies deeper is reached from hit to hit."""
AT_ONCE = 500
"""Terms counted, or actions sent, in one request."""
MOST_BYTES = 5_000_000
VERSIONS_AT_ONCE = WORDS_AT_ONCE = 5_000
BUSY = (429, 502, 503, 504)
"""What may pass if one waits: too many requests, or a part of the index is moving."""
RETRIES = 4
GONE = ("delete", 404)
KNOWN = ("create", 409)
NEWER = ("index", 409)


class ElasticsearchEngine(Engine):
    PATIENCE = 2.0
    """Seconds for an answer to a question."""
    WRITING_PATIENCE = 30.0
    FORMAT_KNOWN_FOR = 5.0
    """Seconds until the engine looks again whether the index is of its format."""

    def __init__(
        self, location: str, *, user: str = "", password: str = "", api_key: str = "", ca: str = "", shards: int = 1
    ) -> None:
        """`location` is http(s)://host:port[,host:port…]/prefix; `ca` a file of certificates to trust."""
        servers, _, prefix = location.rpartition("/")
        scheme, _, hosts = servers.partition("://")
        secure: dict[str, Any] = {"ca_certs": ca} if ca else {}
        client = Elasticsearch(
            [f"{scheme}://{host}" for host in hosts.split(",")],
            basic_auth=b64encode(f"{user}:{password}".encode()).decode() if user else None,  # the client: only ASCII
            api_key=api_key or None,
            **secure,
        )
        self._reading = client.options(
            request_timeout=self.PATIENCE, max_retries=1, retry_on_timeout=True, retry_on_status=BUSY
        )
        self._writing = client.options(
            request_timeout=self.WRITING_PATIENCE, max_retries=3, retry_on_timeout=True, retry_on_status=BUSY
        )
        self._generations = Generations(self._writing, prefix, shards)
        self._search_type = "dfs_query_then_fetch" if shards > 1 else "query_then_fetch"
        self._circuit = Circuit()
        self._format_known_until = 0.0
        self._session = threading.local()

    def is_ready(self) -> bool:
        with _troubles_told():
            return self._generations.is_ready(self._generations.served(self._reading))

    def search(self, question: Question) -> Found:
        search, first, limit = as_search(question), question.offset, min(question.limit, WINDOW)
        deep = first + limit > WINDOW
        answer = self._deep_page(search, question) if deep else self._ask(search[first : first + limit], question)
        hits = tuple((int(hit["_id"]), float(hit["sort"][0])) for hit in answer["hits"]["hits"])
        return Found(hits, answer["hits"]["total"]["value"], facet_counts(answer, question))

    def words(
        self, key: str, *, distance: int = 0, beginning: bool = False, languages: Collection[str] = (), limit: int = 50
    ) -> list[Form]:
        search = words_like(key, distance=distance, beginning=beginning, languages=languages, limit=limit)
        counted: Counter[str] = Counter()
        for hit in self._ask(search, alias=self._generations.current.words)["hits"]["hits"]:
            [form], [stories] = hit["fields"]["form"], hit["fields"]["stories"]
            counted[form] += stories
        return [Form(form, stories) for form, stories in counted.most_common()]

    def spread(self, terms: Sequence[Term]) -> list[int]:
        counts: list[int] = []
        for start in range(0, max(len(terms), 1), AT_ONCE):
            some = terms[start : start + AT_ONCE]
            answer = self._ask(spread_of(some))
            counts += spread_counts(answer, some)
        return [*counts, answer["hits"]["total"]["value"]]

    def versions(self) -> Iterator[tuple[int, int]]:
        with _troubles_told():
            self._generations.demand(self._generations.served(self._writing))
            frozen = self._writing.open_point_in_time(index=self._generations.current.stories, keep_alive="2m")["id"]
            search = Search().source(False).sort("_shard_doc").extra(size=VERSIONS_AT_ONCE, track_total_hits=False)
            search = search.extra(docvalue_fields=["id", "version"], pit={"id": frozen, "keep_alive": "2m"})
            while hits := self._writing.search(body=search.to_dict())["hits"]["hits"]:
                for hit in hits:
                    yield hit["fields"]["id"][0], hit["fields"]["version"][0]
                search = search.extra(search_after=hits[-1]["sort"])
            self._writing.close_point_in_time(id=frozen)

    @contextmanager
    def writing(self) -> Iterator[bool]:
        with _troubles_told():
            lease = Lease.take(self._writing, self._generations.leases, "write")
        if lease is None:
            yield False
            return
        with lease.held():
            self._session.lease = lease
            try:
                yield True
            finally:
                del self._session.lease

    def write(self, changed: Iterable[Document], ids: Collection[int]) -> None:
        lease: Lease = self._session.lease
        documents = list(changed)
        gone = set(ids) - {document.id for document in documents}
        words = Vocabulary(documents)
        with _troubles_told():
            for generation in self._written_to():
                into = generation.way_in
                self._bulk(story_actions(documents, into.stories, lease.number))
                self._bulk(removals(gone, into.stories, lease.number), harmless=GONE)
                self._bulk(word_actions(self._unknown(words, into.words), into.words), harmless=KNOWN)
                self._refresh(generation)
            lease.confirm()

    def rebuild(self, documents: Iterable[Document], load: Load) -> None:
        """Nothing has to be loaded again: what is written meanwhile is written to the new index, too."""
        with _troubles_told():
            lease = Lease.take(self._writing, self._generations.leases, "rebuild")
            if lease is None:
                raise SearchUnavailable("Another rebuild of the search index is going on, or was killed just now.")
            with lease.held():
                fresh = self._generations.begin()
                try:
                    self._build(fresh.way_in, documents, lease)
                    self._refresh(fresh)
                    lease.confirm()
                    self._generations.serve(fresh)
                except BaseException:
                    self._give_up(fresh)
                    raise

    def _build(self, into: Pair, documents: Iterable[Document], lease: Lease) -> None:
        words = Vocabulary()

        def noted() -> Iterator[Document]:
            for document in documents:
                words.add(document)
                lease.keep()
                yield document

        session = self._session_before_others(lease)
        self._bulk(story_actions(noted(), into.stories, session), harmless=NEWER)
        self._bulk(word_actions(words, into.words, anew=True))

    def _session_before_others(self, rebuild: Lease) -> int:
        """A number lower than that of anybody who writes from now on; who did not know of us has ended."""
        while (lease := Lease.take(self._writing, self._generations.leases, "write")) is None:
            rebuild.keep()
            time.sleep(0.02)
        with lease.held():
            return lease.number

    def _written_to(self) -> list[Pair]:
        """The generation that serves, and the one that is being built."""
        while True:
            served = self._generations.served(self._writing)
            serving, building = self._generations.serving(served), self._generations.building(served)
            if building is None:
                return [serving]
            if Lease.is_taken(self._writing, self._generations.leases, "rebuild"):
                self._generations.demand_ours(served)
                return [serving, building]
            # The rebuild has been killed; or it has ended just now and serves, so look again.
            self._generations.abandon(served)

    def _bulk(self, actions: Iterable[Action], *, harmless: tuple[str, int] | None = None) -> None:
        """Send the actions, those that were turned away again, and stop at the first that cannot be done."""
        for _, item in streaming_bulk(
            self._writing,
            actions,
            chunk_size=AT_ONCE,
            max_chunk_bytes=MOST_BYTES,
            max_retries=RETRIES,
            initial_backoff=0.2,
            max_backoff=2.0,
            raise_on_error=False,
            yield_ok=False,
            retry_on_status=BUSY,
            require_alias=True,  # else an index that is not there would be made, with any fields
        ):
            [(verb, result)] = item.items()
            if (verb, result["status"]) != harmless:
                raise SearchUnavailable(f"Elasticsearch did not {verb} {result['_id']}: {_reason(result)}")

    def _unknown(self, words: Iterable[Counted], alias: str) -> list[Counted]:
        """Those that are not there yet: far quicker than having each known one turned away."""
        units, known = {word.unit: word for word in words}, set[str]()
        ids = list(units)
        for start in range(0, len(ids), WORDS_AT_ONCE):
            some = ids[start : start + WORDS_AT_ONCE]
            answer = self._writing.mget(index=alias, ids=some, source=False, filter_path="docs._id,docs.found")
            # A row of a part that is just starting has no answer: its words are then sent, and turned away if known.
            known |= {row["_id"] for row in answer.get("docs", ()) if row.get("found")}
        return [word for unit, word in units.items() if unit not in known]

    def _refresh(self, pair: Pair) -> None:
        shards = self._writing.indices.refresh(index=[pair.stories, pair.words])["_shards"]
        if shards["failed"]:
            raise SearchUnavailable(f"{shards['failed']} parts of the search index are away.")

    def _give_up(self, fresh: Pair) -> None:
        """So that nobody goes on writing to it; whoever builds next takes the indices away."""
        with suppress(ApiError, TransportError):
            served = self._generations.served(self._reading)
            if self._generations.building(served) == fresh:
                self._generations.abandon(served)

    def _deep_page(self, search: Search[Any], question: Question) -> dict[str, Any]:
        """Stand on the hit before the page: as deep as one may skip, and from there from hit to hit."""
        seen = min(question.offset, WINDOW)
        stand = self._ask(search[seen - 1 : seen], question)
        while (before := stand["hits"]["hits"]) and seen < question.offset:
            step = min(WINDOW, question.offset - seen)
            stand = self._ask(search.extra(search_after=before[-1]["sort"], size=step), question)
            seen += step
        if not before:
            return stand
        page = search.extra(search_after=before[-1]["sort"], size=min(question.limit, WINDOW))
        return self._ask(page, question)

    def _ask(self, search: Search[Any], question: Question | None = None, *, alias: str = "") -> dict[str, Any]:
        """The answer of all parts of the index, or none at all."""
        with self._circuit.asking(), _troubles_told():
            self._look_at_format()
            answer = self._reading.search(
                index=alias or self._generations.current.stories,
                body=search.to_dict(),
                search_type=self._search_type,
                allow_partial_search_results=False,
                preference=_copies_for(question.scope) if question else None,
            ).body
            if not isinstance(answer, dict) or "hits" not in answer:
                raise Trouble("What answers at the address of the search engine is not Elasticsearch.")
            return answer

    def _look_at_format(self) -> None:
        if time.monotonic() > self._format_known_until:
            self._generations.demand(self._generations.served(self._reading))
            self._format_known_until = time.monotonic() + self.FORMAT_KNOWN_FOR


@contextmanager
def _troubles_told() -> Iterator[None]:
    """The client's errors as ours: the server away or unwell, or well but not able to do this."""
    try:
        yield
    except NotFoundError as error:
        raise SearchUnavailable(NO_INDEX) from error
    except ApiError as error:
        ours = 400 <= error.status_code < 500 and error.status_code not in BUSY
        raise (SearchUnavailable if ours else Trouble)(f"Elasticsearch says {error}") from error
    except TransportError as error:
        raise Trouble(f"Elasticsearch does not answer: {error.message}") from error


def _copies_for(scope: Scope) -> str:
    """A reader always asks the same copies of the index, so that pages and counts fit together."""
    return str(zlib.crc32(" ".join(sorted(scope.readers)).encode()))


def _reason(result: dict[str, Any]) -> str:
    error = result.get("error", {})
    return str(error.get("reason", error) if isinstance(error, dict) else error)
