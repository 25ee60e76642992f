"""Wagtail's own view of the Digests, for administrators; leaders work at the desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from stories.digest.models import MOST_PICKS, Digest
from stories.moderation.panels import ReadablePanel


class DigestEditView(EditView):  # type: ignore[misc]
    def save_instance(self) -> Digest:
        """A desk that was open meanwhile is told that somebody else changed it."""
        digest: Digest = super().save_instance()
        digest.touched()
        return digest


@register_snippet
class DigestViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Digest
    icon = "mail"
    menu_label = _("Digests")
    menu_order = 110
    add_to_admin_menu = True
    search_backend_name = None
    copy_view_enabled = False
    edit_view_class = DigestEditView
    list_display = ["week_start", Column("headline", label=_("Lead line")), Column("state", label=_("State"))]
    panels = [
        FieldPanel("week_start"),
        FieldPanel("title"),
        FieldPanel("note"),
        FieldPanel("question"),
        ReadablePanel(
            "picks", label=_("Pick"), max_num=MOST_PICKS, panels=[FieldPanel("story"), FieldPanel("insight")]
        ),
    ]
