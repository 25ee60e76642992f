"""Who comes to the desk, at which weeks, and what stands beside it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from stories.digest.models import MOST_PICKS, Digest, Pick
from stories.models import Story
from tests.digest.desk import Desk
from tests.digest.week import again, picks, titles

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
AsUser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


# --- who and where --------------------------------------------------------------------------------------------------

LEADERS_ONLY = ["desk/", "recipients/", "send/", "preview/page/", "preview/mail/", "preview/text/"]


@pytest.mark.parametrize("path", LEADERS_ONLY)
def test_the_desk_and_what_belongs_to_it_is_for_leaders(
    path: str, filled: Digest, as_user: AsUser, cast: dict[str, User]
):
    answers = {
        name: (Client() if name in ("nobody", "leaver") else as_user(user)).get(f"/digest/2026-w48/{path}").status_code
        for name, user in cast.items()
    }
    refused = dict.fromkeys(("author", "colleague", "outsider"), 403)
    assert answers == refused | {"leader": 200, "administrator": 200, "leaver": 302, "nobody": 302}


def test_employees_change_nothing(filled: Digest, as_user: AsUser, author: User, told: Told):
    [story] = told(title="Mine", author=author)
    client = as_user(author)
    assert client.post("/digest/2026-w48/desk/", {"title": "Mine", "action": "approve"}).status_code == 403
    assert client.post("/digest/2026-w48/send/").status_code == 403
    assert client.post(f"/digest/add/{story.pk}/").status_code == 403
    assert "/digest/add/" not in client.get(story.get_absolute_url()).content.decode()
    assert (again(filled).title, again(filled).state) == ("", "collecting")
    assert len(titles(filled)) == 3


def test_a_digest_that_is_not_out_is_hidden_from_employees_and_led_to_the_desk(
    filled: Digest, as_user: AsUser, author: User, leader: User
):
    assert as_user(author).get("/digest/2026-w48/").status_code == 404
    assert as_user(leader).get("/digest/2026-w48/")["Location"] == "/digest/2026-w48/desk/"


@pytest.mark.parametrize(
    "week", ["2026-w54", "2026-w00", "2025-w53", "2019-w01", "2026-w49", "9999-w52", "0000-w01", "2026-W48"]
)
def test_a_week_without_a_digest_is_not_found(week: str, filled: Digest, as_user: AsUser, leader: User):
    client = as_user(leader)
    for path in ["", *LEADERS_ONLY]:
        assert client.get(f"/digest/{week}/{path}").status_code == 404
    assert Digest.objects.count() == 1


def test_the_desk_of_the_week_that_is_filled_next_is_there_by_itself(as_user: AsUser, leader: User):
    answer = as_user(leader).get("/digest/2026-w48/desk/")
    assert answer.status_code == 200
    assert "Not drafted yet" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "method"), [("send/", "put"), ("desk/", "delete"), ("recipients/", "post"), ("preview/mail/", "post")]
)
def test_other_methods_are_refused(path: str, method: str, filled: Digest, as_user: AsUser, leader: User):
    assert getattr(as_user(leader), method)(f"/digest/2026-w48/{path}").status_code == 405
    assert as_user(leader).get(f"/digest/add/{Story.objects.first().pk}/").status_code == 405


# --- what stands beside it ------------------------------------------------------------------------------------------


def test_the_shortlist_and_what_was_left_out_stand_beside_it_in_words(desk: Desk, told: Told):
    told(title="Worth it", level="world-class")
    told(title="Too fresh", moment="2026-11-24T09:00+01:00")
    desk.look()
    assert "Worth it" in desk.words
    assert "World class, says its author" in desk.words
    assert "Too fresh younger than a day" in desk.words


def test_a_withdrawn_pick_is_marked(desk: Desk):
    picks(desk.digest)[0].story.unpublish()
    desk.look()
    assert "Withdrawn" in desk.words


def test_a_pick_that_its_author_took_back_altogether_is_nobodys_to_see(desk: Desk, author: User):
    story = picks(desk.digest)[0].story
    Story.objects.filter(pk=story.pk).update(author=author)
    story.withdraw(by=author)
    for verb in ("submit", "withdraw"):
        getattr(Story.objects.get(pk=story.pk), verb)(by=author)
    assert Story.objects.get(pk=story.pk).state == "draft"
    desk.look()
    assert str(story) not in desk.words


def test_the_desk_asks_the_same_few_questions_however_much_there_is(desk: Desk, told: Told):
    counts = []
    for number in (3, 20):
        for story in told(number, title=f"Of {number}")[1:]:
            if Pick.objects.count() < MOST_PICKS:
                desk.digest.add(story)
        with CaptureQueriesContext(connection) as queries:
            desk.look()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24
