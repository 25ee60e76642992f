"""Everything can be done with Tab, Enter, Space and letters, and one always sees where one is."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import DESK, Visitor
from tests.e2e.cast import PASSWORD, PEOPLE
from tests.e2e.keys import Keys
from tests.e2e.pages import PAGES, PageType, show
from tests.e2e.sites import Sites

pytestmark = pytest.mark.browser
WALKED = {
    "wall", "story-with-photo", "tell", "mine", "delete", "review", "notices", "search", "principle", "sign-in",
    "archive", "digest", "desk", "recipients", "send", "profile", "mail-choices", "mail-stop",
}  # fmt: skip


def test_one_signs_in_tells_and_sends_by_keyboard_alone(visitor: Visitor):
    page = visitor.open()
    keys = Keys(page)
    page.goto("/accounts/login/")
    keys.write("[name=login]", PEOPLE["reader"][0])
    keys.write("[name=password]", PASSWORD)
    keys.press("Enter")
    page.wait_for_url(visitor.url + "/")
    keys.to("header a[href='/tell/'], main a[href='/tell/']")
    keys.press("Enter")
    page.wait_for_url("**/tell/")

    keys.write("[name=happened]", "Der stod en mand i regnen uden paraply.")
    keys.write("[name=language]", "Danish")
    keys.to("[data-next]")
    keys.press("Enter")
    keys.write("[name=response]", "Vi lånte ham personalets.")
    keys.to("[data-next]")
    keys.press("Space")
    keys.write("#id_colleagues", "Mette Holm,")
    keys.to("[name=principle]")
    keys.press("ArrowDown")
    keys.to("details > summary")
    keys.press("Enter")
    keys.write("[name=gesture_card]", "1")
    keys.to("[data-next]")
    keys.press("Enter")
    keys.write("[name=title]", "Paraplyen fra personalerummet")
    keys.to("[data-send]")
    keys.press("Enter")
    page.wait_for_url("**/s/**")
    expect(page.locator("h1")).to_have_text("Paraplyen fra personalerummet")
    expect(page.locator("article.story")).to_contain_text("Mette Holm")
    expect(page.locator("article.story")).to_contain_text("Card")


def test_the_first_tab_stop_skips_to_the_content(visitor: Visitor):
    page = visitor.open("reader")
    page.goto("/")
    keys = Keys(page)
    keys.to(".skip")
    expect(page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    keys.tab()
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_the_account_menu_opens_and_closes_by_keyboard(visitor: Visitor):
    page = visitor.open("leader", size=DESK)
    page.goto("/")
    keys, menu = Keys(page), page.locator("details.menu")
    keys.to("details.menu > summary")
    keys.press("Enter")
    keys.to("details.menu a[href='/health/']")
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    keys.press("Space")
    keys.to("details.menu form button")
    keys.tab()
    expect(menu).not_to_have_attribute("open", "")


def test_a_leader_returns_a_story_by_keyboard(visitor: Visitor, sites: Sites):
    page = visitor.open("leader")
    page.goto(sites.addresses["waiting"])
    keys = Keys(page)
    keys.to("details.return > summary")
    keys.press("Enter")
    keys.write("[name=reason]", "Skriv, hvem der ringede.")
    keys.to("details.return button")
    keys.press("Enter")
    expect(page.locator("main")).to_contain_text("back with its author")


def test_the_filters_of_a_search_open_by_keyboard_and_keep_panel_and_place(visitor: Visitor):
    page = visitor.open("reader")
    page.goto("/search/?q=blomster")
    keys = Keys(page)
    keys.to("details.filters > summary")
    keys.press("Space")
    keys.to(".facet a")
    chosen = f"#{page.evaluate('document.activeElement.id')}"
    keys.press("Enter")
    expect(page.locator(".chip.on")).to_be_visible()
    expect(page.locator(f"{chosen}[aria-current=true]")).to_be_focused()
    expect(page.locator("details.filters")).to_have_attribute("open", "")
    expect(page.locator("#said")).not_to_be_empty()
    assert "?" in page.url
    keys.to(".picked a")
    keys.press("Enter")
    expect(page.locator(".found")).to_be_focused()
    expect(page.locator("#facets a[aria-current]")).to_have_count(0)


@pytest.mark.parametrize("page_type", [one for one in PAGES if one.name in WALKED], ids=lambda one: one.name)
def test_one_always_sees_where_one_is(page_type: PageType, visitor: Visitor, sites: Sites):
    assert Keys(show(page_type, visitor, sites.addresses)).once_round() > 4
