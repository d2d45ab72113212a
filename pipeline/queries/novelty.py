"""What is said for the first time: which traits of a quote no earlier quote in the store has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.labels import is_sure
from pipeline.queries.chosen import Chosen, among, choosing, marked
from pipeline.queries.counting import belonging, least, objects
from pipeline.queries.filters import Filters
from pipeline.queries.quotes import in_order, page_of
from pipeline.store import Store
from pipeline.store.columns import UNDATED, Columns
from pipeline.store.columns.codes import NONE
from pipeline.store.columns.tables import Ints, Mask

# The newest matching quotes that are looked at: more than the period that an analyst looks at holds.
MAX_LOOKED_AT = 1_000


class First(NamedTuple):
    """What a quote is the first to have.

    kind: "speaker" (who was never quoted before), "stance", "target" or "risk" (that this speaker
    never took, spoke of), "place" (of which nobody spoke of this risk before). of: the speaker's
    name, or the place's gazetteer id; value: the label or the target, empty for a speaker.
    """

    kind: str
    of: str
    value: str = ""


def novel_quotes(store: Store, filters: Filters, *, limit: int = 20) -> pd.DataFrame:
    """Return the matching quotes that say most for the first time in the whole store, most first.

    Columns: those of `quotes`, and firsts: tuple of First. Of equal ones the newer comes first. First
    is what no quote published earlier has, and each first belongs to one quote. Risks that are denied,
    stances that are not sure or mere reports, and speakers without a name ("residents") are none.
    Undated quotes, and those that say nothing first, are left out. Of filters that match more, the
    newest 1,000 quotes are looked at.
    """
    with choosing(store, filters) as chosen:
        firsts = _firsts(chosen)
        most = sorted(firsts, key=lambda row: len(firsts[row]), reverse=True)[:limit]
        page = page_of(chosen, np.array(most, np.int64), limit=len(most))
    page["firsts"] = objects(tuple(firsts[row]) for row in most)
    return page


def _firsts(chosen: Chosen) -> dict[int, list[First]]:
    """Return what each quote is the first to have; newest quote first."""
    columns = chosen.columns
    published = columns.articles.published[columns.quotes.article[chosen.quotes]]
    rows = chosen.quotes[published != UNDATED][:MAX_LOOKED_AT]
    oldest_first = in_order(columns, rows, "oldest").tolist()
    traits = _traits(columns, rows)
    since = _since(columns, {first for found in traits.values() for first in found})
    taken: set[First] = set()
    firsts: dict[int, list[First]] = {}
    for row in oldest_first:
        at = int(columns.articles.published[columns.quotes.article[row]])
        new = [first for first in traits[row] if since[first] == at and first not in taken]
        taken.update(new)
        # All that a newcomer says is new; that they are is all there is to say.
        newcomer = any(since[first] == at for first in traits[row] if first.kind == "speaker")
        told = [first for first in new if not newcomer or first.kind in {"speaker", "place"}]
        if told:
            firsts[row] = told
    return dict(reversed(firsts.items()))


def _traits(columns: Columns, rows: Ints) -> dict[int, list[First]]:
    """Return all that could be new in each quote."""
    quotes, words = columns.quotes, columns.words
    risks, places = _risks(columns, rows), _places(columns, rows)
    found: dict[int, list[First]] = {}
    for row in rows.tolist():
        labels, name = risks.get(row, []), words.actors.of(quotes.speaker[row])
        # "Residents" are others each time: what they say first says nothing of anybody.
        speaker = name if name and not name[:1].islower() else None
        label, target = words.stances.of(quotes.stance[row]), words.actors.of(quotes.target[row])
        stance = label if label and label != "report" and is_sure(float(quotes.stance_score[row])) else None
        found[row] = [
            *([First("speaker", speaker)] if speaker else []),
            *([First("stance", speaker, stance)] if speaker and stance else []),
            *([First("target", speaker, target)] if speaker and target else []),
            *(First("risk", speaker, label) for label in labels if speaker),
            *(First("place", place, label) for place in places.get(row, []) for label in labels),
        ]
    return found


def _risks(columns: Columns, rows: Ints) -> dict[int, list[str]]:
    """Return the labels of the risks that quotes speak of and do not deny, each once, in order."""
    risks = columns.quote_risks
    some = np.flatnonzero(marked(len(columns.quotes), rows)[risks.quote] & told(columns)[risks.risk])
    labels = [label for label, _ in columns.words.risks.named(risks.risk[some].tolist())]
    return _each_once(risks.quote[some], labels)


def _places(columns: Columns, rows: Ints) -> dict[int, list[str]]:
    """Return the places that quotes are about, by gazetteer id, in order."""
    at = columns.quote_places
    some = np.flatnonzero(marked(len(columns.quotes), rows)[at.quote] & at.about)
    return _each_once(at.quote[some], columns.words.places.named(at.place[some].tolist()))


def _each_once(quotes: Ints, values: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, set[str]] = {}
    for quote, value in zip(quotes.tolist(), values, strict=True):
        found.setdefault(quote, set()).add(value)
    return {quote: sorted(of) for quote, of in found.items()}


def told(columns: Columns) -> Mask:
    """Return, of each code of a risk, whether it is said to be so, or feared, and not denied."""
    return np.array([modality != "denied" for _, modality in columns.words.risks.values_by_code], np.bool_)


def _since(columns: Columns, traits: Iterable[First]) -> dict[First, int]:
    """Return when each trait was published first (µs since 1970), in the whole store."""
    by_kind: dict[str, list[First]] = {}
    for first in traits:
        by_kind.setdefault(first.kind, []).append(first)
    found: dict[First, int] = {}
    for kind, firsts in by_kind.items():
        of, value, quote, names, values = _asked(columns, kind)
        keys = [(names[first.of], values[first.value]) for first in firsts]
        some = among(of, sorted({key for key, _ in keys})) & (value != NONE)
        at = columns.articles.published[columns.quotes.article[quote[some]]]
        dated = at != UNDATED
        oldest = least(at[dated], of[some][dated], value[some][dated])
        found |= {first: oldest[key] for first, key in zip(firsts, keys, strict=True)}
    return found


def _asked(columns: Columns, kind: str) -> tuple[Ints, Ints, Ints, Mapping[str, int], Mapping[str, int]]:
    """Return whose a kind of trait is, its value, the quote that has it, and the codes of both."""
    quotes, words = columns.quotes, columns.words
    actors, all_ = words.actors, np.arange(len(quotes))
    if kind == "speaker":
        return quotes.speaker, np.zeros_like(quotes.speaker), all_, actors, {"": 0}
    if kind == "target":
        return quotes.speaker, quotes.target, all_, actors, actors
    if kind == "stance":
        return quotes.speaker, quotes.stance, all_, actors, words.stances
    label, labels = _labels(columns)
    rows = np.flatnonzero(told(columns)[columns.quote_risks.risk])
    quote, spoken_of = columns.quote_risks.quote[rows], label[columns.quote_risks.risk[rows]]
    if kind == "risk":
        return quotes.speaker[quote], spoken_of, quote, actors, labels
    place, at = belonging(columns.first_place, quote)
    about = columns.quote_places.about[place]
    place, at = columns.quote_places.place[place[about]], at[about]
    return place, spoken_of[at], quote[at], words.places, labels


def _labels(columns: Columns) -> tuple[Ints, dict[str, int]]:
    """Return, of each code of a risk, the number of its label, and those numbers."""
    found: dict[str, int] = {}
    codes = [found.setdefault(label, len(found)) for label, _ in columns.words.risks.values_by_code]
    return np.array(codes, np.int64), found
