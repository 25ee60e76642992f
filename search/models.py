"""What leaders teach the search, and what it remembers of what was asked. The index itself lies with the engine."""

from __future__ import annotations

import uuid
from secrets import randbits
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from search import analysis

LONGEST_RECORDED = 200


def normalised(text: str) -> str:
    """A query as it is compared and remembered: lower case, single spaces."""
    return " ".join(analysis.tidy(text).casefold().split())[:LONGEST_RECORDED].strip()


class ChangingStamp(models.BigIntegerField):  # type: ignore[type-arg]
    """Another number at every save, by whatever process on whatever clock: the sum of them tells of any change."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        stamp = randbits(40)  # many of them still add up to what SQLite holds
        setattr(model_instance, self.attname, stamp)
        return stamp


class Synonyms(models.Model):
    """Words that mean the same, in any language: who looks for one finds the others too."""

    words = models.CharField(
        _("words"),
        max_length=500,
        help_text=_(
            "Words that mean the same, in any language, with commas between them: parcel, pakke, paket. "
            "It works within a second."
        ),
    )
    stamp = ChangingStamp(editable=False, default=0)

    class Meta:
        ordering = ["words"]
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")

    def __str__(self) -> str:
        return self.words

    @property
    def members(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (" ".join(word.split()) for word in self.words.split(",")))))

    def clean(self) -> None:
        if len([word for word in self.members if next(analysis.words(analysis.tidy(word)), None)]) < 2:
            raise ValidationError({"words": _("Write at least two words, with a comma between them.")})
        self.words = ", ".join(self.members)


class Pin(ClusterableModel):  # type: ignore[misc]
    """Stories that stand first for one query."""

    MOST_STORIES = 3

    query = models.CharField(
        _("query"),
        max_length=LONGEST_RECORDED,
        unique=True,
        help_text=_("What people type, all of it. Large and small letters are the same."),
    )

    class Meta:
        ordering = ["query"]
        verbose_name = _("pinned stories")
        verbose_name_plural = _("pinned stories")

    def __str__(self) -> str:
        return self.query

    def clean_fields(self, exclude: Any = None) -> None:
        self.query = normalised(self.query)  # before it is compared with the others
        super().clean_fields(exclude=exclude)


class PinnedStory(models.Model):
    pin = ParentalKey(Pin, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+", verbose_name=_("story"))
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return f"{self.pin_id} → {self.story_id}"


class SearchRecord(models.Model):
    """One search, without who searched: not even the minute is kept."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.CharField(max_length=LONGEST_RECORDED)
    language = models.CharField(max_length=5)
    count = models.PositiveIntegerField()
    hour = models.DateTimeField(db_index=True)
    clicked = models.PositiveSmallIntegerField(null=True)
    """The place of the story that was opened, the first one being 1."""

    def __str__(self) -> str:
        return self.query
