"""Flowers together: bouquets and fields."""

import re

from defusedxml import ElementTree

from stories.flowers import SPECIES, Plant, bouquet, field


def plants(count: int, species: str | None = None) -> list[Plant]:
    kinds = list(SPECIES)
    return [Plant(str(i), species or kinds[i % 7], i % 8, i % 5) for i in range(count)]


def blooms(svg: str) -> int:
    return svg.count("<g transform")


def test_a_bouquet_ties_up_to_seven_with_a_bow() -> None:
    for count in range(8):
        assert blooms(bouquet(plants(count))) == count + 1
    assert bouquet(plants(9)) == bouquet(plants(7))


def test_an_empty_bouquet_is_greens_with_a_bow() -> None:
    svg = bouquet([])
    for colour in ("leaf1", "leaf2", "stem", "berry", "ribbon1", "ribbon2"):
        assert f"var(--{colour}," in svg
    assert ElementTree.fromstring(svg).attrib["viewBox"] == "0 0 600 700"


def test_the_first_plant_is_the_middle_of_the_bouquet() -> None:
    first, second, third = plants(3, "dahlia")
    assert bouquet([first, second, third]) != bouquet([second, first, third])


def test_slender_flowers_stand_at_the_back_of_a_bouquet() -> None:
    lily, poppy = Plant("1", "bells"), Plant("2", "poppy")
    assert bouquet([lily, poppy]) == bouquet([poppy, lily])


def test_a_field_stands_every_plant_it_is_given_up_to_twenty_four() -> None:
    for count in (1, 2, 7, 24):
        assert blooms(field(plants(count, "tulip"))) == count
    assert field(plants(30)) == field(plants(24))


def test_an_empty_field_is_grass() -> None:
    svg = field([])
    assert blooms(svg) == 0
    assert svg.count("M") > 50
    assert ElementTree.fromstring(svg).attrib["viewBox"] == "0 0 2215 600"


def test_an_applauded_plant_stands_taller_in_its_field() -> None:
    def top(level: int) -> int:
        found = re.search(r"translate\(\d+ (\d+)\)", field([Plant("17", "daisy", 0, level)]))
        assert found
        return int(found[1])

    assert top(4) < top(0)


def test_bouquets_and_fields_are_decoration_unless_they_have_a_title() -> None:
    for svg in (bouquet(plants(2)), field(plants(2))):
        assert 'aria-hidden="true"' in svg
        assert "<title" not in svg
    for svg in (bouquet(plants(2), title="Week <47>"), field(plants(2), title="Week <47>")):
        assert ElementTree.fromstring(svg)[0].text == "Week <47>"


def test_no_style_and_no_ids_in_bouquets_and_fields() -> None:
    for svg in (bouquet(plants(7)), field(plants(14))):
        assert not re.search(r"<style|\s(style|id|class)=", svg)
