"""The words of the rules-only baseline, written from the codebook and from no data set."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.records import Modality, RiskLabel, Stance

Rules = Mapping[str, re.Pattern[str]]


def _any(*words: str) -> re.Pattern[str]:
    """Return what finds any of these words; each may go on in letters where it ends in *."""
    inner = "|".join(word.replace("*", r"\w*").replace(" ", r"\s+") for word in words)
    return re.compile(rf"\b(?:{inner})\b", re.IGNORECASE)


# In the codebook's order: where two fit, the first wins.
STANCES: Mapping[Stance, re.Pattern[str]] = {
    "threaten": _any(
        "threat", "threats", "threaten*", "vow* to", "vow* revenge", "swear", "swore", "retaliate", "ultimatum",
        "impos* sanctions", "sanctions against", "will (?:respond|strike|attack|hit|punish|destroy|avenge|crush)",
        "(?:is|are|stand*) ready to (?:strike|attack|respond)", "will pay", "consequences",
    ),
    "demand": _any(
        "demand*", "insist*", "order(?:s|ed|ing)", "ultimatum",
        "must (?:stop|end|halt|cease|leave|withdraw|release|resign|pull)",
        "call* for (?:the )?(?:resignation|withdrawal|release|arrest|ouster|end)", "summon*", "step down", "press* for",
    ),
    "appeal": _any(
        "appeal*", "urg(?:e|es|ed|ing)", "call* (?:on|for|upon)", "ask*", "request*", "plead*", "beg", "begs", "begged",
        "implor*", "invit*", "restraint", "please", "seek* help",
    ),
    "reject": _any(
        "reject*", "den(?:y|ies|ied|ying)", "dismiss*", "refus*", "rebuff*", "rul* out", "veto*", "declin*", "oppos*",
        "turn* down", "boycott*", "disput*", "will not (?:accept|negotiate|recognise|recognize)", "no evidence",
    ),
    "condemn": _any(
        "condemn*", "denounc*", "accus*", "blam*", "critici[sz]*", "slam*", "deplor*", "decr(?:y|ies|ied)", "rebuk*",
        "lambast*", "blast*", "alleg*", "charg* with", "convict*", "indict*", "investigat*", "atrocit*", "war crimes?",
        "barbaric", "unacceptable", "outrage*", "protest*", "violat*",
    ),
    "warn": _any("warn*", "caution*", "alert*", "danger*", "risk*", "could lead to", "take shelter", "threat of"),
    "justify": _any(
        "justif*", "defend*", "in self-defen[cs]e", "in retaliation for", "in response to", "right to", "no choice",
        "legitimate*", "lawful*", "necessary", "had to", "were forced to",
    ),
    "cooperate": _any(
        "agree*", "talks", "negotiat*", "met", "meet*", "discuss*", "sign*", "cease-?fire", "truce", "accord", "treaty",
        "conced*", "accept*", "releas*", "withdr[ae]w*", "visit*", "consult*", "lift* sanctions", "eas(?:e|es|ed|ing)",
    ),
    "support": _any(
        "support*", "back(?:s|ed|ing)", "prais*", "welcom*", "pledg*", "hail*", "congratulat*", "endors*", "commend*",
        "thank*", "applaud*", "solidarity", "stands? (?:with|by)", "aid", "assistance", "help*", "condolences",
    ),
}  # fmt: skip

RISKS: Mapping[RiskLabel, re.Pattern[str]] = {
    "civilian_harm": _any(
        "civilians?", "(?:people|men|women|children|residents|villagers|protesters) (?:were )?(?:killed|wounded|dead)",
        "kill* (?:at least )?(?:\\d+|dozens|hundreds|scores)", "(?:dead|death toll|casualties|massacre*|bystanders?)",
        "(?:killed|wounded|injured) in", "car bombs?", "victims?",
    ),
    "displacement": _any(
        "displac*", "refugees?", "idps?", "flee", "flees", "fled", "fleeing", "evacuat*", "asylum", "uproot*", "exodus",
        "(?:left|leave|abandon*) their homes", "forced return*",
    ),
    "chemical_weapons": _any(
        "chemical", "biological weapons?", "nuclear", "sarin", "chlorine", "nerve (?:agents?|gas)", "toxic gas", "opcw",
        "mustard gas", "weapons of mass destruction", "uranium", "warheads?",
    ),
    "siege_access": _any(
        "sieges?", "besieg*", "blockad*", "encircl*", "humanitarian (?:access|corridors?|pause*)", "aid convoys?",
        "(?:deliver|block|allow|suspend)\\w* (?:of )?(?:humanitarian )?aid", "cut off", "crossings?", "trapped",
    ),
    "health": _any(
        "hospitals?", "clinics?", "doctors", "medics?", "medical", "medicines?", "disease*", "cholera", "epidemic*",
        "outbreaks?", "ebola", "virus", "infect*", "vaccin*", "patients?", "ambulances?", "malaria", "measles", "zika",
    ),
    "education": _any("schools?", "schoolchildren", "pupils?", "students?", "teachers?", "universit*", "classrooms?"),
    "aid_security": _any(
        "aid workers?", "humanitarian workers?", "relief workers?", "white helmets", "(?:un|red cross) staff",
        "attack* on (?:aid|humanitarian)", "looted? aid", "volunteers?",
    ),
    "food_water": _any(
        "hunger", "hungry", "famine", "starv*", "food", "water", "malnutrition", "malnourished", "drought*", "crops?",
        "sanitation", "wheat", "bread", "nutrition", "drinking",
    ),
    "infrastructure": _any(
        "destroy*", "destruction", "homes", "houses", "buildings?", "bridges?", "electricity", "power cuts?",
        "shelters?", "tents?", "camps?", "infrastructure", "rubble", "collapsed?", "roads?", "damag*", "pipelines?",
    ),
    "detention_abuse": _any(
        "detain*", "detention", "arrest*", "tortur*", "abduct*", "kidnap*", "hostages?", "rap(?:e|ed|es)", "prison*",
        "execut(?:ed|ion|ions)", "jail*", "sexual violence", "disappear(?:ed|ances)", "behead*", "captives?",
    ),
    "escalation": _any(
        "airstrikes?", "air (?:strikes?|raids?)", "shell(?:ed|ing|s)", "bombard*", "bomb(?:ed|ing|ings|s)", "missiles?",
        "rockets?", "offensive", "clash*", "troops", "attack*", "assault*", "fighting", "military action", "artillery",
        "drones?", "warplanes?", "invasion", "invad*", "red lines?", "strikes?", "battle*", "escalat*", "build-?up",
    ),
    "catastrophe": _any(
        "catastroph*", "humanitarian (?:crisis|disaster|tragedy|situation|deflagration)", "suffering", "tragedy",
        "nightmare", "hell", "bloodbath", "dire", "apocalyp*",
    ),
}  # fmt: skip

# The first that fits; else reported.
MODALITIES: Mapping[Modality, re.Pattern[str]] = {
    "denied": _any("den(?:y|ies|ied|ying)", "no evidence", "did not", "never", "false", "untrue", "baseless", "refut*"),
    "feared": _any(
        "could", "may", "might", "would", "will", "warn*", "fear*", "risk*", "threat*", "if", "plan*", "prepar*",
        "avert", "prevent*", "avoid*", "potential*", "possible", "imminent", "looming", "unless", "concern*",
    ),
}  # fmt: skip

SAYING = re.compile(
    r"\b(?:(?:has|have|had|also|later|once|has also)\s+)?(?:said|says|say|saying|told|tells|telling|add(?:s|ed|ing)|"
    r"according\s+to|announce[sd]?|announcing|warn(?:s|ed|ing)|claim(?:s|ed|ing)|den(?:y|ies|ied|ying)|stat(?:es|ed|ing)|"
    r"argu(?:e|es|ed|ing)|insist(?:s|ed|ing)?|not(?:es|ed|ing)|wrote|writes|writing|ask(?:s|ed|ing)|call(?:s|ed|ing)\s+"
    r"(?:on|for|upon)|condemn(?:s|ed|ing)|accus(?:es|ed|ing)|suggest(?:s|ed|ing)|acknowledg(?:es|ed|ing)|"
    r"declar(?:es|ed|ing)|demand(?:s|ed|ing)|urg(?:es|ed|ing)|vow(?:s|ed|ing)|pledg(?:es|ed|ing)|promis(?:es|ed|ing)|"
    r"explain(?:s|ed|ing)|repl(?:ies|ied)|respond(?:s|ed)|tweeted|confirm(?:s|ed|ing)|reject(?:s|ed|ing)|"
    r"critici[sz](?:es|ed|ing)|prais(?:es|ed|ing)|believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|hop(?:es|ed|ing)|"
    r"fear(?:s|ed)|agree[sd]?|conclud(?:es|ed)|admit(?:s|ted|ting)|stress(?:es|ed|ing)|emphasi[sz](?:es|ed|ing))\b"
)
