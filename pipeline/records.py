"""The records that travel: one Article, enriched stage by stage, and its parts.

All are frozen; a stage returns a fuller copy (`dataclasses.replace`). Every span is
half-open, in characters of `Article.text`, which no stage changes. Labels are those
of the codebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Stance = Literal[
    "condemn",
    "threaten",
    "warn",
    "demand",
    "appeal",
    "reject",
    "justify",
    "support",
    "cooperate",
    "report",
]
RiskLabel = Literal[
    "civilian_harm",
    "displacement",
    "chemical_weapons",
    "siege_access",
    "health",
    "education",
    "aid_security",
    "food_water",
    "infrastructure",
    "detention_abuse",
    "escalation",
    "catastrophe",
]
Modality = Literal["reported", "feared", "denied"]
QuoteType = Literal["direct", "indirect", "mixed", "scare", "belief"]
PlaceRole = Literal["about", "spoken_at", "background", "actor"]
ActorKind = Literal["person", "state", "government_body", "armed_group", "international_org", "ngo", "media", "other"]
# What the reader's name head tells apart. `place` is a toponym, `demonym` "Syrian", `other` an event, law or work.
NameKind = Literal["person", "organisation", "place", "demonym", "other"]


class Precision(StrEnum):
    """How finely a place is known, finest first (codebook, section 4)."""

    SITE = "site"
    TOWN = "town"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    AREA = "area"


class Span(NamedTuple):
    """Half-open range `[start, end)` of characters in an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the text by the reader."""

    span: Span
    kind: NameKind
    score: float  # 0–1


@dataclass(frozen=True, slots=True)
class Attribution:
    """An act of saying that the reader found inside one sentence: a cue and what hangs on it.

    Content may be empty: what is said can stand in another sentence.
    """

    cue: Span
    source: Span | None
    content: tuple[Span, ...]
    score: float  # 0–1, of the cue


@dataclass(frozen=True, slots=True)
class Risk:
    """Humanitarian-risk language, with what the text says of its reality."""

    label: RiskLabel
    modality: Modality
    score: float  # calibrated probability


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the risks it speaks of."""

    span: Span
    risks: tuple[Risk, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass of the model over one sentence gave. Dropped once the tags are made.

    `tokens` are the sentence's word pieces in order; `vectors` is a float32 array of
    shape (len(tokens), hidden size), the encoder's last hidden states of those tokens.
    """

    sentence: Span
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    tokens: tuple[Span, ...]
    vectors: Any


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry that a toponym was resolved to."""

    name: str
    latitude: float  # degrees, WGS 84
    longitude: float  # degrees, WGS 84
    precision: Precision  # a country-level place is never drawn as a point
    gazetteer_id: str  # e.g. "geonames:169577"
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # name of the first-order division
    radius_km: float = 0.0  # the place lies within this distance of the coordinates


@dataclass(frozen=True, slots=True)
class Guess:
    """A place that an unresolved toponym could mean: kept as a doubt, never drawn, never counted."""

    gazetteer_id: str
    name: str
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None  # name of the first-order division
    score: float  # calibrated probability


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as written, what it resolves to and the part it plays."""

    span: Span
    role: PlaceRole
    score: float  # calibrated probability that the name is one and that `place` is right
    place: Place | None = None  # None: recognised, not resolved
    why: str = ""  # one sentence: why this place was chosen; empty: nobody says
    candidates: tuple[Guess, ...] = ()  # of an unresolved toponym, at most three, most likely first


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that speaks or acts, once an article."""

    id: str  # "a1", unique within the article
    name: str  # canonical
    kind: ActorKind
    role: str | None = None  # as written: "foreign minister"
    affiliation: str | None = None  # a state or organisation
    wikidata: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class StanceTag:
    """What the speaker does towards a target."""

    label: Stance
    score: float  # calibrated probability
    target: str | None = None  # Actor.id


@dataclass(frozen=True, slots=True)
class Quote:
    """One act of saying attributed to somebody: source, cue and content."""

    type: QuoteType
    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None
    speaker: str | None = None  # Actor.id
    stance: StanceTag | None = None
    risks: tuple[Risk, ...] = ()
    about: tuple[int, ...] = ()  # indexes into Article.places
    spoken_at: int | None = None  # index into Article.places


@dataclass(frozen=True, slots=True)
class Article:
    """Cleaned text with its date and address, and all that was found in it."""

    id: str
    text: str
    title: str | None = None
    published_at: datetime | None = None  # aware, UTC; None: unknown, never invented
    published_precision: Literal["day", "time"] | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    body: tuple[Span, ...] = ()  # the parts that are article text; an agency's tag is not
    sentences: tuple[Sentence, ...] = ()
    readings: tuple[Reading, ...] = ()  # one a sentence, until the tags are made
    places: tuple[Toponym, ...] = ()
    actors: tuple[Actor, ...] = ()
    quotes: tuple[Quote, ...] = ()
    models: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Failure:
    """One article, or one input, that could not be processed, kept with the reason."""

    origin: str  # the article's id, or file:line where there is none yet
    stage: str  # "intake" or a stage's name
    error: str  # one line: the thing, what was expected, the next step
