"""What the readers of the sources share: a place before it is packed, tables, names. Build time only."""

from __future__ import annotations

import csv
import json
import math
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.gazetteer.features import Feature

_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "HEBREW", "GREEK")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place before it is packed. `names` are its own, `alternates` others."""

    name: str
    latitude: float
    longitude: float
    feature: Feature
    names: tuple[str, ...]
    alternates: tuple[str, ...] = ()
    geonames_id: int | None = None
    code: str = ""  # the identity where there is no GeoNames id: "tocsin:ghouta"; bare ("US.LA.079") for an admin-2
    country: str = ""
    admin1: str = ""  # GeoNames code, "SY.12" (OCHA's SY07 is another coding system)
    population: int = 0
    radius_km: int = 0

    @property
    def identity(self) -> str:
        """The id under which the place is known outside the file."""
        if self.geonames_id:
            return f"geonames:{self.geonames_id}"
        return self.code if ":" in self.code else f"geonames-admin2:{self.code}"


def table(path: Path) -> list[dict[str, str]]:
    """Read one of our own CSV tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_json(path: Path) -> Any:
    """Read a JSON file of a package."""
    return json.loads(path.read_text(encoding="utf-8"))


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return about how far two points (latitude, longitude) lie apart, in km; good to a few per cent below 1,000 km."""
    mean = math.radians((a[0] + b[0]) / 2)
    return 111.2 * math.hypot(a[0] - b[0], ((a[1] - b[1] + 180) % 360 - 180) * math.cos(mean))


def usable(name: str) -> bool:
    """Leave out airport codes, vowelless transliterations and scripts that news of ours is not written in."""
    first = next((char for char in name if char.isalpha()), "")
    if not first or not unicodedata.name(first, "").startswith(_SCRIPTS):
        return False
    if name.isascii():
        return (
            not (name.isupper() and len(name) <= 4) and any(char in "aeiouyAEIOUY" for char in name) and len(name) > 2
        )
    return True
