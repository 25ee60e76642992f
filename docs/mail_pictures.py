"""The Digest as mail, in pictures: on a phone and on a desk, light, dark and with images off; and its plain text.

`make mail-pictures` takes them of the demo's newest Digest that has gone out, from a Bouquet of its own in a temporary
folder, and puts them into docs/pictures/. It prints what each surface weighs and asks the database. Needs Chromium.
"""

import io
import json
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402

from tests.e2e.browsing import started_browser  # noqa: E402
from tests.integration.installation import Installation  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = (375, 700)
LARGEST = 200_000
COLOURS = 256
RENDER = """
import base64, json
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people.models import User
from stories.digest.mails import Manner, addressed, render
from stories.digest.models import Digest

digest, reader = Digest.objects.published().first(), Client(HTTP_HOST="localhost")
grace = User.objects.get(email="grace.okafor@bouquet.example")
reader.force_login(grace, "django.contrib.auth.backends.ModelBackend")
figures = []
for name, path in (("page", digest.get_absolute_url()), ("archive", "/digest/"), ("wall", "/")):
    reader.get(path)
    with CaptureQueriesContext(connection) as asked:
        figures.append([name, len(reader.get(path).content), len(asked)])
for body in ("excerpt", "full", "link"):
    with CaptureQueriesContext(connection) as asked:
        mail = render(digest, Manner("en", body))
    figures.append([f"mail, HTML, {body}", len(mail.html.encode()), len(asked)])
    figures.append([f"mail, text, {body}", len(mail.text.encode()), len(asked)])
figures.append(["mail, bouquet", len(mail.picture), 0])
mail = render(digest, Manner("en"))
text = addressed(mail, digest, grace).body
found = {"html": mail.html, "text": text, "picture": base64.b64encode(mail.picture).decode(), "figures": figures}
print("mail", json.dumps(found))
"""
TEXT = '<meta name="color-scheme" content="light"><pre style="font: 14px/1.5 monospace; margin: 24px; white-space: pre-wrap">'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bouquet = Installation(Path(folder))
        bouquet.environment["BASE_URL"] = "https://bouquet.example.com"
        bouquet.manage("migrate", "--verbosity", "0")
        bouquet.manage("demo", "--verbosity", "0")
        line = next(line for line in bouquet.shell(RENDER).splitlines() if line.startswith("mail "))
    mail = json.loads(line.removeprefix("mail "))
    shown = mail["html"].replace("cid:bouquet", f"data:image/png;base64,{mail['picture']}")
    without = mail["html"].replace("cid:bouquet", "")
    for name, size, queries in mail["figures"]:
        print(f"{name:20} {size / 1000:7.1f} kB {queries:4} queries")  # noqa: T201
    PICTURES.mkdir(exist_ok=True)
    with started_browser() as browser:
        keep(picture(browser, TEXT + escape(mail["text"]), 700, "light"), PICTURES / "mail-text.png")
        for width in WIDTHS:
            for name, html, scheme in (
                ("light", shown, "light"),
                ("dark", shown, "dark"),
                ("no-images", without, "light"),
            ):
                keep(picture(browser, html, width, scheme), PICTURES / f"mail-{width}-{name}.png")


def picture(browser: Browser, html: str, width: int, scheme: str) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
    page.set_content(html, wait_until="load")
    taken = page.screenshot(full_page=True)
    page.close()
    return taken


def keep(taken: bytes, path: Path) -> None:
    """Flat colours need few of them: a third of the size, and nobody sees it."""
    few = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)} {size // 1000} kB")  # noqa: T201
    if size > LARGEST:
        raise SystemExit(f"{path.name} is too large for the repository: {size} bytes.")


if __name__ == "__main__":
    main()
