"""One loss a head; where a data set tells less than the head says, the loss sums over what it leaves open."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.model.heads import MIN_AIM
from pipeline.model.labels import NAME_KINDS, STANCES, begins
from pipeline.model.training.batches import Batch
from pipeline.model.training.examples import NOT_NAMED, PRESENT, UNKNOWN
from pipeline.model.training.network import Reader, Statement, TokenOutputs, pool

_RARE = frozenset({"justify", "warn", "threaten", "demand"})
_PLACES = [begins(NAME_KINDS.index(kind)) + inside for kind in ("place", "demonym") for inside in (0, 1)]
# What stance and risk weigh beside the token heads: few examples, and what the product is for.
WEIGHTS = {"names": 1.0, "cues": 1.0, "links": 1.5, "risks": 1.0, "targets": 0.7, "stances": 0.7}
# How often stance is given the target that the reader points at instead of the one that is told: as it will be in use.
POINTED = 0.3
# A content that is right but for a few words at its end is half wrong (overlap 0.8), and edges are few.
EDGE_WEIGHT = 3.0
# One piece in about 20 is a target.
TARGET_WEIGHT = 4.0

# Roughly the inverse root of how often we labelled each: "report" is in every second statement, "justify" in one of 25.
_STANCE_WEIGHTS = torch.tensor([0.6 if s == "report" else 1.5 if s in _RARE else 1.0 for s in STANCES])


def losses(model: Reader, outputs: TokenOutputs, batch: Batch, *, whole: bool) -> dict[str, Tensor]:
    """Return the loss of each head that the batch has targets for.

    whole: stance reads the whole sentence as content; else what the reader takes for the content.
    """
    found = {}
    if (batch.names != UNKNOWN).any():
        found["names"] = name_loss(outputs.names, batch.names)
    if (batch.cues != UNKNOWN).any():
        found["cues"] = functional.cross_entropy(outputs.cues.flatten(0, 1), batch.cues.flatten(), ignore_index=UNKNOWN)
    if len(batch.links):
        found["links"] = link_loss(outputs.links, batch)
    if (batch.risks != UNKNOWN).any():
        found["risks"] = risk_loss(model.risk_scores(pool(outputs.vectors, inner(batch.mask))), batch.risks)
    if batch.stances.any() or not batch.targets.isnan().all():
        found |= _statement_losses(model, outputs, batch, whole=whole)
    return found


def _statement_losses(model: Reader, outputs: TokenOutputs, batch: Batch, *, whole: bool) -> dict[str, Tensor]:
    said = sentence_statement(outputs, batch, whole=whole)
    aims = model.aims(said, outputs.vectors)
    found = {}
    if not batch.targets.isnan().all():
        found["targets"] = target_loss(aims, batch)
    if batch.stances.any():
        found["stances"] = stance_loss(model.stance_scores(said, _target(outputs, aims, batch)), batch.stances)
    return found


def name_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy; for NOT_NAMED, minus the log of what is left for tags that are neither place nor demonym."""
    log = scores.log_softmax(-1)
    told = functional.nll_loss(
        log.flatten(0, 1),
        targets.clamp(min=UNKNOWN).flatten().masked_fill(targets.flatten() < 0, UNKNOWN),
        ignore_index=UNKNOWN,
        reduction="sum",
    )
    free = [tag for tag in range(scores.shape[-1]) if tag not in _PLACES]
    left = -log[..., free].logsumexp(-1)
    open_ = targets == NOT_NAMED
    return (told + (left * open_).sum()) / (targets != UNKNOWN).sum().clamp(min=1)


