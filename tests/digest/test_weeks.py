"""Weeks begin on a local Monday, whatever the calendar and the clocks do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stories.digest import weeks
from stories.models import Organisation

HERE = ZoneInfo("Europe/Copenhagen")


def at_half_past_two(day: int) -> Organisation:
    return Organisation(cutoff_day=day, cutoff_time=time(2, 30), send_day=day, send_time=time(2, 30))


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2026-11-16", "2026-w47"),
        ("2026-12-28", "2026-w53"),
        ("2027-01-01", "2026-w53"),
        ("2027-01-03", "2026-w53"),
        ("2027-01-04", "2027-w01"),
        ("2024-12-30", "2025-w01"),
    ],
)
def test_a_week_is_named_by_its_iso_year(day: str, slug: str):
    assert weeks.slug_of(date.fromisoformat(day)) == slug


def test_week_53_is_one_week_on_both_sides_of_new_year():
    in_december = weeks.monday_of(datetime(2026, 12, 31, 23, 59, tzinfo=HERE))
    in_january = weeks.monday_of(datetime(2027, 1, 1, 0, 1, tzinfo=HERE))
    assert in_december == in_january == weeks.week_of("2026-w53") == date(2026, 12, 28)


@given(some.dates(date(1, 1, 8), date(9998, 12, 31)))
def test_each_week_is_found_by_its_name(day: date):
    monday = day - timedelta(days=day.weekday())
    assert weeks.week_of(weeks.slug_of(day)) == monday


@pytest.mark.parametrize(
    "slug",
    ["2025-w53", "2026-w54", "2026-w00", "0000-w01", "2026-w7", "2026-W47", "2026-47", "", "٢٠٢٦-w٤٧", "2026-w47 "],
)
def test_a_week_that_no_calendar_has_is_none(slug: str):
    assert weeks.week_of(slug) is None


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        ("2026-11-22T22:59:59+00:00", "2026-11-16"),  # Sunday, a second before midnight here
        ("2026-11-22T23:00:00+00:00", "2026-11-23"),
        ("2026-03-29T21:59:59+00:00", "2026-03-23"),  # the clocks have gone forward on this Sunday
        ("2026-03-29T22:00:00+00:00", "2026-03-30"),
        ("2026-10-25T22:59:59+00:00", "2026-10-19"),  # and back on this one
        ("2026-10-25T23:00:00+00:00", "2026-10-26"),
    ],
)
def test_monday_begins_at_local_midnight(moment: str, monday: str):
    assert weeks.monday_of(datetime.fromisoformat(moment)) == date.fromisoformat(monday)


@pytest.mark.parametrize(
    ("zone", "monday"), [("Pacific/Auckland", "2026-11-23"), ("America/Los_Angeles", "2026-11-16")]
)
def test_another_time_zone_has_its_own_monday(settings: Any, zone: str, monday: str):
    settings.TIME_ZONE = zone
    on_sunday_evening_in_europe = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert weeks.monday_of(on_sunday_evening_in_europe) == date.fromisoformat(monday)
    sent = weeks.send_time(date(2026, 11, 23), Organisation())
    assert sent.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(2026, 11, 27, 9, 0)


@pytest.mark.parametrize(
    ("week", "cutoff", "send"),
    [
        ("2026-w12", "2026-03-19T11:00", "2026-03-20T08:00"),  # winter time
        ("2026-w14", "2026-04-02T10:00", "2026-04-03T07:00"),  # summer time
        ("2026-w43", "2026-10-22T10:00", "2026-10-23T07:00"),
        ("2026-w44", "2026-10-29T11:00", "2026-10-30T08:00"),
    ],
)
def test_the_clock_on_the_wall_counts_in_summer_and_winter(week: str, cutoff: str, send: str):
    monday = weeks.week_of(week)
    assert monday is not None
    assert weeks.cutoff(monday, Organisation()) == datetime.fromisoformat(cutoff + "+00:00")
    assert weeks.send_time(monday, Organisation()) == datetime.fromisoformat(send + "+00:00")


@pytest.mark.parametrize("which", [weeks.cutoff, weeks.send_time])
def test_half_past_two_on_the_night_that_has_none_is_half_past_three(which: Callable[..., datetime]):
    moment = which(date(2026, 3, 23), at_half_past_two(6))
    assert moment.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment.astimezone(HERE).time() == time(3, 30)


@pytest.mark.parametrize("which", [weeks.cutoff, weeks.send_time])
def test_half_past_two_on_the_night_that_has_two_is_the_first(which: Callable[..., datetime]):
    moment = which(date(2026, 10, 19), at_half_past_two(6))
    assert moment.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_last_digest_of_a_month_is_told_by_when_it_goes_out():
    last = {
        week for week in range(44, 54) if weeks.is_last_of_month(date.fromisocalendar(2026, week, 1), Organisation())
    }
    assert last == {44, 48, 52}  # Friday 30 October, 27 November, 25 December; week 53 goes out on 1 January
    assert not weeks.is_last_of_month(date(2026, 12, 28), Organisation())


@given(some.dates(date(2024, 1, 1), date(2040, 12, 31)), some.integers(0, 6))
def test_each_month_has_exactly_one_last_digest(day: date, send_day: int):
    organisation = Organisation(send_day=send_day)
    mondays = [day - timedelta(days=day.weekday()) + timedelta(weeks=number) for number in range(-6, 7)]
    sent = {monday: weeks.send_time(monday, organisation) for monday in mondays}
    same_month = [monday for monday in mondays if (sent[monday].year, sent[monday].month) == (day.year, day.month)]
    assert sum(weeks.is_last_of_month(monday, organisation) for monday in same_month) == 1
