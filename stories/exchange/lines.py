"""The import format: which keys a line may have and what they say, both ways."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from stories.exchange import values
from stories.models import Story
from stories.posting.people import named_people

KEYS: dict[str, Callable[[Any], Any]] = {
    "external_id": partial(values.one_line, longest=120),
    "language": values.language,
    "title": partial(values.one_line, longest=200),
    "summary": partial(values.one_line, longest=200),
    "body": values.text,
    "happened": values.text,
    "expected": values.text,
    "response": values.text,
    "feeling": values.text,
    "customer_quote": values.text,
    "consent": values.yes_or_no,
    "tags": values.tags,
    "principle": values.principle,
    "team": partial(values.one_line, longest=80),
    "channel": values.channel,
    "people": values.words,
    "moment_date": values.day,
    "level": partial(values.one_of, Story.Level.values),
    "gestures": values.gestures,
    "started_as": values.started_as,
    "wow": values.wow,
    "decided_on_spot": values.yes_no_or_nothing,
    "audience": values.audience,
    "insight": partial(values.one_line, longest=300),
    "take_away": partial(values.one_line, longest=300),
    "published_at": values.moment,
    "author": partial(values.one_line, longest=254),
    "state": values.state,
}
EXPORTED = [key for key in KEYS if key != "body"]
OWN_ID = "bouquet-"


class LineError(ValueError):
    """What is wrong with a line, one reason after the other."""


@dataclass(frozen=True)
class Line:
    """A read line: only the keys that stood in it, each as the story keeps it."""

    values: dict[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def read(raw: Any) -> Line:
    if not isinstance(raw, dict):
        raise LineError("is not a story: a line holds one JSON object")
    found: dict[str, Any] = {}
    reasons = []
    for key, value in raw.items():
        if key in KEYS:
            try:
                found[key] = KEYS[key](value)
            except (ValueError, TypeError) as error:
                reasons.append(f"{key} {error}")
    if found.get("body") and found.get("happened"):
        reasons.append("has both body and happened; the body is what happened, so give one of them")
    if "body" in found:
        body = found.pop("body")
        found["happened"] = found.get("happened") or body
    if reasons:
        raise LineError("; ".join(reasons))
    return Line(found, tuple(str(key) for key in raw if key not in KEYS))


def current(story: Story) -> dict[str, Any]:
    """The story as a line holds it: equal values mean that nothing changes."""
    plain = ("language", "consent", "moment_date", "level", "started_as", "decided_on_spot")
    teams = tuple(sorted(team.name for team in story.audience_teams.all())) if story.audience == "teams" else ()
    return {name: getattr(story, name) for name in plain} | {
        **{name: values.tidy_line(getattr(story, name)) for name in ("title", "summary", "insight", "take_away")},
        **{name: values.tidy_text(getattr(story, name)) for name in (*Story.PROMPTS, "customer_quote")},
        "external_id": story.external_id or f"{OWN_ID}{story.uuid}",
        "tags": sorted(tag.name for tag in story.tags.all()),
        "principle": story.principle_id,
        "team": story.team.name if story.team else "",
        "channel": story.channel_id,
        "people": [values.tidy_line(str(colleague.user or colleague.name)) for colleague in story.colleagues.all()],
        "gestures": sorted((gesture.kind.slug, gesture.number) for gesture in story.gestures.all()),
        "wow": [word for word in Story.Wow.values if word in story.wow],
        "audience": (story.audience, teams),
        "published_at": story.first_published_at,
        "author": story.author.email if story.author else values.tidy_line(story.author_name),
        "state": story.state,
    }


def written(story: Story) -> dict[str, Any]:
    """The story as an export writes it."""
    line = current(story)
    line["principle"] = story.principle.slug if story.principle else ""
    line["channel"] = story.channel.slug if story.channel else ""
    line["gestures"] = [f"{kind}:{number}" if number > 1 else kind for kind, number in line["gestures"]]
    kind, teams = line["audience"]
    line["audience"] = [f"team:{name}" for name in teams] if kind == "teams" else kind
    for key in ("moment_date", "published_at"):
        line[key] = iso(line[key])
    if line["decided_on_spot"] is None:
        line["decided_on_spot"] = ""
    return {key: line[key] for key in EXPORTED}


def iso(value: datetime.date | datetime.datetime | None) -> str:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if value else ""


def all_teams() -> Any:
    """The manager of people.Team, which stories reach by their own field only."""
    team: Any = Story._meta.get_field("team").related_model
    return team.objects


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """The values with people and teams spelled as they are stored, so that `current` can be compared with them."""
    teams = all_teams()
    result = dict(found)
    if "people" in found:
        result["people"] = [str(user or name) for name, user in named_people(found["people"])]
    if found.get("author"):
        [(name, user)] = named_people([found["author"]])
        result["author"] = user.email if user else name
    if found.get("team"):
        result["team"] = teams.spelled(found["team"])
    if "audience" in found:
        kind, names = found["audience"]
        result["audience"] = kind, tuple(sorted(teams.spelled(name) for name in names))
    return result
