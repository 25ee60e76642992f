"""What the shell of every page shows: counts beside the navigation, asked for only where they are shown."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import SimpleLazyObject

from stories.models import Notice, Story
from stories.request import PersonRequest


def shell(request: PersonRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        nobody = SimpleLazyObject(lambda: not get_user_model().objects.exists())
        return {"unread_notices": 0, "review_count": 0, "nobody_yet": nobody}
    return {
        "unread_notices": SimpleLazyObject(lambda: Notice.objects.of(user).unread().count()),
        "review_count": SimpleLazyObject(
            lambda: Story.objects.visible_to(user).waiting().order_by().count() if user.is_leader else 0
        ),
    }
