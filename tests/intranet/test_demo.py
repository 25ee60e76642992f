"""The demo: enough to look at, in three languages, and gone without a trace when it is taken away."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from post_office.models import Email

from intranet import demo
from people.models import Team, User
from stories.digest.models import Digest, Pick
from stories.models import Applause, Story, StoryChange, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_passwords(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(demo, "secrets_file", lambda: tmp_path / "demo-sign-ins.json")


def test_the_demo_comes_once_shows_everything_and_goes_again(make_story, author, capsys):
    kept = make_story(author=author, title="Our own story", tags=("ours",))
    demo.load()
    stories = Story.objects.exclude(pk=kept.pk)
    states = Counter(stories.values_list("state", flat=True))
    assert states["live"] >= 30
    assert states["waiting"] >= 2
    assert states["returned"] >= 1
    languages = Counter(stories.values_list("language", flat=True))
    assert max(languages.values()) - min(languages.values()) <= len(stories) // 6
    assert set(languages) == {"en", "da", "sv"}
    assert Applause.objects.exists()
    assert not Email.objects.exists()
    returned = stories.filter(state="returned").first()
    assert returned.transitions.filter(to_state="returned").last().why

    before = (Story.objects.count(), User.objects.count(), StoryChange.objects.count())
    call_command("demo", once=True)
    assert (Story.objects.count(), User.objects.count(), StoryChange.objects.count()) == before

    rows = demo.sign_ins()
    assert [role for role, _, _ in rows] == ["employee", "leader", "administrator"]
    assert demo.sign_ins() == rows
    for _, address, password in rows:
        answer = Client().post("/accounts/login/", {"login": address, "password": password})
        assert answer.status_code == 302
    assert demo.secrets_file().stat().st_mode & 0o077 == 0

    ours = Digest.objects.of_week(date(2030, 1, 7))
    for story in (kept, stories.for_everyone()[0]):
        ours.add(story)

    capsys.readouterr()
    call_command("demo", remove=True)
    assert "The demo is gone" in capsys.readouterr().out
    assert list(Story.objects.all()) == [kept]
    assert [(pick.digest, pick.story) for pick in Pick.objects.all()] == [(ours, kept)]
    assert list(Digest.objects.all()) == [ours]
    assert list(User.objects.all()) == [author]
    assert [team.name for team in Team.objects.all()] == ["Store"]
    assert [tag.name for tag in Tag.objects.all()] == ["ours"]
    assert demo.sign_ins() == []


def test_a_demo_that_was_stopped_half_way_is_loaded_the_next_time(monkeypatch):
    def stopped(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo.digests, "load", stopped)
        with pytest.raises(KeyboardInterrupt):
            call_command("demo", once=True)
    assert not User.objects.exists()
    assert not Story.objects.exists()
    call_command("demo", once=True)
    assert Story.objects.live().count() >= 30
