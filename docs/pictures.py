"""Screenshots of every page into docs/pictures (make pictures): wide and narrow, light and dark, from a fresh demo."""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE_DIR))

from PIL import Image  # noqa: E402
from playwright.sync_api import Page  # noqa: E402

from tests.e2e.browsing import started_browser  # noqa: E402

FOLDER = BASE_DIR / "docs" / "pictures"
PORT = "8399"
PAGES = {
    "employee": {
        "wall": "/", "story": "/s/1/", "tell": "/tell/", "mine": "/mine/", "notices": "/notices/", "search": "/search/?q=sko",
        "nothing-found": "/search/?q=xyzzy", "principle": "/principle/empower-people/", "tag": "/tag/boots/",
        "digest": "NEWEST", "archive": "/digest/", "profile": "/profile/", "not-found": "/nowhere/", "no-entry": "/review/",
    },
    "leader": {"review": "/review/", "health": "/health/", "desk": "DESK", "recipients": "DESK../recipients/"},
    "nobody": {"sign-in": "/accounts/login/"},
}  # fmt: skip
LINKS = {"DESK": "a[href$='/desk/']", "NEWEST": ".issues a"}  # of the archive: whatever week it is


@contextmanager
def demo() -> Iterator[dict[str, tuple[str, str]]]:
    """A fresh installation with the demo, running; its sign-ins by role."""
    with tempfile.TemporaryDirectory() as folder:
        places = {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "SEARCH_URL": f"tantivy:///{folder}/search",
            "STORAGE_URL": f"file:///{folder}/media", "EMAIL_URL": f"filemail:///{folder}/mail", "PORT": PORT,
        }  # fmt: skip
        environment = os.environ | places
        manage = [sys.executable, str(BASE_DIR / "manage.py")]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
        subprocess.run([*manage, "demo"], env=environment, check=True)
        process = subprocess.Popen([*manage, "start"], env=environment, stdout=subprocess.PIPE, text=True)
        signs = {}
        try:
            for line in process.stdout or []:
                found = re.fullmatch(r"(employee|leader|administrator) (\S+) (\S+)", line.strip())
                if found:
                    signs[found[1]] = (found[2], found[3])
                if len(signs) == 3:
                    break
            yield signs
        finally:
            process.terminate()
            process.wait(20)


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"http://localhost:{PORT}/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/$"))


def take(page: Page, path: str, name: str) -> None:
    for word, selector in LINKS.items():
        if path.startswith(word):
            page.goto(f"http://localhost:{PORT}/digest/")
            path = (page.get_attribute(selector, "href") or "/digest/") + path.removeprefix(word)
    page.goto(f"http://localhost:{PORT}{path}")
    page.wait_for_load_state("networkidle")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 600):  # what is loaded lazily comes into view once
        page.evaluate(f"window.scrollTo(0, {top})")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    size = page.viewport_size or {"width": 1280, "height": 800}
    tall = max(size["height"], min(height, size["width"] * 2 if size["width"] > 600 else 1600))
    page.set_viewport_size({**size, "height": tall})  # what sticks to the window's edge stands at the picture's edge
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.set_viewport_size(size)
    shot.quantize(128, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as signs, started_browser() as browser:
        for role, pages in PAGES.items():
            for width in (360, 1280):
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width, "height": 800},
                        color_scheme=scheme,
                        locale="en",
                        reduced_motion="reduce",
                    )
                    page = context.new_page()
                    if role in signs:
                        sign_in(page, *signs[role])
                        page.click("footer button[value=en]")  # the demo's people read Danish
                    for name, path in pages.items():
                        take(page, path, f"{name}-{width}-{scheme}")
                    context.close()


if __name__ == "__main__":
    main()
