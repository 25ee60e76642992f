"""The second half of the loop at 360 px: found, picked, approved, mailed through a real SMTP server, read, stopped."""

import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import DESK, PHONE, Visitor, sign_in
from tests.e2e.cast import PEOPLE
from tests.e2e.keys import Keys
from tests.e2e.sites import Sites
from tests.integration.installation import Installation, until
from tests.integration.mail_server import MailServer, mail_server

pytestmark = pytest.mark.browser
INSIGHT = "Nobody had asked for it."


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("post") / "server", keep=True) as server:
        yield server


@pytest.fixture(scope="module")
def house(sites: Sites, post: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo once more. Its mails go to that server, and only `run_due` moves its clock."""
    house = Installation(tmp_path_factory.mktemp("house"))
    house.copy_database_of(sites.demo)
    house.environment |= {"EMAIL_URL": post.url, "STORAGE_URL": sites.demo.environment["STORAGE_URL"]}
    house.manage("rebuild_search")
    house.start_web()
    yield house
    house.stop()


@pytest.fixture
def guest(browser: Browser, house: Installation) -> Iterator[Visitor]:
    guest = Visitor(browser, house.url)
    yield guest
    assert guest.close() == []


@pytest.mark.parametrize(
    ("scripts", "creature", "inflected", "role"),
    [(True, "pindsvin", "pindsvinene", "reader"), (False, "skildpadde", "skildpaddens", "newcomer")],
    ids=["scripts", "no-scripts"],
)
def test_a_story_goes_round_the_whole_loop(
    scripts: bool, creature: str, inflected: str, role: str,
    guest: Visitor, house: Installation, post: MailServer, tmp_path: Path,
):  # fmt: skip
    teller, leader = (guest.open(name, java_script_enabled=scripts) for name in ("teller", "leader"))
    title, lead = f"Et {creature} i postrummet", f"The week of the {creature}"
    tell(teller, title, f"Der sad et {creature} bag posten, og hun ville have det hjem.", scripts=scripts)
    approve_story(leader, title)
    house.manage("run_due")

    find(leader, inflected, title)
    leader.get_by_role("button", name="Add to this week's Digest").click()
    expect(leader.locator(".messages")).to_contain_text("Added to the Digest of week")
    leader.get_by_role("link", name=re.compile("In the Digest of week")).click()
    pick(leader, title, lead, scripts=scripts)
    leader.locator("button[value=approve]").click()
    expect(leader.locator(".messages")).to_contain_text("is approved")
    house.manage("run_due", "--at", send_time(leader))

    [mail] = [mail for mail in post.mails(PEOPLE[role][0]) if lead in mail["Subject"]]
    reader = guest.open(java_script_enabled=scripts)
    read(reader, mail, title, tmp_path / "mail.html")
    with reader.expect_popup() as on_the_site:
        reader.get_by_role("link", name="Read it on the site").click()
    reader = on_the_site.value
    sign_in(reader, role)
    expect(reader.locator("h1")).to_have_text(lead)
    expect(reader.locator("article.pick").first).to_contain_text(title)
    expect(reader.locator("article.pick").first).to_contain_text(INSIGHT)

    stop(guest.open(java_script_enabled=scripts), tmp_path / "mail.html")
    leader.goto(f"{slug_of(leader)}recipients/")
    expect(leader.locator(".plain-names li", has_text="wants no mail")).to_contain_text([name_of(role)])


def tell(page: Page, title: str, happened: str, *, scripts: bool) -> None:
    page.goto("/tell/")
    page.fill("[name=happened]", happened)
    page.select_option("[name=language]", "da")
    for _step in range(3 if scripts else 0):
        page.locator("[data-next]").click()
    page.fill("[name=title]", title)
    page.locator("[data-send]").click()
    page.wait_for_url("**/s/**")


def approve_story(page: Page, title: str) -> None:
    page.goto("/review/")
    page.get_by_role("link", name=title).click()
    page.locator("form[action*=approve] button").click()
    expect(page.locator("main")).to_contain_text("is live")


def find(page: Page, words: str, title: str) -> None:
    """The web's processes see a new index a moment after it was written."""
    until(lambda: is_found(page, words, title), "the story to be found by an inflected word")
    page.get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title)


def is_found(page: Page, words: str, title: str) -> bool:
    page.goto("/search/")
    page.fill("main [name=q]", words)
    page.press("main [name=q]", "Enter")
    page.wait_for_url("**q=*")
    return page.get_by_role("link", name=title).count() == 1


def fill_up(page: Page) -> None:
    """What the cut-off would do, where it has not been yet."""
    if page.locator("button[value=fill]").count():
        page.locator("details.menu summary", has_text="More").click()
        page.locator("button[value=fill]").click()
    expect(picks(page)).not_to_have_count(1)


