"""The colours of the flowers, in light and dark: the one place that names them.

A species paints with names, never with values. On a page a name is a CSS custom property (the
stylesheet sets the dark values), in files and pictures it becomes the value itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour on light ground and, where it needs another there, on dark ground."""

    light: str
    on_dark: str | None = None

    @property
    def dark(self) -> str:
        return self.on_dark or self.light


PALETTE: dict[str, Colour] = {
    # What all share: greens, stamens, and what a bouquet is tied with.
    "stem": Colour("#2F4A3A", "#8DB49B"),
    "leaf1": Colour("#4F7A5E", "#6C9D7D"),
    "leaf2": Colour("#37594A", "#4D7A61"),
    "seed": Colour("#2B1A26"),
    "berry": Colour("#C8563C", "#E27A5C"),
    "ribbon1": Colour("#6A3163", "#E9BBAF"),
    "ribbon2": Colour("#451E42", "#C08A86"),
    # Each species: 1 is the petal's colour, 2 its shade, 3 and 4 what else it needs.
    "dahlia1": Colour("#F1C3B8"),
    "dahlia2": Colour("#E09590"),
    "dahlia3": Colour("#B5566A"),
    "poppy1": Colour("#E25B3A"),
    "poppy2": Colour("#BC3E2A", "#C4442E"),
    "poppy3": Colour("#F07F57"),
    "anemone1": Colour("#7D3B73", "#A25E98"),
    "anemone2": Colour("#542350", "#753C70"),
    "anemone3": Colour("#EFE1EA"),
    "cornflower1": Colour("#3F66C8", "#6186E4"),
    "cornflower2": Colour("#2B4699", "#4463BE"),
    "cornflower3": Colour("#7C55A8", "#A583D2"),
    "bells1": Colour("#CBDDBB"),
    "bells2": Colour("#8DB287"),
    "bells3": Colour("#E9B440"),
    "tulip1": Colour("#EBA92F"),
    "tulip2": Colour("#CF841C"),
    "tulip3": Colour("#F5C866"),
    "daisy1": Colour("#FFFFFF"),
    "daisy2": Colour("#D2D2E0"),
    "daisy3": Colour("#F0BC3C"),
    "daisy4": Colour("#CF8D22"),
}


def paint(name: str) -> str:
    """The value of a `fill` or `stroke`: the custom property, with the light colour where none is set."""
    return f"var(--{name},{PALETTE[name].light})"
