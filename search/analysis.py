"""The one analysis: which terms a text gives and which terms a word of a query looks for.

Both engines are fed with these terms as they are, separated by spaces. A word of a text gives

* its *main* term: folded with two letters for one (å → aa, ä and æ → ae, ø and ö → oe), then stemmed by
  the language of the story. Aarhus and Århus meet here, hår and har do not;
* for a word with such a letter a *bare* term, marked with a tilde: folded to one letter, then stemmed.
  Whoever types `moller` or `arhus` looks for it as well, ranked lower where the plain word exists too;
* for a Danish or Swedish compound the stems of its *parts*, marked with a plus (`+begrav`, `+blomst`), and all of
  them in one (`+begrav+blomst`), where the linking letters and endings no longer matter.

The marked terms stand after the running text, so that phrases see the main terms side by side.

Folding comes before stemming; the other way round, some words typed without accents are never found.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import NamedTuple

import Stemmer

from search import compounds
from search.words import ANY_FUNCTION_WORD, FUNCTION_WORDS

ANALYSIS_VERSION = 3
"""Raise it with every change that gives other terms: an index made by another version is built anew."""

LANGUAGES = {"da": "danish", "sv": "swedish", "en": "english"}
LONGEST_WORD = 60
MOST_REMEMBERED = 100_000
"""Written words of each language whose terms are kept at hand."""

BARE = "~"
PART = "+"
"""Marks of terms that stand beside the running text."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONG = str.maketrans({"å": "aa", "ä": "ae", "æ": "ae", "ø": "oe", "ö": "oe", "ü": "ue", "œ": "oe"})
_BARE = str.maketrans({"å": "a", "ä": "a", "æ": "ae", "ø": "o", "ö": "o", "ü": "u", "œ": "oe"})
_OTHER_LETTERS = str.maketrans({"ß": "ss", "þ": "th", "ð": "d", "ł": "l", "đ": "d", "ı": "i", "'": None})
_stemming = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in a text: lower-case, with its place."""

    plain: str
    start: int
    end: int


class Reading(NamedTuple):
    """What one written word gives to the index."""

    plain: str
    main: str
    """The term of the running text."""
    others: tuple[str, ...]
    """Terms that stand beside it."""
    long: str
    """The word itself, unstemmed, folded with two letters for one."""
    bare: str
    """The same folded to one letter, and marked; empty if that is no other word."""


def tidy(text: str) -> str:
    """The text as everything here expects it: composed letters, no NUL, no lone surrogates."""
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    return clean if clean.isascii() else unicodedata.normalize("NFC", clean)


def words(text: str) -> Iterator[Word]:
    """The words of a tidy text."""
    for found in WORD.finditer(text):
        yield Word(plain(found.group()), found.start(), found.end())


def plain(word: str) -> str:
    """Lower-case, without the English genitive: Customer’s → customer."""
    lower = word.lower().replace("’", "'")
    return lower.removesuffix("'s")[:LONGEST_WORD]


def long_fold(word: str) -> str:
    """Two letters for å, æ, ä, ø, ö and ü; accents gone: Ærø → aeroe, idé → ide."""
    return word if word.isascii() and word.isalnum() else _without_accents(word.translate(_LONG), word)


def bare_fold(word: str) -> str:
    """One letter for å, ä, ø, ö, ü and aa, as on a keyboard without them: Århus, Aarhus → arhus."""
    if word.isascii() and word.isalnum():
        return word.replace("aa", "a").lower()
    return _without_accents(word.translate(_BARE).replace("aa", "a"), word)


def _without_accents(word: str, original: str) -> str:
    if word.isascii() and word.isalnum():  # nothing is left to take away, as in most words
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.translate(_OTHER_LETTERS))
    letters = "".join(letter for letter in decomposed if letter.isalnum())
    return letters.lower() or original


@cache
def reader(language: str) -> Callable[[str], Reading]:
    """How words written in this language are read."""
    return lru_cache(maxsize=MOST_REMEMBERED)(partial(_read, language))


def _read(language: str, written: str) -> Reading:
    word = plain(written)
    long, bare = keys_of(word)
    parts = parts_of(word, language)
    if long == bare:
        return Reading(word, _stem(long, language), parts, long, "")
    others = (BARE + _bare_stem(bare, language), *parts)
    return Reading(word, _stem(long, language), others, long, BARE + bare)


def parts_of(word: str, language: str) -> tuple[str, ...]:
    """The terms of a compound's parts, and the one of all of them; nothing for another word."""
    parts = compounds.split(word, language)
    if not parts:
        return ()
    stems, bare = zip(*(_part(part, language) for part in parts), strict=True)
    return tuple(dict.fromkeys((*stems, "".join(stems), *filter(None, bare))))


@lru_cache(maxsize=20_000)
def _part(part: str, language: str) -> tuple[str, str]:
    """The marked stem of a part, and the bare one if that is another."""
    long, bare = keys_of(part)
    return PART + stem(long, language), "" if long == bare else BARE + PART + bare_stem(bare, language)


def in_one(stems: Iterable[str]) -> str:
    """The term of a compound with these parts."""
    return "".join(PART + each for each in stems)


def is_marked(term: str) -> bool:
    """Whether it stands beside the running text."""
    return term.startswith((BARE, PART))


def _stem(folded: str, language: str) -> str:
    return _families(language, False).get(folded) or _regular_stem(folded, language)


def _bare_stem(folded: str, language: str) -> str:
    return _families(language, True).get(folded) or _regular_stem(folded, language)


