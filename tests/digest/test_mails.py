"""The Digest as mail: both parts, every language and manner, and nothing in it that somebody could smuggle in."""

import re
from collections.abc import Callable
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from intranet.jobs import run
from people.models import User
from stories.digest import mails
from stories.digest.delivery import deliver_due
from stories.digest.mails import CLIPPED_AT, Manner, addressed, message_id, render
from stories.digest.models import Digest, Pick
from stories.digest.schedule import release
from stories.models import Principle, Story, StoryPhoto
from stories.posting.photos import normalise, store
from tests.conftest import make_user
from tests.digest.week import again

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
EVIL = (
    """</a></h2><script>alert(1)</script> & "quoted" 'single' ]]> <mj-raw>x</mj-raw> {{ x }} {% y %} <3 &nbsp; 5 < 6"""
)


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


def as_received(digest: Digest, person: User, manner: Manner | None = None) -> EmailMessage:
    """The mail as it arrives: built, written to the wire and read again."""
    message = addressed(render(digest, manner or Manner.of(person)), digest, person)
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def part(message: EmailMessage, kind: str) -> Any:
    return next(one for one in message.walk() if one.get_content_type() == kind)


def text_of(message: EmailMessage) -> str:
    return str(part(message, "text/plain").get_content())


def html_of(message: EmailMessage) -> str:
    return str(part(message, "text/html").get_content())


# --- its parts ------------------------------------------------------------------------------------------------------


def test_it_has_a_text_an_html_and_the_bouquet(filled: Digest, author: User):
    message = as_received(filled, author)
    kinds = [one.get_content_type() for one in message.walk()]
    assert kinds == ["multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"]
    picture = part(message, "image/png")
    assert picture["Content-ID"] == "<bouquet>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content().startswith(b"\x89PNG")
    assert 'src="cid:bouquet"' in html_of(message)


def test_it_says_the_same_in_both_parts(filled: Digest, author: User, settings: Any):
    Digest.objects.filter(pk=filled.pk).update(
        title="A week of boots", note="Thank you all.", question="Whom did you thank?"
    )
    Pick.objects.filter(digest=filled).update(insight="Nobody asked her to.")
    message = as_received(again(filled), author)
    seen = " ".join(BeautifulSoup(html_of(message), "html.parser").get_text(" ").split())
    text = " ".join(text_of(message).split())
    for words in ("Thank you all.", "Whom did you thank?", "Nobody asked her to.", "Story 1", "Story 3", "Week 48"):
        assert words in seen
        assert words in text
    assert "A WEEK OF BOOTS" in text
    assert message["Subject"] == "Bouquet, week 48: A week of boots"


def test_every_link_leads_to_this_site(filled: Digest, author: User, settings: Any):
    settings.BASE_URL = "https://stories.example"
    message = as_received(filled, author)
    html = BeautifulSoup(html_of(message), "html.parser")
    links = [link["href"] for link in html.find_all("a")]
    assert len(links) >= 6
    assert [link for link in links if not link.startswith("https://stories.example/")] == []
    assert set(re.findall(r"https?://\S+", text_of(message))) <= set(links)
    assert [image["src"] for image in html.find_all("img")] == ["cid:bouquet"]
    assert ".invalid" not in html_of(message) + text_of(message)


def test_nothing_is_fetched_when_it_is_read(filled: Digest, author: User):
    """No picture, style or font from anywhere: nobody learns who reads it."""
    html = BeautifulSoup(html_of(as_received(filled, author)), "html.parser")
    assert html.find_all(["script", "iframe", "object", "form"]) == []
    outside = [tag for tag in html.find_all(src=True) if not tag["src"].startswith("cid:")]
    outside += [tag for tag in html.find_all("link") if tag.get("href")]
    assert outside == []
    assert "url(" not in str(html).replace("url()", "")
    assert "@import" not in str(html)


