"""The seven species, one a module, and which Principle grows which.

To change a flower, change its module; to add one, write a module like the others, give it colours in
the palette and list it here.
"""

from django.utils.functional import Promise

from stories.flowers.species.anemone import Anemone
from stories.flowers.species.base import Species
from stories.flowers.species.bells import LilyOfTheValley
from stories.flowers.species.cornflower import Cornflower
from stories.flowers.species.dahlia import Dahlia
from stories.flowers.species.daisy import Marguerite
from stories.flowers.species.poppy import Poppy
from stories.flowers.species.tulip import Tulip

SPECIES: dict[str, Species] = {
    species.slug: species
    for species in (Dahlia(), Poppy(), Anemone(), Cornflower(), LilyOfTheValley(), Tulip(), Marguerite())
}

FALLBACK = "daisy"  # what grows from a story without a Principle, or from a Principle without a flower

_FIRST_SPECIES = {
    "whole-company-priority": "dahlia",
    "empower-people": "poppy",
    "fire-abusive-customers": "anemone",
    "no-scripts-no-timers": "cornflower",
    "findable-phone-number": "bells",
    "service-is-marketing": "tulip",
    "celebrate-stories": "daisy",
}


def species_of(principle_slug: str) -> str:
    """The species that a Principle has from the start; leaders may give it another."""
    return _FIRST_SPECIES.get(principle_slug, FALLBACK)


def flower_name(species: str) -> Promise:
    """The flower's name for people, in the language they read."""
    return SPECIES[species].name
