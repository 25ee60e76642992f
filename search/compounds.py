"""Danish and Swedish compounds and their parts: begravelsesblomsterne → begravelse, blomsterne.

A word is taken apart only where both sides are nouns that a general word list knows well enough, the last one in any
inflection, the first one with a linking letter or without its last vowel; verbs and adjectives that often begin a
compound stand in a list of our own, and so do the very short nouns, because any word seems to end in one of those. A
word that is itself in the list counts as one word where it is more frequent than its parts (data/README.md). What is
only a word with an ending (kontoret, prikkerne) is never taken for a compound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from search.compound_words import (
    JOINED,
    LEADING,
    LINKED,
    MORE_NOUNS,
    NAME_FIRSTS,
    NAME_LASTS,
    NO_HEADS,
    NO_PARTS,
    NOT_COMPOUND,
    OTHER_FIRSTS,
    OVER,
    SHORT_NOUNS,
)

DATA = Path(__file__).parent / "data"
LANGUAGES = ("da", "sv")
SHORTEST = 6
LONGEST = 40
MOST_PARTS = 4

RAREST = {4: 34, 5: 31, 6: 31}
"""How frequent a noun of so many letters has to be, in the ranks of data/; shorter ones stand in our own list."""
RAREST_LONG = 29
RANK_OF_OURS = 40
RANK_OF_COMPOUND, FEWEST_FIRSTS = 30, 2
"""Of a first part that is a compound itself, and so many parts it has at least."""
CLEARLY = 5
_LETTERS = {"da": str.maketrans("äö", "æø"), "sv": str.maketrans("æø", "äö")}
_VOWELS = tuple("aeiouyåäæöø")
_ENDINGS = {
    "da": "en et er erne ene ens ets ernes enes e n t r s ne rne nes rnes ns ts",
    "sv": "en et ar arna arnas er erna ernas or orna ornas n t r s na nas ens ets ns ts a e",
}
_LINKS = {"da": ("s", "e", "er"), "sv": ("s",)}

Ranked = tuple[int, tuple[str, ...]]
"""How frequent, and the words it is made of."""
NOTHING: Ranked = (0, ())

Bases = list[tuple[str, int]]
"""What a word may be a form of, each with the last place from which on that is true of the word's end as well."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The nouns of a language by rank, and the words that look like compounds but are none."""

    language: str
    nouns: Mapping[str, int]
    refused: frozenset[str]
    endings: Mapping[str, tuple[str, ...]]
    """By their last letter."""
    firsts: frozenset[str]
    """All that a compound may begin with: most new words end at a look into this."""
    tails: frozenset[str]
    """The last four letters of every noun."""

    @classmethod
    def of(cls, language: str, nouns: Mapping[str, int], refused: frozenset[str] = frozenset()) -> Lexicon:
        """With the general list's nouns and refusals, and with the words of our own."""
        usable = {noun: rank for noun, rank in nouns.items() if rank >= _rarest(noun)}
        usable |= {noun: max(nouns.get(noun, 0), RAREST[4]) for noun in MORE_NOUNS[language]}
        usable |= {noun: max(nouns.get(noun, 0), RANK_OF_OURS) for noun in SHORT_NOUNS[language]}
        for word in NO_PARTS[language]:
            usable.pop(word, None)
        firsts = frozenset(_firsts(language, usable))
        tails = frozenset(noun[-4:] for noun in usable)
        endings = _by_last_letter(_ENDINGS[language].split())
        return cls(language, usable, refused | NOT_COMPOUND[language], endings, firsts, tails)

    def split(self, word: str, depth: int = 0) -> tuple[str, ...]:
        """The parts of a compound, the first ones in their basic form; nothing for any other word."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or depth == MOST_PARTS - 1:
            return ()
        firsts, longest = self.firsts, len(word) - 1
        start = next((place for place in range(2, longest) if word[:place] in firsts), longest)
        if start == longest:  # most words end here
            return ()
        bases = self.bases(word)
        whole = {base for base, _ in bases}
        if known := whole & _joined(self.language).keys():
            *first, _ = _joined(self.language)[min(known)]
            return (*first, word[len("".join(first)) :])
        if not whole.isdisjoint(self.refused):
            return ()
        # Where the word is a form of a noun that is known, the last part has to be more than that form's ending.
        end = min([longest, *(len(base) - 2 for base in (whole & self.nouns.keys()) - {word})])
        return self._best(word, bases, range(start, end), depth)[1]

    def _best(self, word: str, bases: Bases, places: range, depth: int) -> Ranked:
        """The likeliest way to take a word in two; the first part is tried as a compound itself only if that may win."""
        best = self._led(word, bases, places)
        hopes: list[tuple[int, int]] = []
        for place, rank_of_head in self.heads(bases, places).items():
            first = word[:place]
            rank_of_first, parts = self._first(first) if first in self.firsts else NOTHING
            if parts:
                best = max(best, _rated(rank_of_first, parts, rank_of_head, word[place:]))
            elif place >= SHORTEST:
                hopes.append((place, rank_of_head))
        for place, rank_of_head in hopes:
            head = word[place:]
            may_win = _rate(min(RANK_OF_COMPOUND, rank_of_head), len(head), FEWEST_FIRSTS) >= best[0]
            if may_win and (parts := self._compound(word[:place], depth)):
                best = max(best, _rated(RANK_OF_COMPOUND, parts, rank_of_head, head))
        return best

    def _led(self, word: str, bases: Bases, places: range) -> Ranked:
        """Over- before verbs that are no nouns."""
        over, leading = OVER[self.language], LEADING[self.language]
        if not word.startswith(over) or len(over) not in places or leading.isdisjoint(rests(bases, len(over))):
            return NOTHING
        return RANK_OF_OURS, (over, word[len(over) :])

    def rank_of(self, word: str) -> int:
        """How frequent the noun is that this is a form of, as the last part of a compound; 0 for any other word."""
        return self.heads(self.bases(word), range(1)).get(0, 0)

    def heads(self, bases: Bases, places: range) -> dict[int, int]:
        """From which of these places on the word's end is a form of a noun, and how frequent that is."""
        ranks: dict[int, int] = {}
        for base, last in bases:
            if self.tails.isdisjoint((base[-4:], base[-3:], base[-2:])):  # so ends no noun
                continue
            for place in range(places.start, min(places.stop, last + 1)):
                if rank := self.nouns.get(base[place:]):
                    ranks[place] = max(rank, ranks.get(place, 0))
        return {place: rank for place, rank in ranks.items() if NO_HEADS[self.language].isdisjoint(rests(bases, place))}

    def bases(self, form: str) -> Bases:
        """What a word may be a form of, itself first; most of it is no word at all."""
        found = [(form, len(form))]
        for ending in self.endings.get(form[-1:], ()):
            if form.endswith(ending) and len(form) >= 2 + len(ending):
                root = form[: -len(ending)]
                found.append((root, len(root) - 2))
                if ending[0] in _VOWELS:
                    found += [(base, len(root) - 2) for base in self._before_vowel(root, ending)]
        return found

    def _before_vowel(self, root: str, ending: str) -> Iterator[str]:
        """Before such an ending letters are doubled or fall away."""
        before, last = root[:-1], root[-1]
        if before.endswith(last):
            yield before  # bussen
        if self.language == "sv" and ending.startswith(("o", "a", "e")):
            yield root + ("a" if ending.startswith("o") else "e")  # blommor, pojkar
        if last in "lrn" and not before.endswith(_VOWELS):
            yield before + "e" + last  # numret
            yield before + before[-1] + "e" + last  # sedlen

    @lru_cache(maxsize=50_000)  # noqa: B019 - there is one lexicon a language
    def _first(self, first: str) -> Ranked:
        """A first part that is one word, with its linking letters or without its last vowel."""
        if linked := LINKED[self.language].get(first):
            return RANK_OF_OURS, (linked,)
        known = RANK_OF_OURS if first in OTHER_FIRSTS[self.language] else self.nouns.get(first, 0)
        found = (known, (first,)) if known else max(self._unlinked(first), default=NOTHING)
        if self.language == "sv":
            found = max([found, *self._whole_again(first)])
        return found if found[0] else NOTHING

    def _compound(self, first: str, depth: int) -> tuple[str, ...]:
        """The parts of a first part that is a compound itself."""
        return self.split(first.removesuffix("s"), depth + 1) or self.split(first, depth + 1)

    def _unlinked(self, first: str) -> Iterator[Ranked]:
        """Begravelses-, julekort, studenterhue, nøddeallergi."""
        for link in _LINKS[self.language]:
            root = first.removesuffix(link)
            if root == first or (link == "er" and (len(root) < 4 or root.endswith(_VOWELS))):
                continue
            if link == "e" and root[-1:] == root[-2:-1]:
                root = root[:-1]
            if root in self.nouns:
                yield self.nouns[root] - len(link), (root,)

    def _whole_again(self, first: str) -> Iterator[Ranked]:
        """Flickskola, läkarbesök, färjeläge: a shortened noun if it is clearly more frequent than what is left of it."""
        shortened = [first + "a"] if len(first) > 3 else []
        shortened += [first + "e"] if first.endswith("ar") else []
        shortened += [first[:-1] + "a"] if len(first) > 4 and first.endswith("e") else []
        for noun in shortened:
            if noun in self.nouns:
                yield self.nouns[noun] - CLEARLY, (noun,)


