"""Processes of an installation that tell, drain and rebuild again and again, until they are told to stop or killed."""

from __future__ import annotations

import subprocess
import sys

from search.engines.elasticsearch_leases import Lease
from tests.integration.installation import ROOT, Installation


def started(installation: Installation, *scripts: str, lease: float = Lease.LASTS) -> list[subprocess.Popen[bytes]]:
    """A process for each script; they have all begun with their work.

    Those that will be killed have short leases, so that they are soon in nobody's way; all have to agree on that.
    """
    set_up = _SET_UP + f"Lease.LASTS, Lease.KEPT_EVERY = {lease}, {lease / 5}\n"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", set_up + script],
            cwd=ROOT,
            env=installation.environment,
            stdout=subprocess.PIPE,
            bufsize=0,  # else the first line is read with what follows it
        )
        for script in scripts
    ]
    installation.processes += processes
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
    return processes


def ends_well(installation: Installation) -> bool:
    """Whether the outbox could be emptied and nothing is wrong then: not at once, where a lease has to end first."""
    script = "drained = quietly(indexing.drain); print(drained, StoryChange.objects.count(), indexing.check().is_fine)"
    return installation.python("-c", _SET_UP + script).split()[-2:] == ["0", "True"]


_SET_UP = """
import random, signal, sys, time
sys.path.insert(0, "site")
import django
django.setup()
from search import indexing
from search.engines import generations
from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_leases import Lease
from stories.models import Story, StoryChange

ElasticsearchEngine.PATIENCE, generations._PATIENCE = 20.0, 0.1
going = True

def stop(*signal):
    global going
    going = False

def quietly(action):
    try:
        return action() is not None
    except SearchUnavailable as error:
        return str(error)

def begin():
    signal.signal(signal.SIGTERM, stop)
    print("begun", flush=True)
"""
DRAIN = """
begin()
while going:
    quietly(indexing.drain)
    time.sleep(0.05)
"""
REBUILD = """
begin()
while going:
    quietly(indexing.rebuild)
    time.sleep(0.05)
"""
REBUILD_FOUR_TIMES = """
begin()
outcomes = []
while outcomes.count(True) < 4:
    outcomes.append(quietly(indexing.rebuild))
    time.sleep(0.05)
for outcome in outcomes:
    print(outcome)
"""
TELL = """
import uuid
from django.db import transaction
from django.test import Client
from people.models import User

browser = Client(raise_request_exception=False)
browser.force_login(
    User.objects.create_user("teller@example.com", None, is_trusted=True),
    backend="django.contrib.auth.backends.ModelBackend",
)
told, failed = 0, []
begin()
while going:
    form = {"key": str(uuid.uuid4()), "title": f"Boots {random.random()}", "happened": "She asked for boots.",
            "language": "en", "audience": "everyone", "send": "1"}
    status = browser.post("/tell/", form, HTTP_HOST="localhost").status_code
    told, failed = told + 1, failed + ([] if status == 302 else [status])
    with transaction.atomic():
        pk = Story.objects.order_by("?").values_list("pk", flat=True)[0]
        Story.objects.filter(pk=pk).update(title=f"Sandals {random.random()}")
        StoryChange.note(pk)
    if random.random() < 0.2:
        Story.objects.order_by("?")[0].delete()
    time.sleep(0.02)
print("told", told, "failed", *failed)
"""
