"""Text made comparable for search, alike for both databases: words in small letters without marks.

The databases' own ways of finding words differ, and change with their versions. So we find the
words, and give a database nothing but words and single spaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Longer words and texts are cut, in what is stored and in what is asked: PostgreSQL keeps 1 MB of words of a text.
MAX_WORD_CHARS = 64
MAX_WORDS = 2000

_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Thai and Lao, Burmese, Khmer, kana, Han: written without spaces. Each character is a word, a run in a query a phrase.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff"
# Begins with a letter or digit; marks that stand alone are no word.
_WORD = re.compile(rf"(?=\w)(?:[{_UNSPACED}][^\w ]*|[^{_UNSPACED} ]+)")
# Above, below or within a letter: accents, Arabic and Hebrew vowel signs. Not the vowels of Indic scripts (class 0).
_FIRST_POINT, _LAST_POINT, _FIRST_ACCENT = 10, 36, 200  # canonical combining classes
_LETTERS = {
    **dict.fromkeys("ʹʺʻʼʽʾʿˈ\u200b\u200c", " "),  # apostrophes that Unicode counts as letters; invisible spaces
    **dict.fromkeys("ـ\ufe0e\ufe0f", ""),  # a stretched line; how an emoji is drawn
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ə": "a",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",  # the other forms of alef are alef and a mark
}  # fmt: skip


def fold(text: str) -> str:
    """Return the words of a text, folded, between single spaces; empty if it has none.

    >>> fold("L’«ÉTAT», أَحْمَد: 3 %")
    'l etat احمد 3'
    """
    if text.isascii():
        return " ".join(word[:MAX_WORD_CHARS] for word in _ASCII_WORD.findall(text.lower())[:MAX_WORDS])
    # Twice, for small letters can be ones that come apart, and parts can be capitals.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = unicodedata.normalize("NFC", "".join(map(_letter, apart)))
    return " ".join(word[:MAX_WORD_CHARS] for word in _WORD.findall(letters)[:MAX_WORDS])


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """Return what a character is in a word: itself, another one, or nothing; a space: it is in no word."""
    if char in _LETTERS:
        return _LETTERS[char]
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] == "M":
        place = unicodedata.combining(char)
        return "" if _FIRST_POINT <= place <= _LAST_POINT or place >= _FIRST_ACCENT else char
    if kind == "Cf":
        return ""
    return char if kind[0] in "LN" else " "
