"""Find toponyms that the reader missed, by the gazetteer alone: word-bounded, case-aware, and wary.

In English the reader's names come first and a scan only adds what can hardly be anything
else. In a language that the reader was not taught, the scan is all there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.gazetteer.features import PRECISION, SETTLED, Feature
from pipeline.gazetteer.index import Candidate, Gazetteer, Match
from pipeline.gazetteer.names import fold, without_type
from pipeline.gazetteer.toponyms import Name
from pipeline.gazetteer.words import COMMON_WORDS, TITLES
from pipeline.records import Precision, Span

MAX_WORDS = 5
# Below these sizes a lone name is too often a word or a surname (read off false finds in the dev corpora).
SURE_POPULATION = 300_000
CONTEXT_POPULATION = 15_000
ALONE_POPULATION = 50_000
# Of a name that opens a sentence; costs a thousandth of precision on LGL and on GeoWebNews.
OPENING_POPULATION = 100_000
MIN_LETTERS = 4

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w'’ʼ]*")
_JOINT = re.compile(r"[ \u00a0]|-|–|\. |, ")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# What Arabic writes onto the next word: and, so, in, for, as; and "to the".
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "و", "ب", "ل", "ف", "ك")


@dataclass(frozen=True, slots=True)
class Scan:
    """One article's text under the gazetteer.

    `countries` are those that the article names; `trusted`: the reader knows its language, so be wary.
    """

    gazetteer: Gazetteer
    text: str
    countries: frozenset[str]
    trusted: bool

    def find(self, within: Sequence[Span], taken: Sequence[Span]) -> Iterator[Name]:
        """Yield names inside `within` that touch none of `taken`, leftmost and longest first."""
        for part in within:
            words = [Span(*match.span()) for match in _WORD.finditer(self.text, part.start, part.end)]
            held = [span for span in taken if span.touches(part)]
            end = part.start
            for index, word in enumerate(words):
                if word.start >= end and (name := self._longest(words, index, held)):
                    yield name
                    end = name.span.end

    def _longest(self, words: Sequence[Span], index: int, taken: Sequence[Span]) -> Name | None:
        if self.text[words[index].start].islower():
            return None
        for end in range(self._reach(words, index), index - 1, -1):
            span = Span(words[index].start, words[end].end)
            if any(span.touches(other) for other in taken) or _ends_low(words[index : end + 1], self.text):
                continue
            name = self._name(span, first=index == 0)
            if name and (name.demonym or not self._doubtful(words, index, end)):
                return name
        return None

    def _reach(self, words: Sequence[Span], index: int) -> int:
        """Return the last word that a name beginning at a word may include."""
        last = index
        while last + 1 < min(len(words), index + MAX_WORDS):
            gap = self.text[words[last].end : words[last + 1].start]
            if not _JOINT.fullmatch(gap) or (gap.startswith(".") and words[last].end - words[last].start > 3):
                break
            last += 1
        return last

    def _name(self, span: Span, *, first: bool) -> Name | None:
        written = span.of(self.text)
        forms = _arabic_forms(written) if _ARABIC.match(written) else _latin_forms(written)
        for form in forms:
            start = span.end - len(form) if written.endswith(form) else span.start
            at = Span(start, start + len(form))
            if self.trusted and (people := self.gazetteer.demonym(form)):
                return Name(at, form, (people,), demonym=True)
            if not self.gazetteer.may_know(form):
                continue
            candidates = self.gazetteer.candidates(form)
            if first and " " not in form and not _ARABIC.match(form):
                candidates = _outstanding(candidates)  # every sentence begins with a capital
            known = unmistakable(candidates) or any(self._sure(candidate) for candidate in candidates)
            if known and not _is_word(form, abbreviation=self.gazetteer.abbreviates(form)):
                return Name(at, form, candidates)
        return None

    def _sure(self, candidate: Candidate) -> bool:
        """Tell whether a name found by the gazetteer alone can hardly be anything but this place."""
        plain = candidate.match <= Match.ALTERNATE
        here = candidate.place.country in self.countries
        if candidate.place.gazetteer_id.startswith("tocsin:") or candidate.feature is Feature.CAPITAL:
            return here or candidate.population >= CONTEXT_POPULATION
        if PRECISION[candidate.feature] in (Precision.COUNTRY, Precision.AREA) or candidate.typed:
            return plain or candidate.typed
        if candidate.feature is Feature.ADMIN1:
            return here or (not self.trusted and candidate.population >= SURE_POPULATION and plain)
        enough = CONTEXT_POPULATION if here else SURE_POPULATION
        return candidate.feature in SETTLED and plain and candidate.population >= enough

    def _doubtful(self, words: Sequence[Span], index: int, end: int) -> bool:
        """Tell whether a lone capitalised word stands right beside another: "Paris Hilton", "Ms Jordan"."""
        if not self.trusted or end > index:
            return False
        if index and self.text[words[index - 1].end : words[index].start] in (" ", ". "):
            before = words[index - 1].of(self.text)
            if fold(before) in TITLES or (index > 1 and before[0].isupper() and fold(before) not in COMMON_WORDS):
                return True
        follows = index + 1 < len(words) and self.text[words[index].end : words[index + 1].start] == " "
        return follows and self.text[words[index + 1].start].isupper()


def _ends_low(words: Sequence[Span], text: str) -> bool:
    """Tell whether several words end in one that is neither a name's nor a kind of place: "The first"."""
    last = words[-1].of(text)
    return len(words) > 1 and last[:1].islower() and not without_type(f"x {fold(last)}")


def _is_word(form: str, *, abbreviation: bool) -> bool:
    """Tell whether a name is too short, or too common as another word, to stand for itself."""
    folded = fold(form)
    if form.isupper() and len(folded) <= MIN_LETTERS and form.isascii():
        return not abbreviation  # FSA, MSF
    return folded in COMMON_WORDS or (len(folded) < MIN_LETTERS - bool(_ARABIC.match(form)) and not abbreviation)


def _outstanding(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep countries, capitals and our own rows; all candidates of a name that is a large place's of one country."""
    if unmistakable(candidates) and max(c.population for c in candidates) >= OPENING_POPULATION:
        return tuple(candidates)
    return tuple(c for c in candidates if _is_outstanding(c))


def _is_outstanding(candidate: Candidate) -> bool:
    own = candidate.place.gazetteer_id.startswith("tocsin:")
    return (own or candidate.feature in (Feature.COUNTRY, Feature.CAPITAL)) and candidate.match <= Match.ALTERNATE


def unmistakable(candidates: Sequence[Candidate]) -> bool:
    """Tell whether a name is borne in one country alone, by a place of some size."""
    countries = {candidate.place.country for candidate in candidates}
    return len(countries) == 1 and any(
        candidate.population >= ALONE_POPULATION and candidate.match <= Match.ALTERNATE for candidate in candidates
    )


def _arabic_forms(written: str) -> Iterator[str]:
    yield written
    for prefix in _PREFIXES:
        if written.startswith(prefix) and len(written) - len(prefix) >= 3:
            yield written[len(prefix) :]


def _latin_forms(written: str) -> Iterator[str]:
    yield written.removesuffix("'s").removesuffix("’s")
    if len(written) > 4 and written[1] in "'’" and written[0] in "dlDL":  # d'Alep, l'Iran
        yield written[2:]
