"""A baseline that learns: logistic regression over vectors of texts, and tags of word pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.inputs import Tokenizer
from pipeline.model.labels import CUE_TAGS, NAME_TAGS
from pipeline.model.training.baselines import statements
from pipeline.model.training.baselines.gold import Statements
from pipeline.model.training.baselines.tagging import Learn, NameTagger, QuoteTagger
from pipeline.model.training.examples import Example
from pipeline.model.training.figures import Answers, cross_fitted


@dataclass(frozen=True)
class Learned:
    """The baseline, by what stands for a text and what tags its pieces."""

    title: str
    vectors: statements.Vectors
    learn_tags: Learn
    tokenizer: Tokenizer

    def statements(self, learned: Statements, asked: Statements) -> Answers:
        """Return stance, risks and modality of each text asked about; calibrated as the reader's answers are."""
        return cross_fitted(statements.answers(self.vectors, learned, asked))

    def stances(self, learned: Statements, asked: Sequence[str]) -> list[Mapping[str, float]]:
        """Return the chances of the stances that were learned."""
        return statements.stance_scores(self.vectors, learned, asked)

    def names(self, learned: Sequence[Example]) -> NameTagger:
        """Return what finds names, learned from these examples."""
        tag = self.learn_tags([each.pieces for each in learned], [each.names for each in learned], NAME_TAGS)
        return NameTagger(tag, self.tokenizer)

    def quotes(self, learned: Sequence[Example]) -> QuoteTagger:
        """Return what finds quotes: cues as learned from these examples, the rest by rules of clauses."""
        tag = self.learn_tags([each.pieces for each in learned], [each.cues for each in learned], CUE_TAGS)
        return QuoteTagger(tag, self.tokenizer)
