"""The taxonomies in the admin, and what leaders do not need there taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from stories.models import Channel, GestureKind, Principle, Story, StoryChange, Tag
from stories.models.finding import NAMED_AS
from stories.moderation.admin import StoryDeleteBulkAction
from stories.moderation.names import NamedInStories, still_used

NAMES = [FieldPanel("slug"), FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_da"), FieldPanel("name_sv")])]


class NamedViewSet(NamedInStories, SnippetViewSet):  # type: ignore[misc]
    list_display = ["name_en", "name_da", "name_sv", "slug"]
    sort_order_field = "sort_order"
    panels = NAMES
    search_backend_name = None


class PrincipleViewSet(NamedViewSet):
    model = Principle
    icon = "pick"
    panels = [*NAMES, FieldPanel("species"), *[FieldPanel(f"description_{code}") for code in ("en", "da", "sv")]]


class ChannelViewSet(NamedViewSet):
    model = Channel
    icon = "site"


class GestureKindViewSet(NamedViewSet):
    model = GestureKind
    icon = "pick"


class TagViewSet(NamedInStories, SnippetViewSet):  # type: ignore[misc]
    model = Tag
    icon = "tag"
    panels = [FieldPanel("name"), FieldPanel("slug")]
    search_backend_name = None


@register_snippet
class TaxonomyGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = _("Sorted by")
    menu_icon = "list-ul"
    menu_order = 200
    items = (PrincipleViewSet, ChannelViewSet, GestureKindViewSet, TagViewSet)


@hooks.register("construct_snippet_action_menu")
def publish_or_keep(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leaders publish; the workflow's own starts and stops go through the story's verbs on the site."""
    if context.get("model") is Story:
        menu_items[:] = [
            item
            for item in menu_items
            if item.name not in ("action-submit", "action-cancel-workflow", "action-restart-workflow")
        ]


hooks.register("register_bulk_action", StoryDeleteBulkAction, order=1)  # after Wagtail's own, whose place it takes


@hooks.register("before_bulk_action")
def many_at_once(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Search hears of what is changed in bulk too, in the transaction that Wagtail holds."""
    for thing in objects if action.model._meta.model_name in NAMED_AS else []:
        concerned = Story.objects.naming(thing)
        if action_type == "delete" and isinstance(thing, Principle | Channel | GestureKind) and concerned.exists():
            messages.error(request, still_used(thing))
            return redirect(action.next_url)
        StoryChange.note_all(concerned)
    return None


@hooks.register("construct_main_menu")
def short_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Reports are about pages: of a dozen pages nobody needs a report."""
    menu_items[:] = [item for item in menu_items if item.name not in ("reports", "help")]
