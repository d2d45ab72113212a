"""From a store and filters to the brief: ask, choose, number the notes in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

import pandas as pd

from pipeline import queries
from pipeline.brief import phrases
from pipeline.brief.choosing import MAX_NEWS, Chosen, choose
from pipeline.brief.model import (
    PARTS,
    Brief,
    Figure,
    Group,
    News,
    Note,
    Part,
    Picture,
    PlaceLine,
    QuoteLine,
    RiskWords,
)
from pipeline.method import sections
from pipeline.queries import Filters, KeyFigures, Passage, passage_of
from pipeline.records import Precision
from pipeline.store import Store

By = Literal["place", "actor"]

MAX_PLACES = 10
MAX_AREAS = 5
_NOWHERE: dict[By, str] = {"place": "No place known", "actor": "Speaker not named"}
_NO_POINT = (Precision.COUNTRY, Precision.AREA)
_FIGURES = (
    ("Articles", "articles", "All matching articles, each copy of a wire text counted."),
    ("Independent reports", "independent_articles", "Matching articles, near-duplicates of one text counted once."),
    ("Quotes", "quotes", "Matching quotes, copies counted once."),
    ("Speakers", "speakers", "Different speakers of matching quotes."),
    ("Places", "places", "Different resolved places named in matching articles."),
    ("Outlets", "outlets", "Different outlets of matching articles."),
    ("Risk reported", "reported", "Independent reports that speak of a risk as a fact."),
    ("Risk feared", "feared", "Independent reports that speak of a risk as feared, threatened or possible."),
    ("Risk denied", "denied", "Independent reports that speak of a risk as denied."),
)


class Notes:
    """Footnotes, numbered as they come."""

    def __init__(self) -> None:
        self._notes: list[Note] = []

    def add(self, words: str, cited: Iterable[Passage | None]) -> int:
        """Keep a note; return its number."""
        kept = tuple(passage for passage in cited if passage)
        self._notes.append(Note(len(self._notes) + 1, words, kept))
        return len(self._notes)

    def all(self) -> tuple[Note, ...]:
        """Return the notes in their order."""
        return tuple(self._notes)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the brief is about, what it is compared with, and the notes so far."""

    store: Store
    filters: Filters
    before: Filters | None
    firsts: Mapping[tuple[str, int], tuple[str, ...]]  # what a quote says first, in words
    notes: Notes


def build(
    store: Store,
    filters: Filters,
    *,
    now: datetime,
    since: datetime | None = None,
    by: By = "place",
    title: str = "Brief",
    author: str = "",
    address: str = "",
    parts: Collection[Part] = PARTS,
    pictures: Sequence[Picture] = (),
) -> Brief:
    """Return the current view as a brief.

    `now` and `since` are aware. `since` is when the reader last looked: default the first day that
    the filters ask for, else 24 hours ago. `by` is what quotes are grouped by. `address` is that of
    the view; `pictures` are its map and charts. Of the parts, those asked for are worked out.

    Raises:
        StoreError: the store cannot be read.
    """
    since = since or _default_since(filters, now)
    wanted = tuple(part for part in PARTS if part in parts)
    chosen = choose(store, filters, since, wanted)
    names = _place_names(store, filters, chosen.firsts)
    before = queries.days_before(filters, today=now.astimezone(UTC).date())
    asked = _Asked(store, filters, before, _in_words(chosen.firsts, names), Notes())
    return Brief(
        title=title,
        author=author,
        address=address,
        asked=phrases.asked(filters, names),
        parts=wanted,
        pictures=tuple(pictures),
        **_body(asked, chosen, since, by, wanted),
        **_around(asked, now),
    )


def _body(asked: _Asked, chosen: Chosen, since: datetime, by: By, parts: Collection[Part]) -> dict[str, Any]:
    """Return the parts in the order of the page, in which the notes are numbered."""
    figures = _figures(asked) if "figures" in parts else ()
    news = _news(asked, since, chosen.new) if "news" in parts else None
    places, areas = _places(asked) if "places" in parts else ((), ())
    return {
        "figures": figures,
        "news": news,
        "places": places,
        "areas": areas,
        "gravest": _groups(asked, chosen.gravest, by),
        "novel": _groups(asked, chosen.novel, by),
    }