stem = lru_cache(maxsize=20_000)(_stem)
"""The stem of a word that was folded long, in that language; words of texts come by their `reader`."""

bare_stem = lru_cache(maxsize=20_000)(_bare_stem)
"""The stem of a word that was folded bare."""


def query_stems(folded: str) -> tuple[str, ...]:
    """The stems a folded word has in any of the languages, each once."""
    return tuple(dict.fromkeys(stem(folded, language) for language in LANGUAGES))


def query_parts(folded: str) -> tuple[str, ...]:
    """The marked terms by which a folded word is found inside compounds."""
    return tuple(dict.fromkeys(PART + stem(folded, language) for language in compounds.LANGUAGES))


def query_bare_parts(folded: str) -> tuple[str, ...]:
    """The same for a word typed without accents."""
    return tuple(dict.fromkeys(BARE + PART + bare_stem(folded, language) for language in compounds.LANGUAGES))


def query_bare_stems(folded: str) -> tuple[str, ...]:
    """The marked terms that a word typed without accents looks for."""
    return tuple(dict.fromkeys(BARE + bare_stem(folded, language) for language in LANGUAGES))


@cache
def _families(language: str, bare: bool) -> dict[str, str]:
    fold = bare_fold if bare else long_fold
    known: dict[str, str] = {}
    if language not in LANGUAGES:
        return known
    for line in (compounds.DATA / f"families-{language}.txt").read_text(encoding="utf-8").splitlines():
        first, *rest = line.split()
        root = fold(first[1:]) if first.startswith("=") else _regular_stem(fold(first), language)
        for form in (first, *rest):
            known.setdefault(fold(form), root)
    return known


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(LANGUAGES[language], 0)  # it would remember some words itself, at a higher price


def _regular_stem(word: str, language: str) -> str:
    if language not in LANGUAGES or not word.isalpha() or not word.isascii():
        return word
    with _stemming:  # Snowball's objects keep the word they work on
        stemmed = _stemmer(language).stemWord(word)
    return _AFTER[language](word, stemmed)


def _after_danish(word: str, stemmed: str) -> str:
    """Past tense and neuter, which Snowball leaves: klagede → klag, lukkede → luk, købte → køb, svært → svær."""
    if stemmed.endswith("ed") and word.endswith(("ede", "edes")) and _closed(stemmed[:-2], 3):
        stemmed = _undoubled(stemmed[:-2])
    if stemmed.endswith(("pt", "bt", "st")) and _closed(stemmed[:-1], 3):
        return stemmed[:-1]
    if stemmed.endswith(("rt", "lt", "mt", "vt", "gt", "dt", "kt")) and _closed(stemmed[:-1], 4):
        return stemmed[:-1]
    return stemmed


def _after_swedish(word: str, stemmed: str) -> str:
    """What Snowball leaves: definite forms (väskan → väsk, rummet → rum), -t (köpt → köp, tomt → tom), and -el and -en
    where the vowel has gone (kablar → kabel, vattnet → vatt); konditorn, apparaten and byggnaden lose what konditor,
    apparat and byggnad do.
    """
    if stemmed.endswith(("atorn", "itorn", "ator", "itor")) and len(stemmed) > 6:
        stemmed = stemmed.removesuffix("n")[:-2]
    if stemmed.endswith(("an", "et", "at")) and _closed(stemmed[:-2], 3):
        stemmed = stemmed[:-2]
    if stemmed.endswith(("pt", "st", "kt", "mt", "bt", "vt")) and _closed(stemmed[:-1], 3):
        stemmed = stemmed[:-1]
    elif stemmed.endswith("nad") and len(stemmed) > 5:
        stemmed = stemmed[:-2]
    elif stemmed.endswith("l") and _closed(stemmed[:-1], 3) and stemmed[-2] not in "lr":
        stemmed = stemmed[:-1] + "el"
    elif stemmed.endswith(("eln", "ttn", "ckn")):
        stemmed = stemmed[:-1]
    return stemmed[:-1] if stemmed.endswith(("mm", "nn")) and len(stemmed) > 3 else stemmed


def _after_english(word: str, stemmed: str) -> str:
    """One spelling for organise and organize, analyse and analyze."""
    return stemmed[:-1] + "s" if stemmed.endswith(("iz", "yz")) and len(stemmed) > 4 else stemmed


def _undoubled(root: str) -> str:
    return root[:-1] if root[-1] == root[-2] else root


def _closed(root: str, shortest: int) -> bool:
    return len(root) >= shortest and root[-1] not in "aeiouy"


_AFTER = {"da": _after_danish, "sv": _after_swedish, "en": _after_english}


def languages_of(words: Iterable[str]) -> frozenset[str]:
    """The languages that most of these words' function words belong to; none if there are none."""
    found = Counter(language for word in words for language, known in FUNCTION_WORDS.items() if word in known)
    return frozenset(language for language, times in found.items() if times == max(found.values()))


def is_function_word(word: str) -> bool:
    """Whether the plain word is a question word, article, preposition … in any of the languages."""
    return word in ANY_FUNCTION_WORD


def keys_of(word: str) -> tuple[str, str]:
    """The two spellings under which a plain word can be typed, unstemmed; mostly the same."""
    return long_fold(word), bare_fold(word)


@lru_cache(maxsize=10_000)
def slug_of(value: str) -> tuple[str, ...]:
    """A name as a filter compares it, in each spelling: Kunde-service Århus → kunde-service-aarhus …"""
    parts = [word.plain for word in words(tidy(value))]
    return tuple(dict.fromkeys(("-".join(map(long_fold, parts)), "-".join(map(bare_fold, parts)))))
