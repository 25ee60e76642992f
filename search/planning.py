"""From a query to what is asked of the engine. The ways in which a word may be met, and their weights, are in ways.py.

The outcomes a search can have, in the order they are tried:

1. every word is met, in any inflection; typed without accents or in its exact spelling, the exact one first;
2. a word that no story has is met by words that begin with it or that it is made of, side by side (pawprint: paw
   print), else by words that it may be a typo of; two words also as one (book shop: bookshop). What means the same
   stands in for it too, below any story that has the word itself;
3. few stories have a compound that was asked for: stories join in which its parts stand apart;
4. fewer than three stories meet every word: stories that meet most of them (the rare ones count for more) join;
5. a whole question finds nothing so: stories that are about one of its rare words, by title, tags or summary;
6. nothing was found for a compound, be it one that only the stories' own words explain: stories that have the one of
   its parts that tells most;
7. nothing sensible is left: nothing is found.

What a reader may not read has no part in it: a word counts as known only if this reader can find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise, product

from search import analysis, compounds, synonyms, thesaurus
from search.asking import Alternative, Clause, Narrowing, Question, Scope, Term
from search.engines.base import Engine
from search.query import Filter, QueryWord, SearchQuery
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
    exactly,
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
RARE = 3
"""The votes of a word that stands in one of 25 stories or fewer."""
SHORTEST_QUESTION = 3
MOST_TOGETHER = 4
"""In longer queries nobody has written one word as two."""
SHORTEST_PART = 3
ABOUT_FIELDS = frozenset({"title", "title_forms", "tags", "summary"})
FEWEST_PARTS = 2
"""So many parts of a compound have to be in a story; one if it tells much."""
FEW = 3
"""Fewer hits than this, and the search tries harder."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The clauses for one query, and what was put right on the way."""

    question: Question
    corrections: dict[QueryWord, str]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.question.required + self.question.voting


