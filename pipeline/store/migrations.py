"""The store's schema, step by step. A step that was released never changes; a change is a new step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from pipeline.errors import StoreError
from pipeline.store import full_text, schema
from pipeline.store.folding import fold

# {text}: byte order everywhere, so that both databases sort ids and times alike. {narrow}: a table of short rows,
# which SQLite keeps in its primary key alone. {row}: the order in which rows were written.
_TYPES = {
    "sqlite": {"text": "TEXT", "bytes": "BLOB", "real": "REAL", "narrow": " WITHOUT ROWID", "row": "rowid"},
    "postgresql": {
        "text": 'TEXT COLLATE "C"',
        "bytes": "BYTEA",
        "real": "DOUBLE PRECISION",
        "narrow": "",
        "row": "ctid",
    },
}

_CREATE = """
CREATE TABLE meta (key {text} PRIMARY KEY, value {text});
CREATE TABLE articles (
    id {text} PRIMARY KEY, cluster {text} NOT NULL, copy_of {text}, published_at {text}, published_precision {text},
    outlet {text}, language {text}, is_sample INTEGER NOT NULL, first_seen_at {text} NOT NULL,
    updated_at {text} NOT NULL, content_hash {text} NOT NULL, title {text}, title_folded {text}, url {text},
    models {text} NOT NULL, signature {bytes}, extra {text}, body {text}, text {text} NOT NULL,
    annotation {text} NOT NULL
);
CREATE INDEX articles_by_date ON articles (published_at);
CREATE INDEX articles_by_outlet ON articles (outlet);
CREATE INDEX articles_by_cluster ON articles (cluster);
CREATE TABLE revisions (
    article_id {text}, content_hash {text}, title {text}, text {text} NOT NULL, published_at {text}, outlet {text},
    url {text}, annotation {text} NOT NULL, seen_at {text} NOT NULL, replaced_at {text} NOT NULL,
    PRIMARY KEY (article_id, content_hash)
);
CREATE TABLE toponyms (
    article_id {text}, toponym INTEGER, span_start INTEGER, span_end INTEGER, text {text}, role {text}, score {real},
    sentence INTEGER, gazetteer_id {text}, name {text}, country {text}, admin1 {text}, latitude {real},
    longitude {real}, precision {text}, radius_km {real}, PRIMARY KEY (article_id, toponym)
){narrow};
CREATE INDEX toponyms_by_place ON toponyms (gazetteer_id, article_id);
CREATE TABLE actors (
    article_id {text}, actor {text}, name {text}, kind {text}, role {text}, affiliation {text}, wikidata {text},
    PRIMARY KEY (article_id, actor)
){narrow};
CREATE INDEX actors_by_name ON actors (name);
CREATE TABLE mentions (
    article_id {text}, actor {text}, mention INTEGER, span_start INTEGER, span_end INTEGER,
    PRIMARY KEY (article_id, actor, mention)
){narrow};
CREATE TABLE quotes (
    article_id {text}, quote INTEGER, shown INTEGER NOT NULL, n_same INTEGER NOT NULL, rank INTEGER NOT NULL,
    same_words {text} NOT NULL, type {text}, stance {text}, stance_score {real}, speaker {text}, speaker_kind {text},
    speaker_role {text}, affiliation {text}, target {text}, spoken_at INTEGER, source_words {text}, cue_words {text},
    content {text}, words {text}, folded {text}, PRIMARY KEY (article_id, quote)
);
CREATE INDEX quotes_by_speaker ON quotes (speaker);
CREATE INDEX quotes_by_affiliation ON quotes (affiliation);
CREATE INDEX quotes_by_stance ON quotes (stance);
CREATE INDEX quotes_by_words ON quotes (same_words);
CREATE TABLE quote_risks (
    article_id {text}, quote INTEGER, label {text}, modality {text}, score {real},
    PRIMARY KEY (article_id, quote, label, modality)
){narrow};
CREATE INDEX quote_risks_by_label ON quote_risks (label, modality);
CREATE TABLE sentence_risks (
    article_id {text}, sentence INTEGER, label {text}, modality {text}, score {real},
    span_start INTEGER, span_end INTEGER, PRIMARY KEY (article_id, sentence, label, modality)
){narrow};
CREATE INDEX sentence_risks_by_label ON sentence_risks (label, modality);
CREATE TABLE quote_places (
    article_id {text}, quote INTEGER, toponym INTEGER, part {text}, gazetteer_id {text}, also_about INTEGER NOT NULL,
    PRIMARY KEY (article_id, quote, toponym, part)
){narrow};
CREATE INDEX quote_places_by_place ON quote_places (gazetteer_id);
CREATE TABLE failures (
    origin {text}, stage {text}, error {text} NOT NULL, at {text} NOT NULL, resolved_at {text},
    PRIMARY KEY (origin, stage)
);
CREATE TABLE runs (
    id {text} PRIMARY KEY, started_at {text} NOT NULL, finished_at {text}, holder {text} NOT NULL, counts {text}
);
"""


# What was stored before says neither; the annotation of an article is the truth and needs no change.
_EXPLAIN = """
ALTER TABLE toponyms ADD COLUMN why {text};
ALTER TABLE toponyms ADD COLUMN candidates {text};
"""

# A quote has the date, outlet and language of its article, so that counting quotes reads an index and no article:
# with 1,000,000 quotes, who speaks how about whom took 4.3 s of computing with the articles joined, 0.2 s without.
# articles_in_short is all that a join needs, without the pages that an article's text fills.
_NARROW = """
ALTER TABLE quotes ADD COLUMN published_at {text};
ALTER TABLE quotes ADD COLUMN outlet {text};
ALTER TABLE quotes ADD COLUMN language {text};
UPDATE quotes SET (published_at, outlet, language) =
    (SELECT a.published_at, a.outlet, a.language FROM articles a WHERE a.id = quotes.article_id);
