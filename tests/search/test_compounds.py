"""Which words are taken apart, where, and which only look as if they could be."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, compounds
from search.compounds import MOST_PARTS, Lexicon, split
from search.management.commands.make_compound_words import word_list
from search.words import FUNCTION_WORDS
from tests.search import common_words

APART = {
    "da": """
        begravelses|blomsterne kunde|service skade|service hjemme|siden familie|pizza retur|label telefon|nummer
        inkasso|varsel studenter|hue rengørings|skemaerne hoved|indgangen brude|kjolen luft|havnen
        børne|afdelingen skade|konsulenten tog|føreren bus|chauffør el|regning gave|kort vente|tiden cykel|hjelm
        varmt|vands|beholder løn|sedlerne nødde|allergi over|lægen forsikrings|selskabet natte|vagt
        """,
    "sv": """
        buss|chaufför leverans|förseningen köks|bordet kund|registret telefon|nummer order|nummer potatis|gratäng
        ström|avbrottet månads|bokslut väjnings|plikt el|räkningen telefon|kö födelsedags|barnet vänt|rummet
        stam|kunden kund|tjänst begravnings|blommor begravning|blommor hem|sidan present|kort flick|skola gatu|kök
        distrikts|läkare läkar|besöket fönster|plats tårt|leverans över|läkare försäkrings|ärende
        """,
}
WHOLE = {
    "da": """
        billedet kontoret gitteret hundrede kravlede stillede samtalen passagerer prikkerne formanden prisen pistol
        adresse frost søndag kultur alligevel tilbage egentlig kærlighed forhandler vandrede betalingen regningen
        forestillingen medarbejder leverandører elleve mandag ventede begravelsen restaurant chauffører bibliotek
        """,
    "sv": """
        makulera fakturan etiketten skrivaren besökaren mottagaren almanackan frost pistol betalningen kontoret priset
        generad föreställning mottagare anställda upplevelse alternativ information personal elefant element trädgården
        lindström sandberg restaurang försäkringen biblioteket räkningen
        """,
}


@pytest.mark.parametrize("language", ["da", "sv"])
def test_compounds_are_taken_apart_at_the_right_place(language: str) -> None:
    wrong = {}
    for marked in (APART[language] + common_words.APART[language]).split():
        word, pieces = marked.replace("|", ""), marked.split("|")
        parts = split(word, language)
        # The last part stays as it is; of the others the beginning stays, whatever letters link them.
        right = len(parts) == len(pieces) and parts[-1] == pieces[-1]
        if not right or any(part[:2] != piece[:2] for part, piece in zip(parts, pieces, strict=True)):
            wrong[marked] = parts
    # The word for several of something begins otherwise than for one: børn, barn.
    assert {marked for marked in wrong if not marked.startswith("børne|")} == set()


@pytest.mark.parametrize("language", ["da", "sv"])
def test_other_words_stay_whole(language: str) -> None:
    words = (WHOLE[language] + common_words.WHOLE[language]).split()
    assert {word: parts for word in words if (parts := split(word, language))} == {}


def test_function_words_stay_whole() -> None:
    for language in compounds.LANGUAGES:
        assert [word for word in FUNCTION_WORDS[language] if split(word, language)] == []


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("børneafdelingen", "da", ("barn", "afdelingen")),
        ("julegaver", "da", ("jule", "gaver")),
        ("flickskola", "sv", ("flicka", "skola")),
        ("läkarbesök", "sv", ("läkare", "besök")),
        ("gatukök", "sv", ("gata", "kök")),
    ],
)
def test_first_parts_are_given_as_words(word: str, language: str, parts: tuple[str, ...]) -> None:
    assert split(word, language) == parts


def test_a_neighbours_letters_are_read_as_ones_own() -> None:
    assert split("kødgryde", "da")
    assert split("kødgryde", "da") == split("ködgryde", "da")
    assert split("björnkött", "sv") == split("bjørnkøtt", "sv")


def test_no_other_language_has_compounds() -> None:
    assert split("begravelsesblomster", "en") == split("begravelsesblomster", "") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("begravningsblommor", "begravningblomma"),
        ("brudekjolen", "brudkjoler"),
        ("varmtvandsbeholder", "varmtvandbeholderne"),
        ("gatukök", "gatuköket"),
    ],
)
def test_compounds_meet_whatever_links_and_ends_them(one: str, other: str) -> None:
    for language in compounds.LANGUAGES:
        shared = set(analysis.parts_of(one, language)) & set(analysis.parts_of(other, language))
        if any(term.count("+") > 1 for term in shared):
            return
    pytest.fail(f"{one} and {other} share no term")


@pytest.mark.parametrize(
    ("part", "compound", "language"),
    [
        ("blomst", "begravelsesblomsterne", "da"),
        ("begravelser", "begravelsesblomsterne", "da"),
        ("barn", "børneafdeling", "da"),
        ("räkningar", "elräkningen", "sv"),
        ("kök", "köksbordet", "sv"),
    ],
)
def test_parts_meet_their_compound_in_any_inflection(part: str, compound: str, language: str) -> None:
    assert not set(analysis.query_parts(analysis.long_fold(part))).isdisjoint(
        analysis.reader(language)(compound).others
    )


@pytest.mark.parametrize(
    ("part", "word", "language"),
    [("ris", "prisen", "da"), ("ad", "adresse", "da"), ("stol", "pistol", "sv"), ("ost", "frost", "sv")],
)
def test_false_parts_do_not_meet(part: str, word: str, language: str) -> None:
    assert set(analysis.query_parts(analysis.long_fold(part))).isdisjoint(analysis.reader(language)(word).others)


@given(st.text(max_size=60) | st.text(alphabet="aeklmnorstødå", min_size=6, max_size=50), st.sampled_from(["da", "sv"]))
def test_any_word_has_no_parts_or_a_few(word: str, language: str) -> None:
    parts = split(word, language)
    assert parts == () or 2 <= len(parts) <= MOST_PARTS
    assert all(parts)


def test_a_word_more_frequent_than_its_parts_is_refused() -> None:
    known = {"storm": 40, "stormen": 38, "vejr": 50, "vejret": 45, "dans": 40, "dansen": 35, "klub": 41, "klubben": 36}
    known |= {"stormvejr": 20, "stormvejret": 20, "danseklub": 55}
    *nouns, refused = word_list("da", known, known)
    assert "50 vejr" in nouns
    assert refused == "- danseklub"
    lexicon = Lexicon.of("da", {noun: int(line.split()[0]) for line in nouns for noun in line.split()[1:]})
    assert lexicon.split("stormvejret") == ("storm", "vejret")
    assert Lexicon.of("da", lexicon.nouns, frozenset({"stormvejr"})).split("stormvejret") == ()


def test_only_words_with_the_forms_of_a_noun_are_parts() -> None:
    known = {"lampe": 40, "lampen": 35, "lamperne": 30, "hoppede": 50}
    assert list(word_list("da", known, known)) == ["40 lampe", "- "]


@pytest.mark.parametrize("language", compounds.LANGUAGES)
def test_a_first_part_that_cannot_win_is_left_out_without_loss(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = compounds.lexicon(language)
    nouns = sorted(lexicon.nouns)
    chance = Random(8)
    words = ["".join(chance.choices(nouns, k=3)) for _ in range(2000)]
    words += ["s".join(chance.choices(nouns, k=2)) for _ in range(1000)]
    found = [lexicon.split(word) for word in words]
    assert sum(len(parts) > 2 for parts in found) > 500
    monkeypatch.setattr(compounds, "FEWEST_FIRSTS", -1000)  # so any may win
    assert [lexicon.split(word) for word in words] == found
