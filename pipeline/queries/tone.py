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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from pipeline.queries.chosen import Chosen, among, choosing, moment
from pipeline.queries.counting import counted, day_of
from pipeline.queries.exact import adjusted, fisher
from pipeline.queries.filters import Filters
from pipeline.queries.periods import days_before
from pipeline.queries.quotes import Key, with_keys
from pipeline.store import Store
from pipeline.store.columns import Columns
from pipeline.store.columns.tables import Ints

Camp = Literal["hostile", "friendly"]
HOSTILE = ("condemn", "threaten", "demand", "reject", "warn")
FRIENDLY = ("support", "cooperate")
SIDES: tuple[Camp, Camp] = ("hostile", "friendly")
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
    with choosing(store, filters) as chosen:
        periods = _periods(filters, _newest(chosen), days)
        if periods is None:
            return ChangedTones(None, None, 0, (), with_keys(chosen, ()))
        before, after = periods
        sided = _Sided(chosen.narrowed(replace(filters, date_from=before[0], date_to=after[1])), split=after[0])
        pairs = sided.pairs(least=least)
        kept = _tested(pairs, max_p=max_p)[:limit]
        shown = sided.best([pair for pair, _, _ in kept])
        changes = tuple(_change(pair, p, p_adjusted, shown) for pair, p, p_adjusted in kept)
        keys = [key for change in changes for key in (change.quote_before, change.quote_after)]
        return ChangedTones(before, after, len(pairs), changes, with_keys(chosen, keys))


def camps_of(columns: Columns) -> Ints:
    """Return, for each code of a stance, its place in SIDES, or -1: it takes no side; the last is for no stance."""
    camps = [CAMPS.get(stance) for stance in columns.words.stances.values_by_code]
    return np.array([*(-1 if camp is None else SIDES.index(camp) for camp in camps), -1], np.int8)


def _newest(chosen: Chosen) -> date | None:
    published = np.flatnonzero(chosen.published)  # the newest article stands first
    return day_of(chosen.columns.day[published[0]]) if len(published) else None


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


class _Pair(NamedTuple):
    """An actor and a target, by code and name, and how one spoke of the other."""

    key: tuple[int, int]
    actor: str
    target: str
    before: Tone
    after: Tone


class _Sided:
    """The chosen quotes that take a side towards somebody."""

    def __init__(self, chosen: Chosen, *, split: date) -> None:
        self.columns, rows = chosen.columns, chosen.quotes
        quotes = self.columns.quotes
        side = camps_of(self.columns)[quotes.stance[rows]]
        directed = (side >= 0) & (quotes.speaker[rows] >= 0) & (quotes.target[rows] >= 0)
        self.rows, self.side = rows[directed], side[directed]
        self.actor, self.target = quotes.speaker[self.rows], quotes.target[self.rows]
        since = moment(datetime.combine(split, time.min, UTC))
        self.later = self.columns.articles.published[quotes.article[self.rows]] >= since

    def pairs(self, *, least: int) -> list[_Pair]:
        """Return the pairs that have enough quotes before and after."""
        (actor, target), _ = counted(self.actor, self.target)
        counts = {key: [0, 0, 0, 0] for key in zip(actor.tolist(), target.tolist(), strict=True)}
        (*pair, later, side), n = counted(self.actor, self.target, self.later.astype(np.int8), self.side)
        for one, other, when, camp, count in zip(*(column.tolist() for column in (*pair, later, side, n)), strict=True):
            counts[one, other][2 * when + camp] = count
        enough = {key: c for key, c in counts.items() if min(c[0] + c[1], c[2] + c[3]) >= least}
        names = self.columns.words.actors
        return [_Pair(key, names.of(key[0]), names.of(key[1]), Tone(*c[:2]), Tone(*c[2:])) for key, c in enough.items()]

    def best(self, pairs: Sequence[_Pair]) -> dict[tuple[int, int, str, int], Key]:
        """Return the key of the quote whose stance is likeliest, by actor, target, camp and period (1: after)."""
        wanted = {pair.key for pair in pairs}
        of_pair = among(self.actor, [actor for actor, _ in wanted]) & among(self.target, [one for _, one in wanted])
        at = np.flatnonzero(of_pair)
        best_first = at[np.argsort(-self.columns.quotes.stance_score[self.rows[at]], kind="stable")]
        found: dict[tuple[int, int, str, int], Key] = {}
        for place in best_first.tolist():
            pair = (int(self.actor[place]), int(self.target[place]))
            of = (*pair, SIDES[self.side[place]], int(self.later[place]))
            if pair in wanted and of not in found:
                found[of] = self.columns.key(self.rows[place])
        return found


def _tested(pairs: Sequence[_Pair], *, max_p: float) -> list[tuple[_Pair, float, float]]:
    """Return the pairs that changed with p and adjusted p, the least likely by chance first."""
    periods = [[(tone.hostile, tone.friendly) for tone in (pair.before, pair.after)] for pair in pairs]
    found = [fisher(*both) for both in periods]
    tested = zip(pairs, found, adjusted(found), strict=True)
    changed = [item for item in tested if item[1] <= max_p]
    return sorted(changed, key=lambda item: (item[1], item[0].actor, item[0].target))


def _change(pair: _Pair, p: float, p_adjusted: float, shown: Mapping[tuple[int, int, str, int], Key]) -> ChangedTone:
    before, after = pair.before, pair.after
    grew, shrank = ("hostile", "friendly") if after.share_hostile > before.share_hostile else ("friendly", "hostile")
    quotes = shown[*pair.key, shrank, 0], shown[*pair.key, grew, 1]
    return ChangedTone(pair.actor, pair.target, before, after, p, p_adjusted, *quotes)
