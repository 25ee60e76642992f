"""What a drawing knows of a story."""

from dataclasses import dataclass
from typing import Self

from stories.flowers.kit import Draws
from stories.flowers.species import FALLBACK, SPECIES
from stories.flowers.species.base import Species

FULLEST = 7
APPLAUSE_OF_LEVEL = (0, 3, 8, 20, 50)
HIGHEST = len(APPLAUSE_OF_LEVEL) - 1


def fullness(gestures: int) -> int:
    """How full the bloom is, 0 to 7: a gesture is a petal, up to seven."""
    return max(0, min(FULLEST, gestures))


def level(applause: int) -> int:
    """How far the plant has grown, 0 to 4: a bud, a bloom and more at 3, 8, 20 and 50 people applauding."""
    return sum(applause >= least for least in APPLAUSE_OF_LEVEL[1:])


@dataclass(frozen=True)
class Plant:
    """All that a story's drawing depends on, and so all that the drawing's address has to say.

    The counts themselves are not in it: two stories that look alike share nothing else, and a file
    named by these four is right for ever. Raises ValueError for a plant that does not exist.
    """

    seed: str
    species: str
    fullness: int = 0
    level: int = 0

    def __post_init__(self) -> None:
        if self.species not in SPECIES:
            raise ValueError(f"no such flower: {self.species!r}")
        if not (0 <= self.fullness <= FULLEST and 0 <= self.level <= HIGHEST):
            raise ValueError(f"fullness is 0 to {FULLEST} and level 0 to {HIGHEST}")

    @classmethod
    def of(cls, seed: object, species: str, *, gestures: int = 0, applause: int = 0) -> Self:
        """The plant of a story; one of no known species is a marguerite, so that every story grows."""
        known = species if species in SPECIES else FALLBACK
        return cls(str(seed), known, fullness(gestures), level(applause))

    @property
    def kind(self) -> Species:
        return SPECIES[self.species]

    @property
    def draws(self) -> Draws:
        return Draws(f"{self.seed}/{self.species}")
