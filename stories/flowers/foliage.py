"""Leaves: whole ones folded along the middle, and cut ones with leaflets along a rib."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stories.flowers.kit import Curve, Draws, drop, outline, shape, toward


@dataclass(frozen=True)
class Leaf:
    """A whole leaf in two tones; bend moves its tip to the right of its direction."""

    direction: float
    length: float
    width: float
    bend: float = 0.0
    base: complex = 0j

    def halves(self) -> tuple[str, str]:
        """The whole leaf in light, and its right half to lay over it in dark."""
        rib = [toward(self.base, self.direction, 0.7 * self.length, self.bend * 0.3)]
        rib += [toward(self.base, self.direction, 0.35 * self.length), self.base]
        right = self._edge(1)
        return outline(self._edge(-1) + right[2::-1]), outline(right + rib)

    def _edge(self, side: int) -> list[complex]:
        middle, tip = side * self.width + self.bend * 0.3, self.bend
        sides = ((0, 0), (0.2, side * self.width), (0.7, middle), (1, tip))
        return [toward(self.base, self.direction, u * self.length, v) for u, v in sides]


@dataclass(frozen=True)
class Frond:
    """A cut leaf: pairs of leaflets along a rib, a little smaller toward the tip; bend in degrees."""

    direction: float
    length: float
    leaflet: float
    bend: float
    pairs: int
    base: complex = 0j

    def halves(self) -> tuple[str, str]:
        """The lit leaflets and, with the rib, the shaded ones."""
        rib = self.direction + self.bend * 0.5
        end = toward(self.base, rib, self.length * 0.9)
        lit = drop(end, self.direction + self.bend, self.leaflet * 0.8, self.leaflet * 0.3, 0.85)
        shaded = drop(self.base, rib, self.length, 5)
        for i in range(self.pairs):
            u = (i + 0.6) / (self.pairs + 0.6)
            point = toward(self.base, self.direction + self.bend * u * 0.5, self.length * u)
            direction, size = self.direction + self.bend * u, self.leaflet * (1 - 0.45 * u)
            lit += drop(point, direction - 46, size, size * 0.42, 0.85)
            shaded += drop(point, direction + 46, size, size * 0.42, 0.85)
        return lit, shaded


def leafage(leaves: Iterable[Leaf | Frond]) -> str:
    """Leaves as two shapes, one a tone."""
    halves = [leaf.halves() for leaf in leaves]
    return shape("leaf1", *[lit for lit, _ in halves]) + shape("leaf2", *[shaded for _, shaded in halves])


@dataclass(frozen=True)
class Growth:
    """Where on a stem a leaf grows, and the leaf, measured as for the right side of the stem.

    `place` goes along the stem from 0 at the ground; `side` is 1 for the side of the first leaf.
    """

    place: float
    side: int
    leaf: Leaf | Frond

    def on(self, stem: Curve, draw: Draws, first_side: int, scale: float) -> Leaf | Frond:
        """The leaf as it stands on this stem."""
        side = self.side * first_side
        direction = side * (self.leaf.direction + draw(f"leaf{self.side}", -5, 5))
        bend = side * self.leaf.bend
        leaf = replace(self.leaf, base=stem.at(self.place), direction=direction, length=self.leaf.length * scale)
        if isinstance(leaf, Frond):  # its bend is an angle: it stays when the leaf shrinks
            return replace(leaf, leaflet=leaf.leaflet * scale, bend=bend)
        return replace(leaf, width=leaf.width * scale, bend=bend * scale)
