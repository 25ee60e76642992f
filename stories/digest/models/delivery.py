"""The ledger: who gets which Digest, and what became of each mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.digest.models.digest import Digest


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Waiting and not before their time, or in the hands of a sender that has been silent for too long."""
        waiting = models.Q(state=Delivery.State.WAITING, not_before__lte=now)
        orphaned = models.Q(state=Delivery.State.SENDING, claimed_at__lt=timezone.now() - Delivery.SILENT_FOR)
        return self.filter(waiting | orphaned)


class Delivery(models.Model):
    """One Digest mail to one person. It is claimed by an UPDATE before it is sent: nobody else sends it then."""

    SILENT_FOR = timedelta(minutes=3)  # longer than a sender can be busy with one mail (EMAIL_TIMEOUT is 30 s)

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("left out")

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["digest", "person"], name="one_delivery_per_person")]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.digest_id} → {self.person_id}: {self.state}"
