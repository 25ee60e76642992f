"""Whatever changes what is found writes an outbox row in the same transaction: neither comes without the other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from people.models import User
from stories.models import Applause, Story, StoryChange

pytestmark = pytest.mark.django_db
Act = Callable[[Story, dict[str, Any]], object]


def publish(story: Story, cast: dict[str, Any]) -> None:
    story.latest_revision.publish(user=cast["leader"])


def edit(story: Story, cast: dict[str, Any]) -> None:
    author: User = cast["author"]
    author.is_trusted = True
    copy = story.working_copy
    copy.title = "New title"
    copy.keep(by=author)
    copy.submit(by=author)


def narrow(story: Story, cast: dict[str, Any]) -> None:
    author: User = cast["author"]
    author.is_trusted = True
    copy = story.working_copy
    copy.audience = "leaders"
    copy.keep(by=author)
    copy.submit(by=author)


ACTS: dict[str, tuple[str, Act]] = {
    "hand in": ("draft", lambda story, cast: story.submit(by=cast["author"])),
    "approve": ("waiting", lambda story, cast: story.approve(by=cast["leader"])),
    "return": ("waiting", lambda story, cast: story.return_to_author(by=cast["leader"], reason="More.")),
    "take back": ("waiting", lambda story, cast: story.withdraw(by=cast["author"])),
    "publish": ("unpublished", publish),
    "edit": ("live", edit),
    "change the audience": ("live", narrow),
    "unpublish": ("live", lambda story, cast: story.unpublish(user=cast["leader"])),
    "delete": ("live", lambda story, cast: story.remove()),
    "applaud": ("live", lambda story, cast: story.applaud(by=cast["colleague"])),
    "take applause back": ("live", lambda story, cast: story.take_back_applause(by=cast["outsider"])),
}


def as_it_is(pk: int) -> dict[str, Any] | None:
    story = Story.objects.filter(pk=pk).values("title", "state", "live", "audience", "applause_count").first()
    return story and story | {"applause": Applause.objects.filter(story=pk).count()}


@pytest.fixture
def story_in(make_story: Callable[..., Story], cast: dict[str, Any]) -> Callable[[str], Story]:
    def make(state: str) -> Story:
        story = make_story(author=cast["author"], state=state)
        if state == "live":
            story.applaud(by=cast["outsider"])
        StoryChange.objects.all().delete()
        return Story.objects.get(pk=story.pk)

    return make


@pytest.mark.parametrize("act", ACTS)
def test_search_is_told(cast, story_in, act):
    state, do = ACTS[act]
    story = story_in(state)
    pk = story.pk
    do(story, cast)
    assert set(StoryChange.objects.values_list("story_id", flat=True)) == {pk}


@pytest.mark.parametrize("act", ACTS)
def test_what_cannot_be_told_does_not_happen(cast, story_in, monkeypatch, act):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the outbox is full")

    state, do = ACTS[act]
    story = story_in(state)
    pk, before = story.pk, as_it_is(story.pk)
    monkeypatch.setattr(StoryChange, "note", fail)
    with pytest.raises(RuntimeError):
        do(story, cast)
    assert as_it_is(pk) == before


@pytest.mark.parametrize("act", ACTS)
def test_what_is_rolled_back_is_not_told(cast, story_in, act):
    state, do = ACTS[act]
    story = story_in(state)
    with transaction.atomic():
        do(story, cast)
        assert StoryChange.objects.exists()
        transaction.set_rollback(True)
    assert not StoryChange.objects.exists()


def test_a_draft_is_nobodys_business(make_story, author):
    story = make_story(author=author, state="draft")
    StoryChange.objects.all().delete()
    story.keep(by=author)
    assert not StoryChange.objects.exists()


def test_many_rows_are_written_at_once(make_story, author, django_assert_num_queries):
    for _ in range(5):
        make_story(author=author)
    StoryChange.objects.all().delete()
    with django_assert_num_queries(2):
        StoryChange.note_all(Story.objects.naming(author))
    assert StoryChange.objects.count() == 5
