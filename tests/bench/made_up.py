# ruff: noqa: SIM905
"""Made-up stories by the thousand, the same ones each time, and the queries that a house would ask of them.

Danish, Swedish and English stand 4:4:2. The words of a language are drawn by Zipf's law from function words, real
nouns and invented roots, inflected as that language does; one in thirty Danish and Swedish words is a compound put
together on the spot, so that the vocabulary never stops growing, as in real text. A story leans to one of forty
topics of its language. What this says nothing about is whether people find what they mean: that is `make judge`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from search import compounds
from search.words import FUNCTION_WORDS

SEED = "bouquet"
LANGUAGES = ("da", "sv", "en", "da", "sv", "da", "sv", "en", "da", "sv")
ROOTS = 12_000
TOPICS, TOPIC_WORDS, ON_TOPIC = 40, 60, 0.2
COMPOUNDS = 1 / 30
SHIFT = 2.7
"""Mandelbrot's: without it the most frequent word would be one in ten."""
ENDINGS = {
    "da": ("", "", "", "en", "er", "erne", "s", "ede"),
    "sv": ("", "", "", "en", "ar", "arna", "s", "ade"),
    "en": ("", "", "", "s", "ed", "ing"),
}
_ONSETS = "b bl br d dr f fl fr g gl gr h j k kl kn kr kv l m n p pl pr r s sk sl sm sn sp st str sv t tr v".split()
_CODAS = " d f g k l ld lk lt m mp n nd ng nk nt p r rd rk rm rn rt s sk st t v".split(" ")
_VOWELS = {"da": "aaeeeiiouyæøå", "sv": "aaaeeiiouyäöå", "en": "aaeeeiioouu"}
NAMES = (
    "Mette Jonas Åsa Søren Grace Ida Björn Anna Lærke Oskar Märta Thomas Freja Emil Sofia Nils Karen Ölle Maja Peter "
    "Astrid Lukas Elin Mikkel Ruth Gustav Sara Anton Signe Hugo"
).split()
SURNAMES = (
    "Møller Lindström Sørensen O'Connor Åkesson Nielsen Bergström Kjær Andersen Holm Öberg Smith Dahl Nygård "
    "Söderberg Krogh Lund Wikström Jensen Hansson Bech Ågren Thorsen Ek Winther Taylor Sandberg Holst Grön Vestergård"
).split()
TEAMS, TAGS, PEOPLE = 40, 300, 500
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A story as plain values; teams, tags and people are numbers."""

    number: int
    language: str
    title: str
    summary: str
    paragraphs: tuple[str, str, str]
    quote: str
    tags: tuple[int, ...]
    team: int | None
    author: int
    colleagues: tuple[str, ...]
    principle: int
    channel: int
    gestures: tuple[int, ...]
    level: str
    audience: str
    state: str
    told_at: datetime
    applause: int

    @property
    def text(self) -> str:
        return " ".join((self.title, self.summary, *self.paragraphs))


@dataclass(slots=True)
class Language:
    """The words of one language by frequency, and its topics."""

    code: str
    words: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    topics: list[list[str]] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)

    @classmethod
    @cache
    def of(cls, code: str) -> Language:
        chance = random.Random(f"{SEED} {code}")
        functions = sorted(FUNCTION_WORDS[code])
        nouns = sorted(compounds.lexicon(code).nouns) if code in compounds.LANGUAGES else []
        nouns = [noun for noun in nouns if noun not in FUNCTION_WORDS[code]]
        roots = list(dict.fromkeys([*nouns, *(invented(code, chance) for _ in range(ROOTS - len(nouns)))]))
        chance.shuffle(functions)
        chance.shuffle(roots)
        forms = [root + ending for root in roots for ending in chance.sample(ENDINGS[code], 2)]
        woven = [word for pair in zip(functions[40:], forms, strict=False) for word in pair]
        made = cls(code, functions[:40] + woven + forms[len(functions) - 40 :])
        made.weights = list(accumulate(1 / (rank + SHIFT) for rank in range(1, len(made.words) + 1)))
        made.nouns = nouns
        half = len(made.words) // 2
        made.topics = [chance.sample(made.words[2 * len(functions) : half], TOPIC_WORDS) for _ in range(TOPICS)]
        return made

    def prose(self, length: int, topic: list[str], chance: random.Random) -> str:
        drawn = chance.choices(self.words, cum_weights=self.weights, k=length)
        words: list[str] = []
        left = chance.randint(6, 16)
        for word in drawn:
            luck = chance.random()
            if luck < ON_TOPIC:
                word = chance.choice(topic)
            elif luck > 1 - COMPOUNDS and self.nouns:
                word = self.compound(chance)
            left -= 1
            words.append(word.capitalize() if not words or words[-1][-1] == "." else word)
            if left == 0:
                words[-1] += "."
                left = chance.randint(6, 16)
        return " ".join(words).rstrip(".") + "."

    def compound(self, chance: random.Random) -> str:
        first, last = (self.nouns[int(len(self.nouns) * chance.random() ** 2)] for _ in range(2))
        return first + chance.choice(("", "", "s")) + last + chance.choice(ENDINGS[self.code][2:6])


def invented(code: str, chance: random.Random) -> str:
    syllables = (
        chance.choice(_ONSETS) + chance.choice(_VOWELS[code]) + chance.choice(_CODAS)
        for _ in range(chance.choice((1, 2, 2, 2, 3)))
    )
    return "".join(syllables)


def names(number: int) -> tuple[str, str]:
    return NAMES[number % len(NAMES)], SURNAMES[number // len(NAMES) % len(SURNAMES)]


def tag_name(number: int) -> str:
    language = Language.of(LANGUAGES[number % len(LANGUAGES)])
    return f"{language.topics[number % TOPICS][0]} {number}"


def story(number: int) -> MadeUp:
    """The story of that number, whatever else is made: 120 to 280 words, 200 on average."""
    chance = random.Random(f"{SEED} {number}")
    language = Language.of(LANGUAGES[number % len(LANGUAGES)])
    topic = language.topics[chance.randrange(TOPICS)]

    def prose(shortest: int, longest: int) -> str:
        return language.prose(chance.randint(shortest, longest), topic, chance)

    return MadeUp(
        number=number,
        language=language.code,
        title=prose(4, 8).rstrip("."),
        summary=prose(10, 20)[:200] if chance.random() < 0.7 else "",
        paragraphs=(prose(55, 125), prose(40, 80), prose(15, 45)),
        quote=prose(8, 25) if chance.random() < 0.4 else "",
        tags=tuple(int(TAGS * chance.random() ** 2) for _ in range(chance.randint(0, 3))),
        team=int(TEAMS * chance.random() ** 2) if chance.random() < 0.9 else None,
        author=chance.randrange(PEOPLE),
        colleagues=tuple(" ".join(names(chance.randrange(900))) for _ in range(chance.randint(0, 2))),
        principle=chance.randrange(8),
        channel=chance.randrange(9),
        gestures=tuple(chance.randrange(4) for _ in range(chance.choice((0, 0, 1, 1, 2)))),
        level=chance.choice(("", "put-right", "put-right", "world-class")),
        audience=chance.choices(("everyone", "teams", "leaders"), (90, 8, 2))[0],
        state=chance.choices(("live", "waiting", "returned", "unpublished"), (97, 1, 1, 1))[0],
        told_at=TODAY - timedelta(minutes=chance.randrange(6 * 365 * 24 * 60)),
        applause=int(60 * chance.random() ** 4),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody types and chooses."""

    kind: str
    q: str = ""
    chosen: tuple[tuple[str, str], ...] = ()


