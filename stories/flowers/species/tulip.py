"""The tulip: a cup of two big petals with others behind; all its stems rise from the ground."""

from django.utils.translation import gettext_lazy as _

from stories.flowers.foliage import Growth, Leaf
from stories.flowers.kit import Draws, outline, petal, shape
from stories.flowers.species.base import Species


class Tulip(Species):
    slug = "tulip"
    name = _("Tulip")
    leaves = (
        Growth(0, 1, Leaf(22, 325, 48, 35)),
        Growth(0, -1, Leaf(34, 240, 43, 40)),
    )
    attach = 0.85
    girth = 0.95
    shoots_from_ground = True

    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        foot, opening = 0.85j * radius, 0.03 * fullness

        def side(hand: int, lean: float) -> str:
            """One of the two front petals: out to its side, up to the tip, back over the middle."""
            tip = complex(hand * (0.46 + opening), -0.95 + draw(f"s{hand}", -0.06, 0.06))
            out, belly = complex(hand * 0.9, 0.86), complex(hand * (0.9 + opening), 0)
            back, middle = complex(hand * 0.3, -0.55), complex(lean, 0.2)
            return outline([foot, *[point * radius for point in (out, belly, tip, back, middle)], foot])

        behind = [
            petal(foot, turn, length * radius, 0.58 * radius, 0.1, 0.78) for turn, length in ((-10, 1.72), (12, 1.7))
        ]
        flaring = [
            petal(foot, turn, length * radius, 0.36 * radius, 0.3, 0.85) for turn, length in ((-41, 1.6), (42, 1.5))
        ]
        back = shape("tulip2", *(flaring if fullness > 3 else []), *behind)
        return back + shape("tulip1", side(-1, 0.1)) + shape("tulip3", side(1, -0.35))