def _firsts(language: str, nouns: Collection[str]) -> Iterator[str]:
    """What a compound may begin with: nouns also linked or without their last vowel."""
    yield from (OVER[language], *LINKED[language], *OTHER_FIRSTS[language], *nouns)
    yield from (parts[0] for parts in _joined(language).values())
    for noun in nouns:
        yield from (noun + link for link in _LINKS[language])
        yield noun + noun[-1] + "e"
        if noun.endswith(("a", "e")):
            yield noun[:-1]
            yield noun[:-1] + "e"


def _rated(rank_of_first: int, firsts: tuple[str, ...], rank_of_head: int, head: str) -> Ranked:
    """Two parts and how likely they are."""
    if firsts[-1] in NAME_FIRSTS and head.removesuffix("s") in NAME_LASTS:
        return NOTHING
    rate = _rate(min(rank_of_first, rank_of_head), min(len(firsts[0]), len(head)), len(firsts))
    return rate, (*firsts, head)


def _rate(rank: int, shortest: int, firsts: int) -> int:
    """The likeliest parts are frequent, none of them very short, and few."""
    return 10 * rank + 12 * min(shortest, 8) - 50 * firsts


def rests(bases: Bases, place: int) -> list[str]:
    """What the end of a word, from this place on, may be a form of."""
    return [base[place:] for base, last in bases if place <= last]


