#!/usr/bin/env python
"""Bouquet's command line. `site/` is a plain folder on sys.path (see DECISIONS.md)."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent


def main() -> None:
    sys.path.insert(0, str(BASE_DIR / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        import intranet.settings  # noqa: F401  a bad value is one sentence, not a traceback
    except ImproperlyConfigured as error:
        sys.exit(f"Bouquet cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
