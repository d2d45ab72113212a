"""The divisions of the packed gazetteer, all of them: where they lie, how large they are, what they are called."""

import csv
import math
from collections import defaultdict
from statistics import median

import pytest

from pipeline.gazetteer import packing
from pipeline.gazetteer.features import SETTLED, Feature
from pipeline.gazetteer.index import FILE_NAME, Gazetteer, Match
from pipeline.settings import Settings

# km: no radius reaches it; the largest, of Nunavut and Arkhangelsk with its islands, are below 1,300.
LARGEST = 1800
SPELLINGS = {
    "SY": "Idlib, Idlib province, Idleb governorate, Rif Dimashq, Rural Damascus, Deir ez-Zor province, Hasakah, "
    "Hasaka, al-Hasakah governorate, Raqqa province, Aleppo governorate, Homs province, Hama province, "
    "Latakia province, Tartus, Daraa province, Suwayda, Sweida province, Quneitra province",
    "IQ": "Nineveh, Ninewa, Anbar, Anbar province, Salahuddin, Salah al-Din province, Diyala, Kirkuk province, "
    "Basra province, Dhi Qar, Maysan, Wasit, Babil, Dohuk province, Baghdad governorate",
    "YE": "Marib, Marib governorate, Hajjah, Hajja, Taiz province, Saada, Sa'ada governorate, Hodeidah governorate, "
    "Hodeida province, Shabwa, Hadramawt, Hadhramaut, Hadramout province, al-Bayda governorate, al-Bayda, Al-Jawf, "
    "al-Dhale, Dhale province, Lahij, Lahj governorate, Abyan, Ibb province, Amran governorate, Mahra, Socotra",
    "UA": "Kharkiv oblast, Kharkiv region, Donetsk region, Donetsk oblast, Luhansk region, Zaporizhzhia region, "
    "Zaporizhia oblast, Kherson region, Sumy region, Chernihiv oblast, Mykolaiv region, Odesa oblast, "
    "Dnipropetrovsk region",
    "CD": "North Kivu, South Kivu, Ituri, Tanganyika province",
    "SD": "North Darfur, South Darfur, West Darfur, Central Darfur, East Darfur, North Kordofan, South Kordofan, "
    "West Kordofan, Gezira, Al Jazirah state, Blue Nile, Blue Nile state, White Nile state, Sennar state, "
    "Kassala state, Khartoum state, Red Sea state, Gedaref",
    "SS": "Upper Nile, Jonglei, Jonglei state, Unity state, Warrap, Lakes state, Western Equatoria, Central Equatoria",
    "ET": "Tigray, Tigray region, Amhara, Afar, Oromia, Benishangul-Gumuz, Gambella, Somali region, Sidama",
    "NG": "Borno, Borno state, Yobe, Adamawa state, Zamfara, Katsina state, Kaduna state, Benue state, Plateau state",
    "MZ": "Cabo Delgado, Cabo Delgado province, Nampula province",
    "AF": "Helmand, Helmand province, Kunduz, Kandahar province, Nangarhar, Badakhshan, Panjshir, "
    "Uruzgan, Khost province",
    "MM": "Rakhine, Rakhine state, Shan, Shan state, Kachin, Kachin state, Sagaing, Kayah state, Kayin, Chin state",
    "HT": "Artibonite, Artibonite department",
    "SO": "Lower Shabelle, Middle Shabelle, Lower Juba, Gedo, Hiran, Hiiraan, Galgaduud, Mudug",
    "LY": "Misrata",
    "ML": "Kidal region, Gao region, Menaka, Mopti region, Timbuktu region",
    "PK": "Khyber Pakhtunkhwa, Balochistan, Sindh, Punjab",
    "IR": "Sistan and Baluchestan, Khuzestan, Kurdistan province, Fars province, West Azerbaijan province",
}
# By general reference, to the nearest half degree: somewhere in the middle of the division.
MIDDLES = [
    ("Fars", "IR", 29.0, 53.5), ("Yazd Province", "IR", 32.0, 55.0), ("Gilan", "IR", 37.5, 49.5),
    ("Khuzestan", "IR", 31.5, 49.0), ("Kerman Province", "IR", 29.5, 57.5), ("Bushehr Province", "IR", 28.5, 51.5),
    ("Baghdad governorate", "IQ", 33.5, 44.5), ("Anbar", "IQ", 33.0, 42.0), ("Nineveh", "IQ", 36.0, 42.5),
    ("Idlib governorate", "SY", 35.5, 36.5), ("Deir ez-Zor governorate", "SY", 35.0, 40.5),
    ("Homs governorate", "SY", 34.5, 38.5), ("Hodeidah governorate", "YE", 14.5, 43.0),
    ("Hadramawt", "YE", 17.0, 49.5), ("Donetsk oblast", "UA", 48.0, 37.5), ("Kherson oblast", "UA", 46.5, 33.5),
    ("North Darfur", "SD", 16.0, 25.5), ("Jonglei", "SS", 7.5, 32.0), ("Unity state", "SS", 9.0, 29.5),
    ("Tigray", "ET", 14.0, 38.5), ("Borno", "NG", 11.5, 13.0), ("Cabo Delgado", "MZ", -12.5, 39.5),
    ("Helmand", "AF", 31.0, 64.0), ("Rakhine", "MM", 20.0, 93.5), ("North Kivu", "CD", -0.5, 28.5),
    ("Mount Lebanon", "LB", 34.0, 35.5), ("Hanoi", "VN", 21.0, 105.5),
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(Settings().gazetteer)


@pytest.fixture(scope="module")
def rows():
    packed = packing.read(Settings().gazetteer / FILE_NAME)
    return [(packed.name(at), packed.row(at)) for at in range(len(packed.rows) // packing.ROW.size)]


def km(a, b):
    (y1, x1), (y2, x2) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((y1 - y2) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x1 - x2) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def of_feature(gazetteer, name, country, feature):
    found = gazetteer.candidates(name, countries=[country])
    return [c.place for c in found if c.place.country == country and c.feature is feature and c.match < Match.SKELETON]


@pytest.mark.parametrize(
    ("country", "name"), [(country, name) for country, names in SPELLINGS.items() for name in names.split(", ")]
)
def test_a_division_is_found_as_news_spells_it(gazetteer, country, name):
    assert of_feature(gazetteer, name, country, Feature.ADMIN1)


@pytest.mark.parametrize(("name", "country", "latitude", "longitude"), MIDDLES)
def test_a_division_lies_where_it_should(gazetteer, name, country, latitude, longitude):
    place = of_feature(gazetteer, name, country, Feature.ADMIN1)[0]
    assert km((place.latitude, place.longitude), (latitude, longitude)) < 100


@pytest.mark.parametrize(
    ("name", "identity"),
    [("Idlib", "geonames:169387"), ("Deir ez-Zor", "geonames:170792"), ("Mount Lebanon", "geonames:273607"),
     ("Upper Nile", "geonames-admin1:SS.07"), ("Hanoi", "geonames:1581129")],
)  # fmt: skip
def test_codes_of_other_editions_give_no_division_another_s_id(gazetteer, name, identity):
    assert identity in {c.place.gazetteer_id for c in gazetteer.candidates(name) if c.feature is Feature.ADMIN1}


@pytest.mark.parametrize(
    ("name", "country"),
    [("Hass", "SY"), ("Latamneh", "SY"), ("Latamna", "SY"), ("al-Lataminah", "SY"), ("Morek", "SY"), ("Kilo 16", "YE"),
     ("al-Bayda", "YE"), ("Hawija", "IQ"), ("Palma", "MZ"), ("Adra", "SY"), ("Sloviansk", "UA"), ("Chasiv Yar", "UA"),
     ("Khan Younis", "PS"), ("El Fasher", "SD"), ("Goma", "CD"), ("Lashkar Gah", "AF"), ("Kismayo", "SO"),
     ("Moria", "GR"), ("Derna", "LY"), ("Maungdaw", "MM"), ("Baga", "NG")],
)  # fmt: skip
def test_a_town_of_a_conflict_is_found_in_its_country(gazetteer, name, country):
    assert any(of_feature(gazetteer, name, country, feature) for feature in SETTLED)


def test_khaled_is_no_town_of_iran(gazetteer):
    assert all(c.place.country != "IR" for c in gazetteer.candidates("Khaled", countries=["IR", "SY"]))


def test_every_division_lies_near_its_own_towns(rows):
    """The median of a division's towns is within one and a half radii, or 60 km, of its point: at most 1 % are not.

    The rest are large and lived in at one end (Kamchatka, Algeria's south).
    """
    towns = defaultdict(list)
    for _, row in rows:
        if row.feature in SETTLED and row.admin1 != packing.NO_ADMIN1:
            towns[row.admin1].append((row.latitude, row.longitude))
    divisions = [(name, row, towns[at]) for at, (name, row) in enumerate(rows) if row.feature == Feature.ADMIN1]
    astray = [
        (name, middle)
        for name, row, own in divisions
        if len(own) > 2
        and km((row.latitude, row.longitude), middle := (median(y for y, _ in own), median(x for _, x in own)))
        > max(60, 1.5 * row.radius_km)
    ]
    assert len(astray) <= len(divisions) / 100, astray


def test_every_radius_is_possible(rows):
    strange = [
        (name, row.radius_km)
        for name, row in rows
        if row.feature in (Feature.ADMIN1, Feature.ADMIN2) and not 0 < row.radius_km < LARGEST
    ]
    assert strange == []


def test_every_division_named_by_a_place_is_a_division_of_its_country(rows):
    for name, row in rows:
        if row.admin1 != packing.NO_ADMIN1:
            division = rows[row.admin1][1]
            assert (division.feature, division.country) == (Feature.ADMIN1, row.country), name


def test_every_country_carries_the_point_of_its_table(gazetteer):
    with (Settings().gazetteer / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = gazetteer.country(row["code"])
            assert place is not None
            assert (place.latitude, place.longitude) == pytest.approx(
                (float(row["latitude"]), float(row["longitude"])), abs=1e-3
            )
