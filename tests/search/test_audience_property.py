"""Whatever the audiences, teams, states and readers: nothing that search shows comes from a story one may not read.

Every story carries a word of its own, in its title, its text, a tag and a colleague's name. What a reader is shown,
by whatever way of asking, never holds the word of a story that is not theirs to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Team, User
from search import indexing
from search.models import Pin, PinnedStory, SearchRecord
from search.query import SearchQuery
from search.searching import SORTS, search, similar, suggest
from stories.models import Colleague, Story, StoryChange, Tag
from tests.conftest import LEADERS, make_user

MakeStory = Callable[..., Story]
TEAMS = ("Store", "Finance")
SECRETS = ("qabelina", "qodorami", "quvekosi", "qimatuno", "qerasolu")
FACETS = ("principle", "lang", "team", "channel", "year", "tag")
SHARED = "kettle lantern gondola marmalade"


@dataclass(frozen=True)
class Told:
    """A story to be told: who for, in which state, by which of the two people."""

    audience: str
    teams: tuple[str, ...]
    state: str
    by: int | None

    def readable_by(self, person: int, teams: set[str], leads: bool) -> bool:
        """The rule once more, in plain words: only live ones are found, and who may read them."""
        if self.state != "live":
            return False
        meant = self.audience == "everyone" or (self.audience == "teams" and bool(teams & set(self.teams)))
        return leads or self.by == person or meant


TOLD = st.builds(
    Told,
    audience=st.sampled_from(["everyone", "teams", "leaders"]),
    teams=st.lists(st.sampled_from(TEAMS), min_size=1, max_size=2, unique=True).map(tuple),
    state=st.sampled_from(["live", "live", "live", "waiting", "unpublished", "draft"]),
    by=st.sampled_from([None, 0, 1]),
)
READERS = st.lists(
    st.tuples(st.sets(st.sampled_from(TEAMS)), st.booleans()), min_size=2, max_size=2
)  # teams, and whether they lead


@settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(TOLD, min_size=len(SECRETS), max_size=len(SECRETS)), readers=READERS)
def test_no_way_of_asking_reveals_what_one_may_not_read(
    told: list[Told], readers: list[tuple[set[str], bool]], make_story: MakeStory
) -> None:
    start_anew()
    people = [person_of(number, *reader) for number, reader in enumerate(readers)]
    stories = [tell(make_story, one, word, people) for one, word in zip(told, SECRETS, strict=True)]
    indexing.rebuild()
    for number, (person, reader) in enumerate(zip(people, readers, strict=True)):
        allowed = {word for word, one in zip(SECRETS, told, strict=True) if one.readable_by(number, *reader)}
        readable = {story.pk for word, story in zip(SECRETS, stories, strict=True) if word in allowed}
        look_at_values(person, allowed, readable, stories)
        look_at_pages(person, allowed)


def start_anew() -> None:
    for model in (Pin, Story, StoryChange, Tag, SearchRecord):
        model.objects.all().delete()
    User.objects.all().delete()


def person_of(number: int, teams: set[str], leads: bool) -> User:
    return make_user(f"reader{number}@example.com", *([LEADERS] if leads else []), teams=tuple(teams))


def tell(make_story: MakeStory, one: Told, word: str, people: list[User]) -> Story:
    teams = one.teams if one.audience == "teams" else ()
    story = make_story(
        title=f"{SHARED} {word}",
        summary=f"About {word}.",
        happened=f"The {word} stood by the window.",
        audience=one.audience,
        audience_teams=teams,
        state=one.state,
        author=None if one.by is None else people[one.by],
        team=Team.objects.named(f"team {word}"),
        tags=(f"tag{word}",),
    )
    Colleague.objects.create(story=story, name=f"Person {word}")
    pin, _ = Pin.objects.get_or_create(query="first day")
    PinnedStory.objects.create(pin=pin, story=story)
    return Story.objects.get(pk=story.pk)


def look_at_values(person: User, allowed: set[str], readable: set[int], stories: list[Story]) -> None:
    for text in ("kettle", "kettl*", '"kettle lantern"', "kettle -zebra", "kettel", "lang:en", "window marmalade"):
        results = search(SearchQuery.parse(text), user=person, facet_names=FACETS)
        assert {hit.id for hit in results.hits} == readable, text
        assert results.total == len(readable)
        assert {value.label for value in results.facets["tag"]} == {f"tag{word}" for word in allowed}
        for name in ("lang", "year", "principle", "team"):
            assert sum(value.count for value in results.facets[name]) == len(readable), name
    for sort in SORTS:
        first, rest = (search(SearchQuery.parse("kettle"), user=person, sort=sort, page=n, per_page=1) for n in (1, 2))
        assert {hit.id for hit in (*first.hits, *rest.hits)} <= readable, sort
        assert first.total == rest.total == len(readable), sort
    for word in SECRETS:
        for text in (word, f"tag:tag{word}", f"by:{word}", f'team:"team {word}"'):
            assert search(SearchQuery.parse(text), user=person).total == (word in allowed), text
        typo = word[:-2] + word[-1]
        assert search(SearchQuery.parse(typo), user=person).did_you_mean in ({word} if word in allowed else {None})
        assert (word in suggest(word[:4], person).queries) is (word in allowed)
    for story in stories:
        if story.pk in readable:
            assert {one.pk for one in similar(story, person, limit=9)} <= readable


def look_at_pages(person: User, allowed: set[str]) -> None:
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for address, typed in addresses():
        answer = browser.get(address, typed, follow=True)
        assert answer.status_code == 200, address
        shown = unquote(unescape(answer.content.decode()))
        for asked in typed.values():
            shown = shown.replace(asked, "")
        revealed = {word for word in SECRETS if word in shown.lower()}
        assert revealed <= allowed, (address, typed)


def addresses() -> Iterator[tuple[str, dict[str, Any]]]:
    """What the reader may open: nothing here holds a whole word of a story, unless it is asked for as it is."""
    for text in ("", "kettle", "first day", "kettle zzzzzz", "zzzzzz", "kettle team:zzz", "window", "marmelade"):
        yield "/search/", {"q": text}
        yield "/search/", {"q": text, "explain": "1"}
    for chosen in ({"sort": "newest"}, {"sort": "applause"}, {"since": "2020-01"}, {"page": "2"}, {"lang": "en"}):
        yield "/search/", {"q": "kettle"} | chosen
    for word in SECRETS:
        yield "/search/", {"q": word[:-2] + word[-1], "explain": "1"}
        yield "/search/", {"q": f"{word[:4]} tag:zzz"}
    for text in ("ke", "kettle q", "tag", "person", "team", *(word[:3] for word in SECRETS)):
        yield "/search/suggest/", {"q": text}
