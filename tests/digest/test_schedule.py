"""What the clock does: draft at cut-off, remind, send out; whoever acts or does not."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from intranet.jobs import run
from people.models import User
from stories.digest import schedule
from stories.digest.models import Digest, Pick
from stories.digest.questions import BANK, next_question
from stories.models import Notice, Organisation, Story
from tests.digest.conftest import GoTo
from tests.digest.week import CUTOFF, MONDAY, REMINDER, SEND, again, notices, states, titles

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]


@pytest.fixture
def tick(go_to: GoTo) -> Callable[[str], Digest | None]:
    """What `run_due` does at that time; this week's Digest after it."""

    def at(text: str, **options: Any) -> Digest | None:
        go_to(text, **options)
        run("digest")
        run("delivery")
        return Digest.objects.filter(week_start=MONDAY).first()

    return at


# --- draft ----------------------------------------------------------------------------------------------------------


def test_it_is_drafted_at_cutoff_and_not_before(told: Told, tick: Any, leader: User):
    told(7)
    assert tick("2026-11-26T11:59:59") is None
    digest = tick(CUTOFF)
    assert digest.state == "drafted"
    assert len(titles(digest)) == 5
    assert digest.question == BANK[0]
    assert notices("drafted") == [leader.email]


def test_it_is_drafted_once(told: Told, tick: Any, leader: User):
    told(3)
    digest = tick(CUTOFF)
    told(4, title="Told later", moment="2026-11-24T09:00+01:00")
    Pick.objects.filter(digest=digest).first().delete()
    assert len(titles(tick("2026-11-26T12:01"))) == 2
    assert notices("drafted") == [leader.email]


def test_what_a_leader_has_put_in_stays_first(told: Told, tick: Any, leader: User, go_to: GoTo):
    dull, *_others = told(8)
    go_to("2026-11-24T10:00")
    Digest.objects.of_week(MONDAY).add(dull, by=leader)
    Story.objects.exclude(pk=dull.pk).update(applause_count=30)
    digest = tick(CUTOFF)
    assert titles(digest)[0] == dull.title
    assert len(titles(digest)) == 5
    assert [pick.added_by for pick in Pick.objects.filter(digest=digest)] == [leader, None, None, None, None]


def test_more_than_five_that_leaders_have_put_in_are_all_kept(
    told: Told, tick: Any, leader: User, digest: Digest, go_to: GoTo
):
    go_to("2026-11-24T10:00")
    for story in told(7):
        digest.add(story, by=leader)
    told(2, title="Another")
    assert titles(tick(CUTOFF)) == [f"Story {number}" for number in range(1, 8)]


def test_what_is_approved_before_cutoff_is_not_filled_up(
    told: Told, tick: Any, leader: User, digest: Digest, go_to: GoTo
):
    go_to("2026-11-24T10:00")
    chosen, *_others = told(4)
    digest.add(chosen, by=leader)
    digest.approve(by=leader)
    assert titles(tick(CUTOFF)) == [chosen.title]
    assert tick(SEND).state == "released"
    assert titles(digest) == [chosen.title]
    assert notices("drafted") == []


def test_a_question_that_a_leader_wrote_stays(told: Told, tick: Any, digest: Digest):
    told(1)
    Digest.objects.filter(pk=digest.pk).update(question="Whom did you thank?")
    assert tick(CUTOFF).question == "Whom did you thank?"


def test_the_bank_asks_the_question_that_has_waited_longest(db: None):
    for number, question in enumerate(BANK):
        assert next_question() == question
        Digest.objects.create(week_start=date(2026, 1, 5) + timedelta(weeks=number), question=question)
    assert next_question() == BANK[0]


# --- remind ---------------------------------------------------------------------------------------------------------


def test_all_leaders_are_reminded_two_hours_before_and_once(
    told: Told, tick: Any, leader: User, administrator: User, author: User, leaver: User
):
    told(1)
    tick(CUTOFF)
    tick("2026-11-27T06:59")
    assert notices("unapproved") == []
    for when in (REMINDER, "2026-11-27T07:01", "2026-11-27T08:59"):
        tick(when)
        assert notices("unapproved") == [administrator.email, leader.email]


