"""Danish and Swedish are complete, compiled, and what people see."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from ast import literal_eval
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from people.models import User
from stories.models import Story

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["da", "sv"]
PAGES = ["/", "/tell/", "/search/", "/search/?q=xyzzy", "/mine/", "/profile/", "/nowhere/"]
IGNORED = {"English"}  # the footer calls every language by its own name
OTHERS = {"Password", "Email", "Email address", "Forgot your password?"}  # texts of the sign-in library
TOLD = {"da": "Fortæl en historie", "sv": "Dela en berättelse"}

Entry = dict[str, str]
"""What stands behind each word of one entry: `msgid`, `msgstr` …, and `flags`."""


def catalogue(language: str, root: Path = ROOT) -> dict[str, Entry]:
    """The entries of the .po by context and text, as .mo files name them."""
    entries, entry, word = dict[str, Entry](), Entry(), ""
    for line in [*po_file(language, root).read_text().splitlines(), ""]:
        if not line:
            if entry.get("msgid"):
                entries["\x04".join(filter(None, [entry.get("msgctxt"), entry["msgid"]]))] = entry
            entry = Entry()
        elif line.startswith("#,"):
            entry["flags"] = line
        elif not line.startswith("#"):
            start, text = line.split('"', 1)
            word = start.strip() or word
            entry[word] = entry.get(word, "") + str(literal_eval('"' + text))
    return entries


def po_file(language: str, root: Path = ROOT) -> Path:
    return root / "site/locale" / language / "LC_MESSAGES/django.po"


def translations(entry: Entry) -> list[tuple[str, str]]:
    """(English, translated), one for each form."""
    if "msgid_plural" not in entry:
        return [(entry["msgid"], entry["msgstr"])]
    return [(entry["msgid"], entry["msgstr[0]"]), (entry["msgid_plural"], entry["msgstr[1]"])]


def gaps(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


class Shown(HTMLParser):
    """The texts of a page, also those that are only read aloud or stand in an empty field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.texts.add(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts |= {
            text for name, text in attrs if text and re.match("aria-label|placeholder|alt|data-.*-text", name)
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    entries = catalogue(language)
    assert len(entries) > 600
    assert [name for name, entry in entries.items() if not all(text for _, text in translations(entry))] == []
    assert [name for name, entry in entries.items() if "fuzzy" in entry.get("flags", "")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stands_in_the_translation_too(language: str) -> None:
    forms = [form for entry in catalogue(language).values() for form in translations(entry)]
    assert [form for form in forms if gaps(form[0]) != gaps(form[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_not_stale(language: str) -> None:
    expected: dict[Any, str] = {}
    for name, entry in catalogue(language).items():
        forms = translations(entry)
        expected |= {name: forms[0][1]} if len(forms) == 1 else {(name, n): forms[n][1] for n in (0, 1)}
    with po_file(language).with_suffix(".mo").open("rb") as compiled:
        found = dict(vars(gettext.GNUTranslations(compiled))["_catalog"])
    found.pop("")
    assert found == expected, "run make messages"


def test_no_text_of_the_sources_is_missing_from_the_catalogues(tmp_path: Path) -> None:
    if not shutil.which("xgettext") and os.environ.get("CI") != "true":
        pytest.skip("xgettext (gettext) is not installed")
    shutil.copy(ROOT / "manage.py", tmp_path)
    for folder in ("search", "site", "stories"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.po", "*.mo", "__pycache__"))
    command = ["makemessages", *(f"--locale={language}" for language in LANGUAGES), "--no-wrap"]
    environment = os.environ | {"SECRET_KEY": "only-for-tests-" * 4}
    subprocess.run([sys.executable, "manage.py", *command], cwd=tmp_path, env=environment, check=True)
    for language in LANGUAGES:
        collected = catalogue(language, tmp_path)
        assert len(collected) > 600
        assert sorted(collected.keys() - catalogue(language).keys()) == [], "run make messages, and translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_show_no_english_words_of_the_interface(
    language: str, author: User, as_user: Callable[[User], Client], make_story: Callable[..., Story]
) -> None:
    make_story(author=author, language=language, customer_quote="Tak")
    english = {entry["msgid"] for entry in catalogue(language).values() if entry["msgid"] != translations(entry)[0][1]}
    english = (english | OTHERS) - IGNORED

    def shown(language: str) -> set[str]:
        User.objects.filter(pk=author.pk).update(language=language)
        pages = [as_user(author).get(path) for path in PAGES]
        pages.append(Client().get("/accounts/login/", headers={"accept-language": language}))
        return set[str]().union(*(Shown(page.content.decode()).texts for page in pages))

    assert {"Tell a story", "Search", "Sign in", "Nothing grows here", "Password"} <= shown("en") & english
    texts = shown(language)
    assert texts & english == set()
    assert TOLD[language] in texts
