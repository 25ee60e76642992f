from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.users.views.users import UserViewSet

from people.admin_forms import NewPersonForm, PersonForm
from people.models import User
from stories.moderation.names import AdminView, NamedInStories


class PersonViewSet(NamedInStories, UserViewSet):  # type: ignore[misc]
    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonForm if for_update else NewPersonForm

    def construct_view(self, view_class: Any, **kwargs: Any) -> AdminView:
        return without_superusers(super().construct_view(view_class, **kwargs))


def without_superusers(view: AdminView) -> AdminView:
    """Only a superuser touches a superuser: else a changed mail address would be a way to become one."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser and User.objects.filter(pk=kwargs.get("pk"), is_superuser=True).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
