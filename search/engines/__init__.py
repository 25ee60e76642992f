"""The search engines. Which one it is stands in `settings.SEARCH`, read whenever somebody asks."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import Engine


def current_engine() -> Engine:
    """The engine this installation uses."""
    options = settings.SEARCH.get("OPTIONS", {})
    return _engine(settings.SEARCH["ENGINE"], settings.SEARCH["LOCATION"], frozenset(options.items()))


@lru_cache(maxsize=64)
def _engine(path: str, location: str, options: Iterable[tuple[str, object]]) -> Engine:
    engine: Engine = import_string(path)(location, **dict(options))
    return engine
