"""Stories as plants, and plants as addresses: `12.poppy.3.1~13.daisy.0.0` draws the same picture for ever."""

import re
from collections.abc import Iterable, Sequence

from stories.flowers import SPECIES, Plant
from stories.models import Story

MOST_PLANTS = 20
_PLANT = re.compile(r"(\d{1,18})\.([a-z]{1,20})\.([0-7])\.([0-4])", re.ASCII)


def plant_of(story: Story) -> Plant:
    return Plant.of(story.pk or 0, story.species, gestures=story.gestures_count, applause=story.applause_count)


def plants_of(stories: Iterable[Story]) -> list[Plant]:
    return [plant_of(story) for story in stories]


def plants_path(plants: Sequence[Plant]) -> str:
    return (
        "~".join(f"{plant.seed}.{plant.species}.{plant.fullness}.{plant.level}" for plant in plants[:MOST_PLANTS])
        or "none"
    )


def plants_in(path: str) -> list[Plant] | None:
    """The plants of an address, or None if it is none of ours."""
    if path == "none":
        return []
    found = [_PLANT.fullmatch(part) for part in path.split("~")]
    if len(found) > MOST_PLANTS or not all(match and match[2] in SPECIES for match in found):
        return None
    return [Plant(match[1], match[2], int(match[3]), int(match[4])) for match in found if match]
