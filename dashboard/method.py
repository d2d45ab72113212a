"""How each view's figures were worked out, how right that is, what they cover; the words stand in `pipeline.method`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.labels import LANGUAGE_NAMES
from dashboard.markup import Markup, joined, named, tag
from pipeline.accuracy import REFRESH, Accuracy, Accurate
from pipeline.method import COVERED, METHOD, RIGHT, sections
from pipeline.queries import Coverage

__all__ = ["ACCURACY", "COVERED", "METHOD", "RIGHT", "accuracy_table", "coverage_tables", "sections"]

_QUOTES = ("quote_f1_30", "quote_f1_80", "speaker")
_STANCE = ("stance_accuracy", "stance_macro_f1", "target", "stance:accuracy", "stance:macro_f1")
_RISK = ("quote_risk_micro_f1", "risk_micro_f1", "modality", "risk:macro_f1", "risk:modality")
_PLACES = ("toponym_f1", "role_macro_f1", "within_161_km")
# View → the figures that say how right what it shows is.
ACCURACY: Mapping[str, tuple[str, ...]] = {
    "situation": (*_QUOTES, *_STANCE, *_RISK, *_PLACES),
    "article": (*_QUOTES, *_STANCE, *_RISK, *_PLACES),
    "actors": (*_QUOTES, *_STANCE),
    "compare": (*_QUOTES, *_STANCE, *_RISK),
    "brief": (*_QUOTES, *_STANCE, *_RISK, *_PLACES),
}
MAX_ROWS = 8  # of outlets, languages, countries; the rest are one row


def accuracy_table(view: str, found: Accuracy | None, versions: Mapping[str, Sequence[str]]) -> Markup:
    """Return how right what the view shows was on labelled texts, with counts and intervals."""
    if found is None:
        return tag("p", f"How right this is was not shipped: {REFRESH} measures it.", class_="soft")
    wanted = ACCURACY[view]
    labelled = found.labelled
    sample = f"On {labelled['articles']} articles of the sample, {labelled['quotes']} quotes, in our own words"
    news = f"On {found.held_out_texts:,} held-out texts of real news, English alone, each sentence by itself"
    return tag(
        "div",
        _accurate(sample, [one for one in found.sample if one.name in wanted]),
        _accurate(news, [one for one in found.held_out if one.name in wanted]),
        tag("p", _measured_with(found, versions), class_="soft"),
        class_="accuracy",
    )


def _accurate(on: str, rows: Sequence[Accurate]) -> Markup:
    heads = tag("tr", tag("th", on, scope="col"), tag("th", "right", scope="col", class_="n"),
                tag("th", "95 %", scope="col", class_="n"), tag("th", "of", scope="col"))  # fmt: skip
    return tag("table", tag("thead", heads), tag("tbody", *map(_figure, rows)))


def _figure(one: Accurate) -> Markup:
    interval = "" if one.low is None or one.high is None else f"{one.low:.2f}–{one.high:.2f}"
    return tag(
        "tr",
        tag("th", one.words, scope="row"),
        tag("td", tag("b", f"{one.value:.2f}"), class_="n"),
        tag("td", interval, class_="n"),
        tag("td", f"{one.n:,} {one.of}"),
    )


def _measured_with(found: Accuracy, versions: Mapping[str, Sequence[str]]) -> str:
    """Say with which versions the figures were measured, and whether what is shown was read by these."""
    with_ = ", ".join(found.models.values())
    others = sorted({v for part, shown in versions.items() for v in shown if v != found.models.get(part, v)})
    said = f"Measured with {with_}. F1 joins how much was found with how much of it was right."
    return f"{said} Not measured, and in what is shown here: {', '.join(others)}." if others else said


def coverage_tables(found: Coverage | None) -> list[Markup]:
    """Return what the store covers: in all, then by outlet, by language and by country."""
    if found is None:
        return [tag("p", "There is no store that can be read, so nothing is covered.", class_="soft")]
    languages = found.by_language.assign(
        language=[LANGUAGE_NAMES.get(code, code) if code else None for code in found.by_language["language"]]
    )
    countries = found.by_country.assign(name=found.by_country["name"].fillna(found.by_country["country"]))
    return [
        tag("div", _in_all(found), class_="coverage"),
        _by("By outlet", found.by_outlet, "outlet", unknown="outlet unknown"),
        _by("By language", languages, "language", unknown="language unknown"),
        _by("By country that articles are about", countries.drop(columns="country"), "name", unknown="no country"),
    ]


def _in_all(found: Coverage) -> Markup:
    rows = [
        ("articles read", found.articles, _samples(found)),
        ("are copies of another", found.copies, "counted once, as one source"),
        ("have no date", found.undated, "in the figures, in no timeline, left out by a date filter"),
        ("quote nobody", found.without_quote, f"{_share(found.without_quote, found.articles)} of the articles"),
        ("were taken back by their outlet", found.withdrawn, "shown struck"),
        ("quotes shown", found.quotes, f"{_ratio(found.quotes, found.articles)} an article, each copy counted"),
        ("of them by nobody named", found.speakerless, f"{_share(found.speakerless, found.quotes)} of the quotes"),
        ("quotes not shown", found.not_shown, "marks round single words, thoughts that nobody uttered"),
        ("names of places", found.toponyms, "each time one is written"),
        ("of them lead to no place", found.unresolved,
         f"{_share(found.unresolved, found.toponyms)}: counted, never drawn"),
        *((f"not done: {one.stage}", one.n, joined("latest: ", tag("span", one.origin, dir="auto"),
           f", {one.error[:160]}")) for one in found.failed),
    ]  # fmt: skip
    cells = [(name, n, why) for name, n, why in rows if n or name in {"articles read", "quotes shown"}]
    if not found.failed:
        cells.append(("not done", 0, "no failure that is still open"))
    lines = [
        tag("tr", tag("td", f"{n:,}", class_="n"), tag("th", name, scope="row"), tag("td", why))
        for name, n, why in cells
    ]
    return tag("table", tag("tbody", *lines))


def _samples(found: Coverage) -> str:
    if not found.samples:
        return "all of them real"
    which = "all" if found.samples == found.articles else f"{found.samples:,}"
    return f"{which} are sample text, written for the demo: no source on the events"


def _by(title: str, counts: pd.DataFrame, name: str, *, unknown: str) -> Markup:
    """Return a table of counts, the rows after the first few as one."""
    columns = [column for column in counts if column != name]
    rows = [(row[0] or unknown, row[1:]) for row in counts[[name, *columns]].head(MAX_ROWS).itertuples(index=False)]
    rest = counts[columns].iloc[MAX_ROWS:]
    if len(rest):
        rows.append((f"{len(rest):,} more", tuple(rest.sum())))
    heads = [tag("th", title, scope="col")]
    heads += [tag("th", column.removeprefix("n_"), scope="col", class_="n") for column in columns]
    body = [
        tag("tr", tag("th", named(label), scope="row"), *(tag("td", f"{n:,}", class_="n") for n in numbers))
        for label, numbers in rows
    ]
    return tag("div", tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body)), class_="coverage")


def _share(part: int, whole: int) -> str:
    """Return a share in words that claim no more than the counts do."""
    if not whole:
        return "none"
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent >= 1 or not part else "under 1 %"


def _ratio(n: int, of: int) -> str:
    return f"{n / of:.1f}" if of else "none"
