"""A cue's weight: how the outlet tells what somebody said."""

from __future__ import annotations

from typing import get_args

import pytest

from pipeline.cue_weight import _STEMS, WEIGHT_NAMES, CueWeight, cue_weight


@pytest.mark.parametrize(
    ("language", "cue", "weight"),
    [
        ("en", "said", "neutral"),
        ("en", "according to", "neutral"),
        ("en", "told", "neutral"),
        ("en", "claimed", "distancing"),
        ("en", "has repeatedly alleged", "distancing"),
        ("en", "denied", "denying"),
        ("en", "dismissed", "denying"),
        ("en", "admitted", "admitting"),
        ("en", "insisted", "insisting"),
        ("en", "pointed out", "confirming"),
        ("en", "warned", "warning"),
        ("en", "accused", "accusing"),
        ("en", "called on", "demanding"),
        ("en", "called", "neutral"),  # "called it a massacre" asks for nothing
        ("en", "did not say", "withholding"),
        ("en", "declined at first to comment on", "withholding"),
        ("en", "vowed", "promising"),
        ("en", "warned and denied", "denying"),  # the stronger of two
        ("en", "reclaimed", None),
        ("en", "waved", None),
        ("fr", "a prétendu", "distancing"),
        ("fr", "a démenti", "denying"),
        ("fr", "a reconnu", "admitting"),
        ("fr", "met en garde", "warning"),
        ("fr", "a déclaré", "neutral"),
        ("es", "negó", "denying"),
        ("es", "alegó", "distancing"),
        ("es", "advirtió", "warning"),
        ("es", "dijo", "neutral"),
        ("ar", "زعم", "distancing"),
        ("ar", "ونفت", "denying"),
        ("ar", "حذّر", "warning"),
        ("ar", "اعترفت", "admitting"),
        ("ar", "قال", "neutral"),
        ("ru", "опровергла", "denying"),
        ("ru", "утверждает", "distancing"),
        ("ru", "признал", "admitting"),
        ("ru", "призвал", "demanding"),
        ("ru", "заявил", "neutral"),
        ("uk", "заперечив", "denying"),
        ("uk", "стверджує", "distancing"),
        ("uk", "визнав", "admitting"),
        ("uk", "повідомили", "neutral"),
        ("tr", "iddia etti", None),  # no list of ours: nothing is said
        (None, "claimed", "distancing"),
        ("en", None, None),
    ],
)
def test_a_cue_weighs_as_its_verb_does(language, cue, weight):
    assert cue_weight(cue, language) == weight


def test_claiming_responsibility_is_no_doubt_of_the_outlet():
    assert cue_weight("claimed", "en", "responsibility for the attack") == "neutral"
    assert cue_weight("claimed", "en", "the attack was staged") == "distancing"


def test_every_weight_has_words_and_every_language_has_all_weights_in_order():
    assert tuple(WEIGHT_NAMES) == get_args(CueWeight)
    for stems in _STEMS.values():
        assert tuple(stems) == get_args(CueWeight)
