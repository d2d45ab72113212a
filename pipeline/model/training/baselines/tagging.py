"""Names and quotes by a tag a word piece: what the two baselines that learn have in common there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.model import decoding
from pipeline.model.inputs import Pieces, Tokenizer, cut
from pipeline.model.labels import LINKS, NAME_TAGS
from pipeline.model.reader import Text
from pipeline.model.training.baselines.clauses import Saying, find_saying
from pipeline.quotation_marks import find_quotations
from pipeline.records import Attribution, Mention, Reading, Span
from pipeline.stages.sentences import find_sentences

Array = Any
# Unnormalised scores of a sentence's pieces, (pieces, tags), for each sentence.
Tag = Callable[[Sequence[Pieces]], list[Array]]
# From sentences and a tag a piece (below 0: unknown), told apart in so many tags, to what tags others.
Learn = Callable[[Sequence[Pieces], Sequence[Sequence[int]], int], Tag]
_NEVER = -30.0


@dataclass(frozen=True)
class NameTagger:
    """Reads names as a Reader does, and nothing else."""

    tag: Tag
    tokenizer: Tokenizer

    def read(self, texts: Sequence[Text]) -> list[tuple[Reading, ...]]:
        """Return a Reading for each sentence of each text, with its names."""
        cuts = [cut(self.tokenizer, text.text, text.sentences, text.quotations) for text in texts]
        scores = iter(self.tag([pieces for part in cuts for pieces in part]))
        return [
            tuple(
                names_alone(span, tuple(decoding.mentions(pieces, next(scores))))
                for span, pieces in zip(text.sentences, part, strict=True)
            )
            for text, part in zip(texts, cuts, strict=True)
        ]


def names_alone(sentence: Span, mentions: tuple[Mention, ...]) -> Reading:
    """Return a Reading that holds names and nothing else."""
    return Reading(sentence, mentions, (), (), None)


@dataclass(frozen=True)
class QuoteTagger:
    """Finds cues by their tags, and by rules of clauses what hangs on them."""

    tag: Tag
    tokenizer: Tokenizer

    def find(self, texts: Sequence[str]) -> list[list[Saying]]:
        """Return what is said in each text."""
        return [list(self._in_text(text)) for text in texts]

    def _in_text(self, text: str) -> list[Saying]:
        whole = Span(0, len(text))
        sentences, quotations = list(find_sentences(text, whole, "en")), find_quotations(text, whole)
        cuts = cut(self.tokenizer, text, sentences, quotations)
        return [
            saying
            for sentence, pieces, scores in zip(sentences, cuts, self.tag(cuts), strict=True)
            for found in _attributions(pieces, scores)
            if (saying := find_saying(text, sentence, found.cue, quotations))
        ]


def _attributions(pieces: Pieces, cues: Array) -> list[Attribution]:
    """Return the cues of a sentence as the reader finds its own; nothing is linked to them."""
    count = len(pieces.ids)
    links = np.broadcast_to(np.float32(_NEVER), (count, count, len(LINKS)))
    return list(decoding.attributions(pieces, decoding.Scores(np.zeros((count, NAME_TAGS)), cues, links)))
