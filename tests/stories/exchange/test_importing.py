"""Stories from a file: told by content, idempotent by `external_id`, good lines in, bad ones reported (DESIGN 11)."""

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from post_office.models import Email

from people.models import Team, User
from stories.models import Notice, Story, StoryChange, Tag

pytestmark = pytest.mark.django_db
LEAST = {"external_id": "a1", "language": "da", "title": "Blomster", "happened": "Hun ringede."}
FULL = LEAST | {
    "summary": "Kort.", "expected": "En anden æske.", "response": "Vi ringede.", "feeling": "Glad.",
    "customer_quote": "Tak.", "consent": True, "tags": ["Støvler", "norge"], "principle": "empower-people",
    "team": "Butikken", "channel": "mail", "people": ["Bo Ek", "Somebody Else"], "moment_date": "2026-11-20",
    "level": "world-class", "gestures": ["bouquet:2", "card"], "started_as": "our-fault", "wow": ["wow", "rapport"],
    "decided_on_spot": True, "audience": ["team:Butikken", "team:Lager"], "insight": "Bliv ved.",
    "take_away": "Lyt.", "published_at": "2026-11-20T09:30", "author": "anna.lund@example.com", "state": "live",
}  # fmt: skip
Import = Callable[..., str]


@pytest.fixture
def take_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import lines (or bytes) and answer what the command said; `status` is the expected exit status."""

    def run(*lines: Any, status: int = 0, **options: Any) -> str:
        file = tmp_path / "stories"
        if len(lines) == 1 and isinstance(lines[0], bytes):
            file.write_bytes(lines[0])
        else:
            texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
            file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        capsys.readouterr()
        try:
            call_command("import_stories", str(file), **options)
            ended = 0
        except SystemExit as error:
            ended = int(str(error.code))
        captured = capsys.readouterr()
        assert ended == status, captured.err
        return captured.out + captured.err

    return run


def the_story() -> Story:
    return Story.objects.get()


# --- what comes in --------------------------------------------------------------------------------------------------


def test_the_least_is_a_live_story_for_everyone(take_in):
    assert "1 new, 0 changed, 0 unchanged, 0 with errors" in take_in(LEAST)
    story = the_story()
    assert (story.title, story.state, story.live, story.audience, story.author) == (
        "Blomster", "live", True, "everyone", None,
    )  # fmt: skip
    assert story.first_published_at
    assert StoryChange.objects.filter(story_id=story.pk).exists()


def test_everything_comes_in(take_in, author, colleague):
    take_in(FULL)
    story = the_story()
    for name in ("title", "summary", "happened", "expected", "response", "feeling", "insight", "take_away", "level"):
        assert getattr(story, name) == FULL[name]
    assert (story.principle.slug, story.channel.slug, story.started_as) == ("empower-people", "email", "our-fault")
    assert (story.team.name, story.author, story.author_name) == ("Butikken", author, "")
    assert [(str(one), one.user) for one in story.colleagues.all()] == [("Bo Ek", colleague), ("Somebody Else", None)]
    assert sorted(tag.name for tag in story.tags.all()) == ["norge", "støvler"]
    assert sorted((one.kind.slug, one.number) for one in story.gestures.all()) == [("bouquet", 2), ("card", 1)]
    assert (story.wow, story.consent, story.decided_on_spot) == (["rapport", "wow"], True, True)
    assert story.moment_date == date(2026, 11, 20)
    assert story.first_published_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # 9:30 in Copenhagen
    assert (story.audience, sorted(team.name for team in story.audience_teams.all())) == (
        "teams",
        ["Butikken", "Lager"],
    )


@pytest.mark.parametrize("state", ["draft", "waiting", "live", "returned", "unpublished"])
def test_every_state_comes_in_and_moves_to_every_other(take_in, state):
    take_in(LEAST | {"state": state})
    story = the_story()
    assert (story.state, story.live) == (state, state == "live")
    for other in ("draft", "waiting", "live", "returned", "unpublished"):
        take_in({"external_id": "a1", "state": other})
        assert (the_story().state, the_story().live) == (other, other == "live")
        take_in({"external_id": "a1", "state": state})
        assert the_story().state == state


def test_a_body_is_what_happened(take_in):
    take_in({**LEAST, "happened": None, "body": "Hun ringede.\r\n\r\nOm støvler."})
    assert the_story().happened == "Hun ringede.\n\nOm støvler."
    assert "has both body and happened" in take_in(LEAST | {"body": "Something else."}, status=1)


def test_nobody_is_mailed_or_told(take_in, author):
    take_in(*[FULL | {"external_id": state, "state": state} for state in ("live", "waiting", "returned")])
    take_in(*[FULL | {"external_id": state, "state": "live"} for state in ("live", "waiting", "returned")])
    assert not Notice.objects.exists()
    assert not Email.objects.exists()
    assert mail.outbox == []


def test_teams_tags_and_gestures_are_made_and_found_again(take_in, author):
    Team.objects.named("Butikken")
    take_in(LEAST | {"team": "butikken ", "tags": "NORGE;norge", "gestures": "Knus:2;kort;card", "people": "anna lund"})
    assert Team.objects.count() == 2  # hers and the author's
    assert [tag.name for tag in Tag.objects.all()] == ["norge"]
    assert [(one.user, str(one)) for one in the_story().colleagues.all()] == [(author, "Anna Lund")]


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ("anna.lund@example.com", True), ("ANNA.LUND@example.com", True), ("Anna Lund", True), ("anna lund", True),
        ("nobody@example.com", False), ("Nobody Here", False),
    ],
)  # fmt: skip
def test_an_author_is_an_address_or_a_name(take_in, author, given, there):
    take_in(LEAST | {"author": given})
    story = the_story()
    assert (story.author, story.author_name) == ((author, "") if there else (None, given))
    assert not User.objects.exclude(pk=author.pk).exists()


def test_two_people_of_one_name_are_nobodys_account(take_in, author):
    User.objects.create_user("anna2@example.com", first_name="Anna", last_name="Lund")
    take_in(LEAST | {"author": "Anna Lund", "people": ["Anna Lund"]})
    assert (the_story().author, the_story().byline) == (None, "Anna Lund")
    assert the_story().colleagues.get().user is None


@pytest.mark.parametrize(
    ("value", "kind", "teams"),
    [
        (None, "everyone", []), ("", "everyone", []), ("everyone", "everyone", []), ("leaders", "leaders", []),
        ("Butikken", "teams", ["Butikken"]), ("team:Butikken", "teams", ["Butikken"]),
        ("team:A;team:B", "teams", ["A", "B"]), (["team:B", "A", "A"], "teams", ["A", "B"]), (["leaders"], "leaders", []),
    ],
)  # fmt: skip
def test_an_audience_is_a_word_or_teams(take_in, value, kind, teams):
    take_in(LEAST | {"audience": value})
    assert (the_story().audience, sorted(team.name for team in the_story().audience_teams.all())) == (kind, teams)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-07-01T12:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-11-01 12:00:30", datetime(2026, 11, 1, 11, 0, 30, tzinfo=UTC)),
        ("2026-11-01T12:00Z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01T12:00+05:30", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-01", datetime(2026, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_naive_times_are_in_time_zone(take_in, value, moment):
    take_in(LEAST | {"published_at": value})
    assert the_story().first_published_at == moment


# --- again ----------------------------------------------------------------------------------------------------------


def test_an_identical_line_changes_nothing(take_in, author):
    take_in(FULL)
    before = (the_story().updated_at, the_story().latest_revision_id, StoryChange.objects.count())
    assert "0 new, 0 changed, 1 unchanged" in take_in(FULL)
    assert (the_story().updated_at, the_story().latest_revision_id, StoryChange.objects.count()) == before


def test_an_absent_key_leaves_and_an_empty_one_clears(take_in, author):
    take_in(FULL)
    take_in({"external_id": "a1", "title": "Et nyt navn"})
    story = the_story()
    assert (story.title, story.summary, story.tags.count(), story.author) == ("Et nyt navn", "Kort.", 2, author)
    emptied = {
        key: "" for key in FULL if key not in ("external_id", "language", "title", "happened", "state", "published_at")
    }
    assert "1 changed" in take_in({"external_id": "a1"} | emptied)
    story = the_story()
    for name in ("summary", "expected", "customer_quote", "level", "started_as", "insight", "take_away", "author_name"):
        assert getattr(story, name) == "", name
    assert (story.principle, story.channel, story.team, story.author, story.moment_date) == (None,) * 5
    assert (story.wow, story.consent, story.decided_on_spot, story.audience) == ([], False, None, "everyone")
    for children in (story.tags, story.gestures, story.colleagues, story.audience_teams):
        assert not children.exists()
    assert "1 unchanged" in take_in({"external_id": "a1"} | dict.fromkeys(emptied))


@pytest.mark.parametrize("key", ["title", "happened", "language"])
def test_what_a_story_needs_cannot_be_cleared(take_in, key):
    take_in(LEAST)
    assert f"would clear {key}" in take_in({"external_id": "a1", key: ""}, status=1)
    assert getattr(the_story(), key) == LEAST[key]


def test_a_change_of_a_live_story_is_live_at_once_and_told(take_in):
    take_in(LEAST)
    StoryChange.objects.all().delete()
    published = the_story().first_published_at
    take_in(LEAST | {"title": "Et nyt navn", "tags": ["norge"]})
    story = the_story()
    assert (story.title, story.live, story.first_published_at) == ("Et nyt navn", True, published)
    assert story.working_copy.title == "Et nyt navn"
    assert StoryChange.objects.filter(story_id=story.pk).exists()


def test_an_import_of_a_story_that_is_being_edited_keeps_both(take_in, author):
    """The import changes what is live; the author's new text stays and is still to be checked."""
    take_in(FULL)
    story = the_story()
    copy = story.working_copy
    copy.title = "The author's new title"
    copy.keep(by=author)
    take_in({"external_id": "a1", "summary": "A new summary."})
    story = the_story()
    assert (story.title, story.summary, story.edit_state) == ("Blomster", "A new summary.", "draft")
    assert story.working_copy.title == "The author's new title"


