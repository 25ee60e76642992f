"""One story's flower: the same for ever, growing without moving, safe to put into a page."""

import re

import pytest
from defusedxml import ElementTree
from django.utils.html import conditional_escape

from stories.flowers import PALETTE, SPECIES, Plant, bare_stem, flower, fullness, level

STEM_AT_THE_MIDDLE_OF_THE_HEAD = ["dahlia", "poppy", "anemone", "daisy"]
every_species = pytest.mark.parametrize("species", SPECIES)


def main_head(svg: str) -> str:
    """Where the main head stands and how it leans: the last placed thing in the drawing."""
    return re.findall(r'<g transform="([^"]*)">', svg)[-1]


def main_stem(svg: str) -> str:
    """The first curve of the stems; the side stems follow in the same path."""
    found = re.search(r'stroke-linecap="round" d="(M[^M"]*)', svg)
    assert found
    return found[1]


@every_species
def test_every_plant_draws_and_is_well_formed(species: str) -> None:
    drawings = {flower(Plant("1", species, full, high)) for full in range(8) for high in range(5)}
    assert len(drawings) == 40  # each fullness and level looks different
    for svg in drawings:
        assert ElementTree.fromstring(svg).attrib["viewBox"] == "0 0 600 600"


@every_species
def test_the_same_plant_is_always_the_same_drawing(species: str) -> None:
    assert flower(Plant("17", species, 3, 2)) == flower(Plant("17", species, 3, 2))
    assert flower(Plant("17", species, 3, 2)) != flower(Plant("18", species, 3, 2))


@every_species
def test_the_address_draws_what_the_storys_numbers_draw(species: str) -> None:
    for gestures, applause in ((0, 0), (2, 5), (9, 21), (7, 600)):
        addressed = Plant("17", species, fullness(gestures), level(applause))
        assert flower(addressed) == flower(Plant.of(17, species, gestures=gestures, applause=applause))


@every_species
def test_a_flower_keeps_its_pose_while_it_grows(species: str) -> None:
    young, old = flower(Plant("17", species, 0, 0)), flower(Plant("17", species, 7, 4))
    assert main_head(young) == main_head(old)
    assert len(old) > len(young)


@pytest.mark.parametrize("species", STEM_AT_THE_MIDDLE_OF_THE_HEAD)
def test_the_stem_stays_while_gestures_and_applause_grow(species: str) -> None:
    stems = {main_stem(flower(Plant("17", species, full, high))) for full in (0, 4, 7) for high in range(5)}
    assert len(stems) == 1


def test_a_gesture_adds_petals_and_moves_no_leaf() -> None:
    drawings = [flower(Plant("17", "anemone", full)) for full in (0, 7)]
    leaves = [re.findall(r'fill="var\(--leaf[^>]*>', svg) for svg in drawings]
    assert leaves[0] == leaves[1] != []


def test_small_pictures_show_only_the_head() -> None:
    small, whole = flower(Plant("17", "poppy", 3, 4), 48), flower(Plant("17", "poppy", 3, 4), 72)
    assert small.count("<g ") == 1
    assert whole.count("<g ") == 3
    assert len(small) < len(whole)


@every_species
def test_an_inlined_flower_has_no_style_no_ids_and_only_palette_colours(species: str) -> None:
    for svg in (flower(Plant("17", species, 7, 3)), flower(Plant("17", species, 0, 4), 48), bare_stem()):
        assert not re.search(r"<style|\s(style|id|class|on\w+)=", svg)
        painted = re.findall(r'(?:fill|stroke)="(?!none)([^"]*)"', svg)
        assert painted
        for value in painted:
            name = value.removeprefix("var(--").split(",")[0]
            assert value == f"var(--{name},{PALETTE[name].light})"


def test_a_flower_without_a_title_is_decoration() -> None:
    for svg in (flower(Plant("17", "tulip")), bare_stem()):
        attributes = ElementTree.fromstring(svg).attrib
        assert attributes["aria-hidden"] == "true"
        assert "role" not in attributes
        assert "<title" not in svg


@pytest.mark.parametrize(
    "title",
    ["</title><script>alert(1)</script>", '"><b onload="x">', "a & b < c", "var(--stem,#2F4A3A)", "bell\x07\x00"],
)
def test_a_title_is_text_whatever_it_says(title: str) -> None:
    svg = flower(Plant("17", "tulip"), title=title)
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert "aria-hidden" not in root.attrib
    assert root[0].text == title.replace("\x07\x00", "")
    assert "<script" not in svg


def test_templates_inline_a_flower_as_it_is() -> None:
    svg = flower(Plant("17", "tulip"), title="a < b")
    assert conditional_escape(svg) == svg