FIRST = 1000
"""Queries are about the first stories, which every corpus has: they are the same ones at every size."""


def queries() -> list[Asked]:
    """SEARCH.md's mix of 200, and thirty more of the kinds that cost most."""
    return list(_queries(random.Random(f"{SEED} queries")))


def _queries(chance: random.Random) -> Iterator[Asked]:
    live = [made for made in map(story, range(FIRST)) if made.state == "live" and made.audience == "everyone"]
    counted = Counter(word for made in live for word in set(_telling(made)))
    common = sorted(word for word, times in counted.items() if 0.08 <= times / len(live) <= 0.6)
    for _ in range(30):
        yield Asked("one word", _words(chance, live, 1))
    for number, kind in ((30, "two words"), (20, "three words")):
        yield from (Asked(kind, _words(chance, live, 2 + (kind == "three words"))) for _ in range(number))
    for word in chance.sample(common, 15):
        yield Asked("common word", word)
    for _ in range(20):
        words = chance.choice(live).paragraphs[0].split()
        start = chance.randrange(len(words) - 3)
        yield Asked("phrase", '"' + " ".join(words[start : start + 2]).replace(".", "") + '"')
    for _ in range(15):
        yield Asked("exclusion", f"{_words(chance, live, 1)} -{chance.choice(common)}")
    for _ in range(15):
        yield Asked("prefix", _words(chance, live, 1)[:4] + "*")
    for number, edits in ((10, 1), (10, 2)):
        yield from (Asked(f"typo, distance {edits}", _misspelled(chance, live, edits)) for _ in range(number))
    accented = sorted(word for word in counted if not word.isascii() and len(word) > 4)
    for word in chance.sample(accented, 10):
        yield Asked("accents left out", word.translate(str.maketrans("åäöøæ", "aaooa")))
    for _ in range(15):
        facets = (("lang", chance.choice(("da", "sv"))), ("since", "2023-01"), ("until", "2026-06"))
        yield Asked("facet and dates", _words(chance, live, 1), facets)
    for sort in ("newest", "applause") * 5:
        yield Asked("sorted", _words(chance, live, 1), (("sort", sort),))
    for _ in range(10):
        yield Asked("compound", Language.of(chance.choice(("da", "sv"))).compound(chance))
    for _ in range(10):
        made = chance.choice(live)
        words = made.paragraphs[0].replace(".", "").split()
        start = chance.randrange(len(words) - 9)
        yield Asked("whole question", " ".join(words[start : start + 9]).lower() + "?")
    for _ in range(10):
        yield Asked("nothing to find", " ".join(invented("da", chance) + "x" for _ in range(2)))


def _telling(made: MadeUp) -> list[str]:
    words = made.text.lower().replace(".", "").split()
    return [word for word in words if len(word) > 3 and word not in FUNCTION_WORDS[made.language]]


def _words(chance: random.Random, live: list[MadeUp], number: int) -> str:
    """Words of one story, so that it is found."""
    return " ".join(chance.sample(_telling(chance.choice(live)), number))


def _misspelled(chance: random.Random, live: list[MadeUp], edits: int) -> str:
    word = ""
    while len(word) < 7:
        word = _words(chance, live, 1)
    for place in chance.sample(range(2, len(word) - 1), edits):
        word = word[:place] + chance.choice("aeiorstn") + word[place + 1 :]
    return word
