"""Our figures are those of the scorer beside the project, where both measure the same."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.annotation import to_annotation
from pipeline.evaluation.dev import SHARED
from pipeline.evaluation.figures import figures
from pipeline.evaluation.gold import GOLD, load_gold
from pipeline.evaluation.measure import read_sample
from pipeline.evaluation.tallies import tally
from pipeline.records import Article, Quote, Sentence, Span, Toponym
from pipeline.settings import Settings
from tests.evaluation.labelled import as_labelled

SCORER = SHARED / "score.py"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCORER.is_file(), reason="no scorer beside the project"),
]


class Spoiler:
    """Spoils a part of every annotation, always the same way for one seed."""

    def __init__(self, part: float, seed: int) -> None:
        self.part = part
        self.draw = random.Random(seed)  # noqa: S311

    def hits(self) -> bool:
        return self.draw.random() < self.part

    def spoil(self, article: Article) -> Article:
        quotes = [self.quote(quote, article) for quote in article.quotes if not self.hits()]
        places = [self.place(place) for place in article.places if not self.hits()]
        sentences = [self.sentence(sentence) for sentence in article.sentences]
        return replace(article, quotes=tuple(quotes), places=tuple(places), sentences=tuple(sentences))

    def quote(self, quote: Quote, article: Article) -> Quote:
        content = tuple(Span(s.start, s.end - self.draw.randrange(len(s.of(article.text)))) for s in quote.content)
        other = self.draw.choice(article.quotes)
        return replace(
            quote,
            content=content if self.hits() else quote.content,
            speaker=other.speaker if self.hits() else quote.speaker,
            stance=other.stance if self.hits() else quote.stance,
            risks=other.risks if self.hits() else quote.risks,
            type="belief" if self.hits() else quote.type,
        )

    def place(self, place: Toponym) -> Toponym:
        role = self.draw.choice(["about", "actor", "background"]) if self.hits() else place.role
        return replace(place, role=role, place=None if self.hits() else place.place)

    def sentence(self, sentence: Sentence) -> Sentence:
        risks = tuple(replace(risk, modality="denied") if self.hits() else risk for risk in sentence.risks)
        return replace(sentence, risks=() if self.hits() else risks)


def score(task: str, gold, rows, folder) -> dict:
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)))
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    files = [str(folder / "gold.jsonl"), str(folder / "rows.jsonl")]
    run = subprocess.run([sys.executable, str(SCORER), task, *files], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def sentence_rows(labels, annotated):
    """Each sentence as a text of its own, as the scorer knows risks."""
    pairs = [pair for one, article in zip(labels, annotated, strict=True) for pair in _sentences(one, article)]
    gold = [
        {"id": str(i), "risks": list(want.risks.items()), "disputed": list(want.disputed)}
        for i, (want, _) in enumerate(pairs)
    ]
    tags = [
        {"id": str(i), "risks": [{"label": risk.label, "modality": risk.modality} for risk in given.risks]}
        for i, (_, given) in enumerate(pairs)
    ]
    return gold, tags


def _sentences(one, article):
    return zip(one.sentences, article.sentences, strict=True)


@pytest.mark.parametrize(("part", "seed"), [(0.0, 0), (0.15, 1), (0.3, 2), (0.5, 3)])
def test_both_measure_the_same(part, seed, tmp_path):
    sample = read_sample(Settings().sample)
    labels = load_gold(GOLD, {article.id: article.text for article in sample.values()})
    spoiler = Spoiler(part, seed)
    annotated = [spoiler.spoil(as_labelled(one, sample[one.id])) for one in labels]
    ours = {f.name: f.value for f in figures([tally(*pair) for pair in zip(labels, annotated, strict=True)])}

    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows = [to_annotation(article) for article in annotated]
    desk, places = (score(task, gold, rows, tmp_path) for task in ("desk", "places"))
    risk = score("risk", *sentence_rows(labels, annotated), tmp_path)
    theirs = {
        "quote_f1_30": desk["iou30"]["f1"],
        "quote_f1_80": desk["iou80"]["f1"],
        "speaker": desk["speaker"],
        "stance_macro_f1": desk["stance"]["macro_f1"],
        "stance_accuracy": desk["stance"]["accuracy"],
        "target": desk["target"],
        "quote_risk_micro_f1": desk["risk_micro"]["f1"],
        "toponym_f1": places["recognition"]["f1"],
        "role_macro_f1": desk["place_role"]["macro_f1"],
        "within_161_km": places["acc161_all"],
        "risk_micro_f1": risk["micro"]["f1"],
        "risk_macro_f1": risk["macro_f1"],
        "modality": risk["modality"],
    }
    # The scorer rounds to four places, and the F1 of each label before it takes their mean.
    assert ours == {name: pytest.approx(value, abs=2e-4) for name, value in theirs.items()}
