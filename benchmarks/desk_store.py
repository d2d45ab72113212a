"""Makes a store such as a desk has after two years: what the desk's benchmark asks.

Everything comes from a seed, and the same seed makes the same store. Frequent things are as much more
frequent as in the news (Zipf): few speakers speak most, few words make most of a text. A hundred thousand
articles hold about a million quotes; one in five is a copy of an article shortly before it.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from pipeline.records import Actor, Article, Place, Precision, Quote, Risk, Sentence, Span, StanceTag, Toponym
from pipeline.store import Entry

LAST_DAY = date(2026, 11, 25)
DAYS = 730
SPEAKERS, TARGETS, OUTLETS, PLACES, COUNTRIES, REGIONS = 3000, 400, 120, 1500, 60, 240
UNDATED, COPIED, RECENT = 0.02, 0.2, 50  # shares; copies are of one of so many articles before
BURSTS, BURST_DAYS, BURST_HEIGHT, BURST_SHARE = 24, 6, 5.0, 0.5
SENTENCES = (8, 22)  # at least, fewer than
QUOTES_MEAN, SCARE = 10, 0.04
MODELS = MappingProxyType({"reader": "bench@1", "gazetteer": "bench@1"})

# Share in percent. Skewed as in what the reader finds in news.
LANGUAGES = {"en": 58, "ar": 14, "fr": 8, "es": 8, "ru": 7, "uk": 5}
STANCES = {"report": 24, "condemn": 12, "demand": 10, "warn": 11, "reject": 9, "support": 9, "justify": 8,
           "appeal": 7, "threaten": 5, "cooperate": 5}  # fmt: skip
RISKS = {"escalation": 24, "civilian_harm": 20, "displacement": 11, "infrastructure": 8, "siege_access": 7,
         "food_water": 7, "health": 6, "detention_abuse": 5, "aid_security": 4, "catastrophe": 4, "education": 2,
         "chemical_weapons": 2}  # fmt: skip
MODALITIES = {"reported": 55, "feared": 36, "denied": 9}
TYPES = {"direct": 44, "indirect": 46, "mixed": 10}
KINDS = {"person": 70, "government_body": 10, "armed_group": 6, "international_org": 6, "state": 4, "ngo": 4}
ROLES = ("minister", "spokesperson", "general", "envoy", "governor", "coordinator", "resident", "commander")
CODES = (
    "SY UA PS SD YE ET CD ML NE NG SO SS AF MM HT LB IQ LY BF TD CF MZ CO VE IL RU IR TR EG SA AE QA JO KW US GB FR "
)
CODES += "DE IT ES PL RO GE AM AZ KZ CN IN PK BD KE UG RW BI DJ ER GR CY BG RS"
# Consonants and vowels of made-up words.
_LETTERS = {
    "en": ("bcdfghklmnprstvw", "aeiou"),
    "fr": ("bcdfgjlmnprstv", "aéiouê"),
    "es": ("bcdfghlmnñprstv", "aeiouó"),
    "ar": ("بتجحدرسشعفقكلمنهوي", "اوي"),
    "ru": ("бвгджзклмнпрст", "аеиоуыя"),
    "uk": ("бвгджзклмнпрст", "аеиіоує"),
}
_VOCABULARY = {"en": 8000, "fr": 2400, "es": 2400, "ar": 2400, "ru": 2400, "uk": 2400}  # words

Chance = random.Random
Known = tuple[str, str, str | None, str | None]  # name, kind, role and affiliation


@dataclass
class Weighted:
    """Things with how often each occurs."""

    things: list[Any]
    shares: Iterable[float]
    _cumulated: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self._cumulated = list(accumulate(self.shares))

    def some(self, chance: Chance, count: int) -> list[Any]:
        """Draw `count` of them, with repetition."""
        return chance.choices(self.things, cum_weights=self._cumulated, k=count)

    def one(self, chance: Chance) -> Any:
        """Draw one."""
        return self.some(chance, 1)[0]

    def different(self, chance: Chance, count: int) -> list[Any]:
        """Draw up to `count` different ones."""
        return list(dict.fromkeys(self.some(chance, 2 * count)))[:count]


def zipf(things: list[Any], exponent: float = 1.0) -> Weighted:
    """Let each thing be as frequent as its place in the list says."""
    return Weighted(things, [1 / place**exponent for place in range(1, len(things) + 1)])


def shares(of: dict[str, int]) -> Weighted:
    """Let each label have its share."""
    return Weighted(list(of), of.values())


class World:
    """Whom and what the articles are about."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  (no secret)
        self.languages, self.kinds, self.types = shares(LANGUAGES), shares(KINDS), shares(TYPES)
        self.stances, self.risks, self.modalities = shares(STANCES), shares(RISKS), shares(MODALITIES)
        self.words = {language: zipf(_words(chance, language)) for language in LANGUAGES}
        names = _names(chance, SPEAKERS + PLACES + OUTLETS)
        people, others = names[:SPEAKERS], names[SPEAKERS:]
        bodies = zipf([f"State of {name}" for name in others[:COUNTRIES]], 0.8)
        speakers = [self._actor(chance, name, bodies) for name in people]
        self.speakers = zipf(speakers)
        self.targets = zipf(chance.sample(speakers, TARGETS))
        places = _places(chance, others[:PLACES])
        self.places = zipf(chance.sample(places, len(places)), 0.9)
        self.outlets = zipf([f"{name} Post" for name in others[PLACES:]])
        self.days, self.hot = _days(chance, self.places)

    def _actor(self, chance: Chance, name: str, bodies: Weighted) -> Known:
        kind = self.kinds.one(chance)
        role = chance.choice(ROLES) if kind == "person" else None
        return name, kind, role, bodies.one(chance) if chance.random() < 0.8 else None


