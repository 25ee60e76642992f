"""Everything is behind sign-in: a walk over every address against the allow-list."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

SAMPLES = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x/y",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "week": "2026-w47",
}
REGEXES = {  # parts of addresses that are no plain words
    r"(?P<key>[-:\w]+)": "x", r"(?P<uidb36>[0-9A-Za-z]+)": "1", r"(?P<key>.+)": "x", r"(\d+)": "1", r"(.*)": "x",
    r"(?P<pk>\d+)": "1", r"(?P<pk>.+)": "1", r"(?P<revision_id_a>live|earliest|\d+)": "live", ".*": "x",
    r"(?P<revision_id_b>live|latest|\d+)": "latest", r"((?:[\w\-]+/)*)": "x/", r"(?:reports|failwhale|api/main/(?:images|documents)|snippets/choose/stories/tag)": "reports",
}  # fmt: skip

OPEN = {
    "healthz", "set_language", "admin_gate",
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_email_verification_sent", "account_confirm_login_code",
    "tell", "tell_edit", "autosave",  # a POST keeps the words for an hour; a GET leads to sign-in
    "mail_preferences", "mail_stop",  # by signed link
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",  # Wagtail's icons and words, the same for everybody
}  # fmt: skip


def addresses(patterns: Any, before: str = "/") -> Iterator[tuple[str, str]]:
    """(name, an address) of every pattern."""
    for pattern in patterns:
        here = before + sample(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            assert isinstance(pattern, URLPattern)
            yield pattern.name or "", re.sub("//+", "/", here)


def sample(pattern: Any) -> str:
    if isinstance(pattern, RegexPattern):
        text = str(pattern).removeprefix("^").removesuffix("$")
        for regex, words in REGEXES.items():
            text = text.replace(regex, words)
        return text.replace(r"\.", ".")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], str(pattern))


WALK = sorted(set(addresses(get_resolver().url_patterns)))


def is_kept_out(answer: Any) -> bool:
    if answer.status_code == 302:
        return str(answer["Location"]).startswith(("/accounts/login/", "/admin/login/"))
    return answer.status_code in (401, 403)


def test_the_walk_is_a_long_one():
    assert len(WALK) > 250
    assert not [address for _, address in WALK if re.search(r"[()<>\\^$|?*]", address)]


@pytest.mark.django_db
def test_every_address_needs_sign_in_but_the_open_ones():
    browser = Client()
    open_ones = set()
    for name, address in WALK:
        answers = [method(address) for method in (browser.get, browser.head, browser.post, browser.put)]
        assert all(answer.status_code < 500 for answer in answers), address
        if not all(is_kept_out(answer) or answer.status_code in (404, 405) for answer in answers):
            open_ones.add(name)
        elif name in OPEN:
            continue
        else:
            assert is_kept_out(answers[0]) or answers[0].status_code == 404, address
    assert open_ones <= OPEN, open_ones - OPEN


@pytest.mark.django_db
def test_the_doors_that_keep_words_show_nothing(make_story):
    make_story(title="Secret")
    for address in ("/tell/", "/tell/1/", "/tell/keep/"):
        answer = Client().get(address)
        assert answer.status_code in (302, 401, 405)
        assert "Secret" not in answer.content.decode()


@pytest.mark.django_db
def test_what_is_open_tells_nothing_of_stories_and_people(make_story, author):
    make_story(title="Secret", author=author)
    for name, address in WALK:
        if name in OPEN:
            page = Client().get(address).content.decode()
            assert "Secret" not in page
            assert "Anna" not in page


@pytest.mark.django_db
def test_an_unknown_address_is_not_found_and_shows_no_menu():
    answer = Client().get("/no/such/page.php")
    assert answer.status_code in (302, 404)
    assert "My stories" not in answer.content.decode()


@pytest.mark.django_db
def test_pages_are_kept_by_no_shared_cache(author, as_user, make_story):
    story = make_story(author=author)
    browser = as_user(author)
    for address in (
        "/",
        story.get_absolute_url(),
        "/mine/",
        "/tell/",
        "/search/",
        "/accounts/password/change/",
        "/profile/",
    ):
        header = browser.get(address)["Cache-Control"]
        assert "private" in header or "no-store" in header, address
        assert "public" not in header


@pytest.mark.django_db
def test_a_foreign_host_is_refused(settings):
    settings.ALLOWED_HOSTS = ["bouquet.example"]
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400
    assert Client().get("/", headers={"Host": "bouquet.example"}).status_code == 302
