"""Whatever stands in a file, an import reports it and never breaks."""

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stories.exchange.importing import import_stories
from stories.exchange.lines import KEYS, LineError, current, read, settled
from stories.models import Story

SOME = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(
    ["2026-11-20", "bouquet:2", "empower-people", "mail", "live", "en", "team:A", "da;sv", "\0", "\ud800", " ", "٣", "1" * 400]
)  # fmt: skip
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=6
)
lines = st.dictionaries(st.sampled_from(list(KEYS)) | st.text(max_size=5), values, max_size=8)


@pytest.mark.parametrize("key", KEYS)
@settings(parent=SOME, max_examples=40)
@given(value=values)
@pytest.mark.django_db
def test_any_value_of_a_key_is_read_or_refused_in_words(key, value):
    reason = ""
    try:
        settled(read({key: value}).values)
    except LineError as refusal:
        reason = str(refusal)
    assert reason == "" or reason.startswith(key)


@settings(parent=SOME, max_examples=120)
@given(line=lines)
@pytest.mark.django_db
def test_any_object_is_taken_in_or_reported(line: dict[str, Any]):
    complete = {"language": "en", "title": "Boots", "happened": "She rang.", "external_id": "a"} | line
    for one in (line, complete, complete):
        report = import_stories(io.StringIO(json.dumps(one)))
        assert report.new + report.changed + report.unchanged + len(report.errors) == 1
    if "external_id" not in line and not report.errors and Story.objects.filter(external_id="a").exists():
        assert report.unchanged == 1  # the same line twice
        current(Story.objects.get(external_id="a"))


@settings(parent=SOME, max_examples=120)
@given(
    content=st.binary(max_size=300),
    head=st.sampled_from([b"", b"{", b"\xef\xbb\xbf", b'{"title": "', b"title,language,happened\n"]),
)
@pytest.mark.django_db
def test_any_bytes_are_taken_in_or_reported(content, head):
    file = io.TextIOWrapper(io.BytesIO(head + content), encoding="utf-8-sig", errors="surrogateescape", newline="")
    report = import_stories(file)
    for number, reason in report.errors:
        assert number > 0
        assert reason


@settings(parent=SOME, max_examples=60)
@given(
    rows=st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=4),
    head=st.lists(st.sampled_from([*KEYS, ""]), max_size=6),
)
@pytest.mark.django_db
def test_any_csv_is_taken_in_or_reported(head, rows):
    text = "\n".join([",".join(head), *[",".join(row) for row in rows]])
    import_stories(io.StringIO(text), "csv")
