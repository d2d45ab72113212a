from __future__ import annotations

import logging
import socket
from dataclasses import replace

import pytest

from pipeline.assembly import Assembly
from pipeline.errors import (
    ConfigError,
    ServiceAnswerError,
    ServiceError,
    ServiceFailedError,
    ServiceLimitError,
    ServiceRefusedError,
    ServiceTimeoutError,
    ServiceUnreachableError,
)
from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Gazetteer, Match
from pipeline.gazetteer.services.adapter import MAX_ANSWER_BYTES
from pipeline.gazetteer.services.cache import MAX_AGE_S, MAX_MISS_AGE_S, AnswerCache
from pipeline.gazetteer.services.gazetteer import ServiceGeocoder
from pipeline.gazetteer.services.pace import Pace
from pipeline.gazetteer.services.service import PAUSE_S, Service, open_for_bulk
from pipeline.records import Precision
from pipeline.settings import VERSION, GeocodingService, Settings, from_environment
from tests.misbehaving import Clock, LocalService, answering, serving

UNKNOWN = "Qarnabad Zuwayra"  # in no gazetteer: made up
VILLAGE = {
    "osm_type": "node",
    "osm_id": 77,
    "lat": "35.5",
    "lon": "36.5",
    "class": "place",
    "type": "village",
    "addresstype": "village",
    "name": UNKNOWN,
    "display_name": f"{UNKNOWN}, Idlib, Syria",
    "address": {"state": "Idlib Governorate", "country_code": "sy"},
    "boundingbox": ["35.48", "35.52", "36.48", "36.52"],
}
FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [36.5, 35.5]},
    "properties": {"osm_type": "N", "osm_id": 77, "osm_key": "place", "osm_value": "village", "type": "city",
                   "name": UNKNOWN, "state": "Idlib Governorate", "countrycode": "SY"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def local():
    with serving() as service:
        yield service


@pytest.fixture(scope="module")
def offline() -> Gazetteer:
    return Gazetteer.load(Settings().gazetteer)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service_at(tmp_path, clock):
    """A service at a domain, as another process with the same folder would open it."""

    def opened(domain: str, *, name="nominatim", timeout_s=5.0) -> Service:
        settings = GeocodingService(name, domain, tmp_path, "http", "desk@example.org")
        cache = AnswerCache(tmp_path, now=clock.now)
        pace = Pace(tmp_path, domain, now=clock.now, sleep=clock.sleep)
        return Service(settings, cache=cache, pace=pace, timeout_s=timeout_s)

    return opened


@pytest.fixture
def gazetteer_at(offline, service_at):
    return lambda domain, **options: ServiceGeocoder.over(offline, service_at(domain, **options))


@pytest.mark.parametrize(("name", "answer"), [("nominatim", [VILLAGE]), ("photon", {"features": [FEATURE]})])
def test_an_unknown_toponym_is_found_by_the_service(gazetteer_at, local, name, answer):
    local.reply = answering(answer)
    gazetteer = gazetteer_at(local.domain, name=name)
    (candidate,) = gazetteer.look_further(UNKNOWN)
    place = candidate.place
    assert (place.name, place.latitude, place.longitude) == (UNKNOWN, 35.5, 36.5)
    assert (place.gazetteer_id, place.precision, place.country) == ("osm:node:77", Precision.TOWN, "SY")
    assert place.admin1 == "Idlib"  # as the gazetteer calls it
    assert 0 < place.radius_km <= 5
    assert (candidate.feature, candidate.population, candidate.match) == (Feature.TOWN, 0, Match.NAME)
    assert gazetteer.failure is None


def test_a_request_says_who_asks_and_for_what(service_at, local):
    service_at(local.domain).find(UNKNOWN)
    ((path, headers),) = local.asked
    assert path.startswith("/search?q=Qarnabad+Zuwayra&")
    assert headers["User-Agent"] == (f"Tocsin/{VERSION} (conflict monitoring from the news; desk@example.org)")


def test_a_country_keeps_the_gazetteers_own_point(gazetteer_at, local):
    country = {"class": "boundary", "type": "administrative", "addresstype": "country", "name": UNKNOWN}
    local.reply = answering([VILLAGE | country])
    (candidate,) = gazetteer_at(local.domain).look_further(UNKNOWN)
    assert candidate.feature is Feature.COUNTRY
    assert candidate.place == Gazetteer.load(Settings().gazetteer).country("SY")


@pytest.mark.parametrize(("countries", "count"), [((), 0), (("YE",), 0), (("SY", "YE"), 1)])
def test_another_romanisation_counts_in_the_articles_countries_alone(gazetteer_at, local, countries, count):
    local.reply = answering([VILLAGE | {"name": "Qarnobad Zuwaira"}])
    assert len(gazetteer_at(local.domain).look_further(UNKNOWN, countries=countries)) == count


def test_what_is_known_offline_and_what_is_scanned_is_never_asked(gazetteer_at, offline, local):
    gazetteer = gazetteer_at(local.domain)
    assert gazetteer.look_further("Idlib") == offline.candidates("Idlib") != ()
    assert gazetteer.candidates(UNKNOWN) == ()
    assert not gazetteer.may_know(UNKNOWN)
    assert gazetteer.country("SY") == offline.country("SY")
    assert gazetteer.demonym("Syrian") == offline.demonym("Syrian")
    assert local.asked == []


def test_without_a_service_looking_further_finds_the_same(offline):
    assert offline.look_further("Idlib") == offline.candidates("Idlib")
    assert offline.look_further(UNKNOWN) == ()


def hang(service: LocalService):
    return lambda _: service.closing.wait() and None


def drip(service: LocalService):
    def reply(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):  # not for ever: a client that waits for the end shall fail the test, not hang it
            if not service.closing.wait(0.02):
                handler.wfile.write(b" ")

    return reply


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'[{"lat": "35.5", "lo')


