"""The index of words: which shown quotes, or whose titles, have them. FTS5 in SQLite, tsvector in PostgreSQL.

`quote_words` has a row a shown quote; its `rowid` is quotes.number. It is written in the
transaction of the quotes themselves, from the view `shown_words`, whose text is folded already.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from pipeline.store import schema
from pipeline.store.rows import Row

QUOTE_WORDS = sa.table("quote_words", sa.column("rowid", sa.Integer))
_SHOWN = sa.table("shown_words", *map(sa.column, ("article_id", "number", "words", "title")))
LAST_NUMBER = "last_number"  # in the table meta
_AT_ONCE = 5000  # rows


class HasWords(FunctionElement[bool]):
    """True where a row of `quote_words` has what is asked, in FTS5's words and in those of tsquery."""

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, *, fts5: str, tsquery: str) -> None:
        super().__init__(
            sa.bindparam("fts5", fts5, sa.Text, unique=True), sa.bindparam("ts", tsquery, sa.Text, unique=True)
        )

    def self_group(self, against: Any = None) -> HasWords:  # noqa: ARG002
        """Stand as it is: SQLite takes no MATCH that is compared with 1, as SQLAlchemy would."""
        return self


@compiles(HasWords, "sqlite")
def _fts5(element: HasWords, compiler: Any, **options: Any) -> str:
    fts5, _ = element.clauses
    return f"quote_words MATCH {compiler.process(fts5, **options)}"


@compiles(HasWords, "postgresql")
def _tsquery(element: HasWords, compiler: Any, **options: Any) -> str:
    _, tsquery = element.clauses
    asked = f"CAST({compiler.process(tsquery, **options)} AS tsquery)"
    return f"(quote_words.words @@ {asked} OR quote_words.title @@ {asked})"


def number(connection: sa.Connection, rows: Sequence[Row], *, replaced: Collection[str]) -> None:
    """Give rows of the table quotes their numbers; a quote that stands in a `replaced` article keeps the one it has.

    No number is given twice, ever: who kept one finds its quote, or none.
    """
    q = schema.quotes.c
    old = sa.select(q.article_id, q.quote, q.number).where(q.article_id.in_(replaced))
    kept = {(row[0], row[1]): row[2] for row in connection.execute(old)} if replaced else {}
    fresh = [row for row in rows if (row["article_id"], row["quote"]) not in kept]
    first = _take(connection, len(fresh)) if fresh else 0
    kept |= {(row["article_id"], row["quote"]): at for at, row in enumerate(fresh, start=first)}
    for row in rows:
        row["number"] = kept[row["article_id"], row["quote"]]


def _take(connection: sa.Connection, count: int) -> int:
    """Take so many numbers, and return the first."""
    m = schema.meta.c
    raised = sa.cast(sa.cast(m.value, sa.Integer) + count, sa.Text)
    taken = schema.meta.update().where(m.key == LAST_NUMBER).values(value=raised).returning(m.value)
    return int(connection.execute(taken).scalar_one()) - count + 1


def forget(connection: sa.Connection, article_ids: Collection[str]) -> None:
    """Take the quotes of articles out of the index; to be called while quotes and title still stand as indexed."""
    old = sa.select(_SHOWN.c.number, _SHOWN.c.words, _SHOWN.c.title).where(_SHOWN.c.article_id.in_(article_ids))
    if connection.dialect.name == "sqlite":
        insert_into = sa.table("quote_words", *map(sa.column, ("quote_words", "rowid", "words", "title"))).insert()
        command = old.with_only_columns(sa.literal("delete"), _SHOWN.c.number, _SHOWN.c.words, _SHOWN.c.title)
        connection.execute(insert_into.from_select(["quote_words", "rowid", "words", "title"], command))
    else:
        gone = old.with_only_columns(_SHOWN.c.number)
        connection.execute(QUOTE_WORDS.delete().where(QUOTE_WORDS.c.rowid.in_(gone)))


def learn(connection: sa.Connection, article_ids: Collection[str] | None = None) -> None:
    """Put the shown quotes of articles, as they now stand, into the index; None: of all."""
    new = sa.select(_SHOWN.c.number, _SHOWN.c.words, _SHOWN.c.title).order_by(_SHOWN.c.number)
    if article_ids is not None:
        new = new.where(_SHOWN.c.article_id.in_(article_ids))
    if connection.dialect.name == "sqlite":
        table = sa.table("quote_words", *map(sa.column, ("rowid", "words", "title")))
        connection.execute(table.insert().from_select(["rowid", "words", "title"], new))
        return
    insert = sa.text("INSERT INTO quote_words VALUES (:number, CAST(:words AS tsvector), CAST(:title AS tsvector))")
    with connection.execute(new, execution_options={"yield_per": _AT_ONCE}) as rows:
        for part in rows.partitions():
            named = [{"number": row[0], "words": tsvector(row[1]), "title": tsvector(row[2])} for row in part]
            connection.execute(insert, named)


def tsvector(folded: str) -> str:
    """Return folded words as PostgreSQL writes a tsvector: each word with where it stands, from 1."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(folded.split(), start=1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
