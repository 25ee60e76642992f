from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from stories.text import render


class InfoPage(Page):
    """A page of the house, not a story: help, the service promise and the like."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    body = models.TextField(
        _("text"), blank=True, help_text=_("Bold with **two stars**, lists with -, links with [text](address).")
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("en", _("English")), ("da", _("Danish")), ("sv", _("Swedish"))],
        default="en",
    )

    content_panels = [*Page.content_panels, FieldPanel("language"), FieldPanel("intro"), FieldPanel("body")]
    template = "stories/info_page.html"

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    @property
    def body_html(self) -> SafeString:
        return render(self.body)
