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
RANK_OF_COMPOUND = 30
"""Of a first part that is a compound itself."""
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

    @classmethod
    def of(cls, language: str, nouns: Mapping[str, int], refused: frozenset[str] = frozenset()) -> Lexicon:
        """With the general list's nouns and refusals, and with the words of our own."""
        usable = {noun: rank for noun, rank in nouns.items() if rank >= _rarest(noun)}
        usable |= {noun: max(nouns.get(noun, 0), RAREST[4]) for noun in MORE_NOUNS[language]}
        usable |= {noun: max(nouns.get(noun, 0), RANK_OF_OURS) for noun in SHORT_NOUNS[language]}
        for word in NO_PARTS[language]:
            usable.pop(word, None)
        firsts = frozenset(_firsts(language, usable))
        return cls(
            language, usable, refused | NOT_COMPOUND[language], _by_last_letter(_ENDINGS[language].split()), firsts
        )

    def split(self, word: str, depth: int = 0) -> tuple[str, ...]:
        """The parts of a compound, the first ones in their basic form; nothing for any other word."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or depth == MOST_PARTS - 1:
            return ()
        bases = set(self.bases(word))
        if known := next((parts for base in bases if (parts := _joined(self.language).get(base))), None):
            *first, _ = known
            return (*first, word[len("".join(first)) :])
        if not bases.isdisjoint(self.refused):
            return ()
        # Where the word is a form of a noun that is known, the last part has to be more than that form's ending.
        end = min([len(word) - 1, *(len(base) - 2 for base in bases - {word} if base in self.nouns)])
        start = next((place for place in range(2, end) if word[:place] in self.firsts), end)
        return max((self._split_at(word, place, depth) for place in range(start, end)), default=NOTHING)[1]

    def _split_at(self, word: str, place: int, depth: int) -> Ranked:
        first, head = word[:place], word[place:]
        if first == OVER[self.language] and not LEADING[self.language].isdisjoint(self.bases(head)):
            return RANK_OF_OURS, (first, head)
        rank_of_first, parts = self._first(first) if first in self.firsts else NOTHING
        if not parts and len(first) < SHORTEST:  # most places end here, before the endings are tried
            return NOTHING
        rank_of_head = self.rank_of_head(head)
        if not rank_of_head:
            return NOTHING
        if not parts:
            rank_of_first, parts = self._compound(first, depth)
        if not parts or (parts[-1] in NAME_FIRSTS and head.removesuffix("s") in NAME_LASTS):
            return NOTHING
        # The likeliest place: frequent parts, none of them very short, and few of them.
        long, many = min(len(parts[0]), len(head), 8), len(parts)
        return 10 * min(rank_of_first, rank_of_head) + 12 * long - 50 * many, (*parts, head)

    @lru_cache(maxsize=100_000)  # noqa: B019 - there is one lexicon a language
    def rank_of_head(self, head: str) -> int:
        """How frequent the noun is of which this is a form; 0 if it is none."""
        bases = set(self.bases(head))
        if not bases.isdisjoint(NO_HEADS[self.language]):
            return 0
        return max(self.nouns.get(base, 0) for base in bases)

    def bases(self, form: str) -> Iterator[str]:
        """What a word may be a form of, itself first; most of it is no word at all."""
        yield form
        for ending in self.endings.get(form[-1:], ()):
            root = form.removesuffix(ending)
            if 2 <= len(root) < len(form):
                yield root
                if ending.startswith(_VOWELS):
                    yield from self._before_vowel(root, ending)

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

    def _first(self, first: str) -> Ranked:
        """A first part that is one word, with its linking letters or without its last vowel."""
        if linked := LINKED[self.language].get(first):
            return RANK_OF_OURS, (linked,)
        known = RANK_OF_OURS if first in OTHER_FIRSTS[self.language] else self.nouns.get(first, 0)
        found = (known, (first,)) if known else max(self._unlinked(first), default=NOTHING)
        if self.language == "sv":
            found = max([found, *self._whole_again(first)])
        return found if found[0] else NOTHING

    def _compound(self, first: str, depth: int) -> Ranked:
        """A first part that is a compound itself."""
        parts = self.split(first.removesuffix("s"), depth + 1) or self.split(first, depth + 1)
        return (RANK_OF_COMPOUND, parts) if parts else NOTHING

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


def _by_last_letter(endings: list[str]) -> dict[str, tuple[str, ...]]:
    return {last: tuple(ending for ending in endings if ending[-1] == last) for last in {each[-1] for each in endings}}


def split(word: str, language: str) -> tuple[str, ...]:
    """The parts of a plain word that is a compound in this language; nothing if it is none."""
    return _split(word.translate(_LETTERS[language]), language) if language in LANGUAGES else ()


@lru_cache(maxsize=100_000)
def _split(word: str, language: str) -> tuple[str, ...]:
    return lexicon(language).split(word)


def is_known(word: str, language: str) -> bool:
    """Whether the plain word is a form of a common noun, or made of such nouns: so hardly a typo."""
    if language not in LANGUAGES:
        return False
    known, spelled = lexicon(language), word.translate(_LETTERS[language])
    return any(base in known.nouns for base in known.bases(spelled)) or bool(split(word, language))


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
