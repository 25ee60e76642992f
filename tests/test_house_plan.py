"""The rules of the house that a reader cannot see in one file: who imports whom, and who may name an engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT: Path = settings.BASE_DIR
SITE = ("intranet", "people")
CODE = ("stories", "search", "site")
ENGINES = re.compile(r"\b(?:from|import) (?:elasticsearch|tantivy)\b")


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """The top-level names that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize(("folder", "forbidden"), [("stories", {"search", *SITE}), ("search", set(SITE))])
def test_imports_go_one_way(folder: str, forbidden: set[str]):
    wrong = {str(module.relative_to(ROOT)): forbidden & set(imported(module)) for module in modules(folder)}
    assert len(wrong) > 20
    assert {name: names for name, names in wrong.items() if names} == {}


def test_only_the_engines_import_one():
    importing = {module for folder in CODE for module in modules(folder) if ENGINES.search(module.read_text())}
    assert {module.parent.relative_to(ROOT).as_posix() for module in importing} == {"search/engines"}


def test_site_is_a_plain_folder():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_model_does_anything_in_save():
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] in (*CODE, *SITE)]
    assert len(models) > 20
    assert [model for model in models if "save" in vars(model)] == []
