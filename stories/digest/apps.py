from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestConfig(AppConfig):
    """The week's best stories: shortlist, curation, surfaces, delivery."""

    name = "stories.digest"
    label = "digest"
    verbose_name = _("Digest")
    default_auto_field = "django.db.models.BigAutoField"
