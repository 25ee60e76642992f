"""Leases: a job is done by one process at a time, and a killed one frees it by itself."""

import logging
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, models
from django.db.models import Q
from django.utils import timezone

log = logging.getLogger(__name__)


class Lease(models.Model):
    LASTS = timedelta(seconds=60)

    job = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job}: {self.holder}"

    @classmethod
    @contextmanager
    def held(cls, job: str) -> "Iterator[Lease | None]":
        """The lease of a job for the time of the block, or None if another process has it."""
        holder, now = f"{socket.gethostname()}/{uuid.uuid4().hex[:12]}", timezone.now()
        cls.objects.get_or_create(job=job, defaults={"until": now - timedelta(days=1)})
        free = cls.objects.filter(Q(until__lt=now) | Q(holder=""), job=job)
        if not free.update(holder=holder, until=now + cls.LASTS):
            yield None
            return
        lease = cls(job=job, holder=holder, until=now + cls.LASTS)
        try:
            with lease.renewed():
                yield lease
        finally:
            cls.objects.filter(job=job, holder=holder).update(holder="", until=timezone.now())

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Keeps the lease however long the block takes; a killed process keeps nothing."""
        done = threading.Event()

        def keep() -> None:
            held = True
            while held and not done.wait(self.LASTS.total_seconds() / 3):
                try:
                    held = self.renew()
                except DatabaseError:  # tried again, as long as the lease lasts
                    log.warning("the lease of %s could not be renewed", self.job)
                finally:
                    connection.close()

        thread = threading.Thread(target=keep, daemon=True, name=f"lease of {self.job}")
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def renew(self) -> bool:
        """Another 60 seconds; False if the lease was lost in between."""
        self.until = timezone.now() + self.LASTS
        return bool(type(self).objects.filter(job=self.job, holder=self.holder).update(until=self.until))
