"""From the names of one article to questions for the ranker: what is asked, and what the text itself answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.gazetteer.features import SETTLED, Feature
from pipeline.gazetteer.index import Candidate, Gazetteer, Match
from pipeline.gazetteer.names import fold
from pipeline.gazetteer.resolution import Answer, Question, lies_in
from pipeline.gazetteer.words import BARE_WORDS
from pipeline.records import Span

_CONTAINER_GAP = re.compile(r"(?:,? in (?:the )?|, (?:the )?|,| \()")
_ENCLOSURE_GAP = re.compile(
    r"(?: (?:village|town|district|area|suburb|neighbou?rhood|settlement|municipality))?,? (?:in|of) (?:the )?"
)
_CONTAINER_NAME = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{1,30}){0,2}")
_DIRECTION = re.compile(
    r"(?:the |greater |central |downtown |rural |mainland |occupied |war-torn |rebel-held |government-held |"
    r"(?:north|south|east|west)(?:ern)?(?:[- ]?(?:east|west)(?:ern)?)?(?:ern)?[- ])+",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"[-–](?:based|born|backed|led|held|controlled|bound|area|wide|ruled|owned)?$")
_POSSESSIVE = ("'s", "’s", "'", "’")
_CONTAINING = frozenset({Feature.COUNTRY, Feature.ADMIN1})
# Of an unknown name, an area as large as a country tells too little to be its place.
_ENCLOSING = frozenset({Feature.ADMIN1, Feature.ADMIN2, Feature.CAPITAL, Feature.TOWN})
SURE_SCORE = 0.8
PARTED_POPULATION = 50_000  # places that news divides by the compass: "North Dallas"
_REGIONAL = frozenset({Feature.COUNTRY, Feature.CONTINENT, Feature.SUPRANATIONAL, Feature.ADMIN1, Feature.CAPITAL})
ENCLOSING_POPULATION = 15_000  # smaller towns are known to the text's readers by what is named, not the other way round


@dataclass(frozen=True, slots=True)
class Name:
    """A toponym as written, and what the gazetteer offers for it."""

    span: Span
    text: str
    candidates: tuple[Candidate, ...]
    demonym: bool = False


def look_up(gazetteer: Gazetteer, text: str, *, countries: Iterable[str] = ()) -> tuple[Candidate, ...]:
    """Return the candidates of a toponym as written: whole, else without what surrounds the name.

    "northern Syria" is looked up as "Syria", "Aleppo's" as "Aleppo".
    """
    barest = text
    for barest in _forms(text):
        candidates = gazetteer.candidates(barest, countries=countries)
        if _parted(barest, text):
            candidates = tuple(c for c in candidates if _large(c))  # "West Midlands" is no part of a Midlands
        if candidates:
            return candidates
    return () if _parted(barest, text) else gazetteer.look_further(barest, countries=countries)


def _parted(form: str, text: str) -> bool:
    """Tell whether a form is a name without its capitalised direction: "Dallas" of "North Dallas"."""
    return form[:1].isupper() and text[:1].isupper() and text.endswith(f" {form}")


def _large(candidate: Candidate) -> bool:
    return candidate.feature in _REGIONAL or candidate.population >= PARTED_POPULATION


def _forms(text: str) -> Iterable[str]:
    plain = text.strip(' ,;:()[]"“”')
    for ending in _POSSESSIVE:
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            plain = plain.removesuffix(ending)
            break
    plain = _HYPHENATED.sub("", plain)
    yield plain
    if (direction := _DIRECTION.match(plain)) and direction.end() < len(plain):
        yield plain[direction.end() :]
    head, comma, _ = plain.partition(",")
    if comma and head:
        yield head


def key(text: str) -> str:
    """Return what makes two mentions one name: "Idlib", "Idlib's"."""
    return fold(next(iter(_forms(text))))


def container(gazetteer: Gazetteer, text: str, end: int) -> tuple[Candidate, ...]:
    """Return the countries and divisions that the words behind a name say it lies in: "Athens, Georgia"."""
    return _outer(gazetteer, text, _CONTAINER_GAP.match(text, end), _CONTAINING)


def enclosure(gazetteer: Gazetteer, text: str, end: int) -> tuple[Candidate, ...]:
    """Return what the words behind an unknown name say it lies in: "Kamenne Square in Bratislava", "Hirin, Idlib".

    A division or a town of some size, never a whole country.
    """
    if outer := _outer(gazetteer, text, _ENCLOSURE_GAP.match(text, end), _ENCLOSING):
        return tuple(c for c in outer if c.feature not in SETTLED or c.population >= ENCLOSING_POPULATION)
    return tuple(c for c in container(gazetteer, text, end) if c.feature is Feature.ADMIN1)


def _outer(
    gazetteer: Gazetteer, text: str, gap: re.Match[str] | None, features: frozenset[Feature]
) -> tuple[Candidate, ...]:
    found = gap and _CONTAINER_NAME.match(text, gap.end())
    if not found:
        return ()
    words = found[0].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if fold(name) in BARE_WORDS:
            break
        for form in (name, *(name.removesuffix(s) for s in _POSSESSIVE if name.endswith(s)), name.rstrip(".")):
            inside = tuple(c for c in gazetteer.candidates(form) if c.feature in features and _plain(c))
            if inside:
                return inside
    return ()


def _plain(candidate: Candidate) -> bool:
    return candidate.match <= Match.ALTERNATE or candidate.typed


def context_countries(names: Sequence[Name]) -> frozenset[str]:
    """Return the countries that an article names, itself or by demonym."""
    return frozenset(
        name.candidates[0].place.country
        for name in names
        if name.candidates and name.candidates[0].feature is Feature.COUNTRY and name.candidates[0].place.country
    )


def settled_countries(answers: Iterable[Answer | None]) -> frozenset[str]:
    """Return the countries in which an article's names surely lie: two names of it, or its capital."""
    sure = [a.candidate for a in answers if a is not None and a.score >= SURE_SCORE]
    counts = Counter(c.place.country for c in sure if c.place.country)
    capitals = {c.place.country for c in sure if c.feature is Feature.CAPITAL}
    return frozenset(country for country, count in counts.items() if count > 1 or country in capitals)


def question(gazetteer: Gazetteer, text: str, names: Sequence[Name], countries: frozenset[str]) -> Question:
    """Return what is to be resolved for the mentions of one name in an article that names `countries`."""
    first = names[0]
    positions = tuple(name.span.start for name in names)
    if first.demonym:
        return Question(first.candidates, positions)
    candidates = first.candidates
    if countries and not any(candidate.place.country in countries for candidate in candidates):
        candidates = look_up(gazetteer, first.text, countries=countries)
    containers = next(filter(None, (container(gazetteer, text, name.span.end) for name in names)), ())
    return Question(confined(candidates, containers), positions, containers)


def confined(candidates: tuple[Candidate, ...], containers: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep the candidates that lie in what the text names behind them, if any do.

    Not in a list of peers ("Iraq, Iran and Syria", "Washington, Oregon and Idaho"). Of 237 names of the dev
    corpora with a candidate inside, 229 meant it; the other 8 were such lists.
    """
    peers = {candidate.feature for candidate in candidates if candidate.match <= Match.ALTERNATE} & _CONTAINING
    outer = {candidate.feature for candidate in containers}
    if Feature.COUNTRY in peers or (peers and outer == {Feature.ADMIN1}):
        return candidates
    inside = tuple(c for c in candidates if any(lies_in(c, container) for container in containers))
    return inside or candidates
