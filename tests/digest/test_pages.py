"""Where a Digest stands: its page, the archive by year, the top of the wall; and where it stands no more."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from stories.digest.models import Digest, Pick
from stories.digest.schedule import release
from stories.models import Story, StoryPhoto
from stories.posting.photos import normalise, store
from tests.conftest import make_user
from tests.digest.week import MONDAY, again

pytestmark = pytest.mark.django_db
Told = Callable[..., list[Story]]
AsUser = Callable[[User], Client]
PAGE = "/digest/2026-w48/"


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


@pytest.fixture
def out(filled: Digest, leader: User, now: datetime) -> Digest:
    """This week's, approved and gone out."""
    Digest.objects.filter(pk=filled.pk).update(
        title="A week of boots", note="Thank you all.", question="Whom did you thank?"
    )
    Pick.objects.filter(digest=filled, story__title="Story 2").update(insight="Nobody asked her to.")
    again(filled).approve(by=leader)
    release(again(filled), now)
    return again(filled)


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").find("main").get_text(" ").split())


def published(weeks: int, told: Told, now: datetime) -> list[Digest]:
    """So many Digests before this week's, each with three stories."""
    digests = []
    for number in range(1, weeks + 1):
        digest = Digest.objects.of_week(MONDAY - timedelta(weeks=number))
        for story in told(3, title=f"Before {number}"):
            digest.add(story)
        release(digest, now)
        digests.append(digest)
    return digests


def test_everyone_reads_the_page(out: Digest, as_user: AsUser, outsider: User):
    page = words(as_user(outsider), PAGE)
    for said in (
        "A week of boots",
        "Thank you all.",
        "Lea Der",
        "Story 1",
        "Story 3",
        "Nobody asked her to.",
        "Whom did you thank?",
    ):
        assert said in page
    assert page.index("Story 1") < page.index("Story 2") < page.index("Story 3")
    assert "Picked automatically" not in page


def test_it_stands_on_top_of_the_wall_and_in_the_archive(out: Digest, as_user: AsUser, outsider: User):
    client = as_user(outsider)
    assert "A week of boots" in words(client, "/")
    assert "A week of boots" not in words(client, "/?page=2")
    assert "A week of boots" in words(client, "/digest/")
    for path in ("/", "/digest/"):
        assert f'href="{PAGE}"' in client.get(path).content.decode()


def test_the_newest_stands_on_the_wall(out: Digest, told: Told, now: datetime, as_user: AsUser, outsider: User):
    published(2, told, now)
    assert "A week of boots" in words(as_user(outsider), "/")


def test_an_automatic_one_says_so(filled: Digest, now: datetime, as_user: AsUser, outsider: User):
    release(filled, now)
    client = as_user(outsider)
    assert "Picked automatically" in words(client, PAGE)
    assert "picked by" not in words(client, "/")


def test_without_a_lead_line_it_says_how_many_stories(filled: Digest, now: datetime, as_user: AsUser):
    release(filled, now)
    dane = make_user("dorte.dam@example.com", language="da")
    assert "3 stories from week 48" in words(as_user(make_user("eve.ek@example.com")), PAGE)
    assert "3 historier fra uge 48" in words(as_user(dane), PAGE)


def test_the_archive_goes_by_iso_year(told: Told, now: datetime, as_user: AsUser, outsider: User):
    for monday, story in zip(("2025-12-22", "2025-12-29", "2026-12-28"), told(3), strict=True):
        digest = Digest.objects.of_week(date.fromisoformat(monday))
        digest.add(story)
        release(digest, now)
    html = BeautifulSoup(as_user(outsider).get("/digest/").content, "html.parser").find("main")
    years = {
        section.find("h2").get_text(): [link["href"] for link in section.find_all("a")]
        for section in html.find_all("section")
    }
    assert years == {
        "2026": ["/digest/2026-w53/", "/digest/2026-w01/"],
        "2025": ["/digest/2025-w52/"],
    }


def test_an_empty_archive_says_what_is_to_come(as_user: AsUser, outsider: User):
    assert "No Digest has gone out yet" in words(as_user(outsider), "/digest/")


def test_leaders_get_from_the_archive_to_the_desk_of_the_next_week(
    out: Digest, as_user: AsUser, leader: User, outsider: User
):
    assert 'href="/digest/2026-w49/desk/"' in as_user(leader).get("/digest/").content.decode()
    assert "/desk/" not in as_user(outsider).get("/digest/").content.decode()


def test_what_is_not_out_stands_nowhere(filled: Digest, as_user: AsUser, outsider: User):
    client = as_user(outsider)
    assert client.get(PAGE).status_code == 404
    assert f'href="{PAGE}"' not in client.get("/").content.decode() + client.get("/digest/").content.decode()


@pytest.mark.parametrize("path", ["/digest/", PAGE])
def test_nobody_reads_it_without_signing_in(path: str, out: Digest, client: Client):
    assert client.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/digest/", PAGE])
