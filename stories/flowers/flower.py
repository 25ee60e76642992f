"""One story's flower."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from stories.flowers.foliage import Leaf, leafage
from stories.flowers.frame import Title, framed
from stories.flowers.kit import Curve, drop, line, outline, petal, placed, shape, toward
from stories.flowers.plant import Plant
from stories.flowers.species.base import Shoot

HEAD_ONLY_BELOW = 72  # pixels: smaller than this a whole flower is a blur
# The side stems at each level: False is a bud, True a bloom.
SHOOTS_AT_LEVEL = ((), (False,), (True,), (True, False), (True, True))


@dataclass(frozen=True)
class Pose:
    """How a plant stands. Only the radius, and with it the tip of some stems, changes as it grows."""

    side: int  # where it blooms first, 1 right or -1 left; the head leans the other way
    lean: float
    head: complex
    radius: float
    stem: Curve

    @classmethod
    def of(cls, plant: Plant) -> "Pose":
        draw, kind = plant.draws, plant.kind
        side = 1 if draw("side", 0, 1) < 0.5 else -1
        lean = -side * draw("lean", 2, 11)
        radius = (136 + 5 * plant.level + plant.fullness) * kind.girth
        head, foot = complex(300 + lean * 2.6, 202), complex(300 - lean, 588)
        tip = toward(head, lean, -kind.attach * radius)
        stem = Curve(foot, foot + complex(draw("sway", -34, 34), -150), toward(tip, lean, -125), tip)
        return cls(side, lean, head, radius, stem)


def flower(plant: Plant, size: int = 240, title: Title = None) -> SafeString:
    """A story's flower, square; below 72 pixels only the head, closer, so that it stays readable."""
    pose = Pose.of(plant)
    if size < HEAD_ONLY_BELOW:
        view_box = f"{pose.head.real - 190:.0f} 12 380 380"
        return framed(_close_up(plant, pose), width=size, height=size, view_box=view_box, title=title)
    stems, heads = pose.stem.outline(), ""
    for number, is_open in enumerate(SHOOTS_AT_LEVEL[plant.level]):
        side = (pose.side, -pose.side)[number]
        stem, head = _shoot(plant, pose, Shoot(number, side, is_open))
        stems, heads = stems + stem, heads + head
    leaves = plant.kind.foliage(plant.draws, pose.stem, -pose.side)
    marks = leaves + line(stems) + heads + _main_head(plant, pose, simple=False)
    return framed(marks, width=size, height=size, view_box="0 0 600 600", title=title)


def bare_stem(size: int = 240, title: Title = None) -> SafeString:
    """A stem with leaves and a green bud, for a page where nothing has been told yet."""
    stem = Curve(296 + 588j, 318 + 440j, 284 + 320j, 306 + 186j)
    leaves = leafage(
        Leaf(direction, length, width, bend, base=stem.at(place))
        for place, direction, length, width, bend in ((0.16, -58, 150, 46, 14), (0.36, 54, 168, 48, -16))
    )
    foot = stem.tip + 12j
    bud = shape("leaf1", petal(foot, 8, 104, 34, 0.3, 0.75)) + shape(
        "leaf2", drop(foot, -14, 72, 26, 0.75), drop(foot, 30, 72, 26, 0.75)
    )
    return framed(leaves + line(stem.outline()) + bud, width=size, height=size, view_box="0 0 600 600", title=title)


def _close_up(plant: Plant, pose: Pose) -> str:
    base = toward(pose.head, pose.lean, -192)
    leaves = leafage(Leaf(side * 62, 112, 36, side * -14, base) for side in (-1, 1))
    return leaves + line(pose.stem.outline()) + _main_head(plant, pose, simple=plant.kind.simple_when_tiny)


def _main_head(plant: Plant, pose: Pose, *, simple: bool) -> str:
    head = plant.kind.head(plant.draws, pose.radius, 0 if simple else plant.fullness, simple=simple)
    return placed(pose.head, pose.lean, head, mirrored=plant.kind.one_sided and pose.lean < 0)


def _shoot(plant: Plant, pose: Pose, shoot: Shoot) -> tuple[str, str]:
    """A side stem's outline and its head."""
    kind, draw, side = plant.kind, plant.draws, shoot.side
    head, radius = kind.shoot_head(draw, shoot, pose.radius, plant.level)
    blooms, direction = shoot.open or kind.shoots_from_ground, side * 22.0
    start = pose.stem.at(0.04 if kind.shoots_from_ground else 0.24 - 0.1 * shoot.number)
    if kind.buds_nod and not blooms:
        direction, end = 176, head - 20j
        up, over = start + complex(side * 15, -125), head + complex(-side * 10, -110)
    else:
        end = toward(head, direction, -(kind.attach if blooms else 0.8) * radius)
        up, over = start + complex(side * 42, -46), toward(end, direction, -64)
    marks = kind.head(draw, radius, 0, simple=True) if blooms else kind.bud(radius)
    mirrored = kind.one_sided and side < 0
    return outline([start, up, over, end], closed=False), placed(head, direction, marks, mirrored=mirrored)
