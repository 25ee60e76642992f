"""A week's Digest and its picks."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from stories.digest import weeks
from stories.models import Organisation, Story

MOST_PICKS = 9
NOT_FOR_EVERYONE = _("A Digest reaches every colleague; “%(title)s” is not meant for everyone.")


class NotForEveryone(ValueError):
    """A Digest reaches every colleague, so it takes live stories that everyone may read."""


class Full(ValueError):
    """It has as many picks as a Digest takes."""


class DigestQuerySet(models.QuerySet["Digest"]):
    def published(self) -> "DigestQuerySet":
        """What colleagues may read: released, the newest first."""
        return self.exclude(released_at=None).order_by("-week_start")

    def open(self) -> "DigestQuerySet":
        return self.filter(released_at=None)

    def taking(self, now: datetime) -> "DigestQuerySet":
        """The one that takes stories now, if there is one already."""
        return self.filter(week_start=Digest.objects.week_to_fill(now))

    def holding(self, story: Story) -> "DigestQuerySet":
        return self.filter(picks__story=story)

    def of_week(self, week_start: date) -> "Digest":
        """That week's Digest, made empty if there is none yet."""
        return self.get_or_create(week_start=week_start)[0]

    def week_to_fill(self, now: datetime) -> date:
        """The week whose Digest takes a story now: this one, or the first whose Digest is not out yet."""
        week = weeks.monday_of(now)
        out = set(self.published().filter(week_start__gte=week).values_list("week_start", flat=True))
        while week in out:
            week += timedelta(weeks=1)
        return week

    def at_the_desk(self, week_start: date, now: datetime) -> "Digest | None":
        """That week's Digest; the one that takes stories now is made if there is none yet."""
        found = self.filter(week_start=week_start).first()
        return self.of_week(week_start) if found is None and week_start == self.week_to_fill(now) else found

    def to_fill(self, now: datetime) -> "Digest":
        return self.of_week(self.week_to_fill(now))

    def shown_to(self, user: Any) -> list["Digest"]:
        """These Digests, `shown` filled with what this person may read; without those that have nothing left."""
        digests = list(self)
        stories = Story.objects.visible_to(user).live().with_flowers()
        show(digests, stories)
        return [digest for digest in digests if digest.shown]


