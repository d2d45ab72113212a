"""Where sides agree and where they contradict each other: quotes of two sides on one matter, in one week or day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.queries.bins import Bin, bin_starts
from pipeline.queries.chosen import Chosen, among, choosing, marked
from pipeline.queries.compare import Side, Subject
from pipeline.queries.counting import day_of, objects
from pipeline.queries.filters import Filters
from pipeline.queries.places import name_of
from pipeline.queries.quotes import Key, with_keys
from pipeline.queries.tone import SIDES, camps_of
from pipeline.store import Store
from pipeline.store.columns import NO_DAY, Columns
from pipeline.store.columns.codes import NONE

STANCE = "stance"
# What two quotes have in common; where target or place is -1: not that.
_MATTER = ("topic", "target", "place", "start")
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
    with choosing(store, subject.within(filters)) as chosen:
        pairs = _paired(_matters(chosen, subject, sides, bucket))
        found = {opposed: _Found(chosen.columns, sides, bucket) for opposed in (True, False)}
        for opposed, told in found.items():
            told.take(_foremost(pairs[pairs["opposed"] == opposed], chosen.columns, limit * _TIMES_FOUND))
        against, with_ = (tuple(told.meetings.values())[:limit] for told in found.values())
        keys = {key for meeting in against + with_ for key in (meeting.left_quote, meeting.right_quote)}
        return Meetings(against, with_, with_keys(chosen, sorted(keys)))


class _Found:
    """Meetings by the two quotes that they name."""

    def __init__(self, columns: Columns, sides: Sequence[Side], bucket: Bin) -> None:
        self._columns, self._sides = columns, sides
        self._starts = np.unique(bin_starts(columns.days, bucket))
        self.meetings: dict[tuple[Key, Key], Meeting] = {}

    def take(self, pairs: Iterable[Any]) -> None:
        """Take in pairs, the closest and surest first; of two quotes only the first."""
        for pair in pairs:
            meeting = self._meeting(pair)
            self.meetings.setdefault((meeting.left_quote, meeting.right_quote), meeting)

    def _meeting(self, pair: Any) -> Meeting:
        columns = self._columns
        start = day_of(self._starts[pair.start])
        assert start is not None  # noqa: S101  # undated quotes were left out
        return Meeting(
            topic=pair.topic,
            target=columns.words.actors.of(pair.target),
            gazetteer_id=columns.words.places.of(pair.place),
            place=name_of(columns, pair.place),
            start=start,
            left=self._sides[pair.side_left],
            right=self._sides[pair.side_right],
            left_claims=pair.claim_left,
            right_claims=pair.claim_right,
            left_quote=columns.key(pair.quote_left),
            right_quote=columns.key(pair.quote_right),
            n_left=pair.n_left,
            n_right=pair.n_right,
            certainty=pair.certainty,
        )


def _paired(matters: pd.DataFrame) -> pd.DataFrame:
    """Pair the clearest claims of two sides on one matter, with how close they are and how sure."""
    best = _clearest(matters)
    pairs = best.merge(best, on=list(_MATTER), suffixes=("_left", "_right"))
    pairs = pairs[pairs["side_left"] < pairs["side_right"]]
    pairs = pairs[pairs["fingerprint_left"] != pairs["fingerprint_right"]]
    opposed = pairs["claim_left"] != pairs["claim_right"]
    closeness = np.where(pairs["target"] < 0, 1, np.where(pairs["place"] < 0, 2, 3))
    certainty = pairs["score_left"] * pairs["score_right"]
    pairs = pairs.assign(opposed=opposed, closeness=closeness, certainty=certainty)
    return pairs[pairs["opposed"] | (pairs["topic"] == STANCE)]


def _foremost(pairs: pd.DataFrame, columns: Columns, limit: int) -> list[Any]:
    """Return the closest and surest pairs, at most `limit`."""
    by = ["closeness", "certainty", "start"]
    in_order = pairs.sort_values(by, ascending=False, kind="stable")
    if len(in_order) > limit:  # those that are as close and sure as the last one compete for its place
        as_the_last = (in_order[by] == in_order[by].iloc[limit - 1]).all(axis=1)
        in_order = in_order[as_the_last | (np.arange(len(pairs)) < limit)]

    def order(pair: Any) -> tuple[Any, ...]:
        ends = (*columns.key(pair.quote_left), *columns.key(pair.quote_right))
        return (-pair.closeness, -pair.certainty, -pair.start, *ends)

    return sorted(in_order.itertuples(index=False), key=order)[:limit]


def _clearest(matters: pd.DataFrame) -> pd.DataFrame:
    """Return, of what one side claims of one matter, the quote whose tag is likeliest, with how many there are."""
    same = ["side", "claim", *_MATTER]
    counted = matters.assign(n=matters.groupby(same)["quote"].transform("size"))
    # Rows of the index stand newest first.
    return counted.sort_values(["score", "quote"], ascending=[False, True], kind="stable").drop_duplicates(same)


def _matters(chosen: Chosen, subject: Subject, sides: Sequence[Side], bucket: Bin) -> pd.DataFrame:
    """Return each claim under its target, under each place that it is about, and under both together."""
    asked = [chosen.narrowed(side.within(chosen.filters)) for side in sides]
    claims = pd.concat([_claims(mine, bucket).assign(side=number) for number, mine in enumerate(asked)])
    at = chosen.columns.quote_places
    about = at.about & marked(len(chosen.columns.quotes), claims["quote"].to_numpy())[at.quote]
    if subject.kind == "place":
        about &= among(at.place, chosen.columns.words.places.known([subject.value]))
    places = pd.DataFrame({"quote": at.quote[about].astype(np.int64), "place": at.place[about].astype(np.int64)})
    placed, directed = claims.merge(places, on="quote"), claims["target"] >= 0
    return pd.concat(
        [
            claims[directed].assign(place=NONE),
            placed.assign(target=NONE),
            placed[placed["target"] >= 0],
        ],
        ignore_index=True,
    )


def _claims(mine: Chosen, bucket: Bin) -> pd.DataFrame:
    """Return what the dated quotes of a side claim: their stance's camp, the risks they report or deny."""
    columns, quotes = mine.columns, mine.columns.quotes
    dated = mine.once & (columns.day != NO_DAY)[quotes.article]
    side = camps_of(columns)[quotes.stance]
    stances = np.flatnonzero(dated & (side >= 0))
    risks, told = columns.quote_risks, columns.words.risks.values_by_code
    wanted = mine.filters.risks
    kept = [way in {"reported", "denied"} and (not wanted or label in wanted) for label, way in told]
    rows = np.flatnonzero(dated[risks.quote] & np.array(kept, np.bool_)[risks.risk])
    risk = risks.risk[rows].tolist()
    quote = np.concatenate([stances, risks.quote[rows]]).astype(np.int64)
    day = columns.day_number[quotes.article[quote]]
    return pd.DataFrame(
        {
            "quote": quote,
            "topic": objects([*[STANCE] * len(stances), *(told[one][0] for one in risk)]),
            "claim": objects([*(SIDES[one] for one in side[stances].tolist()), *(told[one][1] for one in risk)]),
            "score": np.concatenate([quotes.stance_score[stances], risks.score[rows]]),
            "target": quotes.target[quote].astype(np.int64),
            "start": np.unique(bin_starts(columns.days, bucket), return_inverse=True)[1][day],
            "fingerprint": quotes.fingerprint[quote],
        }
    )
