"""What every engine can do, and the one exception it raises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from search.asking import Document, Form, Found, Question, Term

Load = Callable[[Collection[int]], list[Document]]
"""Documents of these stories as they are now; stories that are gone or drafts are left out."""


NO_INDEX = "There is no search index yet: run rebuild_search."
OTHER_FORMAT = "The search index is of another version: run rebuild_search."


class SearchUnavailable(Exception):
    """The engine cannot answer or write just now. Nothing is lost: the outbox keeps what is to be done."""


class Engine(ABC):
    """A place that keeps documents and answers questions."""

    @abstractmethod
    def __init__(self, location: str) -> None: ...

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether an index is there that this version of the code would make. If not, rebuild.

        One that only has the words of another version goes on answering until then.
        """

    @abstractmethod
    def search(self, question: Question) -> Found:
        """One page of hits."""

    @abstractmethod
    def words(
        self, key: str, *, distance: int = 0, beginning: bool = False, languages: Collection[str] = (), limit: int = 50
    ) -> list[Form]:
        """Written forms with this key, one that begins so, or one up to two letters away; frequent ones first.

        Only words of these languages, if any are named, and names of people.

        Forms from stories that nobody may read can be among them: ask `search` before showing one.
        """

    @abstractmethod
    def spread(self, terms: Sequence[Term]) -> list[int]:
        """In how many documents each term stands, and last how many documents there are."""

    @abstractmethod
    def versions(self) -> Iterator[tuple[int, int]]:
        """Id and version of every document, duplicates included."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[bool]:
        """The right to write, held until the end of the block; False if another process has it."""

    @abstractmethod
    def write(self, changed: Iterable[Document], ids: Collection[int]) -> None:
        """Put these documents in the place of all documents with these ids. Only while `writing`."""

    @abstractmethod
    def rebuild(self, documents: Iterable[Document], load: Load) -> None:
        """Build anew from these documents while the old index serves; then apply what was written meanwhile, swap."""
