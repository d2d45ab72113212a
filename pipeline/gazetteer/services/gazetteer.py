"""The offline gazetteer with a service behind it, for what it does not know."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from pipeline.errors import ServiceError
from pipeline.gazetteer.features import PRECISION, Feature
from pipeline.gazetteer.index import Candidate, Gazetteer, Match, alike
from pipeline.gazetteer.names import fold, skeleton, without_article, without_type
from pipeline.gazetteer.packing import Packed
from pipeline.gazetteer.services.answers import Found
from pipeline.gazetteer.services.service import Service
from pipeline.records import Place

log = logging.getLogger(__name__)


class ServiceGeocoder(Gazetteer):
    """All that the offline gazetteer does, and `look_further`, the only door to the service.

    Scanning a text asks `candidates` for every word: that stays offline. A failing service never
    costs an answer: the offline one is returned, `failure` keeps the reason, and each kind of failure
    is logged once, not once a toponym.
    """

    def __init__(self, packed: Packed, service: Service) -> None:
        super().__init__(packed)
        self._service = service
        self._reported: set[type[ServiceError]] = set()
        self._lock = threading.Lock()

    @classmethod
    def over(cls, gazetteer: Gazetteer, service: Service) -> ServiceGeocoder:
        """Put a service behind an open gazetteer."""
        return cls(gazetteer._packed, service)

    @property
    def version(self) -> str:
        """What answers: the gazetteer's version and the service, e.g. "…+nominatim@geo.example.org"."""
        return f"{super().version}+{self._service.name}"

    @property
    def failure(self) -> ServiceError | None:
        """Why the service gives no answers; None if it did when it was last asked, or never was."""
        return self._service.failure

    def look_further(self, toponym: str, *, countries: Iterable[str] = ()) -> tuple[Candidate, ...]:
        """Return the offline candidates; where there are none, the service's, closest name first.

        A name that only shares its consonants counts among `countries` (ISO codes) alone, as offline.
        """
        context = frozenset(countries)
        if offline := self.candidates(toponym, countries=context):
            return offline
        try:
            found = self._service.find(toponym)
        except ServiceError as error:
            self._report(error)
            return offline
        distinct: dict[str, Candidate] = {}
        for place in found:
            if candidate := self._meant(toponym, place, context):
                distinct.setdefault(candidate.place.gazetteer_id, candidate)
        return tuple(sorted(distinct.values(), key=lambda candidate: candidate.match))

    def _report(self, failure: ServiceError) -> None:
        with self._lock:
            new = type(failure) not in self._reported
            self._reported.add(type(failure))
        if new:
            log.warning("%s; places come from the offline gazetteer meanwhile", failure)

    def _meant(self, toponym: str, found: Found, context: frozenset[str]) -> Candidate | None:
        match = match_of(toponym, found)
        if match is None or (match is Match.SKELETON and found.country not in context):
            return None
        # A country has one representative point, GeoNames' own, whoever is asked.
        is_country = found.feature is Feature.COUNTRY
        place = self.country(found.country or "") if is_country else _place(found, self._division(found))
        return Candidate(place, found.feature, 0, match) if place else None

    def _division(self, found: Found) -> str | None:
        """Return the gazetteer's own name of the division that a place lies in, else the service's."""
        same = (
            candidate.place.name
            for candidate in self.candidates(found.admin1 or "")
            if candidate.feature is Feature.ADMIN1 and candidate.place.country == found.country
        )
        return next(same, found.admin1)


def match_of(toponym: str, found: Found) -> Match | None:
    """Tell how a toponym meets the names of a place that a service found; None: not at all, so it was guessed."""
    asked, own = fold(toponym), fold(found.name)
    if asked == own:
        return Match.NAME
    names = {own, *map(fold, found.other_names)}
    if asked in names:
        return Match.ALTERNATE
    if _bare(asked) & frozenset().union(*map(_bare, names)):
        return Match.VARIANT
    bones = skeleton(asked)
    return Match.SKELETON if any(bones and bones == skeleton(name) and alike(asked, name) for name in names) else None


def _bare(folded: str) -> frozenset[str]:
    """Return a folded name with and without its type word and article."""
    typed = without_type(folded)
    forms = {folded, typed.name if typed else folded}
    return frozenset(forms | {bare for form in forms if (bare := without_article(form, arabic=True))})


def _place(found: Found, admin1: str | None) -> Place:
    return Place(
        name=found.name,
        latitude=found.latitude,
        longitude=found.longitude,
        precision=PRECISION[found.feature],
        gazetteer_id=found.osm_id,
        country=found.country,
        admin1=admin1,
        radius_km=found.radius_km,
    )
