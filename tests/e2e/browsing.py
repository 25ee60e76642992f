"""Debian's Chromium, and a page in which somebody is signed in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.e2e.cast import PASSWORD, PEOPLE

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def chromium() -> str | None:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path and Path(path).exists()), None)


@contextmanager
def started_browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages of one installation as any of the cast, and notes what the browser complains about."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.states: dict[str, Any] = {}
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def open(self, role: str | None = None, *, size: dict[str, int] = PHONE, **options: Any) -> Page:
        """A page (still empty) of a browser in which that person is signed in; `role` None: nobody is."""
        if role and role not in self.states:
            self.states[role] = self.signed_in(role)
        options.setdefault("locale", "en-GB")
        context = self.browser.new_context(
            base_url=self.url, viewport=size, storage_state=self.states[role] if role else None,
            timezone_id="Europe/Copenhagen", **options,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self.note_console)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self.note_response)
        return page

    def signed_in(self, role: str) -> Any:
        page = self.open()
        page.goto("/accounts/login/")
        sign_in(page, role)
        page.wait_for_url(self.url + "/")
        return page.context.storage_state()

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.location.get('url')}: {message.text}")

    def note_response(self, response: Response) -> None:
        """A missing picture, style or script; a page may answer what it wants, its test looks at that."""
        if response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
            self.troubles.append(f"{response.url}: {response.status}")

    def close(self) -> list[str]:
        """Close all that is open; the troubles that there were."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        troubles, self.troubles = self.troubles, []
        return troubles


def sign_in(page: Page, role: str) -> None:
    page.fill("[name=login]", PEOPLE[role][0])
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")
