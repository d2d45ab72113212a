"""Names by rule: runs of capitalised words that the gazetteer or the catalogue of actors knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.actors.catalogue import Catalogue
from pipeline.actors.names import person_key
from pipeline.gazetteer.index import Gazetteer
from pipeline.model.reader import Text
from pipeline.model.training.baselines.tagging import names_alone
from pipeline.records import ActorKind, Mention, NameKind, Reading, Span

MAX_WORDS = 6
# One word alone is a place only if it is a large one: villages are called Will, March and Said.
MIN_PEOPLE = 50_000
_WORD = re.compile(r"[^\W_](?:[\w'’&.-]*\w)?")
# Small words that stand inside a name.
_JOINS = frozenset("of for the and al el bin van von de del".split())  # noqa: SIM905
_BODIES = re.compile(
    r"(?:Party|Ministry|Council|Committee|Commission|Army|Front|Union|Organi[sz]ation|Agency|Congress|Parliament|Court|"
    r"University|Bank|Movement|League|Alliance|Association|Forces|Brigades?|Institute|Department|Group)\Z"
)
_KINDS: dict[ActorKind, NameKind] = {"person": "person", "state": "place"}


@dataclass(frozen=True)
class RuleNames:
    """Reads names as a Reader does, and nothing else."""

    gazetteer: Gazetteer
    catalogue: Catalogue

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]:
        """Return a Reading for each sentence of each text, with its names."""
        return [
            tuple(names_alone(span, tuple(self._in_sentence(text.text, span))) for span in text.sentences)
            for text in texts
        ]

    def _in_sentence(self, text: str, sentence: Span) -> Iterator[Mention]:
        words = [Span(*found.span()) for found in _WORD.finditer(text, sentence.start, sentence.end)]
        index = 0
        while index < len(words):
            size, kind = self._longest(text, words[index : index + MAX_WORDS])
            if kind:
                yield Mention(Span(words[index].start, words[index + size - 1].end), kind, 1.0)
            index += size

    def _longest(self, text: str, words: Sequence[Span]) -> tuple[int, NameKind | None]:
        """Return how many of these words are one known name, and its kind; 1 and None where the first begins none."""
        for size in range(_run(text, words), 0, -1):
            last = words[size - 1]
            if last.of(text)[0].isupper() and (kind := self.kind(text[words[0].start : last.end])):
                return size, kind
        return 1, None

    def kind(self, name: str) -> NameKind | None:
        """Return what kind of thing is called this, or None where it is not known."""
        if self.gazetteer.demonym(name):
            return "demonym"
        if entry := self.catalogue.find(name) or self.catalogue.person(name):
            return _KINDS.get(entry.kind, "organisation")
        words = name.split()
        if self.catalogue.state(name) or self._is_place(name, alone=len(words) == 1):
            return "place"
        if len(words) == 1:
            key = person_key(name)
            return "person" if key and key[-1] in self.catalogue.family_names else None
        if _BODIES.search(name):
            return "organisation"
        return "person" if self.catalogue.gender(name) else None

    def _is_place(self, name: str, *, alone: bool) -> bool:
        found = self.gazetteer.candidates(name)
        return any(candidate.population >= MIN_PEOPLE or not alone for candidate in found)


def _run(text: str, words: Sequence[Span]) -> int:
    """Return how many words from the first on are written as one name: capitals, and small words between them."""
    if not words[0].of(text)[0].isupper() or words[0].of(text).lower() in _JOINS:
        return 0
    count = 1
    while count < len(words):
        gap = text[words[count - 1].end : words[count].start]
        word = words[count].of(text)
        if gap not in {" ", "-"} or not (word[0].isupper() or word in _JOINS):
            break
        count += 1
    return count
