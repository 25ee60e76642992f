from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Applause(models.Model):
    """One person's applause for one story. The sum stands on the story; nothing here ranks people."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="applause")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("applause")
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="one_applause_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.story_id}"
