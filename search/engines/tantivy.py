"""The embedded engine: Tantivy, for installations on one host.

SEARCH.md has the measurements and the traps behind every oddity here: ids are signed (a deletion by an unsigned
field deletes nothing), a session collects garbage first (a killed one may have left a file in the way) and waits for
its merges last (else each session starts them anew), and all languages share their fields (else rare ones score low).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search.analysis import ANALYSIS_VERSION, keys_of
from search.asking import FACETS, FORM_FIELDS, PLAIN_FIELDS, TERM_FIELDS, Document, Form, Found, Question, Term
from search.engines.base import NO_INDEX, OTHER_FORMAT, Engine, Load, SearchUnavailable
from search.engines.generations import Generations
from search.engines.tantivy_query import STORIES, as_query, facet_counts, these
from search.engines.tantivy_query import beginning as begins_with
from search.engines.tantivy_snapshot import Snapshot
from search.engines.vocabulary import Counted, Vocabulary

SESSION_HEAP = 15_000_000
BUILD_HEAP = 256_000_000
"""Bytes of a build, of which small ones use few: with less of it there is more to merge, and more pieces to search."""
_ORDERS = {"newest": "newest", "applause": "applauded"}


def _word_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("form", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("unit", tokenizer_name="raw", index_option="basic")  # form and language
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("stories", stored=True, indexed=False, fast=True)
    return builder.build()


WORDS = _word_schema()
STRUCTURE = hashlib.sha256(json.dumps([3, TERM_FIELDS, FORM_FIELDS, PLAIN_FIELDS, FACETS]).encode()).hexdigest()[:16]
"""An index of another structure cannot be asked."""
FORMAT = f"{STRUCTURE} {ANALYSIS_VERSION} {tantivy.__version__}"
"""An index of another format is built anew; until then one of the same structure answers."""


class _OpenIndex:
    """An index opened for reading; looks at its files before each use."""

    def __init__(self, folder: Path, schema: tantivy.Schema) -> None:
        self.folder = folder
        self._meta = folder / "meta.json"
        self._state = self._stat()
        self._index = _index(folder, schema)
        self._snapshot = Snapshot(self._index.searcher())
        self._reloading = threading.Lock()

    def snapshot(self) -> Snapshot:
        state = self._stat()
        if state != self._state:
            with self._reloading:
                if state != self._state:  # else another thread has done it while this one waited
                    self._index.reload()
                    self._snapshot = Snapshot(self._index.searcher())
                    self._state = state
        return self._snapshot

    def searcher(self) -> tantivy.Searcher:
        return self.snapshot().searcher

    def _stat(self) -> tuple[int, int]:
        stat = os.stat(self._meta)
        return stat.st_ino, stat.st_mtime_ns


class TantivyEngine(Engine):
    def __init__(self, location: str) -> None:
        self._generations = Generations(Path(location))
        self._opened: tuple[Path, _OpenIndex, _OpenIndex] | None = None

    def is_ready(self) -> bool:
        current = self._generations.current()
        return current is not None and _format_of(current) == FORMAT

    def search(self, question: Question) -> Found:
        with _troubles_told():
            snapshot = self._open()[0].snapshot()
            present = snapshot.without_absent(question)
            if present is None:
                return Found(facets={name: {} for name in question.facets})
            if not (question.limit or question.facets):
                return Found(total=snapshot.remembered(_total, present))
            searcher, query = snapshot.searcher, as_query(present)
            order = {"order_by_field": _ORDERS[question.sort]} if question.sort in _ORDERS else {}
            result = searcher.search(query, max(question.limit, 1), offset=question.offset, **order)
            shown, total = result.hits[: question.limit], int(result.count or 0)
            ids = searcher.fast_field_values("id", [address for _, address in shown])
            hits = tuple((int(pk), float(score)) for pk, (score, _) in zip(ids, shown, strict=True))
            few = these(ids) if len(ids) == total else query
            return Found(hits, total, facet_counts(searcher, present, few))

    def words(
        self, key: str, *, distance: int = 0, beginning: bool = False, languages: Collection[str] = (), limit: int = 50
    ) -> list[Form]:
        with _troubles_told():
            snapshot = self._open()[1].snapshot()
            return list(snapshot.remembered(_forms, key, distance, beginning, tuple(sorted(languages)), limit))

    def spread(self, terms: Sequence[Term]) -> list[int]:
        with _troubles_told():
            searcher = self._open()[0].searcher()
            return [searcher.doc_freq(term.field, term.text) for term in terms] + [searcher.num_docs]

    def versions(self) -> Iterator[tuple[int, int]]:
        with _troubles_told():
            searcher = self._open()[0].searcher()
            found = searcher.search(Query.all_query(), max(searcher.num_docs, 1), count=False).hits
            addresses = [address for _, address in found]
            ids, versions = (searcher.fast_field_values(name, addresses) for name in ("id", "version"))
        yield from zip(ids, versions, strict=True)

    def writing(self) -> AbstractContextManager[bool]:
        return self._generations.writing()

    def write(self, changed: Iterable[Document], ids: Collection[int]) -> None:
        documents = list(changed)
        with _troubles_told():
            current = self._generations.current()
            if current is None or not self.is_ready():
                raise SearchUnavailable(OTHER_FORMAT if current else NO_INDEX)
            _add_new_words(current, documents)
            with _session(_index(current / "stories", STORIES), SESSION_HEAP) as writer:
                _replace(writer, documents, ids)
            self._generations.note_written(ids)

    def rebuild(self, documents: Iterable[Document], load: Load) -> None:
        with _troubles_told(), self._generations.rebuilding() as fresh:
            stories, words = _make(fresh / "stories", STORIES), _make(fresh / "words", WORDS)
            written = Vocabulary()
            with _session(stories, BUILD_HEAP) as writer:
                for document in documents:
                    written.add(document)
                    writer.add_document(_as_tantivy(document))
            with _session(words, BUILD_HEAP) as writer:
                _add_words(writer, written)
            with self._generations.writing(wait=True):
                meanwhile = self._generations.written_meanwhile()
                if meanwhile:
                    changed = load(meanwhile)
                    _add_new_words(fresh, changed)
                    with _session(stories, SESSION_HEAP) as writer:
                        _replace(writer, changed, meanwhile)
                (fresh / "format").write_text(FORMAT)
                self._generations.serve(fresh)

    def _open(self) -> tuple[_OpenIndex, _OpenIndex]:
        """The indices of the current generation, stories and words."""
        current = self._generations.current()
        if current is None:
            raise SearchUnavailable(NO_INDEX)
        opened = self._opened
        if opened is None or opened[0] != current:
            if not _format_of(current).startswith(f"{STRUCTURE} "):
                raise SearchUnavailable(OTHER_FORMAT)
            opened = (current, _OpenIndex(current / "stories", STORIES), _OpenIndex(current / "words", WORDS))
            self._opened = opened
        return opened[1], opened[2]


@contextmanager
def _troubles_told() -> Iterator[None]:
    """Tantivy's errors (ValueError, for a full disk a panic) and the file system's, as ours."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise SearchUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise SearchUnavailable(str(error)) from error
        raise


