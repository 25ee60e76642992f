from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: Any) -> "NoticeQuerySet":
        return self.filter(person=person).select_related("story", "by", "story__principle")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def to_mail(self) -> "NoticeQuerySet":
        """Not those of long ago: whoever turns the mails on gets what comes from then on."""
        recent = timezone.now() - Notice.MAILED_FOR
        return self.filter(mailed_at=None, person__is_active=True, person__mail_notices=True, created_at__gt=recent)

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())


class Notice(models.Model):
    """Something a person should know: in the app at once, by mail at most once.

    It is about a story, or about what lies at `path` (then `text` is what it is called).
    """

    MAILED_FOR = timedelta(days=3)  # longer than an outage over a weekend

    class Kind(models.TextChoices):
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        DRAFTED = "drafted", _("Digest drafted")
        UNAPPROVED = "unapproved", _("Digest not approved yet")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    story = models.ForeignKey("stories.Story", null=True, on_delete=models.CASCADE, related_name="notices")
    path = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["person", "read_at"]), models.Index(fields=["mailed_at"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.story_id} → {self.person_id}"

    def get_absolute_url(self) -> str:
        """Where there is something to do or to see: a story that came back is opened in its form."""
        if self.story is None:
            return self.path
        if self.kind == self.Kind.RETURNED and self.story.check_state == self.story.State.RETURNED:
            return reverse("tell_edit", args=[self.story_id])
        return self.story.get_absolute_url()

    def mark_read(self) -> None:
        Notice.objects.filter(pk=self.pk).mark_read()

    def claim_mail(self) -> bool:
        """True for the one caller who may mail this notice."""
        return bool(Notice.objects.filter(pk=self.pk, mailed_at=None).update(mailed_at=timezone.now()))
