"""One real installation and one browser for all tests of this folder."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Visitor, chromium, started_browser
from tests.e2e.sites import Sites
from tests.integration.absent import absent


# Package scope, not session: Playwright's event loop in this thread would forbid the later tests their database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        absent("There is no Chromium: apt-get install chromium.")
    with started_browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def sites(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    sites = Sites(tmp_path_factory.mktemp("bouquet"))
    try:
        sites.demo.start_web()
        sites.demo.start_worker()
        sites.empty.start_web()
        yield sites
    finally:
        sites.demo.stop()
        sites.empty.stop()


@pytest.fixture(scope="package")
def the_visitor(browser: Browser, sites: Sites) -> Visitor:
    return Visitor(browser, sites.demo.url)


@pytest.fixture(scope="package")
def the_empty_visitor(browser: Browser, sites: Sites) -> Visitor:
    return Visitor(browser, sites.empty.url)


@pytest.fixture
def visitor(the_visitor: Visitor) -> Iterator[Visitor]:
    """Who looks at the demo; no page may make the browser complain."""
    the_visitor.close()
    yield the_visitor
    assert the_visitor.close() == []


@pytest.fixture
def empty_visitor(the_empty_visitor: Visitor) -> Iterator[Visitor]:
    """Who looks at an installation that nobody has told a story in."""
    the_empty_visitor.close()
    yield the_empty_visitor
    assert the_empty_visitor.close() == []