class Planner:
    """Plans one query for one reader; remembers what it has asked the engine."""

    def __init__(self, query: SearchQuery, engine: Engine, scope: Scope, language: str = "") -> None:
        self.query = query
        self.engine = engine
        self.scope = scope
        spoken = analysis.languages_of(part for word in query.words for part in word.parts)
        self.languages = spoken or frozenset({language} & analysis.LANGUAGES.keys())
        self._counts: dict[str, int] = {}
        self._clauses: dict[QueryWord, tuple[Clause, str]] = {}
        self._made_up: dict[QueryWord, tuple[str, ...]] = {}

    def strict(self) -> Plan:
        """Every word has to be met."""
        corrections: dict[QueryWord, str] = {}
        words = tuple(self._word(word, corrections) for word in self.query.telling_words)
        return Plan(replace(self._frame, required=self._phrases + words), corrections)

    def loose(self) -> Plan | None:
        """Most words have to be met, and rare ones may be typos too; None if that asks nothing new."""
        corrections: dict[QueryWord, str] = {}
        words = self.query.telling_words
        clauses = tuple(self._word(word, corrections, loose=True) for word in words)
        if len(clauses) < 2:
            return Plan(replace(self._frame, required=self._phrases + clauses), corrections) if corrections else None
        votes = [self._votes(word) for word in words]
        clauses = tuple(replace(clause, votes=vote) for clause, vote in zip(clauses, votes, strict=True))
        needed = votes_needed(votes)
        return Plan(replace(self._frame, required=self._phrases, voting=clauses, votes_needed=needed), corrections)

    def about(self) -> Plan | None:
        """For a whole question: two of its rare words, or one in the title, the tags or the summary."""
        words = self.query.telling_words
        if self.query.phrases or len(words) < SHORTEST_QUESTION:
            return None
        voting: list[Clause] = []
        for word in words:
            clause = replace(self._word(word, {}), votes=self._votes(word))
            voting.append(clause)
            if clause.votes == RARE:
                voting.append(replace(_restricted(clause, ABOUT_FIELDS), votes=RARE))
        return Plan(replace(self._frame, voting=tuple(voting), votes_needed=2 * RARE), {})

    def apart(self, *, one_part: bool = False, made_up: bool = False) -> Plan | None:
        """A compound may stand apart; or only its most telling part may be there. None if no compound is asked for.

        Made up: also a word that is a compound only by the words that stories have.
        """
        words = self.query.telling_words
        split = [word for word in words if self._parts(word)]
        if made_up and not split:
            self._made_up = {word: two for word in words if (two := self._parts_in_stories(word))}
            split = list(self._made_up)
        if not split:
            return None
        corrections: dict[QueryWord, str] = {}
        rarest = min(split, key=lambda word: self._count_of(word.parts[0]))
        needed = 1 if one_part else FEWEST_PARTS
        parts = [self._part(part) for part in self._parts(rarest)]
        if one_part:
            counted = [(count, clause) for clause in parts if (count := self.count(clause))]
            parts = [clause for count, clause in counted if count <= max(FEW, self._stories / 40)]
        whole = replace(self._word(rarest, corrections), votes=needed)
        others = tuple(self._word(word, corrections) for word in words if word != rarest)
        return Plan(
            replace(self._frame, required=self._phrases + others, voting=(whole, *parts), votes_needed=needed),
            corrections,
        )

    def _part(self, part: str) -> Clause:
        return Clause((*whole_word(part, APART_FACTOR), *inside_compounds(part, PART_FACTOR * APART_FACTOR)))

    def _parts(self, word: QueryWord) -> tuple[str, ...]:
        """The parts of a compound, in the asker's language if it is one there."""
        return self._made_up.get(word) or next((parts for _, parts in self._split(word)), ())

    def _parts_in_stories(self, word: QueryWord) -> tuple[str, ...]:
        """The two words that this one seems to be made of, if a story has both."""
        plain = word.parts[0]
        if len(word.parts) > 1 or word.beginning or not plain.isalpha() or self.languages == {"en"}:
            return ()
        for place in range(SHORTEST_PART, len(plain) - SHORTEST_PART):
            parts = (plain[:place], plain[place:])
            both = tuple(Clause(tuple(whole_word(part))) for part in parts)
            if self.engine.search(Question(self.scope, required=both, limit=0)).total:
                return parts
        return ()

    def _split(self, word: QueryWord) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each language in which the word is a compound, with its parts; the asker's first."""
        if len(word.parts) == 1 and not word.beginning:
            for language in sorted(compounds.LANGUAGES, key=lambda language: language not in self.languages):
                if parts := compounds.split(word.parts[0], language):
                    yield language, parts

    @property
    def is_long_question(self) -> bool:
        return len(self.query.telling_words) > SHORTEST_QUESTION

    @cached_property
    def _declared(self) -> synonyms.Groups:
        return synonyms.declared()

    @cached_property
    def _frame(self) -> Question:
        return Question(
            self.scope,
            excluded=tuple(exactly(tuple(word.plain for word in analysis.words(text))) for text in self.query.excluded),
            narrowings=tuple(narrowings(self.query.filters)),
        )

    @cached_property
    def _phrases(self) -> tuple[Clause, ...]:
        return tuple(self._phrase(phrase) for phrase in self.query.phrases)

    def count(self, clause: Clause) -> int:
        """How many stories this reader can find by the clause alone."""
        return self.engine.search(Question(self.scope, required=(clause,), limit=0)).total

    def _count_of(self, plain: str) -> int:
        if plain not in self._counts:
            self._counts[plain] = self.count(Clause(tuple(whole_word(plain))))
        return self._counts[plain]

    def _word(self, word: QueryWord, corrections: dict[QueryWord, str], *, loose: bool = False) -> Clause:
        """The clause of a word; loose: a rare word may be a typo of a frequent one."""
        if word not in self._clauses:
            self._clauses[word] = self._strict_word(word)
        clause, correction = self._clauses[word]
        if correction:
            corrections[word] = correction
        if not loose or len(word.parts) > 1 or word.beginning or len(word.text) < SHORTEST_COMMON_TYPO:
            return clause
        count = self._count_of(word.parts[0])
        ways = list(self._typo_of(word, corrections, at_least=10 * count)) if 0 < count < FEW else []
        if not count:
            ways += (way for part in self._parts(word) for way in self._part(part).alternatives)
        return replace(clause, alternatives=(*clause.alternatives, *ways))

    def _strict_word(self, word: QueryWord) -> tuple[Clause, str]:
        """The clause of a word, and the word it was put right to."""
        if len(word.parts) > 1:
            return several(word.parts), ""
        plain = word.parts[0]
        found = self._count_of(plain)
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
            yield from (whole for whole in together if self._count_of(whole))

    def _instead(self, word: QueryWord, corrections: dict[QueryWord, str]) -> Iterator[Alternative]:
        """Other ways to meet a word that no story has as it stands."""
        plain = word.parts[0]
        bare = analysis.bare_fold(plain)
        others = list(whole_word(bare, ACCENT_FACTOR)) if bare != analysis.long_fold(plain) else []
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
            near = [form for form in self._likely(plain, distance) if self._count_of(form) >= at_least]
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

    def _phrase(self, phrase: str) -> Clause:
        parts = tuple(word.plain for word in analysis.words(phrase))
        if len(parts) == 1:
            return Clause((*unstemmed(parts[0]), *without_accents(parts[0], BARE_FACTOR)))
        spellings = islice(product(*map(self._spellings, parts)), MOST_PHRASE_SPELLINGS)
        return Clause(tuple(dict.fromkeys(row for spelling in spellings for row in rows(spelling, PHRASE_FACTOR))))

    def _spellings(self, plain: str) -> list[str]:
        """The word, and if it was typed without accents, the words it may stand for."""
        long = analysis.long_fold(plain)
        if not plain.isascii():
            return [long]
        accented = [analysis.long_fold(form.text) for form in self.engine.words(long, limit=5)]
        return list(dict.fromkeys([long, *accented]))[:3]

    def _votes(self, word: QueryWord) -> int:
        """A rare word says more about what is meant than a common one; one of many that no story has says nothing."""
        if len(word.parts) > 1:
            return 2
        count = self._count_of(word.parts[0]) or self._count_of_same(word)
        if not count:
            return RARE if len(self.query.telling_words) == 2 else 1
        if count > max(self._stories / 5, 3):
            return 1
        return RARE if count <= max(self._stories / 25, 2) else 2

    def _count_of_same(self, word: QueryWord) -> int:
        same = () if word.beginning else tuple(self._same(word, known=False))
        return self.count(Clause(same)) if same else 0

    @cached_property
    def _stories(self) -> int:
        return self.engine.spread([])[-1]


def votes_needed(votes: list[int]) -> int:
    """More than half of all; and no single word is enough, unless the only other one is common."""
    most, second = sorted(votes, reverse=True)[:2]
    majority = sum(votes) // 2 + 1
    return majority if second == 1 and most > 1 and len(votes) == 2 else max(majority, most + 1)


def narrowings(filters: Iterable[Filter]) -> Iterator[Narrowing]:
    """Filters of one facet are alternatives; each exclusion stands for itself."""
    wanted: dict[str, set[str]] = {}
    for one in filters:
        values = analysis.slug_of(one.value)
        if one.excluded:
            yield Narrowing(one.name, frozenset(values), excluded=True)
        else:
            wanted.setdefault(one.name, set()).update(values)
    for facet, spellings in wanted.items():
        yield Narrowing(facet, frozenset(spellings))


def _restricted(clause: Clause, fields: frozenset[str]) -> Clause:
    return replace(clause, alternatives=tuple(way for way in clause.alternatives if way.field in fields), bonus=())


def _in_the_case_of(typed: str, form: str) -> str:
    return form.capitalize() if typed[:1].isupper() else form
