"""The ledger: each is sent to once; who could not be reached is asked again, who said no is not."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from stories.digest import delivery
from stories.digest.delivery import MOST_TRIES, Sender, claim, deliver_due
from stories.digest.models import Delivery, Digest
from stories.digest.recipients import open_deliveries
from stories.digest.schedule import release
from tests.conftest import make_user
from tests.digest.postman import Postman, addresses, message_ids
from tests.digest.week import states

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
FULL = smtplib.SMTPRecipientsRefused({"x": (452, b"4.2.2 mailbox full")})
UNKNOWN = smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 no such person")})
BUSY = smtplib.SMTPDataError(451, b"4.3.0 try again later")
SPAM = smtplib.SMTPDataError(554, b"5.7.1 not with us")
CLOSING = smtplib.SMTPRecipientsRefused({"x": (421, b"4.3.2 closing")})
NOT_YOU = smtplib.SMTPSenderRefused(550, b"5.7.1 who are you", "bouquet@localhost")
GONE = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime, settings: Any) -> datetime:
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": "tests.digest.postman.Postman"}}
    Postman.begin()
    return on_tuesday


@pytest.fixture
def crowd(db: None) -> list[User]:
    return [make_user(f"p{number}.person@example.com") for number in range(5)]


@pytest.fixture
def out(filled: Digest, crowd: list[User], now: datetime) -> Digest:
    release(filled, now)
    return filled


def rows(digest: Digest) -> list[Delivery]:
    return list(Delivery.objects.filter(digest=digest).select_related("person").order_by("pk"))


def row_of(person: User) -> Delivery:
    return Delivery.objects.get(person=person)


# --- what is written down -------------------------------------------------------------------------------------------


def test_each_gets_it_once(out: Digest, crowd: list[User], now: datetime):
    assert deliver_due(now) == 5
    assert deliver_due(now + timedelta(days=3)) == 0
    assert addresses() == [person.email for person in crowd]
    assert len(set(message_ids())) == 5
    for row in rows(out):
        assert (row.state, row.tries, row.answer, row.sent_at) == ("sent", 1, "", now)


def test_nobody_has_two_rows(out: Digest, crowd: list[User], now: datetime):
    open_deliveries(out, now)
    assert len(rows(out)) == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(digest=out, person=crowd[0], not_before=now)


def test_nothing_is_sent_before_it_is_due(out: Digest, crowd: list[User], now: datetime):
    Delivery.objects.update(not_before=now + MINUTE)
    assert deliver_due(now) == 0
    assert Postman.opened == 0
    assert deliver_due(now + MINUTE) == 5


def test_one_connection_carries_a_batch(out: Digest, now: datetime, monkeypatch: pytest.MonkeyPatch):
    deliver_due(now)
    assert Postman.opened == 1
    Delivery.objects.update(state="waiting")
    monkeypatch.setattr(delivery, "BATCH", 2)
    deliver_due(now)
    assert Postman.opened == 1 + 3


def test_only_one_of_two_claims_it(out: Digest, now: datetime):
    first, *_others = rows(out)
    assert claim(first, "one", now)
    assert not claim(first, "two", now)
    assert row_of(first.person).claimed_by == "one"


def test_what_another_has_in_hand_is_left_to_it(out: Digest, crowd: list[User], now: datetime):
    claim(rows(out)[2], "another", now)
    assert deliver_due(now) == 4
    assert crowd[2].email not in addresses()
    assert row_of(crowd[2]).state == "sending"


def test_what_a_killed_sender_had_in_hand_is_sent_after_three_minutes(
    out: Digest, crowd: list[User], now: datetime, time_machine: Any
):
    claim(rows(out)[2], "killed", now)
    deliver_due(now)
    time_machine.move_to(now + 3 * MINUTE, tick=False)
    assert deliver_due(timezone.now()) == 0
    time_machine.move_to(now + 3.1 * MINUTE, tick=False)
    assert deliver_due(timezone.now()) == 1
    assert addresses()[-1] == crowd[2].email


def test_a_sender_that_was_thought_dead_does_not_write_over_the_other(out: Digest, now: datetime, time_machine: Any):
    slow = rows(out)[0]
    claim(slow, "slow", now)
    time_machine.move_to(now + 4 * MINUTE, tick=False)
    deliver_due(timezone.now())
    delivery.finish(slow, "slow", Delivery.State.FAILED, "too late")
    assert row_of(slow.person).state == "sent"


# --- what the server says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [FULL, BUSY])
def test_4xx_is_asked_again_each_time_after_twice_as_long(
    answer: Exception, out: Digest, crowd: list[User], now: datetime
):
    Postman.answers[crowd[1].email] = [answer] * 3
    waits, moment = [], now
    for _ in range(3):
        deliver_due(moment)
        row = row_of(crowd[1])
        assert row.state == "waiting"
        assert deliver_due(row.not_before - timedelta(seconds=1)) == 0
        waits.append((row.not_before - moment) // MINUTE)
        moment = row.not_before
    assert waits == [5, 10, 20]
    assert row_of(crowd[1]).answer.startswith("45")
    assert deliver_due(moment) == 1
    assert len(addresses()) == len(set(addresses())) == 5
    assert (row_of(crowd[1]).state, row_of(crowd[1]).tries) == ("sent", 4)


def test_4xx_ends_after_some_days(out: Digest, crowd: list[User], now: datetime):
    Postman.answers[crowd[1].email] = [FULL] * 100
    moment = now
    for _ in range(MOST_TRIES):
        assert row_of(crowd[1]).state == "waiting"
        deliver_due(moment)
        moment = row_of(crowd[1]).not_before
    row = row_of(crowd[1])
    assert (row.state, row.tries, row.answer) == ("failed", MOST_TRIES, "452 4.2.2 mailbox full")
    assert timedelta(days=3) < row.not_before - now < timedelta(days=5)


@pytest.mark.parametrize(("answer", "code"), [(UNKNOWN, "550"), (SPAM, "554")])
def test_5xx_stops(answer: Exception, code: str, out: Digest, crowd: list[User], now: datetime):
    Postman.answers[crowd[1].email] = [answer]
    assert deliver_due(now) == 4
    assert deliver_due(now + timedelta(days=9)) == 0
    row = row_of(crowd[1])
    assert (row.state, row.tries, row.answer[:3], row.sent_at) == ("failed", 1, code, None)
    assert crowd[1].email not in addresses()


def test_a_server_that_is_down_loses_nobody(out: Digest, crowd: list[User], now: datetime):
    Postman.closed = [ConnectionRefusedError("refused")] * 3
    assert deliver_due(now) == 0
    assert [(row.state, row.tries) for row in rows(out)] == [("waiting", 0)] * 5
    assert deliver_due(now) == 5


@pytest.mark.parametrize(
    "answer",
    [smtplib.SMTPConnectError(421, b"busy"), smtplib.SMTPAuthenticationError(535, b"no"), TimeoutError("timed out")],
)
def test_a_server_that_does_not_let_us_in_is_asked_three_times_and_left_alone(
    answer: Exception, out: Digest, now: datetime
):
    Postman.closed = [answer] * 9
    assert deliver_due(now) == 0
    assert len(Postman.closed) == 6


@pytest.mark.parametrize(
    "answer", [CLOSING, smtplib.SMTPDataError(421, b"closing"), smtplib.SMTPSenderRefused(421, b"", "x")]
)
def test_421_closes_the_connection_and_is_no_verdict_on_anybody(
    answer: Exception, out: Digest, crowd: list[User], now: datetime
):
    Postman.answers[crowd[1].email] = [answer]
    assert deliver_due(now) == 5
    assert Postman.opened == 2
    assert [row.tries for row in rows(out)] == [1] * 5
    assert len(addresses()) == len(set(addresses())) == 5


def test_a_server_that_refuses_us_as_senders_condemns_nobody(out: Digest, crowd: list[User], now: datetime):
    for person in crowd:
        Postman.answers[person.email] = [NOT_YOU] * 3
    for _ in range(20):
        deliver_due(now)
        assert {row.state for row in rows(out)} <= {"waiting", "sent"}
        now += MINUTE
    assert {row.state for row in rows(out)} == {"sent"}


def test_a_line_that_breaks_between_two_mails_loses_nobody(out: Digest, crowd: list[User], now: datetime):
    Postman.answers[crowd[2].email] = [GONE]
    assert deliver_due(now) == 5
    assert Postman.opened == 2
    assert len(addresses()) == len(set(addresses())) == 5


def test_a_mail_that_may_have_been_taken_is_repeated_with_the_same_message_id(
    out: Digest, crowd: list[User], now: datetime
):
    Postman.takes_and_breaks = {crowd[2].email}
    deliver_due(now)
    assert addresses().count(crowd[2].email) == 2
    assert len(message_ids()) == 6
    assert len(set(message_ids())) == 5
    assert [row.state for row in rows(out)] == ["sent", "sent", "waiting", "sent", "sent"]


def test_a_server_that_takes_and_breaks_each_time_is_asked_less_and_less(out: Digest, crowd: list[User], now: datetime):
    Postman.takes_and_breaks = {crowd[2].email}
    for hour in range(24 * 7):
        deliver_due(now + timedelta(hours=hour))
    assert row_of(crowd[2]).state == "failed"
    assert addresses().count(crowd[2].email) == MOST_TRIES
    assert len(set(message_ids())) == 5


def test_a_mail_that_cannot_be_made_does_not_keep_the_others_back(out: Digest, crowd: list[User], now: datetime):
    Postman.answers[crowd[0].email] = [UnicodeError("label empty or too long")] * 2
    assert deliver_due(now) == 4
    row = row_of(crowd[0])
    assert (row.state, row.tries) == ("waiting", 1)
    assert "label empty" in row.answer
    assert deliver_due(now + timedelta(minutes=20)) == 0
    assert deliver_due(now + timedelta(minutes=60)) == 1


def test_a_manner_that_cannot_be_rendered_does_not_look_like_a_server_that_is_gone(
    out: Digest, crowd: list[User], now: datetime, monkeypatch: pytest.MonkeyPatch
):
    real: Callable[..., Any] = delivery.render

    def no_danish(digest: Digest, manner: Any) -> Any:
        if manner.language == "da":
            raise OSError("unable to parse")
        return real(digest, manner)

    monkeypatch.setattr(delivery, "render", no_danish)
    User.objects.filter(pk__in=[person.pk for person in crowd[:4]]).update(language="da")
    assert deliver_due(now) == 1
    assert Postman.opened == 1
    assert [row.state for row in rows(out)] == ["waiting"] * 4 + ["sent"]
    monkeypatch.setattr(delivery, "render", real)
    assert deliver_due(now + timedelta(minutes=5)) == 4


@pytest.mark.parametrize("change", [{"is_active": False}, {"digest_frequency": "off"}])
def test_who_left_or_said_no_in_between_gets_none(
    change: dict[str, Any], out: Digest, crowd: list[User], now: datetime
):
    User.objects.filter(pk=crowd[3].pk).update(**change)
    assert deliver_due(now) == 4
    assert states(out)[crowd[3].email] == "skipped"
    assert crowd[3].email not in addresses()


def test_who_is_deleted_in_between_is_no_trouble(out: Digest, crowd: list[User], now: datetime):
    crowd[3].delete()
    assert deliver_due(now) == 4


# --- cost -----------------------------------------------------------------------------------------------------------


def test_a_mail_costs_two_updates_and_no_more(out: Digest, now: datetime):
    counts = []
    for number in (10, 30):
        for count in range(number):
            make_user(f"n{number}x{count}.person@example.com")
        open_deliveries(out, now)
        with CaptureQueriesContext(connection) as queries:
            sent = Sender(now).work()
        counts.append((len(queries) - 2 * sent, sent))
    assert [sent for _fixed, sent in counts] == [15, 30]
    assert counts[0][0] == counts[1][0]


def test_it_is_rendered_once_for_each_manner(
    out: Digest, crowd: list[User], now: datetime, monkeypatch: pytest.MonkeyPatch
):
    rendered: list[Any] = []
    real: Callable[..., Any] = delivery.render
    monkeypatch.setattr(delivery, "render", lambda digest, manner: rendered.append(manner) or real(digest, manner))
    User.objects.filter(pk=crowd[0].pk).update(language="da")
    User.objects.filter(pk=crowd[1].pk).update(digest_body="full")
    deliver_due(now)
    assert sorted((manner.language, manner.body) for manner in rendered) == [
        ("da", "excerpt"),
        ("en", "excerpt"),
        ("en", "full"),
    ]
