"""Stories in Wagtail's admin: the same audience rule, the same verbs, one transaction a request."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.bulk_actions import DeleteBulkAction
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    LockView,
    SnippetViewSet,
    UnlockView,
    UnpublishView,
)

from stories.models import Story, StoryChange, StoryImage, Tag
from stories.moderation.panels import ReadablePanel
from stories.request import PersonRequest


class StoryAdminForm(WagtailAdminModelForm):  # type: ignore[misc]
    def clean_tags(self) -> list[str]:
        """Tags are kept in lower case here too."""
        words = [Tag.tidy(word) for word in self.cleaned_data["tags"]]
        return list(dict.fromkeys(word for word in words if word))


PANELS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("title"),
                FieldPanel("summary"),
                *[FieldPanel(name) for name in Story.PROMPTS],
                MultiFieldPanel([FieldPanel("customer_quote"), FieldPanel("consent")], _("The customer's words")),
                ReadablePanel("photos", label=_("Photo"), panels=[FieldPanel("image")]),
            ],
            heading=_("Story"),
        ),
        ObjectList(
            [
                FieldRowPanel([FieldPanel("language"), FieldPanel("moment_date")]),
                FieldRowPanel([FieldPanel("principle"), FieldPanel("channel"), FieldPanel("team")]),
                FieldRowPanel([FieldPanel("level"), FieldPanel("started_as"), FieldPanel("decided_on_spot")]),
                InlinePanel("colleagues", label=_("Colleague"), panels=[FieldPanel("user"), FieldPanel("name")]),
                InlinePanel("gestures", label=_("Gesture"), panels=[FieldPanel("kind"), FieldPanel("number")]),
                FieldPanel("tags"),
                MultiFieldPanel([FieldPanel("audience"), FieldPanel("audience_teams")], _("Who may read it")),
            ],
            heading=_("About it"),
        ),
        ObjectList([FieldPanel("insight"), FieldPanel("take_away"), PublishingPanel()], heading=_("For the Digest")),
    ],
    base_form_class=StoryAdminForm,
)
WITHOUT_TEXT = (DeleteView, UnpublishView, LockView, UnlockView)
"""Views of a story that show nothing of its newest text."""
AdminView = Callable[..., HttpResponse]


def guarded(view: AdminView, *, shows_text: bool) -> AdminView:
    """Nobody meets another person's draft here either; what is changed is told to search in the same transaction."""

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = kwargs.get("pk", args[0] if args else None)
        if key is not None and not Story.objects.visible_to(request.user).filter(pk=whole(key)).exists():
            raise Http404
        if request.method != "POST":
            hidden = being_written(whole(key), request.user) if shows_text and key is not None else None
            return ask_for_patience(request, hidden) if hidden else view(request, *args, **kwargs)
        with transaction.atomic():
            if key is not None:  # held, so that nobody moves the story while it is saved
                Story.objects.select_for_update(of=("self",)).filter(pk=whole(key)).first()
            response = view(request, *args, **kwargs)
            # The transaction must hold the whole work: template responses render within it.
            render: Any = getattr(response, "render", None)
            return render() if render else response

    return checked


def being_written(pk: int, user: Any) -> Story | None:
    """The live story if its author has begun a new text: a draft that is nobody else's to read or to publish."""
    unsent = Story.objects.visible_to(user).filter(pk=pk, edit_state=Story.State.DRAFT)
    return unsent.exclude(author=user).first()


def ask_for_patience(request: PersonRequest, story: Story) -> HttpResponse:
    text = _("The author of “%(title)s” is writing a new text. It can be edited here once it has been sent.")
    messages.warning(request, text % {"title": story})
    return redirect(story.get_absolute_url())


def whole(key: Any) -> int:
    text = unquote(str(key))
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


