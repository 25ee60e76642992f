from stories.digest.models.delivery import Delivery
from stories.digest.models.digest import MOST_PICKS, NOT_FOR_EVERYONE, Digest, Full, NotForEveryone, Pick

__all__ = ["MOST_PICKS", "NOT_FOR_EVERYONE", "Delivery", "Digest", "Full", "NotForEveryone", "Pick"]
