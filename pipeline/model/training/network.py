"""The reader as a torch module: one encoder, heads for names, attributions, stance and risk.

The link between a cue and its source and content is a biaffine score with a bias for
distance (Dozat and Manning 2017), so that nested and neighbouring attributions stay apart. Whom a
statement is directed at is pointed to among its pieces by a query made of the statement (Vinyals et al.
2015); stance reads speaker and target side by side, so that exchanging them can change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.model.inputs import SHAPES
from pipeline.model.labels import CUE_TAGS, LINKS, NAME_TAGS, RISK_STATES, RISKS, STANCES

LINK_SIZE = 128
AIM_SIZE = 128
STANCE_SIZE = 256
REACH = 48  # distances beyond this many pieces count alike


@dataclass(frozen=True)
class TokenOutputs:
    """vectors: (batch, pieces, hidden); names, cues: (batch, pieces, tags); links: (batch, cue, piece, 2)."""

    vectors: Tensor
    names: Tensor
    cues: Tensor
    links: Tensor


@dataclass(frozen=True)
class Statement:
    """Pooled vectors, each (units, hidden): what is said, the words that say so, who speaks, and the whole sentence."""

    content: Tensor
    cue: Tensor
    source: Tensor
    whole: Tensor


class Reader(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
    """One encoder and its heads. `encoder` is a transformers BertModel."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.shapes = nn.Embedding(SHAPES, hidden, padding_idx=0)
        nn.init.zeros_(self.shapes.weight)
        self.drop = nn.Dropout(0.1)
        self.names = nn.Linear(hidden, NAME_TAGS)
        self.cues = nn.Linear(hidden, CUE_TAGS)
        self.cue_side = nn.Linear(hidden, LINK_SIZE * len(LINKS))
        self.piece_side = nn.Linear(hidden, LINK_SIZE * len(LINKS))
        self.piece_alone = nn.Linear(hidden, len(LINKS))
        self.distance = nn.Embedding(2 * REACH + 1, len(LINKS))
        nn.init.zeros_(self.distance.weight)
        self.risks = nn.Linear(hidden, len(RISKS) * RISK_STATES)
        self.aim_query = nn.Linear(4 * hidden, AIM_SIZE)
        self.aim_key = nn.Linear(hidden, AIM_SIZE)
        self.aim_alone = nn.Linear(hidden, 1)
        self.stance_in = nn.Linear(5 * hidden, STANCE_SIZE)
        self.stance_out = nn.Linear(STANCE_SIZE, len(STANCES))

    def encoder_dropout(self, share: float) -> None:
        """Set what share of the encoder's units is dropped in training; attention is left whole, which is faster."""
        for name, module in self.encoder.named_modules():
            if name.endswith(("output.dropout", "embeddings.dropout")):
                module.p = share

    def encode(self, ids: Tensor, mask: Tensor, shapes: Tensor) -> Tensor:
        """Return the last hidden states, (batch, pieces, hidden)."""
        words = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        return self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state

    def forward(self, ids: Tensor, mask: Tensor, shapes: Tensor) -> TokenOutputs:
        """Return what is told of each piece; all inputs are (batch, pieces)."""
        vectors = self.encode(ids, mask, shapes)
        dropped = self.drop(vectors)
        return TokenOutputs(vectors, self.names(dropped), self.cues(dropped), self._links(dropped))

    def _links(self, vectors: Tensor) -> Tensor:
        batch, length, _ = vectors.shape
        shape = (batch, length, len(LINKS), LINK_SIZE)
        cue = torch.nn.functional.gelu(self.cue_side(vectors)).view(shape).permute(0, 2, 1, 3)
        piece = torch.nn.functional.gelu(self.piece_side(vectors)).view(shape).permute(0, 2, 3, 1)
        at = torch.arange(length, device=vectors.device)
        apart = (at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH
        scores = (cue @ piece) / LINK_SIZE**0.5
        scores = scores + self.piece_alone(vectors).permute(0, 2, 1)[:, :, None, :]
        return scores.permute(0, 2, 3, 1) + self.distance(apart)[None]

    def risk_scores(self, pooled: Tensor) -> Tensor:
        """Return (units, risks, states) from pooled vectors (units, hidden)."""
        return self.risks(self.drop(pooled)).view(-1, len(RISKS), RISK_STATES)

    def aims(self, said: Statement, vectors: Tensor) -> Tensor:
        """Return how far each piece is whom a statement is directed at: (units, pieces), log odds."""
        given = self.drop(torch.cat([said.content, said.cue, said.source, said.whole], dim=-1))
        query = torch.nn.functional.gelu(self.aim_query(given))
        pieces = self.drop(vectors)
        scores = torch.einsum("ua,upa->up", query, self.aim_key(pieces)) / AIM_SIZE**0.5
        return scores + self.aim_alone(pieces)[..., 0]

    def stance_scores(self, said: Statement, target: Tensor) -> Tensor:
        """Return (units, stances); `target` is the pooled vector of whom it is directed at, zeros for nobody."""
        joined = self.drop(torch.cat([said.content, said.cue, said.source, target, said.whole], dim=-1))
        return self.stance_out(self.drop(torch.nn.functional.gelu(self.stance_in(joined))))


def pool(vectors: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted means of vectors (batch, pieces, hidden) by weights (batch, pieces); all zero gives zero."""
    total = weights.sum(-1, keepdim=True).clamp(min=1e-6)
    return torch.einsum("bph,bp->bh", vectors, weights) / total
