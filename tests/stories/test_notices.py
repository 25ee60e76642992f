"""What an author is told: in the app at once, by mail at most once, in the author's language, never within the request."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from post_office.models import Email

from people.models import User
from stories.conversation.mails import mail_notice, mail_notices
from stories.models import Notice, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(make_story: Any, author: User, leader: User) -> Story:
    story: Story = make_story(author=author, state="waiting", title="Boots & <b>snow</b>")
    story.return_to_author(by=leader, reason="Leave out “her name” & the street.")
    return story


def test_a_notice_stands_in_the_app_at_once(returned, author, leader, as_user):
    page = as_user(author).get("/notices/").content.decode()
    assert "Lea Der has sent" in page
    assert "Boots &amp; &lt;b&gt;snow&lt;/b&gt;" in page
    assert "Leave out “her name” &amp; the street." in page
    assert '<span class="count">1' in as_user(author).get("/").content.decode()
    assert "Nothing to tell you yet" in as_user(leader).get("/notices/").content.decode()


def test_looking_reads_nothing(returned, author, as_user):
    as_user(author).get("/notices/")
    as_user(author).get(f"/notices/{Notice.objects.get().pk}/open/")
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("address", ["/notices/{pk}/open/", "/notices/read/"])
def test_reading_is_a_press(returned, author, as_user, address):
    browser, notice = as_user(author), Notice.objects.get()
    assert browser.get(address.format(pk=notice.pk)).status_code == 405
    answer = browser.post(address.format(pk=notice.pk))
    assert answer.status_code == 302
    assert Notice.objects.get().read_at
    assert '<span class="count">1' not in browser.get("/").content.decode()


def test_opening_leads_to_what_is_to_be_done(returned, author, leader, as_user):
    browser, notice = as_user(author), Notice.objects.get()
    assert browser.post(f"/notices/{notice.pk}/open/")["Location"] == f"/tell/{returned.pk}/"
    Story.objects.get().submit(by=author)
    assert browser.post(f"/notices/{notice.pk}/open/")["Location"] == returned.get_absolute_url()


def test_anothers_notice_is_not_read(returned, outsider, leader, as_user):
    for somebody in (outsider, leader):
        assert as_user(somebody).post(f"/notices/{Notice.objects.get().pk}/open/").status_code == 404
        as_user(somebody).post("/notices/read/")
    assert Notice.objects.get().read_at is None


def test_nobody_is_told_of_what_they_did_themselves(make_story, leader):
    story = make_story(author=leader, state="waiting")
    story.approve(by=leader)
    assert not Notice.objects.exists()


# --- by mail --------------------------------------------------------------------------------------------------------


def test_nothing_is_mailed_within_the_request(make_story, author, leader, as_user):
    """Wagtail's own notifiers are silent too."""
    first, second = (make_story(author=author, state="waiting") for _ in range(2))
    browser = as_user(leader)
    browser.post(f"/review/{first.pk}/approve/")
    browser.post(f"/review/{second.pk}/return/", {"reason": "More."})
    assert Notice.objects.count() == 2
    assert not Email.objects.exists()
    assert mail.outbox == []


def test_a_notice_is_mailed_once(returned, author, leader):
    assert mail_notices() == 1
    assert mail_notices() == 0
    queued = Email.objects.get()
    assert queued.to == [author.email]
    assert queued.subject == "Lea Der has sent “Boots & <b>snow</b>” back to you"
    assert "Leave out “her name” & the street." in queued.message
    assert f"/tell/{returned.pk}/" in queued.message
    assert "&lt;b&gt;snow" in queued.html_message
    assert "<b>snow" not in queued.html_message


def test_two_mailers_at_once_mail_once(returned):
    hers, his = Notice.objects.get(), Notice.objects.get()  # both have read the same row
    assert [notice.claim_mail() for notice in (hers, his)] == [True, False]
    mail_notices()
    assert not Email.objects.exists()  # the claim is hers, and she has not got round to it


def test_a_mailer_that_fails_leaves_the_notice_to_the_next_round(returned, monkeypatch):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no template today")

    with monkeypatch.context() as broken:
        broken.setattr("stories.conversation.mails.render_to_string", fail)
        mail_notices()
    assert mail_notices() == 1
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("da", "har sendt"), ("sv", "har skickat"), ("en", "has sent"), ("", "has sent")]
)
def test_a_mail_speaks_the_persons_language(returned, author, language, words):
    User.objects.filter(pk=author.pk).update(language=language)
    mail_notices()
    queued = Email.objects.get()
    assert words in queued.subject


def test_who_has_left_gets_no_mail(returned, author):
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert mail_notices() == 0


def test_a_title_of_two_lines_cannot_add_a_header(make_story, author, leader):
    story = make_story(author=author, state="waiting", title="Boots\r\nBcc: everyone@example.com")
    story.approve(by=leader)
    mail_notices()
    assert "\n" not in Email.objects.get().subject
    assert Email.objects.get().bcc == []


def test_an_approval_leads_to_the_wall(make_story, author, leader):
    story = make_story(author=author, state="waiting")
    story.approve(by=leader)
    assert mail_notice(Notice.objects.select_related("person", "story", "by").get())
    queued = Email.objects.get()
    assert queued.subject == "“The boots we did not have” is live"
    assert story.get_absolute_url() in queued.message


@pytest.mark.parametrize("page", ["2", "x", "-1", "9" * 30])
def test_notices_page_by_page(returned, author, as_user, page):
    answer = as_user(author).get(f"/notices/?page={page}")
    assert answer.status_code == 200
    assert ("Lea Der has sent" in answer.content.decode()) is (page != "2")  # whatever is no page is the first


def test_notices_cost_the_same_for_three_and_for_thirty(make_story, author, leader, as_user, queries_of):
    story = make_story(author=author)

    def fill(number: int) -> None:
        for _ in range(number):
            Notice.objects.create(person=author, story=story, kind="approved", by=leader)

    assert queries_of(as_user(author), ["/notices/"], fill)["/notices/"] <= 8


def test_whoever_turns_the_mails_on_gets_no_old_ones(returned, author, leader):
    User.objects.filter(pk=author.pk).update(mail_notices=False)
    Notice.objects.update(created_at=timezone.now() - timedelta(days=4))
    returned.submit(by=author)
    returned.return_to_author(by=leader, reason="The street is still there.")
    assert mail_notices() == 0
    User.objects.filter(pk=author.pk).update(mail_notices=True)
    assert mail_notices() == 1
