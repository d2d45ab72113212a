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
# Words that report nothing by themselves, whatever stands beside them.
_FUNCTION = frozenset(
    "a an the this that these those of in on at to for from by with about over between into out up down off as than and"
    " or but if so not no never ever only also just even still again once yet too very well more most less first last"
    " there here is was are were be been being am has have had having do does did done doing will would shall should"
    " can could may might must cannot didn't doesn't don't won't wouldn't isn't wasn't weren't aren't can't couldn't"
    " shouldn't haven't hasn't hadn't able currently every any some his her its their he she it they i we you".split()
)
_NOT_ADVERBS = frozenset("reply rely imply apply comply rally ally family supply fly".split())
# Verbs of saying, by how they begin: only to tell that a cue goes on, never that there is one.
_SAYING = re.compile(
    r"(?:accus|acknowledg|add|admit|affirm|agree|announc|appeal|argu|ask|assert|blam|call|caution|cit|claim|condemn|confirm"
    r"|critici[sz]|declar|demand|den(?:y|i)|denounc|describ|dismiss|disput|endors|explain|express|hail|insist|not(?:e|ing)"
    r"|oppos|order|pledg|prais|promis|propos|protest|question|reaffirm|recommend|refus|reiterat|reject|repeat|repl(?:y|i)"
    r"|report|request|respond|said|say|sign?al|stat(?:e|ing)|stress|suggest|support|tell|thank|threaten|told|urg|vow|warn"
    r"|welcom|writ|wrote)[a-z]{0,4}"
)
_INDEFINITE = frozenset(
    "anybody anyone everybody everyone many most nobody none one ones others people some somebody someone you".split()
)


def is_thought(cue: str) -> bool:
    """Tell whether a cue reports a thought, hope or feeling and no utterance."""
    words = set(_WORD.findall(cue.lower()))
    return bool(words & _THOUGHT) and not words & _UTTERED


def is_agentless(cue: str) -> bool:
    """Tell whether a cue reports what nobody is named as saying: "reportedly", "is believed"."""
    return bool(_NOBODY.search(cue))


def is_function_word(word: str) -> bool:
    """Tell whether a word cannot report by itself: an auxiliary, a preposition, a pronoun, an adverb."""
    low = word.lower().replace("’", "'")
    return low in _FUNCTION or (low.endswith("ly") and low not in _NOT_ADVERBS)


def is_nobody(source: str) -> bool:
    """Tell whether a source is nobody in particular: "people", "some", "many in the town"."""
    return next(iter(_WORD.findall(source.lower())), "") in _INDEFINITE


def is_saying(word: str) -> bool:
    """Tell whether a word is a form of a common verb of saying."""
    return bool(_SAYING.fullmatch(word))
