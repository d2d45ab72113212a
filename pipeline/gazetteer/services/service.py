"""One service, asked through geopy: from the cache where it can, in its turn where it must."""

from __future__ import annotations

from functools import partial
from typing import Any

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim, Photon

from pipeline.errors import ConfigError, ServiceAnswerError, ServiceError
from pipeline.gazetteer.names import MAX_NAME_CHARS
from pipeline.gazetteer.services.adapter import ServiceAdapter
from pipeline.gazetteer.services.answers import MAX_PLACES, Found, read, usable
from pipeline.gazetteer.services.cache import AnswerCache
from pipeline.gazetteer.services.pace import Pace
from pipeline.intake.clean import clean_line
from pipeline.settings import GeocodingService

TIMEOUT_S = 10.0  # for one answer in all; the public Nominatim mostly answers within one
# After a failure nobody asks for so long: without it each unknown toponym would wait for another timeout.
PAUSE_S = 60.0


class Service:
    """A geocoding service. Safe to share among threads; all of one user's processes share cache and pace."""

    def __init__(
        self,
        settings: GeocodingService,
        *,
        cache: AnswerCache | None = None,
        pace: Pace | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._settings = settings
        self._cache = cache or AnswerCache(settings.cache)
        self._pace = pace or Pace(settings.cache, settings.domain)
        self.failure: ServiceError | None = None  # why it gives no answers; None: it did, or was never asked
        kind = Photon if settings.name == "photon" else Nominatim
        self._geocoder = kind(
            domain=settings.domain,
            scheme=settings.scheme,
            user_agent=settings.user_agent,
            timeout=timeout_s,
            adapter_factory=partial(ServiceAdapter, domain=settings.domain, check=self._check),
        )

    @property
    def name(self) -> str:
        """Which service this is, e.g. "nominatim@geo.example.org"."""
        return f"{self._settings.name}@{self._settings.domain}"

    def find(self, toponym: str) -> tuple[Found, ...]:
        """Return the places that the service has for a toponym, likeliest first; () where it has none.

        Raises:
            ServiceError: it gave no usable answer, or must not be asked now.
        """
        query = clean_line(toponym, limit=MAX_NAME_CHARS)
        if not any(char.isalpha() for char in query):
            return ()
        items = self._remembered(query)
        if items is None:
            items = self._ask(query)
            self._cache.put(*self._key(query), items)
        return tuple(found for item in items if (found := read(item, self._settings.name)))

    def _remembered(self, query: str) -> list[Any] | None:
        kept = self._cache.get(*self._key(query))
        return kept and usable({"features": kept} if self._settings.name == "photon" else kept, self._settings.name)

    def _key(self, query: str) -> tuple[str, str, str]:
        return self._settings.name, self._settings.domain, query

    def _ask(self, query: str) -> list[Any]:
        """Ask in turn; a failure is remembered, and sat out by all processes."""
        try:
            with self._pace.turn():
                answer, failure = self._tried(query)
        except ServiceError as error:  # no turn: what failed before is the better reason
            self.failure = self.failure or error
            raise
        self.failure = failure
        if failure:
            self._pace.hold_off(max(failure.retry_after_s or 0.0, PAUSE_S))
            raise failure
        return answer

    def _tried(self, query: str) -> tuple[list[Any], ServiceError | None]:
        try:
            return self._fetch(query), None
        except ServiceError as error:
            return [], error

    def _fetch(self, query: str) -> list[Any]:
        options: dict[str, Any] = {"addressdetails": True, "namedetails": True, "language": "en"}
        if self._settings.name == "photon":  # it has one name an answer: the English one, else the local one
            options = {"language": "en" if query.isascii() else False}
        try:
            locations = self._geocoder.geocode(query, exactly_one=False, limit=MAX_PLACES, **options)
        except (GeopyError, ValueError, TypeError, AttributeError, LookupError) as error:
            raise self._odd(f"({type(error).__name__})") from error
        return [location.raw for location in locations or ()]

    def _check(self, answer: Any) -> Any:
        items = usable(answer, self._settings.name)
        if items is None:
            raise self._odd("")
        return {"features": items} if self._settings.name == "photon" else items

    def _odd(self, why: str) -> ServiceAnswerError:
        domain, name = self._settings.domain, self._settings.name
        return ServiceAnswerError(domain, f"{domain} answered JSON that is no list of {name}'s places {why}".strip())


def open_for_bulk(settings: GeocodingService) -> Service:
    """Open a service for a pipeline, which asks without a person waiting for each answer.

    Raises:
        ConfigError: it is a public one, whose rules forbid that.
    """
    if settings.public:
        raise ConfigError(
            f"{settings.domain} is run for everybody and forbids bulk geocoding; name your own "
            f"{settings.name.capitalize()} in TOCSIN_GEOCODER_DOMAIN, or leave TOCSIN_GEOCODER_SERVICE out"
        )
    return Service(settings)
