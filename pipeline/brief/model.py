"""The brief as plain values: what stands on the page, in its order, whatever it is rendered to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from pipeline.queries import Passage

PictureKind = Literal["png", "svg"]
Part = Literal["figures", "news", "places", "gravest", "novel"]
PARTS: tuple[Part, ...] = get_args(Part)  # in their order on the page; pictures stand between news and places
_PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A map or a chart as it stood on the screen.

    `alt` says in words what is to be seen; `data` is a PNG, or an SVG in UTF-8.

    Raises:
        ValueError: it is neither, too large, or says nothing to those who do not see it.
    """

    data: bytes
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs alt text; say in words what is to be seen")
        if len(self.data) > MAX_PICTURE_BYTES:
            raise ValueError(f"a picture of {len(self.data):,} bytes; at most {MAX_PICTURE_BYTES:,} are taken")
        _kind(self.data)

    @property
    def kind(self) -> PictureKind:
        """What its bytes are."""
        return _kind(self.data)


def _kind(data: bytes) -> PictureKind:
    if data.startswith(_PNG):
        return "png"
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in start):
        return "svg"
    raise ValueError("a picture that is neither PNG nor SVG; give one of these")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: how something was counted, and the passages it rests on."""

    number: int  # from 1, in the order of the page
    words: str
    cited: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure. `before` is that of the period before; None: there is none to compare with."""

    name: str
    value: int
    before: int | None
    note: int

    @property
    def change(self) -> int | None:
        """How much more than before; below zero: less."""
        return None if self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class RiskWords:
    """A risk as the brief says it: "displacement feared". `count` is in quotes; None: of one quote."""

    name: str
    modality: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place much spoken of. `known` says how finely it is known: a province is no town."""

    name: str
    country: str | None
    known: str
    quotes: int
    articles: int
    before: int | None  # quotes in the period before
    risks: tuple[RiskWords, ...]
    note: int


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quote: the words first. They are the exact ones, cut short by " […]" where they are very long."""

    words: str
    language: str | None
    direct: bool  # said in these very words; else the outlet's account of them
    speaker: str  # with role and affiliation; or the source as written; or empty
    stance: str  # "warns Omar Rashid (p 0.90)"; or empty
    risks: tuple[RiskWords, ...]
    about: tuple[str, ...]
    spoken_at: str | None
    outlet: str | None
    published_at: datetime | None
    published_precision: str | None
    outlets: int  # that carry it
    firsts: tuple[str, ...]  # what is said for the first time
    note: int
    withdrawn: str = ""  # what became of it; empty: it stands


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes under one heading: a place, an actor."""

    title: str
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What changed in the store since a moment: a sentence with the counts, and the quotes it is about."""

    since: datetime
    words: str
    note: int
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The current view as a footnoted page. Every line carries the number of its note.

    `news` is None where it was not asked for.
    """

    title: str
    made_at: datetime
    run_at: datetime | None  # end of the last successful run
    newest_at: datetime | None  # publication of the newest article in the store
    asked: tuple[tuple[str, str], ...]  # the filters in words: name, value
    period: str  # what is compared with what
    address: str  # of the view, as given; empty: not given
    figures: tuple[Figure, ...]
    news: News | None
    pictures: tuple[Picture, ...]
    places: tuple[PlaceLine, ...]
    areas: tuple[PlaceLine, ...]  # countries and wider areas, which have no point
    gravest: tuple[Group, ...]
    novel: tuple[Group, ...]
    notes: tuple[Note, ...]
    method: tuple[tuple[str, str], ...]  # title and words of each section
    models: tuple[tuple[str, str], ...]  # part and name@version
    author: str = ""  # who prepared it; empty: not said
    parts: tuple[Part, ...] = PARTS  # what was asked for; the other parts are empty


def cited(brief: Brief) -> list[str]:
    """Return the ids of all articles that a brief cites."""
    return sorted({passage.article_id for note in brief.notes for passage in note.cited})
