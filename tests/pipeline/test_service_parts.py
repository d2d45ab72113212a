from __future__ import annotations

import fcntl
import json
import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, ServiceError, ServiceLimitError
from pipeline.gazetteer.features import PRECISION, Feature
from pipeline.gazetteer.index import Match
from pipeline.gazetteer.services.adapter import MAX_RETRY_AFTER_S, retry_after_s
from pipeline.gazetteer.services.answers import HALF_EARTH_KM, MAX_PLACES, Found, read, usable
from pipeline.gazetteer.services.cache import FILE_NAME, AnswerCache
from pipeline.gazetteer.services.gazetteer import match_of
from pipeline.gazetteer.services.kinds import feature_of
from pipeline.gazetteer.services.pace import FILE_NAME as PACE_FILE
from pipeline.gazetteer.services.pace import INTERVAL_S, MAX_HOLD_S, MAX_WAIT_S, Pace
from pipeline.intake.clean import clean_line
from pipeline.settings import ROOT, VERSION, from_environment
from tests.misbehaving import Clock

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
# Right keys, any values: what a service that is nearly right could send.
NOMINATIM = st.fixed_dictionaries(
    {
        "lat": st.floats(-90, 90).map(str) | st.floats(-91, 91),
        "lon": st.floats(-180, 180).map(str) | st.floats(-181, 181),
        "osm_type": st.sampled_from(["node", "way", "relation"]),
        "osm_id": st.integers(min_value=0) | st.text("0123456789", max_size=22),
        "class": st.sampled_from(["place", "boundary", "natural", "shop"]),
        "type": st.sampled_from(["town", "administrative", "bay", "country"]),
        "addresstype": st.sampled_from(["state", "country", "city"]) | JSON,
        "name": st.text(max_size=200) | JSON,
        "display_name": st.text(max_size=200) | JSON,
        "namedetails": st.none() | st.dictionaries(st.sampled_from(["name", "name:ar", "ref"]), JSON, max_size=3),
        "address": st.fixed_dictionaries(
            {"country_code": st.sampled_from(["sy", "", "xyz", "ß1"]) | JSON, "state": JSON}
        ),
        "boundingbox": st.lists(st.floats().map(str) | st.floats(-200, 200) | JSON, max_size=5) | JSON,
    }
)


def paced(folder, clock: Clock) -> Pace:
    return Pace(folder, "geo.example.org", now=clock.now, sleep=clock.sleep)


@given(pauses=st.lists(st.floats(0, 3), min_size=1, max_size=8))
def test_requests_of_two_objects_are_a_second_apart(tmp_path_factory, pauses):
    clock = Clock()
    folder = tmp_path_factory.mktemp("pace")
    turns = [paced(folder, clock), paced(folder, clock)]
    times = []
    for number, pause in enumerate(pauses):
        clock.time += pause
        with turns[number % 2].turn():
            times.append(clock.time)
    assert all(later - earlier >= INTERVAL_S - 0.002 for earlier, later in pairwise(times))


def test_requests_of_two_processes_are_a_second_apart(tmp_path):
    code = (
        "import sys; from pathlib import Path; from pipeline.gazetteer.services.pace import Pace\n"
        "with Pace(Path(sys.argv[1]), 'geo.example.org', now=lambda: 1000.0, sleep=lambda s: None).turn(): pass"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT)
    clock = Clock(1000.25)
    with paced(tmp_path, clock).turn():
        assert clock.slept == [pytest.approx(0.75)]


def test_a_turn_waits_until_another_process_has_its_answer(tmp_path):
    clock = Clock()
    with (tmp_path / PACE_FILE).open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # as a process does while it asks

        def sleep(seconds: float) -> None:
            clock.sleep(seconds)
            if clock.time > 1005:
                fcntl.flock(held, fcntl.LOCK_UN)

        with Pace(tmp_path, "geo.example.org", now=clock.now, sleep=sleep).turn():
            assert clock.time > 1005


def test_nobody_waits_for_ever(tmp_path):
    clock = Clock()
    with (tmp_path / PACE_FILE).open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ServiceLimitError), paced(tmp_path, clock).turn():
            pass
    assert clock.time >= 1000 + MAX_WAIT_S


