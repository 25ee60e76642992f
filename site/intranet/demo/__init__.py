"""The demo: people, teams, stories and applause for a first look. Stories come in by the ordinary import."""

import json
import random
import secrets
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from intranet.demo import digests
from people.invitation import ROLES
from people.models import Team, User
from stories.digest.models import Digest, Pick
from stories.models import Applause, Story, StoryChange, Tag

FOLDER = Path(__file__).parent
DOMAIN = "@bouquet.example"
SIGN_INS = {"employee": "jonas.bang", "leader": "karen.skov", "administrator": "mikkel.dahl"}
WORDS = [
    "alder", "amber", "apple", "birch", "bramble", "clover", "fern", "fjord", "harbour", "hazel", "heather", "juniper",
    "linden", "meadow", "moss", "poppy", "river", "rowan",
]  # fmt: skip


def secrets_file() -> Path:
    return settings.BASE_DIR / "var" / "demo-sign-ins.json"


def cast() -> dict[str, Any]:
    """People, teams, applause and reasons, as they stand in people.json."""
    found: dict[str, Any] = json.loads((FOLDER / "people.json").read_text(encoding="utf-8"))
    return found


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, address, password) of the demo's three doors; passwords are made on this machine, never shipped."""
    people = {user.email: user for user in User.objects.filter(email__in=[name + DOMAIN for name in SIGN_INS.values()])}
    if len(people) < len(SIGN_INS):
        return []
    known = json.loads(secrets_file().read_text()) if secrets_file().exists() else {}
    rows = []
    for role, name in SIGN_INS.items():
        user, password = people[name + DOMAIN], known.get(role, "")
        if not password or not user.check_password(password):
            password = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
            user.set_password(password)
            user.save(update_fields=["password"])
        rows.append((role, user.email, password))
    remember({role: password for role, _, password in rows})
    return rows


def remember(passwords: dict[str, str]) -> None:
    file = secrets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(passwords))


@transaction.atomic
def load() -> None:
    """All of it or nothing: what was stopped half way is loaded anew the next time (`--once` looks for people)."""
    people = cast()
    for name in people["teams"]:
        Team.objects.named(name)
    for row in people["people"]:
        make_person(row)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file:
        file.writelines(recent_lines(timezone.localdate()))
        file.flush()
        call_command("import_stories", file.name, verbosity=0)
    for external_id, reason in people["returned_reason"].items():
        return_story(external_id, reason)
    for external_id, number in people["applause"].items():
        applaud(external_id, number)
    digests.load(timezone.now(), DOMAIN)


def recent_lines(today: date) -> Iterator[str]:
    """The stories' lines, moved by whole weeks so that the newest was told in the last seven days.

    Weekdays that the texts name stay right.
    """
    stories = [json.loads(line) for line in (FOLDER / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    newest = max(date.fromisoformat(story["published_at"][:10]) for story in stories if "published_at" in story)
    weeks = timedelta(weeks=(today - newest).days // 7)
    for story in stories:
        if "published_at" in story:
            # Without its offset the time is one of TIME_ZONE, whatever the season it lands in.
            moved = datetime.fromisoformat(story["published_at"]).replace(tzinfo=None) + weeks
            story["published_at"] = moved.isoformat()
        if "moment_date" in story:
            story["moment_date"] = (date.fromisoformat(story["moment_date"]) + weeks).isoformat()
        yield json.dumps(story, ensure_ascii=False) + "\n"


def make_person(row: dict[str, Any]) -> None:
    user = User.objects.by_address(row["email"]) or User.objects.create_user(row["email"])
    for name in ("first_name", "last_name", "language"):
        setattr(user, name, row[name])
    user.is_trusted = row["trusted"]
    user.digest_frequency = row.get("mail", User.Frequency.WEEKLY)
    user.save()
    user.join(row["teams"])
    user.groups.add(*Group.objects.filter(name__in=ROLES[row["role"]]))


def return_story(external_id: str, reason: str) -> None:
    """Once more through the author's and the leader's hands, so that the reason stands where it would."""
    story = Story.objects.get(external_id=external_id)
    leader = User.objects.get(email=SIGN_INS["leader"] + DOMAIN)
    story.submit(by=story.author)
    story.return_to_author(by=leader, reason=reason)


@transaction.atomic
def applaud(external_id: str, number: int) -> None:
    story = Story.objects.get(external_id=external_id)
    cast_members = User.objects.filter(email__endswith=DOMAIN).exclude(pk=story.author_id).order_by("pk")
    people = [person for person in cast_members if Story.objects.visible_to(person).contains(story)]
    some = random.Random(external_id).sample(people, min(number, len(people)))  # noqa: S311  the same at each load
    Applause.objects.bulk_create([Applause(story=story, person=person) for person in some], ignore_conflicts=True)
    Story.objects.filter(pk=story.pk).update(applause_count=Applause.objects.filter(story=story).count())
    StoryChange.note(story.pk)


@transaction.atomic
def remove() -> int:
    """Take the demo away again; the number of stories removed."""
    stories = Story.objects.filter(external_id__startswith="demo-")
    count = stories.count()
    own = Pick.objects.exclude(story__in=stories)  # a Digest with a story of the house in it stays
    Digest.objects.filter(picks__story__in=stories).exclude(picks__in=own).delete()
    for story in stories:
        story.remove()
    User.objects.filter(email__endswith=DOMAIN).delete()
    Team.objects.filter(name__in=cast()["teams"], people=None, stories=None).delete()
    Tag.objects.filter(story_tags=None).delete()
    secrets_file().unlink(missing_ok=True)
    return count
