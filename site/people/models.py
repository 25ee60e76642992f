"""Who may enter: people sign in by mail address and belong to any number of teams."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Lower, Trim
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LEADERS = "Leaders"
ADMINISTRATORS = "Administrators"


class TeamQuerySet(models.QuerySet["Team"]):
    def named(self, name: str) -> "Team":
        """The team of that name, made if there is none; names are the same whatever their case."""
        return self.get_or_create(name=self.spelled(name))[0]

    def spelled(self, name: str) -> str:
        """The name as the stored team of that name spells it; itself where there is none."""
        tidy = " ".join(name.split())
        found = self.filter(name__iexact=tidy).first()
        return found.name if found else tidy


class Team(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = " ".join(self.name.split())
        if Team.objects.filter(name__iexact=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is a team of that name already.")})

    @property
    def slug(self) -> str:
        """For addresses to read: two teams may share one, so nothing is looked up by it alone."""
        return slugify(self.name)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A person needs a mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_superuser": True, "is_staff": True} | fields)

    def by_address(self, email: str) -> "User | None":
        return self.filter(email__iexact=email.strip()).first()

    def by_name(self, name: str) -> "User | None":
        """The person of that full name, if there is exactly one who is still here."""
        found = list(self.filter(name__iexact=" ".join(name.split()), is_active=True)[:2])
        return found[0] if len(found) == 1 else None

    def leaders(self) -> models.QuerySet["User"]:
        leading = models.Q(groups__name__in=[LEADERS, ADMINISTRATORS]) | models.Q(is_superuser=True)
        return self.filter(leading, is_active=True).distinct()


class User(AbstractUser):
    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Once a month")
        OFF = "off", _("Not at all")

    class Body(models.TextChoices):
        FULL = "full", _("Whole stories")
        EXCERPT = "excerpt", _("What each is about")
        LINK = "link", _("Only the headlines")

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("mail address"), unique=True)
    name = models.GeneratedField(
        expression=Trim(Concat("first_name", models.Value(" "), "last_name")),
        output_field=models.CharField(_("name"), max_length=301),
        db_persist=True,
    )
    language = models.CharField(_("language"), max_length=5, blank=True, choices=settings.LANGUAGES)
    teams = models.ManyToManyField(Team, verbose_name=_("teams"), blank=True, related_name="people")
    is_trusted = models.BooleanField(
        _("trusted to publish"),
        default=False,
        help_text=_("Stories by trusted people go live at once and are looked at afterwards."),
    )

    digest_frequency = models.CharField(
        _("the Digest by mail"), max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    digest_body = models.CharField(_("how much of it"), max_length=8, choices=Body.choices, default=Body.EXCERPT)
    mail_notices = models.BooleanField(_("mail me when something happens with my stories"), default=True)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["first_name", "last_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def byline(self) -> str:
        """The name that colleagues see; a leaver's stories stay, the name goes."""
        return str(self) if self.is_active else str(_("A former colleague"))

    @cached_property
    def is_leader(self) -> bool:
        """Leaders check stories and see all but other people's drafts; administrators are leaders too."""
        if not self.is_active:
            return False
        return self.is_superuser or self.groups.filter(name__in=(LEADERS, ADMINISTRATORS)).exists()

    @cached_property
    def team_ids(self) -> frozenset[int]:
        memberships = User.teams.through.objects.filter(user=self)  # without the teams' names and their order
        return frozenset(memberships.values_list("team_id", flat=True))

    @property
    def publishes_at_once(self) -> bool:
        return self.is_trusted or self.is_leader

    def come_back(self) -> None:
        """A leaver is let in anew with nothing of before: no old session or password, no role, team or trust."""
        self.is_active, self.is_trusted, self.is_superuser, self.is_staff = True, False, False, False
        self.set_unusable_password()
        self.save()
        for old in (self.groups, self.user_permissions, self.teams):
            old.clear()

    def join(self, names: Iterable[str]) -> None:
        self.teams.add(*[Team.objects.named(name) for name in names])