def test_what_was_published_now_stays_published_then(take_in):
    """An empty `published_at` of a live story means now, but only the first time."""
    take_in(LEAST | {"published_at": ""})
    published = the_story().first_published_at
    assert "1 unchanged" in take_in(LEAST | {"published_at": ""})
    assert "1 changed" in take_in(LEAST | {"published_at": "", "title": "Et nyt navn"})
    assert the_story().first_published_at == published


def test_an_empty_state_is_live_for_a_new_story_and_leaves_an_old_one(take_in):
    take_in(LEAST | {"state": ""})
    assert the_story().state == "live"
    take_in(LEAST | {"state": "returned"})
    assert "1 unchanged" in take_in(LEAST | {"state": ""})
    assert the_story().state == "returned"


def test_lines_without_an_id_are_new_each_time(take_in):
    line = {key: value for key, value in LEAST.items() if key != "external_id"}
    take_in(line)
    take_in(line, LEAST | {"external_id": ""})
    assert Story.objects.filter(external_id=None).count() == 3


def test_one_id_twice_in_a_file_is_one_story(take_in):
    assert "1 new, 1 changed" in take_in(LEAST, LEAST | {"title": "Anden gang"})
    assert the_story().title == "Anden gang"


# --- the file -------------------------------------------------------------------------------------------------------