def _total(searcher: tantivy.Searcher, question: Question) -> int:
    return int(searcher.search(Query.const_score_query(as_query(question), 1.0), 1).count or 0)  # without scores


def _forms(
    searcher: tantivy.Searcher, key: str, distance: int, beginning: bool, languages: tuple[str, ...], limit: int
) -> tuple[Form, ...]:
    if distance:
        query = Query.fuzzy_term_query(WORDS, "key", key, distance=distance, transposition_cost_one=True)
    else:
        query = begins_with(WORDS, "key", key) if beginning else Query.term_query(WORDS, "key", key)
    if languages:
        wanted = [Query.term_query(WORDS, "language", language) for language in ("-", *languages)]
        either = Query.boolean_query([(Occur.Should, language) for language in wanted])
        query = Query.boolean_query([(Occur.Must, query), (Occur.Must, either)])
    counted: Counter[str] = Counter()
    for _, address in searcher.search(query, limit, count=False, order_by_field="stories").hits:
        word = searcher.doc(address)
        counted[word["form"][0]] += word["stories"][0]
    return tuple(Form(form, stories) for form, stories in counted.most_common())


def _format_of(generation: Path) -> str:
    try:
        return (generation / "format").read_text()
    except OSError:
        return ""


def _make(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    folder.mkdir()
    return _index(folder, schema)


def _index(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    index = tantivy.Index(schema, path=str(folder))
    index.config_reader("manual")  # no thread that watches the files
    index.reload()
    return index


@contextmanager
def _session(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """One commit, with everything in it or nothing."""
    writer = index.writer(heap, 1)
    try:
        writer.garbage_collect_files()
        yield writer
        writer.commit()
    finally:
        writer.wait_merging_threads()


def _replace(writer: tantivy.IndexWriter, documents: Iterable[Document], ids: Collection[int]) -> None:
    for story_id in ids:
        writer.delete_documents_by_term("id", story_id)
    for document in documents:
        writer.add_document(_as_tantivy(document))


def _as_tantivy(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_integer("id", document.id)
    made.add_integer("version", document.version)
    made.add_integer("newest", document.newest)
    made.add_integer("applauded", document.applauded)
    for name, terms in document.terms.items():
        made.add_text(name, terms)
    for name, values in document.facets.items():
        for value in values:
            made.add_text(f"facet_{name}", value)
    for value in document.filters:
        made.add_text("filters", value)
    for reader in document.readers:
        made.add_text("scope", f"{document.state} {reader}")
    return made


def _add_new_words(generation: Path, documents: Iterable[Document]) -> None:
    """Words that no story had before; the counts are put right by the next rebuild."""
    index = _index(generation / "words", WORDS)
    searcher = index.searcher()
    new = [word for word in Vocabulary(documents) if not searcher.doc_freq("unit", word.unit)]
    if new:
        with _session(index, SESSION_HEAP) as writer:
            _add_words(writer, new)


def _add_words(writer: tantivy.IndexWriter, words: Iterable[Counted]) -> None:
    for word in words:
        made = tantivy.Document()
        made.add_text("form", word.form)
        made.add_text("unit", word.unit)
        made.add_text("language", word.language or "-")
        for key in set(keys_of(word.form)):
            made.add_text("key", key)
        made.add_integer("stories", word.stories)
        writer.add_document(made)
