"""Telling a story: once, never lost, only by its author."""

import uuid
from typing import Any

import pytest
from django.test import Client

from stories.models import KeptWords, Story, Transition

pytestmark = pytest.mark.django_db


def test_a_story_needs_a_title_what_happened_and_a_language_only(author, as_user, story_form):
    response = as_user(author).post("/tell/", story_form)
    story = Story.objects.get()
    assert response.status_code == 302
    assert response["Location"] == story.get_absolute_url()
    assert (story.title, story.state, story.author) == ("Six hours about boots", "waiting", author)


def test_everything_told_is_kept(author, as_user, story_form, colleague, photo):
    more: dict[str, Any] = {
        "summary": "Boots, and a summit.", "expected": "An exchange.", "response": "We talked for **six hours**.",
        "feeling": "Heard.", "customer_quote": "I booked the train.", "consent": "on", "moment_date": "2026-11-20",
        "principle": "4", "channel": "1", "level": "world-class", "started_as": "nobody", "wow": ["wow", "connection"],
        "decided_on_spot": "true", "colleagues": "Bo Ek, Somebody Else", "tags": "Boots, NORWAY , boots",
        "gesture_bouquet": "2", "gesture_card": "0", "photos": photo(), "photo_text": "A summit",
    }  # fmt: skip
    more["principle"] = story_principle("no-scripts-no-timers")
    more["channel"] = story_channel("phone")
    as_user(author).post("/tell/", story_form | more)
    story = Story.objects.get()
    assert story.principle.slug == "no-scripts-no-timers"
    assert [(str(one), one.user) for one in story.colleagues.all()] == [("Bo Ek", colleague), ("Somebody Else", None)]
    assert sorted(tag.name for tag in story.tags.all()) == ["boots", "norway"]
    assert [(gesture.kind.slug, gesture.number) for gesture in story.gestures.all()] == [("bouquet", 2)]
    assert story.wow == ["connection", "wow"] or set(story.wow) == {"connection", "wow"}
    assert story.photos.get().image.description == "A summit"
    assert (story.consent, story.decided_on_spot, str(story.moment_date)) == (True, True, "2026-11-20")


def story_principle(slug: str) -> str:
    from stories.models import Principle

    return str(Principle.objects.get(slug=slug).pk)


def story_channel(slug: str) -> str:
    from stories.models import Channel

    return str(Channel.objects.get(slug=slug).pk)


def test_an_empty_form_leaves_no_draft_behind(author, as_user, story_form):
    browser, empty = as_user(author), story_form | {"title": " ", "happened": ""}
    assert browser.post("/tell/", empty).status_code == 422
    assert not Story.objects.exists()
    assert browser.post("/tell/", empty | {"tags": "boots"}).status_code == 422
    assert Story.objects.get().state == "draft"


def test_a_draft_without_a_title_is_called_by_its_first_words(author, as_user, story_form):
    happened = "She rang about the boots that her husband had worn."
    as_user(author).post("/tell/", story_form | {"title": "", "happened": happened, "save": "1"})
    assert "She rang about the boots that her…" in as_user(author).get("/mine/").content.decode()


def test_a_double_tap_posts_once(author, as_user, story_form):
    browser, form = as_user(author), story_form | {"key": str(uuid.uuid4())}
    first, second = browser.post("/tell/", form), browser.post("/tell/", form)
    story = Story.objects.get()
    assert first["Location"] == second["Location"] == story.get_absolute_url()
    assert Transition.objects.filter(story=story, to_state="waiting").count() == 1


def test_a_key_that_is_somebody_elses_story_makes_a_new_one(author, outsider, as_user, story_form, make_story):
    theirs = make_story(author=outsider)
    as_user(author).post("/tell/", story_form | {"key": str(theirs.uuid)})
    theirs.refresh_from_db()
    assert theirs.title == "The boots we did not have"
    assert Story.objects.by_author(author).get().uuid != theirs.uuid


def test_a_trusted_author_goes_live_at_once(author, as_user, story_form):
    author.is_trusted = True
    author.save()
    as_user(author).post("/tell/", story_form)
    story = Story.objects.get()
    assert (story.state, story.live, story.live_by_trust) == ("live", True, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 201}, {"happened": " "}, {"language": "xx"}, {"summary": "x" * 201},
        {"principle": "999"}, {"principle": "none"}, {"moment_date": "31-31-31"}, {"gesture_card": "-1"},
        {"gesture_card": "many"}, {"audience": "teams"}, {"audience": "aliens"}, {"wow": "loud"},
        {"title": "a\0b"},
    ],
)  # fmt: skip
def test_bad_input_is_said_and_loses_nothing(author, as_user, story_form, wrong):
    told = story_form | {"response": "We talked for six hours.", "tags": "boots"} | wrong
    response = as_user(author).post("/tell/", told)
    assert response.status_code == 422
    assert "We talked for six hours." in response.content.decode()
    assert 'class="errorlist' in response.content.decode()
    assert not Story.objects.exclude(state="draft").exists()
    assert Story.objects.get().response == "We talked for six hours."


