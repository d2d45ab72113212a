"""One loss a head; where a data set tells less than the head says, the loss sums over what it leaves open."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.model.labels import NAME_KINDS, STANCES, begins
from pipeline.model.training.batches import Batch
from pipeline.model.training.examples import NOT_NAMED, PRESENT, UNKNOWN
from pipeline.model.training.network import Reader, TokenOutputs, pool

_RARE = frozenset({"justify", "warn", "threaten", "demand"})
_PLACES = [begins(NAME_KINDS.index(kind)) + inside for kind in ("place", "demonym") for inside in (0, 1)]
# What stance and risk weigh beside the token heads: few examples, and what the product is for.
WEIGHTS = {"names": 1.0, "cues": 1.0, "links": 1.5, "risks": 1.0, "stances": 0.7}

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
    if batch.stances.any():
        found["stances"] = stance_loss(sentence_stances(model, outputs, batch.mask, whole=whole), batch.stances)
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
    """Binary cross entropy over the pieces that a cue may be linked to."""
    rows = scores[batch.link_at[:, 0], batch.link_at[:, 1]]
    known = ~batch.links.isnan()
    return functional.binary_cross_entropy_with_logits(rows[known], batch.links[known])


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


def sentence_stances(model: Reader, outputs: TokenOutputs, mask: Tensor, *, whole: bool) -> Tensor:
    """Return stance scores of sentences, each read as one statement: what `tag` does.

    The attribution is pooled by the probability of being a cue, the content by the link of the surest cue.
    Neither is learned through here.
    """
    weights = inner(mask)
    cues, content = soft_attribution(outputs.cues.detach(), outputs.links.detach(), weights)
    if whole:
        content = weights
    return model.stance_scores(
        pool(outputs.vectors, content), pool(outputs.vectors, cues), pool(outputs.vectors, weights)
    )


def soft_attribution(cues: Tensor, links: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Return weights over pieces for the cue and the content of a sentence, both (batch, pieces).

    Where no content is likely, all pieces are content.
    """
    begins_cue = cues.softmax(-1)[..., 1] * weights
    in_cue = (1 - cues.softmax(-1)[..., 0]) * weights
    best = begins_cue.argmax(-1)
    content = links[torch.arange(len(best)), best, :, 1].sigmoid() * weights
    enough = (content.sum(-1, keepdim=True) >= 2.0) & (begins_cue.max(-1, keepdim=True).values >= 0.5)
    return in_cue * (in_cue > 0.1), torch.where(enough, content * (content > 0.1), weights)


def inner(mask: Tensor) -> Tensor:
    """Return the mask without the special pieces at both ends."""
    weights = mask.clone()
    weights[:, 0] = 0
    last = mask.sum(-1).long() - 1
    weights[torch.arange(len(mask)), last] = 0
    return weights