def no_http(handler):
    handler.wfile.write(b"220 mail ready\r\n")


MISBEHAVIOUR = [
    (answering(b"<html><h1>Log in to the hotel's network</h1></html>", Content_Type="text/html"), ServiceAnswerError),
    (answering(b""), ServiceAnswerError),
    (answering(b'[{"lat": "35.5"'), ServiceAnswerError),
    (cut_short, ServiceAnswerError),
    (no_http, ServiceAnswerError),
    (answering(b"\xff\xfe[]"), ServiceAnswerError),
    (answering(b"[" * 200_000), ServiceAnswerError),
    (answering(b"[" + b" " * MAX_ANSWER_BYTES + b"]"), ServiceAnswerError),
    (answering({"error": "Unable to do it"}), ServiceAnswerError),
    (answering("places"), ServiceAnswerError),
    (answering(None), ServiceAnswerError),
    (answering([1, None, "x", [], {}]), ServiceAnswerError),
    (answering([VILLAGE | {"lat": float("nan")}]), ServiceAnswerError),
    (answering([VILLAGE | {"lat": "95"}]), ServiceAnswerError),
    (answering([VILLAGE | {"osm_id": {"$gt": 0}}]), ServiceAnswerError),
    (answering([], status=302, Location="http://127.0.0.1:9/elsewhere"), ServiceAnswerError),
    (answering([], status=404), ServiceAnswerError),
    (answering([], status=400), ServiceAnswerError),
    (answering([], status=401), ServiceRefusedError),
    (answering([], status=403), ServiceRefusedError),
    (answering([], status=429), ServiceLimitError),
    (answering([], status=500), ServiceFailedError),
    (answering([], status=503), ServiceFailedError),
    (answering([], status=504), ServiceTimeoutError),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "kind"), MISBEHAVIOUR)
def test_a_misbehaving_service_is_named_and_the_offline_result_kept(gazetteer_at, offline, local, reply, kind):
    local.reply = reply
    gazetteer = gazetteer_at(local.domain)
    assert gazetteer.look_further(UNKNOWN) == ()
    assert gazetteer.look_further("Idlib") == offline.candidates("Idlib")
    assert type(gazetteer.failure) is kind
    assert local.domain in str(gazetteer.failure)
    assert len(local.asked) == (0 if reply is None else 1)  # no retries


@pytest.mark.parametrize("slow", [hang, drip])
def test_a_service_that_hangs_or_drips_times_out(service_at, local, slow):
    local.reply = slow(local)
    with pytest.raises(ServiceTimeoutError):
        service_at(local.domain, timeout_s=0.15).find(UNKNOWN)


def test_a_service_that_is_not_there_is_unreachable(service_at):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))  # taken, but nobody listens
        with pytest.raises(ServiceUnreachableError):
            service_at(f"127.0.0.1:{unheard.getsockname()[1]}").find(UNKNOWN)


def test_malformed_places_among_good_ones_are_left_out(service_at, local):
    local.reply = answering([{"lat": []}, VILLAGE, VILLAGE | {"lon": "Infinity"}])
    assert [found.osm_id for found in service_at(local.domain).find(UNKNOWN)] == ["osm:node:77"]


