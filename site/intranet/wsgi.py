"""The WSGI application, for `gunicorn --pythonpath site intranet.wsgi`."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
for folder in (BASE_DIR, BASE_DIR / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
