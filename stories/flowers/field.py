"""Stories in a row: a field of flowers, each the taller the more it was applauded."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from stories.flowers.frame import Title, framed
from stories.flowers.kit import Curve, Draws, drop, line, placed, shape, toward
from stories.flowers.plant import Plant

MOST = 24  # more would be a blur, and a heavy page
GROUND = 600  # the canvas is this high and as wide as the picture's proportions ask
STEPS = (96, -60, 66, -96, 30, -76)  # up and down along the row, so that it is no fence
FEW = 6  # fewer plants stand together, and grass fills the row
TUFT_EVERY = 90


def field(plants: Sequence[Plant], width: int = 960, height: int = 260, title: Title = None) -> SafeString:
    """A row of the first 24 plants, usually of one species; with none it is a meadow."""
    shown = plants[:MOST]
    canvas = round(GROUND * width / height)
    grass = _Grass()
    standing = []
    for number, plant in enumerate(shown):
        head, marks = _standing(plant, number, len(shown), canvas)
        standing.append((head.imag, marks))
        grass.sow(plant.draws, head.real, canvas / len(shown))
    if len(shown) < FEW:
        for x in range(TUFT_EVERY // 2, canvas, TUFT_EVERY):
            grass.sow(Draws(f"grass/{x}"), x, TUFT_EVERY)
    marks = grass.marks() + "".join(marks for _, marks in sorted(standing))
    return framed(marks, width=width, height=height, view_box=f"0 0 {canvas} {GROUND}", title=title)


def _standing(plant: Plant, number: int, count: int, canvas: int) -> tuple[complex, str]:
    """Where a plant's head is, and the plant: leaves, stem and a simple head."""
    draw, kind = plant.draws, plant.kind
    room = min(96, 0.5 * canvas / count) * kind.in_field
    radius, lean = room * (0.92 + 0.04 * plant.level), draw("lean", -8, 8)
    gathered = min(1, count / FEW)  # a few stand together in the middle
    along = 0.5 + (number / (count - 1) - 0.5) * gathered if count > 1 else 0.5
    x = room * 1.25 + (canvas - room * 2.5) * along + draw("fx", -10, 10)
    y = 318 - 20 * plant.level + draw("fy", -16, 16) + STEPS[number % len(STEPS)]
    middle, foot = complex(x, max(radius * 1.3, y)), complex(x - lean * 2, GROUND + 4)
    tip = toward(middle, lean, -kind.attach * radius)
    stem = Curve(foot, foot + complex(draw("sway", -10, 10), -120), toward(tip, lean, -80), tip)
    leaves = kind.foliage(draw, stem, (-1) ** (number // 2), scale=0.62)
    head = kind.head(draw, radius, 0, simple=True)
    bloom = placed(middle, lean, head, mirrored=kind.one_sided and lean < 0)
    return middle, leaves + line(stem.outline(), 6.5) + bloom


class _Grass:
    """Blades in two tones."""

    def __init__(self) -> None:
        self.blades: dict[str, list[str]] = {"leaf1": [], "leaf2": []}

    def sow(self, draw: Draws, x: float, apart: float) -> None:
        """Three blades around x."""
        for number, tone in enumerate(("leaf1", "leaf2", "leaf1")):
            foot = complex(x + draw(f"g{number}", -0.6, 0.6) * apart, GROUND + 6)
            blade = drop(foot, draw(f"ga{number}", -24, 24), draw(f"gl{number}", 60, 150), 9, 0.6)
            self.blades[tone].append(blade)

    def marks(self) -> str:
        return "".join(shape(tone, *blades) for tone, blades in self.blades.items())
