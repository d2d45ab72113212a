"""The noun phrase of a source: who it could name, singular or plural, known or unnamed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.actors.names import Gender
from pipeline.actors.vocabulary import STOPS, word_set
from pipeline.records import Span

MAX_SOURCE_CHARS = 300  # of a source that are looked at
MAX_NAME_WORDS = 10

_WORD = re.compile(r"(?:[A-Z]\.){2,6}(?:-[a-z]+)?|\d{1,3}(?:,\d{3}){1,3}|[^\W_](?:[\w'’.-]{0,38}[\w])?|\S")
# Behind these the phrase goes on: "a resident of Latakia", "a spokesman for the group".
_COMPLEMENTS = frozenset({"of", "for", "in", "from", "at", "near", "with", "on", "to", "inside", "across"})
_OPENING, _CLOSING = frozenset("“‘\"'"), frozenset("”’\"'")
_PUNCTUATION = frozenset(',;:()"“”‘—–-[]')
RELATIVES = frozenset({"who", "which", "whose", "where", "whom"})
DEFINITE = frozenset({"the", "its", "his", "her", "their", "this", "that", "these", "those"})
POSSESSIVE = frozenset({"its", "his", "her", "their"})
INDEFINITE = word_set(
    """
    a an one another some several many most few both two three four five six seven eight nine ten dozens
    hundreds thousands other others all any no each every
    """
)
PLURAL_DETERMINERS = INDEFINITE - {"a", "an", "one", "another", "each", "every", "any", "no"}
PRONOUNS: dict[str, Gender | None] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "they": None, "them": None, "their": None, "it": None, "its": None, "itself": None, "who": None, "which": None,
    "whose": None, "where": None, "whom": None, "i": None, "we": None,
}  # fmt: skip
_SINGULAR_S = frozenset({"news", "press", "politics", "crisis", "police"})
_PLURALS = frozenset(
    {"people", "police", "men", "women", "children", "families", "villagers", "staff", "others", "clergy", "media"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase taken apart."""

    span: Span  # from the determiner to the head
    determiner: str | None
    words: tuple[str, ...]  # from behind the determiner to the head
    name: str  # the phrase without determiner and relative clause
    plural: bool

    @property
    def head(self) -> str:
        """The last word, folded, without a possessive; empty if there is none."""
        return re.sub(r"['’]s?$", "", self.words[-1].casefold()) if self.words else ""

    @property
    def definite(self) -> bool:
        """Whether it points to somebody already known, or to a kind in general."""
        return self.determiner in DEFINITE


def parse(text: str, span: Span) -> Phrase:
    """Take apart the noun phrase at the start of a span."""
    tokens = [
        (m[0], Span(*m.span())) for m in _WORD.finditer(text, span.start, min(span.end, span.start + MAX_SOURCE_CHARS))
    ]
    tokens = _without_marks(tokens)
    determiner = _determiner(tokens)
    body = _without_partitive(tokens[1:]) if determiner else tokens
    size = next((i for i, (word, _) in enumerate(body) if i and _stops(word)), len(body))
    head = body[:size]
    words = tuple(word for word, _ in head if word[0].isalnum())
    end = head[-1][1].end if head else span.start
    plural = _plural(words, determiner)
    return Phrase(Span(span.start, max(end, span.start)), determiner, words, _name(body), plural)


def _determiner(tokens: list[tuple[str, Span]]) -> str | None:
    """Return the word that determines a phrase, folded; a number in figures is one too."""
    first = tokens[0][0].casefold() if tokens else ""
    return (
        first
        if first in DEFINITE | INDEFINITE or (first[:1].isdecimal() and first.replace(",", "").isdecimal())
        else None
    )


def _without_marks(tokens: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Leave out the marks round one or two words of a name: the opposition "Sham" network."""
    kept = list(tokens)
    opened = next((i for i, (word, _) in enumerate(tokens) if word in _OPENING), None)
    if opened is None or opened == 0:
        return kept
    closed = next((i for i in range(opened + 2, min(opened + 4, len(tokens))) if tokens[i][0] in _CLOSING), None)
    if closed is not None and tokens[opened + 1][0][0].isupper():
        kept = [token for i, token in enumerate(tokens) if i not in {opened, closed}]
    return kept


def _without_partitive(body: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Return what is counted: "staffers" of "dozens of the staffers"."""
    rest = body
    for skipped in ({"of"}, DEFINITE):
        if len(rest) > 1 and rest[0][0].casefold() in skipped and (rest is not body or skipped == {"of"}):
            rest = rest[1:]
    return rest


def _stops(word: str) -> bool:
    return word.casefold() in STOPS or word in _PUNCTUATION or word in {"a", "an", "the"}


def _plural(words: tuple[str, ...], determiner: str | None) -> bool:
    if determiner in PLURAL_DETERMINERS or (determiner and determiner[0].isdecimal()):
        return True
    if determiner in {"a", "an", "one", "another"} or not words:
        return False
    last = words[-1].casefold()
    return last in _PLURALS or (
        last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s")) and last not in _SINGULAR_S
    )


def _name(body: list[tuple[str, Span]]) -> str:
    """Return the words of an unnamed source: "resident of Latakia"; a clause or an aside ends them."""
    kept: list[str] = []
    for index, (word, _) in enumerate(body[:MAX_NAME_WORDS]):
        low = word.casefold()
        if word in _PUNCTUATION or (index and low in STOPS - _COMPLEMENTS):
            break
        kept.append(word)
    while kept and kept[-1].casefold() in _COMPLEMENTS | {"the", "a", "an"}:
        kept.pop()
    return " ".join(kept)