def pick(page: Page, title: str, lead: str, *, scripts: bool) -> None:
    """At the desk: to the top with it, another one out, a lead line and why."""
    fill_up(page)
    titles = picks(page).locator("h2").all_inner_texts()
    for place in range(titles.index(title), 0, -1):
        picks(page, title).get_by_role("button", name=f"“{title}” up").click()
        expect(picks(page).locator("h2").nth(place - 1)).to_have_text(title)
    other = next(one for one in titles if one != title)
    picks(page, other).get_by_role("button", name="Take out").click()
    expect(picks(page, other)).to_have_count(0)
    page.fill("[name=title]", lead)
    picks(page, title).locator("textarea").fill(INSIGHT)
    if scripts:
        expect(page.locator("[data-saved]")).to_contain_text("saved")


def picks(page: Page, title: str | None = None) -> Locator:
    return page.locator("[data-pick]", has_text=title) if title else page.locator("[data-pick]")


def slug_of(page: Page) -> str:
    """The address of the Digest at whose desk somebody is."""
    return page.url.removesuffix("desk/")


def send_time(page: Page) -> str:
    year, week = re.findall(r"(\d+)-w(\d+)", page.url)[0]
    return f"{date.fromisocalendar(int(year), int(week), 5)}T09:00"


def name_of(role: str) -> str:
    return PEOPLE[role][0].split("@")[0].replace(".", " ").title()


def read(page: Page, mail: EmailMessage, title: str, file: Path) -> None:
    """The mail as a phone shows it: its HTML part, with what came along in it."""
    parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    assert title in parts["text/plain"]
    assert INSIGHT in parts["text/plain"]
    file.with_name("bouquet.png").write_bytes(parts["image/png"])
    file.write_text(parts["text/html"].replace("cid:bouquet", "bouquet.png"))
    page.goto(file.as_uri())
    expect(page.locator("h2").first).to_have_text(title)
    expect(page.get_by_role("img", name="The week's bouquet")).to_have_js_property("naturalWidth", 480)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def stop(page: Page, mail: Path) -> None:
    """From the mail's own links, without signing in; looking changes nothing."""
    for _look in range(2):
        page.goto(mail.as_uri())
        page.get_by_role("link", name="Stop it").click()
        expect(page.locator("h1")).to_have_text("Stop the Digest by mail?")
        page.get_by_role("link", name="Less often instead").click()
        expect(page.locator("[name=digest_frequency]:checked")).to_have_value("weekly")
    page.go_back()
    page.get_by_role("button", name="Stop it").click()
    expect(page.locator("h1")).to_have_text("No more Digests by mail")
    page.get_by_role("link", name="Choose again").click()
    expect(page.locator("[name=digest_frequency]:checked")).to_have_value("off")


# --- the desk, by keyboard and by hand ------------------------------------------------------------------------------


def test_the_week_is_picked_by_keyboard_alone(guest: Visitor):
    page = guest.open("leader")
    page.goto("/digest/")
    keys = Keys(page)
    keys.to("a[href$='/desk/']")
    keys.press("Enter")
    page.wait_for_url("**/desk/")
    before = picks(page).count()
    keys.write("[name=title]", "Picked without a mouse")
    keys.to(".maybe button")
    for number in (1, 2):
        keys.press("Enter")
        expect(picks(page)).to_have_count(before + number)
    last = picks(page).last.locator("h2").inner_text()
    keys.to("[data-pick]:last-child [data-grip]")
    keys.press("ArrowUp")
    expect(page.locator("[data-said]")).to_contain_text(f"{last}: now number {before + 1}")
    keys.press("Home")
    expect(picks(page).first.locator("h2")).to_have_text(last)
    keys.to("[data-pick]:first-child textarea")
    keys.press("Control+a")
    page.keyboard.type("Found with Tab.")
    keys.to("button[value=approve]")
    keys.press("Enter")
    expect(page.locator(".messages")).to_contain_text("is approved")
    expect(page.locator("[name=title]")).to_have_value("Picked without a mouse")
    expect(picks(page).first).to_contain_text(last)
    expect(picks(page).first.locator("textarea")).to_have_value("Found with Tab.")


def test_a_story_is_dragged_to_its_place(guest: Visitor):
    page = guest.open("leader", size=DESK)
    page.goto("/digest/")
    page.locator("a[href$='/desk/']").click()
    fill_up(page)
    first, second = picks(page).locator("h2").all_inner_texts()[:2]
    grip, below = picks(page).first.locator("[data-grip]"), picks(page).nth(1).bounding_box()
    assert below
    grip.hover()
    page.mouse.down()
    page.mouse.move(below["x"] + 20, below["y"] + below["height"], steps=8)
    expect(picks(page).first.locator("h2")).to_have_text(second)
    with page.expect_response(lambda answer: "json" in answer.headers["content-type"]):
        page.mouse.up()
    page.reload()
    assert picks(page).locator("h2").all_inner_texts()[:2] == [second, first]
