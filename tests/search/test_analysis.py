"""The terms that words give, and which words meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, compounds
from search.analysis import Reading, bare_fold, long_fold, query_bare_stems, query_stems, reader
from search.fields import Paragraph, stems

FAMILIES = {
    "da": [
        "blomst blomster blomsten blomsterne blomsternes",
        "kunde kunder kunden kundens kunderne",
        "begravelse begravelsen begravelser",
        "køb køber købte købt købet",
        "klage klager klagede klagen",
        "bog bogen bøger bøgerne",
        "barn børn børnene",
        "hjælp hjælper hjalp hjulpet",
        "kuffert kufferten kufferter kufferterne",
        "glad glade gladere",
        "forsinket forsinkede forsinkelse forsinkelsen",
        "mistede mister mistet",
        "svær svært svære",
        "sælge solgte solgt",
        "synge synger sang sunget",
        "lukke lukker lukkede lukket",
        "billet billetten billetter",
        "buket buketten buketter",
        "uge ugen uger ugerne",
        "dyr dyrt dyre dyrere",
        "bage bager bagte bagt",
        "kollega kollegaer kolleger kollegerne",
        "jordemoder jordemødre",
    ],
    "sv": [
        "blomma blomman blommor blommorna",
        "väska väskan väskor väskorna",
        "leverans leveransen leveranser",
        "köpa köper köpte köpt",
        "bok boken böcker böckerna",
        "nyckel nyckeln nycklar nycklarna",
        "räkning räkningen räkningar",
        "försäkring försäkringen försäkringar",
        "paket paketet paketen",
        "barn barnet barnen",
        "rum rummet rummen",
        "vän vännen vänner",
        "sjunga sjunger sjöng sjungit",
        "glad glada glatt",
        "hjälpa hjälper hjälpte hjälpt",
        "varm varmt varma",
        "ny nytt nya",
        "dyr dyrt dyra",
        "månad månaden månader",
        "fönster fönstret fönstren",
        "kabel kabeln kablar",
        "stövel stöveln stövlar",
        "äpple äpplet äpplen",
        "vatten vattnet",
        "dator datorn datorer",
        "konditor konditorn konditorer",
        "apparat apparaten apparater",
        "byggnad byggnaden byggnader",
        "kvitto kvittot kvitton",
        "strand stranden stränder",
        "byta byter bytte bytt",
    ],
    "en": [
        "flower flowers",
        "buy bought buying",
        "delivery delivered deliver delivering",
        "customer customers",
        "organise organized organising",
        "child children",
        "apology apologised apologize",
        "colour color",
        "analyse analyze analysed",
        "complain complained complaint",
        "cancel cancelled canceled cancellation",
        "bus buses",
    ],
}


@pytest.mark.parametrize(("language", "family"), [(code, line) for code, lines in FAMILIES.items() for line in lines])
def test_the_forms_of_a_word_meet(language: str, family: str) -> None:
    for one in family.split():
        for other in family.split():
            assert meets(one, other, language), (one, other)


@pytest.mark.parametrize("language", analysis.LANGUAGES)
def test_every_family_has_one_stem_and_no_form_stands_in_two(language: str) -> None:
    lines = (compounds.DATA / f"families-{language}.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    assert [
        line
        for line in lines
        if len({analysis.stem(long_fold(form), language) for form in line.removeprefix("=").split()}) > 1
    ] == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("billet", "bil", "da"),
        ("billede", "bil", "da"),
        ("billig", "bil", "sv"),
        ("dator", "data", "sv"),
        ("svart", "svar", "sv"),
    ],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str, language: str) -> None:
    assert terms_of(one, language).main != terms_of(other, language).main


def terms_of(written: str, language: str) -> Reading:
    return reader(language)(written)


def meets(typed: str, written: str, language: str) -> bool:
    """Whether the typed word finds the written one."""
    terms = terms_of(written, language)
    wanted = query_stems(long_fold(typed)) + (query_bare_stems(typed) if typed.isascii() else ())
    return terms.main in wanted or not set(terms.others).isdisjoint(wanted)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("aarhus", "århus"),
        ("århus", "aarhus"),
        ("arhus", "århus"),
        ("arhus", "aarhus"),
        ("moller", "møller"),
        ("moeller", "møller"),
        ("møller", "moeller"),
        ("møller", "möller"),
        ("möller", "møller"),
        ("hjaelp", "hjælp"),
        ("hjælp", "hjälp"),
        ("hjälp", "hjælp"),
        ("hjalp", "hjälp"),
        ("ide", "idé"),
        ("idé", "ide"),
        ("muller", "müller"),
    ],
)
def test_words_meet_however_their_letters_are_typed(typed: str, written: str) -> None:
    for language in ("da", "sv"):
        assert meets(typed, written, language)


@pytest.mark.parametrize(("typed", "written"), [("hår", "har"), ("være", "vare"), ("møde", "mode"), ("kort", "kørt")])
def test_a_typed_accent_is_meant(typed: str, written: str) -> None:
    assert long_fold(typed) != long_fold(written)
    assert terms_of(written, "da").main not in query_stems(long_fold(typed))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kundens sko, str. 38!", ["kundens", "sko", "str", "38"]),
        ("The customer’s dog; it's O'Connor's", ["the", "customer", "dog", "it", "o'connor"]),
        ("a_b *fed* 22:30", ["a", "b", "fed", "22", "30"]),
        ("", []),
    ],
)
def test_texts_are_taken_apart_at_everything_that_is_no_letter(text: str, words: list[str]) -> None:
    assert [word.plain for word in analysis.words(text)] == words


def test_words_with_hyphens_are_also_one_word() -> None:
    assert Paragraph.of("en e-mail fra IT-afdelingen", "da").plain == (
        "en",
        "e",
        "mail",
        "fra",
        "it",
        "afdelingen",
        "email",
        "itafdelingen",
    )


def test_running_text_comes_first_and_a_gap_ends_each_paragraph() -> None:
    terms = stems([Paragraph.of("På blå", "da"), Paragraph.of("hår", "da")]).split()
    assert terms == ["paa", "blaa", "|", "haar", "|", "~pa", "~bla", "~har"]
    assert stems([]) == stems([Paragraph.of("", "da")]) == ""


def test_decomposed_letters_are_the_same_letters() -> None:
    assert [word.plain for word in analysis.words(analysis.tidy("Ha\u030ar"))] == ["hår"]


def test_names_compare_in_each_spelling() -> None:
    assert analysis.slug_of("Kundeservice Århus") == ("kundeservice-aarhus", "kundeservice-arhus")
    assert set(analysis.slug_of("kundeservice-arhus")) <= set(analysis.slug_of("Kundeservice Århus"))


def test_function_words_tell_the_language() -> None:
    assert analysis.languages_of(["hvordan", "sko"]) == {"da"}
    assert analysis.languages_of(["how", "did", "de"]) == {"en"}
    assert analysis.languages_of(["sko"]) == frozenset()


@given(st.text(min_size=1, max_size=30))
def test_every_word_finds_itself_and_no_term_has_a_space(text: str) -> None:
    for word in analysis.words(analysis.tidy(text)):
        for language in (*analysis.LANGUAGES, "de", ""):
            terms = terms_of(word.plain, language)
            assert len(terms.main.split()) == 1
            if language in analysis.LANGUAGES:
                assert meets(word.plain, word.plain, language)
        assert bare_fold(word.plain).split() == [bare_fold(word.plain)]
