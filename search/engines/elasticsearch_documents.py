"""Our documents in Elasticsearch's words: the fields of the two indices, and what a story and its words give to them.

Text arrives as ready terms and is only split at spaces. Nothing of it is stored: hits are ids, the stories come from
the database. Elasticsearch keeps the number of the writing session as the version of each document (see
elasticsearch_leases.py); `version` here is the hash of what the document was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import dsl

from search.analysis import ANALYSIS_VERSION, keys_of
from search.asking import FACETS, FORM_FIELDS, PLAIN_FIELDS, TERM_FIELDS, Document
from search.engines.vocabulary import Counted
from search.fields import GAP

Action = dict[str, Any]
"""A line of a bulk request."""

COMMON_SETTINGS: Mapping[str, Any] = {
    "refresh_interval": "10s",  # each writing refreshes itself; this is for one that was killed before it could
    "auto_expand_replicas": "0-1",
    "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},  # as Tantivy has them
    "gc_deletes": "1h",  # so long a deletion holds against a writer that was asleep
}


def _terms(**options: Any) -> dsl.Text:
    return dsl.Text(analyzer="whitespace", **options)


class _Lean(dsl.Document):
    """Keeps nothing of what it is given but what is searched, sorted and counted; knows its fields."""

    class Meta:
        dynamic = dsl.MetaField("strict")
        _source = dsl.MetaField(enabled=False)


class StoryDocument(_Lean):
    """A story. Its fields of terms and facets are those of asking.py."""

    id = dsl.Long()
    version = dsl.Long(index=False)
    newest = dsl.Long(index=False)
    applauded = dsl.Long(index=False)
    filters = dsl.Keyword(doc_values=False)
    scope = dsl.Keyword(doc_values=False)

    class Index:
        name = "stories"
        settings = COMMON_SETTINGS


for _name in TERM_FIELDS:
    StoryDocument._index.get_or_create_mapping().field(_name, _terms(index_options="positions"))
for _name in FORM_FIELDS:
    StoryDocument._index.get_or_create_mapping().field(_name, _terms(index_options="freqs"))
for _name in PLAIN_FIELDS:
    StoryDocument._index.get_or_create_mapping().field(_name, _terms(index_options="docs"))
for _name in FACETS:
    StoryDocument._index.get_or_create_mapping().field(f"facet_{_name}", dsl.Keyword())


class WordDocument(_Lean):
    """A written form in a language: for completion and for typos."""

    form = dsl.Keyword()
    key = dsl.Keyword(doc_values=False)
    language = dsl.Keyword(doc_values=False)
    stories = dsl.Integer(index=False)

    class Index:
        name = "words"
        settings = COMMON_SETTINGS


STRUCTURE = hashlib.sha256(
    json.dumps([1, StoryDocument._index.to_dict(), WordDocument._index.to_dict()], sort_keys=True).encode()
).hexdigest()[:16]
"""An index of another structure cannot be asked."""
FORMAT = f"{STRUCTURE} {ANALYSIS_VERSION}"
"""An index of another format is built anew; until then one of the same structure answers."""


def story_actions(documents: Iterable[Document], alias: str, session: int) -> Iterator[Action]:
    """Put these documents in the place of the stories' earlier ones."""
    for document in documents:
        yield {**_of_session("index", document.id, alias, session), **_as_fields(document)}


def removals(ids: Collection[int], alias: str, session: int) -> Iterator[Action]:
    """Take these stories away."""
    return (_of_session("delete", story_id, alias, session) for story_id in ids)


def word_actions(words: Iterable[Counted], alias: str, *, anew: bool = False) -> Iterator[Action]:
    """Words that are not there yet; anew: also those that are, with new counts."""
    for word in words:
        yield {
            "_op_type": "index" if anew else "create",
            "_index": alias,
            "_id": word.unit,
            "form": word.form,
            "key": list(dict.fromkeys(keys_of(word.form))),
            "language": word.language or "-",
            "stories": word.stories,
        }


def _of_session(verb: str, story_id: int, alias: str, session: int) -> Action:
    return {
        "_op_type": verb,
        "_index": alias,
        "_id": str(story_id),
        "version": session,
        "version_type": "external_gte",
    }


def _as_fields(document: Document) -> Action:
    # BM25 counts only documents that have something in a field; a gap in the empty ones makes them all count,
    # as they do in Tantivy, so that a match in a rare field is worth as much here as there.
    terms = {name: text or GAP for name, text in document.terms.items()}
    facets = {f"facet_{name}": list(values) for name, values in document.facets.items()}
    return {
        "_source": {
            **terms,
            **facets,
            "id": document.id,
            "version": document.version,
            "newest": document.newest,
            "applauded": document.applauded,
            "filters": list(document.filters),
            "scope": [f"{document.state} {reader}" for reader in document.readers],
        }
    }
