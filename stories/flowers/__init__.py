"""Every story grows a flower: the drawn identity of Bouquet.

    plant = Plant.of(story.pk, story.principle.species, gestures=3, applause=21)
    flower(plant, 240, title=flower_title(plant.species, story.title))

Drawings are SVG for the page, safe to inline: no ids, no style attributes, colours as custom
properties. `as_file`, `literal` and `png` take them elsewhere. The same plant is always the same
drawing: gestures add petals, applause adds buds and blooms, nothing else moves.
"""

from django.utils.translation import gettext

from stories.flowers.bouquet import bouquet
from stories.flowers.field import field
from stories.flowers.flower import HEAD_ONLY_BELOW, bare_stem, flower
from stories.flowers.palette import PALETTE
from stories.flowers.picture import as_file, literal, png
from stories.flowers.plant import Plant, fullness, level
from stories.flowers.species import SPECIES, flower_name, species_of


def flower_title(species: str, story_title: str) -> str:
    """What a picture of a story's flower is called: Poppy for “The shoes”."""
    return gettext("%(flower)s for “%(story)s”") % {"flower": flower_name(species), "story": story_title}


__all__ = [
    "HEAD_ONLY_BELOW",
    "PALETTE",
    "SPECIES",
    "Plant",
    "as_file",
    "bare_stem",
    "bouquet",
    "field",
    "flower",
    "flower_name",
    "flower_title",
    "fullness",
    "level",
    "literal",
    "png",
    "species_of",
]
