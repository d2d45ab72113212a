"""The accuracy report: a table for readers, plain values for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.evaluation.figures import Counts, Figure
from pipeline.evaluation.measure import Measurement

_WIDTH = 46


def table(measurement: Measurement, floors: Mapping[str, float]) -> str:
    """Lay out the figures in lines of text, with counts, intervals and floors."""
    labelled = ", ".join(f"{number} {what}" for what, number in measurement.labelled.items())
    lines = [
        f"Accuracy on hand-labelled sample articles: {labelled}.",
        "In brackets the 95 % interval of a bootstrap over articles. They are few, and in our own words:",
        "take the figures as a check on changes of the pipeline rather than as its accuracy on news.",
        "",
        f"{'':{_WIDTH}} {'value':>6}  {'interval':>14}  {'found':>6} {'missed':>6} {'extra':>6}  {'floor':>5}",
    ]
    lines += [_row(figure, floors.get(figure.name)) for figure in measurement.figures]
    lines += [line for figure in measurement.figures for line in _labels(figure)]
    models = ", ".join(f"{part} {name}" for part, name in measurement.models.items())
    return "\n".join([*lines, "", f"Made with: {models or 'models that name no version'}."])


def dev_table(dev: Mapping[str, Mapping[str, Any]]) -> str:
    """Lay out the scorer's figures on the development files, a line each."""
    lines = ["", "On development data, by its own scorer (other definitions: not to be set beside the table above):"]
    for name, scores in dev.items():
        lines.append(f"  {name}: " + ", ".join(f"{key} {value}" for key, value in _flat(scores)))
    return "\n".join(lines)


def as_json(
    measurement: Measurement, floors: Mapping[str, float], dev: Mapping[str, Mapping[str, Any]] | None
) -> dict[str, Any]:
    """Return the report as plain values; `dev` is None where it was not asked for."""
    return {
        "labelled": dict(measurement.labelled),
        "models": dict(measurement.models),
        "figures": {figure.name: _plain(figure, floors.get(figure.name)) for figure in measurement.figures},
        "failures": [{"id": failure.origin, "error": failure.error} for failure in measurement.failures],
        "dev": None if dev is None else {name: dict(scores) for name, scores in dev.items()},
    }


def _plain(figure: Figure, floor: float | None) -> dict[str, Any]:
    counts = figure.counts
    return {
        "words": figure.words,
        "value": figure.value,
        "interval": [figure.low, figure.high],
        "counts": {"found": counts.hit, "missed": counts.missed, "extra": counts.spurious},
        "by_label": dict(figure.by_label),
        "floor": floor,
    }


def _row(figure: Figure, floor: float | None) -> str:
    counts: Counts = figure.counts
    interval = f"[{_number(figure.low)}, {_number(figure.high)}]"
    return (
        f"{figure.words:{_WIDTH}} {_number(figure.value):>6}  {interval:>14}"
        f"  {counts.hit:>6} {counts.missed:>6} {counts.spurious:>6}  {_number(floor):>5}"
    )


def _labels(figure: Figure) -> Iterator[str]:
    if figure.by_label:
        yield ""
        yield f"{figure.words}, by label: " + ", ".join(f"{k} {_number(v)}" for k, v in figure.by_label.items())


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _flat(scores: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in scores.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