def link_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Binary cross entropy over the pieces that a cue may be linked to; those at an edge count more."""
    rows = scores[batch.link_at[:, 0], batch.link_at[:, 1]]
    known = ~batch.links.isnan()
    weights = 1 + (EDGE_WEIGHT - 1) * edges(batch.links)
    return functional.binary_cross_entropy_with_logits(rows[known].float(), batch.links[known], weights[known])


def edges(links: Tensor) -> Tensor:
    """Return 1 at the pieces, (cues, pieces, sides), next to which a source or content begins or ends."""
    given = links.nan_to_num()
    changes = (given[:, 1:] != given[:, :-1]).float()
    nothing = torch.zeros_like(given[:, :1])
    return torch.maximum(torch.cat([changes, nothing], 1), torch.cat([nothing, changes], 1))


def risk_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy over states; PRESENT accepts any modality."""
    log = scores.log_softmax(-1)
    told = (targets >= 0) & (targets < PRESENT)
    state = targets.clamp(min=0, max=PRESENT - 1)
    exact = -log.gather(-1, state[..., None])[..., 0]
    any_ = -log[..., 1:].logsumexp(-1)
    loss = torch.where(told, exact, any_)
    return loss[targets != UNKNOWN].sum() / (targets != UNKNOWN).any(-1).sum()


def stance_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Minus the log of what is given to the labels that would be right."""
    known = targets.any(-1)
    log = scores[known].float().log_softmax(-1)
    surprise = -log.masked_fill(targets[known] == 0, float("-inf")).logsumexp(-1)
    weights = (targets[known] * _STANCE_WEIGHTS).max(-1).values
    return (surprise * weights).sum() / weights.sum()


def target_loss(aims: Tensor, batch: Batch) -> Tensor:
    """Binary cross entropy over the pieces that may be whom a statement is directed at."""
    known = (inner(batch.mask) > 0) & ~batch.targets.isnan()
    weights = 1 + (TARGET_WEIGHT - 1) * batch.targets[known]
    return functional.binary_cross_entropy_with_logits(aims[known].float(), batch.targets[known], weights)


def sentence_statement(outputs: TokenOutputs, batch: Batch, *, whole: bool) -> Statement:
    """Return sentences, each read as one statement: what `tag` does.

    The cue is pooled by the probability of being one, content and source (where it is not told) by the link of
    the surest cue. Neither is learned through here.
    """
    weights = inner(batch.mask)
    cues, content, source = soft_attribution(outputs.cues.detach(), outputs.links.detach(), weights)
    if whole:
        content = weights
    source = torch.where(batch.sources.isnan(), source, batch.sources)
    vectors = outputs.vectors
    return Statement(*(pool(vectors, part) for part in (content, cues, source, weights)))


def _target(outputs: TokenOutputs, aims: Tensor, batch: Batch) -> Tensor:
    """Return the pooled target: the one that is told, or, where none is and now and then, the one pointed at."""
    pointed = pointed_at(aims.detach().float(), inner(batch.mask))
    own = torch.rand(len(aims), 1, device=aims.device) < POINTED
    return pool(outputs.vectors, torch.where(batch.targets.isnan() | own, pointed, batch.targets))


def pointed_at(aims: Tensor, weights: Tensor) -> Tensor:
    """Return weights (batch, pieces) of whom statements are directed at; none where no piece is likely."""
    chances = aims.sigmoid() * weights
    return chances * (chances >= MIN_AIM)


def soft_attribution(cues: Tensor, links: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return weights over pieces for the cue, the content and the source of a sentence, each (batch, pieces).

    Where no content is likely, all pieces are content, and nobody is the source.
    """
    begins_cue = cues.softmax(-1)[..., 1] * weights
    in_cue = (1 - cues.softmax(-1)[..., 0]) * weights
    best = begins_cue.argmax(-1)
    source, content = (links[torch.arange(len(best)), best, :, side].sigmoid() * weights for side in (0, 1))
    enough = (content.sum(-1, keepdim=True) >= 2.0) & (begins_cue.max(-1, keepdim=True).values >= 0.5)
    content = torch.where(enough, content * (content > 0.1), weights)
    return in_cue * (in_cue > 0.1), content, source * (source > 0.1) * enough


def inner(mask: Tensor) -> Tensor:
    """Return the mask without the special pieces at both ends."""
    weights = mask.clone()
    weights[:, 0] = 0
    last = mask.sum(-1).long() - 1
    weights[torch.arange(len(mask)), last] = 0
    return weights
