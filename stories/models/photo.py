"""Photos: Wagtail images of our own class, normalised on arrival (stories/posting/photos.py)."""

import logging
from collections.abc import Iterable
from typing import Any

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
        """Photos of stories that the person may read, one's own, and for leaders those that no story shows (yet)."""
        stories = StoryPhoto._meta.get_field("story").related_model.objects.visible_to(user)
        seen = Q(pk__in=StoryPhoto.objects.filter(story__in=stories).values("image")) | Q(uploaded_by_user=user.pk)
        images: models.QuerySet[StoryImage] = cls.objects.filter(
            seen | Q(story_photos=None) if user.is_leader else seen
        )
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
