"""Pure: how the brief says dates, filters, stances, risks, places; the same words in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from pipeline.brief.model import Brief, Figure, PlaceLine, QuoteLine
from pipeline.intake.clean import clean_text
from pipeline.labels import RISK_NAMES, STANCE_NAMES, TOWARDS, stance_said
from pipeline.precision import is_computed
from pipeline.queries import Changes, Filters, First, Passage

# A brief is read in minutes; whoever wants all of a speech opens the article.
MAX_WORDS_CHARS = 700
# A share of fewer than ten is no figure: 1 after 3 is not "down by 67 %".
MIN_SHARED = 10
NO_QUOTES = "No quote matches."
NO_FIRSTS = "Nothing is said for the first time beyond the quotes above."
_HOST = re.compile(r"[\w.-]+")
_ASKED = {
    "actors": "Speaker",
    "affiliations": "Speaks for",
    "places": "Place",
    "stances": "Stance",
    "risks": "Risk",
    "modality": "Only",
    "outlets": "Outlet",
    "languages": "Language",
    "date_from": "From",
    "date_to": "Until",
    "text": "Words",
}
# What XML cannot hold beyond what `clean_text` replaces.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text that every format can hold."""
    return _NO_CHARACTER.sub("\ufffd", clean_text(text))


def day(value: date) -> str:
    """Return a day: "6 Sep 2018"."""
    return f"{value.day} {value:%b %Y}"


def moment(at: datetime | None, precision: str | None = "time") -> str:
    """Return a time in UTC: "6 Sep 2018, 07:00 UTC"; a day where that is all we know; else "date unknown"."""
    if at is None or pd.isna(at):
        return "date unknown"
    return f"{day(at)}, {at:%H:%M} UTC" if precision == "time" else day(at)


