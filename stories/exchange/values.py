"""One value of an import line at a time: from what stands in the file to what the story keeps, or a ValueError in words.

`None` and "" both mean empty, and an empty value clears what is stored.
"""

import datetime
import json
import re
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from stories.models import Channel, GestureKind, Principle, Story, Tag
from stories.models.taxonomy import Named

LONGEST_TEXT = 100_000
YES, NO = {"true", "1", "yes", "ja", "on"}, {"false", "0", "no", "nej", "off", ""}
CHANNEL_ALIASES = {"mail": "email", "e-mail": "email"}


def text(value: Any, longest: int = LONGEST_TEXT) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("is not a text")
    if any(0xD800 <= ord(letter) <= 0xDFFF or letter == "\0" for letter in value):
        raise ValueError("is not valid UTF-8 text")
    tidy = tidy_text(value)
    if len(tidy) > longest:
        raise ValueError(f"has {len(tidy)} characters, at most {longest} are allowed")
    return tidy


def tidy_text(text: str) -> str:
    """As an import keeps it: browsers send other line ends than files have."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def tidy_line(text: str) -> str:
    return " ".join(text.split())


def one_line(value: Any, longest: int) -> str:
    tidy = tidy_line(text(value))
    if len(tidy) > longest:
        raise ValueError(f"has {len(tidy)} characters, at most {longest} are allowed")
    return tidy


def words(value: Any, longest: int = 150) -> list[str]:
    """A list of texts: a JSON array (in a CSV cell too), or texts with `;` between them."""
    if value is None or value == "":
        return []
    parts = parts_of(value) if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise ValueError("is not a list")
    return list(dict.fromkeys(word for word in (one_line(part, longest) for part in parts) if word))


def parts_of(cell: str) -> list[Any]:
    try:
        found = json.loads(cell) if cell.startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, list) else cell.split(";")


def yes_or_no(value: Any) -> bool:
    word = str(value).lower() if isinstance(value, bool | int) else text(value).lower()
    if word not in YES | NO:
        raise ValueError(f"is {word!r}, neither true nor false")
    return word in YES


def yes_no_or_nothing(value: Any) -> bool | None:
    return None if value in (None, "") else yes_or_no(value)


def day(value: Any) -> datetime.date | None:
    word = text(value)
    if not word:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
        try:
            return datetime.date.fromisoformat(word)
        except ValueError:
            pass
    raise ValueError(f"is {word!r}, not a date such as 2026-11-20")


def moment(value: Any) -> datetime.datetime | None:
    """A date and time, or a date (its midnight); naive times are in TIME_ZONE."""
    word = text(value)
    if not word:
        return None
    try:
        found = parse_datetime(word if len(word) > 10 else f"{day(word)}T00:00")
        aware = found if found is None or timezone.is_aware(found) else timezone.make_aware(found)
        if aware:
            return aware.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"is {word!r}, not a date and time such as 2026-11-20T09:30")


def one_of(choices: list[str], value: Any) -> str:
    word = slugify(text(value).replace("_", "-"))
    if word and word not in choices:
        raise ValueError(f"is {text(value)!r}, not one of {', '.join(choices)}")
    return word


def language(value: Any) -> str:
    return one_of([code for code, _ in settings.LANGUAGES], value)


def started_as(value: Any) -> str:
    word = slugify(text(value).replace("_", "-"))
    short = {"our": "our-fault", "customer": "misfortune", "customers": "misfortune", "nobodys": "nobody"}
    return one_of(Story.StartedAs.values, short.get(word.split("-")[0], word))


def wow(value: Any) -> list[str]:
    """The known words, in their own order; `personal connection` and the like are understood."""
    found = set()
    for word in words(value):
        slug = slugify(word.replace("_", "-"))
        known = [choice for choice in Story.Wow.values if choice in slug]
        if not known:
            raise ValueError(f"has {word!r}, not one of {', '.join(Story.Wow.values)}")
        found.add(known[0])
    return [choice for choice in Story.Wow.values if choice in found]


def tags(value: Any) -> list[str]:
    return sorted({tidy for tidy in (Tag.tidy(word) for word in words(value)) if tidy})


def gestures(value: Any) -> list[tuple[str, int]]:
    """`bouquet:2` or `card`, as (kind's slug, number)."""
    found: dict[str, int] = {}
    for word in words(value):
        kind, _, number = word.partition(":")
        slug = slugify(kind)[:60]
        if not slug or not re.fullmatch(r"[1-9]\d{0,2}", number.strip() or "1", re.ASCII):
            raise ValueError(f"has {word!r}, not a kind and a number such as bouquet:2")
        found[slug] = min(found.get(slug, 0) + int(number or 1), 999)
    return sorted(found.items())


def gesture_kind(slug: str) -> GestureKind:
    """The kind of that slug; a new one is made, since gestures are what colleagues think of next."""
    return GestureKind.objects.get_or_create(slug=slug, defaults={"name_en": slug.replace("-", " ").capitalize()})[0]


def named(model: type[Named], aliases: dict[str, str], value: Any) -> int | None:
    """The key of the principle or channel of that slug or name, in whatever language."""
    word = text(value).casefold()
    if not word:
        return None
    for row in model._default_manager.all():
        if aliases.get(word, word) == row.slug or word in [name.casefold() for name in row.names]:
            return int(row.pk)
    raise ValueError(f"is {text(value)!r}, which is unknown")


def principle(value: Any) -> int | None:
    return named(Principle, {}, value)


def channel(value: Any) -> int | None:
    return named(Channel, CHANNEL_ALIASES, value)


def audience(value: Any) -> tuple[str, tuple[str, ...]]:
    """(`everyone` | `leaders` | `teams`, names of teams): a word, or a list of teams as `team:Name` or by name."""
    if isinstance(value, str) and slugify(value) in ("everyone", "leaders", "private", "author-and-leaders"):
        return ("everyone" if slugify(value) == "everyone" else "leaders"), ()
    names = sorted({name.removeprefix("team:").strip() for name in words(value, longest=85)} - {""})
    if [slugify(name) for name in names] in (["everyone"], ["leaders"]):
        return slugify(names[0]), ()
    return ("teams", tuple(names)) if names else ("everyone", ())


def state(value: Any) -> str:
    return one_of(Story.State.values, value)
