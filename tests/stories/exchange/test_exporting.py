"""An export is an import: taking it in again changes nothing, and the next export is the same to the byte."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import Team, User
from stories.exchange.lines import EXPORTED
from stories.models import Channel, Colleague, Gesture, GestureKind, Story, StoryChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(make_story: Callable[..., Story], author: User, colleague: User) -> list[Story]:
    """One of each state and audience, with all that can be awkward."""
    awkward = (
        'Says “boots”; "snow", and a\ttab: 50 % & <b>' + "\r\n\r\n- a list\r\n- of two  \r\n"
    )  # as browsers send it
    made = [
        make_story(author=author, state=state, title=f"Story  {state}", tags=("high boots", "norway"), happened=awkward)
        for state in Story.State.values
    ]
    made.append(
        make_story(author_name="Anna, who left", audience="leaders", principle="", language="sv", title="Blåbär")
    )
    full = make_story(
        author=author, audience_teams=("Store", "Front; desk"), external_id="x-1", wow=["wow", "connection"],
        channel=Channel.objects.get(slug="email"), team=Team.objects.named("Store"), level="put-right",
        started_as="our-fault", decided_on_spot=False, customer_quote="Thanks.", consent=True, moment_date=date(2026, 11, 20),
    )  # fmt: skip
    Gesture.objects.create(story=full, kind=GestureKind.objects.get(slug="card"), number=3)
    Colleague.objects.create(story=full, user=colleague, name="Bo Ek")
    Colleague.objects.create(story=full, name="Somebody; Else")
    Colleague.objects.create(story=full, user=User.objects.create_user("nameless@example.com"), name="")
    return [*made, full]


def exported(tmp_path: Path, kind: str) -> Path:
    file = tmp_path / f"export.{kind}"
    call_command("export_stories", str(file), format=kind)
    return file


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_taking_an_export_in_changes_nothing(stories, tmp_path, capsys, kind):
    file = exported(tmp_path, kind)
    first = file.read_bytes()
    StoryChange.objects.all().delete()
    before = {story.pk: (story.updated_at, story.latest_revision_id) for story in Story.objects.all()}
    call_command("import_stories", str(file))
    assert f"0 new, 0 changed, {len(stories)} unchanged, 0 with errors" in capsys.readouterr().out
    assert {story.pk: (story.updated_at, story.latest_revision_id) for story in Story.objects.all()} == before
    assert not StoryChange.objects.exists()
    assert exported(tmp_path, kind).read_bytes() == first


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_an_export_fills_an_empty_house(stories, author, colleague, tmp_path, kind):
    """Deleted and imported again, the stories are the same to the byte; also their own ids, which have no external one."""
    file = exported(tmp_path, kind)
    first = file.read_bytes()
    for story in Story.objects.all():
        story.remove()
    call_command("import_stories", str(file), verbosity=0)
    assert Story.objects.count() == len(stories)
    assert exported(tmp_path, kind).read_bytes() == first


def test_a_story_without_an_id_has_a_stable_one(stories, tmp_path):
    lines = [json.loads(line) for line in exported(tmp_path, "jsonl").read_text(encoding="utf-8").splitlines()]
    ids = [line["external_id"] for line in lines]
    assert ids == [story.external_id or f"bouquet-{story.uuid}" for story in stories]
    assert all(list(line) == EXPORTED for line in lines)


def test_an_export_goes_to_standard_output_and_holds_nothing_else(stories, capsys):
    call_command("export_stories")
    lines = capsys.readouterr().out.splitlines()
    titles = [" ".join(story.title.split()) for story in stories]
    assert [json.loads(line)["title"] for line in lines] == titles
    call_command("export_stories", "-", format="csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["title"] for row in rows] == titles
    assert rows[-1]["gestures"] == "card:3"


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_stories", str(tmp_path / "no" / "such" / "folder.jsonl"))


def test_the_newest_text_of_a_live_story_is_not_exported_before_it_is_live(make_story, author, capsys):
    story = make_story(author=author, title="Old title")
    copy = story.working_copy
    copy.title = "New title"
    copy.keep(by=author)
    call_command("export_stories")
    assert json.loads(capsys.readouterr().out)["title"] == "Old title"


def test_a_reader_that_has_read_enough_is_no_fault(make_story, monkeypatch):
    """As in `export_stories | head -1`."""
    make_story(happened="x" * 90_000)
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(sys, "stdout", os.fdopen(writing, "w"))
    call_command("export_stories")
    sys.stdout.close()
