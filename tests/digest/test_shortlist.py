"""Why a story is worth a look, and why another is left out, in words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from people.models import Team, User
from stories.digest.models import Digest
from stories.digest.schedule import release
from stories.digest.shortlist import Candidate, Shortlist, best_mix, shortlist
from stories.models import Applause, Gesture, GestureKind, Principle, Story, StoryPhoto
from stories.posting.photos import normalise, store
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
NOW = datetime.fromisoformat("2026-11-26T12:00+01:00")
LONG_AGO = "2026-10-01T12:00+02:00"


@pytest.fixture(autouse=True)
def now(time_machine: Any) -> datetime:
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def look(digest: Digest, now: datetime) -> Callable[[], Shortlist]:
    return lambda: shortlist(digest, now)


def why(found: Shortlist, story: Story) -> list[str]:
    """The reasons for a story, as leaders read them."""
    [candidate] = [one for one in found.candidates if one.story == story]
    return list(candidate.reasons)


def why_not(found: Shortlist) -> dict[str, list[str]]:
    return {reason: [story.title for story in stories] for reason, stories in found.left_out}


def shown_in(week: date, *stories: Story) -> Digest:
    digest = Digest.objects.of_week(week)
    for story in stories:
        digest.add(story)
    release(digest, datetime.fromisoformat(f"{week + timedelta(days=4)}T09:00+01:00"))
    return digest


# --- for it ---------------------------------------------------------------------------------------------------------


def test_applause_speaks_for_a_story(look: Any, told: Told, author: User, colleague: User):
    [story] = told(principle="", moment=LONG_AGO)
    for person in (author, colleague):
        story.applaud(by=person)
    assert why(look(), story) == ["2 applaud"]


def test_one_who_applauds_is_one(look: Any, told: Told, author: User):
    [story] = told(principle="", moment=LONG_AGO)
    story.applaud(by=author)
    assert why(look(), story) == ["1 applauds"]


def test_applause_from_many_teams_says_so_and_weighs_more(
    look: Any, told: Told, author: User, colleague: User, outsider: User
):
    within, across = told(2, principle="", moment=LONG_AGO)
    for person in (author, colleague):
        within.applaud(by=person)
    for person in (author, outsider):
        across.applaud(by=person)
    found = look()
    assert why(found, across) == ["2 applaud, from 2 teams"]
    assert [one.story for one in found.candidates] == [across, within]


def test_a_story_of_the_last_seven_days_says_so(look: Any, told: Told):
    [new] = told(principle="", moment="2026-11-19T12:01+01:00")
    [old] = told(principle="", moment="2026-11-19T11:00+01:00")
    assert why(look(), new) == ["Told in the last seven days"]
    assert why(look(), old) == []


def test_a_principle_that_was_never_shown_says_so(look: Any, told: Told):
    [story] = told(principle="empower-people", moment=LONG_AGO)
    name = Principle.objects.get(slug="empower-people").name
    assert why(look(), story) == [f"{name} has never been in a Digest"]


def test_a_principle_not_shown_for_four_weeks_says_since_when(look: Any, told: Told):
    shown, story = told(2, principle="empower-people", moment=LONG_AGO)
    shown_in(date(2026, 10, 12), shown)
    name = Principle.objects.get(slug="empower-people").name
    assert why(look(), story) == [f"No story about “{name}” since October"]


def test_a_principle_shown_lately_is_no_reason(look: Any, told: Told):
    shown, story = told(2, principle="empower-people", moment=LONG_AGO)
    shown_in(date(2026, 11, 9), shown)
    assert why(look(), story) == []


def test_a_team_is_treated_like_a_principle(look: Any, told: Told):
    team = Team.objects.named("Warehouse")
    shown, story = told(2, principle="", team=team, moment=LONG_AGO)
    assert why(look(), story) == ["Warehouse has never been in a Digest"]
    shown_in(date(2026, 10, 12), shown)
    assert why(look(), story) == ["Nothing from Warehouse since October"]


def test_world_class_gestures_and_a_photo_speak_for_it(
    look: Any, told: Told, photo: Callable[..., SimpleUploadedFile], author: User
):
    [story] = told(principle="", level="world-class", moment=LONG_AGO)
    Gesture.objects.create(story=story, kind=GestureKind.objects.get(slug="bouquet"), number=2)
    StoryPhoto.objects.create(story=story, image=store(normalise(photo()), by=author, description=""))
    assert why(look(), story) == ["World class, says its author", "It has a photo", "2 gestures were given"]


def test_the_reasons_speak_the_readers_language(look: Any, told: Told):
    [story] = told(principle="empower-people", moment="2026-11-20T12:00+01:00")
    in_english = why(look(), story)
    with translation.override("da"):
        in_danish = why(look(), story)
    assert len(in_english) == len(in_danish) == 2
    assert set(in_english).isdisjoint(in_danish)


# --- against it -----------------------------------------------------------------------------------------------------


def test_each_that_is_left_out_says_why(look: Any, told: Told, digest: Digest):
    shown, coming, *_fine = told(3)
    shown_in(date(2026, 11, 16), shown)
    Digest.objects.of_week(date(2026, 11, 30)).add(coming)
    told(title="For one team", audience_teams=("Store",))
    told(title="For leaders", audience="leaders")
    told(title="Quoted", customer_quote="I shall tell everybody.")
    told(title="By trust", live_by_trust=True)
    told(title="Fresh", moment="2026-11-25T12:01+01:00")
    found = look()
    assert why_not(found) == {
        "in a Digest already": ["Story 1", "Story 2"],
        "not for everyone": ["For leaders", "For one team"],
        "without the customer's consent": ["Quoted"],
        "not looked over by a leader yet": ["By trust"],
        "younger than a day": ["Fresh"],
    }
    assert [one.story.title for one in found.candidates] == ["Story 3"]


def test_a_quote_with_consent_is_welcome_and_a_day_is_old_enough(look: Any, told: Told):
    told(title="Quoted", customer_quote="I shall tell everybody.", consent=True)
    told(title="A day old", moment="2026-11-25T12:00+01:00")
    found = look()
    assert {one.story.title for one in found.candidates} == {"Quoted", "A day old"}
    assert found.left_out == []


@pytest.mark.parametrize("state", ["draft", "waiting", "returned", "unpublished"])
def test_what_is_not_live_is_not_looked_at(state: str, look: Any, told: Told):
    told(state=state)
    assert look() == Shortlist()


def test_what_is_older_than_twelve_weeks_is_not_looked_at(look: Any, told: Told):
    told(moment="2026-09-02T12:00+02:00")
    [young] = told(title="Younger", moment="2026-09-04T12:00+02:00")
    assert [one.story for one in look().candidates] == [young]


def test_what_is_in_it_already_is_not_suggested(look: Any, told: Told, digest: Digest):
    inside, outside = told(2)
    digest.add(inside)
    found = look()
    assert [one.story for one in found.candidates] == [outside]
    assert found.left_out == []


def test_what_was_picked_for_a_week_that_never_went_out_may_be_picked_again(look: Any, told: Told):
    [story] = told()
    Digest.objects.of_week(date(2026, 11, 16)).add(story)
    assert [one.story for one in look().candidates] == [story]


def test_no_story_is_drafted_into_two_digests(told: Told, time_machine: Any):
    told(12, moment="2026-11-01T12:00+01:00")
    seen: list[str] = []
    for week in (46, 47, 48):
        monday = date.fromisocalendar(2026, week, 1)
        digest = shown_in(monday, *best_mix(shortlist(Digest.objects.of_week(monday), NOW).candidates))
        seen += [pick.story.title for pick in digest.stories_for_everyone()]
    assert len(seen) == len(set(seen)) == 12


# --- the mix --------------------------------------------------------------------------------------------------------


def candidates(*rows: tuple[float, int | None, int | None, str]) -> list[Candidate]:
    return [
        Candidate(Story(title=str(number), principle_id=principle, team_id=team, language=language), score, ())
        for number, (score, principle, team, language) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([(1, None, None, "en"), (3, None, None, "en"), (2, None, None, "en")], "120"),
        ([(3, 1, None, "en"), (2.9, 1, None, "en"), (2, 2, None, "en")], "021"),  # another principle first
        ([(3, None, 1, "en"), (2.9, None, 1, "en"), (2, None, 2, "en")], "021"),  # another team
        ([(3, None, None, "da"), (2.9, None, None, "da"), (2.6, None, None, "sv")], "021"),  # another language
        ([(9, 1, 1, "da"), (8, 1, 1, "da"), (2, 2, 2, "sv")], "012"),  # much better is better all the same
    ],
)
def test_the_mix_is_of_the_best_that_do_not_look_alike(rows: Any, order: str):
    assert "".join(story.title for story in best_mix(candidates(*rows))) == order


def test_the_mix_is_no_longer_than_asked():
    many = candidates(*[(1.0, number, None, "en") for number in range(9)])
    assert [len(best_mix(many)), len(best_mix(many, 2)), len(best_mix(many, 0)), len(best_mix([]))] == [5, 2, 0, 0]


# --- cost -----------------------------------------------------------------------------------------------------------


def applauded(number: int, title: str) -> None:
    people = [make_user(f"fan.{title.lower()}{count}@example.com", teams=(f"Team {count}",)) for count in range(2)]
    stories = Story.objects.filter(title__startswith=title)
    Applause.objects.bulk_create([Applause(story=story, person=person) for story in stories for person in people])


def test_the_shortlist_asks_the_same_few_questions_for_ten_and_for_sixty(look: Any, told: Told):
    counts = []
    for number, title in ((10, "Ten"), (50, "Fifty")):
        told(number, title=title)
        applauded(number, title)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = look()
        counts.append((len(found.candidates), len(queries)))
    assert [number for number, _queries in counts] == [10, 60]
    assert counts[0][1] == counts[1][1] <= 9


def test_what_is_picked_already_keeps_its_reasons(digest: Digest, told: Told, now: datetime):
    [story, other] = told(2, level="world-class")
    digest.add(story)
    found = shortlist(digest, now)
    assert "World class, says its author" in found.picked[story.pk]
    assert [one.story for one in found.candidates] == [other]
