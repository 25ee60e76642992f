"""Days as people say them, and as machines read them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils.formats import date_format
from django.utils.translation import override

from stories.templatetags.stories import day, when


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["today", "yesterday", "4 Nov", "4 Nov 2025"]), ("da", ["i dag", "i går", "4. nov.", "4. nov. 2025"]),
        ("sv", ["i dag", "i går", "4 nov", "4 nov 2025"]),
    ],
)  # fmt: skip
def test_dates_are_said_as_people_say_them(language, said):
    days = [date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 4), date(2025, 11, 4)]
    with time_machine.travel("2026-11-25 12:00", tick=False), override(language):
        assert [when(told) for told in days] == said
        assert (
            date_format(days[0])
            == {"en": "25 November 2026", "da": "25. november 2026", "sv": "25 november 2026"}[language]
        )


def test_the_day_for_a_machine_is_the_one_of_the_place():
    assert day(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "2026-11-25"
    assert day(date(2026, 11, 24)) == "2026-11-24"
    assert day(None) == ""
