"""The language a person reads Bouquet in: the browser's, unless the person has chosen."""

import pytest
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db


def tongue(browser: Client, address: str = "/accounts/login/", accept: str = "") -> str:
    page = browser.get(address, headers={"Accept-Language": accept})
    return str(page.content.decode().split('<html lang="')[1].split('"')[0])


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("da", "da"),
        ("sv-SE,sv;q=0.9", "sv"),
        ("en", "en"),
        ("nb,da;q=0.5", "da"),
        ("fr", "en"),
        ("", "en"),
        ("x" * 500, "en"),
    ],
)
def test_the_browser_says(accept, language):
    assert tongue(Client(), accept=accept) == language


def test_a_choice_before_sign_in_holds_for_this_browser():
    browser = Client()
    answer = browser.post("/language/", {"language": "sv", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert tongue(browser, accept="da") == "sv"


def test_a_choice_of_somebody_signed_in_holds_everywhere(author, as_user):
    as_user(author).post("/language/", {"language": "da", "next": "/"})
    assert User.objects.get(pk=author.pk).language == "da"
    assert tongue(as_user(author), "/", accept="sv") == "da"


@pytest.mark.parametrize("language", ["", "xx", "en-GB", "d" * 300, "../da"])
def test_no_other_language_is_remembered(author, as_user, language):
    as_user(author).post("/language/", {"language": language, "next": "/"})
    assert User.objects.get(pk=author.pk).language == ""


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_choosing_leads_nowhere_else(elsewhere):
    assert "evil" not in Client().post("/language/", {"language": "da", "next": elsewhere})["Location"]


def test_names_are_in_the_readers_language(make_story, author, as_user):
    story = make_story(author=author)
    User.objects.filter(pk=author.pk).update(language="sv")
    assert "Förtroende att besluta" in as_user(author).get(story.get_absolute_url()).content.decode()


def test_a_page_that_is_not_there_speaks_it_too(author, as_user):
    User.objects.filter(pk=author.pk).update(language="da")
    assert tongue(as_user(author), "/nowhere/") == "da"
