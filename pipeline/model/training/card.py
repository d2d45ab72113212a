"""The figures of the model card, written between two marks; what stands around them is written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

BEGIN, END = "<!-- figures: written by training -->", "<!-- end of figures -->"


def with_figures(card: str, figures: Mapping[str, Any]) -> str:
    """Return a card with new figures.

    Raises:
        ValueError: the card has not both marks, in order.
    """
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the card has no {BEGIN} … {END}: put the two marks where the figures belong")
    return "\n".join([before + BEGIN, "", *_lines(figures), "", END + after])


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    stance, risk, spread = figures["stance"], figures["risk"], figures["intervals"]
    yield f"On {figures['held_out_texts']:,} sentences of {figures['documents']:,} held-out documents, labelled by us,"
    yield "all in English; calibration and thresholds are cross-fitted between two halves of them. In brackets 95 %"
    yield "intervals, by bootstrap over documents."
    yield ""
    yield from _table(
        ("", "macro-F1", "accuracy or micro-F1", "calibration error"),
        [
            (f"stance ({stance['n']} statements)", _with(stance["macro_f1"], spread["stance:macro_f1"]),
             _with(stance["accuracy"], spread["stance:accuracy"]), f"{stance['calibration_error']:.3f}"),
            ("risks", _with(risk["macro_f1"], spread["risk:macro_f1"]), f"{risk['micro']['f1']:.3f}",
             f"{risk['calibration_error']:.3f}"),
            ("modality of risks found", "", _with(risk["modality"], spread["risk:modality"]), ""),
        ],
    )  # fmt: skip
    yield ""
    share, right = stance["share_sure"], stance["accuracy_where_sure"]
    yield f"Where the stance scores 0.8 or more ({share:.0%} of statements), it is right {right:.0%} of the time."
    yield ""
    yield from _by_label("stance", stance["by_label"], spread)
    yield ""
    yield from _by_label("risk", risk["by_label"], spread)
    yield ""
    yield from _reliability(stance["reliability"], risk["reliability"])
    yield ""
    for name, found in figures["names"].items():
        parts = f"precision {found['p']:.3f}, recall {found['r']:.3f}, {found['n']:,} names"
        yield f"- Names, exact span and kind, {name}: F1 {found['f1']:.3f} ({parts})."
    cost = figures["eight_bits"]
    change = f"stance macro-F1 {cost['stance']:+.4f}, risk macro-F1 {cost['risk']:+.4f}"
    yield f"- What 8 bits change: {change}; {cost['stance_flips']:.1%} of stances flip."


def _by_label(name: str, by_label: Mapping[str, Any], spread: Mapping[str, Sequence[float]]) -> Iterator[str]:
    rows = [
        (
            f"`{label}`",
            f"{f['p']:.2f}",
            f"{f['r']:.2f}",
            _with(f["f1"], spread[f"{name}:{label}"], places=2),
            str(f["n"]),
        )
        for label, f in by_label.items()
    ]
    yield from _table((name, "precision", "recall", "F1", "n"), rows)


def _reliability(stance: Sequence[Mapping[str, float]], risk: Sequence[Mapping[str, float]]) -> Iterator[str]:
    yield "Reliability: what the scores said in each tenth, and how often that was right."
    yield ""
    rows = [(*_point(one), *_point(other)) for one, other in zip_longest(stance, risk, fillvalue=None)]
    yield from _table(("stance said", "right", "n", "risk said", "right", "n"), rows)


def _point(point: Mapping[str, float] | None) -> tuple[str, str, str]:
    return (f"{point['said']:.2f}", f"{point['right']:.2f}", f"{point['n']:,}") if point else ("", "", "")


def _with(value: float, interval: Sequence[float], *, places: int = 3) -> str:
    low, high = interval
    return f"{value:.{places}f} [{low:.{places}f}, {high:.{places}f}]"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"
