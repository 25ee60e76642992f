"""What a drawing knows of a story, and what flowers are called."""

import pytest
from django.utils import translation

from stories.flowers import SPECIES, Plant, flower_name, flower_title, fullness, level, species_of


@pytest.mark.parametrize(("gestures", "full"), [(-1, 0), (0, 0), (3, 3), (7, 7), (400, 7)])
def test_seven_gestures_fill_a_bloom(gestures: int, full: int) -> None:
    assert fullness(gestures) == full


@pytest.mark.parametrize(
    ("applause", "high"), [(0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (19, 2), (20, 3), (49, 3), (50, 4), (9000, 4)]
)
def test_applause_shows_at_four_levels(applause: int, high: int) -> None:
    assert level(applause) == high


def test_a_plant_of_a_story_keeps_no_counts() -> None:
    assert Plant.of(17, "poppy", gestures=12, applause=21) == Plant("17", "poppy", fullness=7, level=3)


def test_a_story_without_a_known_species_grows_a_marguerite() -> None:
    assert Plant.of(17, "").species == Plant.of(17, "cactus").species == "daisy"


@pytest.mark.parametrize(
    "parts", [("1", "cactus", 0, 0), ("1", "poppy", 8, 0), ("1", "poppy", 0, 5), ("1", "poppy", -1, 0)]
)
def test_a_plant_that_does_not_exist_is_refused(parts: tuple[str, str, int, int]) -> None:
    with pytest.raises(ValueError, match=r"no such flower|fullness is 0 to 7"):
        Plant(*parts)


def test_each_principle_has_a_species_of_its_own_and_a_new_one_a_marguerite() -> None:
    principles = ["whole-company-priority", "empower-people", "fire-abusive-customers", "no-scripts-no-timers"]
    principles += ["findable-phone-number", "service-is-marketing", "celebrate-stories"]
    assert {species_of(principle) for principle in principles} == set(SPECIES)
    assert species_of("invented-here") == "daisy"


def test_the_flower_is_named_with_its_story() -> None:
    with translation.override("en"):
        assert str(flower_name("bells")) == "Lily of the valley"
        assert flower_title("poppy", "100% & <b>") == "Poppy for “100% & <b>”"
