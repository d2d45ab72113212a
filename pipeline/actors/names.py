"""Names of people and bodies made comparable. All functions are pure and linear in the length of the name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from pipeline.actors.vocabulary import word_set

Gender = Literal["m", "f"]

# A name longer than this is none; the cap keeps hostile input cheap.
MAX_NAME_CHARS = 80
MAX_ABBREVIATION = 6  # letters and digits

WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "أ": "ا", "إ": "ا", "ى": "ي", "ة": "ه"}
)

# Titles that say how to address somebody, not what they do; with the gender that they tell.
HONORIFICS: dict[str, Gender | None] = {
    "mr": "m", "mr.": "m", "sir": "m", "lord": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f",
    "lady": "f", "dame": "f", "dr": None, "dr.": None, "prof": None, "prof.": None, "monsieur": "m", "madame": "f",
    "sheikh": "m", "sheik": "m", "mullah": "m", "father": "m", "sister": "f",
}  # fmt: skip
RANKS = word_set(
    """
    general gen. gen colonel col. col brigadier brig. major maj. maj lieutenant lt. lt captain capt. capt
    sergeant sgt. sgt admiral adm. adm marshal lieutenant-colonel brigadier-general major-general
    """
)
# Arabic articles, written before a family name or left out: "al-Assad", "Assad".
ARTICLES = word_set("al el as ash ad adh ar an at ath az ul es ed")


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return a word without case and marks.

    >>> fold("Erdoğan")
    'erdogan'
    """
    if word.isascii():
        return word.lower()
    # The dotted capital of Turkish would leave a combining dot behind.
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)


def words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name: "Hay'at Tahrir" is three."""
    return tuple(fold(word) for word in WORD.findall(name[:MAX_NAME_CHARS]))


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is only right in capitals: "WHO", "U.S.", "M23"; "who" is another word."""
    letters = name.replace(".", "")
    return letters.isalnum() and letters.isupper() and letters.isascii() and len(letters) <= MAX_ABBREVIATION


def person_key(name: str) -> tuple[str, ...]:
    """Return the words by which people are told apart: no title, article or initial.

    >>> person_key("Mr. Bashar al-Assad"), person_key("Nikki R. Haley")
    (('bashar', 'assad'), ('nikki', 'haley'))
    """
    parts = [part for part in name[:MAX_NAME_CHARS].split() if part.casefold() not in HONORIFICS]
    found = [word for word in words(" ".join(parts)) if word not in ARTICLES]
    full = [word for word in found if len(word) > 1]
    return tuple(full or found)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two keys can name one person: the shorter is found in the longer and ends like it.

    "drian" and "jean yves le drian" can; "abdul malik houthi" and "mohammed ali houthi" cannot.
    """
    short, long = sorted((one, other), key=len)
    if not short or short[-1] != long[-1]:
        return False
    rest = iter(long)
    if all(word in rest for word in short):
        return True
    return len(short) > 1 and alike(short[0], long[0]) and len(short) == len(long)


def alike(one: str, other: str) -> bool:
    """Tell whether two folded names are spellings of one: "rassan" and "hassan", "zelenskiy" and "zelensky"."""
    return one == other or (min(len(one), len(other)) >= MIN_ALIKE_CHARS and fuzz.ratio(one, other) >= MIN_ALIKE)


def alike_among(name: str, names: Collection[str]) -> list[str]:
    """Return the names that are spellings of one, in their order: `alike` over many, in one go."""
    if len(name) < MIN_ALIKE_CHARS:
        return [other for other in names if other == name]
    found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=MIN_ALIKE, limit=None)
    return [other for other, _, _ in sorted(found, key=lambda hit: hit[2]) if len(other) >= MIN_ALIKE_CHARS]


# Of the catalogue's own first names, pairs of different ones score up to 80 ("hassan"/"hussein" 77).
MIN_ALIKE = 82
MIN_ALIKE_CHARS = 5
