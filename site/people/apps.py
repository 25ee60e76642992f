from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"


class WagtailPeopleConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Wagtail's people, with our forms."""

    user_viewset = "people.admin_viewsets.PersonViewSet"
