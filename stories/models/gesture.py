from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from stories.models.taxonomy import GestureKind


class Gesture(models.Model):
    """What was sent or given, and how many of it."""

    story = ParentalKey("stories.Story", on_delete=models.CASCADE, related_name="gestures")
    kind = models.ForeignKey(GestureKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind"))
    number = models.PositiveSmallIntegerField(
        _("number"), default=1, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("gesture")
        verbose_name_plural = _("gestures")

    def __str__(self) -> str:
        return f"{self.kind} × {self.number}" if self.number > 1 else str(self.kind)
