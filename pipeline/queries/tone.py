"""Changed tone: actors who speak otherwise of somebody than they did in the period before.

Stances fall into two camps by the codebook's quads. Hostile are those of verbal conflict
(condemn, threaten, demand, reject) and warn: it has no quad, but who is warned is told of
harm that comes of its doing, and in our cells it goes with threats. Friendly are those of
verbal cooperation (support, cooperate). The rest takes no side here. `appeal` is verbal
conflict in PLOVER, yet the codebook shows it apart, for it is put to a helper or to all
sides: neither an attack nor a favour. `justify` has no quad and is about the speaker's own
acts, not its target's. `report` takes no side by definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

from pipeline.queries.exact import adjusted, fisher
from pipeline.queries.filters import Filters
from pipeline.queries.matching import A, Q, Select, article_conditions
from pipeline.queries.periods import days_before
from pipeline.queries.quotes import Key, with_keys
from pipeline.queries.spoken import spoken
from pipeline.store import Store

Camp = Literal["hostile", "friendly"]
HOSTILE = ("condemn", "threaten", "demand", "reject", "warn")
FRIENDLY = ("support", "cooperate")
CAMPS: dict[str, Camp] = {**dict.fromkeys(HOSTILE, "hostile"), **dict.fromkeys(FRIENDLY, "friendly")}

DAYS = 28
# With 4 quotes on each side of the change, only a full turn (p = 0.029) is more than chance; with 3, nothing is.
LEAST = 4
MAX_P = 0.05

Period = tuple[date, date]  # first and last day


@dataclass(frozen=True, slots=True)
class Tone:
    """How many quotes of a period are hostile and friendly, copies once."""

    hostile: int
    friendly: int

    @property
    def share_hostile(self) -> float:
        """The hostile ones' share of the quotes that take a side, 0–1."""
        return self.hostile / (self.hostile + self.friendly)


@dataclass(frozen=True, slots=True)
class ChangedTone:
    """An actor and a target, and how the one spoke of the other in two periods.

    p: of Fisher's exact test, two-sided, that the hostile share did not change; p_adjusted: the
    same where many pairs are asked (Benjamini and Hochberg). quote_before, quote_after: the keys
    of the two quotes that show it best: likeliest stance on the side that shrank, before, and on
    the side that grew, after; the newest of equals.
    """

    actor: str
    target: str
    before: Tone
    after: Tone
    p: float
    p_adjusted: float
    quote_before: Key
    quote_after: Key

    @property
    def towards(self) -> Camp:
        """The side that grew."""
        return "hostile" if self.after.share_hostile > self.before.share_hostile else "friendly"


@dataclass(frozen=True, slots=True)
class ChangedTones:
    """Pairs whose tone changed from one period to the next, the least likely by chance first.

    before, after: the periods, in UTC; None: nothing that matches has a date. n_tested: pairs with
    enough quotes in both periods. quotes: those that the changes name, each once (columns:
    `queries.quotes`).
    """

    before: Period | None
    after: Period | None
    n_tested: int
    changes: tuple[ChangedTone, ...]
    quotes: pd.DataFrame


def changed_tones(
    store: Store, filters: Filters, *, days: int = DAYS, least: int = LEAST, max_p: float = MAX_P, limit: int = 20
) -> ChangedTones:
    """Return the pairs of actor and target whose tone changed.

    The period after is that of the filters; without a first day, the last `days` days up to their
    last day or the newest article. The period before is as long and ends the day before; it may
    lie outside the filters' dates. Asked are pairs with at least `least` quotes that take a side in
    both. The test: is the hostile share of those quotes the same in both periods (Fisher's exact
    test, two-sided)? Kept are changes with p up to `max_p`, at most `limit`.
    """
    with store.reading() as connection:
        periods = _periods(filters, _newest(connection, filters), days)
        if periods is None:
            return ChangedTones(None, None, 0, (), with_keys(connection, ()))
        before, after = periods
        both = replace(filters, date_from=before[0], date_to=after[1])
        rows = _counted(connection, both, split=after[0], least=least)
        kept = _tested(rows, max_p=max_p)[:limit]
        shown = _best(connection, both, split=after[0], pairs=[(row.speaker, row.target) for row, _, _ in kept])
        changes = tuple(_change(row, p, p_adjusted, shown) for row, p, p_adjusted in kept)
        keys = [key for change in changes for key in (change.quote_before, change.quote_after)]
        return ChangedTones(before, after, len(rows), changes, with_keys(connection, keys))


