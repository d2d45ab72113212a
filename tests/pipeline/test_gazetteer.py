from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import AssetError
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.geocoder import NoNetworkAdapter, OfflineGeocoder
from pipeline.gazetteer.index import FILE_NAME, Gazetteer, Match
from pipeline.gazetteer.names import exact, fold, skeleton, without_type
from pipeline.records import Precision
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(Settings().gazetteer)


@pytest.mark.parametrize(
    ("toponym", "country", "division"),
    [
        ("Idlib", "SY", "Idlib"),
        ("إدلب", "SY", "Idlib"),
        ("محافظة إدلب", "SY", "Idlib"),
        ("Идлиб", "SY", "Idlib"),
        ("Khan Sheikhoun", "SY", "Idlib"),
        ("Jisr al-Shughur", "SY", "Idlib"),
        ("Deir ez-Zor", "SY", "Deir ez-Zor"),
        ("Hodeida", "YE", "Al Hudaydah"),
        ("Слов'янськ", "UA", "Donetsk"),
        ("Kyiv", "UA", "Kyiv City"),
        ("Chechnya", "RU", "Chechnya"),
        ("Bagram", "AF", "Parwan"),
        ("Al Fashir", "SD", "Northern Darfur"),
    ],
)
def test_a_spelling_leads_first_to_the_place_it_names(gazetteer, toponym, country, division):
    first = gazetteer.candidates(toponym)[0].place
    assert (first.country, first.admin1) == (country, division)


@pytest.mark.parametrize(
    ("toponym", "country"),
    [("Palma", "MZ"), ("Adra", "SY"), ("Moria", "GR"), ("Douma", "SY"), ("Jobar", "SY"), ("Ghouta", "SY"),
     ("Bab al-Hawa", "SY"), ("T4", "SY"), ("al-Tanf", "SY"), ("Donbas", "UA"), ("Darfur", "SD"), ("Golan", "SY")],
)  # fmt: skip
def test_a_place_of_a_conflict_is_among_the_candidates(gazetteer, toponym, country):
    assert country in {candidate.place.country for candidate in gazetteer.candidates(toponym)}


def test_nothing_leads_from_sloviansk_to_nikopol(gazetteer):
    assert all(candidate.place.name != "Nikopol" for candidate in gazetteer.candidates("Слов'янськ"))


@pytest.mark.parametrize("name", ["Rassan Rouhani", "Xyzzyville", "", "   ", "'", "…" * 500, "\x00", "\ud800"])
def test_what_is_no_name_of_a_place_has_no_candidates(gazetteer, name):
    assert gazetteer.candidates(name) == ()


def test_france_is_the_country_and_nothing_else(gazetteer):
    first = gazetteer.candidates("France")[0]
    assert (first.feature, first.place.country) == (Feature.COUNTRY, "FR")


def test_the_united_states_are_upper_case(gazetteer):
    assert [c.place.country for c in gazetteer.candidates("US")] == ["US"]
    assert all(c.feature is not Feature.COUNTRY for c in gazetteer.candidates("us"))


def test_a_type_word_keeps_only_places_of_that_type(gazetteer):
    assert {c.feature for c in gazetteer.candidates("Idlib province")} == {Feature.ADMIN1}


def test_a_rough_romanisation_is_found_only_among_the_countries_of_the_article(gazetteer):
    assert gazetteer.candidates("Zmalkah") == ()
    found = gazetteer.candidates("Zmalkah", countries=["SY"])
    assert {c.match for c in found} == {Match.SKELETON}
    assert "Zamalka" in {c.place.name for c in found}


@pytest.mark.parametrize(
    ("word", "code"),
    [("Syrian", "SY"), ("Iranians", "IR"), ("French", "FR"), ("South Sudanese", "SS"), ("Congolese", "CD")],
)
def test_a_demonym_stands_for_its_country(gazetteer, word, code):
    found = gazetteer.demonym(word)
    assert found is not None
    assert (found.feature, found.place.country) == (Feature.COUNTRY, code)


@pytest.mark.parametrize("word", ["Kurdish", "ambassador", "Syria", ""])
def test_what_is_no_demonym_stands_for_no_country(gazetteer, word):
    assert gazetteer.demonym(word) is None


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"), [("US", 39.76, -98.5), ("RU", 60.0, 100.0), ("SY", 35.0, 38.0)]
)
def test_a_country_carries_the_representative_point_of_geonames(gazetteer, code, latitude, longitude):
    country = gazetteer.country(code)
    assert country is not None
    assert (country.latitude, country.longitude) == pytest.approx((latitude, longitude), abs=0.01)


