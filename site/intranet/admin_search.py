"""Wagtail's lists of photos, files and pages, searched by plain filters.

Wagtail's index costs an average over the whole table at every photo (DESIGN 3), and refuses lists that are narrowed by
who may see what. A few thousand titles are found well enough without one.
"""

from modelsearch.backends.database.fallback import DatabaseSearchBackend, DatabaseSearchQueryCompiler


class PlainCompiler(DatabaseSearchQueryCompiler):  # type: ignore[misc]
    def check(self) -> None:
        """Any list may be searched, whatever it is narrowed by: nothing here is read from an index."""


class SearchBackend(DatabaseSearchBackend):  # type: ignore[misc]
    query_compiler_class = autocomplete_query_compiler_class = PlainCompiler
