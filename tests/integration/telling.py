"""Many people tell stories at once: `python -m tests.integration.telling PEOPLE STORIES [--trusted]`.

One warmed parent forks a process for each person; each tells through the view, signed in. Prints JSON:
seconds of each post, what went wrong, the word that only that story has.
"""

import json
import multiprocessing
import sys
import time
import traceback
import uuid
from typing import Any

import django

from tests.integration.installation import Installation

DOMAIN = "@parallel.example.com"
CONSONANTS, VOWELS = "bdfgklmnprst", "aeiou"
APPROVE_ALL = """
from django.test import Client
from people.models import User
from stories.models import Story

leader = User.objects.create_user("leader@parallel.example.com", is_superuser=True)
browser = Client()
browser.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
waiting = list(Story.objects.waiting().values_list("pk", flat=True))
answers = {browser.post(f"/review/{pk}/approve/", HTTP_HOST="localhost").status_code for pk in waiting}
print(len(waiting), *answers)
"""
COUNT = """
from stories.models import Story, Transition
print(Story.objects.count(), Story.objects.live().count(), Transition.objects.filter(to_state="live").count())
"""


def word_of(person: int, number: int) -> str:
    """A word that no other story has, and that is far from all the others."""
    left = person * 1000 + number + 7_000_000
    syllables = []
    for _ in range(5):
        left, at = divmod(left * 48_271 % 2_147_483_647, len(CONSONANTS) * len(VOWELS))
        syllables.append(CONSONANTS[at // len(VOWELS)] + VOWELS[at % len(VOWELS)])
        left += person * 7919 + number
    return "".join(syllables) + "q" + "".join(CONSONANTS[int(digit)] for digit in f"{person:02}{number:02}")


def make_people(people: int, *, trusted: bool) -> None:
    """Every other one is trusted and goes live at once, or all of them."""
    from people.models import User

    for person in range(people):
        User.objects.create_user(
            f"p{person}{DOMAIN}", None, first_name="P", last_name=str(person), is_trusted=trusted or person % 2 == 0
        )


def tell(person: int, stories: int, start: Any, results: Any) -> None:
    from django.test import Client

    from people.models import User

    done: list[dict[str, Any]] = []
    try:
        browser = Client(raise_request_exception=False)
        browser.force_login(
            User.objects.get(email=f"p{person}{DOMAIN}"), backend="django.contrib.auth.backends.ModelBackend"
        )
        start.wait()
        for number in range(stories):
            word = word_of(person, number)
            form = {
                "key": str(uuid.uuid4()), "title": f"About {word}", "happened": f"Somebody asked for {word}.", "language": "en",
                "audience": "everyone", "tags": f"parallel, tag {person}", "colleagues": "Bo Ek", "gesture_card": "1",
            }  # fmt: skip
            began = time.perf_counter()
            answer = browser.post("/tell/", form | {"send": "1"}, HTTP_HOST="localhost")
            done.append({"word": word, "status": answer.status_code, "seconds": time.perf_counter() - began})
            if number == 0:  # a double tap
                done[-1]["again"] = browser.post("/tell/", form | {"send": "1"}, HTTP_HOST="localhost").status_code
    except Exception:  # noqa: BLE001  the parent tells it
        done.append({"word": "", "status": traceback.format_exc(), "seconds": 0.0})
    results.put(done)


def warm_up() -> None:
    """Everything that the first request of a process would import or compile."""
    from django.db import connections
    from django.test import Client

    Client().get("/accounts/login/", HTTP_HOST="localhost")
    connections.close_all()  # each child opens its own


def main(people: int, stories: int, *, trusted: bool) -> None:
    django.setup()
    make_people(people, trusted=trusted)
    warm_up()
    fork = multiprocessing.get_context("fork")
    start, results = fork.Barrier(people), fork.Queue()
    children = [fork.Process(target=tell, args=(person, stories, start, results)) for person in range(people)]
    began = time.perf_counter()
    for child in children:
        child.start()
    rows = [row for _ in children for row in results.get(timeout=900)]
    for child in children:
        child.join()
    print(json.dumps({"seconds": time.perf_counter() - began, "rows": rows}))


def all_are_found(site: Installation, words: list[str]) -> None:
    site.manage("run_due", "--verbosity", "0")
    check = site.manage("check_search")
    assert f"{len(words)} stories, {len(words)} documents" in check
    for wrong in ("missing", "stale", "duplicate", "superfluous"):
        assert f"0 {wrong}" in check, check
    lines = site.manage("search", "-", "--format", "json", typed="\n".join(words) + "\n").splitlines()
    found = [[hit["title"] for hit in json.loads(line)["hits"]] for line in lines]
    assert found == [[f"About {word}"] for word in words]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), trusted="--trusted" in sys.argv)
