"""No page makes the browser complain: no error in the console, nothing that the content security policy stops."""

import pytest

from tests.e2e.browsing import DESK, Visitor
from tests.e2e.pages import PAGES, PageType, show
from tests.e2e.sites import Sites

pytestmark = pytest.mark.browser
ADMIN = [
    ("leader", "/admin/"),
    ("leader", "/admin/snippets/stories/story/"),
    ("leader", "/admin/snippets/stories/story/?q=blomster"),
    ("leader", "{edit_in_admin}"),
    ("leader", "/admin/snippets/stories/story/add/"),
    ("leader", "/admin/images/"),
    ("administrator", "/admin/"),
    ("administrator", "/admin/users/"),
    ("administrator", "/admin/users/new/"),
    ("administrator", "/admin/snippets/people/team/"),
    ("administrator", "/admin/settings/stories/organisation/"),
    ("administrator", "/admin/snippets/stories/principle/"),
    ("administrator", "/admin/snippets/digest/digest/"),
    ("administrator", "{digest_in_admin}"),
]


@pytest.mark.parametrize(("role", "path"), ADMIN)
def test_the_administration_is_quiet(role: str, path: str, visitor: Visitor, sites: Sites):
    page = visitor.open(role, size=DESK)
    answer = page.goto(path.format(**sites.addresses), wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1, h2").count() > 0


def test_an_employee_meets_a_friendly_no_at_the_administration(visitor: Visitor):
    page = visitor.open("reader")
    answer = page.goto("/admin/")
    assert answer is not None
    assert answer.status == 403
    assert "administrators" in page.inner_text("main")


@pytest.mark.parametrize("page_type", [one for one in PAGES if one.empty], ids=lambda one: one.name)
def test_an_empty_site_is_quiet(page_type: PageType, empty_visitor: Visitor, sites: Sites):
    page = show(page_type, empty_visitor, sites.addresses, size=DESK)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1


def test_the_site_policy_allows_nothing_inline(visitor: Visitor):
    """The strict policy is really there, and stops what it should."""
    page = visitor.open("reader")
    answer = page.goto("/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=painted style=\"color: rgb(1, 2, 3)\">x</p>')")
    assert page.evaluate("getComputedStyle(document.getElementById('painted')).color") != "rgb(1, 2, 3)"
    assert any("Content Security Policy" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()
