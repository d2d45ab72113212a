"""One actor: what it is called, what it is, and what it says, where, about what and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pandas as pd

from pipeline.queries.bins import stances_in_bins
from pipeline.queries.chosen import Chosen, among, choosing
from pipeline.queries.counting import Series, counted, time_of, words
from pipeline.queries.filters import Filters
from pipeline.queries.places import name_of
from pipeline.queries.quotes import Sort, page_of
from pipeline.store import Store
from pipeline.store.columns import UNDATED
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import Ints

_DESCRIBED = ("kind", "role", "affiliation", "wikidata")


@dataclass(frozen=True, slots=True)
class Called:
    """Words that articles use of an actor: a name as written, a role, an affiliation.

    n_articles: articles that use them, copies once. first_at, last_at: when the first and the
    last of them was published, in UTC; None if none has a date.
    """

    words: str
    n_articles: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A place, and how many of an actor's quotes are about it."""

    gazetteer_id: str
    name: str
    n_quotes: int


@dataclass(frozen=True, slots=True)
class WeekOfStance:
    """How many quotes of a week (its Monday; None: undated) take a stance (None: none was found)."""

    week: date | None
    stance: str | None
    n_quotes: int


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor as the articles have it.

    aliases, roles, affiliations: as written, most used first. first_at, last_at: publication of
    the first and the last article that names it. outlets: (name, quotes), most first.
    weeks: in order of time, undated last. quotes: the first page (columns: `queries.quotes`).
    """

    name: str
    kind: str
    wikidata: str | None
    aliases: tuple[Called, ...]
    roles: tuple[Called, ...]
    affiliations: tuple[Called, ...]
    first_at: datetime | None
    last_at: datetime | None
    n_quotes: int
    n_outlets: int
    outlets: tuple[tuple[str, int], ...]
    places: tuple[SpokenOf, ...]
    weeks: tuple[WeekOfStance, ...]
    quotes: pd.DataFrame


def profile(
    store: Store, filters: Filters, name: str, *, most: int = 10, size: int = 20, sort: Sort = "newest"
) -> Profile | None:
    """Return what is known of an actor, by its canonical name; None: no article that matches names it.

    Dates, outlets and languages choose the articles that name it; all filters but that of actors
    choose its quotes. At most `most` aliases, roles, affiliations, outlets and places, and
    `size` quotes; further pages are `quotes` with the actor in the filters.
    """
    with choosing(store, replace(filters, actors=(name,))) as mine:
        named = _named(mine, name)
        if named.empty:
            return None
        weeks = [WeekOfStance(*row) for row in stances_in_bins(mine, "week")]
        outlets = _outlets(mine)
        first_at, last_at = _ends(named["published"])
        return Profile(
            name=name,
            kind=_most_used(named, "kind")[0].words,
            wikidata=next((found.words for found in _most_used(named, "wikidata")), None),
            aliases=_most_used(named, "words")[:most],
            roles=_most_used(named, "role")[:most],
            affiliations=_most_used(named, "affiliation")[:most],
            first_at=first_at,
            last_at=last_at,
            n_quotes=len(mine.quotes),
            n_outlets=len(outlets),
            outlets=outlets[:most],
            places=_places(mine, most=most),
            weeks=tuple(sorted(weeks, key=lambda row: (row.week or date.max, row.stance or ""))),
            quotes=page_of(mine, mine.quotes, limit=size, sort=sort),
        )


def _named(mine: Chosen, name: str) -> pd.DataFrame:
    """Return how articles of the dates, outlets and languages asked for name and describe an actor."""
    columns, naming, code = mine.columns, mine.columns.naming, mine.columns.words
    rows = np.flatnonzero(among(naming.actor, code.actors.known([name])) & mine.published[naming.article])
    article = naming.article[rows]
    described = code.described.named(naming.described[rows].tolist())
    table = pd.DataFrame(described, columns=list(_DESCRIBED), dtype="object")
    table["words"] = words(code.naming, naming.words[rows])
    table["cluster"], table["published"] = columns.cluster[article], columns.articles.published[article]
    return table


def _most_used(table: pd.DataFrame, part: str) -> tuple[Called, ...]:
    """Return what one part of the rows says, most used first."""
    said = table[table[part].notna() & (table[part] != "")]
    called = (
        Called(str(name), rows["cluster"].nunique(), *_ends(rows["published"])) for name, rows in said.groupby(part)
    )
    return tuple(sorted(called, key=lambda found: (-found.n_articles, found.words)))


def _ends(published: Series) -> tuple[datetime | None, datetime | None]:
    dated = published[published != UNDATED]
    return (time_of(dated.min()), time_of(dated.max())) if len(dated) else (None, None)


def _outlets(mine: Chosen) -> tuple[tuple[str, int], ...]:
    outlet = mine.columns.articles.outlet[mine.columns.quotes.article[mine.quotes]]
    return _most_first(outlet, mine.columns.words.outlets)


def _places(mine: Chosen, *, most: int) -> tuple[SpokenOf, ...]:
    at, code = mine.columns.quote_places, mine.columns.words.places
    about = at.place[mine.placed[at.about[mine.placed]]]
    found = _most_first(about, code)[:most]
    return tuple(SpokenOf(place, name_of(mine.columns, code[place]) or place, n) for place, n in found)


def _most_first(column: Ints, code: Codes) -> tuple[tuple[str, int], ...]:
    """Return the words of a column of codes and how often each stands there, most first."""
    (found,), n = counted(column[column >= 0])
    named = zip(code.named(found.tolist()), n.tolist(), strict=True)
    return tuple(sorted(named, key=lambda one: (-one[1], one[0])))
