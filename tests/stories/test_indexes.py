"""Lists stay quick at a hundred thousand stories: the database walks an index and sorts nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from people.models import User
from stories.models import Principle, Story

pytestmark = pytest.mark.django_db

LISTS: dict[str, Callable[[User], Any]] = {
    "wall": lambda user: Story.objects.visible_to(user).live().newest_first(),
    "theme": lambda user: (
        Story.objects.visible_to(user).live().with_principle(Principle.objects.all()[0]).newest_first()
    ),
    "to look over": lambda user: Story.objects.visible_to(user).to_look_over(),
    "admin": lambda user: Story.objects.visible_to(user).order_by("-updated_at"),
    "shortlist": lambda user: Story.objects.live().filter(first_published_at__gte=timezone.now()).newest_first(),
    "search index": lambda user: Story.objects.findable().filter(pk__gt=5).order_by("pk"),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["author", "leader"])
def test_a_list_is_read_in_the_order_of_an_index(name: str, who: str, request: pytest.FixtureRequest):
    plan = LISTS[name](request.getfixturevalue(who)).for_cards()[:13].explain()
    assert connection.vendor == "sqlite"
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_a_leaders_count_of_all_stories_reads_no_story(leader: User):
    plan = Story.objects.visible_to(leader).values("pk").explain()
    assert "COVERING INDEX" in plan, plan
