"""The codebook's labels as the screen says them: a word, a sign and a colour each, so that no colour stands alone."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.labels import (  # noqa: F401 -- the screen asks for all labels here
    RISK_NAMES,
    STANCE_NAMES,
    SURE_STANCE,
    TOWARDS,
    is_sure,
    stance_said,
)
from pipeline.queries import RISKS, STANCES


class Group(NamedTuple):
    """Stances that are drawn alike."""

    id: str
    name: str
    sign: str  # one character
    symbol: str  # plotly's name of the marker
    colour: str  # Okabe-Ito: told apart in all types of colour vision
    stances: tuple[str, ...]


# Verbal conflict and cooperation as in PLOVER; warnings and appeals apart, as the codebook has them.
GROUPS = (
    Group("against", "Against", "▲", "triangle-up", "#D55E00", ("threaten", "condemn", "demand", "reject")),
    Group("warning", "Warning", "◆", "diamond", "#E69F00", ("warn",)),
    Group("stating", "Stating", "●", "circle", "#8C8C8C", ("report", "justify")),
    Group("appealing", "Appealing", "▼", "triangle-down", "#56B4E9", ("appeal",)),
    Group("siding", "Siding with", "■", "square", "#0072B2", ("support", "cooperate")),
)
GROUP_OF = {stance: group for group in GROUPS for stance in group.stances}


class Reality(NamedTuple):
    """How real the text says a risk is, and how that is drawn."""

    name: str
    sign: str
    colour: str  # of the IPC acute food insecurity ramp: crisis, emergency; grey for denied
    pattern: str  # plotly's name of the fill


MODALITIES = {
    "reported": Reality("Reported", "■", "#C80000", ""),
    "feared": Reality("Feared", "◇", "#E67800", "/"),
    "denied": Reality("Denied", "✕", "#7F7F7F", "x"),
}
TYPE_NAMES = {"direct": "Direct", "indirect": "Reported speech", "mixed": "Partly direct"}
KIND_NAMES = {
    "person": "person",
    "state": "state",
    "government_body": "government body",
    "armed_group": "armed group",
    "international_org": "international organisation",
    "ngo": "NGO",
    "media": "media",
    "other": "other",
}
LANGUAGE_NAMES = {"en": "English", "ar": "Arabic", "fr": "French", "uk": "Ukrainian", "ru": "Russian", "es": "Spanish"}
ROLE_NAMES = {"about": "about", "spoken_at": "spoken at", "background": "background", "actor": "stands for an actor"}


def stance_name(stance: str) -> str:
    """Return a stance as a verb: "warns"."""
    return STANCE_NAMES[stance]


def risk_name(risk: str) -> str:
    """Return a risk in words."""
    return RISK_NAMES[risk]


def modality_name(modality: str) -> str:
    """Return a modality with its sign."""
    reality = MODALITIES[modality]
    return f"{reality.sign} {reality.name}"


assert set(STANCE_NAMES) == set(STANCES) == set(GROUP_OF)  # noqa: S101 -- every label has its words
assert set(RISK_NAMES) == set(RISKS)  # noqa: S101
