"""What the embedded engine knows of its index: which terms it has, and what it was asked before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.asking import Beginning, Clause, Flat, Question, Row, Scope, Term
from search.engines import tantivy_snapshot
from search.engines.tantivy import TantivyEngine
from search.engines.tantivy_snapshot import Snapshot
from tests.search.engine_contract import a_document, asked, body

HERE, GONE = Term("body", "hund"), Term("body", "gris")


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    engine = TantivyEngine(str(tmp_path))
    engine.rebuild([a_document(1, "hund kat", tags=("sko",))], lambda ids: [])
    return engine


@pytest.fixture
def snapshot(engine: TantivyEngine) -> Snapshot:
    return engine._open()[0].snapshot()


@pytest.mark.parametrize(
    ("way", "stays"),
    [
        (HERE, True),
        (GONE, False),
        (Term("title", "hund"), False),
        (Row("body", ("hund", "kat"), 1.0), True),
        (Row("body", ("hund", "gris"), 1.0), False),
        (Beginning("forms", "gri", 1.0), True),
        (Flat("lang", "da", 1.0), True),
        (Flat("lang", "sv", 1.0), False),
        (Flat("tags", "sko", 1.0), True),
    ],
)
def test_only_ways_with_terms_that_no_document_has_are_left_out(snapshot: Snapshot, way: Any, stays: bool) -> None:
    question = snapshot.without_absent(asked(Clause((HERE, way)), bonus=(way,)))
    assert question
    assert question.required[0].alternatives == ((HERE, way) if stays else (HERE,))
    assert question.bonus == ((way,) if stays else ())


def test_what_cannot_be_answered_is_not_asked(snapshot: Snapshot) -> None:
    gone = Clause((GONE,), votes=2)
    assert snapshot.without_absent(asked(body("hund"), gone)) is None
    assert snapshot.without_absent(asked(voting=(body("hund"), gone), votes_needed=2)) is None
    assert snapshot.without_absent(asked(voting=(body("hund"), gone), votes_needed=1))


def test_an_exclusion_of_nothing_falls_away_and_votes_stay(snapshot: Snapshot) -> None:
    question = snapshot.without_absent(asked(Clause((HERE,), (GONE,), 3), excluded=(Clause((GONE,)), Clause((HERE,)))))
    assert question
    assert question.required == (Clause((HERE,), (), 3),)
    assert question.excluded == (Clause((HERE,)),)


def test_readers_who_may_read_nothing_fall_away(snapshot: Snapshot) -> None:
    scope = Scope(frozenset({"everyone", "team:7"}), frozenset({"live", "waiting"}))
    question = snapshot.without_absent(Question(scope, required=(body("hund"),)))
    assert question
    assert question.scope == Scope(frozenset({"everyone"}), scope.states)


def test_the_same_is_asked_once_until_the_index_changes(engine: TantivyEngine) -> None:
    calls: list[tuple[Any, ...]] = []

    def ask(searcher: Any, *asked: Any) -> int:
        calls.append(asked)
        return 0

    for _ in range(2):
        assert [engine._open()[0].snapshot().remembered(ask, key) for key in ("a", "b", "a")] == [0, 0, 0]
    assert calls == [("a",), ("b",)]
    with engine.writing():
        engine.write([a_document(2, "gris")], [2])
    assert engine._open()[0].snapshot().remembered(ask, "a") == 0
    assert calls == [("a",), ("b",), ("a",)]


def test_no_more_is_remembered_than_there_is_room_for(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_snapshot, "MOST_ANSWERS", 3)
    monkeypatch.setattr(tantivy_snapshot, "MOST_TERMS", 3)
    same: Callable[[Any, int], int] = lambda searcher, number: number  # noqa: E731
    assert [snapshot.remembered(same, number) for number in range(10)] == list(range(10))
    for number in range(10):
        assert snapshot.without_absent(asked(body(f"ord{number}"))) is None
    assert max(len(snapshot._answers), len(snapshot._known)) <= 3


def test_words_that_are_remembered_are_nobodys_to_change(engine: TantivyEngine) -> None:
    engine.words("hund").clear()
    assert [form.text for form in engine.words("hund")] == ["hund"]
