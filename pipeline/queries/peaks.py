"""The days that stand out of a timeline, each with the quote that says most of why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.labels import is_sure
from pipeline.queries.chosen import Chosen, among, choosing, marked
from pipeline.queries.counting import Series, code_of_day
from pipeline.queries.filters import MODALITIES, STANCES, Filters
from pipeline.queries.quotes import in_order, whole
from pipeline.store import Store
from pipeline.store.columns.tables import Ints

MAX_PEAKS = 4
# In robust standard deviations above the median day. Of days that differ by chance alone, about one in 15 lies above.
UNUSUAL = 1.5
_PER_MAD = 1.4826  # a standard deviation, in median absolute deviations, where days differ by chance
_LOOKED_AT = 8  # the gravest quotes of a day, among which the one that is shown is chosen
MIN_WORDS = 4  # fewer are a fragment that nobody understands alone


@dataclass(frozen=True, slots=True)
class Peak:
    """A day that stands out, and a quote of it.

    n: what the timeline counts on that day, over all labels; usual: the median of all days. label: the
    risk or stance that most of them are, which the quote (article_id, quote) speaks of or is.
    risks: (label, modality) of the quote, for whoever folds graphic words.
    """

    day: date
    n: int
    usual: float
    label: str
    article_id: str
    quote: int
    words: str
    language: str | None
    speaker: str | None
    outlet: str | None
    risks: tuple[tuple[str, str], ...]


def peaks(store: Store, filters: Filters, counts: pd.DataFrame) -> tuple[Peak, ...]:
    """Return the days that stand out, at most four, earliest first; a day without a quote is left out.

    counts: what `timeline` returns for these filters, by day, of risks or of stances.
    """
    dated = counts[counts["date"].notna()]
    daily = dated.groupby("date")["n"].sum()
    usual = _every_day(daily).median() if len(daily) else 0.0
    of_day = [dated[dated["date"] == day] for day in unusual_days(daily)]
    labels = [_leading(rows) for rows in of_day]
    with choosing(store, filters) as chosen:
        told = [
            _gravest(chosen, rows["date"].iloc[0].date(), label) for rows, label in zip(of_day, labels, strict=True)
        ]
        read = whole(chosen, np.unique(np.concatenate([*told, np.empty(0, np.int64)])))
        keys = [{chosen.columns.key(row) for row in rows.tolist()} for rows in told]
    pages = [read[[key in asked for key in zip(read["article_id"], read["quote"], strict=True)]] for asked in keys]
    found = (_peak(*one, usual=float(usual)) for one in zip(of_day, labels, pages, strict=True))
    return tuple(peak for peak in found if peak)


def unusual_days(daily: Series) -> list[pd.Timestamp]:
    """Return the days that stand out of counts by day (index: dates), at most four, earliest first.

    The highest day always; others if they lie 1.5 robust standard deviations above the median of all days
    from the first to the last. The deviation is 1.4826 × the median absolute deviation (Rousseeuw and Croux
    1993), at least the square root of the median: counts vary as much by chance. Fewer than three days have
    nothing to stand out of.
    """
    if len(daily) < 3:
        return []
    every = _every_day(daily)
    median = every.median()
    deviation = max(_PER_MAD * (every - median).abs().median(), max(median, 1.0) ** 0.5)
    highest = every.sort_values(ascending=False, kind="stable").head(MAX_PEAKS)
    out = highest[(highest - median) / deviation >= UNUSUAL]
    return sorted(out.index) or [highest.index[0]]


def _every_day(daily: Series) -> Series:
    return daily.reindex(pd.date_range(daily.index.min(), daily.index.max(), freq="D"), fill_value=0)


def _gravest(chosen: Chosen, day: date, label: str) -> Ints:
    """Return the gravest quotes of a day that speak of a risk, or take a stance, as rows of the index."""
    columns, rows = chosen.columns, chosen.quotes
    quotes, told = columns.quotes, columns.quote_risks
    if label in STANCES:
        with_label = among(quotes.stance, columns.words.stances.known((label,)))
    else:
        how = chosen.filters.modality
        risks = columns.words.risks.known((label, modality) for modality in ([how] if how else MODALITIES))
        with_label = marked(len(quotes), told.quote[among(told.risk, risks)])
    of_day = columns.day == code_of_day(day)
    rows = rows[of_day[quotes.article[rows]] & with_label[rows]]
    return in_order(columns, rows, "gravest", limit=_LOOKED_AT)


def _peak(counts: pd.DataFrame, label: str, page: pd.DataFrame, *, usual: float) -> Peak | None:
    chosen = _top(page, label)
    if chosen is None:
        return None
    return Peak(
        day=counts["date"].iloc[0].date(),
        n=int(counts["n"].sum()),
        usual=usual,
        label=label,
        article_id=chosen["article_id"],
        quote=int(chosen["quote"]),
        words=chosen["words"],
        language=chosen["language"],
        speaker=chosen["speaker"],
        outlet=chosen["outlet"],
        risks=tuple((risk, modality) for risk, modality, _ in chosen["risks"]),
    )


def _leading(counts: pd.DataFrame) -> str:
    """Return the label of most; of risks, what is denied counts only where all is."""
    told = counts[counts["modality"] != "denied"] if "modality" in counts else counts
    sums = (counts if told.empty else told).groupby("label")["n"].sum()
    return str(sums.sort_values(ascending=False, kind="stable").index[0])


def _top(page: pd.DataFrame, label: str) -> Series | None:
    """Choose the quote to show: whole words, a named speaker, a sure label, the gravest, in the most articles."""
    if page.empty:
        return None
    rows: Iterable[Any] = page.itertuples()
    ranks = [
        (len(row.words.split()) >= MIN_WORDS, row.speaker is not None, *_gravity(row, label), row.n_articles)
        for row in rows
    ]
    best: Series = page.iloc[max(range(len(ranks)), key=ranks.__getitem__)]
    return best


def _gravity(row: Any, label: str) -> tuple[bool, float]:
    """Return whether the label is sure, and the highest probability of a risk not denied: of the label, if it is one.

    To one decimal: a hundredth is no reason to prefer a quote to one that more articles carry.
    """
    of_label = row.stance != label  # then it is a risk
    scores = [p for risk, how, p in row.risks if how != "denied" and (risk == label or not of_label)]
    grave = max(scores, default=0.0)
    return is_sure(grave if of_label else row.stance_score), round(grave, 1)
