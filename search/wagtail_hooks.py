"""The admin's story list searches through our engine (the first of the two doors of DESIGN 2); leaders teach it."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from search import audience, searching
from search.engines.base import SearchUnavailable
from search.models import Pin, Synonyms
from stories.moderation.admin import (
    StoryChooseResultsView,
    StoryChooserViewSet,
    StoryChooseView,
    StoryViewSet,
)
from stories.moderation.panels import ReadablePanel

MOST_CHOICES = 100
"""Nobody leafs through more to choose one."""


class SearchedIndexView(IndexView):  # type: ignore[misc]
    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        try:
            return queryset.filter(pk__in=searching.ids(self.search_query, self.request.user))
        except SearchUnavailable:
            messages.warning(self.request, _("Search is resting. Only titles are looked through."))
            return queryset.filter(title__icontains=self.search_query)


class SearchTerm(SearchFilterMixin, BaseFilterForm):  # type: ignore[misc]
    """Wagtail's field; the views below do the searching, since it takes a reader."""

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects


class SearchedChoice:
    """The chooser searches through our engine too, the best ones first."""

    filter_form_class = SearchTerm
    request: Any
    filter_form: SearchTerm

    def filter_object_list(self, objects: Any) -> Any:
        objects = super().filter_object_list(objects)  # type: ignore[misc]
        if not self.filter_form.is_searching:
            return objects
        try:
            found = searching.ids(self.filter_form.search_query, self.request.user, states=audience.LIVE)
        except SearchUnavailable:
            return objects.filter(title__icontains=self.filter_form.search_query)
        place = Case(*(When(pk=pk, then=place) for place, pk in enumerate(found[:MOST_CHOICES])), default=MOST_CHOICES)
        return objects.filter(pk__in=found[:MOST_CHOICES]).order_by(place)


class SearchedChooseView(SearchedChoice, StoryChooseView):  # type: ignore[misc]
    pass


class SearchedChooseResultsView(SearchedChoice, StoryChooseResultsView):  # type: ignore[misc]
    pass


class SearchedChooserViewSet(StoryChooserViewSet):
    choose_view_class = SearchedChooseView
    choose_results_view_class = SearchedChooseResultsView


class SearchedStoryViewSet(StoryViewSet):
    index_view_class = SearchedIndexView
    chooser_viewset_class = SearchedChooserViewSet


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
