"""Counting one annotated article against its labels. Tallies of articles add up; figures are read off the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.evaluation.gold import GoldArticle, GoldQuote, GoldSentence, GoldToponym
from pipeline.evaluation.matching import distance_km, overlap, pair_contents, same_actor
from pipeline.records import Article, Quote, Risk, Sentence, Span, Toponym

# Quotes whose contents share this part of their characters are looked at further (speaker, stance …).
LOOSE, TIGHT = 0.3, 0.8
# 100 miles, the customary tolerance of geoparsing (Cheng et al. 2010): the right town or one of its neighbours.
NEAR_KM = 161.0
# Kept in an annotation, and not claimed to be something that somebody said.
UNSAID = ("scare", "belief")


class Cell(NamedTuple):
    """One count: of a measure, for one label of it (or "" where it has none)."""

    measure: str
    label: str
    outcome: Literal["hit", "missed", "spurious"]


Tally = Counter[Cell]


def tally(gold: GoldArticle, found: Article) -> Tally:
    """Count an article as annotated against its labels."""
    return _quotes(gold, found) + _toponyms(gold.toponyms, found.places) + _sentences(gold.sentences, found.sentences)


def _quotes(gold: GoldArticle, found: Article) -> Tally:
    contents = [quote.content for quote in gold.quotes]
    said = _claimed(gold, [quote for quote in found.quotes if quote.type not in UNSAID])
    cells: Tally = Counter()
    for measure, least in (("content_30", LOOSE), ("content_80", TIGHT)):
        pairs = pair_contents(contents, [quote.content for quote in said], least=least)
        cells += _counted(measure, hit=len(pairs), missed=len(contents) - len(pairs), spurious=len(said) - len(pairs))
    names = {actor.id: actor.name for actor in found.actors}
    for i, j in pair_contents(contents, [quote.content for quote in said], least=LOOSE):
        cells += _attributes(gold.quotes[i], said[j], names)
    return cells


def _claimed(gold: GoldArticle, said: Sequence[Quote]) -> list[Quote]:
    """Return the quotes that count: those that are nothing but an optional one are left out."""
    pairs = pair_contents([quote.content for quote in gold.quotes], [quote.content for quote in said], least=LOOSE)
    matched = {j for _, j in pairs}
    loose = [quote for j, quote in enumerate(said) if j not in matched]
    idle = {id(loose[j]) for _, j in pair_contents(gold.optional, [q.content for q in loose], least=LOOSE)}
    return [quote for quote in said if id(quote) not in idle]


def _attributes(gold: GoldQuote, found: Quote, names: Mapping[str, str]) -> Tally:
    """Count who spoke, towards whom and how, of a quote that was found."""
    cells = _right("speaker", any(same_actor(name, names.get(found.speaker or "")) for name in gold.speakers))
    if len(set(gold.stances)) == 1:
        label = found.stance.label if found.stance else None
        cells += _right("stance_right", label == gold.stances[0]) + _labelled("stance", gold.stances[0], label)
    targets = [target for target in gold.targets if target]
    if len(targets) == len(gold.targets):  # nobody, or perhaps nobody: there is nothing to hit
        aim = names.get(found.stance.target or "") if found.stance else None
        cells += _right("target", any(same_actor(target, aim) for target in targets))
    wanted, given = set(gold.risks), {risk.label for risk in found.risks} - gold.disputed
    cells += _counted(
        "quote_risk", hit=len(wanted & given), missed=len(wanted - given), spurious=len(given - wanted)
    )  # fmt: skip
    return cells


def _toponyms(gold: Sequence[GoldToponym], found: Sequence[Toponym]) -> Tally:
    cells: Tally = Counter()
    free = list(range(len(found)))
    for want in gold:
        touching = next((other for other in found if other.span.touches(want.span)), None)
        if want.role and touching:
            cells += _labelled("role", want.role, touching.role)
        if want.point is None:
            continue
        best = _longest(want.span, found, free)
        cells += _right("toponym", best is not None)
        cells += _right("near", best is not None and _is_near(want.point, found[best]))
        free = [index for index in free if index != best]
    extra = sum(not any(found[index].span.touches(want.span) for want in gold) for index in free)
    return cells + _counted("toponym", spurious=extra)


def _longest(wanted: Span, found: Sequence[Toponym], free: Iterable[int]) -> int | None:
    """Return the index of the free toponym that shares most characters with a span, None if none shares any."""
    return max(
        (index for index in free if found[index].span.touches(wanted)),
        key=lambda index: overlap(found[index].span, wanted),
        default=None,
    )


def _is_near(point: tuple[float, float], found: Toponym) -> bool:
    return found.place is not None and distance_km(point, (found.place.latitude, found.place.longitude)) <= NEAR_KM


def _sentences(gold: Sequence[GoldSentence], found: Sequence[Sentence]) -> Tally:
    """Count risks by sentence; a sentence found belongs to the labelled one it shares most with."""
    cells: Tally = Counter()
    given: list[list[Risk]] = [[] for _ in gold]
    for sentence in found:
        shares = [overlap(sentence.span, want.span) for want in gold]
        if any(shares):
            given[shares.index(max(shares))] += sentence.risks
    for want, risks in zip(gold, given, strict=True):
        cells += _risks(want.risks, {risk.label: risk.modality for risk in reversed(risks)}, want.disputed)
    return cells


def _risks(wanted: Mapping[str, str], given: Mapping[str, str], disputed: Collection[str]) -> Tally:
    cells: Tally = Counter()
    for label in (wanted.keys() | given.keys()) - set(disputed):
        cells += _labelled("risk", label if label in wanted else None, label if label in given else None)
        if label in wanted and label in given:
            cells += _right("modality", wanted[label] == given[label])
    return cells


def _labelled(measure: str, wanted: str | None, given: str | None) -> Tally:
    """Count one label given where another (or none) was wanted."""
    if wanted == given:
        return Counter({Cell(measure, wanted, "hit"): 1}) if wanted else Counter()
    missed = [Cell(measure, wanted, "missed")] if wanted else []
    return Counter(missed + ([Cell(measure, given, "spurious")] if given else []))


def _right(measure: str, is_right: bool) -> Tally:
    return Counter({Cell(measure, "", "hit" if is_right else "missed"): 1})


def _counted(measure: str, *, hit: int = 0, missed: int = 0, spurious: int = 0) -> Tally:
    return Counter(
        {Cell(measure, "", "hit"): hit, Cell(measure, "", "missed"): missed, Cell(measure, "", "spurious"): spurious}
    )
