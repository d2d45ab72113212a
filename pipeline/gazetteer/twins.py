"""A town or the region named after it: Idlib, Aleppo, New York. The words around the name decide. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Candidate
from pipeline.gazetteer.resolution import Answer
from pipeline.records import Span

TWIN_KM = 161.0
# New York lies 280 km from the middle of its state; below this size, "Virginia" would become a town in Minnesota.
METROPOLIS = 1_000_000
REACH = 160  # characters on either side of a name
_KINDS = frozenset({Feature.ADMIN1, Feature.TOWN, Feature.CAPITAL})

_REGIONAL = re.compile(
    r"\b(?:province|governorate|region|oblast|enclave|stronghold|bastion|pocket|countryside|de-?escalation|"
    r"demilitari[sz]ed|rebel-held|villages|towns)\b",
    re.IGNORECASE,
)
_URBAN = re.compile(
    r"\b(?:city|town|neighbou?rhoods?|suburbs?|streets?|airport|downtown|municipality|mayor)\b", re.IGNORECASE
)


def settle(answer: Answer, candidates: Iterable[Candidate], text: str, spans: Sequence[Span]) -> Answer:
    """Return the answer with the region or the town of its name, whichever the words around `spans` speak of."""
    twin = _twin_of(answer.candidate, candidates)
    if twin is None:
        return answer
    around = " ".join(_sentence_around(text, span) for span in spans)
    regional = len(_REGIONAL.findall(around)) > len(_URBAN.findall(around))
    chosen = next(c for c in (answer.candidate, twin) if (c.feature is Feature.ADMIN1) == regional)
    return replace(answer, candidate=chosen, reasons=("region" if regional else "city", *answer.reasons))


def _twin_of(chosen: Candidate, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the region of a town's own name in its country, or the town of a region's."""
    if chosen.feature not in _KINDS or chosen.typed:
        return None
    wanted = _KINDS - {Feature.ADMIN1} if chosen.feature is Feature.ADMIN1 else {Feature.ADMIN1}
    near = (c for c in candidates if c.feature in wanted and c.place.country == chosen.place.country)
    return next((c for c in near if _near(c, chosen)), None)


def _near(one: Candidate, other: Candidate) -> bool:
    """Tell whether a town and a region of its name belong together: close by, or a metropolis in its own state."""
    town, region = (other, one) if one.feature is Feature.ADMIN1 else (one, other)
    reach = max(TWIN_KM, region.place.radius_km) if town.population >= METROPOLIS else TWIN_KM
    degrees = reach / 111.2
    here, there = town.place, region.place
    return abs(here.latitude - there.latitude) <= degrees and abs(here.longitude - there.longitude) <= degrees


def _sentence_around(text: str, span: Span) -> str:
    """Return the words around a span, up to the sentence's end on either side and REACH characters."""
    before = text[max(0, span.start - REACH) : span.start]
    after = text[span.end : span.end + REACH]
    return re.split(r"[.!?\n]\s", before)[-1] + " " + re.split(r"[.!?\n]\s", after)[0]
