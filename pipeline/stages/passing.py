"""Whether a place is where the news happens or is named in passing: a logistic regression over plain signs. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter

from pipeline.records import Article, Precision, Span, Toponym
from pipeline.stages import role_patterns as say
from pipeline.stages.main_place import main_place

OPENING_CHARS = 400  # what opens an article is its news, although a date stands beside it
LATE_SHARE = 0.7  # of the text; behind it stands the history of the news, in a text long enough to have one
LONG_CHARS = 800
WINDOW = 90  # characters before a mention
# In cross-validation over the articles tuned on (`python -m pipeline.evaluation.fit_passing`) macro-F1 over the four
# roles is the same from 0.25 to 0.5 (.730 to .736), and F1 of `background` alone is best here: .48. One mention in five
# is passing. The weights were fitted with the readings of reader b10ab56f; another reader's give slightly others.
THRESHOLD = 0.25
WEIGHTS: dict[str, float] = {
    "always": -1.27,
    "unresolved": -0.96,
    "in_title": -0.93,
    "opening": -0.39,
    "late": 0.58,
    "past": 0.30,
    "past_here": 1.28,
    "before_that": 0.80,
    "elsewhere": 0.63,
    "country": 0.37,
    "in": -0.51,
    "at": -0.84,
    "from": 1.54,
    "no_preposition": -0.66,
    "said_so": 2.40,
    "in_quote": -0.56,
    "main": -0.16,
    "near_main": -0.41,
    "others_far": 0.33,
}

_BEFORE = re.compile(
    r"\b(in|at|near|from|to|of|between|like|including|into|across|inside|outside|on|around|through|towards?|over|for|and|"
    r"with|against|by)\s+(?:the\s+)?(?:\w+ern\s+|north\s+|south\s+|east\s+|west\s+|central\s+)?$",
    re.IGNORECASE,
)
# Words of comparison, of lives and of journeys.
_ELSEWHERE = re.compile(
    r"\b(?:similar|previous|previously|earlier|elsewhere|compar|other|also|like|such as|history|since|former|ago|last|"
    r"once|born|grew|graduat|famil|descent|refugee|migrant|studied|lived|moved|fled|arrived|travel|originally|based|"
    r"headquarter|where)",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(r"\bhad \w+ed\b|\bhad been\b|\bused to\b")


def is_passing(article: Article, toponym: Toponym) -> bool:
    """Tell whether a place that is neither a venue nor an actor is only mentioned in passing."""
    given = signs(article, toponym)
    if given["main"] and not given["said_so"]:
        return False  # the topic stays the topic in a sentence about its past
    if not given["main"] and say.ONCE.search(article.text, max(0, toponym.span.start - WINDOW), toponym.span.start):
        return True
    score = sum(WEIGHTS[name] * value for name, value in given.items())
    return 1 / (1 + math.exp(-score)) > THRESHOLD


def signs(article: Article, toponym: Toponym) -> dict[str, float]:
    """Return the signs of a mention, 0 or 1 each: where it stands, what stands before it, what its sentence tells."""
    text, span, place = article.text, toponym.span, toponym.place
    sentence = next((s.span for s in article.sentences if s.span.start <= span.start < s.span.end), span)
    before = text[max(0, span.start - WINDOW) : span.start]
    found = _BEFORE.search(before)
    preposition = found[1].lower() if found else ""
    told = {
        "always": True,
        "unresolved": place is None,
        "in_title": bool(article.title) and span.of(text).lower() in (article.title or "").lower(),
        "opening": span.start < OPENING_CHARS,
        "late": span.start > max(LONG_CHARS, LATE_SHARE * len(text)),
        "past": bool(say.PAST.search(sentence.of(text))),
        "past_here": _is_past(text, span, sentence),
        "before_that": bool(_BEFORE_THAT.search(sentence.of(text))),
        "elsewhere": bool(_ELSEWHERE.search(text[sentence.start : span.start])),
        "country": place is not None and place.precision is Precision.COUNTRY,
        "in": preposition == "in",
        "at": preposition == "at",
        "from": preposition == "from",
        "no_preposition": not preposition,
        "said_so": any(cue.search(before) for cue in (say.ORIGIN, say.ABODE, say.DISTANCE, say.CAPTION)),
        "in_quote": any(part.contains(span) for quote in article.quotes for part in quote.content),
        "main": place is not None and place.gazetteer_id == main_place(article.places),
        "near_main": _near_main(article, toponym),
        "others_far": _others_far(article, toponym, sentence),
    }
    return {name: float(value) for name, value in told.items()}


def _is_past(text: str, span: Span, sentence: Span) -> bool:
    """Tell whether a sentence speaks of the past; in the opening, only where its clause begins so."""
    if span.start >= OPENING_CHARS:
        return bool(say.PAST.search(sentence.of(text)))
    clause = text[sentence.start : span.start].rpartition(";")[2]
    return bool(say.PAST.match(clause.lstrip()))


def _near_main(article: Article, toponym: Toponym) -> bool:
    """Tell whether a place lies in the province of the article's main one."""
    main = main_place(article.places)
    known = (t.place for t in article.places if t.place and t.place.gazetteer_id == main)
    centre, place = next(known, None), toponym.place
    if centre is None or place is None or not place.admin1:
        return False
    return (place.admin1, place.country) == (centre.admin1, centre.country)


def _others_far(article: Article, toponym: Toponym, sentence: Span) -> bool:
    """Tell whether the sentence's other places all lie in other countries."""
    if toponym.place is None or toponym.place.country is None:
        return False
    others = [t.place for t in article.places if sentence.contains(t.span) and t is not toponym and t.role != "actor"]
    countries = Counter(place.country if place else None for place in others)
    return bool(countries) and None not in countries and toponym.place.country not in countries
