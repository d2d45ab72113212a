"""What the reader and the pipeline round it cost, as ratios measured in one run: `python -m benchmarks.bench_reader`.

    python -m benchmarks.bench_reader [--quick] [--repeats 5]

Prints each figure with its target and whether it is met. What is compared is timed in turns, and the medians are
divided; so a machine that is busy or slow changes both sides. Zero-shot classification needs torch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 2018
COPIES = 10  # of the sample, in the run whose memory is measured
SIZES, QUICK_SIZES = (1_000, 3_000, 10_000), (100, 300, 1_000)
ZERO_SHOT_SENTENCES, ZERO_SHOT_BATCH = 24, 32
ZERO_SHOT_LABELS = ("condemn", "threaten", "warn", "appeal", "support", "report")
_LAYER = re.compile(rb"encoder\.layer\.(\d+)\.")
_NUMBER = re.compile(r"\d+")

Row = dict[str, Any]
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at most, or at least, so much."""

    limit: float
    unit: str = ""
    at_least: bool = False

    def met(self, value: float) -> bool:
        """Tell whether a value is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit

    def line(self, what: str, value: float) -> str:
        """Return a line that says what was measured, the target, and whether it is met."""
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met(value) else "MISSED"
        return f"{what}: {value:.3g}{self.unit} (target {sign} {self.limit:g}{self.unit}: {verdict})"


WHOLE = Target(2, " ×")
CHEAPER = Target(15, " ×", at_least=True)
MEMORY = Target(600, " MB")
START_UP = Target(3, " s")
LINEAR = Target(1.1, " ×")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_SIZES[-1]:,} articles instead of {SIZES[-1]:,}")
    parser.add_argument("--repeats", type=int, default=5, help="of what is timed in turns")
    options = parser.parse_args()
    sample = read_sample(ROOT / "assets" / "sample")
    # Children first: what the system reports as their memory is never less than this process's own at their start.
    children(sample, options.repeats)
    ratios(sample, options.repeats)
    linearity(sample, QUICK_SIZES if options.quick else SIZES)
    return 0


def read_sample(folder: Path) -> list[Row]:
    """Return the bundled articles as they stand in their files."""
    paths = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def varied(sample: Sequence[Row], count: int, *, seed: int = SEED) -> Iterator[Row]:
    """Yield so many articles, the same for a seed: those of the sample in turn, with paragraphs and numbers changed.

    Every round through the sample has the same words in other places, so no part of it is cheaper than another.
    """
    chance = random.Random(seed)  # noqa: S311 -- an order, not a secret
    for number in range(count):
        row = sample[number % len(sample)]
        paragraphs = row["text"].split("\n\n")
        chance.shuffle(paragraphs)
        text = _NUMBER.sub(lambda found: str(chance.randrange(10 ** len(found[0]))), "\n\n".join(paragraphs))
        yield {**row, "id": f"{row['id']}-{number}", "text": text}


def in_turns(works: Mapping[str, Work], repeats: int) -> dict[str, float]:
    """Return the median seconds of each work; all are done once before, then one after the other, again and again."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(repeats):
        for name, work in works.items():
            spent[name].append(seconds(work))
    return {name: median(times) for name, times in spent.items()}


def seconds(work: Work) -> float:
    """Return the wall seconds that a work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def growth(costs: Sequence[float]) -> float:
    """Return how much dearer an article is in the last run than in the first."""
    return costs[-1] / costs[0]


def children(sample: Sequence[Row], repeats: int) -> None:
    """Measure whole processes: how long until the first annotation, and how much memory many articles take."""
    with TemporaryDirectory() as folder:
        one, many = Path(folder) / "one.jsonl", Path(folder) / "many.jsonl"
        write(one, sample[:1])
        write(many, varied(sample, COPIES * len(sample)))
        first_line(one)
        print(START_UP.line("start-up to the first annotation", median(first_line(one) for _ in range(repeats))))
        print(MEMORY.line(f"peak memory, {COPIES * len(sample)} articles", peak_mb(many)), flush=True)


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as JSON lines."""
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def _annotate(given: Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "annotate", str(given), "-"]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, **options)  # noqa: S603  (our own module)


def first_line(given: Path) -> float:
    """Return the seconds from starting a process to its first annotation.

    Raises:
        RuntimeError: it ended without one.
    """
    start = time.perf_counter()
    with _annotate(given, stdout=subprocess.PIPE) as child:
        line = child.stdout.readline() if child.stdout else b""
        spent = time.perf_counter() - start
    if not line:
        raise RuntimeError("annotate printed nothing; run `python -m pipeline annotate` to see why")
    return spent


def peak_mb(given: Path) -> float:
    """Return the most memory that a process annotating a file held.

    Raises:
        RuntimeError: it did not end well.
    """
    child = _annotate(given, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"annotate ended with {child.returncode}; run `python -m pipeline annotate` to see why")
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def ratios(sample: Sequence[Row], repeats: int) -> None:
    """Measure, in turns, the whole annotation of the sample, its encoder alone, and zero-shot classification."""
    pipeline = Opened(sample)
    works: dict[str, Work] = {"whole": pipeline.annotate, "encoder": pipeline.encode, "heads": pipeline.run_session}
    asked = pipeline.some_sentences(ZERO_SHOT_SENTENCES)
    if classify := zero_shot(pipeline):
        works["one by one"] = lambda: classify(asked, candidate_labels=list(ZERO_SHOT_LABELS))
        works["in batches"] = lambda: classify(
            asked, candidate_labels=list(ZERO_SHOT_LABELS), batch_size=ZERO_SHOT_BATCH
        )
    spent = in_turns(works, repeats)
    ours = spent["whole"] / pipeline.count
    print(f"{len(sample)} articles, {pipeline.count:,} sentences: {ours * 1000:.2f} ms a sentence, annotated whole")
    print(WHOLE.line("whole annotation / encoder alone", spent["whole"] / spent["encoder"]))
    heads = spent["heads"] / spent["encoder"]
    print(f"  of which the session, encoder with heads for names, cues and links: {heads:.3g} ×")
    if not classify:
        print("zero-shot / annotation: not measured, torch is not installed (requirements-train.txt)", flush=True)
        return
    print(CHEAPER.line("zero-shot with six labels / annotation", spent["one by one"] / len(asked) / ours))
    batched = spent["in batches"] / len(asked) / ours
    print(f"  the same in batches of {ZERO_SHOT_BATCH}: {batched:.3g} ×", flush=True)


