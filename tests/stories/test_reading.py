"""The wall, the story page and theme pages: what they show, what they cost, and what no input can break."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from people.models import User
from search import indexing
from stories.models import Channel, Colleague, Gesture, GestureKind, Organisation, Principle, Story, StoryPhoto, Tag
from stories.posting.photos import normalise, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(make_story: Callable[..., Story], author: User, colleague: User, photo: Any) -> Callable[[int], list[Story]]:
    """That many stories that have everything: photos, gestures, colleagues, tags, team, channel, applause."""
    image = store(normalise(photo()), by=author)
    bouquet, phone = GestureKind.objects.get(slug="bouquet"), Channel.objects.get(slug="phone")

    def many(number: int) -> list[Story]:
        stories = []
        for _ in range(number):
            story = make_story(author=author, tags=("boots", "norway"), team=author.teams.first(), channel=phone)
            StoryPhoto.objects.create(story=story, image=image)
            Gesture.objects.create(story=story, kind=bouquet, number=2)
            Colleague.objects.create(story=story, user=colleague, name="Bo Ek")
            story.applaud(by=colleague)
            stories.append(story)
        return stories

    return many


def test_a_page_costs_the_same_for_three_stories_and_for_thirty(fill, make_story, author, leader, as_user, queries_of):
    story = fill(1)[0]

    def fill_and_return(number: int) -> None:
        fill(number)
        for _ in range(number):
            make_story(author=author, state="waiting").return_to_author(by=leader, reason="Which shop?")
        indexing.drain()

    most = {
        "/": 16, "/principle/empower-people/": 14, "/tag/boots/": 12, "/mine/": 12, "/tell/": 14,
        story.get_absolute_url(): 26,
    }  # fmt: skip
    costs = queries_of(as_user(author), most, fill_and_return)
    assert {address: cost for address, cost in costs.items() if cost > most[address]} == {}
    pages = [as_user(author).get(f"/mine/?page={page}").content.decode() for page in (1, 2, 3)]
    assert sum(page.count("Which shop?") for page in pages) == 30


def test_a_story_shows_what_was_told(make_story, author, colleague, outsider, as_user, photo):
    story = make_story(
        author=author, summary="Boots, and a summit.", happened="She *rang*.", response="We talked for **six hours**.",
        customer_quote="I booked the train.", consent=True, level="world-class", started_as="nobody", wow=["wow"],
        decided_on_spot=True, insight="Ask on.", take_away="Listen first.", tags=("boots",),
    )  # fmt: skip
    Colleague.objects.create(story=story, user=colleague, name="Bo Ek")
    Gesture.objects.create(story=story, kind=GestureKind.objects.get(slug="card"), number=3)
    StoryPhoto.objects.create(story=story, image=store(normalise(photo()), by=author, description="A summit"))
    page = as_user(outsider).get(story.get_absolute_url()).content.decode()
    for words in (
        "Boots, and a summit.", "<em>rang</em>", "<strong>six hours</strong>", "I booked the train.", "World class",
        "Wow", "Bo Ek", "Card × 3", "Ask on.", "Listen first.", 'alt="A summit"', "/tag/boots/", "Trusted to decide",
    ):  # fmt: skip
        assert words in page


def test_the_customers_words_need_consent(make_story, author, outsider, as_user):
    story = make_story(author=author, customer_quote="Do not print this.", consent=False)
    for person in (outsider, author):
        assert "Do not print this." not in as_user(person).get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The boots we did not have", "the-boots-we-did-not-have"), ("Blåbær på Ærø", "blabaer-pa-aero"),
        ("!!!", "story"), ("💐", "story"), ("a" * 200, "a" * 60), ("", "story"),
    ],
)  # fmt: skip
def test_the_address_reads_like_the_title(make_story, author, as_user, title, slug):
    story = make_story(author=author, title=title, state="live")
    if title == "💐":
        slug = story.slug
        assert slug
    assert story.get_absolute_url() == f"/s/{story.pk}/{slug}/"
    assert as_user(author).get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("wrong", ["another-title/", "", "THE-BOOTS-WE-DID-NOT-HAVE/"])
def test_a_wrong_slug_leads_to_the_right_one(make_story, author, as_user, wrong):
    story = make_story(author=author)
    answer = as_user(author).get(f"/s/{story.pk}/{wrong}")
    assert (answer.status_code, answer["Location"]) == (302, story.get_absolute_url())


GARBAGE_PAGES = ["0", "-1", "x", "1.5", "", "²", "٣", "9" * 40, "1000000", "%00", "1%27", "null"]


@pytest.mark.parametrize("address", ["/", "/principle/empower-people/", "/tag/boots/", "/notices/", "/mine/"])
def test_any_page_number_is_a_page(make_story, author, as_user, address):
    make_story(author=author, tags=("boots",))
    browser = as_user(author)
    for page in GARBAGE_PAGES:
        status = browser.get(f"{address}?page={page}").status_code
        assert status == 400 if page == "%00" else status in (200, 404), page


def test_the_wall_goes_on_page_by_page(make_story, author, as_user):
    for number in range(14):
        make_story(author=author, title=f"Story number {number:02}")
    browser = as_user(author)
    first, second, third = (browser.get(f"/?page={page}").content.decode() for page in (1, 2, 3))
    assert first.count("<article") == 12
    assert second.count("<article") == 2
    assert "page=2" in first
    assert "no more stories" in third


def test_an_empty_wall_says_what_to_do(author, administrator, as_user):
    page = as_user(author).get("/").content.decode()
    assert "Be the first" in page
    assert "To begin with" not in page
    assert "To begin with" in as_user(administrator).get("/").content.decode()


def test_the_wall_bears_the_organisations_name(make_story, author, as_user):
    make_story(author=author)
    Organisation.objects.create(name="Fjord & Sons")
    assert "Fjord &amp; Sons" in as_user(author).get("/").content.decode()


@pytest.mark.parametrize(
    "name", ["boots & snow", "blåbær", "日本", "c++", "a/b", "!!!", "💐", "50 % mer", "#1", ".", "admin"]
)
def test_every_tag_has_a_page(make_story, author, as_user, story_form, name):
    browser = as_user(author)
    author.is_trusted = True
    author.save()
    browser.post("/tell/", story_form | {"tags": name})
    story = Story.objects.get()
    page = browser.get(story.get_absolute_url())
    assert page.status_code == 200
    tag = Tag.objects.get()
    assert tag.name == Tag.tidy(name)
    answer = browser.get(f"/tag/{tag.slug}/")
    assert answer.status_code == 200
    assert 'href="/tag/' in page.content.decode()


def test_an_unknown_theme_is_not_found(author, as_user):
    browser = as_user(author)
    for address in ("/tag/nothing/", "/principle/nothing/", "/s/1/x/", "/tag/a%00b/", "/nowhere/", "/s/x/"):
        assert browser.get(address).status_code in (400, 404)


def test_a_theme_without_stories_invites(author, as_user):
    assert (
        "Nobody has told a story of this kind yet" in as_user(author).get("/principle/empower-people/").content.decode()
    )


def test_a_number_without_end_breaks_nothing(leader, as_user):
    browser, huge = as_user(leader), "9" * 30
    looked_at = [
        "/s/{}/", "/s/{}/x/", "/tell/{}/", "/mine/{}/delete/", "/review/{}/", "/flower/poppy/{}-0-0.svg",
        "/admin/snippets/stories/story/edit/{}/", "/admin/snippets/choose/stories/story/chosen/{}/",
        "/flower/poppy/1-{}-0.svg", "/tell/suggest/{}/",
    ]  # fmt: skip
    pressed = ["/applaud/{}/", "/mine/{}/withdraw/", "/review/{}/approve/", "/notices/{}/open/", "/mine/{}/delete/"]
    for address in looked_at:
        assert browser.get(address.format(huge)).status_code in (200, 404), address
    for address in pressed:
        assert browser.post(address.format(huge)).status_code == 404, address


READ = [
    "/",
    "/principle/empower-people/",
    "/tag/boots/",
    "/notices/",
    "/mine/",
    "/healthz/",
    "/s/{pk}/",
    "/review/",
    "/health/",
]
POSTED = [
    "/applaud/{pk}/",
    "/notices/read/",
    "/tell/keep/",
    "/mine/{pk}/withdraw/",
    "/review/{pk}/approve/",
    "/language/",
]


@pytest.mark.parametrize("address", READ)
def test_pages_are_only_read(make_story, leader, as_user, address):
    story = make_story(author=leader, tags=("boots",))
    browser = as_user(leader)
    for method in (browser.post, browser.put, browser.delete, browser.patch):
        assert method(address.format(pk=story.pk)).status_code == 405
    head = browser.head(address.format(pk=story.pk))
    assert head.status_code == browser.get(address.format(pk=story.pk)).status_code
    assert head.content == b""


@pytest.mark.parametrize("address", POSTED)
def test_presses_are_only_posted(make_story, leader, as_user, address):
    story = make_story(author=leader)
    browser = as_user(leader)
    for method in (browser.get, browser.head, browser.put, browser.delete):
        assert method(address.format(pk=story.pk)).status_code == 405


def test_a_nul_is_a_bad_request(author, as_user):
    browser = as_user(author)
    for address in ("/a%00b/", "/?q=%00", "/?page=1&x=%00", "/tag/%00/", "/media/%00.jpg", "/flower/bouquet/%00.svg"):
        assert browser.get(address).status_code == 400, address
        assert Client().get(address).status_code in (302, 400), address


def test_what_is_not_utf8_breaks_nothing(author, as_user):
    browser = as_user(author)
    for address in ("/%ff/", "/tag/%ff/", "/?page=%ff", "/s/1/%C3%28/", "/flower/bouquet/%ff.svg", "/media/%ff"):
        assert browser.get(address).status_code in (200, 400, 404), address


def test_flowers_have_addresses_of_their_own(author, as_user):
    browser = as_user(author)
    for name in ("poppy/7-2-1", "bouquet/none", "bouquet/12.poppy.3.1", "field/12.poppy.3.1~13.daisy.0.0"):
        answer = browser.get(f"/flower/{name}.svg")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml"), name
        assert "private" in answer["Cache-Control"]
        assert "immutable" in answer["Cache-Control"]
        assert answer.content.startswith(b"<svg")
    too_many = "~".join(["1.poppy.0.0"] * 21)
    for name in ("rose/7-2-1", "poppy/7-8-1", "poppy/7-2-5", "bouquet/12.rose.3.1", f"bouquet/{too_many}", "field/."):
        assert browser.get(f"/flower/{name}.svg").status_code == 404, name


def test_a_principle_of_another_flower_and_no_principle_at_all(make_story, author, as_user):
    bells = make_story(author=author, principle="findable-phone-number")
    bare = make_story(author=author, principle="")
    assert (bells.species, bare.species) == ("bells", "daisy")
    assert as_user(author).get(bare.get_absolute_url()).status_code == 200
    Principle.objects.filter(slug="findable-phone-number").update(species="tulip")
    assert Story.objects.get(pk=bells.pk).species == "tulip"


def test_who_tells_it_is_not_named_twice(make_story, author, colleague, outsider, as_user):
    alone, together = make_story(author=author), make_story(author=author)
    for story in (alone, together):
        Colleague.objects.create(story=story, user=author, name="Anna Lund")
    Colleague.objects.create(story=together, user=colleague, name="Bo Ek")
    for story, said in ((alone, "Told by Anna Lund"), (together, "Told by Anna Lund with Bo Ek")):
        page = strip_tags(as_user(outsider).get(story.get_absolute_url()).content.decode())
        assert said in " ".join(page.split())
        assert "about" not in page.split(said)[1][:40]


def test_why_a_story_came_back_stands_on_it_for_its_author_and_leaders(make_story, author, leader, outsider, as_user):
    story = make_story(author=author)
    story.happened = "Another beginning."
    story.save_revision(user=author)
    story.submit(by=author)
    story.return_to_author(by=leader, reason="Which shop?")
    for person, told in ((author, True), (leader, True), (outsider, False)):
        page = as_user(person).get(story.get_absolute_url()).content.decode()
        assert ("Which shop?" in page) is told
        assert ("Sent back" in page) is told


def test_flowers_come_with_how_many_gestures_were_given(make_story, django_assert_num_queries):
    given, bare = make_story(), make_story()
    for slug, number in (("bouquet", 2), ("card", 3)):
        Gesture.objects.create(story=given, kind=GestureKind.objects.get(slug=slug), number=number)
    with django_assert_num_queries(1):
        grown = {story.pk: (story.gestures_count, story.species) for story in Story.objects.with_flowers()}
    assert grown == {story.pk: (story.gestures_count, story.species) for story in (given, bare)}
    assert grown[given.pk][0] == 5
