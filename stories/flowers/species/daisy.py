"""The marguerite: two rings of white rays around a yellow cushion."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Frond, Growth
from stories.flowers.kit import Draws, dots, oval, ring, shape
from stories.flowers.species.base import Species


class Marguerite(Species):
    slug = "daisy"
    name = _("Marguerite")
    leaves = (
        Growth(0.05, -1, Frond(50, 130, 54, 20, pairs=3)),
        Growth(0.03, 1, Frond(62, 95, 48, 14, pairs=2)),
    )

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        count = 9 if simple else 11 + fullness * 2 // 3
        back = ring(draw, "b", count, turned=0, length=radius, width=4.4 * radius / count)
        front = ring(draw, "a", count, turned=180 / count, length=0.95 * radius, width=3.9 * radius / count)
        cushion = oval("daisy4", 0.03j * radius, 0.29 * radius, 0.26 * radius) + oval(
            "daisy3", complex(-0.01, -0.02) * radius, 0.27 * radius, 0.22 * radius
        )
        grain = dots("daisy4", -0.02j * radius, 0.16 * radius, 0.12 * radius, width=0.045 * radius, count=9)
        return shape("daisy2", back) + shape("daisy1", front) + cushion + ("" if simple else grain)
