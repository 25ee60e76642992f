"""What the search is measured against: plain builds of the same texts, and Wagtail's own backend on the same stories."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import Stemmer
import tantivy
from django.db import connection

from search import analysis, fields, ingredients
from stories.models import Story
from tests.search.stock import fill, find, make_table, stock_story

COLUMNS = ("pk", "language", "first_published_at", "applause_count", "principle__slug", "channel__slug", "team_id",
           "title", "summary", "customer_quote", *Story.PROMPTS)  # fmt: skip
Analyse = Callable[[str], list[str]]


def documents_of(whose: str) -> Iterator[tantivy.Document]:
    """One for each story, with the texts in the fields that we have too, stems and unstemmed words."""
    analyse = ANALYSES[whose]
    stems = {code: analyse(code) for code in analysis.LANGUAGES}
    forms = analyse("")
    rows = Story.objects.findable().values_list(*COLUMNS).iterator(chunk_size=500)
    for pk, language, told_at, applause, principle, channel, team, title, summary, quote, *prompts in rows:
        made = tantivy.Document()
        made.add_integer("id", pk)
        made.add_integer("newest", int(told_at.timestamp()) if told_at else 0)
        made.add_integer("applauded", applause)
        body = "\n".join(prompts)
        for name, text in (("title", title), ("summary", summary), ("body", body), ("quote", quote)):
            made.add_text(name, " ".join(stems[language](text)))
        made.add_text("title_forms", " ".join(forms(title)))
        made.add_text("forms", " ".join(forms("\n".join((title, summary, body, quote)))))
        for name, value in (("principle", principle), ("channel", channel), ("team", team), ("lang", language)):
            if value:
                made.add_text(f"facet_{name}", str(value))
        yield made


def tantivys(language: str) -> Analyse:
    """Tantivy's own: split, lower case, accents dropped, stemmed."""
    stemmer = analysis.LANGUAGES.get(language)
    filters = [tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in [*filters, *([tantivy.Filter.stemmer(stemmer)] if stemmer else [])]:
        builder = builder.filter(each)
    return builder.build().analyze


def in_python(language: str) -> Analyse:
    """The same in Python, as plainly as can be, each word of a language once."""
    stem = Stemmer.Stemmer(analysis.LANGUAGES[language], 0).stemWord if language else str
    letters = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})

    @cache
    def term(word: str) -> str:
        folded = unicodedata.normalize("NFKD", word.lower().translate(letters))
        return str(stem("".join(letter for letter in folded if letter.isalnum())))

    words = re.compile(r"[^\W_]+")
    return lambda text: [term(word) for word in words.findall(text)]


def ours(language: str) -> Analyse:
    """The one of Bouquet, with compounds and second spellings."""

    def read(text: str) -> list[str]:
        paragraph = fields.Paragraph.of(text, language)
        return [*paragraph.main, *paragraph.beside] if language else [*paragraph.long, *paragraph.bare]

    return read


ANALYSES: dict[str, Callable[[str], Analyse]] = {"Tantivy’s": tantivys, "Python’s": in_python, "our": ours}
"""By whose analysis: how the words of a language (none: unstemmed) are got from a text."""


def stock() -> Callable[[str], list[Any]]:
    """Wagtail's search, built with the same words."""
    make_table()
    fill(stock_story(made_from) for made_from in ingredients.all_ingredients())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return partial(find, most=20)