def test_no_photo_of_a_story_is_in_it(
    digest: Digest, told: Told, author: User, photo: Callable[..., SimpleUploadedFile]
):
    [story] = told()
    image = store(normalise(photo()), by=author, description="A beach")
    StoryPhoto.objects.create(story=story, image=image)
    digest.add(story)
    for body in User.Body.values:
        message = as_received(digest, author, Manner("en", body))
        assert [one.get_content_type() for one in message.walk()].count("image/png") == 1
        assert "/media/" not in html_of(message)
        assert "A beach" not in html_of(message) + text_of(message)


# --- its manners ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Question of the week"), ("da", "Ugens spørgsmål"), ("sv", "Veckans fråga")]
)
def test_each_reads_it_in_their_own_language(language: str, words: str, filled: Digest):
    Digest.objects.filter(pk=filled.pk).update(question="When did you say sorry rather than regret, and how did it go?")
    person = make_user("one.reader@example.com", language=language)
    message = as_received(again(filled), person)
    assert words in html_of(message)
    assert words in text_of(message)
    assert BeautifulSoup(html_of(message), "html.parser").html["lang"] == language
    assert ("say sorry rather than regret" in text_of(message)) == (language == "en")


def test_whoever_chose_no_language_reads_that_of_the_house(filled: Digest, author: User, settings: Any):
    settings.LANGUAGE_CODE = "sv"
    assert "Veckans fråga" in text_of(as_received(filled, author)) or "Vecka 48" in text_of(as_received(filled, author))


def test_the_stories_keep_their_own_language(digest: Digest, told: Told, author: User):
    [story] = told(language="da", title="Støvlerne")
    digest.add(story)
    title = BeautifulSoup(html_of(as_received(digest, author)), "html.parser").find_all(string="Støvlerne")[-1]
    assert title.find_parent(lang=True)["lang"] == "da"


@pytest.mark.parametrize(
    ("body", "summary", "rest"), [("full", False, True), ("excerpt", True, False), ("link", False, False)]
)
def test_whole_stories_what_each_is_about_or_only_the_headlines(
    body: str, summary: bool, rest: bool, digest: Digest, told: Told, author: User
):
    [story] = told(
        summary="In short, boots.", happened="She *asked* for boots.\nIn size 38.", response="- We drove\n- We smiled"
    )
    digest.add(story)
    message = as_received(digest, author, Manner("en", body))
    for content in (html_of(message), text_of(message)):
        assert story.title in content
        assert ("In short, boots." in content) == summary
        assert ("In size 38." in content) == rest
    if rest:
        assert "<em>asked</em>" in html_of(message)
        assert html_of(message).count("<li>") == 2


@pytest.mark.parametrize("body", User.Body.values)
def test_no_mail_is_clipped_whatever_is_in_it(body: str, digest: Digest, told: Told, author: User):
    long = "Ærøskøbing & <omegn>. " * 900
    for story in told(9, happened=long, response=long, expected=long, feeling=long, summary="Ø" * 200, title="Å" * 200):
        digest.add(story)
    Pick.objects.update(insight="ø" * 300)
    Digest.objects.update(title="æ" * 120, note="å" * 2000, question="é" * 300)
    rendered = render(again(digest), Manner("da", body))
    assert len(rendered.html.encode()) < CLIPPED_AT
    assert rendered.html.count(">" + "Å" * 200) == 9
    assert len(rendered.picture) < 100_000


def test_whole_stories_that_fit_are_whole(digest: Digest, told: Told):
    for story in told(5, happened="Ærøskøbing & omegn. " * 60):
        digest.add(story)
    assert render(digest, Manner("da", "full")).html.count("omegn. Ærøskøbing") > 5 * 50


# --- its addresses --------------------------------------------------------------------------------------------------


def test_it_can_be_stopped_with_one_click(filled: Digest, author: User, client: Any):
    message = as_received(filled, author)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = message["List-Unsubscribe"].strip(" <>")
    assert stop in html_of(message)
    assert stop in text_of(message)
    path = stop.removeprefix("http://localhost:8000")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    author.refresh_from_db()
    assert author.digest_frequency == "off"


