"""Floors under the figures: what a change of the pipeline may not fall below, moved only on purpose."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import AssetError, ConfigError
from pipeline.evaluation.figures import Figure
from pipeline.settings import ROOT

FLOORS = ROOT / "tests" / "evaluation" / "floors.json"
# A floor lies this far under what was measured: a retrained model of the same quality moves figures by a point or so.
MARGIN = 0.02
RESET = 'python -m pipeline evaluate --set-floors --reason "why"'


def read_floors(path: Path) -> Mapping[str, float]:
    """Return the floor of each figure by name; none where there is no such file.

    Raises:
        AssetError: the file is damaged.
    """
    return {name: float(floor) for name, floor in _read(path)["floors"].items()} if path.exists() else {}


def find_breaches(figures: Sequence[Figure], floors: Mapping[str, float]) -> list[str]:
    """Say, a sentence each, which figures are under their floor, have none, or could not be measured."""
    breaches = []
    for figure in figures:
        floor = floors.get(figure.name)
        if floor is None:
            breaches.append(f"{figure.name} has no floor in {FLOORS.name}; set it with {RESET}")
        elif figure.value is None:
            breaches.append(
                f"{figure.name} could not be measured, its floor is {floor:.2f}; see what was not annotated"
            )
        elif figure.value < floor:
            breaches.append(
                f"{figure.name} is {figure.value:.3f}, under its floor of {floor:.2f}; find the change that lowered it,"
                f" or lower the floor with {RESET}"
            )
    return breaches


def set_floors(path: Path, figures: Sequence[Figure], *, reason: str, today: date) -> list[str]:
    """Write new floors, a margin under the figures, with reason and date; say what moved.

    Raises:
        ConfigError: there is no reason, a figure could not be measured, or the file cannot be written.
        AssetError: the old floors are damaged.
    """
    if not reason.strip():
        raise ConfigError('--set-floors needs the reason; give it with --reason "why the floors move"')
    if unmeasured := [figure.name for figure in figures if figure.value is None]:
        raise ConfigError(
            f"no floor can be set under {', '.join(unmeasured)}: not measured; see what was not annotated"
        )
    stored = _read(path) if path.exists() else {"floors": {}, "changes": []}
    floors = {figure.name: floor_under(figure.value) for figure in figures if figure.value is not None}
    moved = [
        f"{name}: {stored['floors'].get(name, 'none')} → {floor}"
        for name, floor in floors.items()
        if stored["floors"].get(name) != floor
    ]
    change = {"date": today.isoformat(), "reason": reason.strip(), "moved": moved}
    _write(path, {"floors": floors, "changes": [*stored["changes"], change]})
    return moved


def floor_under(value: float) -> float:
    """Return the value less the margin, rounded down to two decimals, at least 0."""
    # 1e-9: 0.52 - 0.02 is 0.5, not 0.49 for the want of a last bit.
    return max(0.0, math.floor((value - MARGIN) * 100 + 1e-9) / 100)


def _read(path: Path) -> Any:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(stored["changes"], list) or not all(0 <= floor <= 1 for floor in stored["floors"].values()):
            raise ValueError("changes is no list, or a floor is not between 0 and 1")
        return stored
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssetError(
            str(path), f"floors {path} cannot be read ({error!r}); restore it from the repository"
        ) from error


def _write(path: Path, stored: Mapping[str, Any]) -> None:
    try:
        path.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror}); check its permissions") from None
