"""Who may read what: one rule (`visible_to`), and every address obeys it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from stories.models import Applause, Story, StoryPhoto
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db
STATES, AUDIENCES = Story.State.values, Story.Audience.values
PEOPLE = ["author", "colleague", "outsider", "leader", "administrator", "leaver", "nobody"]


def may_read(who: str, state: str, audience: str) -> bool:
    """DESIGN 3 in other words than the code's."""
    return {
        "author": True,
        "leader": state != "draft",
        "administrator": state != "draft",
        "colleague": state == "live" and audience in ("everyone", "teams"),
        "outsider": state == "live" and audience == "everyone",
        "leaver": False,
        "nobody": False,
    }[who]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("state", STATES)
def test_the_rule(cast, make_story, author, state, audience):
    story = make_story(
        author=author, state=state, audience=audience, audience_teams=("Store",) if audience == "teams" else ()
    )
    seen = {who for who, person in cast.items() if Story.objects.visible_to(person).filter(pk=story.pk).exists()}
    assert seen == {who for who in PEOPLE if may_read(who, state, audience)}


def test_a_superuser_leads_but_reads_no_draft_either(make_story, author, superuser):
    draft, live = make_story(author=author, state="draft"), make_story(author=author)
    assert list(Story.objects.visible_to(superuser)) == [live]
    assert draft.state == "draft"


def test_a_person_of_many_teams_sees_a_story_once(make_story, author, outsider):
    outsider.join(["Store", "Warehouse"])
    story = make_story(author=author, audience_teams=("Store", "Warehouse", "Finance"))
    assert list(Story.objects.visible_to(User.objects.get(pk=outsider.pk))) == [story]


def test_the_authors_own_story_for_another_team_stays_theirs(make_story, author):
    story = make_story(author=author, audience_teams=("Finance",))
    assert list(Story.objects.visible_to(author)) == [story]


@pytest.fixture
def team_story(make_story: Callable[..., Story], author: User, photo: Any) -> Story:
    """A live story for one team, with a photo and a tag of its own."""
    story = make_story(author=author, audience_teams=("Store",), tags=("onlystore",), title="For the store")
    StoryPhoto.objects.create(story=story, image=store(normalise(photo()), by=author))
    return Story.objects.get(pk=story.pk)


def browser_of(person: Any) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("who", ["author", "colleague", "outsider", "leader"])
def test_every_address_of_a_story_obeys_it(cast, team_story, who):
    browser, reads = browser_of(cast[who]), who != "outsider"
    image = team_story.photos.get().image
    rendition = image.get_rendition("fill-160x160")
    seen = 200 if reads else 404
    assert browser.get(team_story.get_absolute_url()).status_code == seen
    assert browser.get(f"/s/{team_story.pk}/").status_code == (302 if reads else 404)
    assert browser.get(image.file.url).status_code == seen
    assert browser.get(rendition.url).status_code == seen
    assert browser.get("/tag/onlystore/").status_code == seen
    assert browser.get("/tell/suggest/tags/?q=only").json() == (["onlystore"] if reads else [])
    assert browser.post(f"/applaud/{team_story.pk}/").status_code == (302 if reads else 404)
    assert Applause.objects.filter(story=team_story).count() == int(reads)
    for page in ("/", "/principle/empower-people/"):
        assert ("For the store" in browser.get(page).content.decode()) is reads
    assert browser.get(f"/tell/{team_story.pk}/").status_code == (200 if who == "author" else 404)
    assert browser.get(f"/mine/{team_story.pk}/delete/").status_code == (200 if who == "author" else 404)
    review = {"author": 403, "colleague": 403, "outsider": 403, "leader": 302}
    assert browser.get(f"/review/{team_story.pk}/").status_code == review[who]


@pytest.mark.parametrize("state", ["draft", "waiting", "returned", "unpublished"])
@pytest.mark.parametrize("who", ["colleague", "leader", "administrator"])
def test_what_is_not_live_has_no_address_for_others(cast, make_story, author, photo, state, who):
    story = make_story(author=author, state=state, tags=("onlyhere",))
    image = store(normalise(photo()), by=author)
    StoryPhoto.objects.create(story=story, image=image)
    browser = browser_of(cast[who])
    seen = 200 if who != "colleague" and state != "draft" else 404
    assert browser.get(story.get_absolute_url()).status_code == seen
    assert browser.get(image.file.url).status_code == seen
    assert browser.get("/tag/onlyhere/").status_code == 404
    assert browser.get("/tag/onlyhere/?page=2").status_code == 404
    assert browser.post(f"/applaud/{story.pk}/").status_code == 404
    assert "The boots" not in browser.get("/").content.decode()
    for verb in ("withdraw", "delete"):
        assert browser.post(f"/mine/{story.pk}/{verb}/").status_code == 404
    if who != "colleague" and state == "draft":
        for verb in ("", "approve/", "return/", "look-over/", "take-down/"):
            method = browser.post if verb else browser.get
            assert method(f"/review/{story.pk}/{verb}").status_code == 404


def test_the_photo_of_a_new_text_is_for_its_author_and_leaders(make_story, author, colleague, leader, photo):
    story = make_story(author=author)
    copy = story.working_copy
    image = store(normalise(photo()), by=author)
    copy.photos.create(image=image)
    copy.keep(by=author)
    Story.objects.get().submit(by=author)
    statuses = [browser_of(person).get(image.file.url).status_code for person in (author, leader, colleague)]
    assert statuses == [200, 200, 404]


def test_a_person_who_has_left_is_signed_out(team_story, author):
    browser = browser_of(author)
    assert browser.get(team_story.get_absolute_url()).status_code == 200
    User.objects.filter(pk=author.pk).update(is_active=False)
    answer = browser.get(team_story.get_absolute_url())
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_leavers_stories_stay_and_the_name_goes(make_story, author, outsider):
    story = make_story(author=author)
    assert "Anna Lund" in browser_of(outsider).get(story.get_absolute_url()).content.decode()
    User.objects.filter(pk=author.pk).update(is_active=False)
    page = browser_of(outsider).get(story.get_absolute_url()).content.decode()
    assert "Anna Lund" not in page
    assert "A former colleague" in page


@pytest.mark.parametrize("who", ["leader", "administrator"])
def test_the_photo_chooser_of_the_admin_has_no_photos_of_drafts(cast, make_story, author, photo, who):
    browser = browser_of(cast[who])
    images = {}
    for state in ("draft", "live"):
        images[state] = store(normalise(photo()), by=author, description=f"Shows {state}")
        StoryPhoto.objects.create(story=make_story(author=author, state=state), image=images[state])
    for name in ("wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results", "wagtailimages:index"):
        page = browser.get(reverse(name)).content.decode()
        assert "Shows draft" not in page
        assert "Shows live" in page or name == "wagtailimages:index"
    for state, status in (("draft", 302), ("live", 200)):
        assert browser.get(reverse("wagtailimages_chooser:chosen", args=[images[state].pk])).status_code == status
    for name in (
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:url_generator",
        "wagtailimages:image_usage",
    ):
        assert browser.get(reverse(name, args=[images["draft"].pk])).status_code in (302, 403, 404)
    assert browser.get("/admin/api/main/images/").status_code == 404
