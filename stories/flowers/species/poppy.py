"""The poppy: a bowl of broad crinkled petals around a dark eye; its buds nod."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Frond, Growth
from stories.flowers.kit import Draws, dots, outline, oval, shape, toward
from stories.flowers.species.base import Species


class Poppy(Species):
    slug = "poppy"
    name = _("Poppy")
    leaves = (
        Growth(0.06, -1, Frond(46, 145, 66, 24, pairs=4)),
        Growth(0.03, 1, Frond(60, 105, 56, 16, pairs=3)),
    )
    buds_nod = True

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        creases = 5 if simple else 7

        def petals(*specs: tuple[str, float, float, float]) -> list[str]:
            """Fans by key, direction, length in radii and half their spread in degrees."""
            return [
                fan(draw, key, direction + draw(key, -5, 5), length * radius, spread, 0.12j * radius, creases)
                for key, direction, length, spread in specs
            ]

        # The more gestures, the more petals: first the back one parts in two, then the front one.
        back = petals(("b", 0, 1.1, 56)) if fullness < 4 else petals(("m", -27, 1.16, 34), ("n", 30, 1.1, 34))
        sides = petals(("l", -74, 1.15, 46), ("r", 74, 1.15, 46))
        front = petals(("f", 180, 0.8, 68)) if fullness < 6 else petals(("g", 140, 0.82, 40), ("h", 205, 0.84, 46))
        return shape("poppy2", *back) + shape("poppy1", *sides) + shape("poppy3", *front) + eye(radius)


def eye(radius: float) -> str:
    """The seed capsule in its ring of stamens."""
    middle = 0.04j * radius
    return (
        oval("seed", middle, 0.3 * radius, 0.22 * radius)
        + dots("seed", middle, 0.39 * radius, 0.3 * radius, width=0.07 * radius, count=15)
        + oval("bells2", middle - 0.01j * radius, 0.13 * radius, 0.1 * radius)
    )


def fan(draw: Draws, key: str, direction: float, length: float, spread: float, start: complex, creases: int) -> str:
    """A broad crinkled petal: a smooth closed curve through an arc that goes in and out a little."""
    points = [start, start]
    for i in range(creases):
        across = 2 * i / (creases - 1) - 1  # -1 at the left edge, 1 at the right
        reach = 1 - 0.12 * across * across + draw(f"{key}{i}", 0, 0.06) * (-1) ** i
        points.append(toward(start, direction + spread * across, length * reach))
    # Quadratics from middle to middle, with the points themselves as handles, join without a corner.
    middles = [(point + points[i - 1]) / 2 for i, point in enumerate(points)]
    curve = [middles[0]]
    for i, point in enumerate(points):
        curve += [point, middles[(i + 1) % len(middles)]]
    return outline(curve, "q")
