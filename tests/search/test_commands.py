"""What the search commands read and print."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import User
from search import indexing
from stories.models import Story, StoryChange

MakeStory = Callable[..., Story]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def answers(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def type_in(text: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))

    return type_in


def test_json_is_one_line_with_exactly_these_keys(told: dict[str, Story]) -> None:
    Story.objects.filter(pk=told["kuffert"].pk).update(external_id="k-1")
    [answer] = answers(run("search", "sort kuffert\n", "--format", "json"))
    assert list(answer) == ["query", "total", "hits", "did_you_mean"]
    assert (answer["query"], answer["total"], answer["did_you_mean"]) == ("sort kuffert\n", 1, None)
    [hit] = answer["hits"]
    assert hit.pop("score") > 0
    assert hit == {"id": told["kuffert"].pk, "external_id": "k-1", "title": "Den sorte kuffert fra Kastrup"}


def test_a_better_spelling_is_a_string(told: dict[str, Story]) -> None:
    [answer] = answers(run("search", "kufert", "--format", "json"))
    assert answer["did_you_mean"] == "kuffert"
    assert answer["hits"][0]["external_id"] is None


def test_every_line_read_gets_one_line(told: dict[str, Story], typed: Callable[[bytes], None]) -> None:
    typed("kuffert\n\nkufert\r\n\xff\nhår \u2028 x\rmere".encode("utf-8", "replace").replace(b"?", b"\xff"))
    found = answers(run("search", "-", "--format", "json"))
    assert [answer["query"] for answer in found][:3] == ["kuffert", "", "kufert"]
    assert [answer["total"] for answer in found][:3] == [1, 0, 1]
    assert len(found) == 5


def test_nothing_read_is_nothing_printed(told: dict[str, Story], typed: Callable[[bytes], None]) -> None:
    typed(b"")
    assert run("search", "-", "--format", "json") == ""


def test_the_limit_limits_hits_but_not_the_total(told: dict[str, Story]) -> None:
    [answer] = answers(run("search", "lang:sv", "--format", "json", "--limit", "2"))
    assert (len(answer["hits"]), answer["total"]) == (2, 5)


def test_a_language_is_only_a_hint(told: dict[str, Story]) -> None:
    [answer] = answers(run("search", "kuffert", "--format", "json", "--language", "sv"))
    assert answer["total"] == 1


def test_it_sees_what_a_person_may_read(make_story: MakeStory, colleague: User) -> None:
    make_story(title="Boots for the store", audience_teams=("Store",))
    indexing.drain()
    assert answers(run("search", "boots", "--format", "json"))[0]["total"] == 0
    assert answers(run("search", "boots", "--format", "json", "--as", colleague.email.upper()))[0]["total"] == 1


def test_an_unknown_person_is_exit_status_2(told: dict[str, Story]) -> None:
    with pytest.raises(CommandError) as error:
        run("search", "boots", "--as", "nobody@example.com")
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    "arguments", [["--limit", "0"], ["--limit", "many"], ["--language", "de"], ["--format", "xml"]]
)
def test_bad_options_are_named(arguments: list[str], db: None) -> None:
    with pytest.raises(CommandError, match=arguments[0]):
        run("search", "boots", *arguments)


def test_people_get_readable_lines(told: dict[str, Story]) -> None:
    printed = run("search", "kufert")
    assert printed.startswith("1 found for 'kufert'; did you mean 'kuffert'")
    assert "Den sorte kuffert fra Kastrup" in printed


def test_any_bytes_on_the_command_line_are_a_query(told: dict[str, Story]) -> None:
    [answer] = answers(run("search", "kuffert \udcff", "--format", "json"))
    assert answer["query"] == "kuffert \ufffd"


def test_without_an_index_it_says_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="rebuild_search"):
        run("search", "boots")


def test_rebuild_tells_the_number_and_drains(make_story: MakeStory) -> None:
    make_story()
    assert run("rebuild_search") == "The search index has 1 stories.\n"
    assert not StoryChange.objects.exists()


def test_check_is_content_or_says_what_to_do(make_story: MakeStory) -> None:
    story = make_story()
    indexing.drain()
    assert "0 missing" in run("check_search")
    Story.objects.filter(pk=story.pk).update(title="Other")
    with pytest.raises(CommandError, match="--repair"):
        run("check_search")
    printed = run("check_search", "--repair")
    assert f"1 stale: story {story.pk}" in printed
    assert printed.rstrip().endswith("0 waiting in the outbox.")