def asked(filters: Filters, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what the filters ask for, in words; `names` are those of places by gazetteer id."""
    found = []
    for field, name in _ASKED.items():
        held = getattr(filters, field)
        values = held if isinstance(held, tuple) else (held,) if held else ()
        if values:
            found.append((name, ", ".join(_value(field, value, names) for value in values)))
    return tuple(found)


def _value(field: str, value: Any, names: Mapping[str, str]) -> str:
    if field == "places":
        return f"{names[value]} ({value})" if value in names else str(value)
    if isinstance(value, date):
        return day(value)
    named = {"risks": RISK_NAMES, "stances": STANCE_NAMES}.get(field, {})
    return named.get(str(value), str(value))


def period(filters: Filters, before: Filters | None, *, today: date, first_day: date | None) -> str:
    """Say what figures are compared with, and whether the store reaches back that far."""
    if before is None or before.date_from is None or before.date_to is None or filters.date_from is None:
        return "No first day is set: there is no period before to compare with."
    last = filters.date_to or today
    days = (last - filters.date_from).days + 1
    words = (
        f"{day(filters.date_from)} to {day(last)}, against {day(before.date_from)} to {day(before.date_to)}"
        f" ({days} {'day' if days == 1 else 'days'} each)."
    )
    if first_day is None or first_day > before.date_from:
        words += f" The store begins on {day(first_day)}: the period before is not all in it." if first_day else ""
    return words


def stance(label: str | None, score: float, target: str | None) -> str:
    """Return a stance as a verb with its target and probability; empty: none was found."""
    if not label:
        return ""
    probability = "" if pd.isna(score) else f" (p {score:.2f})"
    return f"{stance_said(label, score)}{stance_towards(label, target)}{probability}"


def stance_towards(label: str, target: str | None) -> str:
    """Return how a stance goes on to whom it is directed at: " of Sudland"; empty: at nobody."""
    return f" {TOWARDS[label]} {target}" if label in TOWARDS and target else f" {target}" if target else ""


def risk(label: str) -> str:
    """Return a risk inside a sentence: "displacement"."""
    name = RISK_NAMES.get(label, label)
    return name[:1].lower() + name[1:]


def speaker(quote: Any) -> str:
    """Return who speaks, with role and affiliation; else the source as written; else nothing."""
    return ", ".join(speaker_parts(quote))


def speaker_parts(quote: Any) -> tuple[str, ...]:
    """Return who speaks as name, role and affiliation, as far as known; each may be written in another direction."""
    if not quote.speaker:
        return (f"speaker not named: {quote.source_words}" if quote.source_words else "speaker not named",)
    served = quote.affiliation if quote.affiliation != quote.speaker else None  # a state speaks for itself
    return tuple(part for part in (quote.speaker, quote.speaker_role, served) if part)


def known(gazetteer_id: str, precision: str, radius_km: float) -> str:
    """Say how finely a place is known."""
    if precision in {"country", "area"}:
        return "whole country" if precision == "country" else "wider area"
    if is_computed(gazetteer_id):
        return f"somewhere within {radius_km:.0f} km"
    return precision if precision in {"site", "town"} else f"{precision} only, within {radius_km:.0f} km"


def firsts(found: Sequence[First], names: Mapping[str, str]) -> tuple[str, ...]:
    """Say what a quote is the first to have: "for the first time: Lavrov threatens Turkey, speaks of displacement".

    `names` are those of places by gazetteer id. Empty: it is the first in nothing.
    """
    own = [first for first in found if first.kind not in {"speaker", "place"}]
    places: dict[str, list[str]] = {}
    for first in found:
        if first.kind == "place":
            places.setdefault(names.get(first.of, first.of), []).append(risk(first.value))
    return (
        *(f"quoted for the first time: {first.of}" for first in found if first.kind == "speaker"),
        *([f"for the first time: {own[0].of} {', '.join(_own(own))}"] if own else []),
        *(f"for the first time at {place}: {', '.join(risks)}" for place, risks in places.items()),
    )


def _own(found: Sequence[First]) -> list[str]:
    """Return what a speaker does for the first time; a new stance and a new target are one act."""
    of = {kind: [first.value for first in found if first.kind == kind] for kind in ("stance", "target", "risk")}
    acts = [STANCE_NAMES.get(label, label) for label in of["stance"]]
    if acts and of["target"]:
        acts[-1] += stance_towards(of["stance"][-1], of["target"][0])
    elif of["target"]:
        acts.append(f"speaks to or of {', '.join(of['target'])}")
    return [*acts, *([f"speaks of {', '.join(map(risk, of['risk']))}"] if of["risk"] else [])]


def shortened(words: str, *, limit: int = MAX_WORDS_CHARS) -> str:
    """Return words, cut at a space where they are very long."""
    return words if len(words) <= limit else f"{words[:limit].rsplit(' ', 1)[0]} […]"


def changed(found: Changes) -> str:
    """Say in one sentence what changed since a moment."""
    since = f"Since {moment(found.since)}"
    if not found.any:
        return f"{since} nothing came, nothing was revised or withdrawn."
    parts = [
        _both(found.new_articles, "new article", found.new_quotes, "new quote"),
        _both(found.revised_articles, "article revised", found.revised_quotes, "quote reworded"),
        _both(found.withdrawn_articles, "article withdrawn", found.withdrawn_quotes, "quote withdrawn"),
    ]
    return f"{since}: {'; '.join(part for part in parts if part)}."


def _both(articles: int, article: str, quotes: int, quote: str) -> str:
    """Say how many articles and quotes; what is none is left out."""
    told = [_count(number, what) for number, what in ((articles, article), (quotes, quote)) if number]
    return " with ".join(told)


def _count(number: int, what: str) -> str:
    """Return "1 new quote", "2 new quotes", "2 articles revised"."""
    several = re.sub("(article|quote)", r"\1s", what)
    return f"{number:,} {what if number == 1 else several}"


def line(quote: QuoteLine) -> tuple[str, ...]:
    """Return what stands under a quote: who and how, about what, where, in which outlet; parts of one line."""
    risks = ", ".join(f"{risk.name} {risk.modality}" for risk in quote.risks)
    places = ", ".join(quote.about)
    carried = f"{quote.outlets} outlets" if quote.outlets > 1 else quote.outlet or "outlet unknown"
    parts = (
        quote.speaker,
        quote.stance,
        risks,
        f"about {places}" if places else "",
        f"said in {quote.spoken_at}" if quote.spoken_at else "",
        carried,
        moment(quote.published_at, quote.published_precision),
        "" if quote.direct or quote.withdrawn else "reported speech",
        *quote.firsts,
        quote.withdrawn.upper(),
    )
    return tuple(part for part in parts if part)


def placed(place: PlaceLine) -> str:
    """Return a place's risks in one line."""
    return ", ".join(f"{risk.name} {risk.modality} ({risk.count:,})" for risk in place.risks)


def difference(value: int, before: int | None) -> str:
    """Return how much more than before: "+12", "−3", "±0", and the share where it says something; empty: unknown."""
    if before is None:
        return ""
    change = value - before
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    share = f" ({sign}{abs(change) / before:.0%})" if before >= MIN_SHARED and change else ""
    return f"{sign}{abs(change):,}{share}"


def is_compared(figures: Iterable[Figure]) -> bool:
    """Tell whether any of the figures has one before it."""
    return any(figure.before is not None for figure in figures)


def source(passage: Passage) -> tuple[str, ...]:
    """Return outlet, title, date and identifier of a passage's article, and the characters where the words stand.

    In parts, as each may be written in another direction.
    """
    spans = ", ".join(f"{start}–{end}" for start, end in passage.spans)
    return (
        passage.outlet or "outlet unknown",
        f"“{passage.title}”" if passage.title else "untitled",
        moment(passage.published_at, passage.published_precision),
        *(["sample text, written for the demo"] if passage.is_sample else []),
        *([f"withdrawn by its outlet, noted {moment(passage.withdrawn_at)}"] if passage.withdrawn_at else []),
        f"article {passage.article_id}",
        f"characters {spans}" if spans else "no characters known",
    )


def as_of(brief: Brief) -> str:
    """Say how old the brief and what it rests on are."""
    return (
        f"As of {moment(brief.made_at)}. Last successful run: {moment(brief.run_at)}. "
        f"Newest article: {moment(brief.newest_at, 'day')}."
    )


def shows(brief: Brief) -> str:
    """Say what the filters ask for."""
    return "; ".join(f"{name}: {value}" for name, value in brief.asked) or "everything in the store"


def web_address(address: str) -> bool:
    """Tell whether an address may be a link: absolute, http or https, with a host by name."""
    try:
        parts = urlsplit(address)
        port_is_one = parts.port is None or parts.port >= 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and port_is_one and bool(_HOST.fullmatch(parts.hostname or ""))
