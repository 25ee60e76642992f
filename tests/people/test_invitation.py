"""An account comes by invitation: from the command line or the admin, with a link that works once."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from people.models import Team, User

pytestmark = pytest.mark.django_db
NEW = "birch-fjord-rowan-41"


def invite(capsys: Any, *args: str, **options: Any) -> str:
    call_command("invite", *args, **options)
    printed: str = capsys.readouterr().out.strip().splitlines()[-1]
    return printed


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def choose_password(link: str) -> Client:
    browser = Client()
    form = browser.get(path_of(link), follow=True)
    assert "Choose a password" in form.content.decode()
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    return browser


def test_an_invitation_makes_an_account_whose_link_works_once(capsys, settings):
    link = invite(capsys, "Anna.Lund@Example.com", name="Anna Maria Lund", team=["Store", "Front"], language="da")
    assert link.startswith(settings.BASE_URL)
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("anna.lund@example.com", "Anna Maria Lund", "da")
    assert [team.name for team in user.teams.all()] == ["Front", "Store"]
    assert not user.is_leader
    browser = choose_password(link)
    assert browser.get("/mine/").status_code == 200
    assert "The link is used up" in Client().get(path_of(link), follow=True).content.decode()


@pytest.mark.parametrize(
    ("role", "groups"), [("employee", []), ("leader", ["Leaders"]), ("administrator", ["Administrators"])]
)
def test_a_role_is_a_group(capsys, role, groups):
    invite(capsys, "anna@example.com", role=role)
    user = User.objects.get()
    assert [group.name for group in user.groups.all()] == groups
    assert (user.is_leader, user.is_superuser) == (bool(groups), False)


def test_the_invitation_is_queued_and_not_sent(capsys):
    link = invite(capsys, "anna@example.com", language="en")
    queued = Email.objects.get()
    assert (queued.to, queued.subject) == (["anna@example.com"], "You are invited to Bouquet")
    assert path_of(link) in queued.message
    assert mail.outbox == []


def test_an_invitation_may_stay_unmailed(capsys):
    assert "/accounts/password/reset/key/" in invite(capsys, "anna@example.com", no_mail=True)
    assert not Email.objects.exists()


def test_inviting_again_gives_a_new_link_and_the_role_to_the_same_account(capsys, author):
    invite(capsys, "ANNA.lund@example.com", role="leader", team=["store"])
    user = User.objects.get(pk=author.pk)
    assert User.objects.count() == 1
    assert (user.name, user.is_leader) == ("Anna Lund", True)
    assert Team.objects.count() == 1


def test_who_had_left_comes_back(capsys, leaver):
    browser = choose_password(invite(capsys, leaver.email))
    assert User.objects.get().is_active
    assert browser.get("/mine/").status_code == 200


def test_who_comes_back_has_nothing_of_before(capsys, author, make_story):
    """Neither an open session nor the old password, and no role, team or trust but those of the invitation."""
    story, door = make_story(author=author), {"login": author.email, "password": "secret-words"}
    author.groups.add(Group.objects.get(name="Leaders"))
    browser = Client()
    browser.post("/accounts/login/", door)
    assert browser.get("/review/").status_code == 200
    User.objects.filter(pk=author.pk).update(is_active=False, is_superuser=True, is_trusted=True)
    invite(capsys, author.email, team=["Front"])
    assert browser.get("/mine/").status_code == 302
    assert Client().post("/accounts/login/", door).status_code == 422
    back = User.objects.get(pk=author.pk)
    assert (back.is_active, back.is_leader, back.is_superuser, back.is_trusted) == (True, False, False, False)
    assert [team.name for team in back.teams.all()] == ["Front"]
    assert story.author == back


@pytest.mark.parametrize("address", ["", "anna", "anna@", "a b@example.com", "anna@example.com\nBcc: x@example.com"])
def test_what_is_no_address_is_refused_in_words(address):
    with pytest.raises(CommandError, match="is no mail address"):
        call_command("invite", address)
    assert not User.objects.exists()


def test_an_unknown_role_is_refused():
    with pytest.raises(CommandError):
        call_command("invite", "anna@example.com", "--role", "king")


@pytest.mark.parametrize("name", ["x" * 200, "x" * 150 + " " + "y" * 300, "  ", "Ann-Sofie  Åberg "])
def test_any_name_fits(capsys, name):
    invite(capsys, "anna@example.com", name=name)
    assert len(User.objects.get().first_name) <= 150


# --- from the admin -------------------------------------------------------------------------------------------------


def new_person(**fields: Any) -> dict[str, Any]:
    person = {"email": "Maja@example.com", "first_name": "Maja", "last_name": "Holm", "language": "en"}
    return person | fields


def test_who_is_added_in_the_admin_is_invited(administrator, as_user):
    browser = as_user(administrator)
    assert browser.get(reverse("wagtailusers_users:add")).status_code == 200
    answer = browser.post(reverse("wagtailusers_users:add"), new_person())
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email="maja@example.com")
    queued = Email.objects.get()
    assert queued.to == ["maja@example.com"]
    link = re.search(r"http\S+/accounts/password/reset/key/\S+", queued.message)
    assert link
    assert choose_password(link[0]).get("/mine/").status_code == 200
    assert not user.is_leader


@pytest.mark.parametrize("address", ["anna.lund@example.com", "ANNA.LUND@example.com", "not an address", ""])
def test_a_second_account_of_one_address_is_refused(administrator, author, as_user, address):
    answer = as_user(administrator).post(reverse("wagtailusers_users:add"), new_person(email=address))
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert User.objects.count() == 2
    assert not Email.objects.exists()
