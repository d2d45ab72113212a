"""The labels above the timeline: what was said on days that stand out, each over its bar and a way to its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import calm as calmly
from dashboard.cards import article_link
from dashboard.labels import risk_name, stance_name
from dashboard.markup import Markup, joined, named, tag
from pipeline.queries import RISKS, Peak

MAX_CHARS = 60
TURN = 0.4  # right of here a label ends at its bar, left of it begins there: beside the bars there is room to the left


def labels(peaks: Sequence[Peak], at: Iterable[float], *, calm: bool = False) -> Markup:
    """Return a line for each day, a row each, so that no two touch; `at` is where each stands in time (0–1)."""
    lines = [_label(peak, place, calm=calm) for peak, place in zip(peaks, at, strict=True)]
    return (
        tag("ol", *lines, class_="peaks", aria_label="Days that stand out, and what was said") if lines else Markup("")
    )


def _label(peak: Peak, at: float, *, calm: bool) -> Markup:
    words = calmly.line(_cut(peak.words), peak.risks, calm=calm)
    said = tag("q", words, dir="auto", lang=peak.language) if words == _cut(peak.words) else tag("span", words)
    link = tag(
        "a",
        tag("b", f"{peak.day.day} {peak.day:%b}"),
        joined(named(peak.speaker), ": ") if peak.speaker else None,
        said,
        href=article_link(peak.article_id, peak.quote),
        title=_why(peak),
        data_act="open",
        data_value=f"{peak.quote}#{peak.article_id}",
    )
    return tag("li", link, class_="ends" if at > TURN else "begins", data_at=f"{at:.4f}")


def _why(peak: Peak) -> str:
    """Say why the day stands out, and what the quote stands for."""
    of = risk_name(peak.label).lower() if peak.label in RISKS else f"“{stance_name(peak.label)}”"
    return (
        f"{peak.n:,} on this day, {peak.usual:,.0f} on a usual one; most of them: {of}. Read the words in the article"
    )


def _cut(words: str) -> str:
    if len(words) <= MAX_CHARS:
        return words
    return words[:MAX_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
