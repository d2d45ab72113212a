"""From rows of the store to tables of the index: all articles, or some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import ne
from typing import Any

import numpy as np
import sqlalchemy as sa

from pipeline.store import schema
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import (
    ArticleRisks,
    Articles,
    Column,
    Hashes,
    Ints,
    Naming,
    QuotePlaces,
    QuoteRisks,
    Quotes,
    Table,
    Tables,
    Toponyms,
    made,
    taken,
)
from pipeline.store.rows import FINGERPRINT_CHARS

_CHUNK = 400  # ids of one question: far below what both databases take
_AT_ONCE = 20_000  # rows that stand in memory as Python values

_A, _Q, _T = schema.articles.c, schema.quotes.c, schema.toponyms.c
_ENTRY = (_T.gazetteer_id, _T.name, _T.country, _T.admin1, _T.latitude, _T.longitude, _T.precision, _T.radius_km)
N_PARTS = len(_ENTRY)


@dataclass(frozen=True, slots=True)
class Words:
    """The codes of all words in the index."""

    outlets: Codes = field(default_factory=Codes)
    languages: Codes = field(default_factory=Codes)
    actors: Codes = field(default_factory=Codes)  # who speaks, and who is spoken to
    kinds: Codes = field(default_factory=Codes)
    affiliations: Codes = field(default_factory=Codes)
    stances: Codes = field(default_factory=Codes)
    risks: Codes = field(default_factory=Codes)  # (label, modality)
    roles: Codes = field(default_factory=Codes)
    places: Codes = field(default_factory=Codes)  # gazetteer ids
    unresolved: Codes = field(default_factory=Codes)  # names of places as written
    described: Codes = field(default_factory=Codes)  # (kind, role, affiliation, Wikidata item)
    naming: Codes = field(default_factory=Codes)  # names of actors as written
    entries: Codes = field(default_factory=Codes)  # what a gazetteer says of a place, its id first


def read(connection: sa.Connection, words: Words, ids: Sequence[str] | None = None) -> Tables:
    """Return the tables of these articles, or of all, taking in words that are new."""
    articles = _articles(connection, words, ids)
    position = {article_id: row for row, article_id in enumerate(articles.id)}
    quotes = _quotes(connection, words, ids, position)
    risks, spoken = _quote_risks(connection, words, ids, position)
    return Tables(
        articles=articles,
        quotes=quotes.table,
        quote_risks=quotes.belonging(QuoteRisks, risks, by="risk"),
        quote_places=quotes.belonging(QuotePlaces, _quote_places(connection, words, ids, position), by="toponym"),
        toponyms=_toponyms(connection, words, ids, position),
        article_risks=_article_risks(connection, words, ids, position, spoken),
        naming=_naming(connection, words, ids, position),
    )


def _columns(
    connection: sa.Connection,
    key: sa.ColumnElement[str],
    columns: Sequence[Any],
    ids: Sequence[str] | None,
    *where: Any,
    of: sa.FromClause | None = None,
) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield the columns of a select, some thousands of rows at once."""
    statement = sa.select(key, *columns).where(*where)
    statement = statement if of is None else statement.select_from(of)
    chunks = [None] if ids is None else [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
    for chunk in chunks:
        asked = statement if chunk is None else statement.where(key.in_(chunk))
        result = connection.execute(asked, execution_options={"yield_per": _AT_ONCE})
        for part in result.partitions():
            yield tuple(zip(*part, strict=True))


def _joined(parts: list[dict[str, Column]], names: Sequence[str]) -> dict[str, Column]:
    return {name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0) for name in names}


def _articles(connection: sa.Connection, words: Words, ids: Sequence[str] | None) -> Articles:
    times = [sa.type_coerce(column, sa.Text) for column in (_A.published_at, _A.first_seen_at)]
    parts = []
    asked = (_A.cluster, *times, _A.outlet, _A.language, _A.is_sample)
    for key, cluster, published, seen, outlet, language, sample in _columns(connection, _A.id, asked, ids):
        n = len(key)
        parts.append(
            {
                "id": np.array(key, np.object_),
                "cluster": np.fromiter(map(_hash, cluster), np.uint64, n),
                "published": _times(published),
                "first_seen": _times(seen),
                "outlet": words.outlets.coded(outlet, n),
                "language": words.languages.coded(language, n),
                "is_copy": np.fromiter(map(ne, key, cluster), np.bool_, n),
                "is_sample": np.array(sample, np.bool_),
            }
        )
    table = made(Articles, _joined(parts, list(Articles.TYPES)))
    order = sorted(range(len(table)), key=lambda row: (~int(table.published[row]), table.id[row]))
    return taken(table, np.asarray(order, np.int64))  # type: ignore[no-any-return]


