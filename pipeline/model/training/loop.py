"""The training loop: fixed seeds, one cycle of learning rate a phase, checkpoints to resume from."""

from __future__ import annotations

import json
import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from pipeline.model.training.batches import Special, batches, collate, hide
from pipeline.model.training.examples import Example
from pipeline.model.training.losses import WEIGHTS, losses
from pipeline.model.training.network import Reader

log = logging.getLogger(__name__)

BATCH_PIECES = 1536
CHECKPOINT_S = 300
WARM_UP = 0.06
# Hidden pieces and dropped units hold back the learning by heart of labels that are seen a dozen times: the first
# weights ended on a stance loss of 0.22 in training, and were right on 0.69 of the held-out statements.
HIDDEN = 0.05

Vary = Callable[[Example, random.Random], Example]


@dataclass(frozen=True)
class Phase:
    """Some epochs over data sets; `shares` tells how much of each is seen in an epoch (1.5: one and a half times)."""

    name: str
    epochs: int
    encoder_rate: float
    head_rate: float
    shares: Mapping[str, float]
    dropout: float = 0.0


def train(
    model: Reader, phase: Phase, groups: Mapping[str, Sequence[Example]], *, special: Special, out: Path, vary: Vary
) -> None:
    """Train one phase in place; a checkpoint in `out` is resumed, and removed by nobody but you.

    `vary` returns an example as this epoch sees it.
    """
    model.encoder_dropout(phase.dropout)
    state = out / f"{phase.name}.pt"
    optimizer = _optimizer(model, phase)
    done = _resume(model, optimizer, state)
    lengths = [len(list(plan(phase, groups, epoch, vary))) for epoch in range(phase.epochs)]
    schedule = _Schedule(optimizer, sum(lengths), start=done)
    seen = 0
    saved = time.monotonic()
    for epoch in range(phase.epochs):
        totals: defaultdict[str, float] = defaultdict(float)
        counts: Counter[str] = Counter()
        for step, examples in enumerate(
            tqdm(plan(phase, groups, epoch, vary), total=lengths[epoch], desc=phase.name, mininterval=20)
        ):
            seen += 1
            if seen <= done:
                continue
            schedule.step()
            random.seed(seen)
            torch.manual_seed(seen)
            batch = hide(collate(examples, special), HIDDEN, special=special, seed=seen)
            for name, value in _step(model, optimizer, batch).items():
                totals[name] += value
                counts[name] += 1
            if time.monotonic() - saved > CHECKPOINT_S:
                _save(model, optimizer, state, seen)
                saved = time.monotonic()
            if step % 200 == 199:
                log.info("%s epoch %d step %d: %s", phase.name, epoch, step + 1, _means(totals, counts))
                totals.clear()
                counts.clear()
        _save(model, optimizer, state, seen)


def _means(totals: Mapping[str, float], counts: Counter[str]) -> str:
    return json.dumps({name: round(totals[name] / counts[name], 4) for name in totals})


def plan(phase: Phase, groups: Mapping[str, Sequence[Example]], epoch: int, vary: Vary) -> Iterator[list[Example]]:
    """Yield the batches of an epoch: the same ones every time."""
    seed = 1000 * epoch + len(phase.name)
    chooser = random.Random(seed)  # noqa: S311 -- sampling, not a secret
    chosen: list[Example] = []
    for name, share in phase.shares.items():
        examples = groups[name]
        whole, part = divmod(share, 1)
        chosen += list(examples) * int(whole) + chooser.sample(list(examples), int(part * len(examples)))
    return batches([vary(example, chooser) for example in chosen], pieces=BATCH_PIECES, seed=seed)


def _step(model: Reader, optimizer: torch.optim.Optimizer, batch: Any) -> dict[str, float]:
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = model(batch.ids, batch.mask, batch.shapes)
        found = losses(model, outputs, batch, whole=random.random() < 0.5)  # noqa: S311
    if not found:  # by chance nothing in the batch has a target
        return {}
    total = sum((WEIGHTS[name] * value.float() for name, value in found.items()), torch.tensor(0.0))
    optimizer.zero_grad(set_to_none=True)
    total.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return {name: float(value.detach()) for name, value in found.items()}


def _optimizer(model: Reader, phase: Phase) -> torch.optim.Optimizer:
    inner = list(model.encoder.parameters())
    known = {id(parameter) for parameter in inner}
    heads = [parameter for parameter in model.parameters() if id(parameter) not in known]
    groups = [{"params": inner, "lr": phase.encoder_rate}, {"params": heads, "lr": phase.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


class _Schedule:
    """Warm up, then fall to nothing in a straight line."""

    def __init__(self, optimizer: torch.optim.Optimizer, steps: int, *, start: int) -> None:
        self._optimizer, self._steps, self._at = optimizer, max(1, steps), start
        self._rates = [
            group["initial_lr"] if "initial_lr" in group else group["lr"] for group in optimizer.param_groups
        ]
        for group, rate in zip(optimizer.param_groups, self._rates, strict=True):
            group["initial_lr"] = rate

    def step(self) -> None:
        self._at += 1
        warm = self._at / (WARM_UP * self._steps)
        fall = (self._steps - self._at) / (self._steps * (1 - WARM_UP))
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * max(0.0, min(1.0, warm, fall))


def _save(model: Reader, optimizer: torch.optim.Optimizer, path: Path, seen: int) -> None:
    unfinished = path.with_suffix(".part")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "seen": seen}, unfinished)
    unfinished.replace(path)


def _resume(model: Reader, optimizer: torch.optim.Optimizer, path: Path) -> int:
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optimizer"])
    log.info("resuming %s behind step %d", path.name, kept["seen"])
    return int(kept["seen"])
