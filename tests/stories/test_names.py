"""What stories name is renamed and deleted in the admin: search hears of every story concerned, in the same transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import Team, User
from stories.models import Channel, Colleague, Gesture, GestureKind, Principle, Story, StoryChange, Tag

pytestmark = pytest.mark.django_db
NAMES = {"name_en": "A better name", "name_da": "Et bedre navn", "name_sv": "Ett bättre namn"}


@pytest.fixture
def things(make_story: Callable[..., Story], author: User, outsider: User, colleague: User) -> dict[str, Any]:
    """One of each kind, and the story that names them all; a second story names none of them."""
    channel = Channel.objects.get(slug="phone")
    story = make_story(
        author=author, tags=("boots",), team=Team.objects.named("Store"), channel=channel, title="Concerned"
    )
    kind = GestureKind.objects.get(slug="bouquet")
    Gesture.objects.create(story=story, kind=kind, number=2)
    Colleague.objects.create(story=story, user=colleague, name="Bo Ek")
    make_story(author=outsider, principle="", audience_teams=("Finance",))
    StoryChange.objects.all().delete()
    return {
        "story": story, "author": author, "colleague": colleague, "team": story.team, "principle": story.principle,
        "channel": channel, "gesturekind": kind, "tag": Tag.objects.get(name="boots"),
    }  # fmt: skip


def address(thing: Any, action: str) -> str:
    if isinstance(thing, User):
        return reverse(f"wagtailusers_users:{action}", args=[thing.pk])
    return reverse(f"wagtailsnippets_{thing._meta.app_label}_{thing._meta.model_name}:{action}", args=[thing.pk])


def renamed(thing: Any) -> dict[str, Any]:
    """What the admin's form of that thing sends for a new name."""
    if isinstance(thing, User):
        fields = {"email": thing.email, "first_name": "Another", "last_name": "Name", "is_active": "on", "language": ""}
        return fields | {"digest_frequency": thing.digest_frequency, "digest_body": thing.digest_body}
    if isinstance(thing, Team | Tag):
        return {"name": "better", "slug": getattr(thing, "slug", "")}
    return NAMES | {"slug": thing.slug, "species": getattr(thing, "species", "")}


def told() -> set[int]:
    return set(StoryChange.objects.values_list("story_id", flat=True))