def test_a_file_that_is_no_photo_is_said_and_the_words_stay(author, as_user, story_form, photo):
    text = photo()
    text.file.seek(0)
    text.file.write(b"not a picture at all")
    response = as_user(author).post("/tell/", story_form | {"photos": text})
    assert response.status_code == 422
    assert "not a photo we can read" in response.content.decode()
    assert "She rang about boots." in response.content.decode()


def test_a_draft_is_only_kept(author, leader, as_user, story_form):
    response = as_user(author).post("/tell/", story_form | {"save": "1", "title": ""})
    story = Story.objects.get()
    assert response["Location"] == "/mine/"
    assert story.state == "draft"
    assert as_user(leader).get(story.get_absolute_url()).status_code == 404


def test_words_are_kept_as_one_types(author, as_user):
    browser, key = as_user(author), str(uuid.uuid4())
    first = browser.post("/tell/keep/", {"key": key, "happened": "She ra"})
    second = browser.post("/tell/keep/", {"key": key, "happened": "She rang about"})
    story = Story.objects.get()
    assert first.status_code == second.status_code == 200
    assert second.json()["url"] == f"/tell/{story.pk}/"
    assert (story.happened, story.state, story.revisions.count()) == ("She rang about", "draft", 1)


def test_typing_in_a_draft_then_sending_it_makes_one_story(author, as_user, story_form):
    browser, key = as_user(author), str(uuid.uuid4())
    browser.post("/tell/keep/", {"key": key, "happened": "She ra"})
    browser.post("/tell/", story_form | {"key": key})
    assert Story.objects.get().state == "waiting"


def test_an_expired_session_loses_nothing(author, story_form):
    browser = Client()
    sent = browser.post("/tell/", story_form | {"response": "Flowers."})
    assert sent["Location"].startswith("/accounts/login/?next=/tell/")
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get("/tell/", follow=True)
    story = Story.objects.get()
    assert (story.state, story.response, story.author) == ("draft", "Flowers.", author)
    assert page.redirect_chain[-1][0] == f"/tell/{story.pk}/"
    assert not KeptWords.objects.exists()


def test_kept_words_are_shown_to_their_writer_only(author, outsider, as_user, story_form):
    form = as_user(author).get("/tell/").context["form"]
    browser = Client()
    browser.post("/tell/", story_form | {"writer": form.initial["writer"]})
    browser.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/tell/").status_code == 200
    assert not Story.objects.exists()
    assert KeptWords.objects.count() == 1


def test_a_form_that_stood_open_too_long_loses_nothing(author, story_form):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    response = browser.post("/tell/", story_form)
    assert response["Location"] == "/tell/"
    browser.get("/tell/", follow=True)
    assert Story.objects.get().happened == "She rang about boots."


def test_no_other_site_puts_words_into_somebodys_mouth(story_form):
    """Kept words become a draft at the next sign-in, which a browser that is signed in goes through by itself."""
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.post("/tell/", story_form).status_code == 403
    assert not KeptWords.objects.exists()


def test_signed_out_typing_is_told_so(story_form):
    assert Client().post("/tell/keep/", story_form).status_code == 401


