"""Sign-in by mail address behind one door: forgotten passwords, throttling, closed sign-up."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from post_office.models import Email

from people.models import User

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "secret-words", "birch-fjord-rowan-41"


def sign_in(browser: Client, address: str, password: str = PASSWORD, **more: Any) -> Any:
    return browser.post("/accounts/login/", {"login": address, "password": password} | more)


def is_in(browser: Client) -> bool:
    return browser.get("/mine/").status_code == 200


@pytest.mark.parametrize("address", ["anna.lund@example.com", "ANNA.Lund@Example.com", " anna.lund@example.com "])
def test_a_mail_address_and_a_password_are_the_key(author, address):
    browser = Client()
    answer = sign_in(browser, address)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(browser)


def test_sign_in_leads_where_one_was_going(author):
    browser = Client()
    going = browser.get("/mine/")
    assert going["Location"] == "/accounts/login/?next=/mine/"
    assert 'name="next" value="/mine/"' in browser.get(going["Location"]).content.decode()
    assert sign_in(browser, author.email, next="/mine/")["Location"] == "/mine/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_leads_nowhere_else(author, elsewhere):
    assert sign_in(Client(), author.email, next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("anna.lund@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", ""), ("anna", PASSWORD),
        ("anna.lund@example.com", ""), ("x" * 400 + "@example.com", "y" * 5000), ("a\0b@example.com", "x"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_said_and_tells_nothing(author, address, password):
    browser = Client()
    answer = sign_in(browser, address, password)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "errorlist" in page or 'role="alert"' in page
    assert not is_in(browser)


def test_the_same_words_for_a_wrong_password_and_an_unknown_address(author):
    said = [
        re.findall(r'role="alert">.*?</', sign_in(Client(), address, "wrong").content.decode())
        for address in (author.email, "nobody@example.com")
    ]
    assert said[0] == said[1] != []


def test_who_has_left_does_not_come_in(leaver):
    browser = Client()
    answer = sign_in(browser, leaver.email)
    assert answer.status_code in (302, 422)
    assert not is_in(browser)


def test_tries_are_counted(author):
    """Five wrong ones, and then the right one has to wait as well."""
    browser = Client()
    answers = [sign_in(browser, author.email, f"wrong {number}").status_code for number in range(7)]
    assert answers[0] == 422
    late = sign_in(browser, author.email)
    assert late.status_code in (422, 429)
    assert not is_in(browser)
    assert sign_in(Client(), "somebody@example.com", "wrong").status_code in (422, 429)


def test_many_tries_from_one_place_are_stopped_in_words(db):
    answers = [sign_in(Client(), f"person{number}@example.com", "wrong") for number in range(40)]
    assert answers[-1].status_code == 429
    assert "Wait a few minutes" in answers[-1].content.decode()


@pytest.mark.parametrize("door", ["/_util/login/", "/admin/login/"])
def test_no_other_door_takes_a_password(administrator, door):
    browser = Client()
    asked = browser.get(door)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/accounts/login/")
    browser.post(door, {"username": administrator.email, "password": PASSWORD})
    assert not is_in(browser)


@pytest.mark.parametrize(
    "door", ["/admin/password_reset/", "/admin/password_reset/confirm/x/y/", "/accounts/login/code/confirm/"]
)
def test_no_other_door_changes_one(administrator, door):
    assert Client().get(door).status_code in (302, 404)


def test_sign_out_is_a_press(author, as_user):
    browser = as_user(author)
    assert "Sign out?" in browser.get("/accounts/logout/").content.decode()
    assert is_in(browser)
    browser.post("/accounts/logout/")
    assert not is_in(browser)


# --- nobody signs up alone ------------------------------------------------------------------------------------------


def test_sign_up_is_closed(db):
    form = {"email": "mallory@example.com", "password1": NEW, "password2": NEW}
    for answer in (Client().get("/accounts/signup/"), Client().post("/accounts/signup/", form)):
        assert answer.status_code == 200
        assert "by invitation" in answer.content.decode()
    assert not User.objects.exists()


# --- a forgotten password -------------------------------------------------------------------------------------------


def ask_for_link(browser: Client, address: str) -> Any:
    return browser.post("/accounts/password/reset/", {"email": address})


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", text)
    assert found, text
    return found[1]


def choose_password(browser: Client, link: str, password: str = NEW) -> Any:
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return browser.post(address, {"password1": password, "password2": password})


def test_a_forgotten_password_is_chosen_anew_by_mail(author):
    browser = Client()
    assert ask_for_link(browser, "Anna.Lund@example.com")["Location"] == "/accounts/password/reset/done/"
    queued = Email.objects.get()
    assert mail.outbox == []  # nothing is sent within the request
    assert queued.to == [author.email]
    answer = choose_password(browser, link_in(queued.message))
    assert answer.status_code == 302
    assert User.objects.get(pk=author.pk).check_password(NEW)
    assert not User.objects.get(pk=author.pk).check_password(PASSWORD)
    assert is_in(browser)


def test_the_mail_leads_to_the_site_by_whatever_name_it_was_asked(author, settings):
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "https://bouquet.example"
    Client(headers={"Host": "evil.example"}).post("/accounts/password/reset/", {"email": author.email})
    queued = Email.objects.get()
    assert "https://bouquet.example/accounts/password/reset/key/" in queued.message
    assert "evil.example" not in f"{queued.message}{queued.html_message}{queued.headers}"


def test_the_link_works_once(author):
    ask_for_link(Client(), author.email)
    link = link_in(Email.objects.get().message)
    choose_password(Client(), link)
    again = Client().get(link, follow=True)
    assert "The link is used up" in again.content.decode()
    assert choose_password(Client(), link, "another-birch-fjord-7").status_code != 302
    assert User.objects.get(pk=author.pk).check_password(NEW)


@pytest.mark.parametrize(
    "link", ["1-set-password", "zz-abc", "1-" + "a" * 500, "1-\u00e6", "999999999999999999999999999-x"]
)
def test_a_forged_link_is_used_up(author, link):
    answer = Client().get(f"/accounts/password/reset/key/{link}/")
    assert answer.status_code in (200, 404)
    assert User.objects.get(pk=author.pk).check_password(PASSWORD)


def test_an_unknown_address_is_answered_alike(author):
    answers = [ask_for_link(Client(), address) for address in (author.email, "nobody@example.com")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2
    link = "/accounts/password/reset/key/"
    assert [link in one.message for one in Email.objects.order_by("pk")] in ([True], [True, False])


def test_who_has_left_gets_no_link(leaver):
    ask_for_link(Client(), leaver.email)
    assert not any("/accounts/password/reset/key/" in one.message for one in Email.objects.all())


def test_a_weak_password_is_refused_in_words(author):
    ask_for_link(Client(), author.email)
    answer = choose_password(Client(), link_in(Email.objects.get().message), "anna")
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()


def test_the_mail_speaks_the_persons_language_or_the_browsers(author):
    Client().post("/accounts/password/reset/", {"email": author.email}, headers={"Accept-Language": "da"})
    assert Email.objects.get().subject
    assert "\n" not in Email.objects.get().subject


def test_a_password_is_changed_by_who_knows_the_old_one(author, as_user):
    browser = as_user(author)
    assert browser.get("/accounts/password/change/").status_code == 200
    wrong = browser.post("/accounts/password/change/", {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert wrong.status_code == 422
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert User.objects.get(pk=author.pk).check_password(NEW)
    assert is_in(browser)


def test_nobody_takes_a_colleagues_address_by_the_accounts_pages(author, outsider, as_user):
    browser = as_user(author)
    assert browser.get("/accounts/email/").status_code == 302
    browser.post("/accounts/email/", {"action_add": "", "email": outsider.email})
    browser.post("/accounts/email/", {"action_add": "", "email": "new@example.com"})
    assert User.objects.get(pk=author.pk).email == "anna.lund@example.com"
    assert not EmailAddress.objects.filter(email__in=[outsider.email, "new@example.com"]).exists()


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/accounts/signup/", "/accounts/reauthenticate/",
        "/accounts/confirm-email/", "/accounts/password/change/", "/accounts/password/set/", "/accounts/password/reset/",
        "/accounts/password/reset/done/", "/accounts/password/reset/key/done/", "/accounts/confirm-email/x:y/",
        "/accounts/login/code/confirm/",
    ],
)  # fmt: skip
def test_no_page_about_accounts_breaks(author, as_user, page):
    for browser in (as_user(author), Client()):
        assert browser.get(page).status_code in (200, 302, 404)
        assert browser.post(page, {"junk": "\u2603"}).status_code < 500


def test_one_link_leads_to_a_forgotten_password(db):
    page = Client().get("/accounts/login/").content.decode()
    assert page.count("/accounts/password/reset/") == 1


def test_signing_in_says_nothing(author):
    browser = Client()
    sign_in(browser, author.email)
    assert 'class="message' not in browser.get("/").content.decode()
