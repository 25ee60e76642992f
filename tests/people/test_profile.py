"""What people decide for themselves on their profile."""

import pytest
from django.test import Client

from people.models import Team, User
from stories.models import StoryChange

pytestmark = pytest.mark.django_db


def form(user: User, **fields: object) -> dict[str, object]:
    known = {"first_name": user.first_name, "last_name": user.last_name, "language": user.language}
    return known | {"digest_frequency": user.digest_frequency, "digest_body": user.digest_body} | fields


def test_a_person_changes_name_language_and_teams(author, as_user):
    browser = as_user(author)
    assert browser.get("/profile/").status_code == 200
    front = Team.objects.named("Front desk")
    answer = browser.post(
        "/profile/", form(author, first_name="Anne", language="sv", teams=[front.pk], mail_notices="on")
    )
    assert answer["Location"] == "/profile/"
    user = User.objects.get(pk=author.pk)
    assert (user.name, user.language, [team.name for team in user.teams.all()]) == ("Anne Lund", "sv", ["Front desk"])


@pytest.mark.parametrize(("fields", "told"), [({"first_name": "Anne"}, True), ({"language": "da"}, False)])
def test_search_hears_of_a_new_name(make_story, author, as_user, fields, told):
    story = make_story(author=author)
    StoryChange.objects.all().delete()
    as_user(author).post("/profile/", form(author, **fields))
    assert StoryChange.objects.filter(story_id=story.pk).exists() is told


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"first_name": "x" * 151},
        {"language": "xx"},
        {"teams": ["999"]},
        {"teams": ["x"]},
        {"last_name": "a\0b"},
    ],
)
def test_bad_input_is_said_and_changes_nothing(author, as_user, wrong):
    assert as_user(author).post("/profile/", form(author) | wrong).status_code == 422
    assert User.objects.get(pk=author.pk).name == "Anna Lund"


def test_nobody_gets_rights_or_trust_by_the_profile(author, as_user):
    as_user(author).post(
        "/profile/", form(author, is_superuser="on", is_trusted="on", groups="1", email="x@example.com")
    )
    user = User.objects.get(pk=author.pk)
    assert (user.is_superuser, user.is_trusted, user.is_leader, user.email) == (False, False, False, author.email)


def test_a_profile_is_ones_own():
    assert Client().get("/profile/").status_code == 302
