"""The key figures in one strip, each with its change against the period before."""

from __future__ import annotations

from datetime import date

from dashboard.cards import COPIES_MEANING
from dashboard.data.overnight import Against
from dashboard.labels import MODALITIES
from dashboard.markup import Markup, tag
from pipeline.queries import Filters, KeyFigures

_UNRESOLVED = "Names of places that led to no entry of the gazetteer: counted here, never drawn"
MORE_REPORTS = "More reports are not more harm."


def figures(found: KeyFigures, against: Against | None = None) -> Markup:
    """Return the key figures as one strip; the risks can be clicked."""
    copies = found.articles - found.independent_articles
    cells = [
        _figure(found, against, "quotes", "quotes"),
        _figure(found, against, "speakers", "speakers"),
        _figure(found, against, "independent_articles", "independent articles",
                note=f"+ {copies:,} copies" if copies else None, title=COPIES_MEANING),
        _figure(found, against, "outlets", "outlets"),
        _figure(found, against, "places", "places",
                note=f"{found.unresolved:,} of {found.toponyms:,} names unresolved", title=_UNRESOLVED),
        *(_figure(found, against, modality, _switch(modality)) for modality in MODALITIES),
    ]  # fmt: skip
    return tag("div", tag("dl", *cells, class_="figures"), _periods(against) if against else None)


def change(now: int, before: int) -> tuple[str, str]:
    """Return a change as the screen says it and as a voice does: signed counts, never a percentage of few."""
    if now == before:
        return "as before", f"as many as before: {before:,}"
    sign, signed, word = ("▲", "+", "more") if now > before else ("▼", "−", "fewer")
    by = abs(now - before)
    return f"{sign} {signed}{by:,} (from {before:,})", f"{by:,} {word} than before: {now:,} after {before:,}"


def _figure(
    found: KeyFigures,
    against: Against | None,
    name: str,
    words: str,
    *,
    note: str | None = None,
    title: str | None = None,
) -> Markup:
    return tag(
        "div",
        tag("dd", f"{getattr(found, name):,}"),
        tag("dt", words, tag("small", note) if note else None),
        _change(against, name) if against else None,
        title=title,
    )


def _change(against: Against, name: str) -> Markup:
    shown, said = change(getattr(against.now, name), getattr(against.before, name))
    return tag("dd", tag("span", shown, aria_label=said, role="img"), class_="change", title=said)


def _switch(modality: str) -> Markup:
    reality = MODALITIES[modality]
    return tag(
        "button",
        tag("i", reality.sign, class_=f"sign {modality}", aria_hidden="true"),
        f"risk {reality.name.lower()}",
        type="button",
        title=f"Articles that speak of a risk as {reality.name.lower()}; show only these",
        data_act="modality",
        data_value=modality,
    )


def _periods(against: Against) -> Markup:
    """Say which days are compared with which, and where that comparison limps."""
    periods = against.periods
    now, before = _days(periods.now), _days(periods.before)
    which = f"Change: {now}" if periods.asked else f"Change: {now}, the last 7 days there are,"
    started = against.first_day and periods.before.date_from and against.first_day > periods.before.date_from
    short = f" The store begins on {_day(against.first_day)}: the period before is not whole." if started else ""
    return tag("small", f"{which} against {before}. {MORE_REPORTS}{short}", class_="periods")


def _days(filters: Filters) -> str:
    first, last = filters.date_from, filters.date_to
    if first is None or last is None:
        return f"from {_day(first)} until today"
    if first == last:
        return _day(first)
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{_day(last)}" if same else f"{_day(first)} – {_day(last)}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