def test_the_stand_in_alone_is_reminded(
    told: Told, tick: Any, leader: User, administrator: User, organisation: Organisation
):
    organisation.stand_in = leader
    organisation.save()
    told(1)
    tick(CUTOFF)
    tick(REMINDER)
    assert notices("unapproved") == [leader.email]


def test_a_stand_in_who_has_left_is_replaced_by_all_leaders(
    told: Told, tick: Any, leader: User, leaver: User, organisation: Organisation
):
    organisation.stand_in = leaver
    organisation.save()
    told(1)
    tick(CUTOFF)
    tick(REMINDER)
    assert notices("unapproved") == [leader.email]


def test_nobody_is_reminded_of_what_is_approved_or_held(told: Told, tick: Any, leader: User):
    told(1)
    tick(CUTOFF).approve(by=leader)
    tick(REMINDER)
    assert notices("unapproved") == []
    Digest.objects.get(week_start=MONDAY).hold()
    tick("2026-11-27T07:30")
    assert notices("unapproved") == []


def test_two_hours_are_two_hours_on_the_night_of_the_clock_change(
    tick: Any, told: Told, leader: User, organisation: Organisation
):
    organisation.cutoff_day, organisation.send_day, organisation.send_time = 4, 6, time(4, 0)
    organisation.save()
    told(1, moment="2026-03-20T12:00+01:00")
    tick("2026-03-27T12:00")
    tick("2026-03-29T00:59")  # 04:00 comes three hours and a minute later on the wall, two and a minute in truth
    assert notices("unapproved") == []
    tick("2026-03-29T01:00")
    assert notices("unapproved") == [leader.email]


def test_the_reminder_is_mailed_at_most_once(told: Told, tick: Any, leader: User):
    told(1)
    tick(CUTOFF)
    tick(REMINDER)
    for _ in range(3):
        run("notices")
        run("mail")
    assert [message.to for message in mail.outbox] == [[leader.email]] * 2  # drafted, and not approved yet
    assert "/digest/2026-w48/desk/" in mail.outbox[1].body


# --- send out -------------------------------------------------------------------------------------------------------


def test_what_is_approved_goes_out_at_send_time(told: Told, tick: Any, leader: User, author: User):
    told(2)
    tick(CUTOFF).approve(by=leader)
    assert tick("2026-11-27T08:59:59").state == "approved"
    digest = tick(SEND)
    assert (digest.state, digest.automatic, digest.approved_by) == ("released", False, leader)
    assert states(digest) == {leader.email: "sent", author.email: "sent"}


def test_what_nobody_approved_goes_out_and_says_so(told: Told, tick: Any, leader: User, author: User):
    told(2)
    tick(CUTOFF)
    digest = tick(SEND)
    assert (digest.state, digest.automatic, digest.approved_by) == ("released", True, None)
    assert states(digest) == {leader.email: "sent", author.email: "sent"}
    assert "Picked automatically" in mail.outbox[0].body


def test_the_setting_holds_what_nobody_approved(told: Told, tick: Any, leader: User, organisation: Organisation):
    organisation.hold_unapproved = True
    organisation.save()
    told(2)
    tick(CUTOFF)
    digest = tick("2026-11-27T12:00")
    assert (digest.state, mail.outbox) == ("drafted", [])
    digest.approve(by=leader)
    assert tick("2026-11-28T10:00").state == "released"
    assert not again(digest).automatic


def test_what_is_held_back_waits_for_approval(told: Told, tick: Any, leader: User):
    told(2)
    tick(CUTOFF).hold()
    digest = tick("2026-11-27T10:00")
    assert (digest.state, states(digest)) == ("held", {})
    digest.approve(by=leader)
    assert tick("2026-11-27T14:00").state == "released"


def test_holding_takes_an_approval_back(told: Told, tick: Any, leader: User):
    told(1)
    digest = tick(CUTOFF)
    digest.approve(by=leader)
    digest.hold()
    assert tick(SEND).state == "held"
    assert mail.outbox == []


