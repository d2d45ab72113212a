"""Our scale of precision in the codes of UCDP, ACLED and PLOVER, which run in opposite directions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.precision import acled_geo_precision, is_computed, plover_resolution, ucdp_where_prec
from pipeline.records import Precision

FINEST_FIRST = tuple(Precision)
COMPUTED = "geonames:170063+30km-N"


def test_the_scale_is_written_finest_first():
    assert [str(step) for step in FINEST_FIRST] == ["site", "town", "district", "region", "country", "area"]


@pytest.mark.parametrize("code", [ucdp_where_prec, acled_geo_precision])
def test_ucdp_and_acled_rise_as_a_place_grows_vague(code):
    codes = [code(step) for step in FINEST_FIRST]
    assert all(finer <= coarser for finer, coarser in pairwise(codes))
    assert codes[0] < codes[-1]


def test_plover_falls_as_a_place_grows_vague():
    codes = [plover_resolution(step) for step in FINEST_FIRST]
    assert all(finer > coarser for finer, coarser in pairwise(codes))


@pytest.mark.parametrize(
    ("code", "steps"),
    [(ucdp_where_prec, range(1, 8)), (acled_geo_precision, range(1, 4)), (plover_resolution, range(6))],
)
@pytest.mark.parametrize("precision", FINEST_FIRST)
@pytest.mark.parametrize("gazetteer_id", ["geonames:170063", COMPUTED])
def test_every_precision_has_a_code_on_each_scale(code, steps, precision, gazetteer_id):
    assert code(precision, gazetteer_id=gazetteer_id) in steps


@pytest.mark.parametrize(
    ("precision", "ucdp", "acled", "plover"),
    [
        (Precision.SITE, 1, 1, 5),
        (Precision.TOWN, 1, 1, 4),
        (Precision.DISTRICT, 3, 2, 3),  # UCDP: ADM2
        (Precision.REGION, 4, 3, 2),  # UCDP: ADM1
        (Precision.COUNTRY, 6, 3, 1),
        (Precision.AREA, 7, 3, 0),
    ],
)
def test_each_step_has_the_code_of_the_codebooks(precision, ucdp, acled, plover):
    assert (ucdp_where_prec(precision), acled_geo_precision(precision), plover_resolution(precision)) == (
        ucdp,
        acled,
        plover,
    )


def test_an_area_inside_one_country_is_no_international_water():
    assert ucdp_where_prec(Precision.AREA, country="SY") == 5
    assert ucdp_where_prec(Precision.AREA, country=None) == 7


@pytest.mark.parametrize(("radius_km", "ucdp"), [(9.0, 2), (25.0, 2), (26.0, 3)])
def test_a_computed_place_is_an_area_around_a_place_never_a_place(radius_km, ucdp):
    assert is_computed(COMPUTED)
    assert ucdp_where_prec(Precision.DISTRICT, gazetteer_id=COMPUTED, country="SY", radius_km=radius_km) == ucdp
    for precision in FINEST_FIRST:
        assert ucdp_where_prec(precision, gazetteer_id=COMPUTED) >= 2
        assert acled_geo_precision(precision, gazetteer_id=COMPUTED) >= 2
        assert plover_resolution(precision, gazetteer_id=COMPUTED) <= 3
