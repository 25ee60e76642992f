"""Wagtail's own view of the Digests, for administrators; leaders work at the desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from stories.digest.models import Digest


@register_snippet
class DigestViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Digest
    icon = "mail"
    menu_label = _("Digests")
    menu_order = 110
    add_to_admin_menu = True
    search_backend_name = None
    copy_view_enabled = False
    list_display = ["week_start", Column("headline", label=_("Lead line")), Column("state", label=_("State"))]
    panels = [
        FieldPanel("week_start"),
        FieldPanel("title"),
        FieldPanel("note"),
        FieldPanel("question"),
        InlinePanel("picks", label=_("Pick"), panels=[FieldPanel("story"), FieldPanel("insight")]),
    ]
