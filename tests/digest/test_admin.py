"""Wagtail's own view of the Digests: for administrators, and never a way around what the desk keeps to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from people.models import User
from stories.digest.models import Digest, Pick
from stories.models import Story
from tests.digest.week import again, titles

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/digest/digest/"


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


@pytest.fixture
def admin(as_user: Callable[[User], Client], administrator: User) -> Client:
    return as_user(administrator)


def save(admin: Client, digest: Digest, *stories: Story, **fields: Any) -> Any:
    """The edit form as it stands, with these stories after the picks that are there."""
    kept = list(Pick.objects.filter(digest=digest))
    rows = [(str(pick.pk), pick.story_id, pick.insight) for pick in kept] + [("", story.pk, "") for story in stories]
    data = {"week_start": digest.week_start, "title": digest.title, "note": "", "question": ""} | fields
    data |= {"picks-TOTAL_FORMS": len(rows), "picks-INITIAL_FORMS": len(kept)}
    for number, (key, story, insight) in enumerate(rows):
        data |= {f"picks-{number}-id": key, f"picks-{number}-story": story, f"picks-{number}-insight": insight}
        data |= {f"picks-{number}-ORDER": number + 1}
    return admin.post(f"{LIST}edit/{digest.pk}/", data)


def test_administrators_see_them_and_leaders_have_the_desk(
    filled: Digest, admin: Client, as_user: Callable[[User], Client], leader: User
):
    page = admin.get(LIST).content.decode()
    assert "3 stories from week 48" in page
    assert admin.get(f"{LIST}edit/{filled.pk}/").status_code == 200
    assert as_user(leader).get(LIST)["Location"] == "/admin/"


def test_a_change_counts_and_is_seen_at_a_desk_that_was_open(filled: Digest, admin: Client, told: Any):
    version = filled.version
    [story] = told(title="Put in by the administrator")
    assert save(admin, filled, story, title="From the admin").status_code == 302
    assert again(filled).title == "From the admin"
    assert titles(filled) == ["Story 1", "Story 2", "Story 3", "Put in by the administrator"]
    assert again(filled).version > version


def test_the_same_story_twice_is_refused_in_words(filled: Digest, admin: Client):
    answer = save(admin, filled, Story.objects.get(title="Story 1"))
    assert answer.status_code == 200
    assert len(titles(filled)) == 3


def test_a_story_that_is_not_for_everyone_is_refused_in_words(filled: Digest, admin: Client, told: Any):
    [restricted] = told(title="For one team", audience_teams=("Store",))
    answer = save(admin, filled, restricted)
    assert answer.status_code == 200
    assert "not meant for everyone" in answer.content.decode()
    assert len(titles(filled)) == 3


def test_a_week_begins_on_a_monday_and_has_one_digest(filled: Digest, admin: Client, told: Any):
    assert "A week begins on its Monday" in save(admin, filled, week_start="2026-11-24").content.decode()
    other = Digest.objects.of_week(datetime(2026, 11, 16).date())
    assert save(admin, other, *told(1, title="Other"), week_start=filled.week_start).status_code == 200
    assert Digest.objects.filter(week_start=filled.week_start).count() == 1
