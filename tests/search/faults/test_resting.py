"""The engine is away while two hundred stories are published: no post fails, and all of it heals by itself."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from tests.integration.installation import Installation, until
from tests.integration.telling import COUNT, all_are_found
from tests.search.faults.conftest import Site

PEOPLE_AND_STORIES = ("20", "10")
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from people.models import User

person = User.objects.create_user("boss@example.com", is_superuser=True)
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print(session.session_key)
"""
WAITING = "from stories.models import StoryChange; print(StoryChange.objects.values('story_id').distinct().count())"


def page(installation: Installation, path: str, key: str) -> tuple[int, str]:
    request = urllib.request.Request(installation.url + path, headers={"Cookie": f"sessionid={key}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_two_hundred_stories_are_published_while_the_engine_is_away(site: Site) -> None:
    installation = site.installation
    installation.manage("run_due", "--verbosity", "0")
    installation.start_web()
    installation.start_worker()
    key = installation.shell(SIGN_IN).strip()
    assert page(installation, "/search/?q=about", key)[0] == 200
    site.go_away()
    told = json.loads(installation.python("-m", "tests.integration.telling", *PEOPLE_AND_STORIES, "--trusted"))
    assert [row["status"] for row in told["rows"]] == [302] * 200
    assert installation.shell(COUNT + WAITING).split() == ["200"] * 4
    status, text = page(installation, "/search/?q=about", key)
    assert (status, "Search is resting" in text) == (503, True)
    status, text = page(installation, "/health/", key)
    assert (status, "Search is resting" in text, "changes wait" in text) == (200, True, True)
    assert page(installation, "/", key)[0] == 200
    site.come_back()
    until(lambda: "200 / 200" in page(installation, "/health/", key)[1], "the worker to drain the outbox", 90)
    until(lambda: page(installation, "/search/?q=about", key)[0] == 200, "both web processes to ask again", 30)
    assert "is-bad" not in page(installation, "/health/", key)[1]
    installation.stop()
    all_are_found(installation, [row["word"] for row in told["rows"]])
    assert "Traceback" not in installation.log.read_text()