def camp(stance: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Return the camp of a stance in SQL; null: it takes no side."""
    return sa.case((stance.in_(HOSTILE), "hostile"), (stance.in_(FRIENDLY), "friendly"))


def _newest(connection: sa.Connection, filters: Filters) -> date | None:
    at = connection.execute(sa.select(sa.func.max(A.published_at)).where(*article_conditions(filters))).scalar_one()
    return at.date() if at else None


def _periods(filters: Filters, newest: date | None, days: int) -> tuple[Period, Period] | None:
    """Return the period before and the one after; None: there is no day to end at, or none left before."""
    last = filters.date_to or newest
    if last is None:
        return None
    first = filters.date_from or date.fromordinal(max(1, last.toordinal() - days + 1))
    before = days_before(replace(filters, date_from=first, date_to=last), today=last)
    if before is None or before.date_from is None or before.date_to is None:
        return None
    return (before.date_from, before.date_to), (first, last)


def _sided(both: Filters, split: date) -> Select:
    """Select the quotes that take a side towards somebody, with their camp and whether they are of the period after."""
    since = sa.case((Q.published_at >= datetime.combine(split, time.min, UTC), 1), else_=0)
    columns = (Q.speaker, Q.target, camp(Q.stance).label("camp"), since.label("later"))
    directed = (Q.speaker.is_not(None), Q.target.is_not(None), Q.stance.in_(HOSTILE + FRIENDLY))
    return spoken(both, *columns).where(*directed)


def _counted(connection: sa.Connection, both: Filters, *, split: date, least: int) -> list[sa.Row[Any]]:
    """Count each pair's quotes by period and camp, where there are enough in both periods."""
    found = _sided(both, split).subquery().c

    def n(later: int, *camps: Camp) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case(((found.later == later) & found.camp.in_(camps), 1), else_=0))

    sides: tuple[Camp, Camp] = ("hostile", "friendly")
    counts = [n(later, side).label(f"{side}_{later}") for later in (0, 1) for side in sides]
    enough = [n(later, *sides) >= least for later in (0, 1)]
    counted = sa.select(found.speaker, found.target, *counts).group_by(found.speaker, found.target).having(*enough)
    return list(connection.execute(counted))


def _tested(rows: Sequence[sa.Row[Any]], *, max_p: float) -> list[tuple[sa.Row[Any], float, float]]:
    """Return the rows that changed with p and adjusted p, the least likely by chance first."""
    found = [fisher((row.hostile_0, row.friendly_0), (row.hostile_1, row.friendly_1)) for row in rows]
    tested = zip(rows, found, adjusted(found), strict=True)
    changed = [item for item in tested if item[1] <= max_p]
    return sorted(changed, key=lambda item: (item[1], item[0].speaker, item[0].target))


def _best(
    connection: sa.Connection, both: Filters, *, split: date, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str, str, int], Key]:
    """Return the key of the quote whose stance is likeliest, by speaker, target, camp and period (1: after)."""
    chosen = _sided(both, split).where(sa.tuple_(Q.speaker, Q.target).in_(list(pairs)))
    inner = chosen.add_columns(Q.article_id, Q.quote, Q.stance_score, Q.published_at).subquery().c
    best_first = (inner.stance_score.desc(), inner.published_at.desc(), inner.article_id, inner.quote)
    by = (inner.speaker, inner.target, inner.camp, inner.later)
    place = sa.func.row_number().over(partition_by=by, order_by=best_first).label("place")
    ranked = sa.select(*by, inner.article_id, inner.quote, place).subquery()
    firsts = connection.execute(sa.select(ranked).where(ranked.c.place == 1)) if pairs else ()
    return {(row.speaker, row.target, row.camp, row.later): (row.article_id, row.quote) for row in firsts}


def _change(row: sa.Row[Any], p: float, p_adjusted: float, shown: dict[tuple[str, str, str, int], Key]) -> ChangedTone:
    before, after = Tone(row.hostile_0, row.friendly_0), Tone(row.hostile_1, row.friendly_1)
    grew, shrank = ("hostile", "friendly") if after.share_hostile > before.share_hostile else ("friendly", "hostile")
    pair = (row.speaker, row.target)
    return ChangedTone(*pair, before, after, p, p_adjusted, shown[*pair, shrank, 0], shown[*pair, grew, 1])
