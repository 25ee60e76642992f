"""The lily of the valley: bells along a bent stem; it leans to one side."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Growth, Leaf
from stories.flowers.kit import Curve, Draws, dot, line, outline, shape
from stories.flowers.species.base import Shoot, Species

# Half a bell, from its crown down the outer side, along the rim and back inside; in sizes of the bell.
BELL = (
    *((-0.1, 0), (0.8, -0.1), (0.72, 0.7), (0.98, 1.15), (0.6, 1.1), (0.5, 1.4), (0.28, 1.15)),
    *((0.2, 1.35), (0.05, 1.4), (-0.12, 1.35), (0.1, 0.9), (-0.25, 0.4), (-0.1, 0)),
)


class LilyOfTheValley(Species):
    slug = "bells"
    name = _("Lily of the valley")
    leaves = (
        Growth(0, 1, Leaf(26, 325, 70, 35)),
        Growth(0, -1, Leaf(42, 240, 62, 40)),
    )
    attach = 1.2
    in_field = 1.25
    shoots_from_ground = True
    stands_back = True
    one_sided = True
    simple_when_tiny = True

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        count = 3 if simple else 3 + (fullness + 1) // 2
        spray = Curve(*[point * radius for point in (1.2j, 0.2j, -0.2 - 1j, 0.5 - 1.1j)])
        stems, lit, shaded, clappers = spray.outline(), "", "", ""
        for i in range(count):  # from the tip down, left and right in turn, larger toward the ground
            size = radius * ((0.28 if simple else 0.21) + 0.035 * min(i, 4))
            side, start = (-1) ** i, spray.at(1 - 0.8 * i / max(count - 1, 3))
            crown = start + complex(side * size * (1.0 if i else 0.4), size * 0.35)
            arch = start + complex(side * size * 0.5, -0.3 * size)
            stems += outline([start, arch, crown - 1j * size * 0.5, crown], closed=False)
            lit += outline([crown + complex(-x, y) * size for x, y in BELL])
            shaded += outline([crown + complex(x, y) * size for x, y in BELL])
            clappers += dot(crown + 1.4j * size)
        hanging = line(clappers, 0.1 * radius, "bells3") + line(stems, max(6, 0.05 * radius))
        return hanging + shape("bells2", shaded) + shape("bells1", lit)

    def shoot_head(self, draw: Draws, shoot: Shoot, radius: float, level: int) -> tuple[complex, float]:
        """Side stems stand closer than elsewhere, so that their bells hang clear of the leaves."""
        i, first_alone = shoot.number, 0.08 if level == 1 else 0
        place = complex(300 + shoot.side * (150 - 22 * i), 326 + 16 * i)
        return place, radius * (0.66 - 0.1 * i - first_alone)