ALTER TABLE mentions ADD COLUMN words {text};
UPDATE mentions SET words =
    (SELECT substr(a.text, span_start + 1, span_end - span_start) FROM articles a WHERE a.id = mentions.article_id);
CREATE INDEX articles_in_short ON articles (id, cluster, published_at, outlet, language, copy_of);
DROP INDEX quotes_by_speaker;
CREATE INDEX quotes_by_speaker ON quotes (speaker, published_at);
CREATE INDEX quotes_by_outlet ON quotes (outlet, published_at);
CREATE INDEX quotes_by_pair ON quotes
    (speaker, target, published_at, stance, stance_score, outlet, language, rank, same_words)
    WHERE shown = 1 AND target IS NOT NULL;
CREATE INDEX quotes_by_copy ON quotes (same_words, rank, published_at, outlet, language)
    WHERE shown = 1 AND n_same > 1;
"""

# What was stored before counts as never revised; what a revision took out then, nobody noted.
_FOLLOW = """
ALTER TABLE quotes ADD COLUMN added_at {text};
ALTER TABLE quotes ADD COLUMN revised_at {text};
CREATE INDEX articles_by_first_seen ON articles (first_seen_at);
CREATE INDEX articles_by_outlet_and_time ON articles (outlet, published_at, first_seen_at);
CREATE INDEX quotes_by_addition ON quotes (added_at) WHERE added_at IS NOT NULL;
CREATE INDEX quotes_by_revision ON quotes (revised_at) WHERE revised_at IS NOT NULL;
CREATE INDEX revisions_by_time ON revisions (replaced_at);
CREATE TABLE withdrawals (article_id {text} PRIMARY KEY, withdrawn_at {text} NOT NULL){narrow};
CREATE INDEX withdrawals_by_time ON withdrawals (withdrawn_at);
CREATE TABLE withdrawn_quotes (
    article_id {text}, content_hash {text}, quote INTEGER, at {text} NOT NULL, speaker {text}, affiliation {text},
    stance {text}, content {text} NOT NULL, words {text} NOT NULL, folded {text} NOT NULL, risks {text} NOT NULL,
    places {text} NOT NULL, PRIMARY KEY (article_id, content_hash, quote)
);
CREATE INDEX withdrawn_quotes_by_time ON withdrawn_quotes (at);
CREATE TABLE outlet_reads (
    outlet {text} PRIMARY KEY, read_at {text} NOT NULL, n_articles INTEGER NOT NULL
){narrow};
CREATE TABLE views (
    owner {text}, folded {text}, name {text} NOT NULL, query {text} NOT NULL, created_at {text} NOT NULL,
    updated_at {text} NOT NULL, PRIMARY KEY (owner, folded)
){narrow};
CREATE TABLE looks (owner {text}, view {text}, looked_at {text} NOT NULL, PRIMARY KEY (owner, view)){narrow};
CREATE INDEX looks_by_time ON looks (looked_at);
"""

# Numbers that no VACUUM changes, as it can change SQLite's own. Words were in small letters only, marks and all.
_SEARCH = """
ALTER TABLE quotes ADD COLUMN number INTEGER;
UPDATE quotes SET number = counted.number FROM
    (SELECT article_id, quote, row_number() OVER (ORDER BY {row}) AS number FROM quotes) AS counted
    WHERE counted.article_id = quotes.article_id AND counted.quote = quotes.quote;