class VisibleStories:
    """For the chooser: only stories that the person may read."""

    request: PersonRequest

    def get_object_list(self) -> Any:
        return Story.objects.visible_to(self.request.user).live().newest_first()

    def get_object(self, pk: str) -> Story:
        return self.get_object_list().get(pk=whole(pk))

    def get_objects(self, pks: list[str]) -> Any:
        return self.get_object_list().filter(pk__in=[whole(pk) for pk in pks])


class StoryChooseView(VisibleStories, ChooseView):  # type: ignore[misc]
    pass


class StoryChooseResultsView(VisibleStories, ChooseResultsView):  # type: ignore[misc]
    pass


class StoryChosenView(VisibleStories, SnippetChosenView):  # type: ignore[misc]
    pass


class StoryChosenMultipleView(VisibleStories, SnippetChosenMultipleView):  # type: ignore[misc]
    pass


class StoryChooserViewSet(SnippetChooserViewSet):  # type: ignore[misc]
    choose_view_class = StoryChooseView
    choose_results_view_class = StoryChooseResultsView
    chosen_view_class = StoryChosenView
    chosen_multiple_view_class = StoryChosenMultipleView


class VerbsOnly:
    """Stories are handed in and taken back by their own verbs; here they are saved, published and checked."""

    NOT_HERE = ("submit", "cancel-workflow", "restart-workflow")

    def get_available_actions(self) -> list[str]:
        return [action for action in super().get_available_actions() if action not in self.NOT_HERE]  # type: ignore[misc]


class StoryCreateView(VerbsOnly, CreateView):  # type: ignore[misc]
    def get_initial_form_instance(self) -> Story:
        return Story(author=self.request.user)


class StoryEditView(VerbsOnly, EditView):  # type: ignore[misc]
    def save_instance(self) -> Story:
        story: Story = super().save_instance()
        if not story.live and story.state != Story.State.DRAFT:
            StoryChange.note(story.pk)  # the row itself has changed, and nothing is published that would tell it
        return story


class StoryDeleteView(DeleteView):  # type: ignore[misc]
    def delete_action(self) -> None:
        images = self.object.image_ids()
        super().delete_action()
        StoryImage.drop_unused(images)


class StoryUnpublishView(UnpublishView):  # type: ignore[misc]
    def unpublish(self) -> None:
        self.object.unpublish(user=self.request.user)  # Wagtail's own would leave the story's state behind

    def get_page_subtitle(self) -> str:
        return str(self.object)  # what is taken down, and not what its newest text is called


class StoryDeleteBulkAction(DeleteBulkAction):  # type: ignore[misc]
    """Several at once: those that the person may see, each with its photos."""

    models = [Story]

    def get_queryset(self, model: type[Story], object_ids: Iterable[Any]) -> list[Story]:
        ids = [whole(key) for key in object_ids]
        return get_list_or_404(Story.objects.visible_to(self.request.user), pk__in=ids)

    @classmethod
    def execute_action(cls, objects: list[Story], **kwargs: Any) -> tuple[int, int]:
        for story in objects:
            story.remove()
        return len(objects), 0


class StoryViewSet(SnippetViewSet):  # type: ignore[misc]
    """Registered by `search/wagtail_hooks.py`, which gives its list the search engine."""

    model = Story
    icon = "openquote"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    list_per_page = 50
    list_display = [
        "title",
        Column("byline", label=_("Author")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        "language",
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
    ]
    list_filter = ["state", "language", "principle", "channel", "team"]
    search_fields = ["title"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = PANELS
    chooser_viewset_class = StoryChooserViewSet
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    delete_view_class = StoryDeleteView
    unpublish_view_class = StoryUnpublishView

    def get_queryset(self, request: PersonRequest) -> Any:
        return (
            Story.objects.visible_to(request.user).select_related("author", "latest_revision").order_by("-updated_at")
        )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AdminView:
        shows_text = not issubclass(view_class, WITHOUT_TEXT)
        return guarded(super().construct_view(view_class, **kwargs), shows_text=shows_text)