def _around(asked: _Asked, now: datetime) -> dict[str, Any]:
    """Return what stands around the parts, once these have made all notes."""
    notes, status = asked.notes.all(), queries.status(asked.store)
    models = queries.models(asked.store, sorted({passage.article_id for note in notes for passage in note.cited}))
    return {
        "made_at": now,
        "run_at": status.last_run_at,
        "newest_at": status.newest_at,
        "period": _period(asked, now),
        "notes": notes,
        "method": sections("brief", models),
        "models": tuple((part, version) for part, versions in models.items() for version in versions),
    }


def _default_since(filters: Filters, now: datetime) -> datetime:
    return datetime.combine(filters.date_from, time.min, UTC) if filters.date_from else now - timedelta(days=1)


def _place_names(store: Store, filters: Filters, firsts: pd.DataFrame) -> dict[str, str]:
    places = {first.of for found in firsts["firsts"] for first in found if first.kind == "place"}
    return queries.place_names(store, sorted(places.union(filters.places)))


def _in_words(firsts: pd.DataFrame, names: Mapping[str, str]) -> dict[tuple[str, int], tuple[str, ...]]:
    keys = zip(firsts["article_id"], firsts["quote"], strict=True)
    told = [phrases.firsts(found, names) for found in firsts["firsts"]]
    return dict(zip(keys, told, strict=True))


def _period(asked: _Asked, now: datetime) -> str:
    first_day = queries.first_day(asked.store)
    return phrases.period(asked.filters, asked.before, today=now.astimezone(UTC).date(), first_day=first_day)


def _figures(asked: _Asked) -> tuple[Figure, ...]:
    now = queries.key_figures(asked.store, asked.filters)
    before = queries.key_figures(asked.store, asked.before) if asked.before else None
    examples = _examples(asked)
    found = []
    for name, field, words in _FIGURES:
        value = getattr(now, field)
        example = examples[field]() if value else None
        note = asked.notes.add(_counted(field, words, now, example), [example])
        found.append(Figure(name, value, getattr(before, field) if before else None, note))
    return tuple(found)


def _counted(field: str, words: str, figures: KeyFigures, example: Passage | None) -> str:
    if field == "places" and figures.toponyms:
        words += f" {figures.unresolved:,} of {figures.toponyms:,} names led to no place and are not in it."
    if field == "articles" and figures.undated:
        words += f" {figures.undated:,} of them have no date."
    if field == "articles" and figures.undated_left_out:
        words += f" {figures.undated_left_out:,} more have no date and are left out."
    return f"{words} The newest:" if example else words


def _examples(asked: _Asked) -> dict[str, Callable[[], Passage | None]]:
    """Return, for each figure, how to find the newest of what it counts."""
    store, filters = asked.store, asked.filters

    def article() -> Passage | None:
        return queries.newest_article(store, filters)

    def quote(narrowed: Filters = filters) -> Passage | None:
        page = queries.quotes(store, narrowed, limit=1)
        return None if page.empty else passage_of(next(page.itertuples(index=False)))

    def risk(modality: str) -> Passage | None:
        spoken = quote(replace(filters, modality=modality)) if filters.modality in {None, modality} else None
        return spoken if filters.about_speech else queries.newest_risk(store, filters, modality) or spoken

    return {
        **dict.fromkeys(("articles", "independent_articles", "outlets"), article),
        **dict.fromkeys(("quotes", "speakers"), quote),
        "places": lambda: queries.newest_toponym(store, filters),
        "reported": lambda: risk("reported"),
        "feared": lambda: risk("feared"),
        "denied": lambda: risk("denied"),
    }


def _news(asked: _Asked, since: datetime, new: pd.DataFrame) -> News:
    found = queries.changes(asked.store, asked.filters, since)
    revised = queries.changed_quotes(asked.store, asked.filters, since, "revised", limit=MAX_NEWS)
    withdrawn = queries.changed_quotes(asked.store, asked.filters, since, "withdrawn", limit=MAX_NEWS)
    gone = queries.taken_out(asked.store, asked.filters, since, limit=MAX_NEWS)
    note = asked.notes.add(
        "Counted by when the store learned of it.",
        [passage_of(quote) for frame in (new, revised, withdrawn, gone) for quote in frame.head(1).itertuples()],
    )
    lines = [_line(asked, quote) for quote in new.itertuples()]
    lines += [_line(asked, quote, became="revised since") for quote in revised.itertuples()]
    lines += [_line(asked, quote, became="withdrawn with its article") for quote in withdrawn.itertuples()]
    lines += [_gone(asked, quote) for quote in gone.itertuples()]
    return News(since, phrases.changed(found), note, tuple(lines))