def test_nobody_acts_over_christmas_and_it_goes_out(told: Told, tick: Any, leader: User, author: User):
    told(4, moment="2026-12-19T12:00+01:00")
    for day in (24, 25, 26, 27):
        for hour in range(0, 24, 3):
            tick(f"2026-12-{day}T{hour:02d}:00")
    digest = Digest.objects.get(week_start=date(2026, 12, 21))
    assert (digest.slug, digest.state, digest.automatic) == ("2026-w52", "released", True)
    assert digest.released_at == datetime.fromisoformat("2026-12-25T09:00+01:00")
    assert sorted(message.to[0] for message in mail.outbox) == [author.email, leader.email]


def test_the_week_of_new_year_is_sent_in_the_new_year(told: Told, tick: Any, leader: User):
    told(3, moment="2026-12-26T12:00+01:00")
    tick("2026-12-31T12:00")
    tick("2027-01-01T09:00")
    digest = Digest.objects.get()
    assert (digest.slug, digest.state) == ("2026-w53", "released")


@pytest.mark.parametrize(
    ("sunday", "before", "due"),
    [
        ("2026-03-29", "2026-03-29T00:29:59+00:00", "2026-03-29T01:30+00:00"),  # 02:30 is skipped: 03:30
        ("2026-10-25", "2026-10-25T00:29:59+00:00", "2026-10-25T00:30+00:00"),  # the first of two
    ],
)
def test_half_past_two_on_the_night_of_a_clock_change_comes_once(
    sunday: str, before: str, due: str, told: Told, leader: User, organisation: Organisation, time_machine: Any
):
    organisation.cutoff_day, organisation.send_day, organisation.send_time = 5, 6, time(2, 30)
    organisation.save()
    told(1, moment=f"{date.fromisoformat(sunday) - timedelta(days=9)}T12:00+01:00")
    sent = []
    night = datetime.fromisoformat(f"{sunday}T00:00+00:00") - timedelta(hours=14)
    for quarter in range(18 * 4):
        moment = night + timedelta(minutes=15 * quarter)
        time_machine.move_to(moment, tick=False)
        run("digest")
        run("delivery")
        sent.append((moment, len(mail.outbox)))
    first = next(moment for moment, count in sent if count)
    assert first == datetime.fromisoformat(due)
    assert sent[-1][1] == 1


def test_where_there_is_nothing_to_pick_nothing_is_sent(tick: Any, leader: User, as_user: Any):
    tick(CUTOFF)
    digest = tick(SEND)
    assert (digest.state, states(digest), mail.outbox) == ("held", {}, [])
    archive = as_user(leader).get("/digest/").content.decode()
    assert f'href="{digest.get_absolute_url()}"' not in archive


def test_an_empty_digest_does_not_go_out_the_moment_a_story_is_added(told: Told, tick: Any, leader: User, author: User):
    tick(CUTOFF)
    digest = tick("2026-11-27T09:05")
    digest.add(told(1)[0], by=leader)
    assert tick("2026-11-27T09:06").state == "held"
    digest.approve(by=leader)
    assert tick("2026-11-27T09:07").state == "released"


def test_what_was_withdrawn_after_approval_sends_no_empty_mail(told: Told, tick: Any, leader: User):
    [story] = told(1)
    tick(CUTOFF).approve(by=leader)
    story.unpublish(user=leader)
    assert tick(SEND).state == "held"
    assert mail.outbox == []


def test_a_worker_that_was_down_catches_up_in_the_same_week(told: Told, tick: Any, author: User):
    told(3)
    assert tick("2026-11-25T10:00") is None
    digest = tick("2026-11-28T20:00")
    assert (digest.state, digest.automatic) == ("released", True)
    assert states(digest) == {author.email: "sent"}


def test_a_drafted_digest_is_caught_up_with_in_the_days_after(told: Told, tick: Any, author: User):
    told(3)
    tick(CUTOFF)
    assert tick("2026-12-01T08:00").state == "released"