def test_each_gets_their_own_links(filled: Digest, author: User, colleague: User):
    stops = {as_received(filled, person)["List-Unsubscribe"] for person in (author, colleague)}
    assert len(stops) == 2


def test_the_message_id_is_the_same_however_often_it_is_sent(filled: Digest, author: User, colleague: User, told: Told):
    first = as_received(filled, author)["Message-ID"]
    Digest.objects.filter(pk=filled.pk).update(title="Changed in between")
    again_ = as_received(again(filled), author, Manner("da", "full"))["Message-ID"]
    assert first == again_ == message_id(filled, author)
    other_week = Digest.objects.of_week(date(2026, 11, 30))
    assert len({first, message_id(filled, colleague), message_id(other_week, author)}) == 3


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://stories.example:8443/x", "stories.example"),
        ("http://[::1]:8000", "localhost"),
        ("https://blåbær.example", "xn--blbr-roah.example"),
    ],
)
def test_the_message_id_names_a_host_that_can_stand_there(
    base_url: str, host: str, filled: Digest, author: User, settings: Any
):
    settings.BASE_URL = base_url
    assert as_received(filled, author)["Message-ID"].endswith(f"@{host}>")


def test_nobody_answers_a_machine(filled: Digest, author: User):
    message = as_received(filled, author)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"].endswith("<digest.localhost>")


# --- what somebody typed --------------------------------------------------------------------------------------------


def test_what_is_typed_is_text_in_html_and_itself_in_the_text(digest: Digest, told: Told, leader: User):
    [story] = told(title=EVIL[:200], summary=EVIL, happened=EVIL)
    digest.add(story)
    Pick.objects.update(insight=EVIL)
    Digest.objects.update(title=EVIL[:120], note=EVIL, question=EVIL)
    User.objects.filter(pk=leader.pk).update(first_name="<b>Lea</b>", last_name="& Co")
    again(digest).approve(by=leader)
    message = as_received(again(digest), leader, Manner("en", "excerpt"))
    html = BeautifulSoup(html_of(message), "html.parser")
    assert html.find_all(["script", "mj-raw", "b"]) == []
    assert html.find("h2").get_text() == EVIL[:200]
    assert "<b>Lea</b> & Co" in html.get_text()
    text = " ".join(text_of(message).split())
    for words in (EVIL, "<b>Lea</b> & Co"):
        assert words in text
    for entity in ("&lt;", "&amp;", "&quot;", "&#x27;"):
        assert entity not in text


def test_nobody_writes_a_header(digest: Digest, told: Told):
    [story] = told(title="Boots\r\nBcc: all@example.com")
    digest.add(story)
    Digest.objects.update(title="Boots\nBcc: everybody@example.com\r\n\r\nHello\x0b\x1c\u2028there")
    person = make_user("one.reader@example.com")
    User.objects.filter(pk=person.pk).update(first_name="One\nBcc: all@example.com", last_name="Two\r\nX: y")
    person.refresh_from_db()
    message = as_received(again(digest), person)
    assert message.keys().count("To") == 1
    assert not {"Bcc", "X"} & set(message.keys())
    assert message["To"] == person.email
    assert message["Subject"] == "Bouquet, week 48: Boots Bcc: everybody@example.com Hello there"


def test_a_story_cannot_borrow_the_readers_own_link(digest: Digest, told: Told, author: User):
    """Whatever stands in for the personal links until the mail is addressed cannot be typed."""
    [story] = told(happened="[here](https://evil.example/?x=https://stop.invalid/) https://preferences.invalid/ STOP")
    digest.add(story)
    html = html_of(as_received(digest, author, Manner("en", "full")))
    assert "https://evil.example/?x=https://stop.invalid/" in html
    assert "stop.invalid" not in mails.STOP


@pytest.mark.parametrize("body", User.Body.values)
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_whatever_is_typed_can_be_mailed(typed: str, body: str, filled: Digest, author: User):
    Story.objects.update(title=typed, happened=typed, summary=typed)
    Pick.objects.update(insight=typed)
    Digest.objects.update(title=typed, note=typed, question=typed)
    message = as_received(again(filled), author, Manner("en", body))
    assert message["To"] == author.email
    assert "</html>" in html_of(message)


