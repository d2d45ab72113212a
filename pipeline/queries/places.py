"""Places: what is said and written about each, and who speaks where about what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.queries.chosen import Chosen, choosing, marked
from pipeline.queries.counting import belonging, counted, objects, tallied
from pipeline.queries.filters import Filters
from pipeline.store import Store
from pipeline.store.columns import Columns
from pipeline.store.columns.tables import Ints

_ENTRY = ("gazetteer_id", "name", "country", "admin1", "latitude", "longitude", "precision", "radius_km")
_NUMBERS = {"latitude", "longitude", "radius_km"}


def places(store: Store, filters: Filters) -> pd.DataFrame:
    """Return one row a resolved place that the matching quotes and articles name, most quoted first.

    Filters on what was said leave only the places that matching quotes are about or were
    spoken at. A country is a row as well: never draw it as a point. Copies count once.

    Columns:
        gazetteer_id, name, country (ISO 3166-1 alpha-2), admin1: str (the last two or None).
        latitude, longitude: degrees, WGS 84. precision: str. radius_km: float.
        n_quotes: int, matching quotes about it or spoken at it; n_articles: int, articles naming it.
        n_about, n_spoken_at: int, matching quotes by part. n_background: int, articles naming it in passing.
        top_risk: label spoken of most in the quotes about it, or None.
        risks: tuple of (label, modality, quotes), most first. stances: tuple of (label, quotes), most first.
    """
    with choosing(store, filters) as chosen:
        said, about = _said(chosen)
        n_articles, n_background = _naming(chosen)
        found = np.flatnonzero(said["n_quotes"] + n_articles)
        table = entries(chosen.columns, found)
        table.insert(8, "n_quotes", said["n_quotes"][found])
        table["n_about"], table["n_spoken_at"] = said["n_about"][found], said["n_spoken_at"][found]
        table["n_articles"], table["n_background"] = n_articles[found], n_background[found]
        stances, risks = _stances(chosen, about), _risks(chosen, about)
    table["stances"] = objects(stances.get(place, ()) for place in found.tolist())
    table["risks"] = objects(risks.get(place, ()) for place in found.tolist())
    table["top_risk"] = objects(told[0][0] if told else None for told in table["risks"])
    return table.sort_values(
        ["n_quotes", "n_articles", "gazetteer_id"], ascending=[False, False, True], ignore_index=True
    )


def place_names(store: Store, gazetteer_ids: Sequence[str]) -> dict[str, str]:
    """Return the name of each place (gazetteer id → name); those that no article names are left out."""
    with choosing(store, Filters()) as chosen:
        code = chosen.columns.words.places
        names = {one: name_of(chosen.columns, code.get(one, -1)) for one in gazetteer_ids}
    return {one: name for one, name in names.items() if name is not None}


def arcs(store: Store, filters: Filters) -> pd.DataFrame:
    """Return where was spoken about where: one row a pair of different places, most quotes first.

    Columns: from_id, from_name, from_latitude, from_longitude, from_precision (spoken at);
    to_id, to_name, to_latitude, to_longitude, to_precision (about); n_quotes: int, copies once.
    """
    with choosing(store, filters) as chosen:
        at, columns = chosen.columns.quote_places, chosen.columns
        rows = chosen.placed[at.about[chosen.placed]]
        here, there = columns.spoken_at[at.quote[rows]], at.place[rows]
        apart = (here >= 0) & (here != there)
        ends, n = counted(here[apart], there[apart])
        named = [_end(columns, end, prefix) for end, prefix in zip(ends, ("from", "to"), strict=True)]
        table = pd.concat(named, axis=1)
    table["n_quotes"] = n
    return table.sort_values(["n_quotes", "from_id", "to_id"], ascending=[False, True, True], ignore_index=True)


def entries(columns: Columns, place: Ints) -> pd.DataFrame:
    """Return what the gazetteer says of places, as the newest article that names each has it.

    All of one entry: coordinates of two versions of a gazetteer never mix.
    """
    entry = columns.entry[place]
    found = {name: part[entry] for name, part in zip(_ENTRY, columns.entry_columns, strict=True)}
    types = {name: "float64" if name in _NUMBERS else "object" for name in _ENTRY}
    return pd.DataFrame({name: pd.Series(part, dtype=types[name]) for name, part in found.items()})


def name_of(columns: Columns, place: int) -> str | None:
    """Return the name of a place by its code; None: no article names it."""
    entry = columns.words.entries.of(int(columns.entry[place])) if place >= 0 else None
    return entry[1] if entry else None


def _end(columns: Columns, place: Ints, prefix: str) -> pd.DataFrame:
    table = entries(columns, place)[["gazetteer_id", "name", "latitude", "longitude", "precision"]]
    return table.rename(columns={"gazetteer_id": "id"}).add_prefix(f"{prefix}_")


def _said(chosen: Chosen) -> tuple[dict[str, Ints], Ints]:
    """Count the matching quotes of each place, by part; and return the rows of quote_places that are about one."""
    at, size = chosen.columns.quote_places, chosen.columns.words.places.size
    is_about = at.about[chosen.placed]
    about, spoken_at = chosen.placed[is_about], chosen.placed[~is_about]
    counts = {
        "n_about": np.bincount(at.place[about], minlength=size),
        "n_spoken_at": np.bincount(at.place[spoken_at], minlength=size),
    }
    twice = np.bincount(at.place[spoken_at[at.also_about[spoken_at]]], minlength=size)
    return {**counts, "n_quotes": counts["n_about"] + counts["n_spoken_at"] - twice}, about


def _naming(chosen: Chosen) -> tuple[Ints, Ints]:
    """Count the matching articles, copies once, that name each place; and those that do so in passing.

    When what was said is asked for, only places of the matching quotes count.
    """
    columns = chosen.columns
    if chosen.filters.about_speech:
        at = columns.quote_places
        cluster = columns.cluster[columns.quotes.article[at.quote[chosen.placed]]]
        (found, _), _ = counted(at.place[chosen.placed], cluster)
        n_articles = np.bincount(found, minlength=columns.words.places.size)
        return n_articles, np.zeros_like(n_articles)
    passing = columns.toponyms.role == columns.words.roles.get("background", -2)
    return _n_naming(columns, chosen.named), _n_naming(columns, chosen.named[passing[chosen.named]])


def _n_naming(columns: Columns, rows: Ints) -> Ints:
    """Count the clusters that name each place in some rows of toponyms."""
    number, place = columns.namings
    found = place[marked(len(place), number[rows])]
    return np.bincount(found[found >= 0], minlength=columns.words.places.size)


def _stances(chosen: Chosen, about: Ints) -> dict[int, tuple[tuple[Any, ...], ...]]:
    """Return the stances of the quotes about each place: (label, quotes), most first."""
    at, stance = chosen.columns.quote_places, chosen.columns.quotes.stance
    rows = about[stance[at.quote[about]] >= 0]
    (place, taken), n = counted(at.place[rows], stance[at.quote[rows]])
    return tallied(place, n, taken, chosen.columns.words.stances)


def _risks(chosen: Chosen, about: Ints) -> dict[int, tuple[tuple[Any, ...], ...]]:
    """Return the risks that the quotes about each place speak of: (label, modality, quotes), most first."""
    at, risks = chosen.columns.quote_places, chosen.columns.quote_risks
    rows, of = belonging(chosen.columns.first_risk, at.quote[about])
    (place, risk), n = counted(at.place[about][of], risks.risk[rows])
    return tallied(place, n, risk, chosen.columns.words.risks)