def test_a_service_that_asked_for_rest_is_left_alone_so_long_by_all(gazetteer_at, local, clock):
    local.reply = answering([], status=429, Retry_After="300")
    one, other = (gazetteer_at(local.domain) for _ in range(2))
    one.look_further(UNKNOWN)
    local.reply = answering([VILLAGE])
    clock.time += 200
    assert other.look_further(UNKNOWN) == one.look_further(UNKNOWN) == ()
    assert len(local.asked) == 1
    clock.time += 101
    assert len(other.look_further(UNKNOWN)) == 1
    assert other.failure is None


def test_an_outage_costs_one_request_and_one_line_of_the_log(gazetteer_at, local, clock, caplog):
    local.reply = answering([], status=500)
    gazetteer = gazetteer_at(local.domain)
    with caplog.at_level(logging.WARNING):
        for number in range(20):
            gazetteer.look_further(f"{UNKNOWN} {number}")
    assert len(local.asked) == 1
    assert isinstance(gazetteer.failure, ServiceFailedError)
    assert [record.getMessage() for record in caplog.records if "(500)" in record.getMessage()] != []
    assert len(caplog.records) <= 2  # that it failed, and that it is now left alone
    clock.time += PAUSE_S + 1
    gazetteer.look_further(UNKNOWN)
    assert len(local.asked) == 2


def test_an_answer_is_asked_for_once_even_by_a_later_process(service_at, local, clock):
    local.reply = answering([VILLAGE])
    first = service_at(local.domain).find(UNKNOWN)
    assert service_at(local.domain).find(f"  {UNKNOWN}\n") == first
    assert len(local.asked) == 1
    clock.time += MAX_AGE_S + 1
    service_at(local.domain).find(UNKNOWN)
    assert len(local.asked) == 2


def test_a_miss_is_remembered_too_but_not_as_long(service_at, local, clock):
    service = service_at(local.domain)
    assert service.find(UNKNOWN) == service.find(UNKNOWN) == ()
    assert len(local.asked) == 1
    clock.time += MAX_MISS_AGE_S + 1
    service.find(UNKNOWN)
    assert len(local.asked) == 2


def test_services_do_not_answer_for_one_another(service_at, local):
    local.reply = answering([])
    service_at(local.domain).find(UNKNOWN)
    local.reply = answering({"features": [FEATURE]})
    assert len(service_at(local.domain, name="photon").find(UNKNOWN)) == 1


def test_a_failure_is_not_remembered_as_an_answer(service_at, local, clock):
    service = service_at(local.domain)
    local.reply = answering([], status=500)
    with pytest.raises(ServiceError):
        service.find(UNKNOWN)
    local.reply = answering([VILLAGE])
    clock.time += PAUSE_S + 1
    assert len(service.find(UNKNOWN)) == 1


@pytest.mark.parametrize("toponym", ["", "  ", "\x00\u202e", "12", "—"])
def test_what_has_no_letter_is_not_asked(service_at, local, toponym):
    assert service_at(local.domain).find(toponym) == ()
    assert local.asked == []


def test_the_pipeline_is_offline_unless_told_otherwise(offline):
    assert from_environment({}).geocoder is None
    assert type(Assembly(Settings()).gazetteer) is Gazetteer
    set_up = replace(Settings(), geocoder=GeocodingService("photon", "geo.example.org", Settings().assets))
    assembly = Assembly(set_up)
    assert isinstance(assembly.gazetteer, ServiceGeocoder)
    assert assembly.models["gazetteer"] == f"{offline.version}+photon@geo.example.org"


@pytest.mark.parametrize(
    "domain",
    [
        "nominatim.openstreetmap.org",
        "https://NOMINATIM.openstreetmap.org.:443/",
        "photon.komoot.io",
        "http://komoot.io",
    ],
)
def test_a_pipeline_refuses_the_public_services(domain, tmp_path):
    environment = {"TOCSIN_GEOCODER_SERVICE": "nominatim", "TOCSIN_GEOCODER_DOMAIN": domain, "HOME": str(tmp_path)}
    settings = from_environment(environment)
    with pytest.raises(ConfigError, match="forbids bulk"):
        _ = Assembly(settings).gazetteer
    own = replace(settings.geocoder, domain="openstreetmap.org.example.org")
    assert open_for_bulk(own).name == "nominatim@openstreetmap.org.example.org"
