"""What a query means, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_WORDS, Filter, SearchQuery

ANY_TEXT = st.text(max_size=80) | st.text(alphabet='ab "“”:-*ægtm\x00\ud800\n', max_size=40)


def words(text: str) -> list[str]:
    return [word.text for word in SearchQuery.parse(text).words]


def test_words_stand_alone_and_in_order() -> None:
    assert words("  sort kuffert\tKastrup ") == ["sort", "kuffert", "Kastrup"]


@pytest.mark.parametrize(
    "text", ['"den sorte kuffert"', "“den sorte kuffert”", "»den sorte kuffert«", '"den sorte kuffert']
)
def test_quotes_of_any_kind_make_a_phrase(text: str) -> None:
    query = SearchQuery.parse(text)
    assert (query.phrases, query.words) == (("den sorte kuffert",), ())


def test_a_minus_excludes_a_word_or_a_phrase_but_not_inside_a_word() -> None:
    query = SearchQuery.parse('sko -støvler -"lange støvler" e-mail 5-10')
    assert query.excluded == ("støvler", "lange støvler")
    assert [word.parts for word in query.words] == [("sko",), ("e", "mail"), ("5", "10")]


def test_a_star_asks_for_the_beginning_of_a_word() -> None:
    first, second = SearchQuery.parse("blomst* sko").words
    assert (first.text, first.beginning, second.beginning) == ("blomst", True, False)


@pytest.mark.parametrize(
    ("text", "last"), [("sort kuf", True), ("sort kuf ", False), ('sort "kuf"', False), ("kuf team:a", False)]
)
def test_only_the_last_thing_typed_may_be_unfinished(text: str, last: bool) -> None:
    assert SearchQuery.parse(text).words[-1].last is last


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("tag:bagage", "tag", "bagage"),
        ('team:"Customer care"', "team", "Customer care"),
        ("hold:Kundeservice", "team", "Kundeservice"),
        ("lag:Kundtjänst", "team", "Kundtjänst"),
        ("af:Mette", "by", "Mette"),
        ("av:Åsa", "by", "Åsa"),
        ("by:“Grace O'Connor”", "by", "Grace O'Connor"),
        ("princip:empower-people", "principle", "empower-people"),
        ("kanal:chat", "channel", "chat"),
        ("gestus:buket", "gesture", "buket"),
        ("gest:bukett", "gesture", "bukett"),
        ("år:2025", "year", "2025"),
        ("sprog:dansk", "lang", "dansk"),
        ("SPRÅK:sv", "lang", "sv"),
        ("niveau:verdensklasse", "level", "verdensklasse"),
        ("nivå:världsklass", "level", "världsklass"),
    ],
)
def test_filters_have_names_in_three_languages(text: str, name: str, value: str) -> None:
    assert SearchQuery.parse(text).filters == (Filter(name, value),)


def test_filters_can_exclude_and_stand_among_words() -> None:
    query = SearchQuery.parse("sko -tag:salg lang:da støvler team:")
    assert query.filters == (Filter("tag", "salg", excluded=True), Filter("lang", "da"))
    assert [word.text for word in query.words] == ["sko", "støvler"]


def test_a_colon_alone_makes_no_filter() -> None:
    query = SearchQuery.parse("kl. 22:30 http://example.com/ kunde:vred")
    assert query.filters == ()
    assert [word.parts for word in query.words][1] == ("22", "30")


def test_function_words_count_only_if_nothing_else_is_there() -> None:
    telling = [word.text for word in SearchQuery.parse("hvordan fik kunden sine sko?").telling_words]
    assert telling == ["kunden", "sko?"]
    assert [word.text for word in SearchQuery.parse("to be or not to be").telling_words][:2] == ["to", "be"]
    assert SearchQuery.parse('hvad med "sine sko"').telling_words == ()


@pytest.mark.parametrize("text", ["", "   ", "!!! ???", "-sko", "-tag:sko", '""', "*", "team:"])
def test_some_queries_ask_for_nothing(text: str) -> None:
    assert not SearchQuery.parse(text).asks_for_something


def test_chosen_facets_join_the_filters_once() -> None:
    query = SearchQuery.parse("sko lang:da").with_filters({"lang": ["da", "sv"], "team": ["3"], "tag": [""]})
    assert query.filters == (Filter("lang", "da"), Filter("lang", "sv"), Filter("team", "3"))
    assert query.text == "sko lang:da"


def test_a_correction_changes_only_its_word() -> None:
    query = SearchQuery.parse('  Sort kufert "kufert" tag:kufert')
    corrected = query.rewritten({query.words[1]: "kuffert"})
    assert corrected == '  Sort kuffert "kufert" tag:kufert'


def test_a_filter_reads_as_it_is_typed() -> None:
    for text in ("tag:bagage", "-lang:da", 'team:"Customer care"'):
        assert str(SearchQuery.parse(text).filters[0]) == text


@given(ANY_TEXT | st.binary(max_size=60))
def test_anything_is_a_query(anything: str | bytes) -> None:
    query = SearchQuery.parse(anything)
    assert isinstance(query.asks_for_something, bool)
    for word in query.words:
        assert query.text[word.start : word.end] == word.text
        assert word.parts
    assert query.rewritten(dict.fromkeys(query.words, "x")) is not None
    query.text.encode()  # no lone surrogate is left


@given(st.lists(ANY_TEXT, max_size=60).map(" ".join))
def test_no_query_is_too_long(text: str) -> None:
    query = SearchQuery.parse(text * 20)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.words) <= MOST_WORDS
