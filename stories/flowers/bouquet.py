"""Stories tied together: up to seven flowers among greens, with a bow."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from stories.flowers.foliage import Frond, Leaf, leafage
from stories.flowers.frame import Title, framed
from stories.flowers.kit import Draws, dot, line, outline, petal, placed, shape, toward
from stories.flowers.plant import Plant

# Where the heads are, by how many: x, y, radius; the main one first, the tallest last.
PLACES = {
    1: ((300, 230, 130),),
    2: ((240, 260, 112), (390, 170, 106)),
    3: ((292, 290, 110), (190, 150, 100), (402, 160, 102)),
    4: ((316, 292, 104), (166, 236, 94), (446, 186, 96), (286, 112, 96)),
    5: ((300, 290, 104), (138, 276, 90), (462, 266, 90), (216, 120, 94), (388, 112, 92)),
    6: ((300, 284, 98), (142, 318, 82), (458, 312, 82), (160, 156, 86), (440, 146, 86), (300, 102, 84)),
    7: (
        *((300, 262, 96), (172, 344, 80), (428, 346, 80), (122, 200, 80)),
        *((476, 200, 80), (232, 98, 82), (372, 90, 82)),
    ),
}
MOST = max(PLACES)
KNOT = 300 + 520j


def bouquet(plants: Sequence[Plant], size: int = 480, title: Title = None) -> SafeString:
    """The first seven plants, tied; the first stands in the middle. Six parts wide, seven high.

    Slender kinds go to the back whatever their order. With no plants it is greens with a bow.
    """
    tied = sorted(plants[:MOST], key=lambda plant: plant.kind.stands_back)
    draw = Draws("/".join(plant.seed for plant in tied))
    stems, heads = "", []
    for plant, (x, y, radius) in zip(tied, PLACES.get(len(tied), ()), strict=True):
        stem, head = _bloom(plant, x, y, radius)
        stems += stem
        heads.append((y, head))
    if not tied:
        stems = _cut_ends()
    front = "".join(head for _, head in sorted(heads))
    marks = _twigs(draw) + line(stems, 7) + _fronds(draw) + _collar(draw) + front + _bow(draw)
    return framed(marks, width=size, height=size * 7 / 6, view_box="0 0 600 700", title=title)


def _bloom(plant: Plant, x: int, y: int, radius: int) -> tuple[str, str]:
    """The outline of a flower's stem, through the knot to its cut end, and its head."""
    draw, kind = plant.draws, plant.kind
    middle = complex(x + draw("bqx", -6, 6), y + draw("bqy", -6, 6))
    aside = middle.real - 300
    direction = aside * 0.13 + draw("bqt", -5, 5)
    tip, tied = toward(middle, direction, -kind.attach * radius), KNOT + aside * 0.07
    end = tied + complex(-aside * 0.5 + draw("foot", -6, 6), 146 + draw("cut", -12, 12))
    bent = outline([tip, toward(tip, direction, -70), tied - (end - tied) * 0.8, tied], closed=False)
    head = kind.head(draw, radius, plant.fullness)
    mirrored = kind.one_sided and aside < 0
    return f"{bent}L{end.real:.0f} {end.imag:.0f}", placed(middle, direction, head, mirrored=mirrored)


def _cut_ends() -> str:
    """The ends of the greens below the knot, seen where no flowers stand in front of them."""
    return "".join(outline([KNOT, KNOT + end], "l", closed=False) for end in (-46 + 138j, 4 + 152j, 50 + 134j))


def _twigs(draw: Draws) -> str:
    """Thin twigs with five berries each."""
    twigs, berries = "", ""
    for i, (direction, length) in enumerate(((-43, 345), (-14, 480), (40, 365))):
        top = toward(KNOT, direction + draw(f"b{i}", -3, 3), length)
        tips = [toward(top, direction + turn, reach) for turn, reach in ((-58, 30), (46, 34), (-14, 42), (150, 26))]
        twigs += outline([KNOT, KNOT - 120j, toward(top, direction, -120), top], closed=False)
        twigs += "".join(outline([top, tip], "l", closed=False) for tip in tips)
        berries += "".join(dot(point) for point in [top, *tips])
    return line(twigs, 3.5) + line(berries, 20, "berry")


def _fronds(draw: Draws) -> str:
    spread = ((-56, 300), (-34, 410), (-2, 470), (33, 415), (58, 290))
    return leafage(
        Frond(direction + draw(f"g{i}", -4, 4), length, 66, draw(f"gb{i}", -8, 8), pairs=5, base=KNOT - 30j)
        for i, (direction, length) in enumerate(spread)
    )


def _collar(draw: Draws) -> str:
    """Whole leaves around the knot."""
    spread = ((-70, 180, -28), (64, 190, 28), (-42, 205, -20), (36, 195, 20))
    return leafage(
        Leaf(direction + draw(f"c{direction}", -6, 6), length, 30, bend, base=KNOT - 8j)
        for direction, length, bend in spread
    )


def _bow(draw: Draws) -> str:
    behind = shape("ribbon2", petal(0j, -80, 84, 40, 0.55), petal(0j, 76, 88, 40, 0.55))
    loops = shape("ribbon1", petal(0j, -86, 90, 26, 0.5, 0.98), petal(0j, 84, 94, 26, 0.5, 0.98))
    left_end = "M-8 4c-12 40-44 64-60 116l22-8 12 22c6-50 30-84 36-126z"
    right_end = "M6 6c8 36 44 58 70 94l-25-1-5 24c-16-38-44-66-50-110z"
    knot = shape("ribbon2", "M-24-12q24-8 48 0l1 28q-26 8-50 0z")
    marks = behind + loops + shape("ribbon1", left_end, right_end) + knot
    return placed(KNOT, 0, marks, mirrored=draw("bow", 0, 1) < 0.5)
