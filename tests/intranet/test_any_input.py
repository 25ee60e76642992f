"""Whatever stands in an address, a form or a cookie: an answer in words, and never a page that broke."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from people.models import ADMINISTRATORS, User
from search import indexing
from stories.digest.models import Digest
from tests.conftest import LEADERS, make_user
from tests.intranet.test_private_site import WALK

pytestmark = pytest.mark.django_db
JUNK = [
    "",
    "\0",
    "9" * 30,
    "-1",
    "1e400",
    "٣",
    "\r\nBcc: all@example.com",
    "<script>alert(1)</script>",
    "2026-13-45",
    "🌷" * 300,
]
LONG = "x" * 1_000_000
MOST_POSTS = 30
NUMBERS = ["9223372036854775808", "9" * 40]
WORDS = ["%FF", "a%0d%0aX: y", "å" * 60]


class Fields(HTMLParser):
    """The forms of a page: where each goes to, and what stands in its fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and values.get("method") == "post":
            self.forms.append((values.get("action") or "", {}))
        elif self.forms and tag in ("input", "textarea", "select", "button") and values.get("type") != "file":
            self.forms[-1][1].setdefault(values.get("name") or "", values.get("value") or "")


@pytest.fixture
def browser(as_user: Any) -> Client:
    """Of somebody who may open everything there is, and who gets a page where one broke."""
    client: Client = as_user(make_user("all.rounder@example.com", LEADERS, ADMINISTRATORS, is_superuser=True))
    client.raise_request_exception = False
    indexing.rebuild()
    return client


def spoilt(address: str) -> list[str]:
    """The address with each of its parts made into something that nothing has."""
    found = [re.sub(r"(?<=/)1(?=/)", number, address) for number in NUMBERS]
    found += [re.sub(r"(?<=/)x(?=/)", word, address) for word in WORDS]
    found += [address.replace("2026-w47", week) for week in ("2026-w99", "0000-w01", "9999-w53")]
    return sorted({one for one in found if one != address})


@pytest.mark.parametrize("part", range(6))
def test_no_address_breaks(browser: Client, make_story: Any, part: int) -> None:
    make_story(author=User.objects.get())
    for _name, address in WALK[part::6]:
        for one in [address, *spoilt(address), address + "?page=%F0&p=" + "9" * 20 + "&q=x&id=abc&group=" + "9" * 20]:
            answer = browser.get(one)
            assert answer.status_code < 500, one
            if "logout" in one:
                browser.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")


PAGES = ["/tell/", "/profile/", "/review/", "/digest/{week}/desk/", "/admin/snippets/digest/digest/edit/{digest}/",
         "/admin/snippets/stories/story/edit/{story}/", "/admin/settings/stories/organisation/", "/admin/users/new/",
         "/admin/snippets/search/pin/add/", "/admin/snippets/stories/tag/add/"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_form_breaks(browser: Client, make_story: Any, page: str) -> None:
    waits = make_story(author=make_user("anna.lund@example.com"), state="waiting")
    digest = Digest.objects.to_fill(timezone.now())
    digest.add(make_story())
    address = page.format(story=waits.pk, week=digest.slug, digest=digest.pk)
    shown = browser.get(address, follow=True)
    address = shown.redirect_chain[-1][0] if shown.redirect_chain else address
    assert shown.status_code == 200
    forms = [(action or address, fields) for action, fields in Fields(shown.content.decode()).forms]
    sent = [
        (action, fields | {name: junk})
        for action, fields in forms
        for name, junk in zip(fields, JUNK * len(fields), strict=False)
    ]
    sent += [(action, dict.fromkeys(fields, junk)) for action, fields in forms for junk in (*JUNK, LONG)]
    sent += [
        (action, {one: fields[one] for one in fields if one != name}) for action, fields in forms for name in fields
    ]
    some = sent[:: len(sent) // MOST_POSTS + 1]  # the admin's editor has a hundred fields
    for action, data in [*some, *((action, {}) for action, _fields in forms)]:
        if "logout" not in action:
            answer = browser.post(action, data)
            assert answer.status_code < 500, (action, {name: value[:40] for name, value in data.items()})


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "kept", "django_language"])
def test_no_cookie_breaks(browser: Client, name: str) -> None:
    for value in ("", "x" * 4000, "a:b:c", "../../x", '{"a":1}', "null"):
        browser.cookies[name] = value
        for address in ("/", "/tell/", "/accounts/login/", "/admin/"):
            assert browser.get(address).status_code < 500, (address, value)


BODIES = [
    ("application/json", b"{"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nContent-Disp"),
    ("application/x-www-form-urlencoded", b"title=%ff&\xff=%00&q=%ED%A0%80"), ("text/plain", b"\xff"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"title=abc"),
    ("application/x-www-form-urlencoded", b"&".join(b"k%d=1" % number for number in range(3000))),
    ("application/x-www-form-urlencoded", b"title=" + b"x" * 6_000_000),
]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/tell/", "/tell/keep/", "/profile/", "/search/seen/", "/accounts/login/", "/language/"]
)
def test_no_body_breaks(browser: Client, address: str) -> None:
    for kind, body in BODIES:
        for one in (browser, Client(raise_request_exception=False)):
            answer = one.generic("POST", address, body, content_type=kind)
            assert answer.status_code < 500, (kind, body[:20])


@pytest.mark.parametrize(
    "where", ["/admin/images/", "/admin/images/chooser/results/", "/admin/documents/", "/admin/pages/search/"]
)
def test_the_admins_lists_are_searched_by_title(
    browser: Client, where: str, author: Any, photo: Any, story_form: Any, as_user: Any
) -> None:
    as_user(author).post("/tell/", story_form | {"photos": photo(), "photo_text": "The long queue"})
    call_command("run_due", verbosity=0)
    images = where.startswith("/admin/images/")
    assert ("The long queue" in browser.get(where, {"q": "queue"}).content.decode()) is images
    assert "The long queue" not in browser.get(where, {"q": "nothing of the kind"}).content.decode()
