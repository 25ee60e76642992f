"""The story: its fields and what it says. What happens to it stands in lifecycle.py, how stories are asked for in finding.py."""

import uuid
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from stories.models.finding import StoryQuerySet
from stories.models.lifecycle import Lifecycle
from stories.models.photo import CARD, StoryPhoto
from stories.models.taxonomy import Channel, GestureKind, Principle, StoryTag
from stories.models.transition import Transition
from stories.text import render


class Story(  # type: ignore[misc]
    Lifecycle, PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel
):
    returns: list[Transition]  # loaded by `with_returns`
    wagtail_reference_index_ignore = True  # a task and several queries less at every save (WAGTAIL.md)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("waiting")
        RETURNED = "returned", _("returned")
        LIVE = "live", _("live")
        UNPUBLISHED = "unpublished", _("taken down")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone signed in")
        TEAMS = "teams", _("Only some teams")
        LEADERS = "leaders", _("Only leaders and me")

    class Level(models.TextChoices):
        PUT_RIGHT = "put-right", _("Put right")
        WORLD_CLASS = "world-class", _("World class")

    class StartedAs(models.TextChoices):
        OUR_FAULT = "our-fault", _("Our own fault")
        MISFORTUNE = "misfortune", _("The customer's misfortune")
        NOBODY = "nobody", _("Nobody's fault")

    class Wow(models.TextChoices):
        CONNECTION = "connection", _("Personal connection")
        RAPPORT = "rapport", _("Rapport kept")
        UNSTATED_NEED = "unstated-need", _("An unstated need met")
        WOW = "wow", _("Wow")

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    happened = models.TextField(_("what happened"), max_length=20_000)
    expected = models.TextField(_("what would have been fine"), max_length=20_000, blank=True)
    response = models.TextField(_("what we did"), max_length=20_000, blank=True)
    feeling = models.TextField(_("how the customer felt"), max_length=20_000, blank=True)
    customer_quote = models.TextField(_("the customer's words"), max_length=2_000, blank=True)
    consent = models.BooleanField(_("the customer has agreed to be quoted"), default=False)
    moment_date = models.DateField(_("when it happened"), null=True, blank=True)
    principle = models.ForeignKey(
        "stories.Principle",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stories",
        verbose_name=_("principle"),
    )
    channel = models.ForeignKey(
        "stories.Channel",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stories",
        verbose_name=_("channel"),
    )
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="stories", verbose_name=_("team")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    started_as = models.CharField(_("started as"), max_length=12, choices=StartedAs.choices, blank=True)
    wow = models.JSONField(_("what made it wow"), default=list, blank=True)
    decided_on_spot = models.BooleanField(_("decided on the spot"), null=True, blank=True)
    insight = models.CharField(_("insight"), max_length=300, blank=True)
    take_away = models.CharField(_("take-away"), max_length=300, blank=True)
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    audience_teams = ParentalManyToManyField("people.Team", blank=True, related_name="+", verbose_name=_("teams"))
    tags = ClusterTaggableManager(through=StoryTag, blank=True, verbose_name=_("tags"))

    live = models.BooleanField(_("live"), default=False, editable=False)  # Wagtail's own default is live

    # What belongs to the story as a whole, not to a version of its text (WHOLE below).
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_id = models.CharField(_("external id"), max_length=120, null=True, blank=True, unique=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        verbose_name=_("author"),
    )
    author_name = models.CharField(_("author without an account"), max_length=254, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    edit_state = models.CharField(max_length=12, choices=State.choices, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    live_by_trust = models.BooleanField(default=False, editable=False)
    applause_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="story",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="story",
        for_concrete_model=False,
    )

    objects = StoryQuerySet.as_manager()

    PROMPTS = ("happened", "expected", "response", "feeling")
    WHOLE = (
        "uuid", "external_id", "author_id", "author_name", "state", "edit_state", "submitted_at", "live_by_trust",
        "applause_count", "created_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            # No `live` in them: SQLite does not look for a bare boolean in an index. The wall's is Wagtail's own.
            models.Index(fields=["principle", "first_published_at", "id"]),
            models.Index(
                fields=["first_published_at", "id"], condition=models.Q(live_by_trust=True), name="stories_by_trust"
            ),
            models.Index(fields=["author", "id", "state"]),  # with the state, so that the admin counts in it alone
            models.Index(fields=["updated_at"]),
            models.Index(fields=["state", "submitted_at"]),
            models.Index(fields=["edit_state"]),
        ]

    def __str__(self) -> str:
        return self.title or Truncator(self.happened).words(7) or str(_("A story without a title"))

    @property
    def revisions(self) -> Any:
        return self._revisions

    def with_content_json(self, content: Any) -> "Story":
        story: Story = super().with_content_json(without_what_is_gone(content))
        for name in self.WHOLE:
            setattr(story, name, getattr(self, name))
        return story

    def clean(self) -> None:
        super().clean()
        unknown = set(self.wow) - set(self.Wow.values) if isinstance(self.wow, list) else {str(self.wow)}
        if unknown:
            raise ValidationError({"wow": _("Unknown: %(words)s") % {"words": ", ".join(sorted(map(str, unknown)))}})

    @property
    def slug(self) -> str:
        return slugify(anyascii(self.title))[:60].strip("-") or "story"

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.pk, self.slug])

    @property
    def species(self) -> str:
        return self.principle.species if self.principle else "daisy"

    @cached_property
    def gestures_count(self) -> int:
        """Brought along by `with_flowers`; remembered, so a story whose gestures change is to be read again."""
        return sum(gesture.number for gesture in self.gestures.all())

    @property
    def byline(self) -> str:
        """Who tells it, as colleagues see it; empty when nobody is named."""
        return self.author.byline if self.author else self.author_name

    @property
    def told_by_one_of_them(self) -> bool:
        return any(colleague.user_id and colleague.user_id == self.author_id for colleague in self.colleagues.all())

    @property
    def told_about(self) -> list[Any]:
        """The colleagues, but for who tells it."""
        return [one for one in self.colleagues.all() if not one.user_id or one.user_id != self.author_id]

    @property
    def wow_labels(self) -> list[str]:
        return [str(self.Wow(word).label) for word in self.wow if word in self.Wow.values]

    @property
    def quote(self) -> str:
        return shown_quote(self.customer_quote, consent=self.consent)

    def told_prompts(self) -> list[tuple[str, str]]:
        """The told prompts in order, each with what it is called and its text."""
        told = [(name, getattr(self, name)) for name in self.PROMPTS]
        return [(str(self._meta.get_field(name).verbose_name), text) for name, text in told if text.strip()]

    def prompts_html(self) -> list[tuple[str, SafeString]]:
        """The same with the texts as safe HTML."""
        return [(name, render(text)) for name, text in self.told_prompts()]

    @property
    def first_photo(self) -> StoryPhoto | None:
        return next(iter(self.photos.all()), None)

    def card_photo(self) -> Any:
        photo = self.first_photo
        return photo.sized(CARD) if photo else None

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "stories/story.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"story": self, "preview": True, "request": request}


def without_what_is_gone(content: dict[str, Any]) -> dict[str, Any]:
    """A version's text without the principle, channel, teams and gestures that were deleted since it was kept."""

    def there(model: Any, ids: list[Any]) -> set[Any]:
        return set(model.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", flat=True))

    gone = {
        name: None
        for name, model in (("principle", Principle), ("channel", Channel))
        if not there(model, [content.get(name)])
    }
    gestures, teams = content.get("gestures", []), content.get("audience_teams", [])
    kinds = there(GestureKind, [gesture["kind"] for gesture in gestures])
    known = there(Story._meta.get_field("team").related_model, teams) if teams else set()
    return content | gone | {
        "gestures": [gesture for gesture in gestures if gesture["kind"] in kinds],
        "audience_teams": [team for team in teams if team in known],
    }  # fmt: skip


def shown_quote(words: str, *, consent: bool) -> str:
    """The customer's words, only where the customer agreed."""
    return words if consent else ""