def test_an_unknown_code_is_no_country(gazetteer):
    assert gazetteer.country("ZZ") is None


@given(name=st.text(max_size=60))
def test_every_candidate_lies_on_earth_and_says_how_finely_it_is_known(gazetteer, name):
    for candidate in gazetteer.candidates(name, countries=["SY", "UA"]):
        place = candidate.place
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert ":" in place.gazetteer_id
        assert (candidate.feature is Feature.COUNTRY) == (place.precision is Precision.COUNTRY)


@given(name=st.text(max_size=100))
def test_folding_a_second_time_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


def test_hyphens_marks_apostrophes_and_case_do_not_matter():
    assert len({fold(name) for name in ("Jisr al-Shughūr", "JISR AL SHUGHUR", "Jisr al‑Shughu'r")}) == 1


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Kherson Oblast", "kherson"),
        ("province of Idlib", "idlib"),
        ("مخيم اليرموك", "اليرموك"),
        ("Bab al-Hawa crossing", "bab al hawa"),
    ],
)
def test_a_type_word_comes_off_on_either_side(name, bare):
    typed = without_type(fold(name))
    assert typed is not None
    assert typed.name == bare


def test_an_abbreviation_keeps_its_case():
    assert exact("U.S.") == exact("US")
    assert exact("us") is None
    assert exact("Ga.") != exact("GA")


def test_romanisations_of_one_name_share_a_skeleton():
    assert skeleton(fold("Deir ez-Zor")) == skeleton(fold("Dayr az Zawr"))


def test_a_skeleton_of_two_bones_says_nothing():
    assert skeleton("aba") is None


def test_a_missing_file_is_named_with_the_next_step(tmp_path):
    with pytest.raises(AssetError, match=r"build it") as caught:
        Gazetteer.load(tmp_path / "none.bin")
    assert caught.value.path.endswith("none.bin")


@pytest.mark.parametrize("size", [0, 5, 200, 100_000])
def test_a_truncated_file_is_refused(tmp_path, size):
    whole = (Settings().gazetteer / FILE_NAME).read_bytes()
    cut = tmp_path / FILE_NAME
    cut.write_bytes(whole[:size])
    with pytest.raises(AssetError):
        Gazetteer.load(tmp_path)


def test_a_file_with_one_changed_byte_is_refused(tmp_path):
    whole = bytearray((Settings().gazetteer / FILE_NAME).read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / FILE_NAME).write_bytes(whole)
    with pytest.raises(AssetError, match="checksum"):
        Gazetteer.load(tmp_path)


def test_the_packed_file_stays_small():
    assert (Settings().gazetteer / FILE_NAME).stat().st_size < 15_000_000


def test_every_row_of_the_supplement_names_its_source_and_lies_where_it_says(gazetteer):
    from pipeline.gazetteer.sources import table

    rows = table(Path(Settings().gazetteer) / "supplement.csv")
    assert len(rows) >= 150
    for row in rows:
        assert row["source"]
        found = [c.place for c in gazetteer.candidates(row["name"]) if c.place.gazetteer_id == f"tocsin:{row['id']}"]
        assert found, row["id"]
        assert (found[0].latitude, found[0].longitude) == pytest.approx(
            (float(row["latitude"]), float(row["longitude"])), abs=1e-3
        )


def test_geopy_gets_one_location_or_all(gazetteer):
    geocoder = OfflineGeocoder(gazetteer)
    one = geocoder.geocode("Aleppo")
    several = geocoder.geocode("Aleppo", exactly_one=False)
    assert one.latitude == pytest.approx(36.2, abs=0.5)
    assert several[0] == one
    assert len(several) > 1


def test_geopy_gets_none_for_an_unknown_name(gazetteer):
    assert OfflineGeocoder(gazetteer).geocode("Xyzzyville", exactly_one=False) is None


def test_the_offline_geocoder_refuses_the_network():
    adapter = NoNetworkAdapter(proxies=None, ssl_context=None)
    with pytest.raises(Exception, match="offline geocoder"):
        adapter.get_json("https://example.org", timeout=1, headers={})
