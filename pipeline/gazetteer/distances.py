"""Read a distance and a compass bearing as news write them: "30-40 km", "a dozen miles", "north-east"."""

from __future__ import annotations

import re

# Between words: one line break is a wrapped line, two are a new paragraph. Bounded, so that a search stays linear.
GAP = r"(?:[^\S\n]{1,4}\n?[^\S\n]{0,4}|\n[^\S\n]{0,4})"

_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: float(number) for number, word in enumerate(_SMALL, start=1)}
_WORDS |= {word: 10.0 * number for number, word in enumerate(_TENS, start=2)}
# "A few" is 3 and "a couple" 2 by convention; that no count is meant, is said by the two sets below.
_WORDS |= {"a few": 3.0, "a couple of": 2.0, "several": 5.0, "half a": 0.5, "half an": 0.5, "a dozen": 12.0}
_WORDS |= {"a": 1.0, "an": 1.0, "a hundred": 100.0, "hundred": 100.0, "two dozen": 24.0}
VAGUE = frozenset({"a few", "a couple of", "several"})
ROUGH = frozenset({"a dozen", "two dozen", "a hundred", "hundred"})

_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[:9])}))?|{'|'.join(reversed(_SMALL))})"
_SPELLED = (
    rf"(?:a{GAP}few|a{GAP}couple{GAP}of|several|half{GAP}an?|two{GAP}dozen|a{GAP}dozen"
    rf"|(?:(?:an?|{'|'.join(_SMALL[:9])}){GAP})?hundred(?:(?:{GAP}and)?{GAP}{_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED}|an?)"
)
# A full stop or comma is decimal unless three digits follow a comma; thin and hard spaces group thousands.
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,2}(?:\.\d{1,3})?|\d{1,6}(?:[.,]\d{1,3})?)"
NUMBER = rf"(?:{_DIGITS}|{_SPELLED}(?![\w]))"

_KM = {"km": 1.0, "nautical": 1.852, "mi": 1.609344, "m": 0.001}
UNIT = rf"(?:nautical{GAP}miles?|nmi|kilomet(?:re|er)s?|kms?|miles?|met(?:re|er)s?|m)(?![\w])"

_POINTS = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
DEGREES = {point: 22.5 * number for number, point in enumerate(_POINTS)}
_SIDE = "(?:north|south|east|west)"
BEARING = rf"(?:{_SIDE}(?:[- ]?{_SIDE}){{0,2}}|(?-i:[NS][NS]?[EW]|[EW][NS][EW]|[NSEW])(?![\w]))"


def number(words: str) -> float | None:
    """Return the number that digits or words stand for, or None."""
    words = " ".join(words.lower().replace("-", " ").split()) if words[:1].isalpha() else words
    if words in _WORDS:
        return _WORDS[words]
    if words[:1].isdigit():
        return _figure(words)
    before, hundred, after = words.partition("hundred")
    if hundred:
        rest = after.replace(" and ", " ").strip()
        return 100 * (_WORDS.get(before.strip() or "a") or 1.0) + (number(rest) or 0.0 if rest else 0.0)
    tens, _, ones = words.partition(" ")
    return _WORDS[tens] + _WORDS[ones] if tens in _WORDS and ones in _WORDS else None


def _figure(digits: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(\.\d+)?", digits)
    return float(re.sub(r"[,\u00a0\u2009\u202f]", "", digits) if grouped else digits.replace(",", "."))


def kilometres(amount: float, unit: str) -> float:
    """Return an amount of a unit (km, miles, nautical miles, metres, in any spelling) in kilometres."""
    word = unit.lower()
    if word.startswith("n"):
        return amount * _KM["nautical"]
    return amount * _KM["km" if word.startswith("k") else "mi" if word.startswith("mi") else "m"]


def compass(words: str) -> str | None:
    """Return one of the 16 points ("NNE") that a bearing names, or None: "north-south" is no direction."""
    letters = words if words in DEGREES else "".join(word[0] for word in re.findall(_SIDE, words.lower())).upper()
    return letters if letters in DEGREES else None
