from collections.abc import Iterable

from django.db import models
from django.utils import timezone


class StoryChange(models.Model):
    """Outbox: this story is to be found anew. Written in the transaction of the change, read by the search app.

    No foreign key: the row outlives the story whose deletion it tells of.
    """

    story_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"story {self.story_id}, {self.created_at:%Y-%m-%d %H:%M}"

    @classmethod
    def note(cls, story_id: int) -> None:
        cls.objects.create(story_id=story_id)

    @classmethod
    def note_all(cls, stories: "models.QuerySet[models.Model]") -> None:
        """One row for each story of the queryset: what a renamed tag, team or person asks for."""
        cls.note_ids(stories.order_by().values_list("pk", flat=True).distinct())

    @classmethod
    def note_ids(cls, ids: Iterable[int]) -> None:
        cls.objects.bulk_create([cls(story_id=pk) for pk in ids], batch_size=1000)