class Digest(ClusterableModel):
    week_start = models.DateField(_("week (its Monday)"), unique=True)
    title = models.CharField(_("lead line"), max_length=120, blank=True)
    note = models.TextField(_("note from the leaders"), blank=True, validators=[MaxLengthValidator(2000)])
    question = models.CharField(_("question of the week"), max_length=300, blank=True)
    drafted_at = models.DateTimeField(_("drafted"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    reminded_at = models.DateTimeField(null=True, editable=False)
    held_at = models.DateTimeField(_("held back"), null=True, editable=False)
    released_at = models.DateTimeField(_("sent out"), null=True, editable=False)
    automatic = models.BooleanField(_("picked automatically"), default=False, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    shown: list["Pick"] | None = None
    """The picks that the reader in question may read, once they have been asked for."""

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-week_start"]
        verbose_name = _("Digest")
        verbose_name_plural = _("Digests")

    def __str__(self) -> str:
        return f"{self.slug}: {self.headline}"

    def clean(self) -> None:
        super().clean()
        if self.week_start and self.week_start.weekday():
            raise ValidationError({"week_start": _("A week begins on its Monday.")})

    @property
    def slug(self) -> str:
        return weeks.slug_of(self.week_start)

    @property
    def week(self) -> int:
        return self.week_start.isocalendar().week

    @property
    def last_day(self) -> date:
        return self.week_start + timedelta(days=6)

    @property
    def headline(self) -> str:
        """The leaders' line; without one, how many stories the week has, in the reader's language."""
        if self.title:
            return self.title
        count = self.meant_for_everyone().count() if self.shown is None else len(self.shown)
        line = ngettext("One story from week %(week)s", "%(count)s stories from week %(week)s", count)
        return line % {"count": count, "week": self.week}

    @property
    def question_text(self) -> str:
        """The question; one from the bank is stored in English and read in the reader's language."""
        return gettext(self.question) if self.question else ""

    @property
    def state(self) -> str:
        """`collecting`, `drafted`, `approved`, `held` or `released`."""
        if self.released_at:
            return "released"
        if self.held_at:
            return "held"
        return "approved" if self.approved_at else "drafted" if self.drafted_at else "collecting"

    def get_absolute_url(self) -> str:
        return reverse("digest", args=[self.slug])

    def sends_at(self, organisation: Organisation) -> datetime:
        return weeks.send_time(self.week_start, organisation)

    def stories_for(self, user: Any) -> list["Pick"]:
        """The picks whose story this person may read and that is live: a withdrawn story is nowhere."""
        show([self], Story.objects.visible_to(user).live().for_cards())
        return self.shown or []

    def stories_for_everyone(self) -> list["Pick"]:
        """The picks that may stand in a mail to anybody."""
        show([self], self.meant_for_everyone().for_cards())
        return self.shown or []

    def meant_for_everyone(self) -> Any:
        """Its stories that are live and that everyone may read; others stand in it without being shown."""
        return Story.objects.for_everyone().filter(picks__digest=self)

    @transaction.atomic
    def add(self, story: Story, *, by: Any = None) -> "Pick":
        """Put a story at the end; once however often it is asked. NotForEveryone, or Full."""
        if not Story.objects.for_everyone().filter(pk=story.pk).exists():
            raise NotForEveryone
        Digest.objects.select_for_update().get(pk=self.pk)  # whoever else adds one now waits here
        picks = Pick.objects.filter(digest=self)
        there = picks.filter(story=story).first()
        if there:
            return there
        if picks.count() >= MOST_PICKS:
            raise Full
        last = picks.aggregate(last=Max("sort_order"))["last"]
        number = 0 if last is None else last + 1
        pick = Pick.objects.create(digest=self, story=story, sort_order=number, added_by=by, insight=story.insight)
        self.touched()
        return pick

    @transaction.atomic
    def take_out(self, pick_id: int) -> None:
        self.picks.filter(pk=pick_id).delete()
        self.touched()

    @transaction.atomic
    def put_in_order(self, pick_ids: list[int]) -> None:
        """The picks in that order; those not named follow in the order they had."""
        known = {pick.pk: pick for pick in Pick.objects.filter(digest=self)}
        wanted = [known.pop(pk) for pk in dict.fromkeys(pick_ids) if pk in known] + list(known.values())
        for number, pick in enumerate(wanted):
            pick.sort_order = number
        Pick.objects.bulk_update(wanted, ["sort_order"])
        self.touched()

    def move(self, pick_id: int, step: int) -> None:
        """One pick up (-1) or down (1)."""
        order = list(Pick.objects.filter(digest=self).values_list("pk", flat=True))
        if pick_id in order:
            old = order.index(pick_id)
            order.insert(max(0, old + step), order.pop(old))
            self.put_in_order(order)

    def taken_up(self, version: int | None) -> bool:
        """True for the one who may change it now: nobody has since that version, and it is not out."""
        unchanged = {} if version is None else {"version": version}
        row = Digest.objects.open().filter(pk=self.pk, **unchanged)
        return bool(row.update(version=F("version") + 1))

    def touched(self) -> None:
        Digest.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version"])

    def approve(self, *, by: Any) -> None:
        Digest.objects.open().filter(pk=self.pk).update(
            approved_at=timezone.now(), approved_by=by, held_at=None, automatic=False
        )
        self.refresh_from_db()

    def hold(self) -> None:
        """Nothing goes out this week until somebody approves."""
        Digest.objects.open().filter(pk=self.pk).update(held_at=timezone.now(), approved_at=None)
        self.refresh_from_db()


def show(digests: list[Digest], stories: Any) -> None:
    """Give each Digest its `shown` picks, those of these stories; a handful of queries for all of them together."""
    picks = list(Pick.objects.filter(digest__in=digests))
    found = stories.in_bulk({pick.story_id for pick in picks})
    shown: dict[int, list[Pick]] = {digest.pk: [] for digest in digests}
    for pick in picks:
        if pick.story_id in found:
            pick.story = found[pick.story_id]
            shown[pick.digest_id].append(pick)
    for digest in digests:
        digest.shown = shown[digest.pk]


class Pick(models.Model):
    """A story in a Digest, with the leader's line on why."""

    sort_order_field = "sort_order"  # where modelcluster writes the order of the admin's form

    digest = ParentalKey(Digest, on_delete=models.CASCADE, related_name="picks")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="picks", verbose_name=_("story"))
    insight = models.CharField(_("insight"), max_length=300, blank=True)
    sort_order = models.IntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        constraints = [models.UniqueConstraint(fields=["digest", "story"], name="one_pick_per_story")]

    def __str__(self) -> str:
        return str(self.story)

    def clean(self) -> None:
        """Nobody puts in what is not for everyone; what became so later stays, and is not shown."""
        there = self.pk and Pick.objects.filter(pk=self.pk, story=self.story_id).exists()
        if self.story_id and not there and not Story.objects.for_everyone().filter(pk=self.story_id).exists():
            raise ValidationError({"story": NOT_FOR_EVERYONE % {"title": self.story}})
