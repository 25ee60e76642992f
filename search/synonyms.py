"""Words that leaders have declared to mean the same, as further ways to meet a word.

They are read from the database and kept in the process under a stamp that any change anywhere changes: one small
query a search, and nobody has to be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.db import connection

from search import analysis
from search.asking import Alternative
from search.models import Synonyms
from search.ways import rows, whole_word

SYNONYM_FACTOR = 0.15
"""A story with the word itself comes first, even if it is only in its text and the other one in a title."""
MOST_SYNONYMS = 12

Spelling = tuple[str, ...]
"""The plain words of a synonym: mostly one."""
Groups = dict[tuple[str, str], list[list[Spelling]]]
"""What means the same, by the language and stem of each of its words."""


def declared() -> Groups:
    """What leaders have declared by now: to be asked for once a search."""
    return _known(_stamp())


def ways(plain: str, known: Groups, factor: float = SYNONYM_FACTOR) -> Iterator[Alternative]:
    """The ways to meet what means the same as this plain word."""
    for spelling in same_as(plain, known):
        if len(spelling) == 1:
            yield from whole_word(spelling[0], factor)
        else:
            yield from rows(tuple(map(analysis.long_fold, spelling)), factor)


def same_as(plain: str, known: Groups) -> list[Spelling]:
    """What means the same as the word in any of its inflections, without the word itself."""
    if not known:
        return []
    own = _keys(plain)
    found = dict.fromkeys(spelling for key in own for group in known.get(key, ()) for spelling in group)
    others = [one for one in found if len(one) > 1 or own.isdisjoint(_keys(one[0]))]
    return others[:MOST_SYNONYMS]


def _keys(plain: str) -> frozenset[tuple[str, str]]:
    """The word's stem in each language; two words meet if they meet in one language."""
    folded = analysis.long_fold(plain)
    return frozenset((language, analysis.stem(folded, language)) for language in analysis.LANGUAGES)


def _stamp() -> tuple[int, int]:
    with connection.cursor() as cursor:  # for so small a question most of the time would go into building it
        cursor.execute("SELECT COUNT(*), COALESCE(SUM(stamp), 0) FROM search_synonyms")
        groups, stamps = cursor.fetchone()
    return groups, int(stamps)


@lru_cache(maxsize=2)
def _known(stamp: tuple[int, int]) -> Groups:
    """The groups by the stems of their words. Whoever reads a newer state than the stamp's reads again next time."""
    known: Groups = {}
    if not stamp[0]:
        return known
    for synonyms in Synonyms.objects.order_by("pk"):
        spelled = (tuple(word.plain for word in analysis.words(analysis.tidy(one))) for one in synonyms.members)
        group = [spelling for spelling in spelled if spelling]
        for key in {key for spelling in group if len(spelling) == 1 for key in _keys(spelling[0])}:
            known.setdefault(key, []).append(group)
    return known
