"""What the index holds: arrays of one length, side by side, in the order of their articles.

Articles stand newest first, undated last, those of one moment by id: a page of newest quotes is
the first rows that match. Rows of the other tables stand in the order of what they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Hashes = NDArray[np.uint64]
Objects = NDArray[np.object_]
Column = NDArray[Any]

UNDATED = np.iinfo(np.int64).min  # what numpy writes for "not a time": earlier than all that is dated


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Columns of one length. OWNER names the column that holds the row, in another table, that a row belongs to."""

    OWNER: ClassVar[str] = "article"
    TYPES: ClassVar[dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name."""
        return {name: getattr(self, name) for name in self.TYPES}

    @property
    def nbytes(self) -> int:
        """The memory that the columns take; of words only that of their pointers."""
        return sum(column.nbytes for column in self.columns.values())


@dataclass(frozen=True, eq=False, slots=True)
class Articles(Table):
    """All articles."""

    id: Objects
    cluster: Hashes  # of the id that articles of one source share
    published: Ints  # µs since 1970 in UTC, or UNDATED
    first_seen: Ints
    outlet: Ints  # codes, as are all words below
    language: Ints
    is_copy: Mask
    is_sample: Mask

    TYPES: ClassVar[dict[str, Any]] = {
        "id": np.object_,
        "cluster": np.uint64,
        "published": np.int64,
        "first_seen": np.int64,
        "outlet": np.int32,
        "language": np.int32,
        "is_copy": np.bool_,
        "is_sample": np.bool_,
    }


@dataclass(frozen=True, eq=False, slots=True)
class Quotes(Table):
    """The quotes that are shown."""

    article: Ints
    quote: Ints  # its number in the article
    number: Ints  # its number in the store, by which search finds it
    speaker: Ints
    kind: Ints
    affiliation: Ints
    target: Ints
    stance: Ints
    stance_score: Floats  # NaN: no stance
    fingerprint: Hashes  # of its words
    rank: Ints  # among quotes of the same words in one cluster
    copied: Mask  # whether there are others

    TYPES: ClassVar[dict[str, Any]] = {
        "article": np.int32,
        "quote": np.int32,
        "number": np.int32,
        "speaker": np.int32,
        "kind": np.int8,
        "affiliation": np.int32,
        "target": np.int32,
        "stance": np.int8,
        "stance_score": np.float64,
        "fingerprint": np.uint64,
        "rank": np.int32,
        "copied": np.bool_,
    }


@dataclass(frozen=True, eq=False, slots=True)
class QuoteRisks(Table):
    """What risks quotes speak of."""

    quote: Ints  # row of Quotes
    risk: Ints  # code of label and modality
    score: Floats

    OWNER: ClassVar[str] = "quote"
    TYPES: ClassVar[dict[str, Any]] = {"quote": np.int32, "risk": np.int16, "score": np.float64}


@dataclass(frozen=True, eq=False, slots=True)
class QuotePlaces(Table):
    """The resolved places of quotes, each once a part."""

    quote: Ints  # row of Quotes
    place: Ints
    about: Mask  # else: spoken at it
    also_about: Mask  # spoken at a place that it is also about

    OWNER: ClassVar[str] = "quote"
    TYPES: ClassVar[dict[str, Any]] = {
        "quote": np.int32,
        "place": np.int32,
        "about": np.bool_,
        "also_about": np.bool_,
    }


@dataclass(frozen=True, eq=False, slots=True)
class Toponyms(Table):
    """The names of places in articles."""

    article: Ints
    place: Ints  # -1: not resolved
    entry: Ints  # the place as the gazetteer of that time had it
    unresolved: Ints  # as written, where it is not resolved
    role: Ints

    TYPES: ClassVar[dict[str, Any]] = {
        "article": np.int32,
        "place": np.int32,
        "entry": np.int32,
        "unresolved": np.int32,
        "role": np.int8,
    }


@dataclass(frozen=True, eq=False, slots=True)
class ArticleRisks(Table):
    """What risks articles speak of, each once: in a sentence (`written`), or only in a quote, shown or not."""

    article: Ints
    risk: Ints
    written: Mask

    TYPES: ClassVar[dict[str, Any]] = {"article": np.int32, "risk": np.int16, "written": np.bool_}


@dataclass(frozen=True, eq=False, slots=True)
class Naming(Table):
    """What articles call actors: each way once an article."""

    article: Ints
    actor: Ints
    described: Ints  # as what: kind, role, affiliation and Wikidata item
    words: Ints  # as written; -1: the article nowhere names it

    TYPES: ClassVar[dict[str, Any]] = {
        "article": np.int32,
        "actor": np.int32,
        "described": np.int32,
        "words": np.int32,
    }


@dataclass(frozen=True, eq=False, slots=True)
class Tables:
    """All tables of the index."""

    articles: Articles
    quotes: Quotes
    quote_risks: QuoteRisks
    quote_places: QuotePlaces
    toponyms: Toponyms
    article_risks: ArticleRisks
    naming: Naming

    @property
    def by_name(self) -> dict[str, Table]:
        """The tables by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def nbytes(self) -> int:
        """The memory that all columns take."""
        return sum(table.nbytes for table in self.by_name.values())


KINDS: dict[str, type[Table]] = {
    "articles": Articles,
    "quotes": Quotes,
    "quote_risks": QuoteRisks,
    "quote_places": QuotePlaces,
    "toponyms": Toponyms,
    "article_risks": ArticleRisks,
    "naming": Naming,
}


def made(kind: type[Table], columns: Mapping[str, Any]) -> Any:
    """Return a table of these columns, each as wide as it is to be."""
    return kind(**{name: np.asarray(columns[name], dtype) for name, dtype in kind.TYPES.items()})


def taken(table: Any, rows: Any) -> Any:
    """Return the table of these rows (numbers or a mask)."""
    return made(type(table), {name: column[rows] for name, column in table.columns.items()})


def nothing() -> Tables:
    """Return tables without a row."""
    return Tables(**{name: made(kind, dict.fromkeys(kind.TYPES, ())) for name, kind in KINDS.items()})
