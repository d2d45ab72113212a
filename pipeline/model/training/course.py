"""From the data folder and a pretrained encoder to a reader as it would ship: what `python -m pipeline train` runs."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from pipeline.gazetteer.index import Gazetteer
from pipeline.model.training import datasets, tags
from pipeline.model.training.banks import Bank, load_bank
from pipeline.model.training.batches import Special
from pipeline.model.training.datasets import Corpus, held_out
from pipeline.model.training.examples import Example
from pipeline.model.training.finish import CARD_FILE, finish
from pipeline.model.training.loop import Phase, train
from pipeline.model.training.network import Reader
from pipeline.model.training.variation import Variation
from pipeline.settings import Settings

log = logging.getLogger("training")
SEED = 13

# First names and attributions, where data is plenty; then all together with the tags, where it is not.
SPANS = {
    "conll2003_train": 0.7,
    "crossner_politics_train": 6.0,
    "templates": 1.0,
    "lgl": 1.0,
    "geovirus": 1.0,
    "geowebnews_even": 1.0,
    "humset_even": 1.0,
    "polnear": 1.0,
    "plover_train": 1.0,
    "directed_sentiment_train": 0.4,
    "cameo_actors_train": 1.0,
}
TAGGED = {**{name: 0.3 * share for name, share in SPANS.items()}, "plover_train": 2.0, "labels": 2.0, "own": 2.0}
# What is scarce, once more: after `tags` the loss of stance and risk still fell with every step.
SCARCE = {"conll2003_train": 0.5, "crossner_politics_train": 4.0, "plover_train": 2.0, "labels": 3.0, "own": 2.0}
REFINED = {**{name: 0.25 * share for name, share in SPANS.items()}, **SCARCE}
# What the sentences about conflict lost while only stance and risk were taught on them: who says what there.
MENDED = {
    **{name: 0.1 * share for name, share in SPANS.items()},
    "polnear": 0.4,
    "attributions": 1.0,
    "conll2003_train": 0.4,
    "crossner_politics_train": 2.0,
    "plover_train": 1.0,
    "labels": 1.0,
    "own": 1.0,
}
PHASES = (
    Phase("spans", epochs=2, encoder_rate=8e-5, head_rate=5e-4, shares=SPANS),
    Phase("tags", epochs=2, encoder_rate=6e-5, head_rate=4e-4, shares=TAGGED, dropout=0.1),
    Phase("refine", epochs=1, encoder_rate=5e-5, head_rate=3e-4, shares=REFINED, dropout=0.1),
    Phase("mend", epochs=1, encoder_rate=4e-5, head_rate=2e-4, shares=MENDED, dropout=0.1),
)


@dataclass(frozen=True)
class Course:
    """What a training starts from and where it leaves its checkpoints, weights and figures.

    start: weights of an earlier run (reader.pt) to go on from, with half the epochs.
    """

    data: Path
    encoder: Path
    out: Path
    phases: Sequence[str] = tuple(phase.name for phase in PHASES)
    start: Path | None = None


def run(course: Course, settings: Settings) -> dict[str, Any]:
    """Train, or go on training from the checkpoints in `out`; return the figures on held-out documents.

    Leaves the model as it would ship in `out`/model; nothing in assets is touched.
    """
    random.seed(SEED), np.random.seed(SEED), torch.manual_seed(SEED)
    course.out.mkdir(parents=True, exist_ok=True)
    tokenizer: Any = AutoTokenizer.from_pretrained(course.encoder, local_files_only=True)
    model = Reader(load_encoder(course.encoder))
    if course.start:
        model.load_state_dict(torch.load(course.start, weights_only=True))
    corpus = Corpus(course.data, tokenizer, demonym_test(settings))
    bank, labels = load_bank(settings.assets), settings.assets / "labels"
    groups = gather(corpus, bank, labels)
    for name, examples in groups.items():
        log.info("%s: %d examples", name, len(examples))
    special = Special(tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.mask_token_id)
    for phase in PHASES if not course.start else [replace(p, epochs=-(-p.epochs // 2)) for p in PHASES]:
        if phase.name in course.phases:
            train(model, phase, groups, special=special, out=course.out, vary=Variation(bank, tokenizer))
    torch.save(model.state_dict(), course.out / "reader.pt")
    card = (settings.model / CARD_FILE).read_text(encoding="utf-8")
    return finish(model, tokenizer, corpus, labels / "sentences.tsv", course.out / "model", card=card)


def load_encoder(folder: Path) -> Any:
    """Return the pretrained encoder; its inner dropout costs a tenth of the time and few epochs need none."""
    options = {"dtype": torch.float32, "add_pooling_layer": False}
    return AutoModel.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, **options)


def demonym_test(settings: Settings) -> datasets.IsDemonym:
    """Return what tells whether a word is a people of the gazetteer."""
    gazetteer = Gazetteer.load(settings.gazetteer)
    return lambda word: gazetteer.demonym(word) is not None


def gather(corpus: Corpus, bank: Bank, folder: Path) -> Mapping[str, Sequence[Example]]:
    """Return the training part of every data set; `folder` holds our own labels."""
    sets: dict[str, Iterator[Example]] = {
        "conll2003_train": datasets.names(corpus, "conll2003_train"),
        "crossner_politics_train": datasets.names(corpus, "crossner_politics_train"),
        "polnear": datasets.attributions(corpus, "polnear_train"),
        "plover_train": datasets.stances(corpus, "plover_train"),
        "directed_sentiment_train": datasets.sentiments(corpus, "directed_sentiment_train"),
        "cameo_actors_train": datasets.actors(corpus, "cameo_actors_train"),
        "labels": tags.labels(corpus, folder / "sentences.tsv"),
        "attributions": tags.attributions(corpus, folder / "attributions.tsv"),
        "own": tags.own(corpus, folder / "own.tsv"),
        "templates": tags.templates(corpus, folder / "name_templates.txt", bank, random.Random(SEED)),  # noqa: S311
    }
    sets |= {name: datasets.toponyms(corpus, name) for name in ("lgl", "geovirus", "geowebnews_even", "humset_even")}
    return {name: list(_training(name, examples)) for name, examples in sets.items()}


def _training(name: str, examples: Iterator[Example]) -> Iterator[Example]:
    """Leave out what is held out, and half of PolNeAR's sentences in which nobody says anything."""
    whole = {
        "conll2003_train",
        "crossner_politics_train",
        "polnear",
        "plover_train",
        "directed_sentiment_train",
        "cameo_actors_train",
        "own",
        "templates",
    }  # have a dev file of their own
    for number, example in enumerate(examples):
        if name not in whole and held_out(example.key):
            continue
        if name == "polnear" and not example.links and number % 2:
            continue
        yield example
