"""The document of a story: which of its words are found, and where. The only place that says so.

It is made from the story's `Ingredients` and from nothing else, so their hash tells whether a document is stale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

from search import analysis
from search.asking import Document
from search.fields import Paragraph, forms, stems
from search.ingredients import Ingredients, all_ingredients, ingredients_among


def documents_of(ids: Collection[int]) -> list[Document]:
    """The documents of these stories as they are now; drafts and stories that are gone have none."""
    return list(map(document, ingredients_among(ids)))


def all_documents() -> Iterator[Document]:
    """The documents of all stories, read a chunk at a time so that nothing else has to wait."""
    return map(document, all_ingredients())


def document(made_from: Ingredients) -> Document:
    """Ready terms, facet values and readers: what either engine keeps."""
    language = made_from.language

    def read(*texts: str) -> list[Paragraph]:
        return [Paragraph.of(text, language) for text in texts]

    title, summary, quote, team = map(read, (made_from.title, made_from.summary, made_from.quote, made_from.team))
    body, tags, people = read(*made_from.body), read(*made_from.tags), read(*made_from.people)
    everything = title + summary + body + quote + people + tags + team
    written = dict.fromkeys(chain.from_iterable(paragraph.plain for paragraph in everything))
    names = dict.fromkeys(chain.from_iterable(paragraph.plain for paragraph in people + team))
    terms = {
        "title": stems(title),
        "summary": stems(summary),
        "body": stems(body),
        "quote": stems(quote),
        "tags": stems(tags),
        "labels": " ".join(_label_terms(tongue, label) for tongue, label in made_from.labels),
        "people": forms(people),
        "forms": forms(everything),
        "title_forms": forms(title),
        "exact": " ".join(written),
    }
    facets: dict[str, tuple[str, ...]] = {}
    for facet, value in made_from.facets:
        facets[facet] = (*facets.get(facet, ()), value)
    return Document(
        id=made_from.id,
        version=made_from.version,
        terms=terms,
        facets=facets,
        filters=tuple(
            dict.fromkeys(
                f"{facet}:{slug}"
                for facet, name in made_from.facets + made_from.names
                for slug in analysis.slug_of(name)
            )
        ),
        words={language: tuple(written.keys() - names.keys()), "": tuple(names)},
        readers=made_from.readers,
        state=made_from.state,
        newest=made_from.told_at,
        applauded=(made_from.applause << 40) + made_from.told_at // 1_000_000,
    )


@lru_cache(maxsize=1000)
def _label_terms(language: str, label: str) -> str:
    return stems([Paragraph.of(label, language)])