CSV = 'external_id,language,title,happened,tags,gestures,consent,people\r\na1,da,"Blomster, røde","Hun\nringede.",a;b,card:2,true,Bo Ek;Ann\r\n'


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("content", [json.dumps(LEAST | {"title": "Blomster, røde"}), CSV, "\n \n" + CSV])
def test_jsonl_and_csv_are_told_by_content(take_in, bom, content):
    take_in(bom + content.encode())
    assert the_story().title == "Blomster, røde"


def test_lists_in_csv_are_divided_by_semicolons(take_in):
    take_in(CSV)
    story = the_story()
    assert story.happened == "Hun\nringede."
    assert sorted(tag.name for tag in story.tags.all()) == ["a", "b"]
    assert [one.name for one in story.colleagues.all()] == ["Bo Ek", "Ann"]
    assert (story.consent, story.gestures.get().number) == (True, 2)


def test_the_format_can_be_said(take_in):
    assert "is not JSON" in take_in(CSV, status=1, format="jsonl")
    take_in(json.dumps(LEAST), format="jsonl")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"title,language,happened\n"])
def test_an_empty_file_is_no_error(take_in, content):
    assert "0 new, 0 changed, 0 unchanged, 0 with errors" in take_in(content)


def test_a_file_comes_from_standard_input_too(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(LEAST).encode())))
    call_command("import_stories", "-")
    assert "1 new" in capsys.readouterr().out
    assert not sys.stdin.closed


