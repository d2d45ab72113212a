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
