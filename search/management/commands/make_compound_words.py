"""`make_compound_words`: make the word lists of search/compounds.py anew from wordfreq's frequencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.compounds import DATA, LANGUAGES, Lexicon
from search.words import FUNCTION_WORDS

RAREST = {"da": 30, "sv": 27}
"""Ranks are ten times wordfreq's Zipf frequency: 30 is one use in a million words."""
RAREST_INFLECTION = 20
CLEAR = 33
"""From here, or with six letters, one inflected form is enough to call a word a noun."""
MARGIN = 2
_DEFINITE = {"da": "en et erne ene ens ets", "sv": "en et erna arna ens ets"}
_VOWELS = "aeiouyåäæöø"

Ranks = Mapping[str, int]


class Command(BaseCommand):
    help = "Make search/data/compounds-*.txt from wordfreq 3.1.1 (pip install wordfreq==3.1.1, needed here only)."

    def handle(self, **options: Any) -> None:
        try:
            wordfreq: Any = import_module("wordfreq")
        except ImportError as error:
            raise CommandError("Type pip install wordfreq==3.1.1 first; Bouquet itself does without it.") from error

        def ranks(language: str) -> dict[str, int]:
            known = wordfreq.get_frequency_dict(language, wordlist="best")
            return {word: round(10 * wordfreq.zipf_frequency(word, language)) for word in known}

        # Bokmål inflects nouns as Danish does, and its list is ten times as long: it tells which words are nouns.
        bokmål = ranks("nb")
        for language in LANGUAGES:
            known = ranks(language)
            attested = known
            if language == "da":
                attested = {**bokmål, **known}
                known |= {word: rank for word, rank in bokmål.items() if len(word) >= 5 and word not in known}
            lines = list(word_list(language, known, attested))
            (DATA / f"compounds-{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            self.stdout.write(f"{language}: {sum(len(line.split()) - 1 for line in lines)} words")


def word_list(language: str, known: Ranks, attested: Ranks) -> Iterator[str]:
    """Nouns by rank, and after a hyphen the words that are more frequent than the parts they seem to have."""
    nouns = {
        word: rank
        for word, rank in known.items()
        if rank >= RAREST[language] and _may_be_part(word, language) and _is_noun(word, rank, language, attested)
    }
    by_rank = sorted(nouns, key=lambda noun: (-nouns[noun], noun))
    for rank, some in groupby(by_rank, key=nouns.__getitem__):
        yield f"{rank} {' '.join(some)}"
    lexicon = Lexicon.of(language, nouns)
    refused = []
    for word, rank in known.items():
        parts = lexicon.split(word) if rank >= RAREST_INFLECTION else ()
        if parts and rank > MARGIN + min(max(known.get(part, 0), lexicon.rank_of(part)) for part in parts):
            refused.append(word)
    yield f"- {' '.join(sorted(refused))}"


def _may_be_part(word: str, language: str) -> bool:
    return word.isalpha() and len(word) >= 4 and word not in FUNCTION_WORDS[language]


def _is_noun(word: str, rank: int, language: str, attested: Ranks) -> bool:
    found = sum(attested.get(form, 0) >= RAREST_INFLECTION for form in _noun_forms(word, language))
    return found >= (1 if rank >= CLEAR or len(word) >= 6 else 2)


def _noun_forms(word: str, language: str) -> Iterator[str]:
    """Forms that only a noun has: the definite ones, and plurals that no verb shares."""
    last, before = word[-1], word[:-1]
    endings = _DEFINITE[language].split()
    if last == "a" and language == "sv":
        yield from (word + "n", word + "ns", before + "or", before + "orna")
    elif last == "e":
        yield from (word + "n", word + "ns")
        yield from (word + "rne",) if language == "da" else (before + "ar", before + "arna")
    elif last in _VOWELS and language == "sv":
        yield from (word + ending for ending in ("n", "t", "er", "erna"))
    else:
        yield from (word + ending for ending in endings)
    if last not in _VOWELS:
        yield from (word + last + ending for ending in endings)
        if word[-2:] in ("er", "el", "en", "or"):
            yield from (word[:-2] + last + ending for ending in endings)
            yield from (word + ending for ending in ("n", "na", "ne"))
