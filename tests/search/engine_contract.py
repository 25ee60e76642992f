"""What every engine has to do, asked of plain documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from search.analysis import long_fold, stem
from search.asking import Beginning, Clause, Document, Flat, Found, Narrowing, Question, Row, Scope, Term
from search.engines.base import Engine, SearchUnavailable
from search.fields import Ingredients, document

EVERYONE = Scope(frozenset({"everyone"}))


def a_document(id: int, body: str | tuple[str, ...] = "", **fields: Any) -> Document:
    """The document of a story with little in it."""
    made_from = {
        "language": "da",
        "title": "",
        "summary": "",
        "body": (body,) if isinstance(body, str) else body,
        "quote": "",
        "tags": (),
        "people": (),
        "labels": (),
        "facets": (("lang", fields.get("language", "da")),),
        "names": (),
        "readers": ("everyone",),
        "state": "live",
        "told_at": id * 1_000_000,
        "applause": 0,
    }
    return document(Ingredients(id=id, **{**made_from, **fields}))


def in_field(field: str, *words: str, weight: float = 1.0) -> Clause:
    """Met by any of the words there."""
    return Clause(tuple(Term(field, stem(long_fold(word), "da"), weight) for word in words))


def body(*words: str) -> Clause:
    return in_field("body", *words)


def asked(*required: Clause, **options: Any) -> Question:
    return Question(EVERYONE, required=required, **options)


class EngineContract:
    """Subclass it with a fixture `engine` that gives an engine that is ready and empty."""

    def fill(self, engine: Engine, *made: Document) -> None:
        with engine.writing() as ours:
            assert ours
            engine.write(made, [document.id for document in made])

    def ids(self, found: Found) -> set[int]:
        return {story_id for story_id, _ in found.hits}

    # --- matching -----------------------------------------------------------------------------------------------

    def test_a_term_finds_only_documents_that_have_it(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "en buket blomster"), a_document(2, "en kuffert"))
        found = engine.search(asked(body("blomst")))
        assert self.ids(found) == {1}
        assert found.total == 1

    def test_a_term_of_another_field_does_not_count(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, title="blomster"))
        assert engine.search(asked(body("blomst"))).total == 0
        assert engine.search(asked(in_field("title", "blomst"))).total == 1

    def test_every_required_clause_has_to_be_met_and_any_alternative_meets_it(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund kat"), a_document(2, "hund"), a_document(3, "ko kat"))
        assert self.ids(engine.search(asked(body("hund", "ko"), body("kat")))) == {1, 3}

    def test_a_row_stands_side_by_side_and_ends_with_its_paragraph(self, engine: Engine) -> None:
        self.fill(
            engine,
            a_document(1, "sort kuffert"),
            a_document(2, "kuffert sort"),
            a_document(3, body=("det var sort", "kuffert fundet")),
        )
        assert self.ids(engine.search(asked(Clause((Row("body", ("sort", "kuffer")),))))) == {1}

    def test_a_beginning_meets_longer_words_and_words_typed_without_accents(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "løsningen"), a_document(2, "losseplads"), a_document(3, "kat"))
        assert self.ids(engine.search(asked(Clause((Beginning("forms", "loes"),))))) == {1}
        assert self.ids(engine.search(asked(Clause((Beginning("forms", "~los"),))))) == {1}
        assert self.ids(engine.search(asked(Clause((Beginning("forms", "los"),))))) == {2}

    def test_what_is_excluded_is_not_found(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund kat"), a_document(2, "hund"))
        assert self.ids(engine.search(asked(body("hund"), excluded=(body("kat"),)))) == {2}

    def test_named_stories_can_be_left_out(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund"), a_document(2, "hund"))
        assert self.ids(engine.search(asked(body("hund"), without_ids=frozenset({1})))) == {2}

    def test_votes_decide_where_not_every_clause_has_to_be_met(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund kat"), a_document(2, "kat ko"), a_document(3, "hund"))
        voting = (replace(body("hund"), votes=3), body("kat"), body("ko"))
        found = engine.search(asked(voting=voting, votes_needed=3))
        assert self.ids(found) == {1, 3}

    def test_a_document_that_meets_every_clause_comes_first(self, engine: Engine) -> None:
        whole = a_document(1, "hund kat ko " + "fyld " * 50)
        part = a_document(2, title="hund", body="hund hund kat kat", summary="hund kat")
        self.fill(engine, whole, part)
        ways = [Clause((Term("body", word), Term("title", word, 5.0))) for word in ("hund", "kat", "ko")]
        found = engine.search(asked(voting=tuple(ways), votes_needed=2))
        assert [story_id for story_id, _ in found.hits] == [1, 2]

    def test_what_no_document_has_changes_nothing(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund kat"), a_document(2, "hund"))
        nowhere = Clause((Term("body", "gris"), Row("body", ("hund", "gris")), Flat("title", "gris", 1.0)))
        assert engine.search(asked(nowhere, facets=("lang", "team"))) == Found(facets={"lang": {}, "team": {}})
        assert self.ids(engine.search(asked(body("hund"), excluded=(nowhere,)))) == {1, 2}
        assert self.ids(engine.search(asked(Clause((*nowhere.alternatives, Term("body", "kat")))))) == {1}
        assert self.ids(engine.search(asked(voting=(body("hund"), body("kat"), nowhere), votes_needed=2))) == {1}
        assert engine.search(asked(voting=(body("hund"), nowhere), votes_needed=2)).total == 0
        self.fill(engine, a_document(3, "gris"))
        assert self.ids(engine.search(asked(nowhere))) == {3}

    def test_a_bonus_lifts_without_being_required(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund", language="sv"), a_document(2, "hund", language="da"))
        found = engine.search(asked(body("hund"), bonus=(Flat("lang", "da", 5.0),)))
        assert [story_id for story_id, _ in found.hits] == [2, 1]

    def test_weights_decide_between_fields(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, body="hund"), a_document(2, title="hund"))
        found = engine.search(asked(Clause((Term("title", "hund", 5.0), Term("body", "hund", 1.0)))))
        assert [story_id for story_id, _ in found.hits] == [2, 1]

    # --- who finds what -----------------------------------------------------------------------------------------

    def test_nobody_finds_what_is_for_others(self, engine: Engine) -> None:
        self.fill(
            engine,
            a_document(1, "hund", readers=("team:7", "author:3")),
            a_document(2, "hund", readers=("leaders",), state="waiting"),
        )
        hund = body("hund")
        for readers, states, expected in (
            ({"everyone"}, {"live"}, set()),
            ({"everyone", "team:7"}, {"live"}, {1}),
            ({"author:3", "leaders"}, {"live"}, {1}),
            ({"leaders", "team:7"}, {"live", "waiting"}, {1, 2}),
            (set(), {"live", "waiting"}, set()),
        ):
            scope = Scope(frozenset(readers), frozenset(states))
            found = engine.search(Question(scope, required=(hund,), facets=("lang",)))
            assert self.ids(found) == expected
            assert found.total == sum(found.facets["lang"].values()) == len(expected)

    # --- facets, sorts, pages -----------------------------------------------------------------------------------

    def coloured(self, engine: Engine) -> None:
        for number, (team, language) in enumerate([("1", "da"), ("1", "sv"), ("2", "da"), ("3", "en")], start=1):
            facets = (("team", team), ("lang", language))
            self.fill(engine, a_document(number, "hund", facets=facets, applause=number % 3, language=language))

    def test_narrowing_keeps_any_of_the_values(self, engine: Engine) -> None:
        self.coloured(engine)
        assert self.ids(engine.search(asked(narrowings=(Narrowing("team", frozenset({"1", "3"})),)))) == {1, 2, 4}
        nobody = Narrowing("team", frozenset({"1"}), excluded=True)
        assert self.ids(engine.search(asked(body("hund"), narrowings=(nobody,)))) == {3, 4}

    def test_each_facet_is_counted_without_its_own_narrowing(self, engine: Engine) -> None:
        self.coloured(engine)
        chosen = (Narrowing("team", frozenset({"1"})),)
        found = engine.search(asked(body("hund"), narrowings=chosen, facets=("team", "lang", "tag")))
        assert found.total == 2
        assert found.facets == {"team": {"1": 2, "2": 1, "3": 1}, "lang": {"da": 1, "sv": 1}, "tag": {}}

    def test_facets_are_those_of_all_that_is_found_whatever_page_is_shown(self, engine: Engine) -> None:
        self.coloured(engine)
        pages = [(0, 10), (0, 4), (0, 2), (2, 2), (4, 2), (0, 0)]
        found = [
            engine.search(asked(body("hund"), limit=limit, offset=offset, facets=("team", "lang")))
            for offset, limit in pages
        ]
        assert {each.total for each in found} == {4}
        assert all(each.facets == found[0].facets for each in found)
        assert sum(found[0].facets["lang"].values()) == 4

    def test_sorts_by_age_and_applause(self, engine: Engine) -> None:
        self.coloured(engine)
        newest = engine.search(asked(body("hund"), sort="newest"))
        assert [story_id for story_id, _ in newest.hits] == [4, 3, 2, 1]
        applauded = engine.search(asked(body("hund"), sort="applause"))
        assert [story_id for story_id, _ in applauded.hits] == [2, 4, 1, 3]

    def test_pages_do_not_overlap_and_no_page_is_only_a_count(self, engine: Engine) -> None:
        self.coloured(engine)
        pages = [engine.search(asked(body("hund"), limit=2, offset=offset)) for offset in (0, 2, 4)]
        assert [len(page.hits) for page in pages] == [2, 2, 0]
        assert self.ids(pages[0]) | self.ids(pages[1]) == {1, 2, 3, 4}
        count = engine.search(asked(body("hund"), limit=0))
        assert (count.hits, count.total) == ((), 4)

    # --- writing ------------------------------------------------------------------------------------------------

    def test_a_second_writing_takes_the_place_of_the_first(self, engine: Engine) -> None:
        for text in ("hund", "kat", "ko"):
            self.fill(engine, a_document(1, text), a_document(2, text))
        assert engine.search(asked(body("hund"))).total == 0
        assert self.ids(engine.search(asked(body("ko")))) == {1, 2}
        assert sorted(story_id for story_id, _ in engine.versions()) == [1, 2]

    def test_what_is_gone_is_not_found(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund"), a_document(2, "hund"))
        with engine.writing():
            engine.write([], [2, 99])
        assert self.ids(engine.search(asked(body("hund")))) == {1}

    def test_it_keeps_the_version_of_each_document(self, engine: Engine) -> None:
        first, second = a_document(1, "hund"), a_document(2, "kat")
        self.fill(engine, first, second)
        assert dict(engine.versions()) == {1: first.version, 2: second.version}

    def test_a_rebuild_leaves_nothing_of_before(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund"))
        engine.rebuild(iter([a_document(2, "kat"), a_document(3, "kat")]), lambda ids: [])
        assert engine.search(asked(body("hund"))).total == 0
        assert self.ids(engine.search(asked(body("kat")))) == {2, 3}
        assert engine.is_ready()

    def test_what_was_asked_before_is_answered_anew_once_something_was_written(self, engine: Engine) -> None:
        for number in (1, 2, 3):
            self.fill(engine, a_document(number, "hund"), a_document(10 + number, "hund", readers=("leaders",)))
            for _ in range(2):
                assert engine.search(asked(body("hund"), limit=0)).total == number
                leaders = Question(Scope(frozenset({"leaders"})), required=(body("hund"),), limit=0)
                assert engine.search(leaders).total == number
            leader_too = Question(Scope(frozenset({"everyone", "leaders"})), required=(body("hund"),), limit=0)
            assert engine.search(leader_too).total == 2 * number
        assert engine.words("kat") == engine.words("kat") == []
        self.fill(engine, a_document(4, "kat"))
        assert [form.text for form in engine.words("kat")] == ["kat"]

    # --- words --------------------------------------------------------------------------------------------------

    def test_it_knows_words_by_beginning_the_frequent_ones_first(self, engine: Engine) -> None:
        engine.rebuild([a_document(1, "løsning"), a_document(2, "løsninger løse"), a_document(3, "løse kat")], list)
        assert engine.words("loes", beginning=True)[0].text == "løse"
        assert {form.text for form in engine.words("losn", beginning=True)} == {"løsning", "løsninger"}
        assert engine.words("zzz", beginning=True) == []

    def test_it_knows_words_by_distance(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "begravelse kuffert"))
        assert [form.text for form in engine.words("begravlse", distance=1)] == ["begravelse"]
        assert [form.text for form in engine.words("kufefrt", distance=1)] == ["kuffert"]
        assert engine.words("begrvlse", distance=1) == []
        assert [form.text for form in engine.words("begrvlse", distance=2)] == ["begravelse"]

    def test_it_knows_words_of_a_language_and_names_in_any(self, engine: Engine) -> None:
        self.fill(
            engine,
            a_document(1, "kuffert", language="da"),
            a_document(2, "kuffart", language="sv", people=("Kuffirt Hansen",)),
        )
        assert {form.text for form in engine.words("kuffer", distance=2)} == {"kuffert", "kuffart", "kuffirt"}
        assert {form.text for form in engine.words("kuffer", distance=2, languages=["da"])} == {"kuffert", "kuffirt"}

    def test_new_words_are_known_once(self, engine: Engine) -> None:
        for _ in range(3):
            self.fill(engine, a_document(1, "kuffert"))
        assert [form.text for form in engine.words("kuf", beginning=True)] == ["kuffert"]

    def test_it_tells_how_far_terms_are_spread(self, engine: Engine) -> None:
        self.fill(engine, a_document(1, "hund hund"), a_document(2, "hund kat"), a_document(3, "ko"))
        terms = [Term("body", "hund"), Term("body", "kat"), Term("body", "nix")]
        assert engine.spread(terms) == [2, 1, 0, 3]


def assert_unavailable(engine: Engine) -> None:
    """Every way of asking says so in the same way."""
    with pytest.raises(SearchUnavailable):
        engine.search(asked(body("hund")))
    with pytest.raises(SearchUnavailable):
        engine.words("hund")
    with pytest.raises(SearchUnavailable):
        engine.spread([])
    with pytest.raises(SearchUnavailable):
        list(engine.versions())
    with pytest.raises(SearchUnavailable), engine.writing():
        engine.write([], [1])
    assert not engine.is_ready()
