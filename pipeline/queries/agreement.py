"""Where sides agree and where they contradict each other: quotes of two sides on one matter, in one week or day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.compare import Bin, Side, Subject
from pipeline.queries.filters import Filters
from pipeline.queries.matching import Q, Select
from pipeline.queries.quotes import Key, with_keys
from pipeline.queries.spoken import first_of, name_of, spoken
from pipeline.queries.tone import camp
from pipeline.store import Store, schema
from pipeline.store.rows import FINGERPRINT_CHARS

STANCE = "stance"
# What two quotes have in common; an empty target or place: not that.
_MATTER = ("topic", "target", "place", "start")
_QUOTE = ("side", "article_id", "quote", "published_at", "fingerprint", "start")
# A pair that shares target and place is found under both, under the target alone and under the place alone.
_TIMES_FOUND = 3


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two quotes of different sides on one matter: the clearest of what the two sides say of it.

    topic: "stance", or the label of the risk that one calls reported and the other denied.
    target, gazetteer_id, place (its name): whom and what place both are about; None: not both.
    start: first day of the bin. left, right: the sides in the order given; left_claims,
    right_claims: hostile or friendly, reported or denied; left_quote, right_quote: keys.
    n_left, n_right: quotes of each side that claim the same of this matter in this bin, copies once.
    certainty: chance that both tags are right (product of their calibrated probabilities), 0–1.
    """

    topic: str
    target: str | None
    gazetteer_id: str | None
    place: str | None
    start: date
    left: Side
    right: Side
    left_claims: str
    right_claims: str
    left_quote: Key
    right_quote: Key
    n_left: int
    n_right: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Meetings:
    """Contradictions and agreements, the closest and surest first.

    quotes: those that they name, each once (columns: `queries.quotes`).
    """

    contradictions: tuple[Meeting, ...]
    agreements: tuple[Meeting, ...]
    quotes: pd.DataFrame


def meetings(
    store: Store, filters: Filters, subject: Subject, sides: Sequence[Side], *, bucket: Bin = "week", limit: int = 20
) -> Meetings:
    """Lay out where sides meet: quotes on a subject that are about the same target or place in the same bin.

    They contradict each other where one is hostile and the other friendly (the camps of
    `queries.tone`), or where one calls a risk reported and the other denies it; they agree where
    both are of one camp. Each matter shows once for two sides and what they claim, with the quote
    of either side whose tag is likeliest. First come those with target and place in common, then
    target, then place; among these the surest, then the newest. At most `limit` of each.
    Undated quotes, and words that both sides carry unchanged, are left out.
    """
    with store.reading() as connection:
        start = first_of(bucket, Q.published_at, dialect=connection.dialect.name)
        pairs = _paired(filters, subject, sides, start=start)
        rows = connection.execute(_foremost(pairs, limit=limit * _TIMES_FOUND))
        found: dict[bool, dict[tuple[Key, Key], Meeting]] = {True: {}, False: {}}
        for row in rows:
            meeting = _meeting(row, sides)
            found[row.opposed == 1].setdefault((meeting.left_quote, meeting.right_quote), meeting)
        against, with_ = (tuple(found[opposed].values())[:limit] for opposed in (True, False))
        keys = {key for meeting in against + with_ for key in (meeting.left_quote, meeting.right_quote)}
        return Meetings(against, with_, with_keys(connection, sorted(keys)))


def _meeting(row: sa.Row[Any], sides: Sequence[Side]) -> Meeting:
    return Meeting(
        topic=row.topic,
        target=row.target or None,
        gazetteer_id=row.place or None,
        place=row.place_name,
        start=date.fromisoformat(row.start),
        left=sides[row.left_side],
        right=sides[row.right_side],
        left_claims=row.left_claim,
        right_claims=row.right_claim,
        left_quote=(row.left_article_id, row.left_quote),
        right_quote=(row.right_article_id, row.right_quote),
        n_left=row.left_n,
        n_right=row.right_n,
        certainty=row.certainty,
    )


def _paired(filters: Filters, subject: Subject, sides: Sequence[Side], *, start: sa.ColumnElement[str]) -> Select:
    """Select pairs of the clearest claims of two sides on one matter, with how close they are and how sure."""
    best = (
        _clearest(_matters(_claims(filters, subject, sides, start=start), subject))
        .cte("best")
        .prefix_with("MATERIALIZED")
    )
    left, right = best.alias("l"), best.alias("r")
    opposed = left.c.claim != right.c.claim
    joined = left.join(right, sa.and_(*(left.c[name] == right.c[name] for name in _MATTER)))
    ends = [column.label(f"{end}_{column.name}") for end, of in (("left", left), ("right", right)) for column in
            (of.c.side, of.c.claim, of.c.article_id, of.c.quote, of.c.n)]  # fmt: skip
    closeness = sa.case((left.c.target == "", 1), (left.c.place == "", 2), else_=3)
    return (
        sa.select(
            *(left.c[name] for name in _MATTER),
            *ends,
            sa.case((opposed, 1), else_=0).label("opposed"),
            closeness.label("closeness"),
            (left.c.score * right.c.score).label("certainty"),
        )
        .select_from(joined)
        .where(
            left.c.side < right.c.side,
            left.c.fingerprint != right.c.fingerprint,
            opposed | (left.c.topic == STANCE),
        )
    )


