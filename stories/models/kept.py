import uuid
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone


class KeptWords(models.Model):
    """What somebody sent after the session had ended: kept for an hour, shown again after sign-in."""

    KEPT_FOR = timedelta(hours=1)
    MOST_BYTES = 200_000
    MOST_AT_ONCE = 1000

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(max_length=200)
    words = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.key)

    @classmethod
    @transaction.atomic
    def keep(cls, path: str, words: dict[str, Any]) -> "KeptWords":
        """Anybody may send words, so the number kept has an end: the oldest make room."""
        kept = cls.objects.create(path=path[:200], words=words)
        newest = cls.objects.order_by("-created_at").values("pk")[: cls.MOST_AT_ONCE]
        cls.objects.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
        return kept

    @classmethod
    def take(cls, key: str | None) -> "KeptWords | None":
        """The kept words of that key, if they are still there."""
        try:
            wanted = uuid.UUID(key or "")
        except ValueError:
            return None
        return cls.objects.filter(pk=wanted, created_at__gte=timezone.now() - cls.KEPT_FOR).first()

    @classmethod
    def forget_old(cls, now: Any = None) -> int:
        return cls.objects.filter(created_at__lt=(now or timezone.now()) - cls.KEPT_FOR).delete()[0]
