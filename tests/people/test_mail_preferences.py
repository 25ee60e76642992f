"""The mail choices by the signed link of every Digest: without signing in, and never by looking alone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from people.models import User
from stories.digest.mails import preference_links
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def links(author: User, settings: Any) -> dict[str, str]:
    """The paths of both links as they stand in this person's mails."""
    preferences, stop = (link.removeprefix(settings.BASE_URL) for link in preference_links(author))
    return {"preferences": preferences, "stop": stop}


@pytest.fixture
def strict() -> Client:
    """A browser or mail program of somebody who is not signed in, with CSRF checks as on the real site."""
    return Client(enforce_csrf_checks=True)


def choices(user: User) -> tuple[str, str]:
    user.refresh_from_db()
    return user.digest_frequency, user.digest_body


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").find("main").get_text(" ").split())


def token_of(answer: Any) -> str:
    return str(
        BeautifulSoup(answer.content, "html.parser").find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]
    )


# --- looking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["preferences", "stop"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(link: str, method: str, links: dict[str, str], author: User, strict: Client):
    answer = getattr(strict, method)(links[link], {"digest_frequency": "off", **ONE_CLICK})
    assert answer.status_code == 200
    assert choices(author) == ("weekly", "excerpt")


def test_the_pages_say_whose_mail_it_is_and_nothing_else_about_anybody(
    links: dict[str, str], strict: Client, colleague: User
):
    for path in links.values():
        answer = strict.get(path)
        assert "anna.lund@example.com" in words(answer)
        assert "Bo Ek" not in answer.content.decode()
        assert "no-cache" in answer["Cache-Control"]


def test_the_pages_speak_the_persons_language(strict: Client, settings: Any):
    dane = make_user("dorte.dam@example.com", language="da")
    for link in preference_links(dane):
        answer = strict.get(link.removeprefix(settings.BASE_URL))
        assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "da"


# --- choosing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("frequency", "body"), [("monthly", "full"), ("off", "link"), ("weekly", "excerpt")])
def test_a_person_chooses_how_often_and_how_much(
    frequency: str, body: str, links: dict[str, str], author: User, strict: Client
):
    token = token_of(strict.get(links["preferences"]))
    chosen = {"digest_frequency": frequency, "digest_body": body, "csrfmiddlewaretoken": token}
    answer = strict.post(links["preferences"], chosen, follow=True)
    assert choices(author) == (frequency, body)
    assert "Kept." in answer.content.decode()
    assert strict.get("/").status_code == 302  # the link signs nobody in


def test_the_choosing_page_asks_for_its_csrf_token(links: dict[str, str], author: User, strict: Client):
    answer = strict.post(links["preferences"], {"digest_frequency": "off", "digest_body": "link"})
    assert answer.status_code == 403
    assert choices(author) == ("weekly", "excerpt")


@pytest.mark.parametrize(
    "sent", [{}, {"digest_frequency": "hourly", "digest_body": "full"}, {"digest_frequency": "off"}, {"x": "\0"}]
)
def test_what_is_no_choice_is_refused(sent: dict[str, str], links: dict[str, str], author: User, client: Client):
    assert client.post(links["preferences"], sent).status_code == 422
    assert choices(author) == ("weekly", "excerpt")


def test_only_the_mail_choices_can_be_changed(links: dict[str, str], author: User, client: Client):
    sent = {
        "digest_frequency": "off",
        "digest_body": "link",
        "first_name": "Eve",
        "is_superuser": "on",
        "email": "e@x.example",
    }
    client.post(links["preferences"], sent)
    author.refresh_from_db()
    assert (author.first_name, author.is_superuser, author.email) == ("Anna", False, "anna.lund@example.com")


# --- one click ------------------------------------------------------------------------------------------------------


def test_a_mail_program_stops_it_with_one_post(links: dict[str, str], author: User, strict: Client):
    for _ in range(2):
        answer = strict.post(links["stop"], ONE_CLICK)
        assert answer.status_code == 200
        assert choices(author) == ("off", "excerpt")
        assert "sessionid" not in answer.cookies


def test_a_person_who_follows_the_link_is_asked_first(links: dict[str, str], author: User, strict: Client):
    page = strict.get(links["stop"])
    assert "Stop the Digest by mail?" in words(page)
    answer = strict.post(links["stop"], {"csrfmiddlewaretoken": token_of(page)})
    assert "No more Digests by mail" in words(answer)
    assert choices(author)[0] == "off"


def test_one_click_stops_it_for_that_person_alone(links: dict[str, str], author: User, colleague: User, strict: Client):
    strict.post(links["stop"], ONE_CLICK)
    assert choices(author)[0] == "off"
    assert choices(colleague)[0] == "weekly"


def test_the_link_counts_for_its_person_whoever_is_signed_in(
    links: dict[str, str], author: User, colleague: User, as_user: Any
):
    as_user(colleague).post(links["stop"], ONE_CLICK)
    assert choices(author)[0] == "off"
    assert choices(colleague)[0] == "weekly"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("link", ["preferences", "stop"])
def test_other_methods_are_refused(method: str, link: str, links: dict[str, str], client: Client, author: User):
    assert getattr(client, method)(links[link]).status_code == 405
    assert choices(author) == ("weekly", "excerpt")


# --- not with this link ---------------------------------------------------------------------------------------------


def forged(author: User, other: User) -> dict[str, str]:
    good = Signer(salt="mail").sign(str(author.pk))
    return {
        "another person's": good.replace(f"{author.pk}:", f"{other.pk}:"),
        "unsigned": str(author.pk),
        "cut short": good[:-1],
        "longer": good + "x",
        "of another salt": Signer(salt="else").sign(str(author.pk)),
        "of another key": Signer(key="k", salt="mail").sign(str(author.pk)),
        "of nobody": Signer(salt="mail").sign("999999"),
        "nonsense": ":::%F0ø",
    }


@pytest.mark.parametrize("name", ["mail_preferences", "mail_stop"])
def test_a_forged_link_is_not_found_and_changes_nothing(name: str, author: User, colleague: User, client: Client):
    for token in forged(author, colleague).values():
        path = reverse(name, args=[token])
        assert client.get(path).status_code == 404
        assert client.post(path, {"digest_frequency": "off", "digest_body": "link"}).status_code == 404
    assert choices(author) == choices(colleague) == ("weekly", "excerpt")


def test_the_link_of_somebody_who_has_left_is_not_found(leaver: User, client: Client, settings: Any):
    for link in preference_links(leaver):
        path = link.removeprefix(settings.BASE_URL)
        assert client.get(path).status_code == 404
        assert client.post(path, ONE_CLICK).status_code == 404


def test_the_link_of_a_deleted_person_is_not_found(links: dict[str, str], author: User, client: Client):
    author.delete()
    assert [client.get(path).status_code for path in links.values()] == [404, 404]
