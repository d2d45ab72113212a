"""Names made comparable: folding, articles, type words and the skeleton of a romanisation.

All functions are pure and linear in the length of the name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.gazetteer.features import Feature

# A name longer than this is no toponym; the cap keeps hostile input cheap.
MAX_NAME_CHARS = 80
MAX_ABBREVIATION = 5  # letters

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼʻʿʾ`´ʹʺ\"“”·.,()،", None),
        **dict.fromkeys("-‐‑‒–—_/־", " "),
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ə": "a",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None, "ؤ": "و", "ئ": "ي",
        "ё": "е", "ς": "σ",
    }
)  # fmt: skip
_ARTICLES = frozenset(
    [
        "al",
        "el",
        "as",
        "ash",
        "ad",
        "adh",
        "ar",
        "an",
        "at",
        "ath",
        "az",
        "ul",
        "the",
        "l",
        "le",
        "la",
        "les",
        "los",
        "las",
        "der",
        "die",
        "das",
        "il",
        "lo",
        "gli",
    ]
)
_ARABIC_ARTICLES = frozenset(
    "al el as ash ad adh ar an at ath az ul".split()  # noqa: SIM905 -- one line a reader can scan
)

_TOWNS = frozenset({Feature.CAPITAL, Feature.TOWN, Feature.SUBURB})
_REGIONS = frozenset({Feature.ADMIN1, Feature.HISTORIC_REGION})
_DISTRICTS = frozenset({Feature.ADMIN2})
_CAMPS = frozenset({Feature.CAMP, Feature.SUBURB})
_CROSSINGS = frozenset({Feature.CROSSING})
_BASES = frozenset({Feature.BASE, Feature.SITE})
_ISLANDS = frozenset({Feature.ISLAND, Feature.COUNTRY})
# Words that say what kind of place a name means; the longest run of words wins.
TYPE_WORDS: dict[str, frozenset[Feature]] = {
    **dict.fromkeys(
        ("province", "governorate", "oblast", "state", "region", "prefecture", "muhafazat", "wilaya", "wilayat",
         "governorates", "states", "regions",
         "department", "voivodeship", "krai", "republic", "emirate", "provinces", "محافظه", "ولايه", "منطقه", "область",
         "області", "области", "provincia", "gouvernorat", "bundesland", "autonomous region", "regional state"),
        _REGIONS,
    ),
    **dict.fromkeys(
        ("district", "districts", "county", "counties", "lga",
         "local government area", "parish", "raion", "rayon", "municipality", "subdistrict", "borough", "قضاء", "ناحيه",
         "район", "районі", "kreis", "mintaqat", "nahiyat", "qada"),
        _DISTRICTS,
    ),
    **dict.fromkeys(("city", "town", "village", "city of", "town of", "village of", "مدينه", "بلده", "قريه", "город",
                     "місто", "ciudad de", "ville de"), _TOWNS),
    **dict.fromkeys(("camp", "refugee camp", "idp camp", "displacement camp", "مخيم"), _CAMPS),
    **dict.fromkeys(("crossing", "border crossing", "border post", "border gate", "معبر"), _CROSSINGS),
    **dict.fromkeys(("air base", "airbase", "base", "military base", "airport", "air force base", "military airport",
                     "مطار", "قاعده"), _BASES),
    **dict.fromkeys(("island", "islands", "isle", "جزيره"), _ISLANDS),
    **dict.fromkeys(("river", "نهر"), frozenset({Feature.RIVER})),
    **dict.fromkeys(("sea", "strait", "gulf", "بحر"), frozenset({Feature.SEA})),
    **dict.fromkeys(("lake",), frozenset({Feature.LAKE})),
    **dict.fromkeys(("mount", "mountain", "mountains", "جبل"), frozenset({Feature.MOUNTAIN})),
    **dict.fromkeys(("desert",), frozenset({Feature.DESERT})),
}  # fmt: skip
_LEADING_OF = frozenset({"of", "de", "di", "du"})


class Typed(NamedTuple):
    """A name without its type word, and the kinds of place that the word allows."""

    name: str
    features: frozenset[Feature]


def fold(name: str) -> str:
    """Return the form under which names are compared: no case, marks, apostrophes or hyphens.

    >>> fold("Jisr al-Shughūr")
    'jisr al shughur'
    """
    decomposed = unicodedata.normalize("NFKD", name[:MAX_NAME_CHARS])
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().translate(_LETTERS).split())


def exact(name: str) -> str | None:
    """Return the case-sensitive key of an abbreviation, or None: "US" and "U.S." meet, "us" never; "Ga." is no "GA".

    >>> exact("U.S."), exact("Ga."), exact("us")
    ('^US', '^Ga.', None)
    """
    letters = name.replace(".", "")
    if name.isascii() and letters.isupper() and letters.isalpha() and len(letters) <= MAX_ABBREVIATION:
        return f"^{letters}"
    return f"^{name}" if name.endswith(".") and len(name) <= MAX_ABBREVIATION + 1 else None


def without_article(folded: str, *, arabic: bool = False) -> str | None:
    """Return a folded name without the article before its first word, or None if it has none."""
    first, _, rest = folded.partition(" ")
    if rest and first in (_ARABIC_ARTICLES if arabic else _ARTICLES):
        return rest
    if folded.startswith("ال") and len(folded) > 4:
        return folded[2:]
    return None


def without_type(folded: str) -> Typed | None:
    """Split a type word off a folded name: "idlib province", "province of idlib", "مخيم اليرموك".

    >>> without_type("idlib province").name
    'idlib'
    """
    words = folded.split()
    for count in (3, 2, 1):
        if len(words) <= count:
            continue
        if features := TYPE_WORDS.get(" ".join(words[-count:])):
            return _typed(words[:-count], features)
        if features := TYPE_WORDS.get(" ".join(words[:count])):
            rest = words[count:]
            rest = rest[1:] if rest[0] in _LEADING_OF and len(rest) > 1 else rest
            return _typed(rest, features)
    return None


def _typed(words: Sequence[str], features: frozenset[Feature]) -> Typed | None:
    """Return the name, or None where only an article is left: "the state"."""
    return None if len(words) == 1 and words[0] in _ARTICLES | _LEADING_OF else Typed(" ".join(words), features)


_DIGRAPHS = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("zh", "z"),
             ("ts", "s"), ("q", "k"), ("c", "k"), ("j", "g"), ("ou", "u"))  # fmt: skip
_SOFT = frozenset("aeiouyw ")
MIN_SKELETON = 3


def skeleton(folded: str) -> str | None:
    """Return the consonants that the romanisations of one name share, or None if too few to tell.

    Only safe among the places of one country: "Deir ez-Zor" and "Dayr az Zawr" meet, but so do strangers.
    """
    if not folded.isascii():
        return None
    words = [word for word in folded.split() if word not in _ARABIC_ARTICLES and word != "ez"]
    text = " ".join(word[:-1] if word.endswith("h") and len(word) > 3 else word for word in words)
    for pair, single in _DIGRAPHS:
        text = text.replace(pair, single)
    bones = [char for index, char in enumerate(text) if char not in _SOFT and text[index - 1 : index] != char]
    return "".join(bones) if len(bones) >= MIN_SKELETON else None