def test_it_is_only_read(path: str, out: Digest, as_user: AsUser, leader: User):
    assert as_user(leader).post(path).status_code == 405


# --- withdrawn, restricted ------------------------------------------------------------------------------------------


@pytest.fixture
def bouquets(as_user: AsUser, outsider: User) -> Callable[[], dict[str, str]]:
    """The address of the bouquet at each place where it stands: it names the stories that grow in it."""

    def read() -> dict[str, str]:
        client, found = as_user(outsider), {}
        for name, path, marker in (
            ("page", PAGE, ".cover img"),
            ("wall", "/", ".week img"),
            ("archive", "/digest/", "ul.issues img"),
        ):
            image = BeautifulSoup(client.get(path).content, "html.parser").select_one(marker)
            found[name] = image["src"] if image else ""
        return found

    return read


def test_a_withdrawn_story_vanishes_everywhere(
    out: Digest, as_user: AsUser, outsider: User, leader: User, bouquets: Any
):
    story = Story.objects.get(title="Story 2")
    grown = f"{story.pk}.{story.species}."
    assert all(grown in address for address in bouquets().values())
    story.unpublish(user=leader)
    for person in (outsider, leader):
        page = words(as_user(person), PAGE)
        assert "Story 2" not in page
        assert "Nobody asked her to." not in page
    assert all(address and grown not in address for address in bouquets().values())
    Digest.objects.update(title="")
    assert "2 stories from week 48" in words(as_user(outsider), PAGE)
    assert "2 stories from week 48" in words(as_user(outsider), "/")
    assert "2 stories from week 48" in words(as_user(outsider), "/digest/")


def test_a_withdrawn_story_comes_back_when_it_is_live_again(out: Digest, as_user: AsUser, outsider: User, leader: User):
    story = Story.objects.get(title="Story 2")
    story.unpublish(user=leader)
    Story.objects.get(pk=story.pk).latest_revision.publish(user=leader)
    assert "Story 2" in words(as_user(outsider), PAGE)


def test_a_deleted_story_is_gone_and_the_digest_stays(out: Digest, as_user: AsUser, outsider: User):
    Story.objects.get(title="Story 2").remove()
    page = words(as_user(outsider), PAGE)
    assert "Story 1" in page
    assert "Story 2" not in page


def test_a_story_restricted_later_is_only_for_those_it_is_meant_for(
    out: Digest, as_user: AsUser, cast: dict[str, User]
):
    story = Story.objects.get(title="Story 2")
    story.audience = Story.Audience.TEAMS
    story.audience_teams.set(list(cast["author"].teams.all()))
    story.save()
    seen = {
        name: "Story 2" in words(as_user(cast[name]), PAGE) for name in ("author", "colleague", "outsider", "leader")
    }
    assert seen == {"author": True, "colleague": True, "outsider": False, "leader": True}
    Story.objects.filter(pk=story.pk).update(audience="leaders")
    assert "Story 2" not in words(as_user(cast["colleague"]), PAGE)


def test_where_all_are_withdrawn_the_page_says_so_and_the_others_are_silent(
    out: Digest, as_user: AsUser, outsider: User
):
    for story in Story.objects.all():
        story.unpublish()
    client = as_user(outsider)
    assert "have been withdrawn" in words(client, PAGE)
    assert "A week of boots" not in words(client, "/") + words(client, "/digest/")


def test_a_leaver_is_no_longer_named(out: Digest, as_user: AsUser, outsider: User, leader: User):
    User.objects.filter(pk=leader.pk).update(is_active=False)
    for path in ("/", PAGE):
        assert "Lea Der" not in words(as_user(outsider), path)


def test_titles_and_lines_are_text(out: Digest, as_user: AsUser, outsider: User):
    evil = "</h1><script>alert(1)</script>{{ x }}"
    Story.objects.update(title=evil, summary=evil)
    Pick.objects.update(insight=evil)
    Digest.objects.update(title=evil, note=evil, question=evil)
    client = as_user(outsider)
    for path in ("/", "/digest/", PAGE):
        assert "<script>alert" not in client.get(path).content.decode()


# --- cost -----------------------------------------------------------------------------------------------------------


def test_page_archive_and_wall_ask_the_same_few_questions_whatever_there_is(
    out: Digest, told: Told, now: datetime, as_user: AsUser, outsider: User, photo: Callable[..., SimpleUploadedFile]
):
    client = as_user(outsider)
    image = store(normalise(photo()), by=outsider, description="")
    counts: list[list[int]] = []
    for weeks in (2, 12):
        published(weeks, told, now)
        for story in Story.objects.filter(photos=None)[:20]:
            StoryPhoto.objects.create(story=story, image=image)
        for path in (PAGE, "/digest/", "/"):
            client.get(path)  # renditions are made once
        counts.append([])
        for path in (PAGE, "/digest/", "/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert [most >= count for count, most in zip(counts[0], (14, 12, 22), strict=True)] == [True, True, True], counts
