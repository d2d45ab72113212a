"""The tables, as the code sees them today; `migrations` builds them, and a test holds the two together.

The annotation of an article is the truth; the index tables below it are derived from
it in the same transaction, so that a query is a join and never a search through JSON.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class UtcTime(sa.TypeDecorator[datetime]):
    """An aware time, kept as ISO text of one width: it sorts as time does, in every database."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Write a time in UTC."""
        return None if value is None else iso(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Read an aware time."""
        return None if value is None else datetime.fromisoformat(value)


def iso(moment: datetime) -> str:
    """Return an aware time as the store keeps it: `2018-09-06T00:00:00.000000Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


metadata = sa.MetaData()


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=not key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, autoincrement=False, nullable=not key)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float)


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, UtcTime)


def _spans() -> tuple[sa.Column[int], sa.Column[int]]:
    return _number("span_start"), _number("span_end")


migrations = sa.Table("migrations", metadata, _number("number", key=True), _text("name"), _time("at"))

# Facts about the store itself: `id` (random), `version` (raised by each transaction that changes something) and
# `last_number` (of a quote).
meta = sa.Table("meta", metadata, _text("key", key=True), _text("value"))

# What every question joins stands first, what is long stands last: SQLite reads a row from its front.
articles = sa.Table(
    "articles",
    metadata,
    _text("id", key=True),
    _text("cluster"),  # copy_of or id: articles of one cluster are one source
    _text("copy_of"),  # id of the first article of its near-duplicates
    _time("published_at"),
    _text("published_precision"),  # day or time
    _text("outlet"),
    _text("language"),
    _number("is_sample"),
    _time("first_seen_at"),
    _time("updated_at"),
    _text("content_hash"),
    _text("title"),
    _text("title_folded"),  # its words, as search compares them
    _text("url"),
    _text("models"),  # JSON
    sa.Column("signature", sa.LargeBinary),  # MinHash of the near-duplicate search; empty: too short to compare
    _text("extra"),  # JSON: the input's other keys
    _text("body"),  # JSON: [[start, end], …]
    _text("text"),
    _text("annotation"),  # JSON of the contract: the truth
)

revisions = sa.Table(
    "revisions",
    metadata,
    _text("article_id", key=True),
    _text("content_hash", key=True),
    _text("title"),
    _text("text"),
    _time("published_at"),
    _text("outlet"),
    _text("url"),
    _text("annotation"),
    _time("seen_at"),
    _time("replaced_at"),
)

toponyms = sa.Table(
    "toponyms",
    metadata,
    _text("article_id", key=True),
    _number("toponym", key=True),  # index into the annotation's places
    *_spans(),
    _text("text"),
    _text("role"),
    _real("score"),
    _number("sentence"),  # index into the annotation's sentences
    _text("gazetteer_id"),  # null: not resolved
    _text("name"),
    _text("country"),
    _text("admin1"),
    _real("latitude"),
    _real("longitude"),
    _text("precision"),
    _real("radius_km"),
    _text("why"),  # one sentence; null: nobody says
    _text("candidates"),  # JSON: what an unresolved toponym could mean; null: nothing is known
)

actors = sa.Table(
    "actors",
    metadata,
    _text("article_id", key=True),
    _text("actor", key=True),  # the annotation's actor id
    _text("name"),
    _text("kind"),
    _text("role"),
    _text("affiliation"),
    _text("wikidata"),
)

mentions = sa.Table(
    "mentions",
    metadata,
    _text("article_id", key=True),
    _text("actor", key=True),
    _number("mention", key=True),
    *_spans(),
    _text("words"),  # as written
)

quotes = sa.Table(
    "quotes",
    metadata,
    _text("article_id", key=True),
    _number("quote", key=True),  # index into the annotation's quotes
    _number("shown"),  # 1: direct, indirect, mixed; 0: scare, belief
    _number("n_same"),  # how many quotes share same_words; most often 1
    _number("rank"),  # among them: 0 for the first, the original's before its copies'
    _text("same_words"),  # cluster and hash of the words: copies of one quote in near-duplicates share it
    _text("type"),
    _text("stance"),
    _real("stance_score"),
    _text("speaker"),
    _text("speaker_kind"),
    _text("speaker_role"),
    _text("affiliation"),
    _text("target"),
    _number("spoken_at"),  # toponyms.toponym of the same article
    _text("source_words"),
    _text("cue_words"),
    _text("content"),  # JSON: [[start, end], …]
    _text("words"),  # content, its parts joined by " … "
    _text("folded"),  # its words, as search compares them
    _time("published_at"),  # these three are the article's: who counts quotes need not read it
    _text("outlet"),
    _text("language"),
    _time("added_at"),  # when a revision brought it; null: it is as old as the article
    _time("revised_at"),  # when a revision last changed its words or speaker; null: never
    _number("number"),  # the key as one number, given once; quote_words.rowid of a shown one
)

quote_risks = sa.Table(
    "quote_risks",
    metadata,
    _text("article_id", key=True),
    _number("quote", key=True),
    _text("label", key=True),
    _text("modality", key=True),
    _real("score"),
)

sentence_risks = sa.Table(
    "sentence_risks",
    metadata,
    _text("article_id", key=True),
    _number("sentence", key=True),
    _text("label", key=True),
    _text("modality", key=True),
    _real("score"),
    *_spans(),
)

# The places of a quote, each resolved one once a part: about or spoken_at.
quote_places = sa.Table(
    "quote_places",
    metadata,
    _text("article_id", key=True),
    _number("quote", key=True),
    _number("toponym", key=True),
    _text("part", key=True),
    _text("gazetteer_id"),
    _number("also_about"),  # 1: spoken at a place that it is also about
)

failures = sa.Table(
    "failures",
    metadata,
    _text("origin", key=True),
    _text("stage", key=True),
    _text("error"),
    _time("at"),
    _time("resolved_at"),
)

runs = sa.Table(
    "runs",
    metadata,
    _text("id", key=True),
    _time("started_at"),
    _time("finished_at"),  # null: running, or killed
    _text("holder"),  # process and host
    _text("counts"),  # JSON
)

# Articles that their outlet took back. They stay, as evidence, and say so.
withdrawals = sa.Table("withdrawals", metadata, _text("article_id", key=True), _time("withdrawn_at"))

# Quotes that a revision took out of an article, as they stood in the content that it replaced.
withdrawn_quotes = sa.Table(
    "withdrawn_quotes",
    metadata,
    _text("article_id", key=True),
    _text("content_hash", key=True),  # of the revision that still has it
    _number("quote", key=True),  # index into that revision's quotes
    _time("at"),
    _text("speaker"),
    _text("affiliation"),
    _text("stance"),
    _text("content"),  # JSON: [[start, end], …] in that revision's text
    _text("words"),
    _text("folded"),
    _text("risks"),  # JSON: [[label, modality], …]
    _text("places"),  # JSON: gazetteer ids that it was about or spoken at
)

# The last time that articles of an outlet were read to the end, whether anything in them was new or not.
outlet_reads = sa.Table("outlet_reads", metadata, _text("outlet", key=True), _time("read_at"), _number("n_articles"))

# What analysts keep: no part of the content, so none of it raises the version.
views = sa.Table(
    "views",
    metadata,
    _text("owner", key=True),  # empty: everybody's
    _text("folded", key=True),  # the name in small letters
    _text("name"),
    _text("query"),  # the page's address behind the question mark
    _time("created_at"),
    _time("updated_at"),
)

looks = sa.Table(
    "looks",
    metadata,
    _text("owner", key=True),  # a user or a browser; empty: everybody
    _text("view", key=True),  # views.folded; empty: the desk as a whole
    _time("looked_at"),
    _time("before"),  # the last look of the sitting before this one; null: there was none
)

# The version of the store at which something that the index in memory holds of an article changed last: its own rows,
# or how its quotes count among their copies. An article that is not here is as old as the table.
index_versions = sa.Table("index_versions", metadata, _text("article_id", key=True), _number("version"))

# The index in memory as it was at a version, in parts; see pipeline.store.columns.snapshot.
snapshots = sa.Table(
    "snapshots",
    metadata,
    _text("part", key=True),
    _number("format"),
    _number("version"),
    sa.Column("data", sa.LargeBinary),
)

# Derived from the annotation; emptied and filled again when an article changes.
INDEX_TABLES = (toponyms, actors, mentions, quotes, quote_risks, sentence_risks, quote_places)

# Which of several quotes of the same words stands for all: the original's before its copies', the earliest first.
ORIGINAL_FIRST = (
    articles.c.copy_of.is_not(None),
    articles.c.published_at.asc().nulls_last(),
    quotes.c.article_id,
    quotes.c.quote,
)
