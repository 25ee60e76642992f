"""The content security policy is strict on the site, and no page asks for more than it allows."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from search import indexing
from stories.models import Gesture, GestureKind, InfoPage, Story, StoryPhoto
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db


class Inspector(HTMLParser):
    """Collects what a strict policy would block, and what assistive technology would miss."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.found += [
            f"{tag} {name}={value}" for name, value in names.items() if value.strip().lower().startswith("javascript:")
        ]
        if tag == "style" or (tag == "script" and "src" not in names and names.get("type") != "application/json"):
            self.found.append(f"inline {tag}")
        if tag == "img" and "alt" not in names:
            self.found.append("img without alt")
        for name in ("src", "href", "action", "hx-get", "hx-post"):
            if names.get(name, "").startswith(("http:", "https:", "//")) and tag != "a":
                self.found.append(f"{tag} {name}={names[name]} is elsewhere")


def objections(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


@pytest.fixture
def house(make_story: Callable[..., Story], author: Any, leader: Any, photo: Any) -> dict[str, Story]:
    """Stories in every state, with and without photos, with everything on them that a page can show."""
    full = make_story(
        author=author, tags=("boots",), happened="**Bold** and [a link](https://example.com).", level="world-class",
        customer_quote="Thanks.", consent=True, wow=["wow"], insight="Ask on.", take_away="Listen.", summary="Short.",
    )  # fmt: skip
    image = store(normalise(photo()), by=author, description="A summit")
    for _ in range(2):
        StoryPhoto.objects.create(story=full, image=image)
    Gesture.objects.create(story=full, kind=GestureKind.objects.get(slug="card"), number=3)
    returned = make_story(author=author, state="waiting")
    returned.return_to_author(by=leader, reason="Which shop?")
    found = {"full": full, "returned": returned, "waiting": make_story(author=author, state="waiting")}
    for number in range(13):
        make_story(author=author, title=f"Number {number}", tags=("boots",))
    home = Page.objects.get(slug="home")
    home.add_child(
        instance=InfoPage(title="Promise", slug="promise", intro="We answer.", body="- a\n- b", language="en")
    )
    indexing.drain()
    return found


def pages(house: dict[str, Story]) -> dict[str, list[str]]:
    """The addresses of every type of page, by who looks."""
    full, returned, waiting = house["full"], house["returned"], house["waiting"]
    return {
        "author": [
            "/", "/?page=2", "/?page=9", full.get_absolute_url(), returned.get_absolute_url(), "/tell/",
            f"/tell/{full.pk}/", f"/tell/{returned.pk}/", f"/tell/{waiting.pk}/", "/mine/", f"/mine/{full.pk}/delete/",
            "/notices/", "/principle/empower-people/", "/principle/celebrate-stories/", "/tag/boots/", "/search/",
            "/search/?q=boots", "/search/?q=xyzzyqwert", "/search/?lang=en&sort=newest", "/promise/", "/profile/", "/digest/",
            "/accounts/password/change/", "/accounts/logout/", "/nowhere/", "/review/",
        ],
        "leader": ["/review/", f"/review/{waiting.pk}/", "/health/", waiting.get_absolute_url()],
        "nobody": [
            "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/",
            "/accounts/inactive/", "/accounts/password/reset/key/1-x/", "/accounts/password/reset/key/done/",
            "/accounts/confirm-email/", "/accounts/confirm-email/x/",
        ],
    }  # fmt: skip


def test_no_page_needs_more_than_the_policy_allows(house, author, leader, as_user):
    browsers = {"author": as_user(author), "leader": as_user(leader), "nobody": Client()}
    wrong = {}
    for who, addresses in pages(house).items():
        for address in addresses:
            answer = browsers[who].get(address)
            assert answer.status_code in (200, 403, 404), address
            policy = answer["Content-Security-Policy"]
            assert "unsafe" not in policy, address
            assert re.search(r"script-src 'self'(;| 'nonce-)", policy), policy
            assert "style-src 'self';" in policy + ";", policy
            for directive in (
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "object-src 'none'",
                "form-action 'self'",
            ):
                assert directive in policy
            found = objections(answer.content.decode())
            if found:
                wrong[address] = found
    assert wrong == {}


def test_refused_forms_keep_to_it_too(house, author, leader, as_user):
    browser = as_user(author)
    answers = [
        browser.post("/tell/", {"title": "<script>alert(1)</script>", "wow": "loud", "happened": ""}),
        as_user(leader).post(f"/review/{house['waiting'].pk}/return/", {"reason": ""}),
        Client().post("/accounts/login/", {"login": "x", "password": '"><script>'}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert objections(answer.content.decode()) == []


def test_the_admin_has_its_looser_policy_and_nothing_else_has(leader, as_user):
    browser = as_user(leader)
    admin = browser.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in admin
    assert "nonce" not in admin
    assert "frame-ancestors 'self'" in admin
    for address in ("/administration/", "/tag/admin/", "//admin/x"):
        assert "unsafe" not in browser.get(address).get("Content-Security-Policy", "")


def test_other_headers_are_set_everywhere(author, as_user):
    for address in ("/", "/nowhere/", "/accounts/login/"):
        answer = as_user(author).get(address)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_that_broke_is_ours_and_needs_nothing(author, monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr("stories.reading.views.page_of", fail)
    browser = Client(raise_request_exception=False)
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get("/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert all(words in page for words in ("Something broke on our side", "Noget gik i stykker", "Något gick sönder"))
    assert "out of luck" not in page
    assert objections(page) == []


def test_a_form_without_a_token_is_answered_in_words(author):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post("/notices/read/")
    assert answer.status_code == 403
    assert objections(answer.content.decode()) == []


@pytest.mark.parametrize("language", ["en", "da", "sv"])
@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/review/", 403), ("/?q=%00", 400)])
def test_what_went_wrong_is_said_in_three_languages(author, as_user, language, address, status):
    author.language = language
    author.save()
    answer = as_user(author).get(address)
    assert answer.status_code == status
    assert objections(answer.content.decode()) == []
    assert f'<html lang="{language}">' in answer.content.decode() or status == 400


def test_a_preview_in_the_admin_may_be_framed_by_it(make_story, author, leader, as_user):
    story = make_story(author=author)
    answer = as_user(leader).get(
        f"/admin/snippets/stories/story/history/{story.pk}/revisions/{story.latest_revision_id}/view/"
    )
    assert answer.status_code == 200
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "The boots we did not have" in answer.content.decode()
