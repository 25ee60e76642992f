"""The dahlia: rings of petals, darker toward the middle."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Growth, Leaf
from stories.flowers.kit import Draws, oval, ring, shape
from stories.flowers.species.base import Species


class Dahlia(Species):
    slug = "dahlia"
    name = _("Dahlia")
    leaves = (
        Growth(0.3, 1, Leaf(58, 140, 48, -15)),
        Growth(0.13, -1, Leaf(60, 112, 40, -12)),
    )

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        outer = 10 + fullness // 5
        # From the outside in: radius, number of petals, tone.
        rings = [(1.0, outer, 2), (0.84, outer, 1), (0.64, 10, 2), (0.48, 8, 1), (0.3, 6, 3)]
        if simple:
            rings = [(1.0, 8, 2), (0.72, 7, 1), (0.36, 5, 3)]
        marks = ""
        for i, (size, count, tone) in enumerate(rings):
            reach = size * radius
            petals = ring(
                draw, f"r{i}", count, turned=draw(f"o{i}", 0, 30), length=reach, width=reach * 4.6 / count, cheek=0.88
            )
            marks += shape(f"dahlia{tone}", petals)
        return marks + oval("dahlia2", 0j, 0.07 * radius, 0.07 * radius)
