"""A place's name inside a longer one: "Springfield" in "Springfield Fire", "Kenya" in "Kenya Red Cross".

Pure look-ups; what follows a name decides whether the whole still speaks of the place.
"""
# ruff: noqa: SIM905 -- word lists read better as words

from __future__ import annotations

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Candidate, Gazetteer, Match
from pipeline.gazetteer.names import fold
from pipeline.gazetteer.words import BARE_WORDS, COMMON_WORDS

MAX_WORDS = 8
MIN_LETTERS = 4  # "Al", "San": too short to be told from an article or a saint, unless a country's abbreviation
# Smaller towns that begin a body's name are as often a founder's or a brand's (dev corpora).
BODY_POPULATION = 15_000
# Under this, "Pearl" of "Pearl Harbor" is no town: on GeoWebNews acc161_found is .943 with the bound, .935 without.
LEADING_POPULATION = 5_000

# What follows makes a place of its own, or one named after somebody: "Washington Square", "Royal Street".
_OWN_PLACE = frozenset(
    "street st avenue ave road rd lane drive boulevard blvd way square sq plaza court parade terrace row quay hotel"
    " house hall church cathedral mosque chapel abbey theatre theater cinema mall tower towers bridge station park"
    " gardens garden beach bay point cape island islands lake river creek canal forest wood woods hill hills heights"
    " mountain mountains mount valley falls springs township village club inn pub restaurant cafe college".split()
)
# Bodies that act for the place they are named after; newspapers, companies, clubs and schools do not.
_PUBLIC = frozenset(
    "ministry minister ministers department secretary army navy force forces air marines military guard government"
    " parliament congress senate assembly council court courts police sheriff sheriffs commission committee board"
    " agency authority authorities embassy consulate mission delegation red crescent central reserve bureau office"
    " state federal national president presidency cabinet chancellery customs border coast intelligence security"
    " legislature prosecutor prosecutors attorney centers geological survey trust institutes".split()
)
_BUSINESS = frozenset(
    "times post news journal herald tribune gazette television tv radio university college school press airlines"
    " airways inc ltd corp company co bank stadium football fc united club group holdings".split()
)
_REGIONAL = frozenset({Feature.COUNTRY, Feature.CAPITAL, Feature.ADMIN1})


def leading(gazetteer: Gazetteer, name: str) -> str | None:
    """Return the longest beginning of an unknown name that names a place, or None.

    "Henry County" of "Henry County Sheriff"; "Washington Square" has none.
    """
    words = name.split(" ")[:MAX_WORDS]
    for count in range(len(words) - 1, 0, -1):
        head = " ".join(words[:count]).rstrip(",;:'’")
        if fold(words[count]) in _OWN_PLACE and not gazetteer.abbreviates(head):
            return None
        if _long_enough(gazetteer, head) and any(_heads(candidate) for candidate in gazetteer.candidates(head)):
            return head
    return None


def of_body(gazetteer: Gazetteer, name: str) -> str | None:
    """Return the place that begins the name of a public body ("Kenya" of "Kenya Red Cross"), or None.

    The country of "Washington Post" or "American Airlines" is no part of the news: those are names of businesses.
    """
    words = name.split(" ")[:MAX_WORDS]
    rest = {fold(word) for word in words[1:]}
    if not rest & _PUBLIC or rest & _BUSINESS:
        return None
    for count in range(len(words) - 1, 0, -1):
        head = " ".join(words[:count])
        if gazetteer.demonym(head):
            return head
        if _long_enough(gazetteer, head) and any(_known(candidate) for candidate in gazetteer.candidates(head)):
            return head
    return None


def _long_enough(gazetteer: Gazetteer, name: str) -> bool:
    if not name[:1].isupper() or fold(name) in COMMON_WORDS | BARE_WORDS:
        return False
    return len(fold(name)) >= MIN_LETTERS or gazetteer.abbreviates(name)


def _plain(candidate: Candidate) -> bool:
    return candidate.match <= Match.ALTERNATE or candidate.typed


def _heads(candidate: Candidate) -> bool:
    settled = candidate.feature in (Feature.TOWN, Feature.SUBURB)
    return _plain(candidate) and (not settled or candidate.population >= LEADING_POPULATION)


def _known(candidate: Candidate) -> bool:
    return _plain(candidate) and (candidate.feature in _REGIONAL or candidate.population >= BODY_POPULATION)
