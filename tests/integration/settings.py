"""The settings of a real installation; only collected static files go into its own folder too."""

import os

from intranet.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
