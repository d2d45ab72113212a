"""English cues that report a thought, or nobody's words: what the codebook keeps apart from saying."""
# ruff: noqa: SIM905 -- word lists read better as words

from __future__ import annotations

import re

_THOUGHT = frozenset(
    "think thinks thinking believe believes believed believing hope hopes hoped hoping fear fears feared fearing want"
    " wants wanted wanting wish wishes wished feel feels felt know knows knew knowing expect expects expecting consider"
    " considers considering see sees saw doubt doubts doubted suspect suspects suspected worry worries worried prefer"
    " prefers preferred intend intends intended plan plans planned planning seek seeks sought seeking like likes love"
    " loves hate hates assume assumes assumed imagine imagines imagined foresee foresees understand understands"
    " understood remember remembers remembered realise realised realize realized decide decided sees dream dreams"
    " aim aims aimed thought convinced determined afraid".split()
)
# With one of these beside it, a thought is being told to somebody.
_UTTERED = frozenset("said says say saying told tell tells added wrote".split())
_NOBODY = re.compile(
    r"\b(?:reportedly|allegedly|seemingly|apparently|supposedly|seems?|seemed|appears?|appeared|"
    r"(?:is|are|was|were|been|be) (?:\w+ly )?(?:not )?(?:expected|believed|thought|said|reported|considered|seen|known|"
    r"rumou?red|feared|understood))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")


def is_thought(cue: str) -> bool:
    """Tell whether a cue reports a thought, hope or feeling and no utterance."""
    words = set(_WORD.findall(cue.lower()))
    return bool(words & _THOUGHT) and not words & _UTTERED


def is_agentless(cue: str) -> bool:
    """Tell whether a cue reports what nobody is named as saying: "reportedly", "is believed"."""
    return bool(_NOBODY.search(cue))