def test_an_edit_of_a_live_story_waits_while_the_old_text_stays(author, colleague, as_user, story_form, make_story):
    story = make_story(author=author, title="Old title")
    as_user(author).post(f"/tell/{story.pk}/", story_form | {"title": "New title", "was": "live"})
    story.refresh_from_db()
    assert (story.title, story.state, story.edit_state) == ("Old title", "live", "waiting")
    assert "Old title" in as_user(colleague).get(story.get_absolute_url()).content.decode()
    assert "New title" in as_user(author).get(f"/tell/{story.pk}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "waiting", "live", "returned", "unpublished"])
def test_only_the_author_writes(outsider, leader, author, as_user, make_story, story_form, state):
    story = make_story(author=author, state=state)
    for somebody in (outsider, leader):
        assert as_user(somebody).get(f"/tell/{story.pk}/").status_code == 404
        assert as_user(somebody).post(f"/tell/{story.pk}/", story_form).status_code == 404
        assert as_user(somebody).post(f"/mine/{story.pk}/delete/").status_code == 404
        assert as_user(somebody).post(f"/mine/{story.pk}/withdraw/").status_code == 404


def test_an_author_takes_back_takes_down_and_deletes(author, as_user, make_story, photo, story_form):
    browser = as_user(author)
    waiting, live = make_story(author=author, state="waiting"), make_story(author=author)
    browser.post(f"/mine/{waiting.pk}/withdraw/")
    browser.post(f"/mine/{live.pk}/withdraw/")
    waiting.refresh_from_db(), live.refresh_from_db()
    assert (waiting.state, live.state, live.live) == ("draft", "unpublished", False)
    assert browser.get(f"/mine/{live.pk}/delete/").status_code == 200
    browser.post(f"/mine/{live.pk}/delete/")
    assert not Story.objects.filter(pk=live.pk).exists()


def test_a_story_taken_down_can_be_sent_again(author, as_user, make_story, story_form):
    story = make_story(author=author, state="unpublished")
    as_user(author).post(f"/tell/{story.pk}/", story_form | {"was": "unpublished"})
    story.refresh_from_db()
    assert (story.state, story.title) == ("waiting", "Six hours about boots")


def test_suggestions_are_what_one_may_read(author, outsider, as_user, make_story):
    make_story(tags=("boots",))
    make_story(tags=("bootleg",), audience_teams=("Store",))
    assert as_user(author).get("/tell/suggest/tags/?q=Boot").json() == ["bootleg", "boots"]
    assert as_user(outsider).get("/tell/suggest/tags/?q=boot").json() == ["boots"]
    assert as_user(outsider).get("/tell/suggest/people/?q=ann").json() == ["Anna Lund"]
    assert as_user(outsider).get("/tell/suggest/cats/?q=a").status_code == 404


def test_going_back_and_changing_a_word_loses_nothing(author, as_user, story_form):
    """The form still says `was` draft; the story waits already. What is new is taken."""
    browser, form = as_user(author), story_form | {"key": str(uuid.uuid4()), "was": "draft"}
    browser.post("/tell/", form)
    browser.post("/tell/", form | {"happened": "She rang about boots, twice.", "tags": "boots", "gesture_card": "1"})
    story = Story.objects.get()
    assert (story.happened, story.state) == ("She rang about boots, twice.", "waiting")
    assert [tag.name for tag in story.tags.all()] == ["boots"]
    moves = story.transitions.count()
    browser.post("/tell/", form | {"happened": "She rang about boots, twice.", "tags": "boots", "gesture_card": "1"})
    assert story.transitions.count() == moves


def test_a_second_tap_does_not_double_the_photos(author, as_user, story_form, photo):
    browser, form = as_user(author), story_form | {"key": str(uuid.uuid4())}
    for _ in range(2):
        browser.post("/tell/", form | {"photos": photo()})
    assert Story.objects.get().photos.count() == 1


def test_typing_nothing_new_keeps_nothing_new(author, as_user, make_story, story_form):
    """What a page sends while it is left does not make a draft of a story that just went live."""
    author.is_trusted = True
    author.save()
    browser, form = as_user(author), story_form | {"key": str(uuid.uuid4())}
    browser.post("/tell/", form)
    answer = browser.post("/tell/keep/", form)
    story = Story.objects.get()
    assert (answer.status_code, story.state, story.edit_state, story.revisions.count()) == (200, "live", "", 1)


def test_typing_in_a_waiting_story_is_told_so(author, as_user, make_story, story_form):
    story = make_story(author=author, state="waiting")
    answer = as_user(author).post("/tell/keep/", story_form | {"key": str(story.uuid)})
    assert answer.status_code == 409
    assert Story.objects.get().title == "The boots we did not have"


def test_what_a_leader_did_while_the_form_stood_open_stays_done(author, leader, as_user, make_story, story_form):
    story = make_story(author=author, state="waiting")
    story.approve(by=leader)
    as_user(author).post(f"/tell/{story.pk}/", story_form | {"was": "waiting"})
    story = Story.objects.get()
    assert (story.state, story.live, story.edit_state) == ("live", True, "waiting")
    assert (story.title, story.working_copy.title) == ("The boots we did not have", "Six hours about boots")


def test_a_returned_story_shows_its_reason_and_goes_back_into_the_queue(
    author, leader, as_user, make_story, story_form
):
    story = make_story(author=author, state="waiting")
    story.return_to_author(by=leader, reason="Which shop?")
    browser = as_user(author)
    for page in (f"/tell/{story.pk}/", "/mine/"):
        assert "Which shop?" in browser.get(page).content.decode()
    browser.post(f"/tell/{story.pk}/", story_form | {"was": "returned"})
    assert Story.objects.get().state == "waiting"
    assert "Which shop?" not in browser.get(f"/tell/{story.pk}/").content.decode()


def test_taking_down_from_my_stories_takes_down_though_a_new_text_was_returned(author, leader, as_user, make_story):
    story = make_story(author=author)
    copy = story.working_copy
    copy.title = "New title"
    copy.keep(by=author)
    copy.submit(by=author)
    copy.return_to_author(by=leader, reason="Shorter.")
    browser = as_user(author)
    assert "Take down" in browser.get("/mine/").content.decode()
    browser.post(f"/mine/{story.pk}/withdraw/")
    story = Story.objects.get()
    assert (story.state, story.live) == ("unpublished", False)
    assert "New title" in browser.get(f"/tell/{story.pk}/").content.decode()