INSERT INTO meta SELECT 'last_number', CAST(count(*) AS TEXT) FROM quotes;
CREATE UNIQUE INDEX quotes_by_number ON quotes (number);
CREATE VIEW shown_words AS SELECT q.article_id, q.number, q.folded AS words, a.title_folded AS title
    FROM quotes q JOIN articles a ON a.id = q.article_id WHERE q.shown = 1;
"""
# What the words are looked up in. ascii: apart at spaces, for nothing else stands between our words; the text itself
# is read from the view.
_WORDS = {
    "sqlite": """
CREATE VIRTUAL TABLE quote_words USING fts5
    (words, title, content='shown_words', content_rowid='number', columnsize=0, tokenize='ascii');
""",
    "postgresql": """
CREATE TABLE quote_words (rowid INTEGER PRIMARY KEY, words TSVECTOR NOT NULL, title TSVECTOR NOT NULL);
CREATE INDEX quote_words_by_words ON quote_words USING gin (words);
CREATE INDEX quote_words_by_title ON quote_words USING gin (title);
""",
}
_REFOLDED_AT_ONCE = 5000  # rows

_INDEX = """
CREATE TABLE index_versions (article_id {text} PRIMARY KEY, version INTEGER NOT NULL){narrow};
CREATE INDEX index_versions_by_version ON index_versions (version);
CREATE TABLE snapshots (
    part {text} PRIMARY KEY, format INTEGER NOT NULL, version INTEGER NOT NULL, data {bytes} NOT NULL
);
"""

# Two looks of one sitting are one: what was new at its beginning stays new.
_SIT = """
ALTER TABLE looks ADD COLUMN before {text};
"""

# Asked by nobody since counting goes through the index in memory.
_LIGHTEN = """
DROP INDEX articles_by_outlet;
DROP INDEX articles_in_short;
DROP INDEX toponyms_by_place;
DROP INDEX actors_by_name;
DROP INDEX quotes_by_affiliation;
DROP INDEX quotes_by_stance;
DROP INDEX quotes_by_outlet;
DROP INDEX quotes_by_pair;
DROP INDEX quotes_by_copy;
DROP INDEX quote_risks_by_label;
DROP INDEX sentence_risks_by_label;
DROP INDEX quote_places_by_place;
"""


def _create(connection: sa.Connection) -> None:
    _script(connection, _CREATE)
    rows = [{"key": "id", "value": uuid.uuid4().hex[:8]}, {"key": "version", "value": "0"}]
    connection.execute(schema.meta.insert(), rows)


def _explain(connection: sa.Connection) -> None:
    _script(connection, _EXPLAIN)


def _narrow(connection: sa.Connection) -> None:
    _script(connection, _NARROW)


def _follow(connection: sa.Connection) -> None:
    _script(connection, _FOLLOW)


def _search(connection: sa.Connection) -> None:
    _script(connection, _SEARCH)
    _refold(connection, schema.quotes.c.words, schema.quotes.c.folded)
    _refold(connection, schema.withdrawn_quotes.c.words, schema.withdrawn_quotes.c.folded)
    _refold(connection, schema.articles.c.title, schema.articles.c.title_folded)
    _script(connection, _WORDS[connection.dialect.name])
    full_text.learn(connection)


def _refold(connection: sa.Connection, raw: sa.Column[str], folded: sa.Column[str]) -> None:
    """Fold a column anew, some thousand rows at a time."""
    keys = raw.table.primary_key.columns.values()
    rows = sa.select(*keys, raw).order_by(*keys).limit(_REFOLDED_AT_ONCE)
    same = [key == sa.bindparam(f"key_{key.name}") for key in keys]
    update = sa.update(raw.table).where(*same).values({folded.name: sa.bindparam("to")})
    part = connection.execute(rows).all()
    while part:
        named = [dict(zip((f"key_{key.name}" for key in keys), row[:-1], strict=True)) for row in part]
        connection.execute(update, [{**key, "to": fold(row[-1] or "")} for key, row in zip(named, part, strict=True)])
        part = connection.execute(rows.where(sa.tuple_(*keys) > sa.tuple_(*part[-1][:-1]))).all()


def _index(connection: sa.Connection) -> None:
    _script(connection, _INDEX)


def _sit(connection: sa.Connection) -> None:
    _script(connection, _SIT)


def _lighten(connection: sa.Connection) -> None:
    _script(connection, _LIGHTEN)


class Migration(NamedTuple):
    """One step: its name in the table `migrations`, and what it does."""

    name: str
    apply: Callable[[sa.Connection], None]


MIGRATIONS: tuple[Migration, ...] = (
    Migration("create", _create),
    Migration("explain places", _explain),
    Migration("count quotes without their articles", _narrow),
    Migration("follow changes", _follow),
    Migration("find words", _search),
    Migration("count in memory", _index),
    Migration("look once a sitting", _sit),
    Migration("drop indexes nobody asks", _lighten),
)


def migrate(connection: sa.Connection, url: str, *, now: datetime) -> None:
    """Bring the schema up to date, inside the caller's transaction.

    Raises:
        StoreError: the database is somebody else's, or was made by newer code.
    """
    if connection.dialect.name == "postgresql":
        # Two first runs at once would both create; the second waits here and finds the work done.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7266001)")
    done = applied(connection, url)
    if done is None:
        _refuse_foreign(connection, url)
        _script(connection, "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name {text}, at {text});")
    for number, step in enumerate(MIGRATIONS[done or 0 :], start=(done or 0) + 1):
        step.apply(connection)
        connection.execute(schema.migrations.insert().values(number=number, name=step.name, at=now))


def applied(connection: sa.Connection, url: str) -> int | None:
    """Return how many steps the store has behind it; None if it is no store yet.

    Raises:
        StoreError: the store was made by newer code.
    """
    if not sa.inspect(connection).has_table("migrations"):
        return None
    done = connection.execute(sa.select(sa.func.count()).select_from(schema.migrations)).scalar_one()
    if done > len(MIGRATIONS):
        raise StoreError(
            url,
            f"store {url} has schema {done}, this version knows {len(MIGRATIONS)};"
            " update Tocsin, or name another store with --store",
        )
    return done


def _refuse_foreign(connection: sa.Connection, url: str) -> None:
    strange = sorted({*sa.inspect(connection).get_table_names()} & {*schema.metadata.tables})
    if not strange and connection.dialect.name == "sqlite":
        strange = sorted(sa.inspect(connection).get_table_names())
    if strange:
        raise StoreError(
            url,
            f"{url} holds tables that are not Tocsin's ({', '.join(strange)[:100]}); name another store with --store",
        )


def _script(connection: sa.Connection, script: str) -> None:
    types = _TYPES[connection.dialect.name]
    for statement in script.format(**types).split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
