"""What was found is marked, and nothing else can come in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.asking import Beginning, Clause, Row, Scope, Term
from search.engines.recording import RecordingEngine
from search.planning import Planner
from search.query import SearchQuery
from search.snippets import LONGEST_SNIPPET, Marker
from search.ways import beginnings, inside_compounds, rows, whole_word, without_accents
from tests.search.engine_contract import a_document


def marker(*typed: str) -> Marker:
    """Marks these words, in any inflection."""
    return Marker([Clause((*whole_word(word), *without_accents(word, 1.0))) for word in typed])


def marked(html: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", html)


def test_inflected_words_are_marked() -> None:
    html = marker("bog", "barn").title("Bøgerne til børnene på afdelingen", "da")
    assert html == "<mark>Bøgerne</mark> til <mark>børnene</mark> på afdelingen"


def test_words_typed_without_accents_are_marked() -> None:
    assert marked(marker("vaska").title("Väskan kom fram", "sv")) == ["Väskan"]
    assert marked(marker("moeller").title("Jonas Møller", "da")) == ["Møller"]


def test_beginnings_are_marked_as_whole_words() -> None:
    html = Marker([Clause(tuple(beginnings("begrav")))]).title("Til en begravelse", "da")
    assert marked(html) == ["begravelse"]


def test_a_phrase_is_marked_only_where_it_stands() -> None:
    phrase = Clause(tuple(rows(("hele", "natten"), 1.0)))
    html = Marker([phrase]).title("Hele dagen og hele natten", "da")
    assert html == "Hele dagen og <mark>hele</mark> <mark>natten</mark>"


@pytest.mark.django_db
def test_corrected_words_are_marked() -> None:
    engine = RecordingEngine()
    engine.write([a_document(1, "en begravelse")], [1])
    plan = Planner(SearchQuery.parse("begravlse"), engine, Scope(frozenset({"everyone"}))).strict()
    assert marked(Marker(plan.clauses).title("Blomster til begravelsen", "da")) == ["begravelsen"]


def test_compounds_are_marked_for_their_parts() -> None:
    html = Marker([Clause(tuple(inside_compounds("kjole")))]).title("Brudekjolen lå i kufferten", "da")
    assert html == "<mark>Brudekjolen</mark> lå i kufferten"


@pytest.mark.django_db
def test_the_parts_of_a_compound_are_marked_where_they_stand_apart() -> None:
    engine = RecordingEngine()
    engine.write([a_document(1, "blomster til en begravelse")], [1])
    plan = Planner(SearchQuery.parse("begravelsesblomst"), engine, Scope(frozenset({"everyone"}))).apart()
    assert plan
    assert marked(Marker(plan.clauses).title("Blomster til begravelsen", "da")) == ["Blomster", "begravelsen"]


def test_the_passage_with_most_words_is_shown() -> None:
    early = "Kufferten stod i et hjørne. " + "Der skete ikke noget. " * 20
    late = "Til sidst kom kufferten med toget fra Billund. " + "Så var der stille. " * 20
    html = marker("kuffert", "tog", "billund").snippet([early, late], "da")
    assert marked(html) == ["kufferten", "toget", "Billund"]


def test_no_paragraph_is_read_after_one_that_meets_everything() -> None:
    def paragraphs() -> Iterator[str]:
        yield "Kufferten stod i et hjørne."
        yield "Kufferten kom med toget fra Billund."
        raise AssertionError("it read on")

    html = marker("kuffert", "tog", "billund").snippet(paragraphs(), "da")
    assert marked(html) == ["Kufferten", "toget", "Billund"]


def test_of_two_passages_that_meet_as_much_the_first_is_shown() -> None:
    html = marker("kuffert", "billund").snippet(["Ingenting her.", "En kuffert.", "Den anden kuffert."], "da")
    assert html == "En <mark>kuffert</mark>."


def test_a_passage_from_the_middle_says_so() -> None:
    text = "Først var der intet. " * 30 + "Så kom kufferten hjem. " + "Bagefter var der intet. " * 30
    html = marker("kuffert").snippet([text], "da")
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert "Så kom <mark>kufferten</mark> hjem." in html
    assert len(re.sub("<.*?>", "", html)) <= LONGEST_SNIPPET + 4


def test_where_nothing_is_met_another_text_stands_in() -> None:
    assert marker("kuffert").snippet(["Ingenting her."], "da", otherwise="Et resumé & mere") == "Et resumé &amp; mere"


def test_the_text_is_escaped() -> None:
    html = marker("sko").snippet(['<script>alert("sko")</script> & <b>sko</b>'], "da")
    assert "<script" not in html
    assert "<b>" not in html
    assert marked(html) == ["sko", "sko"]


class _Reader(HTMLParser):
    """Reads back what a browser would show, and checks the marks on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) == ("mark", [])
        self.depth += 1
        assert self.depth == 1

    def handle_endtag(self, tag: str) -> None:
        assert tag == "mark"
        self.depth -= 1
        assert self.depth == 0

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def read(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.depth == 0
    return reader.text


TEXTS = st.text(max_size=400) | st.text(alphabet="sko <>&\"'/m=ar\n.åäößİ\u0301-", max_size=400)
TERMS = st.sampled_from(["sko", "s", "mark", "amp", "lt", "aa", "ss"])
CLAUSES = st.lists(
    st.builds(lambda word: Clause((Term("body", word), Term("forms", word))), TERMS)
    | st.builds(lambda word: Clause((Beginning("forms", word),)), TERMS)
    | st.builds(lambda one, two: Clause((Row("body", (one, two)), Row("people", (two, one)))), TERMS, TERMS),
    max_size=4,
)


@given(st.lists(TEXTS, max_size=3), TEXTS, CLAUSES, st.sampled_from(["da", "sv", "en", "de"]))
def test_markup_is_never_broken_and_nothing_is_added(
    texts: list[str], otherwise: str, clauses: list[Clause], language: str
) -> None:
    tidy = [analysis.tidy(text) for text in texts]
    shown = read(Marker(clauses).snippet(tidy, language, otherwise=otherwise))
    inner = shown.removeprefix("… ").removesuffix(" …")
    assert any(inner in text for text in [*tidy, analysis.tidy(otherwise)])
    assert read(Marker(clauses).title(otherwise, language)) == analysis.tidy(otherwise)
