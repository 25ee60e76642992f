"""The anemone: two rings of broad petals around a pale middle, and a ruff of leaves half-way up."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Frond, Growth
from stories.flowers.kit import Curve, Draws, dots, drop, oval, petal, shape
from stories.flowers.species.base import Species


class Anemone(Species):
    slug = "anemone"
    name = _("Anemone")
    leaves = (Growth(0.05, -1, Frond(44, 105, 68, 10, pairs=2)),)

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        count = 5 + fullness // 3

        def petals(key: str, turned: float, length: float, width: float, shoulder: float) -> str:
            return "".join(
                petal(
                    0j,
                    360 * i / count + turned + draw(f"{key}{i}", -4, 4),
                    length * radius * draw(f"{key}l{i}", 0.95, 1.04),
                    width * radius / count,
                    shoulder,
                    1.05,
                    draw(f"{key}t{i}", -0.1, 0.1) * radius,
                )
                for i in range(count)
            )

        back, front = petals("b", 180 / count, 1.02, 3.7, 0.5), petals("a", 0, 1, 2.9, 0.8)
        flower = shape("anemone2", back) + shape("anemone1", front)
        return flower + ("" if simple else veins(radius, 5 * count)) + eye(radius)

    def foliage(self, draw: Draws, stem: Curve, first_side: int, scale: float = 1.0) -> str:
        return ruff(stem.at(0.52), scale) + super().foliage(draw, stem, first_side, scale)


def veins(radius: float, count: int) -> str:
    """Dark rays where the petals come out of the middle."""
    middle = 0.46 * radius
    return dots("anemone2", 0j, middle, middle, width=0.26 * radius, count=count, dash=0.035 * radius)


def eye(radius: float) -> str:
    """The pale middle with its dark knob and stamens."""
    return (
        oval("anemone3", 0j, 0.36 * radius, 0.36 * radius)
        + dots("seed", 0j, 0.28 * radius, 0.28 * radius, width=0.06 * radius, count=17)
        + oval("seed", 0j, 0.17 * radius, 0.17 * radius)
    )


def ruff(middle: complex, scale: float) -> str:
    """Three narrow leaves on either side of the stem."""
    fingers = ((38, 60), (66, 75), (94, 60))
    return "".join(
        shape(tone, *[drop(middle, side * turn, length * scale, 15 * scale, 0.8) for turn, length in fingers])
        for side, tone in ((-1, "leaf1"), (1, "leaf2"))
    )
