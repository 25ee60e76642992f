"""Weeks as Digests count them: ISO weeks that begin on a local Monday, whatever the clocks do in them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from stories.models import Organisation

_SLUG = re.compile(r"(\d{4})-w(\d{2})", re.ASCII)


def monday_of(moment: datetime) -> date:
    """The local Monday of the week in which that moment lies."""
    day = timezone.localtime(moment).date()
    return day - timedelta(days=day.weekday())


def slug_of(week_start: date) -> str:
    """`2026-w47`; the year is the ISO year, so that 1 January 2027 is in `2026-w53`."""
    year, week, _ = week_start.isocalendar()
    return f"{year:04d}-w{week:02d}"


def week_of(slug: str) -> date | None:
    """The Monday of `2026-w47`, or None for a week that no calendar has."""
    match = _SLUG.fullmatch(slug)
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None


def local_moment(week_start: date, weekday: int, time: Any) -> datetime:
    """That weekday and wall-clock time of the week; an hour that the clocks skip counts as the one after it."""
    naive = datetime.combine(week_start + timedelta(days=weekday), time)
    aware = timezone.make_aware(naive)
    # A time that does not exist comes back changed from UTC: take what the clock showed then.
    return aware.astimezone(UTC).astimezone(timezone.get_current_timezone())


def cutoff(week_start: date, organisation: Organisation) -> datetime:
    return local_moment(week_start, organisation.cutoff_day, organisation.cutoff_time)


def send_time(week_start: date, organisation: Organisation) -> datetime:
    return local_moment(week_start, organisation.send_day, organisation.send_time)


def is_last_of_month(week_start: date, organisation: Organisation) -> bool:
    """Whether the next Digest goes out in another month: the one that monthly readers get."""
    this, following = (send_time(week_start + timedelta(weeks=number), organisation) for number in (0, 1))
    return timezone.localtime(this).month != timezone.localtime(following).month
