"""The ways in which a word may be met, and how much each of them counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from search import analysis
from search.asking import Alternative, Beginning, Clause, Flat, Row, Term

WEIGHTS = {"title": 5.0, "tags": 3.0, "summary": 2.0, "quote": 1.2, "body": 1.0, "labels": 0.8}
"""Fields of stems."""
PEOPLE_WEIGHT = 3.0
FORM_WEIGHTS = {"forms": 0.6, "title_forms": 3.0}
PHRASE_FACTOR = 2.0
BARE_FACTOR = 0.15
"""For a word met only without its accents, where the word itself exists: hår for har."""
ACCENT_FACTOR = 0.5
"""For Arhus where Århus was asked for."""
FOREIGN_FACTOR = 0.2
"""For a stem that the word has in other languages than the asker's only: Swedish glass for Danish glas."""
BEGINNING_FACTOR = 0.8
PART_FACTOR = 0.25
"""For a word that stands only as a part of compounds."""
FLAT_PART_FACTOR = 0.04
"""For a part of a compound where the word itself stands in other stories: the score, in a field of weight 1."""
IN_ONE_FACTOR = 0.8
"""For the same compound with another linking letter."""
APART_FACTOR = 0.3
"""For the parts of a compound that stand apart."""
TYPO_FACTORS = (0.7, 0.5)
EXACT_WEIGHT = 0.4
SHORTEST_OF_TWO = 3
UNFINISHED_WEIGHT = 0.05
"""The whole score of a longer word for the last, perhaps unfinished one: less than any whole word's."""


def whole_word(plain: str, factor: float = 1.0, languages: Collection[str] = ()) -> Iterator[Term]:
    """The word in any inflection, in any field; inflected as in these languages, if any are named, counts for more."""
    long = analysis.long_fold(plain)
    likely = {analysis.stem(long, language) for language in languages}
    for field, weight in WEIGHTS.items():
        for stem in analysis.query_stems(long):
            yield Term(field, stem, weight * factor * (FOREIGN_FACTOR if likely and stem not in likely else 1.0))
    yield from unstemmed(plain, factor)


def unstemmed(plain: str, factor: float = 1.0) -> Iterator[Term]:
    """The word as it is; a name also in the genitive."""
    long = analysis.long_fold(plain)
    yield Term("forms", long, FORM_WEIGHTS["forms"] * factor)
    yield Term("people", long, PEOPLE_WEIGHT * factor)
    if long.endswith("s") and len(long) > 3:
        yield Term("people", long[:-1], PEOPLE_WEIGHT * factor)


def inside_compounds(plain: str, factor: float = PART_FACTOR) -> Iterator[Term]:
    """The word as a part of a Danish or Swedish compound, in any field that has them."""
    terms = analysis.query_parts(analysis.long_fold(plain))
    if plain.isascii():
        terms += analysis.query_bare_parts(plain)
    for field, weight in WEIGHTS.items():
        for term in terms:
            yield Term(field, term, weight * factor)


def below_whole_words(plain: str) -> Iterator[Flat]:
    """The same with scores so low, however rare the compound is, that stories with the word itself come first."""
    return (Flat(way.field, way.text, way.weight) for way in inside_compounds(plain, FLAT_PART_FACTOR))


def same_compound(parts: tuple[str, ...], language: str) -> Iterator[Alternative]:
    """The compound of these parts, however they are joined and inflected."""
    term = analysis.in_one(analysis.stem(analysis.long_fold(part), language) for part in parts)
    for field, weight in WEIGHTS.items():
        yield Term(field, term, weight * IN_ONE_FACTOR)


def without_accents(plain: str, factor: float) -> Iterator[Alternative]:
    """For a word typed in plain letters: the words that have accents there."""
    if not plain.isascii():
        return
    for field, weight in WEIGHTS.items():
        for stem in analysis.query_bare_stems(plain):
            yield Term(field, stem, weight * factor)
    yield Term("forms", "~" + plain, FORM_WEIGHTS["forms"] * factor)
    yield Term("people", "~" + plain, PEOPLE_WEIGHT * factor)


def beginnings(plain: str) -> list[Alternative]:
    """Any word that begins so, each with the same low score."""
    long = analysis.long_fold(plain)
    if not long.isalnum():
        return []
    found: list[Alternative] = [Beginning("forms", long, UNFINISHED_WEIGHT)]
    return [*found, Beginning("forms", "~" + long, UNFINISHED_WEIGHT)] if plain.isascii() else found


def rows(spelling: tuple[str, ...], factor: float) -> Iterator[Alternative]:
    """These folded words one after the other, in any language and field."""
    for field, weight in WEIGHTS.items():
        for language in analysis.LANGUAGES:
            yield Row(field, tuple(analysis.stem(word, language) for word in spelling), weight * factor)
    yield Row("people", spelling, PEOPLE_WEIGHT * factor)


def side_by_side(plain: str) -> Iterator[Iterator[Alternative]]:
    """For each place where the word could be two: those, one after the other."""
    for place in range(SHORTEST_OF_TWO, len(plain) - SHORTEST_OF_TWO + 1) if plain.isalpha() else ():
        yield rows((analysis.long_fold(plain[:place]), analysis.long_fold(plain[place:])), IN_ONE_FACTOR)


def several(parts: tuple[str, ...]) -> Clause:
    """A word that is several, like e-mail: side by side, or written as one."""
    ways = dict.fromkeys(rows(tuple(map(analysis.long_fold, parts)), 1.0))
    return Clause((*ways, *whole_word("".join(parts))))


def exactly(parts: tuple[str, ...]) -> Clause:
    """What has to be away: the word in any inflection, or the phrase."""
    return Clause(tuple(whole_word(parts[0]))) if len(parts) == 1 else several(parts)