def _by_last_letter(endings: list[str]) -> dict[str, tuple[str, ...]]:
    return {last: tuple(ending for ending in endings if ending[-1] == last) for last in {each[-1] for each in endings}}


def split(word: str, language: str) -> tuple[str, ...]:
    """The parts of a plain word that is a compound in this language; nothing if it is none."""
    return _split(word.translate(_LETTERS[language]), language) if language in LANGUAGES else ()


@lru_cache(maxsize=5000)
def _split(word: str, language: str) -> tuple[str, ...]:
    return lexicon(language).split(word)


def is_known(word: str, language: str) -> bool:
    """Whether the plain word is a form of a common noun, or made of such nouns: so hardly a typo."""
    if language not in LANGUAGES:
        return False
    known, spelled = lexicon(language), word.translate(_LETTERS[language])
    return any(base in known.nouns for base, _ in known.bases(spelled)) or bool(split(word, language))


@cache
def _joined(language: str) -> dict[str, tuple[str, ...]]:
    return {marked.replace("|", ""): tuple(marked.split("|")) for marked in JOINED[language]}


@cache
def lexicon(language: str) -> Lexicon:
    """Read once in a process."""
    nouns: dict[str, int] = {}
    refused: frozenset[str] = frozenset()
    for line in (DATA / f"compounds-{language}.txt").read_text(encoding="utf-8").splitlines():
        rank, *words = line.split()
        if rank == "-":
            refused = frozenset(words)
        else:
            nouns.update(dict.fromkeys(words, int(rank)))
    return Lexicon.of(language, nouns, refused)


def _rarest(noun: str) -> int:
    """The rank from which on a noun of this length is taken for a part of compounds."""
    return RAREST_LONG if len(noun) > max(RAREST) else RAREST.get(len(noun), 100)