@pytest.mark.parametrize("written", ["nan", "inf", "soon", "\x00\x00", "9" * 100, "99999999999", "-inf"])
def test_a_damaged_clock_costs_one_interval(tmp_path, written):
    (tmp_path / PACE_FILE).write_text(written)
    clock = Clock()
    with paced(tmp_path, clock).turn():
        assert clock.slept == [INTERVAL_S]


@given(seconds=st.floats(-10, 1e9), again=st.floats(-10, 1e9))
def test_holding_off_is_bounded_and_never_shortened(tmp_path_factory, seconds, again):
    clock = Clock()
    pace = paced(tmp_path_factory.mktemp("pace"), clock)
    pace.hold_off(seconds)
    pace.hold_off(again)
    clock.time += max(INTERVAL_S, min(max(seconds, again), MAX_HOLD_S)) - MAX_WAIT_S - 1
    if max(seconds, again) > MAX_WAIT_S + 1:
        with pytest.raises(ServiceLimitError), pace.turn():
            pass
    clock.time += MAX_WAIT_S + 1.01
    with pace.turn():
        assert clock.slept == []


def test_without_a_clock_nobody_asks(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServiceError, match="no pace is kept"), paced(tmp_path / "file", Clock()).turn():
        pass


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 4000], ids=["text", "header"]
)
def test_a_damaged_cache_is_reported_and_begun_anew(tmp_path, caplog, content):
    (tmp_path / FILE_NAME).write_bytes(content)
    cache = AnswerCache(tmp_path, now=lambda: 1000.0)
    assert cache.get("nominatim", "d", "Idlib") is None
    assert "damaged" in caplog.text
    cache.put("nominatim", "d", "Idlib", [1])
    assert cache.get("nominatim", "d", "Idlib") == [1]


