"""What leaders decide at the desk: which stories, approved or held, sent now; what is out stays as it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from intranet.jobs import run
from people.models import User
from stories.digest.models import MOST_PICKS, Digest, Pick
from stories.digest.schedule import release
from stories.models import Story
from tests.digest.desk import Desk
from tests.digest.week import again, picks, states, titles

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


# --- add and take out -----------------------------------------------------------------------------------------------


def test_a_story_is_added_from_its_page(desk: Desk, told: Told):
    [new] = told(title="One more", insight="She rang back.")
    page = desk.client.get(new.get_absolute_url()).content.decode()
    assert f'action="/digest/add/{new.pk}/"' in page
    for _ in range(2):
        answer = desk.client.post(f"/digest/add/{new.pk}/", follow=True)
        assert "Added to the Digest of week 48." in answer.content.decode()
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3", "One more"]
    assert picks(desk.digest)[-1].insight == "She rang back."


def test_a_story_is_added_from_the_shortlist(desk: Desk, told: Told, leader: User):
    [new] = told(title="One more")
    desk.look()
    desk.press(f"add:{new.pk}")
    assert titles(desk.digest)[-1] == "One more"
    assert picks(desk.digest)[-1].added_by == leader
    assert desk.buttons(f"add:{new.pk}") == []


@pytest.mark.parametrize("fields", [{"audience": "leaders"}, {"audience_teams": ("Store",)}])
def test_what_is_not_for_everyone_gets_no_button_and_no_place(fields: Any, desk: Desk, told: Told):
    [story] = told(title="Ours", **fields)
    assert "/digest/add/" not in desk.client.get(story.get_absolute_url()).content.decode()
    answer = desk.client.post(f"/digest/add/{story.pk}/", follow=True)
    assert "not meant for everyone" in answer.content.decode()
    desk.look()
    desk.send(f"add:{story.pk}")
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3"]


@pytest.mark.parametrize("action", ["add:{gone}", "add:0", "add:99999", "add:", "add:x", "add:" + "9" * 40])
def test_adding_what_is_not_there_loses_no_word(action: str, desk: Desk, told: Told):
    [gone] = told(title="Gone")
    gone.unpublish()
    desk.type(title="A week of boots")
    assert desk.send(action.format(gone=gone.pk)).status_code == 302
    assert "withdrawn" in desk.words
    assert again(desk.digest).title == "A week of boots"
    assert len(titles(desk.digest)) == 3


def test_a_full_digest_says_so(desk: Desk, told: Told):
    for story in told(MOST_PICKS - 3, title="More"):
        desk.digest.add(story)
    [last] = told(title="Too many")
    assert "full" in desk.client.post(f"/digest/add/{last.pk}/", follow=True).content.decode()
    desk.look()
    desk.send(f"add:{last.pk}")
    assert "full" in desk.words
    assert len(titles(desk.digest)) == MOST_PICKS


def test_a_story_is_taken_out(desk: Desk):
    [_first, second, _third] = picks(desk.digest)
    desk.press(f"out:{second.pk}")
    assert titles(desk.digest) == ["Story 1", "Story 3"]


def test_only_picks_of_this_digest_are_moved_or_taken_out(desk: Desk, told: Told):
    [elsewhere] = told(title="Elsewhere")
    other = Digest.objects.of_week(again(desk.digest).week_start.replace(day=30)).add(elsewhere)
    for action in ("out", "up", "down"):
        desk.send(f"{action}:{other.pk}")
    assert Pick.objects.filter(pk=other.pk).exists()
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3"]


def test_once_this_week_is_out_a_story_goes_to_the_next(desk: Desk, told: Told, now: datetime):
    release(desk.digest, now)
    [story] = told(title="For next week")
    answer = desk.client.post(f"/digest/add/{story.pk}/", follow=True)
    assert "week 49" in answer.content.decode()
    assert titles(Digest.objects.get(week_start="2026-11-30")) == ["For next week"]


# --- decide ---------------------------------------------------------------------------------------------------------


def test_a_leader_approves_holds_and_approves_again(desk: Desk, leader: User):
    desk.press("approve")
    assert (again(desk.digest).state, again(desk.digest).approved_by) == ("approved", leader)
    assert "Lea Der" in desk.words
    desk.press("hold")
    assert again(desk.digest).state == "held"
    desk.press("approve")
    assert again(desk.digest).state == "approved"


def test_fill_it_now_fills_it_up_to_five(desk: Desk, told: Told):
    told(6, title="More")
    desk.look()
    desk.press("fill")
    assert titles(desk.digest)[:3] == ["Story 1", "Story 2", "Story 3"]
    assert len(titles(desk.digest)) == 5
    assert desk.buttons("fill") == []


def test_a_test_goes_to_me_alone(desk: Desk, leader: User, author: User):
    desk.press("test")
    run("mail")
    [message] = mail.outbox
    assert message.to == [leader.email]
    assert message.subject.startswith("Test: Bouquet, week 48")
    assert again(desk.digest).state == "collecting"
    assert states(desk.digest) == {}


def test_send_now_asks_first_and_then_sends(desk: Desk, leader: User, author: User):
    answer = desk.press("now")
    assert answer["Location"] == "/digest/2026-w48/send/"
    page = desk.client.get(answer["Location"]).content.decode()
    assert "2 people get the mail" in page
    assert again(desk.digest).state == "collecting"
    sent = desk.client.post(answer["Location"])
    assert sent["Location"] == "/digest/2026-w48/"
    digest = again(desk.digest)
    assert (digest.state, digest.automatic, digest.approved_by) == ("released", False, leader)
    run("delivery")
    assert sorted(message.to[0] for message in mail.outbox) == [author.email, leader.email]


def test_send_now_twice_sends_once(desk: Desk, author: User):
    for expected in ("/digest/2026-w48/", "/digest/2026-w48/desk/"):
        assert desk.client.post("/digest/2026-w48/send/")["Location"] == expected
    run("delivery")
    assert len(mail.outbox) == 2


def test_send_now_with_nothing_in_it_sends_and_approves_nothing(digest: Digest, as_user: AsUser, leader: User):
    client = as_user(leader)
    answer = client.post(f"/digest/{digest.slug}/send/", follow=True)
    assert "There is nothing to send" in answer.content.decode()
    assert again(digest).state == "collecting"


def test_nothing_changes_what_has_gone_out(desk: Desk, now: datetime, told: Told):
    [other] = told(title="One more")
    [first, *_others] = picks(desk.digest)
    desk.type(title="As it was")
    desk.press("save")
    release(again(desk.digest), now)
    before = again(desk.digest)
    desk.type(title="Afterwards")
    for action in (
        "save",
        f"up:{first.pk}",
        f"out:{first.pk}",
        f"add:{other.pk}",
        "approve",
        "hold",
        "fill",
        "test",
        "now",
    ):
        fields = desk.fields.copy()
        fields["action"] = action
        for version in (desk.fields.get("version", "0"), str(before.version), ""):
            fields["version"] = version
            answer = desk.client.post(desk.path, fields.urlencode(), "application/x-www-form-urlencoded")
            assert answer.status_code == 409
            assert "has gone out" in answer.content.decode()
    after = again(desk.digest)
    assert (after.title, after.version, after.state) == ("As it was", before.version, "released")
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3"]
    run("mail")
    assert mail.outbox == []
