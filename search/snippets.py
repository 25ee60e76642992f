"""Passages of a story with what was found marked, as safe HTML.

They are made from the text in the database, with the same analysis as the index, so that every way of meeting a
word can be marked: inflected, without accents, put right, or begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis
from search.asking import Alternative, Beginning, Clause, Flat, Row, Term
from search.ways import WEIGHTS

LONGEST_SNIPPET = 220
_UNSTEMMED = frozenset({"forms", "title_forms", "people", "exact"})
_SENTENCE_END = re.compile(r"[.!?:…][\"'”»)]*\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a text, and the clause that it meets."""

    start: int
    end: int
    clause: int


class _Sought:
    """What of the clauses can be seen in a text: terms, beginnings and rows, each with the clause it belongs to."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self.stems: dict[str, int] = {}
        self.forms: dict[str, int] = {}
        self.beginnings: dict[str, int] = {}
        self.stem_rows: dict[tuple[str, ...], int] = {}
        self.form_rows: dict[tuple[str, ...], int] = {}
        for number, clause in enumerate(clauses):
            for way in clause.alternatives:
                self._add(way, number)
        self._begun = tuple(self.beginnings)
        self.stems_in_rows = {term for row in self.stem_rows for term in row}
        self.forms_in_rows = {term for row in self.form_rows for term in row}

    def _add(self, way: Alternative, number: int) -> None:
        match way:
            case Term(field, text, _):
                (self.forms if field in _UNSTEMMED else self.stems).setdefault(text, number)
            case Row(field, terms, _):
                (self.form_rows if field in _UNSTEMMED else self.stem_rows).setdefault(terms, number)
            case Beginning(_, text, _):
                self.beginnings.setdefault(text, number)
            case Flat(field, text, _) if field in WEIGHTS:
                self.stems.setdefault(text, number)
            case Flat():
                pass

    def clause_met_by(self, stems: tuple[str, ...], forms: tuple[str, ...]) -> int | None:
        """The clause that a word with these terms meets."""
        if not self.stems.keys().isdisjoint(stems):
            return next(self.stems[stem] for stem in stems if stem in self.stems)
        if not self.forms.keys().isdisjoint(forms):
            return next(self.forms[form] for form in forms if form in self.forms)
        if self._begun:
            for form in forms:
                if form.startswith(self._begun):
                    return next(number for begun, number in self.beginnings.items() if form.startswith(begun))
        return None


class _Words:
    """What is known of the words of one language: the same ones come again and again, and most of them meet nothing."""

    def __init__(self, sought: _Sought, language: str) -> None:
        self._sought, self._read = sought, analysis.reader(language)
        self._seen: set[str] = set()
        self.met: dict[str, int] = {}
        self._stems_in_rows: dict[str, str] = {}
        self._forms_in_rows: dict[str, str] = {}

    def look_at(self, written: set[str]) -> None:
        sought = self._sought
        for word in written - self._seen:
            _, main, others, long, bare = self._read(word)
            forms = (long, bare) if bare else (long,)
            if (number := sought.clause_met_by((main, *others), forms)) is not None:
                self.met[word] = number
            if main in sought.stems_in_rows:
                self._stems_in_rows[word] = main
            if long in sought.forms_in_rows:
                self._forms_in_rows[word] = long
        self._seen |= written

    def rows_in(self, text: str, written: set[str]) -> Iterator[Mark]:
        """The words that stand in the rows looked for."""
        for known, rows in (
            (self._stems_in_rows, self._sought.stem_rows),
            (self._forms_in_rows, self._sought.form_rows),
        ):
            there = {term for word, term in known.items() if word in written}
            if not any(there.issuperset(row) for row in rows):
                continue
            places = list(analysis.WORD.finditer(text))
            terms = [known.get(place.group(), "") for place in places]
            for row, number in rows.items():
                for at in _places(terms, row):
                    yield from (Mark(*place.span(), number) for place in places[at : at + len(row)])


def _places(terms: list[str], row: tuple[str, ...]) -> Iterator[int]:
    for place in range(len(terms) - len(row) + 1):
        if terms[place] == row[0] and tuple(terms[place : place + len(row)]) == row:
            yield place


class Marker:
    """Marks what a plan's clauses find."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        sought = tuple(clauses)
        self._number = len(sought)
        self._sought = _Sought(sought)
        self._words: dict[str, _Words] = {}

    def title(self, text: str, language: str) -> SafeString:
        """The whole text, marked."""
        tidy = analysis.tidy(text)
        return _html(tidy, self.marks(tidy, language), 0, len(tidy))

    def snippet(self, paragraphs: Iterable[str], language: str, *, otherwise: str = "") -> SafeString:
        """The passage that meets most of the clauses, marked; where none meets any, the start of another text."""
        best = 0
        passage: tuple[str, list[Mark], int, int] | None = None
        for text in paragraphs:
            marks = self.marks(text, language)
            most = len({mark.clause for mark in marks})
            for start, end, inside in _windows(text, marks) if most > best else ():
                worth = len({mark.clause for mark in inside})
                if worth > best:
                    best, passage = worth, (text, inside, start, end)
                if best == most:
                    break
            if best == self._number:
                break
        if passage is None:
            text = analysis.tidy(otherwise)
            return _html(text, self.marks(text, language), *_around(text, 0, 0))
        return _html(*passage)

    def marks(self, text: str, language: str) -> list[Mark]:
        """Every stretch of a tidy text that meets a clause, in order and apart from each other."""
        if (words := self._words.get(language)) is None:
            words = self._words[language] = _Words(self._sought, language)
        written = set(analysis.WORD.findall(text))
        words.look_at(written)
        found: dict[int, Mark] = {}
        if not written.isdisjoint(words.met):
            for place in analysis.WORD.finditer(text):
                if (number := words.met.get(place.group())) is not None:
                    found[place.start()] = Mark(*place.span(), number)
        for mark in words.rows_in(text, written):
            found[mark.start] = mark
        return [found[start] for start in sorted(found)]


def _windows(text: str, marks: list[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """A stretch of the text for each mark it may begin with, and the marks in it."""
    for number, first in enumerate(marks):
        start, end = _around(text, first.start, first.end)
        yield start, end, [mark for mark in marks[number:] if mark.end <= end]


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """From the start of the sentence if it is near, else of a word, as far as a snippet goes."""
    start = 0
    if last > LONGEST_SNIPPET * 2 // 3:
        near = text[max(0, first - LONGEST_SNIPPET // 3) : first]
        sentences = list(_SENTENCE_END.finditer(near))
        start = first - len(near) + (sentences[0].end() if sentences else near.find(" ") + 1)
    end = min(len(text), max(start + LONGEST_SNIPPET, last))
    if end < len(text):
        end = max(text.rfind(" ", start, end + 1), last)
    return start, end


def _html(text: str, marks: Iterable[Mark], start: int, end: int) -> SafeString:
    pieces = ["… " if start else ""]
    at = start
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        pieces += [escape(text[at : mark.start]), "<mark>", escape(text[mark.start : mark.end]), "</mark>"]
        at = mark.end
    pieces += [escape(text[at:end].rstrip() if end < len(text) else text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308  every piece of the text was escaped above
