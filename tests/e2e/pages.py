"""Every type of page: who looks, at which address, on which installation."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.e2e.browsing import Visitor


@dataclass(frozen=True)
class PageType:
    """`path` may name one of the cast's addresses as `{photo}`; `press`: what to press there, one after the other;
    `submit`: the form to send as it is."""

    name: str
    role: str | None
    path: str
    press: tuple[str, ...] = ()
    submit: str = ""
    empty: bool = False
    status: int = 200


NEXT = "[data-next]"
PAGES = [
    PageType("wall", "reader", "/"),
    PageType("wall-2", "reader", "/?page=2"),
    PageType("wall-past-the-end", "reader", "/?page=99"),
    PageType("story-with-photo", "reader", "{photo}"),
    PageType("story-without-photo", "reader", "{bare}"),
    PageType("story-of-mine", "teller", "{photo}"),
    PageType("story-for-leaders", "leader", "{photo}"),
    PageType("story-returned", "teller", "{came_back}"),
    PageType("account-menu", "leader", "/", press=(".menu > summary",)),
    PageType("tell", "reader", "/tell/"),
    PageType("tell-errors", "reader", "/tell/", submit="form.tell"),
    PageType("tell-returned", "teller", "{returned}"),
    PageType("tell-what-you-did", "teller", "{returned}", press=(NEXT,)),
    PageType("tell-who-and-where", "teller", "{returned}", press=(NEXT, NEXT, ".tell details:visible > summary")),
    PageType("tell-headline", "teller", "{returned}", press=(NEXT, NEXT, NEXT)),
    PageType("mine", "teller", "/mine/"),
    PageType("mine-empty", "newcomer", "/mine/"),
    PageType("delete", "teller", "{delete}"),
    PageType("review", "leader", "/review/"),
    PageType("review-story", "leader", "{waiting}"),
    PageType("review-return", "leader", "{waiting}", press=(".return > summary",)),
    PageType("review-empty", "administrator", "/review/", empty=True),
    PageType("notices", "teller", "/notices/"),
    PageType("notices-empty", "newcomer", "/notices/"),
    PageType("search", "reader", "/search/?q=blomster"),
    PageType("search-filters", "reader", "/search/?q=&lang=da&sort=newest"),
    PageType("search-filters-open", "reader", "/search/?q=sko", press=(".filters > summary",)),
    PageType("search-chips", "reader", "/search/?q=blomster+team:nosuchteam&lang=da"),
    PageType("search-did-you-mean", "reader", "/search/?q=blomstre+xyzzyqwertzu"),
    PageType("search-explained", "leader", "/search/?q=blomster&explain=1"),
    PageType("search-report", "leader", "/search/report/"),
    PageType("search-nothing", "reader", "/search/?q=xyzzyqwertzu"),
    PageType("principle", "reader", "/principle/no-scripts-no-timers/"),
    PageType("tag", "reader", "/tag/receptionsbetjeningsmedarbejder/"),
    PageType("information", "reader", "/promise/"),
    PageType("sign-out", "reader", "/accounts/logout/"),
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
    PageType("link-too-old", None, "/accounts/password/reset/key/1-set-password/"),
    PageType("change-password", "reader", "/accounts/password/change/"),
    PageType("refused", "reader", "/review/", status=403),
    PageType("not-found", "reader", "/nowhere/", status=404),
    PageType("not-understood", "reader", "/search/?q=%00", status=400),
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
    for what in page_type.press:
        page.locator(what).click()
    if page_type.submit:
        page.evaluate("form => document.querySelector(form).submit()", page_type.submit)
        page.locator(".errorlist, [role=alert]").first.wait_for()
        page.wait_for_load_state()
    return page