KINDS = ["author", "colleague", "team", "principle", "channel", "gesturekind", "tag"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_name_is_told_of_the_stories_that_name_it(things, administrator, as_user, kind):
    thing = things[kind]
    answer = as_user(administrator).post(address(thing, "edit"), renamed(thing))
    assert answer.status_code == 302, answer.context["form"].errors
    fresh = type(thing).objects.get(pk=thing.pk)
    assert getattr(fresh, "name_en", fresh.name) in ("A better name", "Another Name", "better")
    assert told() == {things["story"].pk}


@pytest.mark.parametrize("kind", ["author", "colleague", "team", "tag"])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_what_is_deleted_is_told_too(things, administrator, as_user, kind, in_bulk):
    thing = things[kind]
    meta = thing._meta
    bulk = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"]) + f"?id={thing.pk}"
    assert as_user(administrator).post(bulk if in_bulk else address(thing, "delete")).status_code == 302
    assert not type(thing).objects.filter(pk=thing.pk).exists()
    assert Story.objects.filter(pk=things["story"].pk).exists()
    assert told() == {things["story"].pk}


@pytest.mark.parametrize("kind", ["principle", "channel", "gesturekind"])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_what_stories_are_sorted_by_stays_and_that_is_said(things, administrator, as_user, kind, in_bulk):
    thing = things[kind]
    bulk = reverse("wagtail_bulk_action", args=["stories", kind, "delete"]) + f"?id={thing.pk}"
    answer = as_user(administrator).post(bulk if in_bulk else address(thing, "delete"))
    assert answer.status_code == 302
    assert "cannot be deleted" in "".join(map(str, get_messages(answer.wsgi_request)))
    assert type(thing).objects.filter(pk=thing.pk).exists()
    assert told() == set()


def test_an_unused_kind_of_gesture_is_deleted(administrator, as_user):
    kind = GestureKind.objects.get(slug="cake")
    as_user(administrator).post(address(kind, "delete"))
    assert not GestureKind.objects.filter(slug="cake").exists()


@pytest.mark.parametrize("active", [True, False])
def test_who_is_made_inactive_in_bulk_is_found_no_longer(things, administrator, as_user, active):
    author = things["author"]
    bulk = reverse("wagtail_bulk_action", args=["people", "user", "set_active_state"]) + f"?id={author.pk}"
    as_user(administrator).post(bulk, {"mark_as_active": str(active)})
    assert User.objects.get(pk=author.pk).is_active is active
    assert told() == {things["story"].pk}


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_leaves_neither_name_nor_outbox_row(monkeypatch, things, administrator, kind):
    thing = things[kind]
    browser = Client(raise_request_exception=False)
    browser.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("wagtail.admin.messages.success", _fail)
    with transaction.atomic():
        assert browser.post(address(thing, "edit"), renamed(thing)).status_code == 500
    assert str(type(thing).objects.get(pk=thing.pk)) == str(thing)
    assert told() == set()


def _fail(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("out of luck")


def test_a_refused_name_is_said_and_told_to_nobody(things, administrator, as_user):
    answer = as_user(administrator).post(address(things["principle"], "edit"), NAMES | {"name_en": "", "slug": "x y"})
    assert answer.status_code == 200
    assert Principle.objects.get(pk=things["principle"].pk).name_en == "Trusted to decide"
    assert told() == set()


def test_two_teams_of_one_name_are_refused_whatever_the_case(administrator, as_user, things):
    Team.objects.named("Finance")
    answer = as_user(administrator).post(address(things["team"], "edit"), {"name": "finance "})
    assert answer.status_code == 200
    assert Team.objects.get(pk=things["team"].pk).name == "Store"


def test_a_tag_stays_in_lower_case(things, administrator, as_user):
    tag = things["tag"]
    as_user(administrator).post(address(tag, "edit"), {"name": " Winter BOOTS ", "slug": "winter-boots"})
    assert Tag.objects.get(pk=tag.pk).name == "winter boots"


def test_a_story_for_a_team_that_is_gone_is_for_its_author_and_leaders(things, outsider, administrator, as_user):
    story = Story.objects.get(author=outsider)
    member = User.objects.create_user("finn@example.com")
    member.join(["Finance"])
    assert Story.objects.visible_to(User.objects.get(pk=member.pk)).filter(pk=story.pk).exists()
    as_user(administrator).post(address(Team.objects.get(name="Finance"), "delete"))
    assert told() == {story.pk}
    assert not Story.objects.visible_to(User.objects.get(pk=member.pk)).filter(pk=story.pk).exists()
    assert Story.objects.visible_to(User.objects.get(pk=outsider.pk)).filter(pk=story.pk).exists()


def test_a_story_survives_what_its_waiting_text_named(make_story, author, leader, administrator, as_user):
    """The new text names a channel that no row names yet: it may be deleted, and the text can still be published."""
    story = make_story(author=author)
    copy = story.working_copy
    copy.channel = Channel.objects.get(slug="letter")
    copy.gestures.set([Gesture(kind=GestureKind.objects.get(slug="cake"))])
    copy.audience, copy.title = "teams", "New title"
    copy.audience_teams.set([Team.objects.named("Finance"), Team.objects.named("Store")])
    copy.keep(by=author)
    Story.objects.get().submit(by=author)
    gone = [Channel.objects.get(slug="letter"), GestureKind.objects.get(slug="cake"), Team.objects.get(name="Finance")]
    for thing in gone:
        as_user(administrator).post(address(thing, "delete"))
    assert as_user(author).get(f"/tell/{story.pk}/").status_code == 200
    assert as_user(leader).get(f"/review/{story.pk}/").status_code == 200
    as_user(leader).post(f"/review/{story.pk}/approve/")
    story = Story.objects.get()
    assert (story.title, story.channel, story.gestures.count()) == ("New title", None, 0)
    assert [team.name for team in story.audience_teams.all()] == ["Store"]
