"""Provinces by what is said about anything in them: a frame of places → the divisions to shade. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from dashboard.labels import RISK_NAMES
from dashboard.map.marks import BASE, MAX_LISTED, gravity, outlined
from pipeline.precision import is_computed

# Too coarse to lie in one province.
_WIDER = frozenset({"country", "area"})


@cache
def divisions() -> Mapping[tuple[str, str], str]:
    """Return (country, name of an admin-1 division) → gazetteer id, of those that the base map has a shape of."""
    named: dict[str, list[str]] = json.loads((BASE / "admin1_ids.json").read_text(encoding="utf-8"))
    return {(country, name): gazetteer_id for gazetteer_id, (country, name) in named.items()}


def province_of(gazetteer_id: str, precision: str, country: str | None, admin1: str | None) -> str | None:
    """Return the gazetteer id of the province that a place lies in, or is; None: none, or nobody can be sure.

    A computed place ("30 km north of Aleppo") may lie across the province's border.
    """
    if precision in _WIDER or is_computed(gazetteer_id):
        return None
    if gazetteer_id in outlined():
        return gazetteer_id
    return divisions().get((country or "", admin1 or ""))


def province_marks(places: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a province each that something was said about, most quotes first.

    id, name, country; level and feared, as `marks.gravity` has them; risks: [words, modality, quotes];
    quotes: those about each place added up, a quote about two of them counts twice; places: their rows
    in the frame.
    """
    inside: dict[str, list[Mapping[Any, Any]]] = {}
    for at, row in enumerate(places.to_dict("records")):
        found = province_of(str(row["gazetteer_id"]), str(row["precision"]), row["country"], row["admin1"])
        if found and row["n_about"]:
            inside.setdefault(found, []).append({**row, "at": at})
    names = {gazetteer_id: named for named, gazetteer_id in divisions().items()}
    marks = [_mark(gazetteer_id, names[gazetteer_id], rows) for gazetteer_id, rows in inside.items()]
    return sorted(marks, key=lambda mark: (-mark["quotes"], mark["id"]))


def _mark(gazetteer_id: str, named: tuple[str, str], rows: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for label, modality, quotes in row["risks"]:
            counted[label, modality] += int(quotes)
    risks = [(label, modality, n) for (label, modality), n in sorted(counted.items(), key=lambda item: -item[1])]
    level, feared = gravity(risks)
    return {
        "id": gazetteer_id,
        "name": named[1],
        "country": named[0],
        "level": level,
        "feared": feared,
        "risks": [[RISK_NAMES.get(label, label), how, n] for label, how, n in risks[:MAX_LISTED]],
        "quotes": sum(int(row["n_about"]) for row in rows),
        "places": [row["at"] for row in rows],
    }
