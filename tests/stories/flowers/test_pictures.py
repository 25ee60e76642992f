"""Drawings outside the page: files that follow the colour scheme, literal colours, PNG."""

import io
import re

import pytest
from defusedxml import ElementTree
from django.utils.safestring import SafeString
from PIL import Image

from stories.flowers import PALETTE, SPECIES, Plant, as_file, bouquet, field, flower, literal, png


def test_a_colour_is_one_name_so_that_a_file_can_tell_them_apart() -> None:
    lights = [colour.light for colour in PALETTE.values()]
    assert len(set(lights)) == len(lights)
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for one in PALETTE.values() for value in (one.light, one.dark))


def test_literal_colours_need_no_css() -> None:
    svg = flower(Plant("17", "anemone", 3, 2))
    light, dark = literal(svg), literal(svg, dark=True)
    for painted, scheme in ((light, "light"), (dark, "dark")):
        assert "var(" not in painted
        assert f'fill="{getattr(PALETTE["anemone1"], scheme)}"' in painted
    assert PALETTE["anemone1"].light not in dark


def test_literal_leaves_the_title_alone_and_makes_nothing_safe() -> None:
    titled = flower(Plant("17", "tulip"), title='fill="var(--stem,#2F4A3A)"')
    assert "var(--stem,#2F4A3A)" in literal(titled)
    assert isinstance(literal(titled), SafeString)
    assert not isinstance(literal(str(titled) + ""), SafeString)


def test_a_file_serves_light_and_dark_with_the_colours_it_uses() -> None:
    svg = as_file(flower(Plant("17", "anemone", 3, 2)))
    root = ElementTree.fromstring(svg)
    rules = root[-1].text or ""
    assert rules.startswith("@media(prefers-color-scheme:dark){")
    anemone, stem = PALETTE["anemone1"], PALETTE["stem"]
    assert f'[fill="{anemone.light}"]{{fill:{anemone.dark}}}' in rules
    assert f'[stroke="{stem.light}"]{{stroke:{stem.dark}}}' in rules
    for light in re.findall(r'="(#\w+)"', rules):
        assert f'"{light}"' in svg.split("<style>")[0]
    assert PALETTE["cornflower1"].dark not in rules  # not in the drawing
    assert PALETTE["seed"].light not in rules  # the same in both schemes


@pytest.mark.parametrize("dark", [True, False])
def test_a_file_for_ground_that_is_always_the_same_does_not_switch(dark: bool) -> None:
    svg = as_file(bouquet([Plant("17", "poppy")]), dark=dark)
    assert "<style" not in svg
    assert (PALETTE["ribbon1"].dark in svg) is dark
    assert (PALETTE["ribbon1"].light in svg) is not dark


@pytest.mark.parametrize("species", SPECIES)
def test_a_flower_file_stays_small(species: str) -> None:
    assert len(as_file(flower(Plant("17", species, 7, 4)))) < 4_500


def test_a_png_has_the_width_asked_for_and_the_drawings_proportions() -> None:
    plants = [Plant(str(i), species) for i, species in enumerate(SPECIES)]
    for svg, size in ((flower(plants[0]), (96, 96)), (bouquet(plants), (300, 350)), (field(plants), (480, 130))):
        with Image.open(io.BytesIO(png(svg, size[0]))) as picture:
            assert picture.format == "PNG"
            assert picture.size == size
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_png_for_dark_ground_has_its_own_colours() -> None:
    svg = flower(Plant("17", "anemone"))
    assert png(svg, 64, dark=True) != png(svg, 64)
