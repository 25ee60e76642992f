"""Nobody finds what they may not read, by no way of asking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import User
from search import indexing
from search.audience import tokens_for
from search.query import SearchQuery
from search.searching import ids, search, similar, suggest
from stories.models import Story

MakeStory = Callable[..., Story]
FACETS = ("lang", "tag", "year", "principle")


@pytest.fixture
def stories(make_story: MakeStory, author: User) -> dict[str, Story]:
    """The same telling words for everybody, a team, leaders, and in states that only some may see."""
    told = {
        "everyone": make_story(title="Zebra for everyone", tags=("zebraword",)),
        "team": make_story(title="Zebra for the store", audience_teams=("Store",), tags=("storeword",)),
        "leaders": make_story(title="Zebra for leaders", audience="leaders", tags=("leaderword",)),
        "own": make_story(title="Zebra of the author", audience="leaders", author=author, tags=("ownword",)),
        "waiting": make_story(title="Zebra that waits", state="waiting", author=author, tags=("waitingword",)),
        "unpublished": make_story(title="Zebra taken down", state="unpublished", author=author),
        "draft": make_story(title="Zebra in a drawer", state="draft", author=author, tags=("draftword",)),
    }
    indexing.drain()
    return told


LIVE = {
    "nobody known": {"everyone"},
    "author": {"everyone", "team", "own"},
    "colleague": {"everyone", "team"},
    "outsider": {"everyone"},
    "leader": {"everyone", "team", "leaders", "own"},
    "administrator": {"everyone", "team", "leaders", "own"},
}
OTHER_STATES = {"author": {"waiting", "unpublished"}, "leader": {"waiting", "unpublished"}}
WORDS = {"everyone": "zebraword", "team": "storeword", "leaders": "leaderword", "own": "ownword"}


def reader(name: str, request: pytest.FixtureRequest) -> User | None:
    return None if name == "nobody known" else request.getfixturevalue(name)


@pytest.mark.parametrize("name", LIVE)
def test_everybody_finds_what_they_may_read(
    name: str, stories: dict[str, Story], request: pytest.FixtureRequest
) -> None:
    user = reader(name, request)
    expected = {stories[key].pk for key in LIVE[name]}
    for text in ("zebra", "zebr*", '"zebra"', "zebra -giraffe", "zebra lang:en", "lang:en", "zebar", "zeb"):
        results = search(SearchQuery.parse(text), user=user, facet_names=FACETS)
        assert {hit.id for hit in results.hits} == expected, text
        assert results.total == len(expected), text
        assert sum(value.count for value in results.facets["lang"]) == len(expected), text
        tags = {value.label for value in results.facets["tag"]}
        assert tags == {WORDS[key] for key in LIVE[name]}, text


@pytest.mark.parametrize("name", LIVE)
def test_words_of_others_are_neither_completed_nor_proposed(
    name: str, stories: dict[str, Story], request: pytest.FixtureRequest
) -> None:
    user = reader(name, request)
    allowed = {WORDS[key] for key in LIVE[name]}
    for word in (*WORDS.values(), "waitingword", "draftword"):
        typo = word[:-2] + word[-1]
        results = search(SearchQuery.parse(typo), user=user)
        assert results.did_you_mean in ({word} if word in allowed else {None}), word
        assert bool(results.total) is (word in allowed)
        assert bool(search(SearchQuery.parse(word), user=user).total) is (word in allowed)
        assert (word in suggest(word[:4], user).queries) is (word in allowed)
    titles = {story.title for story in suggest("zeb", user).stories}
    assert titles == {stories[key].title for key in LIVE[name]}


@pytest.mark.parametrize("name", LIVE)
def test_similar_stories_are_those_the_reader_may_read(
    name: str, make_story: MakeStory, request: pytest.FixtureRequest
) -> None:
    words = "kettle lantern gondola marmalade"
    open_one = make_story(title=words)
    make_story(title=words, audience_teams=("Store",))
    make_story(title=words, audience="leaders")
    make_story(title=words, state="waiting")
    for n in range(14):
        make_story(title=f"Padding {n}", happened="Something else.")
    indexing.drain()
    expected = {"colleague": 1, "author": 1, "leader": 2, "administrator": 2}.get(name, 0)
    assert len(similar(open_one, reader(name, request))) == expected


@pytest.mark.parametrize("name", ["author", "colleague", "leader"])
def test_the_admins_list_finds_every_state_but_drafts_of_those_who_may_see_it(
    name: str, stories: dict[str, Story], request: pytest.FixtureRequest
) -> None:
    expected = LIVE[name] | OTHER_STATES.get(name, set())
    assert set(ids("zebra", reader(name, request))) == {stories[key].pk for key in expected}
    assert ids("", reader(name, request)) == []


def test_who_is_not_signed_in_finds_nothing(stories: dict[str, Story], author: User) -> None:
    assert tokens_for(AnonymousUser()) == frozenset()
    author.is_active = False
    assert tokens_for(author) == frozenset()
    assert search(SearchQuery.parse("zebra"), user=AnonymousUser()).total == 0


def test_a_change_of_audience_is_found_at_the_next_drain(stories: dict[str, Story], outsider: User) -> None:
    story = stories["everyone"]
    story.audience = "leaders"
    story.save()
    story.save_revision(clean=False).publish()
    indexing.drain()
    assert search(SearchQuery.parse("zebra"), user=outsider).total == 0


def test_words_the_customer_has_not_released_are_not_found(make_story: MakeStory, outsider: User) -> None:
    make_story(customer_quote="Marzipan for ever", consent=False)
    make_story(customer_quote="Nougat for ever", consent=True)
    indexing.drain()
    assert search(SearchQuery.parse("marzipan"), user=outsider).total == 0
    assert search(SearchQuery.parse("nougat"), user=outsider).total == 1


def test_the_name_of_a_leaver_is_not_found(make_story: MakeStory, author: User, outsider: User) -> None:
    make_story(author=author)
    indexing.drain()
    assert search(SearchQuery.parse("by:anna"), user=outsider).total == 1
    User.objects.filter(pk=author.pk).update(is_active=False)
    indexing.rebuild()
    for text in ("by:anna", "lund"):
        assert search(SearchQuery.parse(text), user=outsider).total == 0
