"""The drawing kit: what every flower, leaf and ribbon is made of.

Points are complex numbers on a canvas 600 units wide, x to the right and y down. Directions are in
degrees, 0 is up and they grow clockwise. Outlines are path data in whole units, so that a flower
stays a small file. A species builds outlines and fills them with `shape`.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stories.flowers.palette import paint


@dataclass(frozen=True)
class Draws:
    """Natural variation: every draw has a name, and the same seed and name give the same number for ever.

    Because draws have names and no order, a petal more or a new bud changes no other draw: a story
    keeps its pose while it grows.
    """

    seed: str

    def __call__(self, name: str, low: float, high: float) -> float:
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return low + (high - low) * int.from_bytes(digest[:6], "big") / 2**48


@dataclass(frozen=True)
class Curve:
    """A cubic curve: a stem from its foot to where it meets the head."""

    foot: complex
    foot_control: complex
    tip_control: complex
    tip: complex

    def at(self, t: float) -> complex:
        """The point at t along the curve: 0 is the foot, 1 the tip."""
        rest = 1 - t
        return (
            self.foot * rest**3
            + 3 * self.foot_control * t * rest**2
            + 3 * self.tip_control * t * t * rest
            + self.tip * t**3
        )

    def outline(self) -> str:
        return outline([self.foot, self.foot_control, self.tip_control, self.tip], closed=False)


def toward(start: complex, direction: float, along: float, aside: float = 0.0) -> complex:
    """The point `along` in a direction from start, and `aside` to the right of that direction."""
    turn = math.radians(direction)
    forward, right = complex(math.sin(turn), -math.cos(turn)), complex(math.cos(turn), math.sin(turn))
    return start + along * forward + aside * right


# Outlines: path data


def outline(points: Sequence[complex], kind: Literal["c", "q", "l"] = "c", *, closed: bool = True) -> str:
    """Relative path data through the points: cubics (c), quadratics (q) or straight cuts (l)."""
    step = {"c": 3, "q": 2, "l": 1}[kind]
    start = here = _whole(points[0])
    numbers: list[str] = []
    for i in range(1, len(points), step):
        # Each step is measured from where the rounded one before it ended, so that errors do not add up.
        moves = [_whole(point - here) for point in points[i : i + step]]
        numbers += [f"{value + 0.0:.0f}" for move in moves for value in (move.real, move.imag)]
        here += moves[-1]
    data = " ".join(numbers).replace(" -", "-")
    return f"M{start.real:.0f} {start.imag:.0f}{kind}{data}{'z' if closed else ''}"


def petal(
    start: complex,
    direction: float,
    length: float,
    width: float,
    shoulder: float = 0.3,
    cheek: float = 1.0,
    tip: float = 0.0,
) -> str:
    """A petal: cheek below 1 makes it pointed, 1 round, above 1 heart-shaped; tip leans its end sideways."""
    sides = ((0, 0), (shoulder, -width), (cheek, -width), (1, tip), (cheek, width), (shoulder, width), (0, 0))
    return outline([toward(start, direction, u * length, v) for u, v in sides])


def drop(start: complex, direction: float, length: float, width: float, cheek: float = 1.0) -> str:
    """A teardrop, lighter than a petal (two quadratics): for rings of many and for small leaves."""
    sides = ((0, 0), (cheek, -width), (1, 0), (cheek, width), (0, 0))
    return outline([toward(start, direction, u * length, v) for u, v in sides], "q")


def ring(draw: Draws, key: str, count: int, *, turned: float, length: float, width: float, cheek: float = 1.0) -> str:
    """A ring of teardrop petals around the middle, each a little off in direction and length."""
    return "".join(
        drop(
            0j,
            360 * i / count + turned + draw(f"{key}{i}", -4, 4),
            length * draw(f"{key}l{i}", 0.94, 1.04),
            width,
            cheek,
        )
        for i in range(count)
    )


def dot(point: complex) -> str:
    """A stroke of no length: with the round ends of `line` it is a dot."""
    return f"M{point.real:.0f} {point.imag:.0f}h0"


# Marks: SVG elements


def shape(colour: str, *outlines: str) -> str:
    return f'<path fill="{paint(colour)}" d="{"".join(outlines)}"/>'


def line(data: str, width: float = 8.0, colour: str = "stem") -> str:
    return (
        f'<path fill="none" stroke="{paint(colour)}" stroke-width="{_number(width)}"'
        f' stroke-linecap="round" d="{data}"/>'
    )


def oval(colour: str, middle: complex, across: float, down: float) -> str:
    """A filled ellipse by its two radii."""
    return _ellipse(middle, across, down, f'fill="{paint(colour)}"')


def dots(
    colour: str, middle: complex, across: float, down: float, *, width: float, count: int, dash: float = 0.0
) -> str:
    """A ring of dots or, with a dash, of short rays: one dashed ellipse instead of many elements."""
    total = 3 * (across + down) - math.sqrt((3 * across + down) * (across + 3 * down))  # Ramanujan's, over pi
    gap = math.pi * total / count - round(dash, 1)
    ends = "" if dash else ' stroke-linecap="round"'
    stroke = f'fill="none" stroke="{paint(colour)}" stroke-width="{_number(width)}"{ends}'
    return _ellipse(middle, across, down, f'{stroke} stroke-dasharray="{_number(dash)} {gap:.2f}"')


def placed(middle: complex, turned: float, marks: str, *, mirrored: bool = False) -> str:
    """Marks drawn around 0,0, moved to their place and turned there."""
    mirror = "scale(-1 1)" if mirrored else ""
    where = f"translate({middle.real:.0f} {middle.imag:.0f})rotate({turned:.0f}){mirror}"
    return f'<g transform="{where}">{marks}</g>'


def _ellipse(middle: complex, across: float, down: float, style: str) -> str:
    centre = f'cx="{_number(middle.real)}" cy="{_number(middle.imag)}"'
    return f'<ellipse {centre} rx="{_number(across)}" ry="{_number(down)}" {style}/>'


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"  # + 0.0: never "-0"


def _whole(point: complex) -> complex:
    return complex(round(point.real), round(point.imag))
