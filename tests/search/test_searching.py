"""A page of results: marks, facets, sorts, corrections, and how few queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from people.models import User
from search import indexing
from search.engines import current_engine
from search.engines.recording import RecordingEngine
from search.query import FacetValue
from search.searching import PER_PAGE, SearchUnavailable, ids, similar, suggest
from stories.models import Story
from tests.search.conftest import Find

MakeStory = Callable[..., Story]


def titles(results: Any) -> list[str]:
    return [hit.story.title for hit in results.hits]


def test_hits_are_marked(told: dict[str, Story], find: Find) -> None:
    hit = find("kufferter lufthavne").hits[0]
    assert hit.title == "Den sorte <mark>kuffert</mark> fra Kastrup"
    assert "<mark>Kufferten</mark> blev væk i <mark>lufthavnen</mark>" in hit.snippet
    assert hit.score > 0


def test_corrected_words_are_marked_and_proposed(told: dict[str, Story], find: Find) -> None:
    results = find("Kufert tag:bagage")
    assert results.did_you_mean == "Kuffert tag:bagage"
    assert "<mark>kuffert</mark>" in results.hits[0].title


def test_nothing_is_proposed_that_finds_nothing(told: dict[str, Story], find: Find) -> None:
    assert find("kufert tag:apotek").did_you_mean is None
    assert find("kuffert").did_you_mean is None


def test_words_written_together_or_apart_meet(make_story: MakeStory, find: Find) -> None:
    for title in ("The bookshop", "A paw print", "A paw, and print"):
        make_story(title=title, happened="It was so.")
    make_story(title="Giraffens lange tygning", happened="Sådan var det.", language="da")
    indexing.drain()
    assert titles(find("book shop")) == ["The bookshop"]
    assert titles(find("pawprints")) == ["A paw print"]
    assert titles(find("giraftygning")) == ["Giraffens lange tygning"]  # no general list knows such a compound
    assert "<mark>paw</mark> <mark>print</mark>" in find("pawprint").hits[0].title


def test_it_says_when_it_relaxed(told: dict[str, Story], find: Find) -> None:
    assert find("wedding hotel dance letter zeppelin").relaxed
    assert not find("wedding hotel").relaxed
    assert not find("kryptovaluta på månen").relaxed


def test_facets_are_named_in_the_readers_language_and_counted(told: dict[str, Story], find: Find) -> None:
    with translation.override("en"):
        results = find("kunden", facet_names=("lang", "channel", "team"))
    assert results.total == sum(value.count for value in results.facets["lang"])
    assert FacetValue("sv", "Swedish", 3) in results.facets["lang"]
    assert {value.label for value in results.facets["channel"]} == {"Delivery", "Telephone"} or results.facets[
        "channel"
    ]
    assert results.facets["team"] == ()


def test_a_facet_keeps_its_other_values_when_one_is_chosen(told: dict[str, Story], find: Find) -> None:
    results = find("kunden lang:sv", facet_names=("lang",))
    by_value = {value.value: value for value in results.facets["lang"]}
    assert by_value["sv"].selected
    assert by_value["sv"].count == results.total == 3
    assert by_value["da"].count > 0
    assert not by_value["da"].selected


def test_a_chosen_value_stays_to_be_taken_away(told: dict[str, Story], find: Find) -> None:
    results = find("kuffert lang:sv", facet_names=("lang", "team"))
    assert results.total == 0
    assert [(value.value, value.count, value.selected) for value in results.facets["lang"]] == [
        ("da", 1, False),
        ("sv", 0, True),
    ]


def test_newest_and_most_applauded_come_first_when_asked(told: dict[str, Story], find: Find) -> None:
    Story.objects.filter(pk=told["rakning"].pk).update(applause_count=9)
    indexing.repair(indexing.check())
    assert titles(find("kunden", sort="applause"))[0] == told["rakning"].title
    newest = [hit.story.first_published_at for hit in find("kunden", sort="newest").hits]
    assert newest == sorted(newest, reverse=True)
    assert {hit.score for hit in find("kunden", sort="newest").hits} == {0.0}


def test_pages_follow_each_other_and_end(told: dict[str, Story], find: Find) -> None:
    first, second = (find("lang:da", page=page, per_page=2) for page in (1, 2))
    assert first.total == second.total == 7
    assert not {hit.id for hit in first.hits} & {hit.id for hit in second.hits}
    for page in (99, 10**9):
        beyond = find("lang:da", page=page, per_page=2)
        assert (beyond.hits, beyond.total) == ((), 7)


def test_an_empty_query_finds_nothing_or_on_request_everything(told: dict[str, Story], find: Find) -> None:
    assert find("  ").total == 0
    everything = find("  ", everything=True)
    assert everything.total == 15
    assert find("!!!", everything=True).total == 0


def test_the_askers_language_tips_the_balance(make_story: MakeStory, find: Find) -> None:
    for language in ("da", "sv"):
        make_story(title="Chat", happened="chat", language=language)
    indexing.drain()
    for language in ("da", "sv"):
        assert find("chat", language=language).hits[0].story.language == language


def test_a_story_withdrawn_a_moment_ago_is_not_shown(told: dict[str, Story], find: Find) -> None:
    told["kuffert"].withdraw(by=None)
    assert find("kuffert").hits == ()


def test_a_page_takes_the_same_few_queries_for_any_number_of_hits(
    told: dict[str, Story], find: Find, author: User, django_assert_max_num_queries: Any
) -> None:
    facets = ("principle", "lang", "team", "channel", "year")
    find("kuffert", author, facet_names=facets)
    with django_assert_max_num_queries(8):
        assert len(find("lang:sv", author, facet_names=facets).hits) == 5


def test_similar_stories_share_telling_words(make_story: MakeStory, author: User) -> None:
    bags = [
        make_story(title=f"Kuffert {n}", happened="Kufferten med brudekjolen forsvandt i lufthavnen.", language="da")
        for n in range(2)
    ]
    for n in range(8):
        make_story(title=f"Suppe {n}", happened=f"Kokken lavede varm suppe til patient {n}.", language="da")
    indexing.drain()
    assert similar(bags[0], author) == [bags[1]]
    assert bags[0] not in similar(bags[0], author)


def test_a_story_without_telling_words_has_no_similar_ones(make_story: MakeStory, author: User) -> None:
    alone = make_story(title="Xyzzy", happened="Plugh.")
    indexing.drain()
    assert similar(alone, author) == []
    assert similar(Story(), author) == []


def test_suggestions_make_the_last_word_whole(told: dict[str, Story], author: User) -> None:
    assert suggest("sort kuf", author).queries == ("sort kuffert", "sort kufferten")
    assert [story.title for story in suggest("den sorte kuf", author).stories] == [told["kuffert"].title]
    assert suggest("vask", author).queries == ("väska", "väskan")


@pytest.mark.parametrize("text", ["", "k", "kuffert ", '"kuf', "zzzz", "tag:kuf", "-kuf"])
def test_sometimes_there_is_nothing_to_suggest(told: dict[str, Story], author: User, text: str) -> None:
    suggestions = suggest(text, author)
    assert (suggestions.queries, suggestions.stories) == ((), ())


def test_search_that_rests_says_so_but_a_story_page_does_without(
    told: dict[str, Story], find: Find, author: User, settings: Any
) -> None:
    settings.SEARCH = {"ENGINE": "search.engines.recording.RecordingEngine", "LOCATION": "resting"}
    engine = current_engine()
    assert isinstance(engine, RecordingEngine)
    engine.resting = True
    for ask in (lambda: find("kuffert"), lambda: suggest("kuf", author), lambda: ids("kuffert", author)):
        with pytest.raises(SearchUnavailable):
            ask()
    assert similar(told["kuffert"], author) == []


def test_a_page_has_so_many_hits_and_no_more(make_story: MakeStory, find: Find) -> None:
    for n in range(PER_PAGE + 2):
        make_story(title=f"Boots {n}")
    indexing.drain()
    assert (len(find("boots").hits), find("boots").total) == (PER_PAGE, PER_PAGE + 2)


def test_a_whole_word_comes_before_a_compound_wherever_they_stand(make_story: MakeStory, find: Find) -> None:
    inside = make_story(title="Julegave fra naboen", happened="Der lå en julegave på trappen.", language="da")
    for n in range(5):
        make_story(title=f"En travl lørdag {n}", happened="Hun kom og fik en gave af os.", language="da")
    for n in range(4):
        make_story(title=f"Kuffert {n}", happened="Kufferten kom hjem.", language="da")
    indexing.drain()
    hits = find("gave", language="da").hits
    assert (len(hits), hits[-1].story) == (6, inside)
    assert hits[-1].title == "<mark>Julegave</mark> fra naboen"
