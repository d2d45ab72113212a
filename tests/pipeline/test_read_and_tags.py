"""The stages `read` and `tags`, over a reader that answers by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from pipeline.model.heads import Parts, Tags
from pipeline.model.reader import Text
from pipeline.records import Actor, Article, Quote, Reading, Risk, Sentence, Span
from pipeline.stages import read, tags

TEXT = "Norland fears war. “We warn Sudland,” she said."
FIRST, SECOND = Span(0, 18), Span(19, len(TEXT))
FEARED = Risk("escalation", "feared", 0.8)


class RuleReader:
    """Reads each sentence as one token; every statement warns."""

    revision = "rule@1"

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]:
        return [tuple(Reading(s, (), (), (s,), None) for s in text.sentences) for text in texts]

    def risks(self, reading: Reading) -> tuple[Risk, ...]:
        return (FEARED,) if reading.sentence == FIRST else ()

    def tags(self, readings: Sequence[Reading], parts: Parts, target: Span | None = None) -> Tags:  # noqa: ARG002
        return Tags("warn", MappingProxyType({"warn": 0.7}), (FEARED,))


def article(language: str | None = "en", **changes: object) -> Article:
    whole = Article(
        "a", TEXT, language=language, body=(Span(0, len(TEXT)),), sentences=(Sentence(FIRST), Sentence(SECOND))
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def run(*articles: Article) -> list[Article]:
    reader = RuleReader()
    return tags.stage(reader)(read.stage(reader)(articles))


def test_each_sentence_gets_its_risks_and_the_readings_are_dropped():
    (done,) = run(article())
    assert done.sentences == (Sentence(FIRST, (FEARED,)), Sentence(SECOND))
    assert done.readings == ()
    assert done.models["tagger"] == "rule@1"


def test_a_quote_gets_stance_target_and_risks():
    start = TEXT.index("Sudland")
    actors = (Actor("a1", "Sudland", "state", mentions=(Span(start, start + 7),)), Actor("a2", "Anna Lind", "person"))
    said = Quote("direct", (Span(20, TEXT.index(",”") + 1),), cue=Span(len(TEXT) - 5, len(TEXT) - 1), speaker="a2")
    (done,) = run(article(actors=actors, quotes=(said,)))
    (quote,) = done.quotes
    assert quote.stance is not None
    assert (quote.stance.label, quote.stance.score, quote.stance.target) == ("warn", 0.7, "a1")
    assert quote.risks == (FEARED,)


def test_a_word_held_at_arms_length_is_not_tagged():
    (done,) = run(article(quotes=(Quote("scare", (Span(22, 26),)),)))
    assert done.quotes[0].stance is None


def test_an_article_in_a_language_the_reader_was_not_taught_keeps_its_sentences_untagged():
    foreign, known = run(article("ar"), article("en"))
    assert foreign.sentences == (Sentence(FIRST), Sentence(SECOND))
    assert foreign.models == known.models  # which reader left it alone is part of what was done
    assert known.sentences[0].risks == (FEARED,)
