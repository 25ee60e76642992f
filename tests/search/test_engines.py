"""The contract, run on every engine, and what only the embedded one has: files, locks, generations."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import combinations_with_replacement, product
from operator import mul
from pathlib import Path

import pytest
from django.conf import settings

from search.engines import current_engine, generations
from search.engines.base import Engine
from search.engines.recording import RecordingEngine
from search.engines.tantivy import STRUCTURE, TantivyEngine
from search.engines.tantivy_query import fewest_votes
from search.engines.vocabulary import Counted, Vocabulary
from tests.search.engine_contract import (
    EngineContract,
    a_document,
    asked,
    assert_unavailable,
    body,
)
from tests.search.shared_index_contract import SharedIndexContract, Stamp


class TestRecordingEngine(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return RecordingEngine()

    def test_it_remembers_what_it_was_asked_and_can_rest(self, engine: RecordingEngine) -> None:
        question = asked(body("hund"))
        engine.search(question)
        assert engine.asked == [question]
        engine.resting = True
        assert_unavailable(engine)


class TestTantivyEngine(SharedIndexContract):
    OTHER_WORDS = f"{STRUCTURE} 1 0.1.0"

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Engine:
        engine = TantivyEngine(str(tmp_path / "index"))
        engine.rebuild([], lambda ids: [])
        return engine

    @pytest.fixture
    def elsewhere(self, tmp_path: Path, engine: Engine) -> Engine:
        """The same index, opened by another process as it were."""
        return TantivyEngine(str(tmp_path / "index"))

    @pytest.fixture
    def stamp(self, engine: Engine, tmp_path: Path) -> Stamp:
        return (tmp_path / "index" / "current" / "format").write_text

    @pytest.fixture
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(generations, "_PATIENCE", 0.1)

    def test_an_abandoned_rebuild_harms_nobody(self, engine: Engine, elsewhere: Engine, tmp_path: Path) -> None:
        def documents() -> Iterator:
            yield a_document(1, "hund")
            raise RuntimeError("the power went")

        with pytest.raises(RuntimeError):
            engine.rebuild(documents(), lambda ids: [])
        assert (tmp_path / "index" / "replay").exists()
        self.fill(elsewhere, a_document(2, "hund"))
        assert not (tmp_path / "index" / "replay").exists()
        assert self.ids(engine.search(asked(body("hund")))) == {2}
        engine.rebuild([a_document(3, "hund")], lambda ids: [])
        assert len(list((tmp_path / "index").glob("gen-*"))) == 2  # the one before may still be open somewhere

    def test_without_an_index_it_is_unavailable(self, tmp_path: Path) -> None:
        assert_unavailable(TantivyEngine(str(tmp_path / "nothing")))

    def test_a_note_for_the_rebuild_that_was_cut_short_spoils_no_other(self, tmp_path: Path) -> None:
        notes = generations.Generations(tmp_path)
        with notes.rebuilding():
            (tmp_path / "replay").write_text("\n12\n34\n5")  # of 567: the disk was full
            notes.note_written([567, 8])
            assert notes.written_meanwhile() == {12, 34, 5, 567, 8}

    def test_a_killed_writer_leaves_an_index_that_can_be_read_and_written(self, engine: Engine, tmp_path: Path) -> None:
        self.fill(engine, *[a_document(pk, "hund") for pk in range(20)])
        for pause in (0.02, 0.05, 0.11, 0.17):
            kill_a_writer(tmp_path / "index", pause)
            self.fill(engine, a_document(3, "kat"), a_document(77, "kat"))
            held = [story_id for story_id, _ in engine.versions()]
            assert sorted(held) == [*range(20), 77]
            assert self.ids(engine.search(asked(body("kat")))) >= {3, 77}


def test_fewer_votes_let_the_same_clauses_decide() -> None:
    assert fewest_votes((3, 3, 3), 5) == ((1, 1, 1), 2)
    assert fewest_votes((2, 3, 3, 3), 6) == ((0, 1, 1, 1), 2)
    for votes in combinations_with_replacement((1, 2, 3), 5):
        for needed in range(1, sum(votes) + 2):
            fewest, enough = fewest_votes(votes, needed)
            for met in product((0, 1), repeat=5):
                assert (sum(map(mul, met, votes)) >= needed) == (sum(map(mul, met, fewest)) >= enough)


def test_words_are_counted_by_language_once_a_story_and_names_apart() -> None:
    told = [
        a_document(1, "kat og kat", people=("Kat Holm",)),
        a_document(2, "En kat"),
        a_document(3, "kat", language="sv"),
    ]
    words = Vocabulary(told[:1])
    for document in told[1:]:
        words.add(document)
    counted = set(words)
    assert counted >= {Counted("kat", "da", 1), Counted("kat", "sv", 1), Counted("kat", "", 1), Counted("holm", "", 1)}
    assert len({word.unit for word in counted}) == len(counted)
    assert Counted("holm", "da", 1) not in counted


def kill_a_writer(location: Path, pause: float) -> None:
    """Start a process that writes and writes, and kill it so many seconds after its first writing."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(location)], stdout=subprocess.PIPE, cwd=settings.BASE_DIR
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"writing\n"
    time.sleep(pause)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()


_WRITER = """
import sys
from search.asking import Document
from search.engines.tantivy import TantivyEngine

engine = TantivyEngine(sys.argv[1])
for round in range(10_000):
    with engine.writing() as ours:
        made = [
            Document(id=pk, version=round, terms={"body": "hund", "exact": f"hund{round}"}, facets={"lang": ("da",)},
                     filters=(), words={"da": ("hund", f"hund{round}")}, readers=("everyone",), state="live", newest=pk, applauded=0)
            for pk in range(20)
        ]
        engine.write(made, [document.id for document in made])
    if not round:
        print("writing", flush=True)
"""


def test_the_engine_is_chosen_by_the_settings_whenever_asked(settings: object, tmp_path: Path) -> None:
    settings.SEARCH = {"ENGINE": "search.engines.recording.RecordingEngine", "LOCATION": "one"}
    one = current_engine()
    assert isinstance(one, RecordingEngine)
    assert current_engine() is one
    settings.SEARCH = {"ENGINE": "search.engines.tantivy.TantivyEngine", "LOCATION": str(tmp_path)}
    assert isinstance(current_engine(), TantivyEngine)
