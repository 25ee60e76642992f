"""The cornflower: a half-wheel of toothed florets above a scaly cup."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Growth, Leaf
from stories.flowers.kit import Draws, drop, outline, petal, shape, toward
from stories.flowers.species.base import Species

SPREAD = 112  # degrees from the middle floret to the outermost
Teeth = tuple[tuple[float, float], ...]  # tips of a floret: along and across it
FIVE_TEETH: Teeth = ((0.78, -1), (0.98, -0.55), (1.06, 0.05), (0.97, 0.6), (0.8, 1))
FOUR_TEETH: Teeth = ((0.82, -1), (1.02, -0.4), (1.02, 0.4), (0.82, 1))
THREE_TEETH: Teeth = ((0.85, -0.9), (1, 0), (0.85, 0.9))


class Cornflower(Species):
    slug = "cornflower"
    name = _("Cornflower")
    leaves = (
        Growth(0.12, 1, Leaf(24, 210, 15, 30)),
        Growth(0.3, -1, Leaf(30, 155, 13, 25)),
    )
    attach = 0.8

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        count = 5 if simple else 7 + fullness * 2 // 5
        directions = [-SPREAD + 2 * SPREAD * i / (count - 1) for i in range(count)]
        lengths = [(1.08 - 0.22 * (abs(direction) / SPREAD) ** 2) * radius for direction in directions]
        teeth, width = (FOUR_TEETH, 0.26 * radius) if simple else (FIVE_TEETH, 0.21 * radius)
        back = [
            floret(draw, f"b{i}", radius, direction + SPREAD / (count - 1), 0.9 * length, 0.17 * radius, THREE_TEETH)
            for i, (direction, length) in enumerate(zip(directions[:-1], lengths[:-1], strict=True))
        ]
        front = [
            floret(draw, f"a{i}", radius, direction + draw(f"t{i}", -4, 4), length, width, teeth)
            for i, (direction, length) in enumerate(zip(directions, lengths, strict=True))
        ]
        inner = [
            drop(0.28j * radius, turn, radius * draw(f"i{turn}", 0.48, 0.6), 0.09 * radius, 0.8)
            for turn in range(-66, 67, 33 if simple else 22)
        ]
        florets = shape("cornflower2", *back) + shape("cornflower1", *front) + shape("cornflower3", *inner)
        return cup(radius, simple) + florets


def cup(radius: float, simple: bool) -> str:
    """The green cup; a simple one has no scales."""
    places = ((-0.13, 0.6), (0.13, 0.6), (0, 0.72), (0, 0.5))
    scales = [drop(complex(x, y) * radius, 0, 0.17 * radius, 0.1 * radius, 0.6) for x, y in places]
    hull = shape("leaf2", petal(0.98j * radius, 0, 0.8 * radius, 0.34 * radius, 0.25, 0.9))
    return hull if simple else hull + shape("leaf1", *scales)


def floret(draw: Draws, key: str, radius: float, direction: float, length: float, width: float, teeth: Teeth) -> str:
    """A floret that widens into teeth, cut straight."""

    def place(along: float, across: float) -> complex:
        return toward(0.2j * radius, direction, along * length, across * width)

    points = [place(0, 0), place(0.5, -0.2)]
    for i, (along, across) in enumerate(teeth):
        points.append(place(along + draw(f"{key}{i}", -0.05, 0.05), across))
        if i + 1 < len(teeth):  # the notch to the next tooth
            points.append(place(0.8, (across + teeth[i + 1][1]) / 2))
    return outline([*points, place(0.5, 0.2)], "l")
