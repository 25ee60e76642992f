"""Words that leaders have declared to mean the same: found at once, ranked below the word itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from people.models import User
from search import indexing
from search.models import Synonyms
from search.synonyms import Spelling, declared
from search.synonyms import same_as as same_in
from stories.models import Story
from tests.search.conftest import Find

MakeStory = Callable[..., Story]


def same_as(word: str) -> list[Spelling]:
    return same_in(word, declared())


@pytest.fixture
def stories(make_story: MakeStory) -> dict[str, Story]:
    told = {
        "english": make_story(title="Late again", happened="Her stapler was late, so we drove."),
        "danish": make_story(title="Hæftemaskinen på trappen", happened="Hæftemaskinen kom.", language="da"),
        "swedish": make_story(title="Ett häftapparat till", happened="Han väntade på den.", language="sv"),
        "service": make_story(title="At the counter", happened="Our customer service stayed open."),
        "none": make_story(title="A kettle", happened="It boiled."),
    }
    indexing.drain()
    return told


def found(find: Find, text: str) -> list[int]:
    return [hit.id for hit in find(text).hits]


def test_a_synonym_is_found_at_once_and_below_the_word_itself(stories: dict[str, Story], find: Find) -> None:
    assert found(find, "stapler") == [stories["english"].pk]
    group = Synonyms.objects.create(words="stapler, hæftemaskine, häftapparat")
    names = ("english", "danish", "swedish")
    for word, name in zip(("staplers", "hæftemaskiner", "häftapparaten"), names, strict=True):
        ids = found(find, word)
        assert ids[0] == stories[name].pk, word
        assert set(ids) == {stories[name].pk for name in names}, word
    group.words = "stapler, kettle"
    group.save()
    assert set(found(find, "stapler")) == {stories["english"].pk, stories["none"].pk}
    group.delete()
    assert found(find, "stapler") == [stories["english"].pk]


def test_a_word_that_no_story_has_is_found_by_its_synonym_and_not_put_right(
    stories: dict[str, Story], find: Find
) -> None:
    Synonyms.objects.create(words="kedel, kettle")
    results = find("kedel")
    assert [hit.id for hit in results.hits] == [stories["none"].pk]
    assert results.did_you_mean is None
    assert "<mark>kettle</mark>" in results.hits[0].title


def test_a_synonym_may_be_several_words(stories: dict[str, Story], find: Find) -> None:
    Synonyms.objects.create(words="helpdesk, customer service")
    assert found(find, "helpdesk") == [stories["service"].pk]
    assert found(find, "customer -service") == []


def test_the_beginning_of_a_word_has_no_synonyms(stories: dict[str, Story], find: Find) -> None:
    Synonyms.objects.create(words="stapler, kettle")
    assert found(find, "stapler*") == [stories["english"].pk]


def test_words_join_by_any_group_they_stand_in(db: None) -> None:
    Synonyms.objects.create(words="gave, present")
    Synonyms.objects.create(words="present, gift")
    assert set(same_as("present")) == {("gave",), ("gift",)}
    assert same_as("presents") == same_as("present")
    assert same_as("gave") == [("present",)]
    assert same_as("unknown") == []


@pytest.mark.parametrize("words", ["", "alone", "alone,", "alone, alone", "!, ?"])
def test_one_word_alone_means_the_same_as_nothing(words: str) -> None:
    with pytest.raises(ValidationError):
        Synonyms(words=words).full_clean()


def test_the_words_are_tidied() -> None:
    synonyms = Synonyms(words=" a  b ,c,, c ")
    synonyms.full_clean()
    assert synonyms.words == "a b, c"


def test_every_save_and_delete_is_seen_whatever_the_clock_says(db: None) -> None:
    first = Synonyms.objects.create(words="one, two")
    second = Synonyms.objects.create(words="three, four")
    assert same_as("one") == [("two",)]
    second.delete()
    Synonyms.objects.create(words="five, six")
    assert same_as("three") == []
    assert same_as("five") == [("six",)]
    first.words = "one, six"
    first.save()
    assert same_as("one") == [("six",)]


@pytest.mark.django_db(transaction=True)
def test_leaders_write_them_in_the_admin(leader: User, as_user: Callable[[User], Client]) -> None:
    browser = as_user(leader)
    answer = browser.post("/admin/snippets/search/synonyms/add/", {"words": "parcel, pakke"})
    assert answer.status_code == 302
    assert same_as("parcel") == [("pakke",)]
    assert "parcel, pakke" in browser.get("/admin/snippets/search/synonyms/").content.decode()


def test_others_do_not(author: User, as_user: Callable[[User], Client]) -> None:
    assert as_user(author).get("/admin/snippets/search/synonyms/").status_code in (302, 403)
    assert as_user(author).post("/admin/snippets/search/synonyms/add/", {"words": "a, b"}).status_code in (302, 403)
    assert not Synonyms.objects.exists()


@pytest.mark.django_db
def test_a_search_asks_for_the_synonyms_once(
    find: Find, stories: dict[str, Story], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8) as asked:
        find("who drove the parcel through a snowstorm to another town")
    assert sum("search_synonyms" in query["sql"] for query in asked.captured_queries) == 1
