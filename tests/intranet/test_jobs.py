"""What has to be done from time to time: by one process at a time, again when it failed, whoever is killed."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email

from intranet import jobs
from intranet.management.commands import worker
from intranet.management.commands.worker import EVERY
from intranet.models import Lease
from stories.models import KeptWords, StoryChange

pytestmark = pytest.mark.django_db
SOON, LONG_AGO = timedelta(seconds=59), timedelta(seconds=1)


# --- the lease ------------------------------------------------------------------------------------------------------


def test_a_job_is_done_by_one_process_at_a_time():
    with Lease.held("mail") as mine:
        assert mine
        with Lease.held("mail") as theirs, Lease.held("outbox") as another:
            assert theirs is None
            assert another
    with Lease.held("mail") as again:
        assert again


def test_a_failure_frees_the_lease():
    with pytest.raises(ValueError), Lease.held("mail"):
        raise ValueError
    with Lease.held("mail") as again:
        assert again


def test_a_dead_holders_lease_ends_after_sixty_seconds():
    Lease.objects.create(job="mail", holder="dead/1", until=timezone.now() + SOON)
    with Lease.held("mail") as mine:
        assert mine is None
    Lease.objects.update(until=timezone.now() - LONG_AGO)
    with Lease.held("mail") as mine:
        assert mine
        left = Lease.objects.get().until - timezone.now()
        assert timedelta(seconds=55) < left <= timedelta(seconds=60)


def test_a_lease_is_renewed_by_its_holder_only():
    with Lease.held("mail") as mine:
        Lease.objects.update(until=timezone.now())
        assert mine.renew()
        assert Lease.objects.get().until > timezone.now() + timedelta(seconds=55)
        Lease.objects.update(holder="another/1")
        assert not mine.renew()
    assert Lease.objects.get().holder == "another/1"  # what is another's is not let go


def test_a_lease_is_renewed_while_the_work_goes_on(monkeypatch):
    renewals: list[float] = []
    monkeypatch.setattr(Lease, "LASTS", timedelta(seconds=0.09))
    monkeypatch.setattr(Lease, "renew", lambda self: renewals.append(time.monotonic()) or True)
    with Lease.held("mail"):
        time.sleep(0.2)
    assert 3 <= len(renewals) <= 7
    time.sleep(0.1)
    assert len(renewals) <= 7


def test_a_lost_lease_is_not_fought_for(monkeypatch):
    renewals: list[int] = []
    monkeypatch.setattr(Lease, "LASTS", timedelta(seconds=0.03))
    monkeypatch.setattr(Lease, "renew", lambda self: bool(renewals.append(1)))
    with Lease.held("mail"):
        time.sleep(0.1)
    assert len(renewals) == 1


# --- run_due and the worker -----------------------------------------------------------------------------------------


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """All jobs replaced by ones that only say when they were done."""
    when: dict[str, datetime] = {}

    def noting(name: str) -> Callable[[datetime], int]:
        return lambda now: bool(when.update({name: now})) + 1

    for name in jobs.JOBS:
        monkeypatch.setitem(jobs.JOBS, name, noting(name))
    return when


def test_run_due_does_every_job(done, capsys):
    call_command("run_due")
    assert list(done) == list(jobs.JOBS)
    assert capsys.readouterr().out.splitlines() == [f"{name}: 1" for name in jobs.JOBS]


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-11-27T09:00", datetime(2026, 11, 27, 8, tzinfo=UTC)),  # in TIME_ZONE
        ("2026-07-27 09:00:30", datetime(2026, 7, 27, 7, 0, 30, tzinfo=UTC)),
        ("2026-11-27T09:00+00:00", datetime(2026, 11, 27, 9, tzinfo=UTC)),
    ],
)
def test_run_due_does_what_would_be_due_then(done, at, moment):
    call_command("run_due", at=at, verbosity=0)
    assert set(done.values()) == {moment}


@pytest.mark.parametrize("at", ["tomorrow", "2026-13-01T09:00", "27/11/2026", "09:00"])
def test_run_due_says_what_to_type(done, at):
    with pytest.raises(CommandError, match="type a date and time such as 2026-11-27T09:00"):
        call_command("run_due", at=at)
    assert done == {}


@pytest.mark.parametrize(
    "failure", [RuntimeError("out of luck"), IntegrityError("x"), OperationalError("database is locked")]
)
@pytest.mark.parametrize("name", list(jobs.JOBS))
def test_a_failing_job_does_not_stop_the_others(done, monkeypatch, capsys, caplog, name, failure):
    def fail(now: datetime) -> int:
        raise failure

    monkeypatch.setitem(jobs.JOBS, name, fail)
    with caplog.at_level(logging.ERROR):
        call_command("run_due")
    assert set(done) == set(jobs.JOBS) - {name}
    assert f"{name}: left to another process, or failed" in capsys.readouterr().out
    assert f"the job {name} failed" in caplog.text
    assert Lease.objects.get(job=name).holder == ""


def test_a_job_that_another_process_does_is_left_to_it(done, capsys):
    with Lease.held("mail"):
        call_command("run_due")
    assert "mail" not in done
    assert "mail: left to another process, or failed" in capsys.readouterr().out


def test_doing_it_twice_does_nothing_twice(make_story, author, leader, capsys):
    story = make_story(author=author, state="waiting")
    story.approve(by=leader)
    call_command("run_due", verbosity=0)
    assert len(mail.outbox) == 1
    capsys.readouterr()
    call_command("run_due")
    counts = [line.rsplit(" ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert set(counts) == {"0"}
    assert len(mail.outbox) == 1
    assert not StoryChange.objects.exists()


def test_the_worker_does_one_round_when_told_to(done):
    call_command("worker", "--once")
    assert set(done) == set(jobs.JOBS) == set(EVERY)
    assert EVERY["outbox"] == 1.0


def test_a_long_job_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch):
    stop, endless, drained = threading.Event(), threading.Event(), threading.Semaphore(0)
    monkeypatch.setattr(worker, "run", lambda name: endless.wait(20) if name == "delivery" else drained.release())
    monkeypatch.setattr(worker, "EVERY", dict.fromkeys(jobs.JOBS, 0.01))
    threads = [threading.Thread(target=worker.keep_doing, args=(name, stop)) for name in ("delivery", "outbox")]
    for thread in threads:
        thread.start()
    assert all(drained.acquire(timeout=10) for _time in range(3))
    assert threads[0].is_alive()
    stop.set()
    endless.set()
    for thread in threads:
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_a_panic_does_not_end_a_job_for_good(monkeypatch: pytest.MonkeyPatch, caplog: Any):
    class Panic(BaseException):
        """As PyO3 raises it."""

    stop, tries = threading.Event(), []

    def panic(name: str) -> None:
        tries.append(name)
        if len(tries) == 2:
            stop.set()
        raise Panic

    monkeypatch.setattr(worker, "run", panic)
    monkeypatch.setattr(worker, "EVERY", {"mail": 0.01})
    worker.keep_doing("mail", stop)
    assert tries == ["mail", "mail"]
    assert "the job mail broke off" in caplog.text


def test_while_search_rests_one_line_says_so_and_the_rows_stay(make_story, settings, tmp_path, caplog):
    make_story()
    (tmp_path / "away").write_text("")
    settings.SEARCH = settings.SEARCH | {"LOCATION": str(tmp_path / "away")}
    waiting = StoryChange.objects.count()
    assert jobs.run("outbox") == 0
    assert StoryChange.objects.count() == waiting
    [said] = caplog.records
    assert (said.levelname, said.exc_info) == ("WARNING", None)
    assert "search is resting" in said.getMessage()


def test_an_approved_story_is_mailed_and_found_by_one_round(make_story, author, colleague, leader, as_user):
    story = make_story(author=author, state="waiting", title="Unmistakable gumboots")
    story.approve(by=leader)
    call_command("worker", "--once")
    assert [message.to for message in mail.outbox] == [[author.email]]
    assert "Unmistakable" in as_user(colleague).get("/search/?q=gumboots").content.decode()


# --- mail -----------------------------------------------------------------------------------------------------------


class NoServer:
    """A mail server that does not answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def open(self) -> None:
        raise ConnectionRefusedError("nobody there")

    def close(self) -> None:
        pass

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("nobody there")


