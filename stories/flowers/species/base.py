"""What a species is: a head, a bud, leaves, and how its side stems grow."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.functional import Promise

from stories.flowers.foliage import Frond, Growth, leafage
from stories.flowers.kit import Curve, Draws, drop, petal, shape


@dataclass(frozen=True)
class Shoot:
    """A side stem of a flower: the first or second (0, 1), its side (1 right, -1 left), in bud or open."""

    number: int
    side: int
    open: bool


class Species(ABC):
    """One kind of flower. A species must have a slug, a name, leaves and a head; the rest has a default.

    Its colours are in the palette under its slug: `poppy1`, `poppy2` and so on.
    """

    slug: str
    name: Promise
    leaves: tuple[Growth, ...]

    attach = 0.0  # where the stem meets the head, in radii below the head's middle
    girth = 1.0  # size of the head beside the others
    in_field = 1.0  # and how much larger it is in a field
    shoots_from_ground = False  # side stems start at the foot and always bloom: no buds
    buds_nod = False
    stands_back = False  # slender: behind the others in a bouquet
    one_sided = False  # drawn leaning right, and mirrored where it leans left
    simple_when_tiny = False  # the smallest picture shows the simple head

    @abstractmethod
    def head(self, draw: Draws, radius: float, fullness: int, *, simple: bool = False) -> str:
        """The bloom around 0,0, upright. Fullness, 0 to 7, adds petals; a simple one has few and no detail."""

    def bud(self, radius: float) -> str:
        """A closed bloom around 0,0, upright."""
        foot, cup = 0.8j * radius, 0.92j * radius
        shaded = [petal(foot, turn, 1.5 * radius, 0.42 * radius, 0.3, 0.85) for turn in (-20, 20)]
        lit = petal(foot, 0, 1.65 * radius, 0.45 * radius, 0.3, 0.9)
        sepals = [
            drop(cup, turn, length * radius, width * radius, 0.75)
            for turn, length, width in ((-24, 1, 0.36), (24, 1, 0.36), (0, 0.9, 0.5))
        ]
        return shape(f"{self.slug}2", *shaded) + shape(f"{self.slug}1", lit) + shape("leaf2", *sepals)

    def foliage(self, draw: Draws, stem: Curve, first_side: int, scale: float = 1.0) -> str:
        """The leaves of a stem. Smaller ones, as in a field, have cut leaves on one side only."""
        growing = [
            growth for growth in self.leaves if scale == 1 or not isinstance(growth.leaf, Frond) or growth.side < 0
        ]
        return leafage(growth.on(stem, draw, first_side, scale) for growth in growing)

    def shoot_head(self, draw: Draws, shoot: Shoot, radius: float, level: int) -> tuple[complex, float]:
        """Where the head of a side stem is, and its radius, given the radius of the main head."""
        i = shoot.number
        across = 166 - 6 * i + draw(f"bx{i}", -12, 12)
        down = 352 + 30 * i + draw(f"by{i}", -24, 24)
        size = (0.52, 0.44)[i] if shoot.open else 0.36
        return complex(300 + shoot.side * across, down), size * radius
