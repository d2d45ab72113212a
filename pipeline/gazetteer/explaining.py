"""Why a toponym was given its place, or none, in one sentence for the reader of the screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pipeline.gazetteer.index import Candidate, Match
from pipeline.gazetteer.resolution import Answer, Question, lies_in
from pipeline.gazetteer.toponyms import Name
from pipeline.records import Guess

MAX_REASONS = 2
MAX_GUESSES = 3
TRIMMED = " ,;:()[]-–’'\"“”"
# What the ranker's features say; those of one meaning share their words.
_WORDS = {
    "largest": "it is the largest of them",
    "population": "it is larger",
    "country_share": "the article's other places lie in its country",
    "main_country": "the article's other places lie in its country",
    "capital_share": "the article's other places lie in its country",
    "admin1_country_share": "the article's other places lie in its country",
    "admin1_share": "other places of the article lie in its province",
    "near": "other places of the article lie near it",
    "near_in_text": "a place named beside it lies near it",
    "name": "this is its own name",
    "typed": "the words say what kind of place it is",
    "country": "it is a country",
    "capital": "it is a capital",
    "region": "the words around it speak of a region",
    "city": "the words around it do not speak of a region",
}


def why(name: Name, asked: Question, answer: Answer | None, *, placed: bool) -> str:
    """Return why a name was given the answer's place, or, where `placed` is False, why it was given none."""
    written = f"“{name.text.strip(TRIMMED)}”"
    if answer is None:
        return f"The gazetteer has no place named {written}."
    if not placed:
        return f"{_count(asked)} could be meant by {written}, and none is likely enough."
    if name.demonym:
        return f"{written} stands for {answer.candidate.place.name}."
    if asked.enclosed:
        return f"The gazetteer has no place named {written}; the text says that it lies in {_shown(answer.candidate)}."
    return _chosen(written, asked, answer)


def _chosen(written: str, asked: Question, answer: Answer) -> str:
    chosen = answer.candidate
    if chosen.match is Match.SKELETON:
        return f"{written} is taken for a spelling of {_shown(chosen)}, in a country that the article speaks of."
    if asked.containers and any(lies_in(chosen, container) for container in asked.containers):
        return f"{written} is {_shown(chosen)}: the text says where it lies."
    told = [r for r in answer.reasons if r in _WORDS and not (r == "population" and "largest" in answer.reasons)]
    reasons = [*islice(dict.fromkeys(_WORDS[r] for r in told), MAX_REASONS)]
    if len(asked.candidates) == 1:
        return f"{_shown(chosen)} is the only place of this name in the gazetteer."
    because = f": {' and '.join(reasons)}" if reasons else ""
    return f"Of {_count(asked)} named {written}, {_shown(chosen)} fits best{because}."


def _count(asked: Question) -> str:
    count = len(asked.candidates)
    return "One place" if count == 1 else f"{count} places"


def _shown(candidate: Candidate) -> str:
    """Return a place with what tells it from its namesakes: "Palma (Cabo Delgado, MZ)"."""
    place = candidate.place
    around = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name} ({around})" if around else place.name


def guesses(answer: Answer | None) -> tuple[Guess, ...]:
    """Return the places that an unresolved toponym could mean, likeliest first; equal places once."""
    if answer is None:
        return ()
    found: Sequence[tuple[Candidate, float]] = ((answer.candidate, answer.score), *answer.others)
    return tuple(
        Guess(c.place.gazetteer_id, c.place.name, c.place.country, c.place.admin1, round(min(score, answer.score), 4))
        for c, score in found[:MAX_GUESSES]
    )
