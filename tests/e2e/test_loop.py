"""Tell, check, find, applaud at 360 px: with scripts, and once more without."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsing import Visitor
from tests.e2e.cast import PEOPLE, photo_file
from tests.e2e.sites import Sites
from tests.integration.installation import until

pytestmark = pytest.mark.browser
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
HAPPENED = "En ældre herre stod ved skranken med sin gravhund og en billet, der ikke gjaldt for hunde."
REASON = "Skriv også, hvordan turen gik."


class Told:
    """One story on its way round the loop; its words are such that no other story has them."""

    def __init__(self, *, scripts: bool, photo: Path) -> None:
        self.scripts = scripts
        self.title = "Gravhunden fik sin egen billet" if scripts else "Papegøjen fik sin egen billet"
        self.happened = HAPPENED if scripts else HAPPENED.replace("gravhund", "papegøje")
        self.inflected, self.typo = ("gravhunde", "gravhnuden") if scripts else ("papegøjers", "papegøjne")
        self.photo = photo


@pytest.fixture
def told(scripts: bool, tmp_path: Path) -> Told:
    file = tmp_path / "reception.jpg"
    file.write_bytes(photo_file())
    return Told(scripts=scripts, photo=file)


@WITH_AND_WITHOUT
def test_a_story_is_told_checked_found_and_applauded(told: Told, visitor: Visitor, sites: Sites):
    teller, leader, reader = (
        visitor.open(role, java_script_enabled=told.scripts) for role in ("teller", "leader", "reader")
    )
    tell(teller, told)
    expect(teller.locator("h1")).to_have_text(told.title)

    return_with_a_reason(leader, told)
    until(lambda: has_mail(sites, told, REASON), "the mail that says why it came back")
    mend_and_send_again(teller, told)
    publish(leader, told)

    until(lambda: is_found(reader, told.inflected, told), "the story to be found by an inflected word")
    assert is_found(reader, told.typo, told)
    reader.get_by_role("link", name=told.title).click()
    read_and_applaud(reader, told)

    reader.goto("/")
    card = reader.locator("article", has=reader.get_by_role("link", name=told.title))
    expect(card).to_contain_text("1 applauding")
    expect(card.locator(".art img")).to_have_js_property("complete", True)
    until(lambda: has_mail(sites, told, "live"), "the mail that says it is live")
    assert sites.demo.mails(PEOPLE["leader"][0]) == []  # Wagtail's own notifications stay quiet


def tell(page: Page, told: Told) -> None:
    page.goto("/tell/")
    page.fill("[name=happened]", told.happened)
    page.fill("[name=expected]", "At sige, at hunde koster ekstra.")
    page.select_option("[name=language]", "da")
    go_on(page, told)
    page.fill("[name=response]", "Vi skrev en billet i hundens navn.\n\n**Den** blev stemplet.")
    page.fill("[name=feeling]", "Han lo hele vejen.")
    page.set_input_files("[name=photos]", told.photo)
    page.fill("[name=photo_text]", "En stemplet billet")
    go_on(page, told)
    page.locator("#id_colleagues").fill("Ivan Berg, Gudrun Uden-Konto")
    page.locator(".choices.flowers label", has_text="No scripts").click()
    page.locator("details summary", has_text="Gestures").click()
    page.fill("[name=gesture_card]", "2")
    go_on(page, told)
    if told.scripts:
        survives_a_reload(page, told)
    page.fill("[name=title]", told.title)
    page.fill("[name=summary]", "Billetten gjaldt for hele familien.")
    page.locator("#id_tags").fill("Dyr, billet, ")
    page.locator("[data-send]").click()
    page.wait_for_url("**/s/**")


def go_on(page: Page, told: Told) -> None:
    if told.scripts:
        page.locator("[data-next]").click()


def survives_a_reload(page: Page, told: Told) -> None:
    """Photos are not kept as one types (a browser does not let go of files), so they are chosen again."""
    expect(page.locator("[data-saved]")).to_contain_text("Kept")
    page.reload()
    expect(page.locator("[name=happened]")).to_have_value(told.happened)
    expect(page.locator("[name=gesture_card]")).to_have_value("2")
    go_on(page, told)
    page.set_input_files("[name=photos]", told.photo)
    page.fill("[name=photo_text]", "En stemplet billet")
    go_on(page, told)
    expect(page.get_by_text("Gudrun Uden-Konto")).to_be_visible()
    go_on(page, told)


def open_for_review(page: Page, told: Told) -> None:
    page.goto("/review/")
    page.get_by_role("link", name=told.title).click()
    expect(page.locator("article.sheet")).to_contain_text(told.happened)


def return_with_a_reason(page: Page, told: Told) -> None:
    open_for_review(page, told)
    page.locator("details.return > summary").click()
    page.fill("[name=reason]", REASON)
    page.locator("details.return button").click()
    expect(page.get_by_role("link", name=told.title)).to_have_count(0)


def mend_and_send_again(page: Page, told: Told) -> None:
    page.goto("/notices/")
    item = page.locator("li.unread", has_text=told.title)
    expect(item).to_contain_text(REASON)
    item.get_by_role("button").click()
    page.wait_for_url("**/tell/**")
    expect(page.locator(".note.warn")).to_contain_text(REASON)
    go_on(page, told)
    if told.scripts:
        choose_one_more_photo_and_take_it_out(page, told)
    for _step in range(2):
        go_on(page, told)
    page.fill("[name=summary]", "Turen gik til Skagen og hjem igen.")
    page.locator("[data-send]").click()
    page.wait_for_url("**/s/**")


def choose_one_more_photo_and_take_it_out(page: Page, told: Told) -> None:
    """It stands beside the photo that the story has, which can be taken away all the while."""
    page.set_input_files("[name=photos]", told.photo)
    expect(page.locator("[data-thumbs] img")).to_have_count(2)
    page.locator("[data-thumbs] button").click()
    expect(page.locator("[data-thumbs] img")).to_have_count(1)
    expect(page.locator("[data-thumbs] [name=photos_away]")).to_be_visible()


def publish(page: Page, told: Told) -> None:
    open_for_review(page, told)
    expect(page.locator("article.sheet")).to_contain_text("Turen gik til Skagen")
    page.locator("form[action*=approve] button").click()
    expect(page.locator("main")).to_contain_text("is live")


def is_found(page: Page, words: str, told: Told) -> bool:
    page.goto("/search/")
    page.fill("main [name=q]", words)
    page.press("main [name=q]", "Enter")
    page.wait_for_url("**q=*")
    return page.locator("article.hit", has_text=told.title).count() == 1


def read_and_applaud(page: Page, told: Told) -> None:
    story = page.locator("article.story")
    expect(story).to_contain_text("Told by Mette Holm about Ivan Berg, Gudrun Uden-Konto")
    expect(story.locator("strong", has_text="Den")).to_be_visible()
    expect(story.get_by_role("img", name="En stemplet billet")).to_be_visible()
    expect(story).to_contain_text("Card × 2")
    for tag in ("dyr", "billet"):
        expect(story.get_by_role("link", name=tag, exact=True)).to_be_visible()
    button(page).dblclick()
    expect(button(page, pressed=True)).to_contain_text("1")
    page.reload()
    expect(button(page, pressed=True)).to_contain_text("1")
    again_from_an_old_tab(page)
    expect(button(page, pressed=True)).to_contain_text("1")


def again_from_an_old_tab(page: Page) -> None:
    """The same applause sent once more, as from a window that was open before."""
    token = page.locator("form.applaud [name=csrfmiddlewaretoken]").get_attribute("value")
    address = page.locator("form.applaud").get_attribute("action")
    assert token
    assert address
    answer = page.request.post(address, form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url})
    assert answer.ok
    page.reload()


def button(page: Page, *, pressed: bool | None = None) -> Locator:
    state = "" if pressed is None else f"[aria-pressed={str(pressed).lower()}]"
    return page.locator(f"form.applaud button{state}")


def has_mail(sites: Sites, told: Told, words: str) -> bool:
    mails = sites.demo.mails(PEOPLE["teller"][0])
    texts = [(str(mail["Subject"]), part.get_content()) for mail in mails if (part := mail.get_body(("plain",)))]
    return any(told.title in subject + text and words in subject + text for subject, text in texts)
