"""Which words of the stories a typed word may have been meant as."""

from __future__ import annotations

from collections.abc import Collection

from search import analysis
from search.engines.base import Engine

SHORTEST_FOR_ONE = 4
SHORTEST_FOR_TWO = 6
SHORTEST_FOREIGN = 7
SHORTEST_FOR_ENDINGS = 6
MOST_CANDIDATES = 8
ENDINGS = {"da": ("en", "et", "er", "ne", "e", "n"), "sv": ("en", "et", "ar", "er", "or", "n"), "en": ("s", "ed")}
"""What stories may have where somebody mistyped the basic form: labardor, labradoren."""


def likely_forms(plain: str, engine: Engine, distance: int, languages: Collection[str] = ()) -> list[str]:
    """Written forms up to so many letters away (two only for long words), the likeliest first.

    A word of another language than the asker's is seldom meant: only if nothing else is near, and the word is long.
    """
    key = analysis.long_fold(plain)
    if not key.isalpha() or len(key) < (SHORTEST_FOR_ONE if distance == 1 else SHORTEST_FOR_TWO):
        return []
    near = _near(plain, engine, distance, languages)
    if not near and languages and distance == 1 and len(key) >= SHORTEST_FOREIGN:
        near = _near(plain, engine, distance, ())
    if not near and distance == 1 and len(key) >= SHORTEST_FOR_ENDINGS:
        endings = dict.fromkeys(ending for language in sorted(languages) or ENDINGS for ending in ENDINGS[language])
        near = [
            form for ending in endings for form in _near(plain + ending, engine, 1, languages) if form.endswith(ending)
        ]
    return near[:MOST_CANDIDATES]


def _near(plain: str, engine: Engine, distance: int, languages: Collection[str]) -> list[str]:
    key = analysis.long_fold(plain)
    found = engine.words(key, distance=distance, languages=languages, limit=60)
    ranked = sorted(
        (_unlikeliness(plain, form.text, form.stories), form.text)
        for form in found
        if form.text != plain and _plausible(plain, form.text, distance)
    )
    return [text for _, text in ranked]


def _plausible(plain: str, form: str, distance: int) -> bool:
    """Short words and far ones have to begin alike, or everything is a typo of something."""
    key, other = analysis.long_fold(plain), analysis.long_fold(form)
    alike = other[0] == key[0] or (len(key) > 5 and distance == 1) or len(key) > 8
    return other.isalpha() and alike and edits(plain, form) <= (1 if len(plain) < SHORTEST_FOR_TWO else 2)


def _unlikeliness(plain: str, form: str, stories: int) -> tuple[int, int, bool, int]:
    key = analysis.long_fold(plain)
    folded = min(edits(key, spelling) for spelling in set(analysis.keys_of(form)))
    return folded, edits(plain, form), form[0] != plain[0], -stories


def edits(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with a neighbour to come from one word to the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, letter_there in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != letter_there))
            if before and j > 1 and letter == other[j - 2] and one[i - 2] == letter_there:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
