"""What less than a fine-tuned reader reaches on the reader's own splits, in one table.

    python -m pipeline.model.training.baselines [--shared ../shared] [--only rules tfidf frozen] [--json FILE]

Rules only: words of speech acts and needs, quotation marks with verbs of saying, names that the gazetteer or the
catalogue knows. TF-IDF and the frozen encoder: logistic regression over a whole text, a linear layer for each word
piece. Neither is given links: what hangs on a cue they find is told by the clause rules of the first. The
reader's own column is what training measured; with --evaluation also what `evaluate --dev --json FILE` wrote.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from pipeline.actors.catalogue import open_catalogue
from pipeline.errors import PipelineError
from pipeline.gazetteer.index import Gazetteer
from pipeline.model.training.baselines import gold, table, tfidf
from pipeline.model.training.baselines.frozen import open_frozen
from pipeline.model.training.baselines.learned import Learned
from pipeline.model.training.baselines.measure import Baseline, Figures, Tasks
from pipeline.model.training.baselines.rule_names import RuleNames
from pipeline.model.training.baselines.rules import Rules
from pipeline.model.training.datasets import Corpus
from pipeline.model.training.encoders import packaged
from pipeline.model.training.finish import EVALUATION_FILE
from pipeline.settings import ROOT, Settings

log = logging.getLogger("baselines")
NAMES = ("rules", "tfidf", "frozen")
_DEV = ("plover_dev", "polnear_dev")


def main() -> int:
    """Measure the baselines that are asked for; print the table, and write all figures where that is asked for."""
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    settings = Settings(threads=options.threads)
    try:
        figures = measured(options, settings)
        figures["reader"] = readers(settings, options.evaluation)
    except PipelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(table.lines(figures)))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.model.training.baselines",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of score.py and data")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to hold against (default: packaged)")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), help="default: all")
    parser.add_argument("--threads", type=int, default=2, help="processor threads of the frozen encoder")
    parser.add_argument("--evaluation", type=Path, help="what `evaluate --dev --json` wrote, for the reader's column")
    parser.add_argument("--json", type=Path, help="write all figures, by label, to this file")
    return parser


def measured(options: argparse.Namespace, settings: Settings) -> dict[str, Figures]:
    """Return the figures of each baseline that is asked for, by its title."""
    encoder = options.encoder or packaged(Path("build/reader/encoder"))
    tokenizer: Any = AutoTokenizer.from_pretrained(encoder, local_files_only=True)
    gazetteer = Gazetteer.load(settings.gazetteer)
    corpus = Corpus(options.shared / "data", tokenizer, lambda word: gazetteer.demonym(word) is not None)
    tasks = Tasks(corpus, settings.assets / "labels", gold.open_scorer(options.shared))
    makers: Mapping[str, Callable[[], Baseline]] = {
        "rules": lambda: Rules(RuleNames(gazetteer, open_catalogue(settings.actors))),
        "tfidf": lambda: Learned("TF-IDF + logistic regression", tfidf.vectors, tfidf.learn_tags, tokenizer),
        "frozen": lambda: _frozen(encoder, corpus, threads=settings.threads),
    }
    figures = {}
    for name in options.only:
        start, baseline = time.monotonic(), makers[name]()
        figures[baseline.title] = tasks.measure(baseline)
        log.info("%s: %.0f s", baseline.title, time.monotonic() - start)
    return figures


def _frozen(encoder: Path, corpus: Corpus, *, threads: int) -> Learned:
    frozen = open_frozen(encoder, corpus, threads=threads)
    return Learned("frozen encoder", frozen.vectors, frozen.learn_tags, corpus.tokenizer)


def readers(settings: Settings, evaluation: Path | None) -> Figures:
    """Return the reader's own figures: of its training, and of `evaluate --dev` where that is given."""
    figures: Figures = json.loads((settings.model / EVALUATION_FILE).read_text(encoding="utf-8"))
    dev = json.loads(evaluation.read_text(encoding="utf-8"))["dev"] if evaluation else None
    return figures | {name: dev[name] for name in _DEV if dev and name in dev}


if __name__ == "__main__":
    sys.exit(main())
