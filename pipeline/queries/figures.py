"""Counts over what matches: key figures, timeline, actors, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from pipeline.queries.bins import bin_starts
from pipeline.queries.chosen import Chosen, choosing
from pipeline.queries.counting import (
    Series,
    counted,
    day_of,
    first_by,
    n_different,
    objects,
    tallied,
    times,
    words,
)
from pipeline.queries.filters import MODALITIES, Filters
from pipeline.queries.places import entries
from pipeline.store import Store
from pipeline.store.columns import NO_DAY, UNDATED, Columns
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import Ints, Mask, Objects

Bucket = Literal["day", "week", "month"]

_PLACE_BITS = 32


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What matches, in numbers. Copies of a wire text are counted once, but in `articles`.

    feared, reported, denied: independent articles (or, with filters on what was said, quotes'
    articles) that speak of a risk in this way. undated: matching articles without a date;
    undated_left_out: articles that only the date filter leaves out, because they have none.
    """

    articles: int
    independent_articles: int
    quotes: int
    speakers: int
    places: int
    outlets: int
    feared: int
    reported: int
    denied: int
    undated: int
    undated_left_out: int
    toponyms: int
    unresolved: int

    @property
    def share_unresolved(self) -> float:
        """The share of toponyms in matching articles that led to no place, 0–1."""
        return self.unresolved / self.toponyms if self.toponyms else 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to choose from in the whole store, most frequent first.

    actors: name, kind, affiliation, n_quotes. affiliations: name, n_quotes.
    places: gazetteer_id, name, country, precision, n_articles. outlets: name, n_articles.
    languages: code, n_articles. first_day, last_day: of the dated articles.
    """

    actors: pd.DataFrame
    affiliations: pd.DataFrame
    places: pd.DataFrame
    outlets: pd.DataFrame
    languages: pd.DataFrame
    first_day: date | None
    last_day: date | None


def key_figures(store: Store, filters: Filters) -> KeyFigures:
    """Count what matches."""
    with choosing(store, filters) as chosen:
        columns = chosen.columns
        matching = np.flatnonzero(chosen.articles)
        places = columns.toponyms.place[chosen.named]
        return KeyFigures(
            articles=len(matching),
            independent_articles=n_different(columns.cluster[matching]),
            quotes=len(chosen.quotes),
            speakers=_n_known(columns.quotes.speaker[chosen.quotes]),
            places=_n_known(places),
            outlets=_n_known(columns.articles.outlet[matching]),
            undated=int(np.count_nonzero(columns.articles.published[matching] == UNDATED)),
            undated_left_out=int(np.count_nonzero(chosen.undated_articles)) if filters.dated else 0,
            toponyms=len(places),
            unresolved=int(np.count_nonzero(places < 0)),
            **_by_modality(chosen),
        )


def timeline(
    store: Store, filters: Filters, *, bucket: Bucket = "day", by: Literal["risk", "stance"] = "risk"
) -> pd.DataFrame:
    """Return counts over time.

    Columns: date (first day of the bucket, weeks from Monday; NaT: undated), label, modality (risks only), n.
    By risk, n counts independent articles that speak of it; with filters on what was said, in matching quotes
    only. By stance, n counts quotes. Copies count once, on the day of the first.
    """
    with choosing(store, filters) as chosen:
        starts, number = np.unique(_start(chosen.columns.days, bucket), return_inverse=True)
        (at, label), n = _risks_by_day(chosen, number) if by == "risk" else _stances_by_day(chosen, number)
        code = chosen.columns.words.risks if by == "risk" else chosen.columns.words.stances
    in_order = sorted(range(code.size), key=code.values_by_code.__getitem__)
    place = np.argsort(np.array(in_order, np.int64))
    order = np.lexsort((place[label], at))
    days = starts[at[order]].astype(np.int64)
    table = pd.DataFrame(
        {"date": np.where(days == NO_DAY, UNDATED, days).astype("datetime64[D]").astype("datetime64[us]")}
    )
    for name, words_ in _labels(code, by):
        table[name] = pd.Series(words_[label[order]], dtype="object")
    return table.assign(n=n[order])


def _labels(code: Codes, by: str) -> list[tuple[str, Objects]]:
    """Return the columns that name what is counted, by its code."""
    values = code.values_by_code
    if by == "stance":
        return [("label", _array(values))]
    return [("label", _array([label for label, _ in values])), ("modality", _array([how for _, how in values]))]


def _array(values: Sequence[str]) -> Objects:
    return np.array([*values, None], np.object_)


def actors(store: Store, filters: Filters) -> pd.DataFrame:
    """Return one row a speaker of matching quotes, most quoted first.

    Columns: name, kind, affiliation (both as in the newest article, or None), n_quotes, n_articles (copies once),
    stances: tuple of (label, quotes), most first; first_at, last_at: times in UTC, NaT if all undated.
    """
    with choosing(store, filters) as chosen:
        columns, quotes = chosen.columns, chosen.columns.quotes
        rows = chosen.quotes[quotes.speaker[chosen.quotes] >= 0]
        speaker, article, size = quotes.speaker[rows], quotes.article[rows], columns.words.actors.size
        published = columns.articles.published[article]
        dated = published != UNDATED
        newest = first_by(speaker[dated], published[dated], size=size, missing=UNDATED)
        oldest = first_by(speaker[dated][::-1], published[dated][::-1], size=size, missing=UNDATED)
        (names,), n_quotes = counted(speaker)
        (spoke, _), _ = counted(speaker, columns.cluster[article])
        table = pd.DataFrame(
            {
                **_described(columns, rows, names),
                "n_quotes": n_quotes,
                "n_articles": np.bincount(spoke, minlength=size)[names],
                "first_at": times(oldest[names]),
                "last_at": times(newest[names]),
            }
        )
        said = _stances_of(columns, rows)
        table["stances"] = objects(said.get(name, ()) for name in names.tolist())
    return table.sort_values(["n_quotes", "name"], ascending=[False, True], ignore_index=True)


def options(store: Store) -> Options:
    """Return what the filters can be set to."""
    with choosing(store, Filters()) as chosen:
        columns, code = chosen.columns, chosen.columns.words
        dated = columns.day[columns.day != NO_DAY]
        articles = columns.articles
        return Options(
            actors=_speakers(columns, chosen.quotes),
            affiliations=_named(code.affiliations, columns.quotes.affiliation[chosen.quotes], of="n_quotes"),
            places=_places(columns),
            outlets=_named(code.outlets, articles.outlet, of="n_articles"),
            languages=_named(code.languages, articles.language, of="n_articles"),
            first_day=day_of(dated.min(initial=NO_DAY)),
            last_day=day_of(dated.max()) if len(dated) else None,
        )


def _n_known(codes: Ints) -> int:
    return n_different(codes[codes >= 0])


def _by_modality(chosen: Chosen) -> dict[str, int]:
    """Count the independent articles that speak of a risk in each way."""
    cluster, risk, _ = _risks(chosen)
    found = dict.fromkeys(MODALITIES, 0)
    told = np.array([MODALITIES.index(modality) for _, modality in chosen.columns.words.risks.values_by_code], np.int64)
    (modality, _), _ = counted(told[risk], cluster)
    for number, n in enumerate(np.bincount(modality).tolist()):
        found[MODALITIES[number]] = n
    return found


def _risks(chosen: Chosen) -> tuple[Ints, Ints, Ints]:
    """Return cluster, risk and day (its place in `days`) of what matching quotes, or all matching words, speak of."""
    columns = chosen.columns
    spoken, written = columns.quote_risks, columns.article_risks
    article, risk = columns.quotes.article[spoken.quote[chosen.spoken_of]], spoken.risk[chosen.spoken_of]
    if not chosen.filters.about_speech:
        article = np.concatenate([article, written.article[chosen.written_of]])
        risk = np.concatenate([risk, written.risk[chosen.written_of]])
    return columns.cluster[article], risk, columns.day_number[article]


def _risks_by_day(chosen: Chosen, bucket: Ints) -> tuple[tuple[Ints, ...], Ints]:
    """Count independent articles by bucket (of each day) and code of a risk, on the first day they speak of it."""
    cluster, risk, day = _risks(chosen)
    n_risks, never = chosen.columns.words.risks.size, len(chosen.columns.days)
    key = cluster.astype(np.int64) * n_risks + risk
    first = np.full((int(cluster.max(initial=-1)) + 1) * n_risks, never, np.int32)
    np.minimum.at(first, key, day)
    found = np.flatnonzero(first != never)
    return counted(bucket[first[found]], found % max(1, n_risks))


def _stances_by_day(chosen: Chosen, bucket: Ints) -> tuple[tuple[Ints, ...], Ints]:
    """Count quotes by bucket (of each day) and code of a stance."""
    quotes = chosen.columns.quotes
    rows = chosen.quotes[quotes.stance[chosen.quotes] >= 0]
    return counted(bucket[chosen.columns.day_number[quotes.article[rows]]], quotes.stance[rows])


def _described(columns: Columns, rows: Ints, names: Ints) -> dict[str, Series]:
    """Return names of speakers with their kind and affiliation as the newest of some quotes has them."""
    quotes, code = columns.quotes, columns.words
    speaker = quotes.speaker[rows]

    def newest(column: Ints) -> Ints:
        known: Mask = column[rows] >= 0
        return first_by(speaker[known], column[rows][known], size=code.actors.size, missing=-1)[names]

    return {
        "name": words(code.actors, names),
        "kind": words(code.kinds, newest(quotes.kind)),
        "affiliation": words(code.affiliations, newest(quotes.affiliation)),
    }


def _stances_of(columns: Columns, rows: Ints) -> dict[int, tuple[tuple[Any, ...], ...]]:
    """Return the stances of each speaker: (label, quotes), most first."""
    rows = rows[columns.quotes.stance[rows] >= 0]
    (speaker, stance), n = counted(columns.quotes.speaker[rows], columns.quotes.stance[rows])
    return tallied(speaker, n, stance, columns.words.stances)


def _speakers(columns: Columns, rows: Ints) -> pd.DataFrame:
    speaker = columns.quotes.speaker[rows]
    (names,), n = counted(speaker[speaker >= 0])
    table = pd.DataFrame({**_described(columns, rows[speaker >= 0], names), "n_quotes": n})
    return table.sort_values(["n_quotes", "name"], ascending=[False, True], ignore_index=True)


def _places(columns: Columns) -> pd.DataFrame:
    # Each place once an article. Rows of one article stand together, so that they are almost sorted.
    article = columns.toponyms.article.astype(np.int64)
    named = np.sort(article << _PLACE_BITS | columns.toponyms.place.astype(np.uint32), kind="stable")
    once = named[np.flatnonzero(np.diff(named, prepend=-1))] & (2**_PLACE_BITS - 1)
    (place,), n = counted(once[once < columns.words.places.size])
    table = entries(columns, place)[["gazetteer_id", "name", "country", "precision"]].assign(n_articles=n)
    return table.sort_values(["n_articles", "gazetteer_id"], ascending=[False, True], ignore_index=True)


def _named(code: Codes, column: Ints, *, of: str) -> pd.DataFrame:
    (names,), n = counted(column[column >= 0])
    table = pd.DataFrame({"name": words(code, names), of: n})
    return table.sort_values([of, "name"], ascending=[False, True], ignore_index=True)


def _start(days: Ints, bucket: Bucket) -> Ints:
    """Return the first day of the bucket of each day; NO_DAY stays."""
    if bucket != "month":
        return bin_starts(days, bucket)
    dates = np.where(days == NO_DAY, 0, days).astype("datetime64[D]")
    return np.where(days == NO_DAY, days, dates.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))
