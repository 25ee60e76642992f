"""Every type of page, light and dark, on a phone and on a desk."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browsing import DESK, PHONE, Visitor
from tests.e2e.pages import PAGES, PageType, show
from tests.e2e.sites import Sites

pytestmark = pytest.mark.browser
BY_NAME = pytest.mark.parametrize("page_type", PAGES, ids=lambda page_type: page_type.name)


@pytest.fixture
def looker(page_type: PageType, visitor: Visitor, empty_visitor: Visitor) -> Visitor:
    return empty_visitor if page_type.empty else visitor


@BY_NAME
def test_axe_finds_no_violation(page_type: PageType, looker: Visitor, sites: Sites):
    page, found = show(page_type, looker, sites.addresses), []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):  # nothing else differs
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme} {violation}" for violation in violations(page, rules)]
    assert found == []


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"]} | rules).response["violations"]
    return [
        f"{rule['id']}: {[(node['target'], node['failureSummary']) for node in rule['nodes'][:3]]}" for rule in answer
    ]


@BY_NAME
def test_nothing_reaches_beyond_a_phone(page_type: PageType, looker: Visitor, sites: Sites):
    page = show(page_type, looker, sites.addresses)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").count() == 1
