"""Every type of page: who looks, at which address, on which installation."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.e2e.browsing import Visitor


@dataclass(frozen=True)
class PageType:
    """`path` may name one of the cast's addresses as `{photo}`; `submit`: the form to send as it is."""

    name: str
    role: str | None
    path: str
    submit: str = ""
    empty: bool = False
    status: int = 200


PAGES = [
    PageType("wall", "reader", "/"),
    PageType("wall-2", "reader", "/?page=2"),
    PageType("wall-past-the-end", "reader", "/?page=99"),
    PageType("story-with-photo", "reader", "{photo}"),
    PageType("story-without-photo", "reader", "{bare}"),
    PageType("story-of-mine", "teller", "{photo}"),
    PageType("tell", "reader", "/tell/"),
    PageType("tell-errors", "reader", "/tell/", submit="form.tell"),
    PageType("tell-returned", "teller", "{returned}"),
    PageType("mine", "teller", "/mine/"),
    PageType("mine-empty", "newcomer", "/mine/"),
    PageType("delete", "teller", "{delete}"),
    PageType("review", "leader", "/review/"),
    PageType("review-story", "leader", "{waiting}"),
    PageType("review-empty", "administrator", "/review/", empty=True),
    PageType("notices", "teller", "/notices/"),
    PageType("notices-empty", "newcomer", "/notices/"),
    PageType("search", "reader", "/search/?q=blomster"),
    PageType("search-filters", "reader", "/search/?q=&lang=da&sort=newest"),
    PageType("search-nothing", "reader", "/search/?q=xyzzyqwertzu"),
    PageType("principle", "reader", "/principle/no-scripts-no-timers/"),
    PageType("tag", "reader", "/tag/receptionsbetjeningsmedarbejder/"),
    PageType("archive", "reader", "/digest/"),
    PageType("digest", "reader", "{digest}"),
    PageType("desk", "leader", "{desk}"),
    PageType("desk-sent", "leader", "{digest}desk/"),
    PageType("preview", "leader", "{next}preview/page/"),
    PageType("recipients", "leader", "{next}recipients/"),
    PageType("send", "leader", "{next}send/"),
    PageType("story-for-a-leader", "leader", "{photo}"),
    PageType("profile", "reader", "/profile/"),
    PageType("mail-choices", None, "{mail}"),
    PageType("mail-stop", None, "{stop}"),
    PageType("sign-in", None, "/accounts/login/"),
    PageType("sign-in-errors", None, "/accounts/login/", submit="main form"),
    PageType("forgotten-password", None, "/accounts/password/reset/"),
    PageType("forgotten-password-sent", None, "/accounts/password/reset/done/"),
    PageType("change-password", "reader", "/accounts/password/change/"),
    PageType("refused", "reader", "/review/", status=403),
    PageType("not-found", "reader", "/nowhere/", status=404),
    PageType("health", "leader", "/health/"),
    PageType("wall-empty", "administrator", "/", empty=True),
    PageType("archive-empty", "administrator", "/digest/", empty=True),
    PageType("desk-empty", "administrator", "{this_week}desk/", empty=True),
    PageType("search-empty", "administrator", "/search/", empty=True),
]


def show(page_type: PageType, visitor: Visitor, addresses: dict[str, str], **options: Any) -> Page:
    """That page, loaded. A form is sent past the scripts that would have asked for what is missing."""
    page = visitor.open(page_type.role, reduced_motion="reduce", **options)
    answer = page.goto(page_type.path.format(**addresses))
    assert answer is not None
    assert answer.status == page_type.status
    if page_type.submit:
        page.evaluate("form => document.querySelector(form).submit()", page_type.submit)
        page.locator(".errorlist, [role=alert]").first.wait_for()
        page.wait_for_load_state()
    return page
