"""People and teams in the admin. Who is added there gets an invitation by mail."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from people.invitation import mail_invitation, one_time_link
from people.models import Team, User
from stories.moderation.names import NamedInStories


@register_snippet
class TeamViewSet(NamedInStories, SnippetViewSet):  # type: ignore[misc]
    model = Team
    icon = "group"
    menu_label = _("Teams")
    add_to_settings_menu = True
    panels = [FieldPanel("name")]
    search_fields = ["name"]
    search_backend_name = None


@hooks.register("before_bulk_action")
def leave_superusers_alone(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    touched = any(isinstance(one, User) and one.is_superuser for one in objects)
    if touched and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("after_create_user")
def invite_new_person(request: HttpRequest, user: Any) -> None:
    person = User.objects.get(pk=user.pk)
    mail_invitation(person, one_time_link(person))
