"""Stage `geocode`: toponyms in the text, and the place that each most likely means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.gazetteer import explaining, twins
from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.recognition import Found, Recognition
from pipeline.gazetteer.relative import relative
from pipeline.gazetteer.resolution import Answer, Question, Ranker
from pipeline.gazetteer.toponyms import (
    Name,
    context_countries,
    enclosure,
    key,
    look_up,
    question,
    settled_countries,
)
from pipeline.records import Actor, Article, PlaceRole, Toponym
from pipeline.stage import PerArticle

# Below this a place is more often wrong than right on the dev corpora: better unresolved than guessed.
MIN_SCORE = 0.5


def stage(gazetteer: Gazetteer, ranker: Ranker) -> PerArticle:
    """Return the stage over an open gazetteer and ranker."""
    geocoder = Geocode(gazetteer, ranker)
    requires = frozenset({"readings", "sentences", "actors", "quotes"})
    return PerArticle("geocode", geocoder.enrich, requires, frozenset({"places", "actors"}))


@dataclass(frozen=True, slots=True)
class Geocode:
    """The stage's parts: what names mean, and how candidates are ranked."""

    gazetteer: Gazetteer
    ranker: Ranker

    def enrich(self, article: Article) -> Article:
        """Return the article with its places, in reading order; roles are the next stage's, but demonyms'."""
        found = Recognition(self.gazetteer).find(article)
        answers = self._resolve([item.name for item in found], article.text)
        places = tuple(_toponym(item, *answers[key(item.name.text)]) for item in found)
        places = tuple(_told_from(toponym, places, article.text) for toponym in places)
        models = MappingProxyType({**article.models, "gazetteer": self.gazetteer.version})
        actors = tuple(actor for actor in article.actors if not _is_misread(actor, article, places))
        return replace(article, places=places, actors=actors, models=models)

    def _resolve(self, names: Sequence[Name], text: str) -> dict[str, tuple[Question, Answer | None]]:
        """Resolve all names of an article together, one sense a name; return what was asked and found by key."""
        groups: dict[str, list[Name]] = {}
        for name in names:
            groups.setdefault(key(name.text), []).append(name)
        countries = context_countries(names)
        questions = [question(self.gazetteer, text, group, countries) for group in groups.values()]
        answers = self.ranker.resolve(questions)
        if None in answers:
            countries |= settled_countries(answers)
            asked = zip(groups.values(), questions, strict=True)
            questions = [q if q.candidates else self._again(text, group, q, countries) for group, q in asked]
            answers = self.ranker.resolve(questions)
        return {
            name: (asked, answer and twins.settle(answer, asked.candidates, text, [one.span for one in group]))
            for (name, group), asked, answer in zip(groups.items(), questions, answers, strict=True)
        }

    def _again(self, text: str, names: Sequence[Name], asked: Question, countries: frozenset[str]) -> Question:
        """Ask of a name that nothing bears: a spelling of the article's countries, else what it is said to lie in."""
        if candidates := look_up(self.gazetteer, names[0].text, countries=countries):
            return replace(asked, candidates=candidates)
        outer = (enclosure(self.gazetteer, text, name.span.end) for name in names)
        return replace(asked, candidates=next(filter(None, outer), ()), enclosed=True)


def _toponym(found: Found, asked: Question, answer: Answer | None) -> Toponym:
    name = found.name
    role: PlaceRole = "actor" if name.demonym else "about"
    score = round(found.score * answer.score if answer else found.score, 4)
    if answer is None or answer.score < MIN_SCORE:
        reason = explaining.why(name, asked, answer, placed=False)
        return Toponym(name.span, role, score, None, reason, explaining.guesses(answer))
    place = answer.candidate.place
    return Toponym(name.span, role, score, place, explaining.why(name, asked, answer, placed=True))


def _told_from(toponym: Toponym, others: Sequence[Toponym], text: str) -> Toponym:
    """Move a place to where the words before it put it: "30 km north of Aleppo" is not Aleppo."""
    if toponym.place is None or toponym.role == "actor":
        return toponym
    place = relative(text, toponym.span, toponym.place, others=others)
    if place is None or _tells_of_another(text, toponym.span.end - len(place.name), others):
        return toponym
    return replace(toponym, place=place, why=f"The words “{place.name}” put it there. {toponym.why}")


def _is_misread(actor: Actor, article: Article, places: Sequence[Toponym]) -> bool:
    """Tell whether an actor of no known kind is a place and no more: it says nothing, and bears the place's name."""
    spans = {toponym.span for toponym in places if toponym.place is not None}
    speaks = any(quote.speaker == actor.id for quote in article.quotes)
    return (
        actor.kind in ("person", "other") and not speaks and bool(actor.mentions) and spans.issuperset(actor.mentions)
    )


def _tells_of_another(text: str, start: int, others: Sequence[Toponym]) -> bool:
    """Tell whether the phrase at `start` says where a named place lies: "Azaz, 30 km north of Aleppo"."""
    ends = (other.span.end for other in others if other.place and other.span.end <= start)
    return any(text[end:start].strip() in {",", "(", ", about", ", some"} for end in ends)
