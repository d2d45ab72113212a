"""The offline gazetteer behind geopy's interface: a Geocoder that never touches the network."""

from __future__ import annotations

from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from pipeline.gazetteer.index import Candidate, Gazetteer


class NoNetworkAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Refuses every request: whoever asks for one has a defect, not an outage."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> NoReturn:  # noqa: ARG002
        """Refuse.

        Raises:
            GeocoderServiceError: always.
        """
        raise GeocoderServiceError(f"the offline geocoder was asked to fetch {url}; use a service of geopy for that")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """geopy's `geocode` over the packed gazetteer; `candidates` gives more, and is what the pipeline uses."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(user_agent="tocsin-offline", adapter_factory=NoNetworkAdapter)
        self._gazetteer = gazetteer

    def candidates(self, toponym: str) -> tuple[Candidate, ...]:
        """Return the places that a toponym may mean, closest name first, then the largest."""
        return self._gazetteer.candidates(toponym)

    def geocode(self, query: str, *, exactly_one: bool = True, **_: Any) -> Location | list[Location] | None:
        """Return the first candidate's location, or all of them; None where nothing bears the name."""
        locations = [_location(candidate) for candidate in self.candidates(query)]
        if not locations:
            return None
        return locations[0] if exactly_one else locations


def _location(candidate: Candidate) -> Location:
    place = candidate.place
    address = ", ".join(filter(None, (place.name, place.admin1, place.country)))
    raw = {"gazetteer_id": place.gazetteer_id, "precision": str(place.precision), "radius_km": place.radius_km}
    return Location(address, (place.latitude, place.longitude), raw)
