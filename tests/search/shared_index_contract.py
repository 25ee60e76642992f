"""What an index of several processes has to do besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from search.asking import Document
from search.engines.base import Engine, SearchUnavailable
from tests.search.engine_contract import EngineContract, a_document, asked, assert_unavailable, body

Stamp = Callable[[str], object]


class SharedIndexContract(EngineContract):
    """For an index that several processes open: with the fixtures `elsewhere`, the same index as another process has
    it, and `stamp`, which writes the mark of another version on it."""

    OTHER_WORDS: ClassVar[str]
    """The mark of a version that has the same fields with other words in them."""

    @pytest.fixture
    def impatient(self) -> None:
        """Nobody waits long for the end of another rebuild."""

    def test_only_one_writes(self, engine: Engine, elsewhere: Engine) -> None:
        with engine.writing() as ours:
            assert ours
            with elsewhere.writing() as theirs:
                assert not theirs
        with elsewhere.writing() as theirs:
            assert theirs

    def test_a_reader_sees_what_another_process_wrote(self, engine: Engine, elsewhere: Engine) -> None:
        assert elsewhere.search(asked(body("hund"))).total == 0
        self.fill(engine, a_document(1, "hund"))
        assert elsewhere.search(asked(body("hund"))).total == 1
        engine.rebuild([a_document(2, "hund"), a_document(3, "hund")], lambda ids: [])
        assert self.ids(elsewhere.search(asked(body("hund")))) == {2, 3}

    def test_what_is_written_during_a_rebuild_is_in_the_new_index(self, engine: Engine, elsewhere: Engine) -> None:
        self.fill(engine, a_document(1, "hund"), a_document(2, "hund"))

        def documents() -> Iterator[Document]:
            yield a_document(1, "hund")
            yield a_document(2, "hund")
            self.fill(elsewhere, a_document(1, "kat"), a_document(3, "kat"))
            with elsewhere.writing():
                elsewhere.write([], [2])
            assert self.ids(elsewhere.search(asked(body("kat")))) == {1, 3}  # at once, in the old one

        engine.rebuild(documents(), lambda ids: [a_document(pk, "kat") for pk in sorted(set(ids) - {2})])
        assert self.ids(elsewhere.search(asked(body("kat")))) == {1, 3}
        assert engine.search(asked(body("hund"))).total == 0
        assert "kat" in [form.text for form in engine.words("kat")]

    def test_two_rebuilds_at_once_are_one_too_many(self, engine: Engine, elsewhere: Engine, impatient: None) -> None:
        def documents() -> Iterator[Document]:
            with pytest.raises(SearchUnavailable, match="Another rebuild"):
                elsewhere.rebuild([], lambda ids: [])
            yield a_document(1, "hund")

        engine.rebuild(documents(), lambda ids: [])
        assert engine.search(asked(body("hund"))).total == 1

    def test_an_index_of_another_version_is_not_read(self, engine: Engine, elsewhere: Engine, stamp: Stamp) -> None:
        stamp("of old")
        assert_unavailable(elsewhere)
        elsewhere.rebuild([a_document(1, "hund")], lambda ids: [])
        assert elsewhere.search(asked(body("hund"))).total == 1

    def test_an_index_with_the_words_of_another_version_answers_until_it_is_built_anew(
        self, engine: Engine, elsewhere: Engine, stamp: Stamp
    ) -> None:
        self.fill(engine, a_document(1, "hund"))
        stamp(self.OTHER_WORDS)
        assert not elsewhere.is_ready()
        assert elsewhere.search(asked(body("hund"))).total == 1
        with pytest.raises(SearchUnavailable, match="another version"), elsewhere.writing():
            elsewhere.write([a_document(2, "hund")], [2])
        elsewhere.rebuild([a_document(2, "hund")], list)
        assert self.ids(elsewhere.search(asked(body("hund")))) == {2}
        assert elsewhere.is_ready()