def _gone(asked: _Asked, quote: Any) -> QuoteLine:
    """Return a quote that a revision took out; what was found in it then is not told again."""
    told = f"Stood in an earlier version of the article, replaced {phrases.moment(quote.withdrawn_at)}:"
    passage = replace(passage_of(quote), withdrawn_at=None)
    return QuoteLine(
        words=phrases.shortened(quote.words),
        language=quote.language,
        direct=False,
        speaker=", ".join(part for part in (quote.speaker, quote.affiliation) if part),
        stance=phrases.stance(quote.stance, float("nan"), None),
        risks=(),
        about=(),
        spoken_at=None,
        outlet=quote.outlet,
        published_at=passage.published_at,
        published_precision=quote.published_precision,
        outlets=1,
        firsts=(),
        note=asked.notes.add(told, [passage]),
        withdrawn="taken out of its article",
    )


def _places(asked: _Asked) -> tuple[tuple[PlaceLine, ...], tuple[PlaceLine, ...]]:
    """Return the places, and apart from them the countries and wider areas, most quoted first."""
    found = queries.places(asked.store, asked.filters)
    earlier = queries.places(asked.store, asked.before) if asked.before else None
    before = dict(zip(earlier["gazetteer_id"], earlier["n_quotes"], strict=True)) if earlier is not None else None
    wide = found["precision"].isin(_NO_POINT)
    chosen = (found[~wide].head(MAX_PLACES), found[wide].head(MAX_AREAS))
    fine, areas = (tuple(_place(asked, row, before) for row in rows.itertuples()) for rows in chosen)
    return fine, areas


def _place(asked: _Asked, row: Any, before: dict[str, int] | None) -> PlaceLine:
    quoted = queries.gravest_at(asked.store, asked.filters, row.gazetteer_id)
    passage = quoted or queries.newest_toponym(asked.store, asked.filters, place=row.gazetteer_id)
    told = "Gravest quote about it, or spoken at it:" if quoted else "No matching quote is about it; newest mention:"
    return PlaceLine(
        name=row.name,
        country=row.country,
        known=phrases.known(row.gazetteer_id, row.precision, float(row.radius_km)),
        quotes=int(row.n_quotes),
        articles=int(row.n_articles),
        before=None if before is None else int(before.get(row.gazetteer_id, 0)),
        risks=tuple(RiskWords(phrases.risk(label), modality, int(n)) for label, modality, n in row.risks[:3]),
        note=asked.notes.add(told, [passage]),
    )


def _groups(asked: _Asked, quotes: pd.DataFrame, by: By) -> tuple[Group, ...]:
    """Group quotes by place or actor, in the order in which they come; those that have none stand last."""
    grouped: dict[str, list[Any]] = {}
    for quote in quotes.itertuples():
        grouped.setdefault(_heading(quote, by), []).append(quote)
    return tuple(Group(heading, tuple(_line(asked, quote) for quote in found)) for heading, found in grouped.items())


def _heading(quote: Any, by: By) -> str:
    if by == "actor":
        return quote.speaker or _NOWHERE[by]
    return next((name for gazetteer_id, name in quote.about if gazetteer_id), _NOWHERE[by])


def _line(asked: _Asked, quote: Any, *, became: str = "") -> QuoteLine:
    passage = passage_of(quote)
    return QuoteLine(
        words=phrases.shortened(quote.words),
        language=quote.language,
        direct=quote.type == "direct",
        speaker=phrases.speaker(quote),
        stance=phrases.stance(quote.stance, quote.stance_score, quote.target),
        risks=tuple(RiskWords(phrases.risk(label), modality) for label, modality, _ in quote.risks[:4]),
        about=tuple(name for _, name in quote.about[:4]),
        spoken_at=quote.spoken_at[1] if quote.spoken_at else None,
        outlet=quote.outlet,
        published_at=passage.published_at,
        published_precision=quote.published_precision,
        outlets=int(quote.n_outlets),
        firsts=asked.firsts.get((quote.article_id, quote.quote), ()),
        note=asked.notes.add("", [passage]),
        withdrawn=became or ("withdrawn by its outlet" if passage.withdrawn_at else ""),
    )
