"""A story's way from draft to the wall and back: who moved it, when, why, and what search is told of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from intranet.jobs import run
from people.models import User
from stories.models import (
    Applause,
    Gesture,
    GestureKind,
    Notice,
    Story,
    StoryChange,
    StoryImage,
    StoryPhoto,
    Transition,
)
from stories.models.lifecycle import WrongState
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def last_move(story: Story) -> tuple[str, str, Any, str]:
    move = story.transitions.last()
    assert move is not None
    assert abs(timezone.now() - move.at) < timedelta(minutes=1)
    return move.from_state, move.to_state, move.by, move.why


def told_search(story: Story, action: Callable[[], object]) -> bool:
    """Whether an outbox row for that story was written by the action."""
    StoryChange.objects.all().delete()
    action()
    return StoryChange.objects.filter(story_id=story.pk).exists()


def rewrite(story: Story, by: User, **fields: Any) -> Story:
    """The author's newest text, kept but not handed in."""
    copy = fresh(story).working_copy
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.keep(by=by)
    return fresh(story)


# --- each verb writes who, when and why -----------------------------------------------------------------------------


def test_handing_in_waits(make_story, author):
    story = make_story(author=author, state="draft")
    assert told_search(story, lambda: story.submit(by=author))
    story = fresh(story)
    assert (story.state, story.live) == ("waiting", False)
    assert story.submitted_at
    assert last_move(story) == ("draft", "waiting", author, "")


