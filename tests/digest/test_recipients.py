"""Who gets the mail, and who does not and why; the dry run says the same as the ledger."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from stories.digest.models import Delivery, Digest
from stories.digest.recipients import dry_run, open_deliveries, summary, told_why
from stories.digest.schedule import release
from stories.models import Story
from tests.conftest import make_user
from tests.digest.week import states

pytestmark = pytest.mark.django_db
PAGE = "/digest/2026-w48/recipients/"


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


@pytest.fixture
def mixed(leaver: User) -> dict[str, User]:
    """One of each kind; week 48 is the last of November, so who reads monthly gets it too."""
    kinds = {"weekly": "wanda.week", "monthly": "mona.month", "off": "olaf.off"}
    return {kind: make_user(f"{name}@example.com", digest_frequency=kind) for kind, name in kinds.items()}


def reasons(digest: Digest) -> dict[str, str]:
    return {person.email: why for person, why in told_why(digest, dry_run(digest))}


def test_each_who_is_left_out_says_why(mixed: dict[str, User], leaver: User):
    in_mid_month, at_its_end = Digest.objects.of_week(date(2026, 11, 16)), Digest.objects.of_week(date(2026, 11, 23))
    assert reasons(in_mid_month) == {
        leaver.email: "no longer here",
        mixed["weekly"].email: "",
        mixed["monthly"].email: "once a month, at its end",
        mixed["off"].email: "wants no mail",
    }
    assert reasons(at_its_end)[mixed["monthly"].email] == ""
    assert summary(at_its_end) == {"": 2, "no longer here": 1, "wants no mail": 1}


def test_the_ledger_is_what_the_dry_run_said(filled: Digest, mixed: dict[str, User], now: datetime):
    said = {email for email, why in reasons(filled).items() if not why}
    release(filled, now)
    assert set(states(filled)) == said == {mixed["weekly"].email, mixed["monthly"].email}


def test_who_reads_monthly_gets_the_last_of_the_month_whatever_its_send_day(
    told: Callable[..., list[Story]], mixed: dict[str, User], now: datetime
):
    got = []
    for monday, story in zip(("2026-10-26", "2026-11-02", "2026-11-23", "2026-11-30"), told(4), strict=True):
        digest = Digest.objects.of_week(date.fromisoformat(monday))
        digest.add(story)
        release(digest, now)
        got.append(mixed["monthly"].email in states(digest))
    assert got == [True, False, True, False]


def test_the_page_names_everybody_and_sends_nothing(
    filled: Digest, mixed: dict[str, User], as_user: Callable[[User], Client], leader: User
):
    answer = as_user(leader).get(PAGE)
    page = " ".join(BeautifulSoup(answer.content, "html.parser").find("main").get_text(" ").split())
    assert "3 people get the mail" in page
    for said in ("Wanda Week", "wanda.week@example.com", "Olaf Off wants no mail", "Lars Gone no longer here"):
        assert said in page
    assert Delivery.objects.count() == 0
    assert mail.outbox == []


def test_the_page_asks_few_questions_however_many_work_here(
    filled: Digest, as_user: Callable[[User], Client], leader: User
):
    client, counts = as_user(leader), []
    client.get(PAGE)
    for number in (2, 40):
        User.objects.bulk_create([User(email=f"n{number}x{count}@example.com") for count in range(number)])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_a_large_house_is_paged_and_counted_as_a_whole(filled: Digest, as_user: Callable[[User], Client], leader: User):
    User.objects.bulk_create(
        User(
            email=f"n{count:03d}@example.com", first_name=f"N{count:03d}", digest_frequency=("weekly", "off")[count % 2]
        )
        for count in range(700)
    )
    client, seen = as_user(leader), list[str]()
    for number in (1, 2, 3):
        page = BeautifulSoup(client.get(f"{PAGE}?page={number}").content, "html.parser").find("main")
        assert "351 people get the mail" in page.find("h1").get_text()
        seen += [name.get_text() for name in page.select(".plain-names b")]
    assert seen == [f"N{count:03d}" for count in [*range(1, 700, 2)]] + ["Lea Der"] + [
        f"N{count:03d}" for count in range(0, 700, 2)
    ]
    assert client.get(f"{PAGE}?page=4").status_code == 200


def test_a_desk_counts_without_reading_everybody(filled: Digest, leader: User, mixed: dict[str, User]):
    with CaptureQueriesContext(connection) as queries:
        assert summary(filled)[""] == 3
    assert "GROUP BY" in queries[-1]["sql"]


def test_thousands_are_opened_in_few_steps(filled: Digest, now: datetime):
    User.objects.bulk_create([User(email=f"n{count}@example.com") for count in range(4500)])
    with CaptureQueriesContext(connection) as queries:
        open_deliveries(filled, now)
    assert Delivery.objects.filter(digest=filled).count() == 4500
    assert len(queries) < 60


def test_a_language_of_the_reader_is_used_for_the_reasons(
    filled: Digest, mixed: dict[str, User], as_user: Callable[[User], Client]
):
    dane = make_user("dorte.dam@example.com", "Leaders", language="da")
    page: Any = as_user(dane).get(PAGE).content.decode()
    assert "wants no mail" not in page
