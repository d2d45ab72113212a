"""Our scale of precision in the words of three event data sets, which count in opposite directions.

Ours                site   town   district   region   country   area
UCDP where_prec      1      1        3         4         6      5, 7     rises as a place grows vague (1–7)
ACLED geo_precision  1      1        2         3         3       3       rises as a place grows vague (1–3)
PLOVER resolution    5      4        3         2         1       0       falls as a place grows vague

Where a place lies between two steps of another scale, the coarser one is written.
"""

from __future__ import annotations

from pipeline.records import Precision

# UCDP's "limited area around a location" is one of about 25 km (code 2 of its codebook).
LIMITED_AREA_KM = 25.0

_UCDP = {
    Precision.SITE: 1,
    Precision.TOWN: 1,
    Precision.DISTRICT: 3,
    Precision.REGION: 4,
    Precision.COUNTRY: 6,
    Precision.AREA: 7,
}
_ACLED = {
    Precision.SITE: 1,
    Precision.TOWN: 1,
    Precision.DISTRICT: 2,
    Precision.REGION: 3,
    Precision.COUNTRY: 3,
    Precision.AREA: 3,
}
_PLOVER = {
    Precision.SITE: 5,
    Precision.TOWN: 4,
    Precision.DISTRICT: 3,
    Precision.REGION: 2,
    Precision.COUNTRY: 1,
    Precision.AREA: 0,
}
# Between a place's own id and how far from it: "geonames:170063+30km-N".
COMPUTED = "+"


def is_computed(gazetteer_id: str) -> bool:
    """Tell whether a place was computed from another ("30 km north of Aleppo"): it is a circle, never a dot."""
    return COMPUTED in gazetteer_id


def ucdp_where_prec(
    precision: Precision, *, gazetteer_id: str = "", country: str | None = None, radius_km: float = 0.0
) -> int:
    """Return UCDP GED's `where_prec` of a place, 1 (exact) to 7 (nowhere in a country).

    1 the exact location; 2 a limited area around one, about 25 km; 3 a second-order division
    (ADM2); 4 a first-order division (ADM1); 5 a part of a country larger than that, or a line or
    field no division describes; 6 the country; 7 international waters or airspace (Högbladh:
    UCDP GED Codebook, 19.1 and later; Sundberg and Melander 2013). An area within one country is
    5, any other 7. A computed place is 2 at most, however near its anchor.
    """
    if precision == Precision.AREA and country:
        return 5
    if precision == Precision.DISTRICT and is_computed(gazetteer_id) and radius_km <= LIMITED_AREA_KM:
        return 2
    code = _UCDP[precision]
    return max(code, 2) if is_computed(gazetteer_id) else code


def acled_geo_precision(precision: Precision, *, gazetteer_id: str = "") -> int:
    """Return ACLED's `geo_precision` of a place, 1 (a town) to 3 (a larger region).

    1 a particular town with its coordinates; 2 a small part of a region, or the surroundings of a
    town; 3 a larger region, written at its capital or the nearest natural feature (ACLED Codebook:
    Geo-precision). ACLED has nothing coarser: whole countries, seas and borders are 3 here, and
    must be left out by whoever wants ACLED's own practice. A computed place is 2 at most.
    """
    code = _ACLED[precision]
    return max(code, 2) if is_computed(gazetteer_id) else code


def plover_resolution(precision: Precision, *, gazetteer_id: str = "") -> int:
    """Return the depth to which PLOVER's location object can be filled for a place, 5 (finest) to 0.

    0 no country; 1 country code; 2 admin1 code; 3 admin2 code; 4 a populated place; 5 a spot or
    building. PLOVER's manual (Open Event Data Alliance) publishes no numbered scale: its location
    is a GeoNames record, and what we count are the levels of GeoNames it names. A computed place
    has no record of its own: it is 3 at most.
    """
    code = _PLOVER[precision]
    return min(code, 3) if is_computed(gazetteer_id) else code