def generate(count: int, *, seed: int = 7) -> Iterator[Entry]:
    """Yield so many articles, oldest first, undated ones among them."""
    world, chance = World(seed), random.Random(seed + 1)  # noqa: S311
    days = sorted(world.days.some(chance, count))
    recent: deque[Article] = deque(maxlen=RECENT)
    for number, day in enumerate(days):
        published = None
        if chance.random() >= UNDATED:
            first = datetime.combine(LAST_DAY, datetime.min.time(), UTC) - timedelta(days=DAYS - 1)
            published = first + timedelta(days=day, seconds=chance.randrange(86_400))
        article = Draft(world, chance, day).article(f"desk-{number}", published)
        if recent and chance.random() < COPIED:
            original = chance.choice(recent)
            yield Entry(_copy(original, article), b"\0" * 512, copy_of=original.id)
        else:
            recent.append(article)
            yield Entry(article, b"\0" * 512)


def _copy(original: Article, other: Article) -> Article:
    """Return what another outlet makes of an article: a title, a date and a name of its own."""
    own = {name: getattr(other, name) for name in ("id", "title", "outlet", "url", "published_at")}
    return replace(original, **own, published_precision=other.published_precision)


class Draft:
    """An article that is being written; `text` grows, and what stands in it is kept with its spans."""

    def __init__(self, world: World, chance: Chance, day: int) -> None:
        self.world, self.chance, self.text = world, chance, ""
        self.hot: Place | None = world.hot.get(day)
        self.language: str = world.languages.one(chance)
        self.actors, self.targets = self._cast()
        self.mentions: dict[int, list[Span]] = {index: [] for index in range(len(self.actors))}
        self.toponyms: list[Toponym] = []

    def article(self, article_id: str, published: datetime | None) -> Article:
        """Write it."""
        plain, spoken = self.chance.randrange(*SENTENCES), _about(self.chance, QUOTES_MEAN, 4, least=1)
        order = self.chance.sample([True] * spoken + [False] * plain, spoken + plain)
        sentences, quotes = [], []
        for says in order:
            start = len(self.text)
            if says:
                quotes.append(self._quote())
            else:
                self._plain()
            risks = quotes[-1].risks if says else self._risks(0.25)
            sentences.append(Sentence(Span(start, len(self.text)), risks))
            self._write(" ")
        outlet = self.world.outlets.one(self.chance)
        return Article(
            article_id, self.text, title=self._words(9).capitalize(), published_at=published,
            published_precision="time" if published else None, outlet=outlet, url=f"https://example.org/{article_id}",
            language=self.language, body=(Span(0, len(self.text)),), sentences=tuple(sentences),
            places=tuple(self.toponyms), quotes=tuple(quotes), models=MODELS,
            actors=tuple(self._actor(index) for index in range(len(self.actors))),
        )  # fmt: skip

    def _cast(self) -> tuple[list[Known], list[int]]:
        """Return who appears, and which of them are spoken of."""
        targets = self.world.targets.different(self.chance, 2)
        speakers = self.world.speakers.different(self.chance, self.chance.randrange(2, 7))
        cast = list(dict.fromkeys([*speakers, *targets]))
        return cast, [cast.index(target) for target in targets]

    def _actor(self, index: int) -> Actor:
        name, kind, role, affiliation = self.actors[index]
        # its kind is a str here; the record wants one of its literals
        return Actor(f"a{index}", name, kind, role, affiliation, None, tuple(self.mentions[index]))  # type: ignore[arg-type]

    def _write(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def _words(self, count: int) -> str:
        return " ".join(self.world.words[self.language].some(self.chance, count))

    def _plain(self) -> None:
        self._write(self._words(self.chance.randrange(6, 18)) + " ")
        if self.chance.random() < 0.5:
            self._place("background")
        self._write(f" {self._words(4)}.")

    def _place(self, role: str) -> int:
        """Name a place; return its index."""
        hot = self.hot is not None and self.chance.random() < BURST_SHARE
        place = self.hot if hot else self.world.places.one(self.chance)
        known = self.chance.random() < 0.9
        span = self._write(place.name)
        score = round(self.chance.uniform(0.5, 1), 3)
        # the same for its role
        self.toponyms.append(Toponym(span, role, score, place if known else None))  # type: ignore[arg-type]
        return len(self.toponyms) - 1

    def _quote(self) -> Quote:
        chance, about, at = self.chance, (), None
        kind = "scare" if chance.random() < SCARE else self.world.types.one(chance)
        start = self._write("“").end
        self._write(self._words(_about(chance, 20, 9, least=4)))
        if chance.random() < 0.45:
            self._write(" ")
            about = (self._place("about"),)
        content = Span(start, len(self.text))
        self._write("”, ")
        speaker = self._name() if chance.random() < 0.88 else None
        self._write(" ")
        cue = self._write(self._words(1))
        if chance.random() < 0.3:
            self._write(" ")
            at = self._place("spoken_at")
        self._write(".")
        source = self.mentions[speaker][-1] if speaker is not None else None
        named = f"a{speaker}" if speaker is not None else None
        return Quote(kind, (content,), source, cue, named, self._stance(speaker), self._risks(0.45), about, at)

    def _name(self) -> int:
        """Name an actor, the first ones more often; return its index."""
        index = min(int(self.chance.expovariate(0.45)), len(self.actors) - 1)
        self.mentions[index].append(self._write(self.actors[index][0]))
        return index

    def _stance(self, speaker: int | None) -> StanceTag | None:
        if self.chance.random() < 0.12:
            return None
        target = self.chance.choice(self.targets)
        aimed = target != speaker and self.chance.random() < 0.5
        score = round(self.chance.betavariate(6, 2), 3)
        return StanceTag(self.world.stances.one(self.chance), score, f"a{target}" if aimed else None)

    def _risks(self, share: float) -> tuple[Risk, ...]:
        if self.chance.random() >= share:
            return ()
        labels = self.world.risks.different(self.chance, self.chance.randrange(1, 3))
        return tuple(
            Risk(label, self.world.modalities.one(self.chance), round(self.chance.uniform(0.5, 1), 3))
            for label in labels
        )


def _words(chance: Chance, language: str) -> list[str]:
    """Return the vocabulary of a language, the most frequent and shortest first."""
    wanted, found = _VOCABULARY[language], dict[str, None]()
    while len(found) < wanted:
        found[_word(chance, language, 1 + int(4 * len(found) / wanted + chance.random()))] = None
    return list(found)


def _word(chance: Chance, language: str, syllables: int) -> str:
    consonants, vowels = _LETTERS[language]
    ending = chance.choice(consonants) if chance.random() < 0.5 else ""
    return "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(syllables)) + ending


def _about(chance: Chance, mean: float, deviation: float, *, least: int) -> int:
    return max(least, round(chance.gauss(mean, deviation)))


def _names(chance: Chance, count: int) -> list[str]:
    found = dict[str, None]()
    while len(found) < count:
        parts = (_word(chance, "en", chance.randrange(1, 4)).capitalize() for _ in range(2))
        found[" ".join(parts)] = None
    return list(found)


def _places(chance: Chance, names: list[str]) -> list[Place]:
    codes, found = CODES.split(), []
    centres = [(chance.uniform(-15, 52), chance.uniform(-75, 95)) for _ in codes]
    for number, name in enumerate(names):
        home = min(int(chance.expovariate(0.06)), len(codes) - 1) if number >= len(codes) else number
        latitude, longitude = (round(middle + chance.gauss(0, 2.5), 4) for middle in centres[home])
        precision, radius = Precision.TOWN, 5.0
        if number < COUNTRIES:
            precision, radius = Precision.COUNTRY, 400.0
        elif number < COUNTRIES + REGIONS:
            precision, radius = Precision.REGION, 60.0
        region = None if precision is Precision.COUNTRY else f"{names[home].split()[0]} {number % 7}"
        found.append(Place(name, latitude, longitude, precision, f"bench:{number}", codes[home], region, radius))
    return found


def _days(chance: Chance, places: Weighted) -> tuple[Weighted, dict[int, Place]]:
    """Return how much is published on each day, and the place that a burst of news is about."""
    height = [1.0 if day % 7 < 5 else 0.65 for day in range(DAYS)]
    hot: dict[int, Place] = {}
    for start in chance.sample(range(DAYS - BURST_DAYS), BURSTS):
        place = places.one(chance)
        for day in range(BURST_DAYS):
            height[start + day] += BURST_HEIGHT * 0.6**day
            hot[start + day] = place
    return Weighted(list(range(DAYS)), height), hot
