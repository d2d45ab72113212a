"""Stage `geocode`: toponyms in the text, and the place that each most likely means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.gazetteer.features import Feature
from pipeline.gazetteer.index import Candidate, Gazetteer
from pipeline.gazetteer.resolution import Answer, Question, Ranker
from pipeline.gazetteer.scanning import Scan
from pipeline.gazetteer.toponyms import Name, context_countries, key, look_up, question
from pipeline.records import Article, Mention, Place, PlaceRole, Span, Toponym
from pipeline.stage import PerArticle

# Below this a place is more often wrong than right on the dev corpora: better unresolved than guessed.
MIN_SCORE = 0.5
SCANNED_SCORE = 0.85  # how often a name found by the scan alone is a toponym (dev corpora)
# On LGL and GeoWebNews: of names read as places under 0.3, fewer than half are; from 0.3 on three in four and more.
MIN_MENTION = 0.3
# There one in five persons and organisations under 0.7 is a place after all, above 0.8 one in thirty: leave those be.
SURE_MENTION = 0.7
TWIN_KM = 161.0
_READ_LANGUAGES = frozenset({"en", None})  # what the reader was taught; elsewhere the scan decides

_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,4}")
_REGIONAL = re.compile(
    r"\b(?:province|governorate|region|oblast|enclave|stronghold|bastion|pocket|countryside|de-?escalation|"
    r"demilitari[sz]ed|rebel-held|villages|towns)\b",
    re.IGNORECASE,
)
_URBAN = re.compile(
    r"\b(?:city|town|neighbou?rhoods?|suburbs?|streets?|airport|downtown|municipality|mayor)\b", re.IGNORECASE
)


def stage(gazetteer: Gazetteer, ranker: Ranker) -> PerArticle:
    """Return the stage over an open gazetteer and ranker."""
    geocoder = Geocode(gazetteer, ranker)
    return PerArticle("geocode", geocoder.enrich, frozenset({"readings", "sentences"}), frozenset({"places"}))


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text and how surely it is a toponym."""

    name: Name
    score: float


@dataclass(frozen=True, slots=True)
class Geocode:
    """The stage's parts: what names mean, and how candidates are ranked."""

    gazetteer: Gazetteer
    ranker: Ranker

    def enrich(self, article: Article) -> Article:
        """Return the article with its places, in reading order; roles are the next stage's, but demonyms'."""
        found = self.recognise(article)
        answers = self._resolve([item.name for item in found], article.text)
        places = tuple(_toponym(item, answer) for item, answer in zip(found, answers, strict=True))
        models = MappingProxyType({**article.models, "gazetteer": self.gazetteer.version})
        return replace(article, places=places, models=models)

    def recognise(self, article: Article) -> list[Found]:
        """Return the toponyms of an article: the reader's, and those that a scan adds."""
        mentions = [mention for reading in article.readings for mention in reading.mentions]
        read = [found for mention in mentions if (found := self._read(mention, article.text))]
        taken = [mention.span for mention in mentions if mention.kind != "other" and mention.score >= SURE_MENTION]
        taken += [found.name.span for found in read]
        scanned = self._scan(article, taken, context_countries([item.name for item in read]))
        return sorted(read + [Found(name, SCANNED_SCORE) for name in scanned], key=lambda item: item.name.span)

    def _scan(self, article: Article, taken: Sequence[Span], countries: frozenset[str]) -> list[Name]:
        """Scan twice where the first time found a country: it is context for the second."""
        within = [sentence.span for sentence in article.sentences]
        trusted = article.language in _READ_LANGUAGES
        names = list(Scan(self.gazetteer, article.text, countries, trusted).find(within, taken))
        if more := context_countries(names) - countries:
            names = list(Scan(self.gazetteer, article.text, countries | more, trusted).find(within, taken))
        return names

    def _read(self, mention: Mention, text: str) -> Found | None:
        if mention.kind not in ("place", "demonym"):
            return None
        written = mention.span.of(text)
        if written.islower() or mention.score < MIN_MENTION:
            return None  # "of", "the south": every script that has capitals writes names with one
        if _ABBREVIATION.fullmatch(written) and not self.gazetteer.abbreviates(written):
            return None  # "U.N." is no town in India
        if people := self.gazetteer.demonym(written):
            return Found(Name(mention.span, written, (people,), demonym=True), mention.score)
        if mention.kind == "demonym":
            return None  # a people without a country: Kurdish, Sunni
        return Found(Name(mention.span, written, look_up(self.gazetteer, written)), mention.score)

    def _resolve(self, names: Sequence[Name], text: str) -> list[Answer | None]:
        """Resolve all names of an article together, one sense a name."""
        countries = context_countries(names)
        groups: dict[str, list[int]] = {}
        for index, name in enumerate(names):
            groups.setdefault(key(name.text), []).append(index)
        questions = [question(self.gazetteer, text, [names[i] for i in group], countries) for group in groups.values()]
        answers: list[Answer | None] = [None] * len(names)
        for group, asked, answer in zip(groups.values(), questions, self.ranker.resolve(questions), strict=True):
            for index in group:
                answers[index] = answer and self._twin(answer, asked, [names[i] for i in group], text)
        return answers

    def _twin(self, answer: Answer, asked: Question, names: Sequence[Name], text: str) -> Answer:
        """Choose between a town and the region named after it, by the words around the name."""
        twin = _twin_of(answer.candidate, asked.candidates)
        if twin is None:
            return answer
        around = " ".join(_sentence_around(text, name.span) for name in names)
        regional = len(_REGIONAL.findall(around)) > len(_URBAN.findall(around))
        chosen = next(c for c in (answer.candidate, twin) if (c.feature is Feature.ADMIN1) == regional)
        return Answer(chosen, answer.score)


def _toponym(found: Found, answer: Answer | None) -> Toponym:
    role: PlaceRole = "actor" if found.name.demonym else "about"
    place = answer.candidate.place if answer and answer.score >= MIN_SCORE else None
    score = found.score * answer.score if answer else found.score
    return Toponym(found.name.span, role, round(score, 4), place)


def _twin_of(chosen: Candidate, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the region of a town's own name in its country, or the town of a region's."""
    kinds = {Feature.ADMIN1, Feature.TOWN, Feature.CAPITAL}
    if chosen.feature not in kinds or chosen.typed:
        return None
    wanted = kinds - {Feature.ADMIN1} if chosen.feature is Feature.ADMIN1 else {Feature.ADMIN1}
    near = (c for c in candidates if c.feature in wanted and c.place.country == chosen.place.country)
    return next((c for c in near if _near(c.place, chosen.place)), None)


def _near(one: Place, other: Place) -> bool:
    degrees = TWIN_KM / 111.2
    return abs(one.latitude - other.latitude) <= degrees and abs(one.longitude - other.longitude) <= degrees


def _sentence_around(text: str, span: Span, reach: int = 160) -> str:
    """Return the words around a span, up to the sentence's end on either side and `reach` characters."""
    before = text[max(0, span.start - reach) : span.start]
    after = text[span.end : span.end + reach]
    return re.split(r"[.!?\n]\s", before)[-1] + " " + re.split(r"[.!?\n]\s", after)[0]
