"""The words of stories as they are written, counted: what completion and the repair of typos look through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.asking import Document


class Counted(NamedTuple):
    """A written word, its language (none for names), and in how many stories it stands."""

    form: str
    language: str
    stories: int

    @property
    def unit(self) -> str:
        """What no other word has in common with it."""
        return f"{self.form} {self.language or '-'}"


class Vocabulary:
    """The written words of any number of documents."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        for language, words in document.words.items():
            self._counted[language].update(words)

    def __iter__(self) -> Iterator[Counted]:
        for language, counted in self._counted.items():
            for form, stories in counted.items():
                yield Counted(form, language, stories)
