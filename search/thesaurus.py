"""Everyday words of service that mean the same in English, Danish and Swedish, from data/thesaurus.txt.

They come with Bouquet, so that `funeral` finds a begravelse and `pet` a dog on the first day. A story is found by them
below any that has the word itself. What leaders declare to mean the same (synonyms.py) takes a word out of here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from search import analysis, compounds
from search.asking import Alternative, Flat, Row, Term
from search.ways import PART_FACTOR, WEIGHTS

LANGUAGES = ("en", "da", "sv")
"""The columns of the file."""
MOST_RELATED = 24
FACTOR = 0.5
"""For a word that no story has."""
FLAT_FACTOR = 0.03
"""The whole score, in a field of weight 1, where stories have the word itself: those come first."""

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A word, or a few side by side, in one language."""

    language: str
    stems: Stems

    def ways(self, *, below: bool) -> Iterator[Alternative]:
        """The ways to meet it; below all stories that have the word that was asked for, or by its own right."""
        part = (analysis.PART + self.stems[0],) if self.language in compounds.LANGUAGES else ()
        for field, weight in WEIGHTS.items():
            if len(self.stems) > 1:
                yield Row(field, self.stems, weight * (FLAT_FACTOR if below else FACTOR))
            elif below:
                yield from (Flat(field, term, weight * FLAT_FACTOR) for term in (*self.stems, *part))
            else:
                yield Term(field, self.stems[0], weight * FACTOR)
                yield from (Term(field, term, weight * FACTOR * PART_FACTOR) for term in part)


def related(words: Stems, languages: Collection[str] = ()) -> list[Related]:
    """What means the same as these plain words, one after the other.

    In the asker's languages, and in the others if it is no word there: many ask in Danish on an English site.
    """
    found = _found(words, languages or LANGUAGES)
    if not found and not any(compounds.is_known(word, language) for word in words for language in languages):
        found = _found(words, LANGUAGES)
    own = {Related(language, _stems(words, language)) for language in LANGUAGES} if found else set()
    return [one for one in found if one not in own][:MOST_RELATED]


def _found(words: Stems, languages: Collection[str]) -> dict[Related, None]:
    known = [_known().get(Related(language, _stems(words, language)), ()) for language in languages]
    return dict.fromkeys(one for others in known for one in others)


def _stems(words: Stems, language: str) -> Stems:
    return tuple(analysis.stem(analysis.long_fold(word), language) for word in words)


@cache
def _known() -> Mapping[Related, tuple[Related, ...]]:
    """For each word of the file the others of its lines."""
    known: dict[Related, dict[Related, None]] = {}
    for line in (compounds.DATA / "thesaurus.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            same, _, narrower = line.partition(":")
            asked = list(_read(same))
            for one in asked:
                known.setdefault(one, {}).update(dict.fromkeys([*asked, *_read(narrower)]))
    return {one: tuple(others) for one, others in known.items()}


def _read(columns: str) -> Iterator[Related]:
    for language, column in zip(LANGUAGES, columns.split("|"), strict=False):
        for member in column.split(","):
            if words := tuple(word.plain for word in analysis.words(analysis.tidy(member))):
                yield Related(language, _stems(words, language))
