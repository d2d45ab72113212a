"""How a quote stands on a card: the stance, how the outlet tells it, and the risks that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.labels import (
    GROUP_OF,
    MODALITIES,
    SURE_STANCE,
    TOWARDS,
    TYPE_NAMES,
    is_sure,
    risk_name,
    stance_said,
)
from dashboard.markup import Markup, joined, named, tag
from pipeline.cue_weight import WEIGHT_NAMES, CueWeight, cue_weight

MAX_RISKS = 5  # the likeliest; the rest are behind a click
SCORE_MEANING = "Calibrated probability, given by the model, that this label is right"
_UNSURE = (
    f"Perhaps: the model gives this stance a probability below {SURE_STANCE:.2f}, so it is as likely wrong as right"
)
# What the stance does not say already: how far the outlet itself stands behind the words.
_TOLD: frozenset[CueWeight] = frozenset({"withholding", "distancing", "admitting", "insisting", "confirming"})
_CUE_MEANING = "How the cue weighs the words: "
Risk = tuple[str, str, float]  # label, modality, score


def stance(quote: Any) -> Markup | None:
    """Return what the speaker does, towards whom, and how sure that is; None: no stance is known."""
    if not quote.stance:
        return None
    group, sure = GROUP_OF[quote.stance], is_sure(quote.stance_score)
    target = quote.target and joined(
        f" {TOWARDS[quote.stance]} " if quote.stance in TOWARDS else " ", named(quote.target)
    )
    return tag(
        "span",
        tag("i", group.sign, aria_hidden="true"),
        tag("b", stance_said(quote.stance, quote.stance_score)),
        target,
        tag("small", f"p {quote.stance_score:.2f}", title=SCORE_MEANING) if not pd.isna(quote.stance_score) else None,
        class_=f"stance {group.id}" if sure else f"stance {group.id} unsure",
        title=None if sure else _UNSURE,
    )


def told(quote: Any) -> Markup:
    """Return how the outlet tells the words: in marks or not, with which cue, and what that cue makes of them."""
    kind = TYPE_NAMES.get(quote.type, quote.type)
    if not quote.cue_words:
        return tag("span", kind, class_="told")
    weight = cue_weight(quote.cue_words, quote.language, quote.words)
    cue = tag("span", f"“{quote.cue_words}”", dir="auto", class_="cue")
    keeps = tag("span", f" – {WEIGHT_NAMES[weight]}", class_="weight") if weight in _TOLD else None
    title = f"{_CUE_MEANING}{WEIGHT_NAMES[weight]}" if weight else None
    return tag("span", kind, ", ", cue, keeps, class_=f"told {weight}" if weight else "told", title=title)


def risks(found: Sequence[Risk]) -> Markup | None:
    """Return the risks, those of one modality side by side under one sign: reported, feared, denied."""
    first, rest = found[:MAX_RISKS], found[MAX_RISKS:]
    groups = [*_groups(first)]
    if rest:
        groups.append(
            tag("li", _switch(len(rest)), tag("ul", *_groups(rest), class_="risks", hidden=""), class_="more")
        )
    return tag("ul", *groups, class_="risks") if groups else None


def _groups(found: Sequence[Risk]) -> Iterable[Markup]:
    for modality, reality in MODALITIES.items():
        names = [_risk(*risk) for risk in found if risk[1] == modality]
        if names:
            sign = tag("i", reality.sign, aria_hidden="true")
            yield tag("li", sign, tag("small", modality), *names, class_=f"risk {modality}")


def _risk(label: str, modality: str, score: float) -> Markup:
    return tag("span", risk_name(label), title=f"{risk_name(label)}, {modality}: p {score:.2f}. {SCORE_MEANING}")


def _switch(n: int) -> Markup:
    return tag(
        "button",
        tag("span", f"+{n} more", class_="to-show"),
        tag("span", "fewer", class_="to-hide"),
        type="button",
        data_fold="",
        aria_expanded="false",
    )
