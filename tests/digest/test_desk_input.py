"""Whatever is sent to the desk: an answer, never a fault, and nothing half done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from people.models import User
from stories.digest.models import MOST_PICKS, Digest, Pick
from stories.models import Story
from tests.digest.week import again

pytestmark = pytest.mark.django_db
QUICK = hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = some.text(some.characters(exclude_categories=["Cs"]), max_size=40) | some.sampled_from(
    ["0", "1", "-1", "9" * 18, "9" * 40, "٣", "1.5", "\0", "x" * 500, "<b>", "None"]
)
ACTIONS = some.sampled_from(
    ["save", "up", "down", "out", "add", "fill", "approve", "hold", "test", "now", "", "Up", "drop"]
)


@pytest.fixture(autouse=True)
def now(on_tuesday: datetime) -> datetime:
    return on_tuesday


@pytest.fixture
def client_of_a_leader(filled: Digest, as_user: Callable[[User], Client], leader: User) -> Client:
    return as_user(leader)


@QUICK
@given(data=some.data())
def test_no_form_is_a_fault(data: Any, client_of_a_leader: Client, filled: Digest, told: Callable[..., list[Story]]):
    Digest.objects.filter(pk=filled.pk).update(released_at=None)
    keys = [str(number) for number in Pick.objects.values_list("pk", flat=True)] + [str(Story.objects.first().pk)]
    number = some.sampled_from(keys) | WORDS
    fields: dict[str, Any] = data.draw(
        some.fixed_dictionaries(
            {"action": some.builds("{}:{}".format, ACTIONS, number) | ACTIONS | WORDS},
            optional={
                "title": WORDS,
                "note": WORDS,
                "question": WORDS,
                "version": some.just(str(again(filled).version)) | WORDS,
                "pick": some.lists(number, max_size=6),
                f"insight-{keys[0]}": WORDS,
                "insight-": WORDS,
                "insight-999999": WORDS,
            },
        )
    )
    accept = data.draw(some.sampled_from(["text/html", "application/json", "", "x\xff"]))
    answer = client_of_a_leader.post("/digest/2026-w48/desk/", fields, headers={"accept": accept})
    assert answer.status_code in (200, 302, 409, 422)
    assert Pick.objects.filter(digest=filled).count() <= MOST_PICKS
    order = list(Pick.objects.filter(digest=filled).values_list("sort_order", flat=True))
    assert order == sorted(set(order))


@QUICK
@given(
    week=some.from_regex(r"\A[0-9]{4}-w[0-9]{2}\Z"),
    page=some.sampled_from(["", "desk/", "recipients/", "send/", "preview/mail/"]),
)
def test_no_week_is_a_fault(week: str, page: str, client_of_a_leader: Client):
    expected = {200, 302} if week == "2026-w48" else {404}
    assert client_of_a_leader.get(f"/digest/{week}/{page}").status_code in expected


@pytest.mark.parametrize("body", [b"\xff\xfe", b"title=%ff%fe&action=save", b"title=a%00b", b"title" * 9999])
def test_bytes_that_are_no_text_are_no_fault(body: bytes, client_of_a_leader: Client):
    answer = client_of_a_leader.post("/digest/2026-w48/desk/", body, "application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400, 422)


def test_nothing_is_half_done(client_of_a_leader: Client, filled: Digest, monkeypatch: pytest.MonkeyPatch):
    """A fault behind the button takes the words with it: either all of it counts or none."""

    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Digest, "approve", fail)
    with pytest.raises(RuntimeError):
        client_of_a_leader.post("/digest/2026-w48/desk/", {"title": "Half", "action": "approve"})
    assert again(filled).title == ""
