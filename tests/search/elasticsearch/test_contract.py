"""The contract on a real Elasticsearch, and what is particular to an index on several hosts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.analysis import long_fold
from search.asking import FACETS, FORM_FIELDS, PLAIN_FIELDS, TERM_FIELDS, Beginning, Clause, Document, Row, Term
from search.engines import elasticsearch as module
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_documents import STRUCTURE, StoryDocument
from tests.search.elasticsearch.server import Server
from tests.search.engine_contract import a_document, asked, assert_unavailable, body
from tests.search.shared_index_contract import SharedIndexContract, Stamp


class TestElasticsearchEngine(SharedIndexContract):
    OTHER_WORDS = f"{STRUCTURE} 1"

    @pytest.fixture
    def stamp(self, engine: Engine, client: Elasticsearch) -> Stamp:
        return lambda mark: client.indices.put_mapping(index="tests-current", meta={"format": mark})

    def test_a_rebuild_waits_for_those_who_were_writing_before_it(
        self, engine: ElasticsearchEngine, elsewhere: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waited = []

        def done_at_last(seconds: float) -> None:
            waited.append(seconds)
            elsewhere.write([a_document(1, "kat")], [1])
            writing.__exit__(None, None, None)

        monkeypatch.setattr(module.time, "sleep", done_at_last)
        writing = elsewhere.writing()
        assert writing.__enter__()
        engine.rebuild([a_document(1, "kat")], lambda ids: [])
        assert len(waited) == 1

    def test_a_rebuild_that_failed_is_written_to_no_more(self, engine: Engine, client: Elasticsearch) -> None:
        def documents() -> Iterator[Document]:
            yield a_document(1, "hund")
            assert client.indices.exists_alias(name="tests-next")
            raise RuntimeError("the power went")

        with pytest.raises(RuntimeError):
            engine.rebuild(documents(), lambda ids: [])
        assert not client.indices.exists_alias(name="tests-next")
        self.fill(engine, a_document(2, "hund"))
        engine.rebuild([a_document(3, "hund")], lambda ids: [])
        assert self.ids(engine.search(asked(body("hund")))) == {3}
        assert len(client.indices.get(index="tests-gen*")) == 4  # this one and the last one, stories and words

    def test_without_an_index_it_is_unavailable(self, server: Server) -> None:
        assert_unavailable(ElasticsearchEngine(server.location("nothing")))

    def test_the_window_ends_but_the_pages_go_on(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "WINDOW", 3)
        self.fill(engine, *[a_document(pk, "hund") for pk in range(1, 12)])
        for sort, expected in (("newest", list(range(11, 0, -1))), ("relevance", list(range(1, 12)))):
            pages = [engine.search(asked(body("hund"), sort=sort, offset=at, limit=2)) for at in range(0, 14, 2)]
            assert [story_id for page in pages for story_id, _ in page.hits] == expected
            assert {page.total for page in pages} == {11}

    def test_versions_of_many_documents_come_in_parts(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "VERSIONS_AT_ONCE", 3)
        made = [a_document(pk, "hund") for pk in range(10)]
        self.fill(engine, *made)
        assert dict(engine.versions()) == {document.id: document.version for document in made}

    def test_no_word_is_too_odd(self, engine: Engine) -> None:
        odd = ("\ufdfa" * 60, "\U0001d558nicode", "o'hara", "a" * 5000)  # the first is written with 18 letters each
        self.fill(engine, a_document(1, " ".join(odd) + " hund", tags=odd, people=odd))
        assert engine.search(asked(body("hund"))).total == 1
        for word in odd:
            key = long_fold(word)
            ways = (Term("body", key), Beginning("forms", key), Beginning("forms", "~" + key), Row("body", (key, key)))
            assert engine.search(asked(Clause(ways), voting=(Clause(ways), Clause(())), votes_needed=1)).total <= 1
            assert len(engine.words(key, beginning=True)) <= 1
            assert len(engine.words(key, distance=2)) <= 1


def test_equal_stories_score_alike_in_every_shard(server: Server, client: Elasticsearch, patient: None) -> None:
    engine = ElasticsearchEngine(server.location("shards"), shards=3)
    engine.rebuild([a_document(pk, "hund" if pk < 9 else "kat") for pk in range(1, 30)], list)
    found = engine.search(asked(body("hund"), facets=("lang",)))
    assert (found.total, len(found.hits), found.facets) == (8, 8, {"lang": {"da": 8}})
    assert len({score for _, score in found.hits}) == 1
    assert engine.spread([Term("body", "kat")]) == [21, 29]
    shards = client.search_shards(index="shards-current")["shards"]
    assert len(shards) == 3


def test_the_document_has_the_fields_of_a_question() -> None:
    fields = set(StoryDocument._index.to_dict()["mappings"]["properties"])
    assert fields >= {*TERM_FIELDS, *FORM_FIELDS, *PLAIN_FIELDS, *(f"facet_{name}" for name in FACETS)}
