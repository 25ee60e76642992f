"""The desk: every button keeps what was typed, and nobody overwrites anybody."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from people.models import User
from stories.digest.models import Digest, Pick
from stories.models import Story
from tests.conftest import make_user
from tests.digest.desk import Desk
from tests.digest.week import again, picks, titles

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
AsUser = Callable[[User], Client]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


# --- order ----------------------------------------------------------------------------------------------------------


def test_buttons_put_the_stories_in_order(desk: Desk):
    first, second, third = picks(desk.digest)
    desk.press(f"down:{first.pk}")
    assert titles(desk.digest) == ["Story 2", "Story 1", "Story 3"]
    desk.press(f"up:{third.pk}")
    desk.press(f"up:{third.pk}")
    assert titles(desk.digest) == ["Story 3", "Story 2", "Story 1"]
    assert desk.buttons(f"up:{third.pk}")[0].has_attr("disabled")
    assert desk.buttons(f"down:{first.pk}")[0].has_attr("disabled")
    assert not desk.buttons(f"up:{second.pk}")[0].has_attr("disabled")


def test_nothing_moves_beyond_the_ends(desk: Desk):
    first, *_middle, last = picks(desk.digest)
    desk.press(f"up:{first.pk}")
    desk.press(f"down:{last.pk}")
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3"]


def test_the_order_in_which_the_picks_are_sent_is_kept(desk: Desk):
    """As after dragging: the same fields in another order."""
    first, second, third = picks(desk.digest)
    desk.fields.setlist("pick", [str(third.pk), str(first.pk), str(second.pk)])
    desk.press("save")
    assert titles(desk.digest) == ["Story 3", "Story 1", "Story 2"]


@pytest.mark.parametrize("sent", [[], ["x", "-1", "", "9" * 30], ["999999"]])
def test_an_order_that_makes_no_sense_changes_none(sent: list[str], desk: Desk):
    desk.fields.setlist("pick", sent)
    assert desk.press("save").status_code == 302
    assert titles(desk.digest) == ["Story 1", "Story 2", "Story 3"]


def test_a_pick_named_twice_or_not_at_all_is_there_once(desk: Desk):
    _first, second, _third = picks(desk.digest)
    desk.fields.setlist("pick", [str(second.pk), str(second.pk)])
    desk.press("save")
    assert titles(desk.digest) == ["Story 2", "Story 1", "Story 3"]


# --- what is typed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "button",
    ["save", "up:{last}", "down:{first}", "out:{last}", "add:{other}", "fill", "approve", "hold", "test", "now"],
)
def test_every_button_keeps_what_was_typed(button: str, desk: Desk, told: Told):
    [other] = told(title="One more")
    desk.look()
    first, _middle, last = picks(desk.digest)
    desk.type(title="A week of boots", note="Two lines\nof thanks.", question="Whom did you thank?")
    desk.say_why(first, "Nobody asked her to.")
    answer = desk.press(button.format(first=first.pk, last=last.pk, other=other.pk))
    assert answer.status_code == 302
    digest = again(desk.digest)
    assert (digest.title, digest.question) == ("A week of boots", "Whom did you thank?")
    assert digest.note.split() == ["Two", "lines", "of", "thanks."]
    assert Pick.objects.get(pk=first.pk).insight == "Nobody asked her to."


def test_what_is_not_sent_is_not_wiped(desk: Desk):
    [first, *_others] = picks(desk.digest)
    desk.type(title="A week of boots", note="Thanks.")
    desk.say_why(first, "Nobody asked her to.")
    desk.press("save")
    answer = desk.client.post(desk.path, {"action": "approve"})
    assert answer.status_code == 302
    digest = again(desk.digest)
    assert (digest.state, digest.title, digest.note) == ("approved", "A week of boots", "Thanks.")
    assert Pick.objects.get(pk=first.pk).insight == "Nobody asked her to."


def test_what_is_emptied_is_empty(desk: Desk):
    desk.type(title="A week of boots")
    desk.press("save")
    desk.type(title="")
    desk.press("save")
    assert again(desk.digest).title == ""


def test_a_question_of_the_bank_is_read_in_the_readers_language(filled: Digest, as_user: AsUser):
    danish = make_user("dorte.dam@example.com", "Leaders", language="da")
    desk = Desk(as_user(danish), filled)
    question = desk.page.find("datalist").find("option")["value"]
    desk.type(question=question)
    desk.press("save")
    stored = again(filled).question
    assert stored.startswith("Which of our rules")
    assert question != stored
    assert desk.fields["question"] == question


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", "x" * 121), ("note", "x" * 2001), ("question", "x" * 301), ("version", "many"), ("version", "9" * 40)],
)
def test_too_much_is_refused_and_nothing_typed_is_lost(field: str, text: str, desk: Desk):
    [first, *_others] = picks(desk.digest)
    desk.type(title="A week of boots")
    desk.say_why(first, "Nobody asked her to.")
    desk.type(**{field: text})
    answer = desk.send("approve")
    assert answer.status_code == 422
    assert desk.fields[field] == text
    assert desk.fields[f"insight-{first.pk}"] == "Nobody asked her to."
    assert again(desk.digest).state == "collecting"
    assert again(desk.digest).title == ""


def test_too_long_an_insight_is_refused_at_its_story(desk: Desk):
    [first, *_others] = picks(desk.digest)
    desk.say_why(first, "x" * 301)
    assert desk.send("save").status_code == 422
    assert "300" in desk.words
    assert Pick.objects.get(pk=first.pk).insight == ""


# --- two leaders ----------------------------------------------------------------------------------------------------


@pytest.fixture
def other_desk(desk: Desk, as_user: AsUser, administrator: User) -> Desk:
    return Desk(as_user(administrator), desk.digest)


def test_the_slower_of_two_leaders_is_told_and_loses_no_word(desk: Desk, other_desk: Desk, told: Told):
    [first, *_others] = picks(desk.digest)
    [new] = told(title="One more")
    other_desk.look()
    other_desk.type(title="Hers")
    other_desk.press(f"add:{new.pk}")
    [*_old, added] = picks(desk.digest)
    other_desk.say_why(added, "Her line.")
    other_desk.press("save")
    desk.type(title="His", note="His note")
    desk.say_why(first, "His line.")
    answer = desk.send("approve")
    assert answer.status_code == 409
    assert "Somebody else changed this Digest" in desk.words
    assert (again(desk.digest).title, again(desk.digest).state) == ("Hers", "collecting")
    assert (desk.fields["title"], desk.fields["note"]) == ("His", "His note")
    assert desk.fields[f"insight-{first.pk}"] == "His line."
    assert desk.fields[f"insight-{added.pk}"] == "Her line."
    assert desk.press("save").status_code == 302
    assert again(desk.digest).title == "His"
    assert Pick.objects.get(pk=added.pk).insight == "Her line."


def test_a_story_put_in_from_its_page_makes_an_open_desk_stale(
    desk: Desk, told: Told, as_user: AsUser, administrator: User
):
    [new] = told(title="One more")
    as_user(administrator).post(f"/digest/add/{new.pk}/")
    assert desk.send("save").status_code == 409
    assert titles(desk.digest)[-1] == "One more"


def test_one_leader_saves_as_often_as_he_likes(desk: Desk):
    for text in ("One", "Two", "Three"):
        desk.type(title=text)
        assert desk.press("save").status_code == 302
    assert again(desk.digest).title == "Three"


# --- saving as one types --------------------------------------------------------------------------------------------


def test_a_script_saves_and_goes_on(desk: Desk):
    for text in ("One", "Two"):
        desk.type(title=text)
        answer = desk.send("save", **JSON)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert again(desk.digest).title == text
        assert datetime.fromisoformat(answer.json()["saved_at"])
        desk.fields["version"] = str(answer.json()["version"])


def test_a_script_is_told_by_the_status(desk: Desk, other_desk: Desk):
    other_desk.press("save")
    assert desk.send("save", **JSON).status_code == 409
    desk.look()
    desk.type(title="x" * 121)
    assert desk.send("save", **JSON).status_code == 422
