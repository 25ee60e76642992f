"""Stories from a file: idempotent by `external_id`, good lines go in, bad ones are reported with number and reason."""

import csv
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from stories.exchange import lines, values
from stories.exchange.lines import OWN_ID, Line, LineError
from stories.models import Channel, Colleague, Gesture, Principle, Story, StoryChange
from stories.posting.people import named_people

COLUMNS = ("language", "title", "summary", *Story.PROMPTS, "customer_quote", "consent", "moment_date", "level", "started_as",
           "wow", "decided_on_spot", "insight", "take_away")  # fmt: skip


csv.field_size_limit(1_000_000)


@dataclass
class Report:
    """What an import did; `errors` are (line number, reason)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    unknown_keys: set[str] = field(default_factory=set)


def raw_lines(file: TextIO, kind: str = "") -> Iterator[tuple[int, Any]]:
    """(line number, object or LineError) of JSON Lines or CSV; the first character tells which."""
    before, start = 0, file.readline()
    while start and not start.strip("\ufeff \t\r\n"):
        before, start = before + 1, file.readline()
    if not kind:
        kind = "jsonl" if start.lstrip("\ufeff \t").startswith(("{", "[", '"{')) else "csv"
    for number, raw in (json_lines if kind == "jsonl" else csv_lines)(start.lstrip("\ufeff"), file):
        yield before + number, raw


def json_lines(first: str, file: TextIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(chain_lines(first, file), start=1):
        if line.strip():
            try:
                yield number, json.loads(line, parse_constant=refuse_constant)
            except (ValueError, RecursionError) as error:
                yield number, LineError(f"is not JSON: {error}")


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def csv_lines(first: str, file: TextIO) -> Iterator[tuple[int, Any]]:
    reader = csv.reader(chain_lines(first, file), strict=False)
    header: list[str] = []
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield before + 1, LineError(f"is not CSV: {error}")
            continue
        number, before = before + 1, reader.line_num
        if not header:
            header = [name.strip() for name in row]
        elif any(cell.strip() for cell in row):
            too_long = len(row) > len(header)
            yield (
                number,
                LineError("has more cells than the first line") if too_long else dict(zip(header, row, strict=False)),
            )


def chain_lines(first: str, file: TextIO) -> Iterator[str]:
    if first:
        yield first
    yield from file


def import_stories(file: TextIO, kind: str = "", progress: Any = None) -> Report:
    """Take all lines in; `progress` is called after each."""
    report = Report()
    for number, raw in raw_lines(file, kind):
        try:
            if isinstance(raw, LineError):
                raise raw
            line = lines.read(raw)
            report.unknown_keys.update(line.unknown)
            outcome = take(line)
            setattr(report, outcome, getattr(report, outcome) + 1)
        except LineError as error:
            report.errors.append((number, str(error)))
        if progress:
            progress()
    return report


def take(line: Line) -> str:
    """Take one line in: "new", "changed" or "unchanged"."""
    try:
        with transaction.atomic():
            return take_once(line)
    except IntegrityError:  # another import made the same story, team or tag at the same moment
        with transaction.atomic():
            return take_once(line)


def take_once(line: Line) -> str:
    story = stored(line.values.get("external_id", ""))
    if story is None:
        story = new_story(line.values.get("external_id", ""))
        check_complete(line.values)
    wanted = without_defaults(lines.settled(line.values), story)
    before = lines.current(story) if story.pk else {}
    changes = {
        key: value for key, value in wanted.items() if key != "external_id" and before.get(key, object()) != value
    }
    if story.pk and not changes:
        return "unchanged"
    outcome = "changed" if story.pk else "new"
    check_clearing(changes, story)
    write(story, changes)
    return outcome


def without_defaults(wanted: dict[str, Any], story: Story) -> dict[str, Any]:
    """An empty `state` means live and an empty `published_at` now, but only for a story that has none yet."""
    has = {"state": bool(story.pk), "published_at": bool(story.first_published_at)}
    if (wanted.get("state") or story.state) not in ("live", "unpublished"):
        has["published_at"] = False  # what is not on the wall can lose its date
    return {key: value for key, value in wanted.items() if value or not has.get(key)}


def stored(external_id: str) -> Story | None:
    if not external_id:
        return None
    found = Story.objects.filter(external_id=external_id).first()
    own = own_uuid(external_id)
    return found or (Story.objects.filter(uuid=own).first() if own else None)


def new_story(external_id: str) -> Story:
    own = own_uuid(external_id)
    return Story(uuid=own) if own else Story(external_id=external_id or None)


def own_uuid(external_id: str) -> uuid.UUID | None:
    """The uuid in an id that our own export wrote for a story without one."""
    try:
        return uuid.UUID(external_id.removeprefix(OWN_ID)) if external_id.startswith(OWN_ID) else None
    except ValueError:
        return None


def check_complete(found: dict[str, Any]) -> None:
    needed = ("language",) if found.get("state") == "draft" else ("title", "happened", "language")
    missing = [name for name in needed if not found.get(name)]
    if missing:
        raise LineError(f"lacks {', '.join(missing)}")


def check_clearing(changes: dict[str, Any], story: Story) -> None:
    empty = [name for name in ("title", "happened", "language") if name in changes and not changes[name]]
    if empty and changes.get("state", story.state) != "draft" and story.pk:
        raise LineError(f"would clear {', '.join(empty)}, which a story needs")


def write(story: Story, changes: dict[str, Any]) -> None:
    """Put the changes on the story and move it to its state: live unless the line says otherwise."""
    target = changes.get("state") or (story.state if story.pk else "live")
    for name in COLUMNS:
        if name in changes:
            setattr(story, name, changes[name])
    set_relations(story, changes)
    set_children(story, changes)
    is_new = story.pk is None
    if "published_at" in changes:
        story.first_published_at = changes["published_at"]
    if is_new and target in ("live", "unpublished") and not story.first_published_at:
        story.first_published_at = timezone.now()
    new_text = story.working_copy if story.edit_state else None
    story.save()
    revision = story.save_revision(clean=False)
    if story.live and target == "live":
        revision.publish(skip_permission_checks=True)
        if new_text:  # what its author is writing is not lost to an import
            new_text.keep(by=None, overwrite=False)
    story.move_to(target)
    StoryChange.note(story.pk)


def set_relations(story: Story, changes: dict[str, Any]) -> None:
    teams = lines.all_teams()
    if "principle" in changes:
        story.principle = Principle.objects.filter(pk=changes["principle"]).first()
    if "channel" in changes:
        story.channel = Channel.objects.filter(pk=changes["channel"]).first()
    if "team" in changes:
        story.team = teams.named(changes["team"]) if changes["team"] else None
    if "audience" in changes:
        story.audience, names = changes["audience"]
        story.audience_teams.set([teams.named(name) for name in names])
    if "author" in changes:
        [(name, story.author)] = named_people([changes["author"]])
        story.author_name = "" if story.author else name


def set_children(story: Story, changes: dict[str, Any]) -> None:
    if "people" in changes:
        story.colleagues.set([Colleague(user=user, name=name) for name, user in named_people(changes["people"])])
    if "gestures" in changes:
        story.gestures.set(
            [Gesture(kind=values.gesture_kind(kind), number=number) for kind, number in changes["gestures"]]
        )
    if "tags" in changes:
        story.tags.set(changes["tags"])
