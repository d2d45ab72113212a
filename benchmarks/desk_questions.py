"""What the desk's benchmark asks: filter changes as an analyst makes them, and what Situation asks for each.

`Situation` follows `dashboard/views/situation.py`: what the page asks anew when a filter changes, in its order.
What it asks once for every filter (options, status) is not among it. The server's part of the benchmark
measures the page itself, whatever it asks.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.labels import GROUPS
from pipeline import queries
from pipeline.queries import MODALITIES, RISKS, STANCES, Filters
from pipeline.store import Store, schema

PAGE = 20  # as dashboard.data asks
Chance = random.Random


class Situation:
    """The page Situation, as far as it asks the store: what was asked before is kept, as the page's cache keeps it."""

    def __init__(self, store: Store, *, now: datetime) -> None:
        self._store, self._now, self._newest = store, now, newest_day(store)
        self._kept: dict[tuple[Any, ...], Any] = {}
        self.times: dict[str, list[tuple[float, float]]] = {}  # question → seconds and those computed, each time

    def ask(self, filters: Filters) -> None:
        """Ask all that the page asks when these filters are set."""
        once, since = self._once, self._now - timedelta(days=1)
        once(queries.changes, filters, since=since)
        once(queries.key_figures, filters)
        if periods := queries.compared(filters, today=self._now.date(), newest=self._newest):
            once(queries.key_figures, periods.now)
            once(queries.key_figures, periods.before)
        any_day = replace(filters, date_from=None, date_to=None)
        counts = once(queries.timeline, any_day, by="risk")
        once(queries.lanes, any_day, groups=[group.stances for group in GROUPS])
        once(queries.peaks, any_day, counts=counts)
        once(queries.places, replace(filters, places=()))
        once(queries.arcs, filters)
        page = once(queries.quotes, filters, limit=PAGE, sort="newest")
        self._timed(queries.independent_outlets, page)
        self._timed(queries.models, tuple(dict.fromkeys(page["article_id"])))

    def _once(self, question: Callable[..., Any], filters: Filters, **options: Any) -> Any:
        key = (question, filters)  # each is asked with one set of options
        if key not in self._kept:
            self._kept[key] = self._timed(question, filters, **options)
        return self._kept[key]

    def _timed(self, question: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        started, computed = time.perf_counter(), time.process_time()
        answer = question(self._store, *arguments, **options)
        took = time.perf_counter() - started, time.process_time() - computed
        self.times.setdefault(question.__name__, []).append(took)
        return answer


def filter_changes(store: Store, count: int, *, seed: int = 11) -> list[tuple[str, Filters]]:
    """Return so many filters with what kind they are: one field, pairs, threes; no two alike."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    fields = _fields(store)
    found: dict[Filters, str] = {}
    while len(found) < count:
        kinds = chance.sample(sorted(fields), chance.choice((1, 1, 1, 2, 2, 3)))
        filters = Filters()
        for kind in kinds:
            filters = replace(filters, **fields[kind](chance))
        found.setdefault(filters, " + ".join(sorted(kinds)))
    return [(kind, filters) for filters, kind in found.items()]


def _fields(store: Store) -> dict[str, Callable[[Chance], dict[str, Any]]]:
    options = queries.options(store)
    rare, common = _words(store)
    first, last = _days(store)
    return {
        "actor": partial(_values, "actors", list(options.actors["name"])),
        "affiliation": partial(_values, "affiliations", list(options.affiliations["name"])),
        "place": partial(_values, "places", list(options.places["gazetteer_id"])),
        "outlet": partial(_values, "outlets", list(options.outlets["name"])),
        "language": partial(_values, "languages", list(options.languages["name"])),
        "stance": partial(_values, "stances", list(STANCES)),
        "risk": partial(_values, "risks", list(RISKS)),
        "modality": lambda chance: {"modality": chance.choice(MODALITIES)},
        "dates": partial(_span, first, last),
        "text": lambda chance: {"text": _text(chance, rare, common)},
    }


def _values(field: str, known: list[str], chance: Chance) -> dict[str, Any]:
    """Choose one value, sometimes two; those that stand first, the frequent ones, more often."""
    wanted = chance.choice((1, 1, 1, 2))
    drawn = [known[int(len(known) * chance.random() ** 3)] for _ in range(wanted)] if known else []
    return {field: tuple(dict.fromkeys(drawn))}


def _span(first: date, last: date, chance: Chance) -> dict[str, Any]:
    """Choose the last days, weeks or months, or some days anywhere."""
    days = chance.choice((1, 7, 14, 30, 90, 365))
    latest = last if chance.random() < 0.6 else first + timedelta(days=chance.randrange((last - first).days + 1))
    return {"date_from": latest - timedelta(days=days - 1), "date_to": None if latest == last else latest}


def _text(chance: Chance, rare: list[str], common: list[str]) -> str:
    word, frequent = chance.choice(rare), chance.choice(common)
    return chance.choice((word, frequent, f"{frequent} {word[:4]}", f'"{frequent} {chance.choice(common)}"', word[:3]))


def _words(store: Store) -> tuple[list[str], list[str]]:
    """Return words that few quotes and that many quotes have, from some quotes of the store."""
    q = schema.quotes.c
    some = sa.select(q.folded).where(q.shown == 1).order_by(q.number.desc()).limit(3000)
    with store.reading() as connection:
        counted = Counter(word for words in connection.scalars(some) for word in set(words.split()))
    ranked = [word for word, _ in counted.most_common()]
    return ranked[len(ranked) // 2 :] or ["nothing"], ranked[:30] or ["nothing"]


def _days(store: Store) -> tuple[date, date]:
    a = schema.articles.c
    with store.reading() as connection:
        first, last = connection.execute(sa.select(sa.func.min(a.published_at), sa.func.max(a.published_at))).one()
    today = datetime.now(UTC).date()
    return (first.date(), last.date()) if first else (today, today)


def newest_day(store: Store) -> date:
    """Return the day of the newest article."""
    return _days(store)[1]


def percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """Return the middle, the 95th percentile (nearest rank) and the most."""
    series = pd.Series(seconds)
    return float(series.median()), float(series.quantile(0.95, interpolation="higher")), float(series.max())
