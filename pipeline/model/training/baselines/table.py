"""The figures side by side, a row a task, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What a row is called, and where its figure stands.
ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("stance, macro-F1, our held-out labels", ("stance", "macro_f1")),
    ("risks, macro-F1, our held-out labels", ("risk", "macro_f1")),
    ("modality of risks found, our held-out labels", ("risk", "modality")),
    ("stance of PLOVER dev, six-way macro-F1", ("plover_dev", "macro_f1")),
    ("names of CoNLL 2003 dev, F1", ("names", "conll2003_dev", "f1")),
    ("names of CrossNER politics dev, F1", ("names", "crossner_politics_dev", "f1")),
    ("quotes of PolNeAR dev, F1 at overlap 0.3", ("polnear_dev", "iou30", "f1")),
    ("quotes of PolNeAR dev, F1 at overlap 0.8", ("polnear_dev", "iou80", "f1")),
    ("source of the quotes matched, PolNeAR dev", ("polnear_dev", "source_touch")),
)


def lines(figures: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of a table, a column for each of `figures`; what was not measured is a dash."""
    for cells in (("", *figures), ["---"] * (1 + len(figures))):
        yield _line(cells)
    for title, path in ROWS:
        yield _line((title, *(_cell(values, path) for values in figures.values())))


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(values: Any, path: tuple[str, ...]) -> str:
    for key in path:
        values = values.get(key) if isinstance(values, Mapping) else None
    return "–" if values is None else f"{values:.3f}"
