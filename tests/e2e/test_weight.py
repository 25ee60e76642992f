"""What a browser that has nothing yet has to fetch for the wall."""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.browsing import DESK, Visitor

pytestmark = pytest.mark.browser
MOST = 150_000


def test_the_wall_weighs_little_without_its_photos(visitor: Visitor):
    parts = weigh(visitor.open("reader", size=DESK), "/")
    assert sum(parts.values()) <= MOST, parts
    assert parts["Document"] < 15_000, parts  # HTML, styles and drawings come compressed
    assert parts["Stylesheet"] < 25_000, parts


def weigh(page: Page, path: str) -> Counter[str]:
    """Bytes of the bodies as they come over the line, by kind, down to the end of the page; photos left out."""
    session = page.context.new_cdp_session(page)
    answers: dict[str, Any] = {}
    parts: Counter[str] = Counter()

    def loaded(event: Any) -> None:
        answer = answers[event["requestId"]]
        if "/media/" not in answer["response"]["url"]:
            parts[answer["type"]] += int(
                event["encodedDataLength"] - answer["response"]["encodedDataLength"]
            )  # its head

    session.on("Network.responseReceived", lambda event: answers.update({event["requestId"]: event}))
    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(path, wait_until="networkidle")
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")
    return parts
