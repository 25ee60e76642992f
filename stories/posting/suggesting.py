"""Words that the form suggests, for what has been typed of them so far."""

from typing import Any

from django.contrib.auth import get_user_model

from stories.models import Story, Tag

MOST_SUGGESTED = 8


def tags_beginning(start: str, user: Any) -> list[str]:
    """Tags of stories that the person may read."""
    seen = Story.objects.visible_to(user).values("pk")
    tags = Tag.objects.filter(name__startswith=Tag.tidy(start), story_tags__content_object__in=seen)
    return list(tags.order_by("name").values_list("name", flat=True).distinct()[:MOST_SUGGESTED])


def people_beginning(start: str, user: Any) -> list[str]:
    people = get_user_model().objects.filter(is_active=True, name__istartswith=start)
    return list(people.values_list("name", flat=True)[:MOST_SUGGESTED])


SUGGESTED = {"tags": tags_beginning, "people": people_beginning}
