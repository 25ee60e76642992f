"""The admin's story list searches through our engine (the first of the two doors of DESIGN 2); leaders teach it."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from search import searching
from search.engines.base import SearchUnavailable
from search.models import Pin, Synonyms
from stories.moderation.admin import StoryViewSet
from stories.moderation.panels import ReadablePanel


class SearchedIndexView(IndexView):  # type: ignore[misc]
    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        try:
            return queryset.filter(pk__in=searching.ids(self.search_query, self.request.user))
        except SearchUnavailable:
            messages.warning(self.request, _("Search is resting. Only titles are looked through."))
            return queryset.filter(title__icontains=self.search_query)


class SearchedStoryViewSet(StoryViewSet):
    index_view_class = SearchedIndexView


register_snippet(SearchedStoryViewSet)


class SynonymsViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Synonyms
    icon = "link"
    list_display = ["words"]
    panels = [FieldPanel("words")]
    search_fields = ["words"]
    search_backend_name = None
    copy_view_enabled = False


class PinViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Pin
    icon = "pin"
    list_display = ["query"]
    panels = [
        FieldPanel("query"),
        ReadablePanel("stories", label=_("Story"), panels=[FieldPanel("story")], min_num=1, max_num=Pin.MOST_STORIES),
    ]
    search_fields = ["query"]
    search_backend_name = None
    copy_view_enabled = False


@register_snippet
class SearchGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = _("Teach the search")
    menu_icon = "search"
    menu_order = 210
    items = (SynonymsViewSet, PinViewSet)