def _foremost(pairs: Select, *, limit: int) -> Select:
    """Select the closest and surest pairs, `limit` that are opposed and `limit` that are not, in order."""
    found = pairs.subquery().c
    order = (
        *(found.closeness.desc(), found.certainty.desc(), found.start.desc()),
        *(found.left_article_id, found.left_quote, found.right_article_id, found.right_quote),
    )
    place = sa.func.row_number().over(partition_by=found.opposed, order_by=order).label("place_in_order")
    ranked = sa.select(*found, place).subquery().c
    name = name_of(ranked.place).label("place_name")
    return sa.select(*ranked, name).where(ranked.place_in_order <= limit).order_by(ranked.place_in_order)


def _claims(filters: Filters, subject: Subject, sides: Sequence[Side], *, start: sa.ColumnElement[str]) -> sa.CTE:
    """Select what the dated quotes of each side claim: their stance's camp, the risks they report or deny."""
    fingerprint = sa.func.substr(Q.same_words, sa.func.length(Q.same_words) - FINGERPRINT_CHARS + 1)
    columns = (
        *(Q.article_id, Q.quote, Q.published_at, Q.target, Q.stance_score),
        *(fingerprint.label("fingerprint"), start.label("start"), camp(Q.stance).label("camp")),
    )
    asked = [side.within(subject.within(filters)) for side in sides]
    said = sa.union_all(
        *(
            spoken(mine, sa.literal(number, sa.Integer).label("side"), *columns).where(Q.published_at.is_not(None))
            for number, mine in enumerate(asked)
        )
    )
    base = said.cte("base").prefix_with("MATERIALIZED")
    quote = [base.c[name] for name in (*_QUOTE, "target")]
    risk = schema.quote_risks.c
    stances = sa.select(
        *quote, sa.literal(STANCE).label("topic"), base.c.camp.label("claim"), base.c.stance_score.label("score")
    )
    same_quote = (risk.article_id == base.c.article_id) & (risk.quote == base.c.quote)
    risks = (
        sa.select(*quote, risk.label.label("topic"), risk.modality.label("claim"), risk.score.label("score"))
        .select_from(base.join(schema.quote_risks, same_quote))
        .where(risk.modality.in_(("reported", "denied")))
    )
    if labels := subject.within(filters).risks:
        risks = risks.where(risk.label.in_(labels))
    return sa.union_all(stances.where(base.c.camp.is_not(None)), risks).cte("claims").prefix_with("MATERIALIZED")


def _matters(claims: sa.CTE, subject: Subject) -> sa.CTE:
    """Select each claim under its target, under each place that it is about, and under both together."""
    at = schema.quote_places.c
    about = (at.article_id == claims.c.article_id) & (at.quote == claims.c.quote) & (at.part == "about")
    placed = claims.join(schema.quote_places, about)
    named = at.gazetteer_id == subject.value if subject.kind == "place" else at.gazetteer_id.is_not(None)
    shared = [claims.c[name] for name in (*_QUOTE, "topic", "claim", "score")]
    nothing = sa.literal("")
    ways = (
        (claims, claims.c.target, nothing, [claims.c.target.is_not(None)]),
        (placed, nothing, at.gazetteer_id, [named]),
        (placed, claims.c.target, at.gazetteer_id, [named, claims.c.target.is_not(None)]),
    )
    return sa.union_all(
        *(
            sa.select(*shared, target.label("target"), place.label("place")).select_from(source).where(*conditions)
            for source, target, place, conditions in ways
        )
    ).cte("matters")


def _clearest(matters: sa.CTE) -> Select:
    """Select, of what one side claims of one matter, the quote whose tag is likeliest, with how many there are."""
    same = [matters.c[name] for name in ("side", "claim", *_MATTER)]
    order = (matters.c.score.desc(), matters.c.published_at.desc(), matters.c.article_id, matters.c.quote)
    place = sa.func.row_number().over(partition_by=same, order_by=order).label("place_in_order")
    ranked = sa.select(*matters.c, place, sa.func.count().over(partition_by=same).label("n")).subquery()
    return sa.select(*(column for column in ranked.c if column.name != "place_in_order")).where(
        ranked.c.place_in_order == 1
    )
