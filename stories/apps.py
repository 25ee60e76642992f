from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from stories import receivers
        from stories.models import Story, StoryImage
        from stories.moderation.policy import PhotoPolicy, StoryPolicy

        register_permission_policy(Story, StoryPolicy(Story))
        photos = PhotoPolicy(StoryImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
        register_permission_policy(StoryImage, photos, exact_class=True)  # wins over Wagtail's own
        receivers.connect()