class Recorder:
    """Stands in for the reader's session once, and keeps what it is given."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.given: list[Mapping[str, Any]] = []

    def run(self, names: Sequence[str], given: Mapping[str, Any]) -> Any:
        """Pass on what is asked."""
        self.given.append(given)
        return self._session.run(names, given)


class Opened:
    """The pipeline, open, with the sample's articles and the batches that its session is given for them."""

    def __init__(self, sample: Sequence[Row]) -> None:
        from pipeline.assembly import Assembly  # noqa: PLC0415 -- the children are to start from a small process
        from pipeline.settings import from_environment  # noqa: PLC0415

        self.settings = from_environment(os.environ)
        self._articles = list(articles(sample))
        self._stages = Assembly(self.settings).stages
        reader = next(stage.reader for stage in self._stages if stage.name == "read")
        self._session = reader._session
        reader._session = recorder = Recorder(self._session)
        self.texts = [sentence.span.of(a.text) for a in self.annotate() for sentence in a.sentences]
        reader._session, self._batches = self._session, recorder.given

    @property
    def count(self) -> int:
        """How many sentences the sample has."""
        return len(self.texts)

    def annotate(self) -> list[Any]:
        """Annotate the sample."""
        from pipeline.runner import annotate  # noqa: PLC0415

        return [done[0] for done in annotate(self._articles, self._stages)]

    def encode(self) -> None:
        """Run the encoder alone, on the same sentences in the same batches."""
        import onnxruntime as ort  # noqa: PLC0415

        alone = ort.RunOptions()
        alone.only_execute_path_to_fetches = True
        for given in self._batches:
            self._session.run(("vectors",), given, alone)

    def run_session(self) -> None:
        """Run the whole session: the encoder and the heads that tag each piece."""
        for given in self._batches:
            self._session.run(None, given)

    def some_sentences(self, count: int) -> list[str]:
        """Return so many sentences, the same every time, of the usual lengths."""
        return random.Random(SEED).sample(self.texts, min(count, len(self.texts)))  # noqa: S311

    def size(self) -> dict[str, int]:
        """Return the encoder's size, as transformers names it."""
        from pipeline.model.reader import MODEL_FILE  # noqa: PLC0415

        layers = [int(found) for found in _LAYER.findall((self.settings.model / MODEL_FILE).read_bytes())]
        hidden = next(out.shape[-1] for out in self._session.get_outputs() if out.name == "vectors")
        # What is so in every BERT that we ship: heads of 32, and an inner layer four times as wide.
        return {
            "num_hidden_layers": 1 + max(layers),
            "hidden_size": hidden,
            "num_attention_heads": hidden // 32,
            "intermediate_size": 4 * hidden,
        }


def zero_shot(opened: Opened) -> Any:
    """Return a zero-shot pipeline over an encoder of the same size with an untrained NLI head; None without torch."""
    try:
        import torch  # noqa: PLC0415
    except ImportError:
        return None
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, pipeline  # noqa: PLC0415

    torch.set_num_threads(opened.settings.threads)
    tokenizer = AutoTokenizer.from_pretrained(opened.settings.model, local_files_only=True)
    labels = {"contradiction": 0, "neutral": 1, "entailment": 2}
    named = {"label2id": labels, "id2label": {number: label for label, number in labels.items()}}
    config = BertConfig(vocab_size=len(tokenizer), **named, **opened.size())
    model = BertForSequenceClassification(config).eval()
    return pipeline("zero-shot-classification", model=model, tokenizer=tokenizer, device="cpu")


def articles(rows: Iterable[Row]) -> Iterator[Any]:
    """Yield rows as articles."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from pipeline.intake.jsonl import from_object  # noqa: PLC0415

    now = datetime.now(UTC)
    return (found for row in rows for found in from_object(row, where=row["id"], now=now))


def linearity(sample: Sequence[Row], sizes: Sequence[int]) -> None:
    """Measure what an article costs among few and among many, one run after the other in one process."""
    from tqdm import tqdm  # noqa: PLC0415

    from pipeline.assembly import Assembly  # noqa: PLC0415
    from pipeline.runner import annotate  # noqa: PLC0415
    from pipeline.settings import from_environment  # noqa: PLC0415

    stages = Assembly(from_environment(os.environ)).stages
    costs = []
    for size in (len(sample), *sizes):  # the first run is for warmth alone
        run = tqdm(annotate(articles(varied(sample, size)), stages), total=size, unit=" articles", file=sys.stderr)
        costs.append(seconds(lambda run=run: deque(run, maxlen=0)) / size)
    for size, cost in zip(sizes, costs[1:], strict=True):
        print(f"{size:,} articles: {cost * 1000:.1f} ms an article")
    print(LINEAR.line(f"an article among {sizes[-1]:,} / among {sizes[0]:,}", growth(costs[1:])))


if __name__ == "__main__":
    sys.exit(main())
