from django.apps import AppConfig


class IntranetConfig(AppConfig):
    """How the site is put together: settings, addresses, middleware, health, demo, site-wide commands."""

    name = "intranet"
    verbose_name = "Bouquet"
    default_auto_field = "django.db.models.BigAutoField"