def test_a_file_that_is_not_there_is_said(tmp_path):
    for name in (tmp_path / "nothing.jsonl", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_stories", str(name))


# --- bad lines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"summary": "x" * 201}, "summary has 201 characters, at most 200 are allowed"),
        ({"title": "x" * 201}, "title has 201 characters"),
        ({"principle": "be-nice"}, "principle is 'be-nice', which is unknown"),
        ({"channel": "fax"}, "channel is 'fax', which is unknown"),
        ({"moment_date": "20/11/2026"}, "moment_date is '20/11/2026', not a date such as 2026-11-20"),
        ({"moment_date": "2026-02-30"}, "moment_date is '2026-02-30'"),
        ({"moment_date": 20261120}, "moment_date is not a text"),
        ({"published_at": "yesterday"}, "published_at is 'yesterday', not a date and time"),
        ({"published_at": "9999-12-31T23:59-14:00"}, "published_at is"),
        ({"published_at": "0001-01-01"}, "published_at is"),
        ({"language": "no"}, "language is 'no', not one of en, da, sv"),
        ({"language": ""}, "lacks language"),
        ({"title": None}, "lacks title"),
        ({"happened": " "}, "lacks happened"),
        ({"level": "superb"}, "level is 'superb'"),
        ({"started_as": "them"}, "started_as is 'them'"),
        ({"wow": ["loud"]}, "wow has 'loud'"),
        ({"gestures": ["bouquet:many"]}, "gestures has 'bouquet:many'"),
        ({"gestures": ["card:0"]}, "gestures has 'card:0'"),
        ({"gestures": [":2"]}, "gestures has ':2'"),
        ({"consent": "perhaps"}, "consent is 'perhaps'"),
        ({"state": "gone"}, "state is 'gone'"),
        ({"tags": {"a": 1}}, "tags is not a list"),
        ({"tags": [1]}, "tags is not a text"),
        ({"people": ["x" * 151]}, "people has 151 characters"),
        ({"team": "x" * 81}, "team has 81 characters"),
        ({"audience": ["team:" + "x" * 81]}, "audience"),
        ({"title": ["Blomster"]}, "title is not a text"),
        ({"title": "a\0b"}, "title is not valid UTF-8 text"),
        ({"external_id": "x" * 121}, "external_id has 121 characters"),
        ({"happened": "x" * 100_001}, "happened has 100001 characters"),
    ],
)  # fmt: skip
def test_a_bad_line_is_reported_and_the_good_ones_go_in(take_in, wrong, reason):
    said = take_in(LEAST | {"external_id": "first"}, LEAST | wrong, LEAST | {"external_id": "last"}, status=1)
    assert f"line 2: {reason}" in said
    assert "2 new, 0 changed, 0 unchanged, 1 with errors" in said
    assert set(Story.objects.values_list("external_id", flat=True)) == {"first", "last"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "is not JSON"), ("[1, 2]", "is not a story"), ('"a"', "is not a story"), ("null", "is not"),
        ('{"title": NaN}', "is not JSON: NaN is no JSON value"), ("[" * 100_000, "is not JSON"), ("{}", "lacks title"),
        ('{"title": "\\ud800", "language": "en", "happened": "x"}', "title is not valid UTF-8 text"),
        ('{"title": 1e999, "language": "en", "happened": "x"}', "title is not a text"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_story_is_reported(take_in, line, reason):
    said = take_in(json.dumps(LEAST), line, status=1)
    assert f"line 2: {reason}" in said
    assert "1 new" in said


def test_line_numbers_are_those_of_the_file(take_in):
    said = take_in("", json.dumps(LEAST), "", "{broken", "", "{}", status=1)
    assert "line 4:" in said
    assert "line 6:" in said
    csv = 'title,language,happened\n"A",en,"one\ntwo"\n\n"",en,x\n'
    assert "line 5: lacks title" in take_in(csv, status=1)


def test_a_csv_line_with_too_many_cells_is_reported(take_in):
    said = take_in("title,language,happened\nA,en,x,y\nB,en,x\nC,en\n", status=1)
    assert "line 2: has more cells than the first line" in said
    assert "line 4: lacks happened" in said
    assert the_story().title == "B"


def test_bytes_that_are_no_utf8_are_reported(take_in):
    good = json.dumps(LEAST | {"external_id": "good"}).encode()
    said = take_in(json.dumps(LEAST, ensure_ascii=False).encode("utf-16-le") + b"\n" + good + b"\n", status=1)
    assert "1 with errors" in said or "is not" in said
    latin = '{"external_id": "l", "language": "da", "title": "Blåbær", "happened": "x"}'.encode("latin-1")
    said = take_in(good + b"\n" + latin + b"\n", status=1)
    assert "line 2: title is not valid UTF-8 text" in said


def test_all_reasons_of_a_line_are_said_at_once(take_in):
    said = take_in(LEAST | {"summary": "x" * 201, "channel": "fax"}, status=1)
    assert "line 1: summary has 201 characters, at most 200 are allowed; channel is 'fax', which is unknown" in said


def test_an_unknown_key_is_mentioned_and_left_out(take_in):
    said = take_in(LEAST | {"colour": "red", "": "x"})
    assert "'colour'" in said
    assert "1 new" in said


def test_a_failing_line_leaves_nothing_behind(take_in, monkeypatch):
    """A line is one transaction: what fails in the middle has made no team and no tag."""
    monkeypatch.setattr("stories.models.Story.move_to", _fail)
    with pytest.raises(RuntimeError):
        take_in(FULL)
    assert not Story.objects.exists()
    assert not Tag.objects.exists()
    assert not Team.objects.exists()
    assert not StoryChange.objects.exists()


def _fail(*args: Any) -> None:
    raise RuntimeError("out of luck")
