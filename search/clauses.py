"""The clauses of one query: how its words and phrases are met by what the stories have.

The ways in which a word may be met, and their weights, are in ways.py; what is asked with the clauses, in planning.py.
What a reader may not read has no part in it: a word counts as known only if this reader can find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice, pairwise, product

from search import analysis, compounds, synonyms, thesaurus
from search.asking import Alternative, Clause, Question, Scope, Term
from search.engines.base import Engine
from search.query import QueryWord, SearchQuery
from search.typos import likely_forms
from search.ways import (
    ACCENT_FACTOR,
    APART_FACTOR,
    BARE_FACTOR,
    BEGINNING_FACTOR,
    EXACT_WEIGHT,
    FORM_WEIGHTS,
    IN_ONE_FACTOR,
    PART_FACTOR,
    PHRASE_FACTOR,
    TYPO_FACTORS,
    beginnings,
    below_whole_words,
    inside_compounds,
    rows,
    same_compound,
    several,
    side_by_side,
    unstemmed,
    whole_word,
    without_accents,
)

SHORTEST_BEGINNING = 3
MOST_COMPLETIONS = 24
MOST_REPAIRS = 3
SHORTEST_COMMON_TYPO = 7
"""From here a word of one or two stories can be a typo that somebody made in them, of a word ten times as frequent."""
MOST_PHRASE_SPELLINGS = 12
MOST_TOGETHER = 4
"""In longer queries nobody has written one word as two."""
SHORTEST_PART = 3
RARE = 3
"""The votes of a word that stands in one of 25 stories or fewer."""
FEW = 3
"""Fewer hits than this, and the search tries harder."""


class Clauses:
    """Makes the clauses of one query for one reader; remembers what it has asked the engine."""

    def __init__(self, query: SearchQuery, engine: Engine, scope: Scope, language: str = "") -> None:
        self.query = query
        self.engine = engine
        self.scope = scope
        spoken = analysis.languages_of(part for word in query.words for part in word.parts)
        self.languages = spoken or frozenset({language} & analysis.LANGUAGES.keys())
        self._counts: dict[str, int] = {}
        self._clauses: dict[QueryWord, tuple[Clause, str]] = {}
        self._made_up: dict[QueryWord, tuple[str, ...]] = {}

    def of_word(self, word: QueryWord, corrections: dict[QueryWord, str], *, loose: bool = False) -> Clause:
        """The clause of a word; loose: a rare word may be a typo of a frequent one."""
        if word not in self._clauses:
            self._clauses[word] = self._strict_word(word)
        clause, correction = self._clauses[word]
        if correction:
            corrections[word] = correction
        if not loose or len(word.parts) > 1 or word.beginning or len(word.text) < SHORTEST_COMMON_TYPO:
            return clause
        count = self.count_of(word.parts[0])
        ways = list(self._typo_of(word, corrections, at_least=10 * count)) if 0 < count < FEW else []
        if not count:
            ways += (way for part in self.parts_of(word) for way in self.of_part(part).alternatives)
        return replace(clause, alternatives=(*clause.alternatives, *ways))

    def of_phrase(self, phrase: str) -> Clause:
        parts = tuple(word.plain for word in analysis.words(phrase))
        if len(parts) == 1:
            return Clause((*unstemmed(parts[0]), *without_accents(parts[0], BARE_FACTOR)))
        spellings = islice(product(*map(self._spellings, parts)), MOST_PHRASE_SPELLINGS)
        return Clause(tuple(dict.fromkeys(row for spelling in spellings for row in rows(spelling, PHRASE_FACTOR))))

    def of_part(self, part: str) -> Clause:
        return Clause((*whole_word(part, APART_FACTOR), *inside_compounds(part, PART_FACTOR * APART_FACTOR)))

    def parts_of(self, word: QueryWord) -> tuple[str, ...]:
        """The parts of a compound, in the asker's language if it is one there."""
        return self._made_up.get(word) or next((parts for _, parts in self._split(word)), ())

    def make_up(self, words: Iterable[QueryWord]) -> list[QueryWord]:
        """Those of these words that are compounds only by the words that stories have; their parts are known from now on."""
        places = {word: self._places(word) for word in words}
        stands = self._anywhere(part for pairs in places.values() for pair in pairs for part in pair)
        likely = {word: [pair for pair in pairs if all(map(stands.get, pair))] for word, pairs in places.items()}
        self._made_up = {word: two for word, pairs in likely.items() if (two := self._together(pairs))}
        return list(self._made_up)

    def votes_of(self, word: QueryWord) -> int:
        """A rare word says more about what is meant than a common one; one of many that no story has says nothing."""
        if len(word.parts) > 1:
            return 2
        count = self.count_of(word.parts[0]) or self._count_of_same(word)
        if not count:
            return RARE if len(self.query.telling_words) == 2 else 1
        if count > max(self.stories / 5, 3):
            return 1
        return RARE if count <= max(self.stories / 25, 2) else 2

    def count(self, clause: Clause) -> int:
        """How many stories this reader can find by the clause alone."""
        return self.engine.search(Question(self.scope, required=(clause,), limit=0)).total

    def count_of(self, plain: str) -> int:
        if plain not in self._counts:
            self._counts[plain] = self.count(Clause(tuple(whole_word(plain))))
        return self._counts[plain]

    @cached_property
    def stories(self) -> int:
        return self.engine.spread([])[-1]

    def _strict_word(self, word: QueryWord) -> tuple[Clause, str]:
        """The clause of a word, and the word it was put right to."""
        if len(word.parts) > 1:
            return several(word.parts), ""
        plain = word.parts[0]
        found = self.count_of(plain)
        ways: list[Alternative] = list(whole_word(plain, languages=self.languages))
        ways += without_accents(plain, BARE_FACTOR if found else 1.0)
        ways += below_whole_words(plain) if found else inside_compounds(plain)
        for language, parts in self._split(word):
            ways += same_compound(parts, language)
        for whole in self._written_together(word):
            ways += whole_word(whole, IN_ONE_FACTOR)
        known = found or self.count(Clause(tuple(ways)))
        same = () if word.beginning else tuple(self._same(word, known=bool(known)))
        corrections: dict[QueryWord, str] = {}
        if word.beginning:
            ways += self._completions(plain)
        elif known and word.last and len(plain) >= SHORTEST_BEGINNING:
            ways += beginnings(plain)
        elif not known and not (same and self.count(Clause(same))):
            ways += self._instead(word, corrections)
        ways += same
        return Clause(tuple(ways), bonus=(Term("exact", plain, EXACT_WEIGHT),)), corrections.get(word, "")

    @cached_property
    def _declared(self) -> synonyms.Groups:
        return synonyms.declared()

    def _same(self, word: QueryWord, *, known: bool) -> Iterator[Alternative]:
        """What means the same: by the leaders' word, else by the thesaurus, there also as the first or second of two."""
        declared = list(synonyms.ways(word.parts[0], self._declared, synonyms.SYNONYM_FACTOR if known else 1.0))
        yield from declared
        asked = [(one.parts[0], other.parts[0]) for one, other in self._neighbours(word)]
        for words in asked if declared else [word.parts, *asked]:
            found = thesaurus.related(words, self.languages) or ([] if known else thesaurus.related(words))
            for related in found:
                yield from related.ways(below=known)

    def _neighbours(self, word: QueryWord) -> Iterator[tuple[QueryWord, QueryWord]]:
        """The word with the one before it, and with the one after it."""
        for one, other in pairwise(self.query.words):
            between = self.query.text[one.end : other.start]
            if word in (one, other) and between.isspace() and len(one.parts) == len(other.parts) == 1:
                yield one, other

    def _written_together(self, word: QueryWord) -> Iterator[str]:
        """What the word and a neighbour are as one word, if a story has it."""
        if len(self.query.words) <= MOST_TOGETHER:
            together = [one.parts[0] + other.parts[0] for one, other in self._neighbours(word)]
            yield from (whole for whole in together if self.count_of(whole))

    def _instead(self, word: QueryWord, corrections: dict[QueryWord, str]) -> Iterator[Alternative]:
        """Other ways to meet a word that no story has as it stands."""
        plain = word.parts[0]
        bare = analysis.bare_fold(plain)
        others: list[Alternative] = list(whole_word(bare, ACCENT_FACTOR)) if bare != analysis.long_fold(plain) else []
        if len(plain) >= SHORTEST_BEGINNING:
            others += self._completions(plain)
        others += self._two_words(plain)
        yield from others
        if not others or not self.count(Clause(tuple(others))):
            yield from self._typo_of(word, corrections)

    def _two_words(self, plain: str) -> Iterator[Alternative]:
        """The two words that this one is when written apart, where a story has them so."""
        splits = [list(ways) for ways in side_by_side(plain)]
        if splits and self.count(Clause(tuple(way for ways in splits for way in ways))):
            yield from (way for ways in splits if self.count(Clause(tuple(ways))) for way in ways)

    def _typo_of(
        self, word: QueryWord, corrections: dict[QueryWord, str], *, at_least: int = 1
    ) -> Iterator[Alternative]:
        """The words of which this may be a typo, each found by this reader.

        Far ones only if no near one is, and if it is no word of the asker's language.
        """
        plain = word.parts[0]
        known = any(compounds.is_known(plain, language) for language in self.languages or compounds.LANGUAGES)
        for distance in (1,) if known or at_least > 1 else (1, 2):
            near = [form for form in self._likely(plain, distance) if self.count_of(form) >= at_least]
            for form in near[:MOST_REPAIRS]:
                yield from whole_word(form, TYPO_FACTORS[distance - 1])
            if near:
                corrections.setdefault(word, _in_the_case_of(word.text, near[0]))
                return

    def _likely(self, plain: str, distance: int) -> list[str]:
        return likely_forms(plain, self.engine, distance, self.languages)

    def _completions(self, plain: str) -> Iterator[Alternative]:
        """Words that begin so: the frequent ones scored as words, the others just found."""
        if not plain.isalnum():
            return
        for form in self.engine.words(analysis.long_fold(plain), beginning=True, limit=MOST_COMPLETIONS):
            for field, weight in FORM_WEIGHTS.items():
                yield Term(field, analysis.long_fold(form.text), weight * BEGINNING_FACTOR)
        yield from beginnings(plain)

    def _spellings(self, plain: str) -> list[str]:
        """The word, and if it was typed without accents, the words it may stand for."""
        long = analysis.long_fold(plain)
        if not plain.isascii():
            return [long]
        accented = [analysis.long_fold(form.text) for form in self.engine.words(long, limit=5)]
        return list(dict.fromkeys([long, *accented]))[:3]

    def _split(self, word: QueryWord) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each language in which the word is a compound, with its parts; the asker's first."""
        if len(word.parts) == 1 and not word.beginning:
            for language in sorted(compounds.LANGUAGES, key=lambda language: language not in self.languages):
                if parts := compounds.split(word.parts[0], language):
                    yield language, parts

    def _places(self, word: QueryWord) -> list[tuple[str, str]]:
        """The two words at each place where this one may be put together."""
        plain = word.parts[0]
        if len(word.parts) > 1 or word.beginning or not plain.isalpha() or self.languages == {"en"}:
            return []
        if len(plain) > compounds.LONGEST:
            return []
        return [(plain[:place], plain[place:]) for place in range(SHORTEST_PART, len(plain) - SHORTEST_PART)]

    def _anywhere(self, words: Iterable[str]) -> dict[str, bool]:
        """Whether each word stands in any story, be it one that this reader may not read: if not, nobody finds it."""
        ways = {word: list(whole_word(word)) for word in words}
        counts = iter(self.engine.spread([way for each in ways.values() for way in each]) if ways else ())
        return {word: sum(next(counts) for _ in each) > 0 for word, each in ways.items()}

    def _together(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The first of these pairs of which this reader finds both words in a story."""
        for pair in pairs:
            both = tuple(Clause(tuple(whole_word(part))) for part in pair)
            if self.engine.search(Question(self.scope, required=both, limit=0)).total:
                return pair
        return ()

    def _count_of_same(self, word: QueryWord) -> int:
        same = () if word.beginning else tuple(self._same(word, known=False))
        return self.count(Clause(same)) if same else 0


def _in_the_case_of(typed: str, form: str) -> str:
    return form.capitalize() if typed[:1].isupper() else form
