"""The index follows the database, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from people.models import Team
from search import documents, indexing, ingredients
from search.asking import Document
from search.engines import current_engine
from search.engines.base import Engine, SearchUnavailable
from search.engines.recording import RecordingEngine
from stories.models import Colleague, Principle, Story, StoryChange
from tests.search.conftest import Find
from tests.search.engine_contract import a_document

MakeStory = Callable[..., Story]


def indexed() -> list[int]:
    return sorted(story_id for story_id, _ in current_engine().versions())


def write(changed: Iterable[Document], ids: Collection[int]) -> None:
    engine = current_engine()
    with engine.writing():
        engine.write(changed, ids)


@pytest.fixture
def recording(settings: Any, tmp_path: Any) -> RecordingEngine:
    settings.SEARCH = {"ENGINE": "search.engines.recording.RecordingEngine", "LOCATION": str(tmp_path)}
    engine = current_engine()
    assert isinstance(engine, RecordingEngine)
    return engine


def test_a_story_is_found_after_a_drain(make_story: MakeStory, find: Find) -> None:
    story = make_story(title="Boots at midnight")
    assert indexing.drain() > 0
    assert [hit.id for hit in find("midnight").hits] == [story.pk]
    assert not StoryChange.objects.exists()


def test_draining_again_changes_nothing(make_story: MakeStory, recording: RecordingEngine) -> None:
    story = make_story()
    indexing.drain()
    before = dict(recording.documents)
    assert indexing.drain() == 0
    StoryChange.note(story.pk)
    StoryChange.note(story.pk)
    assert indexing.drain() == 1
    assert recording.documents == before


def test_what_is_deleted_taken_down_or_renamed_follows(make_story: MakeStory, find: Find) -> None:
    gone, taken_down, renamed = (make_story(title=f"Boots {n}") for n in range(3))
    indexing.drain()
    gone.delete()
    taken_down.unpublish()
    Story.objects.filter(pk=renamed.pk).update(title="Sandals")
    StoryChange.note(renamed.pk)
    indexing.drain()
    assert find("boots").total == find("boots", everything=True).total
    assert [hit.id for hit in find("sandals").hits] == [renamed.pk]
    assert gone.pk not in indexed()
    assert indexing.check().is_fine


def test_drafts_are_not_in_the_index(make_story: MakeStory) -> None:
    make_story(state="draft")
    waiting = make_story(state="waiting")
    indexing.drain()
    assert indexed() == [waiting.pk]


def test_the_first_drain_builds_the_index_from_all_stories(make_story: MakeStory) -> None:
    story = make_story()
    StoryChange.objects.all().delete()
    indexing.drain()
    assert indexed() == [story.pk]


def test_rows_stay_while_the_engine_rests_and_are_written_when_it_wakes(
    make_story: MakeStory, recording: RecordingEngine
) -> None:
    story = make_story()
    recording.resting = True
    rows = StoryChange.objects.count()
    with pytest.raises(SearchUnavailable):
        indexing.drain()
    assert StoryChange.objects.count() == rows
    assert indexing.outbox_age() is not None
    recording.resting = False
    indexing.drain()
    assert list(recording.documents) == [story.pk]


def test_a_drain_leaves_the_work_to_whoever_has_the_lock(make_story: MakeStory) -> None:
    make_story()
    indexing.drain()
    story = make_story()
    with current_engine().writing():
        assert indexing.drain() == 0
        assert StoryChange.objects.exists()
    indexing.drain()
    assert story.pk in indexed()


def test_a_row_that_comes_while_the_lock_is_let_go_is_not_left(
    make_story: MakeStory, recording: RecordingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, late = make_story(), make_story()
    StoryChange.objects.filter(story_id=late.pk).delete()
    comes = iter([late.pk])

    @contextmanager
    def writing() -> Iterator[bool]:
        yield True
        for story_id in comes:  # somebody wrote, saw the lock taken, and left it to us
            StoryChange.note(story_id)

    monkeypatch.setattr(recording, "writing", writing)
    indexing.drain()
    assert set(recording.documents) == {first.pk, late.pk}
    assert not StoryChange.objects.exists()


def test_only_the_rows_that_were_read_are_deleted(
    make_story: MakeStory, recording: RecordingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story()
    StoryChange.objects.all().delete()
    StoryChange.objects.create(pk=1000, story_id=story.pk)
    write_really = recording.write
    seen = []

    def write_while_an_older_row_commits(changed: Iterable[Document], ids: Collection[int]) -> None:
        if not seen:
            Story.objects.filter(pk=story.pk).update(title="Changed meanwhile")
            StoryChange.objects.create(pk=999, story_id=story.pk)
        seen.append(set(StoryChange.objects.values_list("pk", flat=True)))
        write_really(changed, ids)

    monkeypatch.setattr(recording, "write", write_while_an_older_row_commits)
    indexing.drain()
    assert seen == [{999, 1000}, {999}]
    assert "changed" in recording.documents[story.pk].terms["exact"]


def test_many_rows_are_taken_in_batches(
    make_story: MakeStory, recording: RecordingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    stories = [make_story() for _ in range(3)]
    StoryChange.objects.all().delete()
    StoryChange.objects.bulk_create([StoryChange(story_id=story.pk) for story in stories])
    indexing.drain()
    assert recording.written == [{stories[0].pk, stories[1].pk}, {stories[2].pk}]


def test_a_story_told_during_a_rebuild_is_found_after_it(
    make_story: MakeStory, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_story(title="Early boots")
    indexing.rebuild()
    read = documents.all_documents

    def read_and_tell() -> Iterator[Document]:
        yield from read()
        make_story(title="Late boots")
        indexing.drain()

    monkeypatch.setattr(documents, "all_documents", read_and_tell)
    assert indexing.rebuild() == 1
    assert find("boots").total == 2
    assert indexing.check().is_fine


def test_the_check_tells_what_is_wrong_and_repairs_it(make_story: MakeStory) -> None:
    fine, missing, stale, double = (make_story(title=f"Boots {n}") for n in range(4))
    indexing.drain()
    assert indexing.check().is_fine
    Story.objects.filter(pk=stale.pk).update(title="Sandals")
    write([], [missing.pk])
    write(documents.documents_of([double.pk]), [])
    write([a_document(9999, "nobody")], [9999])
    found = indexing.check()
    assert (found.missing, found.stale) == ({missing.pk}, {stale.pk})
    assert (found.duplicate, found.superfluous) == ({double.pk}, {9999})
    assert (found.stories, found.documents) == (4, 5)
    assert indexing.repair(found) == 4
    assert indexing.check().is_fine
    assert fine.pk in indexed()


def test_what_is_on_its_way_is_not_wrong(make_story: MakeStory) -> None:
    make_story()
    indexing.drain()
    make_story()
    found = indexing.check()
    assert found.is_fine
    assert found.waiting == 1
    assert found.oldest is not None


def test_who_is_told_and_found_during_the_check_is_not_wrong(
    make_story: MakeStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, changed = make_story(title="Boots"), make_story(title="Sandals")
    indexing.drain()
    write([], [missing.pk])
    read = ingredients.all_ingredients

    def read_while_people_go_on() -> Iterator[Any]:
        Story.objects.filter(pk=changed.pk).update(title="Slippers")
        StoryChange.note(changed.pk)
        make_story(title="Told meanwhile")
        indexing.drain()
        yield from read()

    monkeypatch.setattr(ingredients, "all_ingredients", read_while_people_go_on)
    assert indexing.check().wrong == {missing.pk}


def test_without_an_index_the_repair_is_a_rebuild(make_story: MakeStory) -> None:
    make_story()
    found = indexing.check()
    assert not found.ready
    assert indexing.repair(found) == 1
    assert indexing.check().is_fine


def test_every_ingredient_changes_the_version(make_story: MakeStory, leader: Any) -> None:
    story = make_story(tags=("boots",))
    versions = {version_of(story)}
    team = Team.objects.create(name="Returns")
    changes: list[dict[str, Any]] = [
        {"title": "Other"},
        {"response": "Other"},
        {"insight": "Other"},
        {"customer_quote": "Other", "consent": True},
        {"language": "da"},
        {"level": "world-class"},
        {"team": team},
        {"applause_count": 3},
        {"audience": "leaders"},
        {"author": leader},
    ]
    for number, change in enumerate(changes, start=2):
        Story.objects.filter(pk=story.pk).update(**change)
        versions.add(version_of(story))
        assert len(versions) == number, change
    Principle.objects.filter(pk=story.principle_id).update(name_da="Et nyt navn")
    Colleague.objects.create(story=story, name="Bo Ek")
    assert version_of(story) not in versions


def version_of(story: Story) -> int:
    [document] = documents.documents_of([story.pk])
    return document.version


def test_any_number_of_stories_is_read_with_the_same_queries(
    make_story: MakeStory, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    ids = [make_story(tags=("a", "b"), audience_teams=("One", "Two")).pk for _ in range(3)]
    with django_assert_max_num_queries(8) as one:
        documents.documents_of(ids[:1])
    with django_assert_num_queries(len(one)):
        documents.documents_of(ids)


def test_the_engine_says_how_many_stories_it_has(make_story: MakeStory) -> None:
    make_story()
    make_story(state="draft")
    indexing.drain()
    assert indexing.document_count() == indexing.story_count() == 1


def test_an_engine_is_not_complete_without_every_method() -> None:
    with pytest.raises(TypeError):
        Engine("")  # type: ignore[abstract]
