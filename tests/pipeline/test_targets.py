"""Whom a statement is directed at: names, pronouns and plain words that the reader points at."""

from __future__ import annotations

import re
from types import MappingProxyType

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.newcomers import Newcomers
from pipeline.model.heads import Tags
from pipeline.records import Actor, Article, Quote, Sentence, Span
from pipeline.stages.targets import described, pointed_at

TEXT = "Norland's envoy met Sudland's king. She urged him to leave the foreign gunmen alone."
SAID = Span(TEXT.index("to leave"), len(TEXT) - 1)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


ENVOY = Actor("a1", "Ida Berg", "person", mentions=(span_of("Norland's envoy"),))
KING = Actor("a2", "Olaf Lund", "person", mentions=(span_of("Sudland's king"),))
QUOTE = Quote("indirect", (SAID,), source=span_of("She"), cue=span_of("urged"), speaker="a1")


def known() -> Antecedents:
    second = TEXT.index("She")
    sentences = (Sentence(Span(0, second - 1)), Sentence(Span(second, len(TEXT))))
    return Antecedents(
        Article("a", TEXT, language="en", body=(Span(0, len(TEXT)),), sentences=sentences, actors=(ENVOY, KING))
    )


def pointing(words: str, aim: float = 0.9) -> Tags:
    """Return tags whose aims are high on these words of the second sentence, and low elsewhere."""
    meant = span_of(words)
    tokens = tuple(Span(*m.span()) for m in re.finditer(r"\w+|[^\w\s]", TEXT) if m.start() >= TEXT.index("She"))
    aims = tuple(aim if meant.touches(token) else 0.02 for token in tokens)
    return Tags("demand", MappingProxyType({"demand": 0.9}), (), tokens, aims)


def test_a_pronoun_that_is_pointed_at_is_who_it_means():
    article = known()
    article.genders["a1"] = "f"
    assert pointed_at(article, QUOTE, pointing("him")) == "a2"


def test_words_without_a_name_become_an_actor_of_their_own():
    newcomers = Newcomers(known())
    actor = described(newcomers, QUOTE, pointing("foreign gunmen"))
    assert actor is not None
    assert newcomers.known.actors[actor].name == "foreign gunmen"
    assert newcomers.known.actors[actor].kind == "other"


def test_nobody_is_made_up_where_the_reader_is_unsure_or_points_at_the_speaker():
    assert pointed_at(known(), QUOTE, pointing("foreign gunmen", 0.1)) is None
    assert described(Newcomers(known()), QUOTE, pointing("foreign gunmen", 0.4)) is None
    assert described(Newcomers(known()), QUOTE, pointing("She")) is None