def test_a_mail_outage_leaves_the_mails_and_heals(settings, monkeypatch, leader, as_user):
    EmailMessage("Boots", "Hello.", to=["anna@example.com"]).send()
    monkeypatch.setitem(settings.POST_OFFICE, "BACKENDS", {"default": f"{__name__}.NoServer"})
    for _ in range(3):
        call_command("run_due", verbosity=0)
    waiting = Email.objects.get()
    assert waiting.status in (STATUS.queued, STATUS.requeued)
    Email.objects.update(created=timezone.now() - timedelta(minutes=6))
    page = as_user(leader).get("/health/").content.decode()
    assert "Mails waiting" in page
    assert "look here" in page
    monkeypatch.undo()
    Email.objects.update(scheduled_time=None)
    call_command("run_due", verbosity=0)
    assert [message.subject for message in mail.outbox] == ["Boots"]
    assert Email.objects.get().status == STATUS.sent


def test_clean_up_forgets_what_is_old(author, as_user):
    as_user(author)
    KeptWords.keep("/tell/", {"title": ["x"]})
    EmailMessage("Boots", "Hello.", to=["anna@example.com"]).send()
    Email.objects.update(status=STATUS.sent)
    attachment = Attachment.objects.create(file=ContentFile(b"x", name="boots.jpg"), name="boots.jpg")
    Email.objects.get().attachments.add(attachment)
    jobs.run("clean-up")
    assert (Session.objects.count(), KeptWords.objects.count(), Email.objects.count()) == (1, 1, 1)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    old = timezone.now() - timedelta(days=40)
    KeptWords.objects.update(created_at=old)
    Email.objects.update(created=old)
    jobs.run("clean-up")
    assert (Session.objects.count(), KeptWords.objects.count(), Email.objects.count()) == (0, 0, 0)
    assert not default_storage.exists(attachment.file.name)


def test_a_mail_that_still_waits_is_not_cleaned_away():
    EmailMessage("Boots", "Hello.", to=["anna@example.com"]).send()
    Email.objects.update(created=timezone.now() - timedelta(days=40))
    jobs.run("clean-up")
    assert Email.objects.exists()


def test_a_scheduled_story_that_fails_does_not_stop_the_next(make_story, leader, monkeypatch):
    stories = [make_story(state="draft", title=title) for title in ("Fails", "Works")]
    for story in stories:
        story.go_live_at = timezone.now() + timedelta(hours=1)
        story.save_revision(user=leader, clean=False).publish(user=leader)
    publish = type(stories[0]).publish

    def fails_once(self: Any, *args: Any, **kwargs: Any) -> None:
        if self.title == "Fails":
            raise RuntimeError("out of luck")
        publish(self, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(type(stories[0]), "publish", fails_once)
        assert jobs.run("scheduled", timezone.now() + timedelta(hours=2)) == 1
    assert jobs.run("scheduled", timezone.now() + timedelta(hours=2)) == 1
    assert all(type(story).objects.get(pk=story.pk).live for story in stories)
