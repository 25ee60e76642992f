"""The one helper for paging: it never counts, since a count over a million stories costs a second."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stories.request import PersonRequest

MOST_PAGES = 1000


@dataclass(frozen=True)
class StoryPage:
    """A page of rows, with what Django's own Page offers to `_pagination.html`."""

    rows: list[Any]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def page_number(request: PersonRequest) -> int:
    """`?page=`, or 1 for whatever is no page."""
    text = request.GET.get("page", "")
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


def page_of(queryset: Any, request: PersonRequest, size: int = 12) -> StoryPage:
    number = page_number(request)
    rows = list(queryset[(number - 1) * size : number * size + 1])
    return StoryPage(rows[:size], number, len(rows) > size)
