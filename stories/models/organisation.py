import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


@register_setting(icon="site")
class Organisation(BaseGenericSetting):
    """What an administrator sets once: one page in the admin."""

    name = models.CharField(_("name of the organisation"), max_length=80, blank=True)
    logo = models.ForeignKey(
        "stories.StoryImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    trust_after = models.PositiveSmallIntegerField(
        _("trust after"),
        default=0,
        help_text=_("Stories approved before a person publishes without waiting; 0: only those whom a leader trusts."),
    )
    cutoff_day = models.PositiveSmallIntegerField(_("day of the Digest's cut-off"), choices=WEEKDAYS, default=3)
    cutoff_time = models.TimeField(_("time of the cut-off"), default=datetime.time(12))
    send_day = models.PositiveSmallIntegerField(_("day the Digest is sent"), choices=WEEKDAYS, default=4)
    send_time = models.TimeField(_("time it is sent"), default=datetime.time(9))
    hold_unapproved = models.BooleanField(
        _("hold back a Digest that nobody approved"),
        default=False,
        help_text=_("Otherwise it goes out as it was picked automatically, and says so."),
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("stand-in"),
        help_text=_("Reminded two hours before an unapproved Digest goes out; without one, all leaders are."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("logo")], _("Who we are")),
        FieldPanel("trust_after"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cutoff_day"), FieldPanel("cutoff_time")]),
                FieldRowPanel([FieldPanel("send_day"), FieldPanel("send_time")]),
                FieldPanel("hold_unapproved"),
                FieldPanel("stand_in"),
            ],
            _("The Digest"),
        ),
    ]

    class Meta:
        verbose_name = _("Bouquet settings")
        verbose_name_plural = _("Bouquet settings")

    def __str__(self) -> str:
        return self.name or "Bouquet"

    def clean(self) -> None:
        super().clean()
        if (self.cutoff_day, self.cutoff_time) >= (self.send_day, self.send_time):
            raise ValidationError({"send_time": _("The Digest is sent after its cut-off, in the same week.")})