def _hash(value: str) -> int:
    return int.from_bytes(blake2b(value.encode(), digest_size=8).digest(), "big")


def _times(values: Sequence[str | None]) -> Ints:
    """Return times as µs since 1970; missing ones become UNDATED, which is how numpy keeps them."""
    texts = [value[:-1] if value else "NaT" for value in values]  # without the Z: numpy knows no zones
    return np.array(texts, "datetime64[us]").astype(np.int64)


def _numbers(values: Sequence[float | None]) -> Column:
    return np.array(values, np.float64)


def _positions(keys: Sequence[str], position: dict[str, int]) -> Ints:
    return np.fromiter(map(position.__getitem__, keys), np.int32, len(keys))


@dataclass(frozen=True, slots=True)
class _Quotes:
    """The quotes, and how to find one by article and number."""

    table: Quotes

    def rows(self, article: Ints, quote: Ints) -> Ints:
        """Return the row of each quote; -1: it is not shown."""
        keys = self.table.article.astype(np.int64) << 32 | self.table.quote
        wanted = article.astype(np.int64) << 32 | quote.astype(np.int64)
        if not len(keys):
            return np.full(len(wanted), -1, np.int32)
        rows = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[rows] == wanted, rows, -1).astype(np.int32)

    def belonging(self, kind: type[Table], columns: dict[str, Column], *, by: str) -> Any:
        """Return the rows of a table that belong to these quotes, those of one quote in the order of a column."""
        rows = self.rows(columns["article"], columns["quote"])
        table = made(kind, {**columns, "quote": rows})
        order = np.lexsort((columns[by], rows))
        return taken(table, order[rows[order] >= 0])


def _quotes(connection: sa.Connection, words: Words, ids: Sequence[str] | None, position: dict[str, int]) -> _Quotes:
    asked = (
        *(_Q.quote, _Q.number, _Q.speaker, _Q.speaker_kind, _Q.affiliation, _Q.target, _Q.stance, _Q.stance_score),
        *(_Q.same_words, _Q.rank, _Q.n_same),
    )
    parts = []
    for key, quote, number, speaker, kind, affiliation, target, stance, score, same, rank, n_same in _columns(
        connection, _Q.article_id, asked, ids, _Q.shown == 1
    ):
        n = len(key)
        parts.append(
            {
                "article": _positions(key, position),
                "quote": np.array(quote, np.int32),
                "number": np.array(number, np.int32),
                "speaker": words.actors.coded(speaker, n),
                "kind": words.kinds.coded(kind, n),
                "affiliation": words.affiliations.coded(affiliation, n),
                "target": words.actors.coded(target, n),
                "stance": words.stances.coded(stance, n),
                "stance_score": _numbers(score),
                "fingerprint": _fingerprints(same),
                "rank": np.array(rank, np.int32),
                "copied": np.array(n_same, np.int32) > 1,
            }
        )
    table = made(Quotes, _joined(parts, list(Quotes.TYPES)))
    return _Quotes(taken(table, np.lexsort((table.quote, table.article))))


def _fingerprints(same_words: Sequence[str]) -> Hashes:
    """Return the hash of its words that ends `same_words` of each quote."""
    written = "".join(words[-FINGERPRINT_CHARS:] for words in same_words)
    return np.frombuffer(bytes.fromhex(written), ">u8").astype(np.uint64)


