"""Runs inside an installation: puts made-up stories into its database, past everything that a request would do."""

import io
import time
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from people.models import Team, User
from stories.models import Channel, Colleague, Gesture, GestureKind, Principle, Story, StoryPhoto, StoryTag, Tag
from stories.models.photo import StoryImage
from tests.bench import made_up

BATCH = 2000
READER = "reader@example.com"
LEADER = "leader@example.com"


def load(number: int) -> float:
    """So many stories with all that belongs to them; the seconds it took."""
    start = time.perf_counter()
    world = World()
    for numbers in chunks(range(number)):
        world.add([made_up.story(number) for number in numbers])
    return time.perf_counter() - start


def chunks(numbers: range) -> Iterator[range]:
    return (numbers[first : first + BATCH] for first in range(0, len(numbers), BATCH))


class World:
    """Teams, people, tags and a photo, and the stories that name them."""

    def __init__(self) -> None:
        self.teams = Team.objects.bulk_create(Team(name=f"Hold {number + 1}") for number in range(made_up.TEAMS))
        self.people = User.objects.bulk_create(map(person, range(made_up.PEOPLE)))
        self.tags = Tag.objects.bulk_create(
            Tag(name=name, slug=Tag(name=name).slugify(name)) for name in map(made_up.tag_name, range(made_up.TAGS))
        )
        self.principles, self.channels = list(Principle.objects.all()), list(Channel.objects.all())
        self.kinds = list(GestureKind.objects.all())
        self.image = photo()
        reader = User.objects.create_user(READER, language="da", first_name="Ea", last_name="Reader")
        reader.teams.add(*self.teams[:2])
        User.objects.create_superuser(LEADER, first_name="Leo", last_name="Leader")

    def add(self, batch: list[made_up.MadeUp]) -> None:
        stories = Story.objects.bulk_create([self.story(made) for made in batch], batch_size=200)
        rows: dict[Any, list[Any]] = {model: [] for model in (StoryTag, Colleague, Gesture, StoryPhoto)}
        through = Story.audience_teams.through
        rows[through] = []
        for story, made in zip(stories, batch, strict=True):
            rows[StoryTag] += [StoryTag(content_object=story, tag=self.tags[tag]) for tag in set(made.tags)]
            rows[Colleague] += [Colleague(story=story, name=name) for name in made.colleagues]
            rows[Gesture] += [Gesture(story=story, kind=pick(self.kinds, kind)) for kind in made.gestures]
            if made.number % 3 == 0:
                rows[StoryPhoto].append(StoryPhoto(story=story, image=self.image))
            if made.audience == "teams" and story.team:
                rows[through].append(through(story=story, team=story.team))
        for model, added in rows.items():
            model.objects.bulk_create(added, batch_size=1000)

    def story(self, made: made_up.MadeUp) -> Story:
        happened, response, feeling = made.paragraphs
        return Story(
            title=made.title,
            summary=made.summary,
            language=made.language,
            happened=happened,
            response=response,
            feeling=feeling,
            customer_quote=made.quote,
            consent=True,
            team=None if made.team is None else self.teams[made.team],
            author=self.people[made.author],
            principle=pick(self.principles, made.principle),
            channel=pick(self.channels, made.channel),
            level=made.level,
            audience=made.audience,
            state=made.state,
            live=made.state == "live",
            applause_count=made.applause,
            first_published_at=made.told_at if made.state in ("live", "unpublished") else None,
            submitted_at=made.told_at,
        )


def photo() -> StoryImage:
    """A plain one, on every third story."""
    file = io.BytesIO()
    Image.new("RGB", (1600, 920), "teal").save(file, "JPEG")
    return StoryImage.objects.create(title="Photo", file=ContentFile(file.getvalue(), "a.jpg"), width=1600, height=920)


def person(number: int) -> User:
    first, last = made_up.names(number)
    return User(email=f"person{number:03}@example.com", first_name=first, last_name=last, password="!")


def pick(things: list[Any], number: int) -> Any:
    """One of the things, or none for a number beyond the last."""
    return things[number] if number < len(things) else None
