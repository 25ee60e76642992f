"""The WSGI application, for `gunicorn --pythonpath site intranet.wsgi`."""

import gc
import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
for folder in (BASE_DIR, BASE_DIR / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings")

from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

NOT_TO_BE_TRIED_AGAIN = 3  # gunicorn's WORKER_BOOT_ERROR: with any other it would start the next worker for ever

try:
    import intranet.settings  # noqa: F401  a bad value is one sentence, not a traceback
except ImproperlyConfigured as error:
    sys.stderr.write(f"Bouquet cannot start: {error}\n")
    sys.exit(NOT_TO_BE_TRIED_AGAIN)

application = get_wsgi_application()
gc.collect()
gc.freeze()  # all this stays to the end; without looking through it, a full collection stops the worker for a third as long