def _quote_risks(
    connection: sa.Connection, words: Words, ids: Sequence[str] | None, position: dict[str, int]
) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return the risks of quotes, and the same of all quotes, shown or not, by article."""
    table = schema.quote_risks.c
    parts = [
        {
            "article": _positions(key, position),
            "quote": np.array(quote, np.int32),
            "risk": words.risks.coded(zip(label, modality, strict=True), len(key)),
            "score": _numbers(score),
        }
        for key, quote, label, modality, score in _columns(
            connection, table.article_id, (table.quote, table.label, table.modality, table.score), ids
        )
    ]
    joined = _joined(parts, ("article", "quote", "risk", "score"))
    return joined, {name: joined[name] for name in ("article", "risk")}


def _quote_places(
    connection: sa.Connection, words: Words, ids: Sequence[str] | None, position: dict[str, int]
) -> dict[str, Column]:
    table = schema.quote_places.c
    asked = (table.quote, table.toponym, table.part, table.gazetteer_id, table.also_about)
    parts = [
        {
            "article": _positions(key, position),
            "quote": np.array(quote, np.int32),
            "toponym": np.array(toponym, np.int32),
            "place": words.places.coded(place, len(key)),
            "about": np.array(part) == "about",
            "also_about": np.array(also, np.bool_),
        }
        for key, quote, toponym, part, place, also in _columns(
            connection, table.article_id, asked, ids, table.gazetteer_id.is_not(None)
        )
    ]
    return _joined(parts, ("article", "quote", "toponym", "place", "about", "also_about"))


def _toponyms(connection: sa.Connection, words: Words, ids: Sequence[str] | None, position: dict[str, int]) -> Toponyms:
    parts = []
    as_written = sa.case((_T.gazetteer_id.is_(None), _T.text))
    asked = (_T.toponym, _T.role, as_written, *_ENTRY)
    for key, number, role, name, *entry in _columns(connection, _T.article_id, asked, ids):
        n = len(key)
        entries = (None if one[0] is None else one for one in zip(*entry, strict=True))
        parts.append(
            {
                "article": _positions(key, position),
                "toponym": np.array(number, np.int32),
                "place": words.places.coded(entry[0], n),
                "entry": words.entries.coded(entries, n),
                "unresolved": words.unresolved.coded(name, n),
                "role": words.roles.coded(role, n),
            }
        )
    joined = _joined(parts, (*Toponyms.TYPES, "toponym"))
    return taken(made(Toponyms, joined), np.lexsort((joined["toponym"], joined["article"])))  # type: ignore[no-any-return]


def _article_risks(
    connection: sa.Connection,
    words: Words,
    ids: Sequence[str] | None,
    position: dict[str, int],
    spoken: dict[str, Column],
) -> ArticleRisks:
    table = schema.sentence_risks.c
    parts = [
        {
            "article": _positions(key, position),
            "risk": words.risks.coded(zip(label, modality, strict=True), len(key)),
        }
        for key, label, modality in _columns(connection, table.article_id, (table.label, table.modality), ids)
    ]
    written = _joined(parts, ("article", "risk"))
    n_risks = max(1, words.risks.size)
    own, all_ = (
        np.unique(of["article"].astype(np.int64) * n_risks + of["risk"].astype(np.int64))
        for of in (written, _joined([written, spoken], ("article", "risk")))
    )
    is_written = np.isin(all_, own, assume_unique=True)
    return made(ArticleRisks, {"article": all_ // n_risks, "risk": all_ % n_risks, "written": is_written})  # type: ignore[no-any-return]


def _naming(connection: sa.Connection, words: Words, ids: Sequence[str] | None, position: dict[str, int]) -> Naming:
    n, m = schema.actors.c, schema.mentions.c
    same = (m.article_id == n.article_id) & (m.actor == n.actor)
    written = schema.actors.outerjoin(schema.mentions, same)
    parts = [
        {
            "article": _positions(key, position),
            "actor": words.actors.coded(name, len(key)),
            "described": words.described.coded(zip(*described, strict=True), len(key)),
            "words": words.naming.coded(said, len(key)),
        }
        for key, name, said, *described in _columns(
            connection, n.article_id, (n.name, m.words, n.kind, n.role, n.affiliation, n.wikidata), ids, of=written
        )
    ]
    joined = _joined(parts, list(Naming.TYPES))
    order = np.lexsort([joined[name] for name in reversed(Naming.TYPES)])
    table = taken(made(Naming, joined), order)
    differs = [np.diff(column, prepend=-2) != 0 for column in table.columns.values()]
    return taken(table, np.logical_or.reduce(differs))  # type: ignore[no-any-return]
