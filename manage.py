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
    from django.db import DatabaseError

    try:
        import intranet.settings  # noqa: F401  a bad value is one sentence, not a traceback
    except ImproperlyConfigured as error:
        sys.exit(f"Bouquet cannot start: {error}")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        if "--traceback" in sys.argv:
            raise
        said = (str(error).splitlines() or ["nothing"])[0]
        sys.exit(f"The database says: {said}. Look at DATABASE_URL, and whether manage.py migrate has been run.")


if __name__ == "__main__":
    main()
