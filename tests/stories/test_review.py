"""What waits, for leaders: publish it, or return it with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from people.models import User
from stories.models import Notice, Story

pytestmark = pytest.mark.django_db
VERBS = ["approve", "return", "look-over", "take-down"]


def said_to(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def queue_of(answer: Any) -> list[str]:
    return [story.title for story in answer.context["queue"]]


@pytest.mark.parametrize("who", ["author", "colleague", "outsider"])
def test_only_leaders_check_stories(request, make_story, author, colleague, outsider, as_user, who):
    story = make_story(author=author, state="waiting")
    browser = as_user(request.getfixturevalue(who))
    for page in ("/review/", f"/review/{story.pk}/"):
        answer = browser.get(page)
        assert answer.status_code == 403
        assert "Only leaders check stories" in answer.content.decode()
    for verb in VERBS:
        assert browser.post(f"/review/{story.pk}/{verb}/", {"reason": "No."}).status_code == 403
    assert Story.objects.get().state == "waiting"


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_changes_by_looking(make_story, leader, as_user, verb):
    story = make_story(state="live" if verb == "take-down" else "waiting")
    assert as_user(leader).get(f"/review/{story.pk}/{verb}/").status_code == 405
    assert Story.objects.get().state == story.state


def test_the_queue_has_the_oldest_first_and_what_went_live_by_trust_last(make_story, author, outsider, leader, as_user):
    outsider.is_trusted = True
    trusted = make_story(author=outsider, state="draft", title="By trust")
    trusted.submit(by=outsider)
    edited = make_story(author=author, title="Edited", state="live")
    for title, minutes in (("Second", 20), ("First", 30), ("Third", 10)):
        story = make_story(author=author, state="waiting", title=title)
        Story.objects.filter(pk=story.pk).update(submitted_at=timezone.now() - timedelta(minutes=minutes))
    edited.keep(by=author)
    edited.submit(by=author)
    make_story(author=outsider, state="draft", title="Draft")
    make_story(author=outsider, state="returned", title="Returned")
    answer = as_user(leader).get("/review/")
    assert queue_of(answer) == ["First", "Second", "Third", "Edited", "By trust"]
    assert answer.context["story"].title == "First"


def test_an_empty_queue_says_so(leader, as_user):
    assert "Nothing waits" in as_user(leader).get("/review/").content.decode()


def test_a_leader_reads_the_new_text_and_not_the_old_one(make_story, author, leader, as_user):
    story = make_story(author=author, title="Old title", customer_quote="Thank you all.")
    copy = story.working_copy
    copy.title = "New title"
    copy.keep(by=author)
    copy.submit(by=author)
    page = as_user(leader).get(f"/review/{story.pk}/").content.decode()
    assert "New title" in page
    assert "No consent" in page  # a leader reads also what will not be shown
    assert "Thank you all." in page


def test_approving(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    answer = as_user(leader).post(f"/review/{story.pk}/approve/")
    assert answer["Location"] == "/review/"
    assert "is live" in said_to(answer)
    assert Story.objects.get().state == "live"
    assert not User.objects.get(pk=author.pk).is_trusted


def test_approving_with_trust(make_story, author, leader, as_user, story_form):
    story = make_story(author=author, state="waiting")
    as_user(leader).post(f"/review/{story.pk}/approve/", {"trust": "on"})
    assert User.objects.get(pk=author.pk).is_trusted
    as_user(User.objects.get(pk=author.pk)).post("/tell/", story_form)
    assert Story.objects.exclude(pk=story.pk).get().state == "live"


def test_approving_an_imported_story_without_an_author(make_story, leader, as_user):
    story = make_story(state="waiting", author_name="Anna, who has left")
    as_user(leader).post(f"/review/{story.pk}/approve/", {"trust": "on"})
    assert Story.objects.get().state == "live"
    assert not Notice.objects.exists()


def test_returning(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    answer = as_user(leader).post(f"/review/{story.pk}/return/", {"reason": "Which shop?"})
    assert answer["Location"] == "/review/"
    assert Story.objects.get().state == "returned"
    assert Story.objects.get().transitions.last().why == "Which shop?"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "a\0b"])
def test_a_return_needs_a_reason_and_keeps_the_queue(make_story, author, leader, as_user, reason):
    make_story(author=author, state="waiting", title="Another")
    story = make_story(author=author, state="waiting", title="This one")
    answer = as_user(leader).post(f"/review/{story.pk}/return/", {"reason": reason})
    assert answer.status_code == 422
    assert queue_of(answer) == ["Another", "This one"]
    assert answer.context["story"] == story
    assert "errorlist" in answer.content.decode()
    assert Story.objects.get(pk=story.pk).state == "waiting"


@pytest.mark.parametrize(
    ("verb", "data"), [("approve", {}), ("approve", {"trust": "on"}), ("return", {"reason": "No."})]
)
@pytest.mark.parametrize("meanwhile", ["approve", "return_to_author", "withdraw"])
def test_somebody_was_faster(make_story, author, leader, administrator, as_user, verb, data, meanwhile):
    story = make_story(author=author, state="waiting")
    options: dict[str, Callable[[], None]] = {
        "approve": lambda: story.approve(by=administrator),
        "return_to_author": lambda: story.return_to_author(by=administrator, reason="Mine."),
        "withdraw": lambda: story.withdraw(by=author),
    }
    options[meanwhile]()
    before = Story.objects.get().state
    answer = as_user(leader).post(f"/review/{story.pk}/{verb}/", data)
    if meanwhile == "withdraw":  # it is a draft again, and nobody else's business
        assert answer.status_code == 404
    else:
        assert answer["Location"] == "/review/"
        assert "already" in said_to(answer)
    assert Story.objects.get().state == before
    assert not User.objects.get(pk=author.pk).is_trusted
    assert Notice.objects.count() == (meanwhile != "withdraw")


def test_what_needs_no_check_leads_to_the_story(make_story, author, leader, as_user):
    story = make_story(author=author)
    assert as_user(leader).get(f"/review/{story.pk}/")["Location"] == story.get_absolute_url()


def test_what_went_live_by_trust_is_looked_over_or_taken_down(make_story, author, leader, as_user):
    author.is_trusted = True
    browser, stories = as_user(leader), [make_story(author=author, state="draft") for _ in range(2)]
    for story in stories:
        story.submit(by=author)
    browser.post(f"/review/{stories[0].pk}/look-over/")
    answer = browser.post(f"/review/{stories[1].pk}/take-down/")
    assert answer["Location"] == stories[1].get_absolute_url()
    assert [Story.objects.get(pk=story.pk).state for story in stories] == ["live", "unpublished"]
    assert queue_of(browser.get("/review/")) == []


def test_what_is_not_live_cannot_be_taken_down(make_story, author, leader, as_user):
    story = make_story(author=author, state="waiting")
    assert as_user(leader).post(f"/review/{story.pk}/take-down/").status_code == 404


def test_the_queue_costs_the_same_for_three_and_for_thirty(make_story, author, leader, as_user, queries_of):
    def fill(number: int) -> None:
        for _ in range(number):
            make_story(author=author, state="waiting")

    assert queries_of(as_user(leader), ["/review/"], fill)["/review/"] <= 20
