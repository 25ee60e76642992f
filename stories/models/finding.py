"""Which stories: the words by which they are asked for. What a story has stands in story.py."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from stories.models.gesture import Gesture
from stories.models.photo import StoryPhoto
from stories.models.transition import Transition

if TYPE_CHECKING:
    from stories.models.story import Story  # noqa: F401  only the type checker reads it

NAMED_AS = {
    "user": ("author", "colleagues__user"),
    "team": ("team", "audience_teams"),
    "principle": ("principle",),
    "channel": ("channel",),
    "gesturekind": ("gestures__kind",),
    "tag": ("story_tags__tag",),
}
"""Where a story names whom and what."""


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: Any) -> "StoryQuerySet":
        """The one rule of who may read what: every read for a person starts here."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_leader:
            return self.filter(Q(author=user) | ~Q(state=self.model.State.DRAFT))
        in_team = self.model.audience_teams.through.objects.filter(story=OuterRef("pk"), team__in=user.team_ids)
        meant_for = Q(audience=self.model.Audience.EVERYONE) | Q(Exists(in_team), audience=self.model.Audience.TEAMS)
        return self.filter(Q(author=user) | Q(meant_for, live=True))

    def by_author(self, user: Any) -> "StoryQuerySet":
        return self.filter(author=user)

    def with_key(self, key: uuid.UUID) -> "StoryQuerySet":
        """The one that was begun in the form with this key."""
        return self.filter(uuid=key)

    def live(self) -> "StoryQuerySet":
        return self.filter(live=True)

    def told_since(self, moment: datetime) -> "StoryQuerySet":
        return self.filter(first_published_at__gte=moment)

    def for_everyone(self) -> "StoryQuerySet":
        """What every colleague may read."""
        return self.live().filter(audience=self.model.Audience.EVERYONE)

    def findable(self) -> "StoryQuerySet":
        """What the search index knows: every state but drafts (who sees which is in each document's audience)."""
        return self.exclude(state=self.model.State.DRAFT)

    def waiting(self) -> "StoryQuerySet":
        """New stories and new texts of live ones that a leader has to check, the oldest first."""
        new = Q(state=self.model.State.WAITING) | Q(edit_state=self.model.State.WAITING)
        return self.filter(new).order_by("submitted_at", "pk")

    def sent_photo_ids(self) -> list[int]:
        """The photos of new texts that a leader has been asked to read: until they are live no row has them."""
        sent = self.filter(edit_state__in=[self.model.State.WAITING, self.model.State.RETURNED])
        kept = sent.values_list("latest_revision__content__photos", flat=True)
        return [photo["image"] for photos in kept for photo in photos or []]

    def to_look_over(self) -> "StoryQuerySet":
        """Live by trust, not looked at by a leader yet."""
        return self.filter(live=True, live_by_trust=True).order_by("first_published_at", "pk")

    def newest_first(self) -> "StoryQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def naming(self, thing: Any) -> "StoryQuerySet":
        """Every story that names this person, team, tag …: what is found anew when the name changes."""
        concerned = Q()
        for path in NAMED_AS[thing._meta.model_name]:
            concerned |= Q(pk__in=self.model.objects.filter(**{path: thing}).values("pk"))
        return self.filter(concerned)

    def with_principle(self, principle: Any) -> "StoryQuerySet":
        return self.filter(principle=principle)

    def with_tag(self, tag: Any) -> "StoryQuerySet":
        return self.filter(story_tags__tag=tag)

    def with_flowers(self) -> "StoryQuerySet":
        """Loads what a story's flower is drawn from: its principle and how many gestures were given."""
        given = Gesture.objects.filter(story=OuterRef("pk")).order_by().values("story")
        number = Subquery(given.annotate(number_of_all=Sum("number")).values("number_of_all"))
        return self.select_related("principle").annotate(gestures_count=Coalesce(number, 0))

    def for_cards(self) -> "StoryQuerySet":
        """Loads what a card needs: its flower, team, author, photos with their renditions."""
        photos = StoryPhoto.objects.select_related("image").prefetch_related("image__renditions")
        return self.with_flowers().select_related("team", "author").prefetch_related(Prefetch("photos", photos))

    def with_returns(self) -> "StoryQuerySet":
        """Loads as `returns` how often and why each came back."""
        back = Transition.objects.filter(to_state=self.model.State.RETURNED)
        return self.prefetch_related(Prefetch("transitions", queryset=back, to_attr="returns"))