def test_a_cache_of_another_shape_is_begun_anew(tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE answers (word TEXT)")
    cache = AnswerCache(tmp_path, now=lambda: 1000.0)
    assert cache.get("nominatim", "d", "Idlib") is None
    cache.put("nominatim", "d", "Idlib", [])
    assert cache.get("nominatim", "d", "Idlib") == []


@pytest.mark.parametrize("row", ["{", '"x"', "[" * 100_000, "3", b"\xff"])
def test_a_damaged_answer_in_the_cache_is_no_answer(tmp_path, row):
    cache = AnswerCache(tmp_path, now=lambda: 1000.0)
    cache.put("nominatim", "d", "Idlib", [1])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE answers SET places = ?", (row,))
    assert cache.get("nominatim", "d", "Idlib") is None


def test_a_folder_that_cannot_be_written_is_reported_once(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    cache = AnswerCache(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        cache.put("nominatim", "d", "Idlib", [1])
        assert cache.get("nominatim", "d", "Idlib") is None
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("0", 0.0), ("-5", 0.0), ("9" * 400, MAX_RETRY_AFTER_S), ("99999", MAX_RETRY_AFTER_S),
     ("Thu, 01 Jan 1970 00:18:40 GMT", 120.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
     ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER_S), ("soon", None), ("", None), (None, None)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_a_date_within_bounds(header, seconds):
    assert retry_after_s(header, now=1000.0) == seconds


@given(st.text(max_size=60), st.floats(0, 1e10))
def test_no_retry_after_header_breaks_or_leaves_its_bounds(header, now):
    seconds = retry_after_s(header, now=now)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_S


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(0, 3600))
def test_a_date_after_now_is_as_far_as_it_says(moment, ahead):
    now = moment.replace(microsecond=0, tzinfo=UTC).timestamp()
    header = datetime.fromtimestamp(now + ahead, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert retry_after_s(header, now=now) == ahead


@given(JSON, st.sampled_from(["nominatim", "photon"]))
def test_whatever_json_comes_is_read_or_refused(answer, service):
    for item in usable(answer, service) or ():
        read(item, service)


@given(st.lists(NOMINATIM, max_size=15))
def test_what_is_read_lies_on_earth_and_is_clean(items):
    kept = usable(json.loads(json.dumps(items)), "nominatim")
    assert kept is None or len(kept) <= MAX_PLACES
    for found in filter(None, (read(item, "nominatim") for item in kept or ())):
        assert abs(found.latitude) <= 90
        assert abs(found.longitude) <= 180
        assert 0 < found.radius_km <= HALF_EARTH_KM
        assert 0 < len(found.name) <= 80
        assert found.name == clean_line(found.name)
        assert found.country is None or (len(found.country) == 2 and found.country.isascii())
        assert found.osm_id.startswith(("osm:node:", "osm:way:", "osm:relation:"))


@pytest.mark.parametrize("bad", [float("nan"), float("-inf"), "NaN", "1e999", 10**400, True, None, [1], "x", 181])
def test_what_is_no_coordinate_is_no_place(bad):
    good = {"lat": "35.5", "lon": 36.5, "osm_type": "node", "osm_id": 7}
    assert usable([good], "nominatim") == [good]
    assert usable([good | {"lon": bad}], "nominatim") is None
    feature = {"properties": {"osm_type": "N", "osm_id": 7}, "geometry": {"coordinates": [bad, 35.5]}}
    assert usable({"features": [feature]}, "photon") is None


@pytest.mark.parametrize(
    ("tag", "feature"),
    [
        (("boundary", "administrative", "state"), Feature.ADMIN1),
        (("boundary", "administrative", "county"), Feature.ADMIN2),
        (("boundary", "administrative", "country"), Feature.COUNTRY),
        (("boundary", "administrative", "city"), Feature.TOWN),
        (("place", "village", "village"), Feature.TOWN),
        (("amenity", "refugee_site", "amenity"), Feature.CAMP),
        (("barrier", "border_control", ""), Feature.CROSSING),
        (("natural", "strait", "strait"), Feature.SEA),
        (("shop", "bakery", "shop"), None),
        (("highway", "residential", "road"), None),
        (("place", "house", "place"), None),
    ],
)
def test_kinds_of_things_are_those_of_the_gazetteer(tag, feature):
    assert feature_of(*tag) is feature
    assert feature is None or feature in PRECISION


def found_named(name: str, *others: str) -> Found:
    return Found(name, others, 35.5, 36.5, Feature.TOWN, "osm:node:1", "SY", None, 2.0)


@pytest.mark.parametrize(
    ("toponym", "found", "match"),
    [
        ("Jisr al-Shughūr", found_named("Jisr ash-Shughur", "Jisr al Shughur"), Match.ALTERNATE),
        ("MARJ", found_named("Marj"), Match.NAME),
        ("Marj town", found_named("Marj"), Match.VARIANT),
        ("al-Marj", found_named("Marj"), Match.VARIANT),
        ("Hilmand", found_named("Helmand"), Match.SKELETON),
        ("Marj", found_named("Kafr Nabl"), None),
        ("Prisi", found_named("Porkhov"), None),
        ("Britian", found_named("Burtunay"), None),  # the same consonants, another name
    ],
)
def test_names_meet_as_in_the_gazetteer(toponym, found, match):
    assert match_of(toponym, found) is match


def test_the_version_is_the_projects():
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SERVICE", "google"),
        ("DOMAIN", ""),
        ("DOMAIN", "ftp://geo.example.org"),
        ("DOMAIN", "user:word@geo.example.org"),
        ("DOMAIN", "geo.example.org?key=1"),
        ("DOMAIN", "geo.example.org:port"),
        ("DOMAIN", "geo .example.org"),
        ("DOMAIN", "geo.example.org\n.evil.example"),
        ("DOMAIN", "[::1"),
        ("CONTACT", "me\r\nX-Other: 1"),
        ("CONTACT", "x" * 200),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(setting, value):
    good = {"TOCSIN_GEOCODER_SERVICE": "photon", "TOCSIN_GEOCODER_DOMAIN": "geo.example.org"}
    with pytest.raises(ConfigError, match=f"TOCSIN_GEOCODER_{setting}"):
        from_environment(good | {f"TOCSIN_GEOCODER_{setting}": value})


@pytest.mark.parametrize(
    ("given", "scheme", "domain"),
    [
        ("geo.example.org", "https", "geo.example.org"),
        ("http://127.0.0.1:8080/Nominatim/", "http", "127.0.0.1:8080/Nominatim"),
        (" HTTPS://Geo.Example.org ", "https", "geo.example.org"),
    ],
)
def test_a_domain_may_carry_scheme_port_and_path(given, scheme, domain):
    settings = from_environment(
        {"TOCSIN_GEOCODER_SERVICE": "Photon", "TOCSIN_GEOCODER_DOMAIN": given, "HOME": "/home/x"}
    )
    assert (settings.geocoder.scheme, settings.geocoder.domain) == (scheme, domain)
    assert str(settings.geocoder.cache) == "/home/x/.cache/tocsin"
