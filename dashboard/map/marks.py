"""What the map draws: frames of places and arcs → GeoJSON. Pure: nothing here knows the screen.

Doubt is drawn, not hidden: how a place is drawn follows from how finely it is known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.labels import RISK_NAMES, STANCE_NAMES
from pipeline.precision import is_computed

BASE = Path(__file__).parents[1] / "static" / "map"

# More marks than this are no map any more; what is left out is counted and said on the screen.
MAX_PLACES = 1_000
MAX_ARCS = 150
MAX_NAME_CHARS = 120
MAX_LISTED = 4  # risks and stances a popup shows

# Our own order of gravity, for the colour alone: from services failing to mass death. No IPC phase is meant.
LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("No risk named", ()),
    ("Services and aid", ("health", "education", "aid_security", "infrastructure")),
    ("Fighting and flight", ("escalation", "displacement", "detention_abuse")),
    ("Lives and survival", ("civilian_harm", "siege_access", "food_water")),
    ("Mass harm", ("chemical_weapons", "catastrophe")),
)
LEVEL_OF = {risk: level for level, (_, risks) in enumerate(LEVELS) for risk in risks}
# After the IPC ramp, from grey; told apart in all types of colour vision (tests/dashboard/test_map.py).
RAMP = {
    "light": ("#6B7C8C", "#F2D54A", "#DE6A00", "#B80000", "#4A0A28"),
    "dark": ("#90A2B0", "#FBE88A", "#EC8420", "#CF2A2A", "#A050C8"),
}
# A tag on one quote in thirty shall not paint a place: a level counts from a tenth of the tags on.
MIN_SHARE = 0.1

WHERE = {
    "site": "exact site",
    "town": "town",
    "district": "district",
    "region": "region",
    "country": "whole country",
    "area": "wider area",
}


@cache
def outlined() -> frozenset[str]:
    """Return the gazetteer ids of the admin-1 divisions that the base map has a shape of."""
    return frozenset(json.loads((BASE / "admin1_ids.json").read_text(encoding="utf-8")))


def drawn_as(gazetteer_id: str, precision: str, radius_km: float) -> str:
    """Return how a place is drawn: "point", "shape", "circle", "country" or "listed" (not on the map)."""
    if precision == "country":
        return "country"
    if precision in {"site", "town"} and not is_computed(gazetteer_id):
        return "point"
    if precision == "region" and gazetteer_id in outlined():
        return "shape"
    # Past 700 km ("Africa", "the Mediterranean") a circle says nothing that the name does not.
    return "circle" if 0 < radius_km <= 700 else "listed"


def gravity(risks: Iterable[tuple[str, str, int]]) -> tuple[int, bool]:
    """Return the gravest level (0–4) that a tenth of the tags reach, and whether it is only feared.

    `risks` are (label, modality, quotes); what is denied does not count.
    """
    counted: dict[int, dict[str, int]] = {}
    for label, modality, quotes in risks:
        if modality != "denied" and label in LEVEL_OF:
            level = counted.setdefault(LEVEL_OF[label], {})
            level[modality] = level.get(modality, 0) + quotes
    total = sum(sum(level.values()) for level in counted.values())
    reached = [level for level, by in counted.items() if sum(by.values()) >= MIN_SHARE * total]
    if not reached:
        return 0, False
    gravest = max(reached)
    return gravest, not counted[gravest].get("reported")


def place_marks(places: pd.DataFrame, *, keep: str | None = None) -> dict[str, Any]:
    """Return places as a GeoJSON FeatureCollection, most quoted first; longitude before latitude, as GeoJSON has it.

    A country has no geometry, so that nothing can draw it as a point. `omitted` counts the
    rows past MAX_PLACES; the place `keep` (a gazetteer id) is never among them.
    """
    shown = places.head(MAX_PLACES)
    if keep is not None and keep not in set(shown["gazetteer_id"]):
        shown = pd.concat([shown, places[places["gazetteer_id"] == keep]])
    features = [_place(row) for row in shown.to_dict("records")]
    return {"type": "FeatureCollection", "features": features, "omitted": len(places) - len(shown)}


def _place(row: Mapping[Any, Any]) -> dict[str, Any]:
    drawn = drawn_as(str(row["gazetteer_id"]), str(row["precision"]), float(row["radius_km"]))
    level, feared = gravity(row["risks"])
    properties = {
        "id": str(row["gazetteer_id"]),
        "name": _short(row["name"]),
        "country": row["country"] if isinstance(row["country"], str) else "",
        "admin1": _short(row["admin1"]) if isinstance(row["admin1"], str) else "",
        "drawn": drawn,
        "precision": str(row["precision"]),
        "where": WHERE.get(str(row["precision"]), str(row["precision"])),
        "known": known(str(row["gazetteer_id"]), str(row["precision"]), float(row["radius_km"])),
        "radius_km": float(row["radius_km"]),
        "about": int(row["n_about"]),
        "said": int(row["n_spoken_at"]),
        "articles": int(row["n_articles"]),
        "level": level,
        "feared": feared,
        "risks": [[RISK_NAMES.get(r, r), how, int(n)] for r, how, n in row["risks"][:MAX_LISTED]],
        "stances": [[STANCE_NAMES.get(s, s), int(n)] for s, n in row["stances"][:MAX_LISTED]],
    }
    geometry = None if drawn in {"country", "listed"} else _point(row["longitude"], row["latitude"])
    return {"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties}


def known(gazetteer_id: str, precision: str, radius_km: float) -> str:
    """Say in words how finely a place is known, and what its mark on the map stands for."""
    drawn = drawn_as(gazetteer_id, precision, radius_km)
    words = WHERE.get(precision, precision).removeprefix("exact ")
    if drawn == "point":
        return f"Known to the {words}: the dot is the gazetteer's own point for it."
    if drawn == "shape":
        return f"Known to the {words} only: its whole outline stands for it."
    if drawn == "circle":
        how = "Worked out from a distance" if is_computed(gazetteer_id) else f"Known to the {words} only"
        return f"{how}: somewhere within {round(radius_km)} km, as the circle shows."
    return f"Known to the {words} only: {'shaded' if drawn == 'country' else 'listed'}, no point stands for it."


def _short(text: Any) -> str:
    return str(text)[:MAX_NAME_CHARS]


def _point(longitude: float, latitude: float) -> dict[str, Any] | None:
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    return {"type": "Point", "coordinates": [round(float(longitude), 4), round(float(latitude), 4)]}


def arc_marks(arcs: pd.DataFrame | None) -> dict[str, Any]:
    """Return where was spoken about where, as a FeatureCollection of two-point lines, most quotes first.

    A line that would end in a whole country or a wider area has no place to end: it has no
    geometry, is listed only, and its quotes are counted in `unplaced`. `omitted` counts the
    lines past MAX_ARCS.
    """
    if arcs is None or arcs.empty:
        return {"type": "FeatureCollection", "features": [], "omitted": 0, "unplaced": 0}
    vague = {"country", "area"}
    placed = ~(arcs["from_precision"].isin(vague) | arcs["to_precision"].isin(vague))
    lines, unplaced = arcs[placed], arcs[~placed]
    return {
        "type": "FeatureCollection",
        "features": [
            *(_arc(row, placed=True) for row in lines.head(MAX_ARCS).to_dict("records")),
            *(_arc(row, placed=False) for row in unplaced.head(MAX_ARCS).to_dict("records")),
        ],
        "omitted": max(0, len(lines) - MAX_ARCS),
        "unplaced": int(unplaced["n_quotes"].sum()),
    }


def _arc(row: Mapping[Any, Any], *, placed: bool) -> dict[str, Any]:
    ends = [
        [round(float(row[f"{end}_longitude"]), 4), round(float(row[f"{end}_latitude"]), 4)] for end in ("from", "to")
    ]
    properties = {
        "from": str(row["from_id"]),
        "to": str(row["to_id"]),
        "from_name": _short(row["from_name"]),
        "to_name": _short(row["to_name"]),
        "n": int(row["n_quotes"]),
    }
    geometry = {"type": "LineString", "coordinates": ends} if placed else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def name_marks(unresolved: pd.DataFrame) -> dict[str, Any]:
    """Return names that led nowhere as rows of name, articles, an article with it; `total` counts all names."""
    rows = zip(unresolved["name"], unresolved["n_articles"], unresolved["article_id"], strict=True)
    total = int(unresolved["n_names"].max()) if len(unresolved) else 0
    return {"rows": [[_short(name), int(n), article] for name, n, article in rows], "total": total}
