"""The codebook's labels in words, as the screen and the brief say them."""

from __future__ import annotations

STANCE_NAMES = {
    "condemn": "condemns",
    "threaten": "threatens",
    "warn": "warns",
    "demand": "demands",
    "appeal": "appeals",
    "reject": "rejects",
    "justify": "justifies",
    "support": "supports",
    "cooperate": "cooperates",
    "report": "reports",
}
# From this calibrated probability on a stance is said outright; below it, with "perhaps". Of 966 held-out statements
# 291 score less, and of those 45 in 100 are right, of the others 83 (the reader's evaluation.json, reliability).
SURE_STANCE = 0.6
# How the stance leads to whom it is directed at.
TOWARDS = {
    "appeal": "to",
    "demand": "of",
    "cooperate": "with",
    "report": "on",
    "justify": "against",
}
RISK_NAMES = {
    "civilian_harm": "Civilian harm",
    "displacement": "Displacement",
    "chemical_weapons": "Chemical weapons",
    "siege_access": "Siege and access",
    "health": "Health",
    "education": "Education",
    "aid_security": "Security of aid",
    "food_water": "Food and water",
    "infrastructure": "Infrastructure",
    "detention_abuse": "Detention and abuse",
    "escalation": "Escalation",
    "catastrophe": "Catastrophe",
}


def is_sure(score: float | None) -> bool:
    """Tell whether a stance with this probability may be said outright; one without any (None, NaN) may."""
    return score is None or not score < SURE_STANCE


def stance_said(stance: str, score: float | None) -> str:
    """Return a stance as a verb that owns up to its doubt: "condemns", "perhaps condemns"."""
    return STANCE_NAMES[stance] if is_sure(score) else f"perhaps {STANCE_NAMES[stance]}"
