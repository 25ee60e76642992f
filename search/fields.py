"""What the texts of a story give to the fields of its document: ready terms, for an engine that splits at spaces.

First comes the running text, word by word, so that phrases are found in it; behind it stands what words give beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from search.analysis import WORD, reader

GAP = "|"
"""A term that no text has: it keeps phrases from running over the end of a paragraph."""
_HYPHENS = "-\u2010\u2011"
_HYPHENATED = re.compile(rf"[^\W_]+(?:[{_HYPHENS}][^\W_]+){{1,3}}")
_WITHOUT_HYPHENS = dict.fromkeys(map(ord, _HYPHENS))


class Paragraph(NamedTuple):
    """A stretch of text as it is read in its language. Words with hyphens also count as one: e-mail → email."""

    plain: tuple[str, ...]
    """The words, and those written as one."""
    main: tuple[str, ...]
    """The stems of the running text."""
    beside: tuple[str, ...]
    """All other terms of stems."""
    long: tuple[str, ...]
    bare: tuple[str, ...]

    @classmethod
    def of(cls, text: str, language: str) -> Paragraph:
        """Of a tidy text."""
        read = reader(language)
        words = WORD.findall(text)
        if not words:
            return NOTHING
        plain, main, others, long, bare = zip(*map(read, words), strict=True)
        beside = chain.from_iterable(others)
        for written in _HYPHENATED.findall(text) if any(map(text.__contains__, _HYPHENS)) else ():
            word = read(written.translate(_WITHOUT_HYPHENS))
            beside = chain(beside, (word.main, *word.others))
            plain, long, bare = (*plain, word.plain), (*long, word.long), (*bare, word.bare)
        return cls(plain, main, tuple(beside), long, tuple(filter(None, bare)))


NOTHING = Paragraph((), (), (), (), ())


def stems(paragraphs: Iterable[Paragraph]) -> str:
    """The terms of a field that is searched in any inflection."""
    return _ready((one.main, one.beside) for one in paragraphs)


def forms(paragraphs: Iterable[Paragraph]) -> str:
    """The terms of a field whose words are not stemmed."""
    return _ready((one.long, one.bare) for one in paragraphs)


def _ready(paragraphs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    running: list[str] = []
    beside: list[str] = []
    for words, others in paragraphs:
        running += words
        running.append(GAP)
        beside += others
    return " ".join(running + beside) if len(running) > 1 or beside else ""