def test_approving_publishes_and_tells_the_author(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    assert told_search(story, lambda: story.approve(by=leader, comment="Lovely."))
    story = fresh(story)
    assert (story.state, story.live) == ("live", True)
    assert story.first_published_at
    assert last_move(story) == ("waiting", "live", leader, "Lovely.")
    notice = Notice.objects.get(person=author)
    assert (notice.kind, notice.by, notice.story, notice.text) == ("approved", leader, story, "Lovely.")


def test_returning_says_why_and_tells_the_author(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    assert told_search(story, lambda: story.return_to_author(by=leader, reason="Leave out her name."))
    story = fresh(story)
    assert (story.state, story.live) == ("returned", False)
    assert last_move(story) == ("waiting", "returned", leader, "Leave out her name.")
    notice = Notice.objects.get(person=author)
    assert (notice.kind, notice.text) == ("returned", "Leave out her name.")


def test_a_returned_story_is_changed_and_handed_in_again(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    story.return_to_author(by=leader, reason="Which shop?")
    story = rewrite(story, author, happened="In the Odense shop.")
    story.submit(by=author)
    assert last_move(story) == ("returned", "waiting", author, "")
    fresh(story).approve(by=leader)
    story = fresh(story)
    assert (story.state, story.happened) == ("live", "In the Odense shop.")
    assert [move.to_state for move in story.transitions.all()] == ["waiting", "returned", "waiting", "live"]


@pytest.mark.parametrize(("state", "after"), [("waiting", "draft"), ("returned", "draft"), ("live", "unpublished")])
def test_an_author_takes_it_back(make_story, author, state, after):
    story = make_story(author=author, state=state)
    assert told_search(story, lambda: story.withdraw(by=author, why="Not yet."))
    story = fresh(story)
    assert (story.state, story.live, story.edit_state) == (after, False, "")
    assert last_move(story)[:3] == (state, after, author)
    assert story.current_workflow_state is None


@pytest.mark.parametrize("state", ["draft", "unpublished"])
def test_what_nobody_else_sees_cannot_be_taken_back(make_story, author, state):
    story = make_story(author=author, state=state)
    moves = story.transitions.count()
    story.withdraw(by=author)
    assert (fresh(story).state, story.transitions.count()) == (state, moves)


def test_a_story_taken_down_comes_back_by_the_same_way(make_story, author, leader):
    story = make_story(author=author)
    published = story.first_published_at
    assert told_search(story, lambda: story.unpublish(user=leader))
    assert last_move(story) == ("live", "unpublished", leader, "")
    story = fresh(story)
    story.submit(by=author)
    assert last_move(story) == ("unpublished", "waiting", author, "")
    fresh(story).approve(by=leader)
    story = fresh(story)
    assert (story.state, story.live, story.first_published_at) == ("live", True, published)


def test_a_second_tap_hands_in_once(make_story, author):
    story = make_story(author=author, state="draft")
    story.submit(by=author)
    fresh(story).submit(by=author)
    assert story.transitions.count() == 1


# --- who is trusted -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["trusted", "leader", "administrator", "superuser"])
@pytest.mark.parametrize("state", ["draft", "waiting", "returned", "unpublished"])
def test_trusted_people_go_live_at_once(request, make_story, author, who, state):
    person = author if who == "trusted" else request.getfixturevalue(who)
    story = make_story(author=person, state=state)
    person.is_trusted = who == "trusted"
    if state == "waiting":  # trust came while the story waited: it is taken back and sent again
        story.withdraw(by=person)
        story = fresh(story)
    before = story.state
    assert told_search(story, lambda: story.submit(by=person))
    story = fresh(story)
    assert (story.state, story.live, story.live_by_trust) == ("live", True, who == "trusted")
    assert last_move(story) == (before, "live", person, "")
    assert story.current_workflow_state is None
    assert not Notice.objects.exists()


def test_a_leader_looks_over_what_went_live_by_trust(make_story, author, leader):
    author.is_trusted = True
    story = make_story(author=author, state="draft")
    story.submit(by=author)
    assert list(Story.objects.to_look_over()) == [story]
    story.look_over(by=leader)
    assert not Story.objects.to_look_over().exists()
    assert fresh(story).live


# --- wrong states ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "returned", "live", "unpublished"])
def test_only_what_waits_is_approved_or_returned(make_story, author, leader, state):
    story = make_story(author=author, state=state)
    moves = story.transitions.count()
    with pytest.raises(WrongState):
        story.approve(by=leader)
    with pytest.raises(WrongState):
        story.return_to_author(by=leader, reason="No.")
    assert (fresh(story).state, story.transitions.count()) == (state, moves)
    assert not Notice.objects.exists()


def test_of_two_leaders_the_second_comes_too_late(make_story, author, leader, administrator):
    story = make_story(author=author, state="waiting")
    hers, his = fresh(story), fresh(story)
    hers.approve(by=leader)
    with pytest.raises(WrongState):
        his.approve(by=administrator)
    with pytest.raises(WrongState):
        his.return_to_author(by=administrator, reason="Too late.")
    assert story.transitions.filter(to_state="live").count() == 1
    assert Notice.objects.count() == 1


def test_what_somebody_deleted_meanwhile_is_gone_for_every_verb(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    verbs: list[Callable[[Story], object]] = [
        lambda copy: copy.approve(by=leader),
        lambda copy: copy.return_to_author(by=leader, reason="No."),
        lambda copy: copy.withdraw(by=author),
        lambda copy: copy.keep(by=author),
        lambda copy: copy.submit(by=author),
        lambda copy: copy.unpublish(user=leader),
    ]
    copies = [fresh(story) for _ in verbs]
    story.remove()
    for verb, copy in zip(verbs, copies, strict=True):
        with pytest.raises(WrongState):
            verb(copy)
    assert not Story.objects.exists()


def test_an_employee_cannot_approve(make_story, author, outsider):
    story = make_story(author=author, state="waiting")
    with pytest.raises(PermissionDenied):
        story.approve(by=outsider)
    assert fresh(story).state == "waiting"


# --- the new text of a live story -----------------------------------------------------------------------------------


def test_the_old_text_stays_until_the_new_one_is_approved(make_story, author, leader, photo):
    story = make_story(author=author, title="Old title", tags=("old",))
    copy = fresh(story).working_copy
    copy.title = "New title"
    copy.tags.set(["new"])
    copy.gestures.set([Gesture(kind=GestureKind.objects.get(slug="bouquet"), number=2)])
    copy.colleagues.create(name="Bo Ek")
    copy.photos.create(image=store(normalise(photo()), by=author))
    copy.keep(by=author)
    fresh(story).submit(by=author)

    story = fresh(story)
    assert (story.title, story.state, story.edit_state, story.live) == ("Old title", "live", "waiting", True)
    assert [tag.name for tag in story.tags.all()] == ["old"]
    assert not story.gestures.exists()
    assert not story.colleagues.exists()
    assert not story.photos.exists()
    waiting = story.working_copy
    assert (waiting.title, [tag.name for tag in waiting.tags.all()]) == ("New title", ["new"])

    assert told_search(story, lambda: story.approve(by=leader))
    story = fresh(story)
    assert (story.title, story.state, story.edit_state) == ("New title", "live", "")
    assert [tag.name for tag in story.tags.all()] == ["new"]
    assert [(gesture.kind.slug, gesture.number) for gesture in story.gestures.all()] == [("bouquet", 2)]
    assert [str(colleague) for colleague in story.colleagues.all()] == ["Bo Ek"]
    assert story.photos.count() == 1


def test_a_returned_new_text_leaves_the_old_one_on_the_wall(make_story, author, leader):
    story = make_story(author=author, title="Old title")
    rewrite(story, author, title="New title").submit(by=author)
    fresh(story).return_to_author(by=leader, reason="Shorter.")
    story = fresh(story)
    assert (story.title, story.state, story.edit_state, story.live) == ("Old title", "live", "returned", True)
    story = rewrite(story, author, title="New")
    assert story.edit_state == "returned"
    story.submit(by=author)
    fresh(story).approve(by=leader)
    assert (fresh(story).title, fresh(story).edit_state) == ("New", "")


@pytest.mark.parametrize("edit_state", ["draft", "returned"])
def test_taking_a_story_down_keeps_its_new_text(make_story, author, leader, edit_state):
    story = make_story(author=author, title="Old title")
    story = rewrite(story, author, title="New title")
    if edit_state == "returned":
        story.submit(by=author)
        fresh(story).return_to_author(by=leader, reason="Shorter.")
    fresh(story).withdraw(by=author)
    story = fresh(story)
    assert (story.state, story.edit_state, story.live) == ("unpublished", "", False)
    assert story.working_copy.title == "New title"
    story.submit(by=author)
    fresh(story).approve(by=leader)
    assert fresh(story).title == "New title"


def test_taking_back_a_new_text_leaves_the_old_one_on_the_wall(make_story, author):
    story = make_story(author=author, title="Old title")
    rewrite(story, author, title="New title").submit(by=author)
    fresh(story).withdraw(by=author)
    story = fresh(story)
    assert (story.title, story.state, story.edit_state, story.live) == ("Old title", "live", "draft", True)
    assert story.working_copy.title == "New title"


def test_a_leader_takes_down_a_story_whose_new_text_waits(make_story, author, leader):
    story = make_story(author=author)
    rewrite(story, author, title="New title").submit(by=author)
    fresh(story).unpublish(user=leader)
    story = fresh(story)
    assert (story.state, story.check_state, story.current_workflow_state) == ("unpublished", "unpublished", None)
    story.submit(by=author)
    fresh(story).approve(by=leader)
    assert (fresh(story).state, fresh(story).title) == ("live", "New title")


def test_typing_on_writes_over_the_own_unseen_revision_only(make_story, author, leader):
    story = make_story(author=author, state="draft")
    rewrite(story, author, happened="She")
    rewrite(story, author, happened="She rang")
    assert story.revisions.count() == 1
    fresh(story).submit(by=author)
    fresh(story).return_to_author(by=leader, reason="More.")
    rewrite(story, author, happened="She rang again")
    assert story.revisions.count() == 2  # what the leader has seen stays as it was


@pytest.mark.parametrize(("state", "told"), [("draft", False), ("returned", True), ("unpublished", True)])
def test_search_hears_of_every_text_it_may_find(make_story, author, state, told):
    story = make_story(author=author, state=state)
    assert told_search(story, lambda: rewrite(story, author, title="Another title")) is told


def test_a_stale_copy_does_not_undo_what_a_leader_did_meanwhile(make_story, author, leader):
    """The author's form was read while the story waited; the leader publishes; then the author's words arrive."""
    story = make_story(author=author, state="waiting", title="Old title")
    slow = fresh(story).working_copy
    fresh(story).approve(by=leader)
    slow.title = "New title"
    slow.catch_up()
    slow.keep(by=author)
    story = fresh(story)
    assert (story.title, story.state, story.edit_state, story.live) == ("Old title", "live", "draft", True)
    assert story.working_copy.title == "New title"


# --- applause -------------------------------------------------------------------------------------------------------


def test_applause_counts_once_a_person_and_can_be_taken_back(make_story, author, colleague, outsider):
    story = make_story(author=author)
    assert told_search(story, lambda: story.applaud(by=colleague))
    assert not story.applaud(by=colleague)
    fresh(story).applaud(by=outsider)
    assert fresh(story).applause_count == Applause.objects.filter(story=story).count() == 2
    assert told_search(story, lambda: fresh(story).take_back_applause(by=colleague))
    fresh(story).take_back_applause(by=colleague)
    assert fresh(story).applause_count == 1


@pytest.mark.parametrize("verb", ["publish", "unpublish", "withdraw", "keep"])
def test_applause_that_comes_meanwhile_is_not_lost(make_story, author, leader, colleague, verb):
    story = make_story(author=author)
    slow = fresh(story)  # read before the applause, saved after it
    fresh(story).applaud(by=colleague)
    if verb == "publish":
        slow.latest_revision.publish(user=leader)
    elif verb == "keep":
        slow.keep(by=author)
    else:
        slow.unpublish(user=leader) if verb == "unpublish" else slow.withdraw(by=author)
    assert fresh(story).applause_count == 1


# --- removal --------------------------------------------------------------------------------------------------------


def test_deleting_takes_the_photos_along_and_tells_search(make_story, author, photo):
    story, other = make_story(author=author), make_story(author=author)
    shared, own = store(normalise(photo()), by=author), store(normalise(photo()), by=author)
    for shows, image in ((story, shared), (story, own), (other, shared)):
        StoryPhoto.objects.create(story=shows, image=image)
    StoryChange.objects.all().delete()
    pk = story.pk
    fresh(story).remove()
    assert list(StoryImage.objects.all()) == [shared]
    assert StoryChange.objects.filter(story_id=pk).exists()
    assert not Transition.objects.filter(story_id=pk).exists()


# --- the clock ------------------------------------------------------------------------------------------------------


def test_a_scheduled_story_goes_live_when_its_time_has_come(make_story, author, leader):
    story = make_story(author=author, state="draft")
    noon = (timezone.localtime() + timedelta(days=3)).replace(hour=12, minute=0, second=0, microsecond=0)
    story.go_live_at = noon
    story.save_revision(user=leader, clean=False).publish(user=leader)
    assert (fresh(story).state, fresh(story).live) == ("draft", False)

    call_command("run_due", at=(noon - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M"), verbosity=0)
    assert not fresh(story).live
    for _ in range(2):  # twice is harmless
        call_command("run_due", at=noon.strftime("%Y-%m-%dT%H:%M"), verbosity=0)
    story = fresh(story)
    assert (story.state, story.live, story.go_live_at) == ("live", True, None)
    assert last_move(story)[:2] == ("draft", "live")
    assert story.transitions.count() == 1


def test_a_scheduled_new_text_replaces_the_old_one_when_its_time_has_come(make_story, author, leader):
    story = make_story(author=author, title="Old title")
    copy = fresh(story)
    copy.title, copy.go_live_at = "New title", timezone.now() + timedelta(hours=2)
    copy.save_revision(user=leader, clean=False).publish(user=leader)
    assert (fresh(story).title, fresh(story).live) == ("Old title", True)
    assert run("scheduled", timezone.now() + timedelta(hours=3)) == 1
    assert (fresh(story).title, fresh(story).state, fresh(story).edit_state) == ("New title", "live", "")


def test_an_expired_story_is_taken_down(make_story, author):
    story = make_story(author=author, expire_at=timezone.now() + timedelta(hours=1))
    assert run("scheduled") == 0
    assert run("scheduled", timezone.now() + timedelta(hours=2)) == 1
    story = fresh(story)
    assert (story.state, story.live, story.expired) == ("unpublished", False, True)
    assert run("scheduled", timezone.now() + timedelta(hours=2)) == 0


def test_a_leader_need_not_wait_for_the_clock(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    story.go_live_at = timezone.now() + timedelta(days=1)
    story.save_revision(user=leader, clean=False).publish(user=leader)
    story = fresh(story)
    assert (story.state, story.live) == ("waiting", False)
    fresh(story).approve(by=leader)
    story = fresh(story)
    assert (story.state, story.live) == ("live", True)