# --- what is not in it ----------------------------------------------------------------------------------------------


def test_a_withdrawn_or_restricted_story_is_not_in_it(digest: Digest, told: Told, author: User):
    stays, withdrawn, restricted = told(3)
    for story in (stays, withdrawn, restricted):
        digest.add(story)
    withdrawn.unpublish()
    Story.objects.filter(pk=restricted.pk).update(audience="leaders")
    for body in User.Body.values:
        message = as_received(again(digest), author, Manner("en", body))
        for content in (html_of(message), text_of(message)):
            assert "Story 1" in content
            assert "Story 2" not in content
            assert "Story 3" not in content
        assert "One story from week 48" in message["Subject"]


def test_a_story_withdrawn_after_the_digest_went_out_is_not_in_the_mails_still_to_come(
    filled: Digest, author: User, colleague: User, now: datetime
):
    release(filled, now)
    Story.objects.get(title="Story 2").unpublish()
    deliver_due(now)
    assert len(mail.outbox) == 2
    assert all("Story 2" not in message.body for message in mail.outbox)


# --- once a month ---------------------------------------------------------------------------------------------------


def test_the_monthly_mail_names_the_others_of_the_month(told: Told, author: User):
    User.objects.update(digest_frequency="monthly")
    weeks = {45: "2026-11-02", 46: "2026-11-09", 47: "2026-11-16", 48: "2026-11-23"}
    early = Digest.objects.of_week(date(2026, 10, 26))
    digests = [early, *[Digest.objects.of_week(date.fromisoformat(day)) for day in weeks.values()]]
    for digest, story in zip(digests, told(5), strict=True):
        digest.add(story)
        Digest.objects.filter(pk=digest.pk).update(title=f"Line {digest.week}")
    for digest in digests:
        release(again(digest), timezone.now())
    deliver_due(timezone.now())
    [in_october, in_november] = mail.outbox
    assert in_october.subject == "This month in Bouquet: Line 44"
    assert in_november.subject == "This month in Bouquet: Line 48"
    assert "Line 4" not in in_october.body.replace("LINE 44", "")
    assert [f"Line {week}" in in_november.body for week in (44, 45, 46, 47)] == [False, True, True, True]
    assert "/digest/2026-w46/" in in_november.alternatives[0].content


# --- the test mail and the previews ---------------------------------------------------------------------------------


def test_the_test_mail_looks_like_the_real_one(desk: Any, leader: User):
    desk.press("test")
    run("mail")
    [sent] = mail.outbox
    message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    assert part(message, "image/png").get_content().startswith(b"\x89PNG")
    assert part(message, "image/png")["Content-ID"] == "<bouquet>"
    assert "Story 1" in html_of(message)
    assert message["Message-ID"] != message_id(desk.digest, leader)


def test_the_previews_show_what_will_be_sent(desk: Any, leader: User):
    page, html, text = (desk.client.get(f"/digest/2026-w48/preview/{kind}/") for kind in ("page", "mail", "text"))
    for answer in (page, html, text):
        assert answer.status_code == 200
        assert "Story 1" in answer.content.decode()
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == render(desk.digest, Manner.of(leader)).text
    assert 'src="data:image/png;base64,' in html.content.decode()


def test_the_previewed_mail_may_do_nothing(desk: Any):
    answer = desk.client.get("/digest/2026-w48/preview/mail/")
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "sandbox" in rules
    assert "script-src" not in rules
    assert "default-src" in desk.client.get("/digest/2026-w48/preview/page/")["Content-Security-Policy"]


def test_the_principle_is_named_in_the_readers_language(filled: Digest, author: User):
    principle = Principle.objects.get(slug="service-is-marketing")
    in_danish = text_of(as_received(filled, author, Manner("da")))
    assert principle.name_da in in_danish
