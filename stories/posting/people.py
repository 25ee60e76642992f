"""Names that people type, joined to accounts where there is exactly one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model


def named_people(names: Iterable[str]) -> list[tuple[str, Any]]:
    """(name, user or None) for each name or mail address; an address nobody has stays a name."""
    people = get_user_model().objects
    found = []
    for name in names:
        user = (people.by_address(name) if "@" in name else people.by_name(name)) if name else None
        found.append((str(user) if user else name, user))
    return found
