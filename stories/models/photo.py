"""Photos: Wagtail images of our own class, normalised on arrival (stories/posting/photos.py)."""

import logging
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError

log = logging.getLogger(__name__)

CARD, PAGE, THUMB = "fill-640x368", "max-1280x1280", "fill-160x160"


class StoryImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("choose_image", "Can choose image")]

    @classmethod
    def visible_to(cls, user: Any) -> "models.QuerySet[StoryImage]":
        """Photos of stories that the person may read and one's own; for leaders also those of texts that were sent, and
        what leaders have put there for no story (yet). What an author took out again, or has not sent, stays theirs.
        """
        stories = StoryPhoto._meta.get_field("story").related_model.objects
        seen = Q(pk__in=StoryPhoto.objects.filter(story__in=stories.visible_to(user)).values("image"))
        seen |= Q(uploaded_by_user=user.pk)
        if user.is_leader:
            leaders = get_user_model().objects.leaders()  # type: ignore[attr-defined]
            seen |= Q(pk__in=stories.sent_photo_ids())
            seen |= Q(story_photos=None) & (Q(uploaded_by_user=None) | Q(uploaded_by_user__in=leaders.values("pk")))
        images: models.QuerySet[StoryImage] = cls.objects.filter(seen)
        return images

    @classmethod
    def drop_unused(cls, ids: Iterable[int]) -> None:
        """Delete those of these photos that no story shows, with their files."""
        for image in cls.objects.filter(pk__in=ids, story_photos=None):
            image.delete()

    @property
    def default_alt_text(self) -> str:
        """Never the file's name: it is random."""
        return self.description


class StoryRendition(AbstractRendition):
    image = models.ForeignKey(StoryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class StoryPhoto(models.Model):
    story = ParentalKey("stories.Story", on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        StoryImage, on_delete=models.CASCADE, related_name="story_photos", verbose_name=_("photo")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.image_id}"

    def sized(self, size: str) -> StoryRendition | None:
        """The photo as CARD, PAGE or THUMB; None where the storage has lost it: a story is read without it, too."""
        try:
            rendition: StoryRendition = self.image.get_rendition(size)
        except (SourceImageIOError, OSError) as error:
            log.error("photo %s cannot be read: %s", self.image_id, error)
            return None
        return rendition