def test_a_digest_that_is_a_week_late_is_not_sent_by_itself(told: Told, tick: Any, author: User):
    told(3)
    tick(CUTOFF)
    digest = tick("2026-12-03T09:01")
    assert (digest.state, mail.outbox) == ("drafted", [])


def test_a_week_that_nobody_drafted_is_over_when_it_is_over(told: Told, tick: Any):
    told(3)
    assert tick("2026-11-30T08:00") is None


def test_doing_everything_twice_does_it_once(told: Told, tick: Any, leader: User, author: User):
    told(6)
    for when in (CUTOFF, CUTOFF, REMINDER, REMINDER, SEND, SEND, SEND):
        tick(when)
    assert len(mail.outbox) == 2
    assert Notice.objects.count() == 2
    assert Digest.objects.count() == 1


def test_whoever_comes_second_with_the_same_reading_does_nothing(told: Told, go_to: GoTo, leader: User, author: User):
    """Two processes have read the same Digest; the database decides which of them acts."""
    told(3)
    now = go_to(CUTOFF)
    Digest.objects.of_week(MONDAY)
    mine, yours = (Digest.objects.get(week_start=MONDAY) for _ in range(2))
    assert (schedule.draft(mine, now), schedule.draft(yours, now)) == (True, False)
    assert (schedule.remind(mine, now, None), schedule.remind(yours, now, None)) == (True, False)
    assert (schedule.release(mine, now), schedule.release(yours, now)) == (True, False)
    assert notices("drafted") == notices("unapproved") == [leader.email]
    assert len(states(mine)) == 2


# --- run_due --at, settings -----------------------------------------------------------------------------------------


def test_run_due_does_what_would_be_due_then(told: Told, on_tuesday: datetime, author: User, capsys: Any):
    told(3)
    call_command("run_due", at="2026-11-26T12:00")
    assert Digest.objects.get().state == "drafted"
    call_command("run_due", at="2026-11-27T09:00")
    digest = Digest.objects.get()
    assert digest.state == "released"
    assert digest.released_at == datetime.fromisoformat("2026-11-27T08:00+00:00")
    assert states(digest) == {author.email: "sent"}
    assert "delivery: 1" in capsys.readouterr().out


def test_run_due_says_what_to_type_for_a_time_it_cannot_read(db: None):
    with pytest.raises(CommandError, match="2026-11-27T09:00"):
        call_command("run_due", at="on Friday")


@pytest.mark.parametrize(
    ("cutoff", "send", "fine"),
    [
        ((3, time(12)), (4, time(9)), True),
        ((4, time(9)), (4, time(9, 1)), True),
        ((4, time(9)), (4, time(9)), False),
        ((4, time(9)), (3, time(12)), False),
        ((6, time(9)), (0, time(9)), False),
    ],
)
def test_the_digest_is_sent_after_its_cutoff(cutoff: Any, send: Any, fine: bool):
    organisation = Organisation(cutoff_day=cutoff[0], cutoff_time=cutoff[1], send_day=send[0], send_time=send[1])
    if fine:
        organisation.clean()
    else:
        with pytest.raises(ValidationError, match="after its cut-off"):
            organisation.clean()


def test_times_changed_in_mid_week_count_from_then_on(told: Told, tick: Any, author: User, organisation: Organisation):
    told(1)
    tick(CUTOFF)
    organisation.send_day = 5
    organisation.save()
    assert tick(SEND).state == "drafted"
    assert tick("2026-11-28T09:00").state == "released"


def test_the_next_digest_that_is_not_out_takes_a_story(told: Told, go_to: GoTo, leader: User):
    now = go_to("2026-11-24T10:00")
    for story in told(2):
        digest = Digest.objects.to_fill(now)
        digest.add(story)
        schedule.release(digest, now)
    assert Digest.objects.to_fill(now).slug == "2026-w50"


def test_only_a_monday_begins_a_week():
    with pytest.raises(ValidationError, match="Monday"):
        Digest(week_start=date(2026, 11, 24)).clean()
