"""How a cue weighs what it reports: "said" leaves it to the speaker, "claimed" keeps a distance, "admitted" believes.

The stance says what the speaker does; the cue's weight says how the outlet tells it. Stems are
ours, of the six languages that the screen names; a cue that none of them begins has no weight.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

CueWeight = Literal[
    "withholding", "denying", "distancing", "admitting", "insisting", "confirming", "accusing", "warning", "demanding",
    "promising", "neutral",
]  # fmt: skip
# What each weight says of the words behind it, as a reader is told.
WEIGHT_NAMES: dict[CueWeight, str] = {
    "withholding": "no answer given",
    "denying": "a denial",
    "distancing": "the outlet keeps its distance",
    "admitting": "an admission",
    "insisting": "held to against doubt",
    "confirming": "told as fact",
    "accusing": "an accusation",
    "warning": "a warning",
    "demanding": "a demand or an appeal",
    "promising": "a promise",
    "neutral": "told without taking sides",
}
# Beginnings of words; where one cue has several, the weight that stands first here is the stronger.
# "\b" ends a word where a longer one means something else. Accents count.
_STEMS: dict[str, dict[CueWeight, str]] = {
    "en": {
        "withholding": r"(?:did|do|does|would|will|could|has|have|had)(?: not|n't|n’t) (?:\w+ )?"
        r"(?:say|comment|answer|reply|respond|confirm|elaborate|specify|give)\b|declin|"
        r"refus(?:ed|es|e|ing)? (?:\w+ )?to (?:say|comment|answer|confirm)",
        "denying": r"den(?:y|ie)|reject|dismiss|refut|disput|disavow|rebuff",
        "distancing": r"claim|alleg|purport|profess\b|professe[sd]|so-called",
        "admitting": r"admi(?:t|ss)|acknowledg|conced|confess",
        "insisting": r"insist|maintain|contend|assert|swear|swore|argu",
        "confirming": r"confirm|reveal|disclos|point(?:ed|s|ing)? out|not(?:ed|es|ing)\b|recall|show(?:s|ed|n|ing)?\b|"
        r"found\b",
        "accusing": r"accus|blam|condemn|denounc|critici[sz]|deplor|decr(?:y|ied)",
        "warning": r"warn|caution|alert|threaten",
        "demanding": r"demand|urg(?:e|es|ed|ing)\b|call(?:s|ed|ing)? (?:on|for)\b|appeal|plead|order(?:s|ed|ing)?\b|"
        r"request|implor|beg(?:s|ged)\b",
        "promising": r"promis|pledg|vow|undert(?:ake|ook)",
        "neutral": r"sa(?:y|ys|id|ying)\b|t(?:ell|ells|old|elling)\b|add(?:s|ed|ing)?\b|accord|report|"
        r"stat(?:e|es|ed|ing)\b|ask|answer|repl(?:y|ie)|writ|wrote"
        r"|announc|declar|describ|explain|express|call|quot|cit(?:e|es|ed|ing)\b|respond|repeat|speak|"
        r"spoke|comment|remark",
    },
    "fr": {
        "withholding": r"refus\w+ de (?:commenter|répondre|dire|confirmer)|"
        r"(?:n'|n’)a pas (?:souhaité|voulu|répondu|commenté)",
        "denying": r"dément|démenti|ni(?:e|é|er|ent|ait|aient)\b|rejet|réfut|récus",
        "distancing": r"prétend|alléguer?|allègu|soi-disant",
        "admitting": r"admet|admi[st]|reconn|avou|concéd|concèd",
        "insisting": r"insist|maint(?:ien|en)|martel|assur|soutien|soutenu",
        "confirming": r"confirm|révél|rappel|soulign|relev|not(?:e|é|ait|ent)\b",
        "accusing": r"accus|dénonc|condamn|critiqu|déplor|fustig|blâm",
        "warning": r"avert|alert|menac|mis? en garde|met(?:tent|tait)? en garde|mettre en garde|prévien|préven",
        "demanding": r"exig|réclam|appel(?:é|le|lent|ait)\w* (?:à|au|aux)\b|demand|exhort|somm|implor|pri(?:e|é|ent)\b",
        "promising": r"prom(?:et|is)|s'engag|s’engag|jur(?:e|é)\b",
        "neutral": r"di(?:t|re|sent|sait|saient)\b|déclar|affirm|ajout|selon|d'après|d’après|indiqu|expliqu|annonc|"
        r"rapport|estim|répond|préci[sz]|écri|cit|confi",
    },
    "es": {
        "withholding": r"(?:no quiso|no respondió|declinó|rehusó|se negó a) ?\w*",
        "denying": r"neg(?:ó|ar|aron|aba|ado)\b|nieg|desmint|desmient|rechaz|refut",
        "distancing": r"alega|alegó|presunt|supuest|pretend",
        "admitting": r"admit|reconoc|confes",
        "insisting": r"insist|sostien|sostuv|mantien|mantuv|asegur",
        "confirming": r"confirm|revel|record|subray|señal|destac",
        "accusing": r"acus|culp|conden|denunci|critic|deplor",
        "warning": r"advirt|adviert|advert|alert|amenaz",
        "demanding": r"exig|reclam|pid(?:e|ió|en|ieron)\b|pidi|llam(?:ó|a|aron) a\b|inst(?:ó|a|aron)\b|"
        r"orden(?:ó|a|aron)\b|suplic|solicit",
        "promising": r"promet|se comprom|jur(?:ó|a|aron)\b",
        "neutral": r"dij|dice|dicho|decir|declar|afirm|añad|agreg|según|explic|anunci|inform|respond|escrib|contó|"
        r"coment|indic|manifest|expres",
    },
    "ar": {
        "withholding": r"(?:رفض|رفضت) (?:التعليق|الرد|الإجابة)|امتنع\w* عن",
        "denying": r"[وف]?(?:نفى|نفت|ينفي|تنفي|نفوا|نافي|كذب|رفض|ترفض|يرفض)",
        "distancing": r"[وف]?(?:زعم|يزعم|تزعم|مزاعم|ادعى|ادعت|ادّعى|يدعي|تدعي)",
        "admitting": r"[وف]?(?:اعترف|يعترف|تعترف|أقر|يقر|تقر|أقرّ)",
        "insisting": r"[وف]?(?:أصر|يصر|تصر|شدد|يشدد|تشدد|أكد|يؤكد|تؤكد|مؤكد)",
        "confirming": r"[وف]?(?:كشف|يكشف|تكشف|أثبت|لفت|ذكّر)",
        "accusing": r"[وف]?(?:اتهم|يتهم|تتهم|أدان|يدين|تدين|دان|ندد|يندد|تندد|استنكر|انتقد)",
        "warning": r"[وف]?(?:حذر|حذّر|يحذر|تحذر|محذر|هدد|هدّد|يهدد|تهدد|نبه)",
        "demanding": r"[وف]?(?:طالب|يطالب|تطالب|دعا|دعت|يدعو|تدعو|ناشد|يناشد|تناشد|حث|يحث|تحث|طلب)",
        "promising": r"[وف]?(?:تعهد|يتعهد|تتعهد|وعد|يعد|التزم)",
        "neutral": r"[وف]?(?:قال|يقول|تقول|قائل|ذكر|يذكر|تذكر|أضاف|يضيف|تضيف|"
        r"أعلن|يعلن|تعلن|صرح|يصرح|تصرح|أفاد|تفيد|أوضح|أشار|كتب|بحسب|حسب|وفق|أبلغ|رد)",
    },
    "ru": {
        "withholding": r"отказал\w* (?:от комментар|комментировать|ответить|отвечать)|"
        r"не стал\w* (?:комментировать|отвечать)|не ответил",
        "denying": r"отриц|опроверг|опроверж|отверг|отверга",
        "distancing": r"якобы|утвержда(?:л|ет|ют|я)|голословн",
        "admitting": r"признал|призна[её]т|признают|призналс|созна",
        "insisting": r"настаива|уверя|заверя|заверил|стоит на том",
        "confirming": r"подтверд|подтвержда|раскры|отмет|отмеча|напомн|подчеркн|подчеркива",
        "accusing": r"обвин|осуди|осужда|раскритик|критик|возмутил",
        "warning": r"предупре|предосте|угрож|пригрозил|грозит",
        "demanding": r"потребов|требу|призва|призыва|просит|попросил|приказ",
        "promising": r"пообещ|обеща|поклял|обязал",
        "neutral": r"сказа|говор|заяви|заявля|сообщ|добави|добавля|по словам|согласно|по данным|рассказ|объясн|"
        r"объяв|написа|пишет|ответил|указа",
    },
    "uk": {
        "withholding": r"відмови\w* (?:від коментар|коментувати|відпові)|не стал\w* (?:коментувати|відповідати)|"
        r"не відповів",
        "denying": r"запереч|спростов|спростув|відкину|відкида",
        "distancing": r"нібито|начебто|твердить|твердил|стверджу|голослівн",
        "admitting": r"визна(?:в|ла|ли|є|ють|ти)\b|зізна",
        "insisting": r"наполяга|запевня|запевни",
        "confirming": r"підтверд|розкри|зазнач|наголос|нагада|підкресл",
        "accusing": r"звинува|засуд|розкритик|критик|обури",
        "warning": r"попере[дж]|застер|погрож|пригроз",
        "demanding": r"вимага|зажада|заклика|закликав|просить|попроси|наказ",
        "promising": r"пообіця|обіця|присягн|зобов",
        "neutral": r"сказа|каже|кажуть|говор|заяви|заявля|повідом|дода|за словами|згідно|за даними|розпові|поясн|"
        r"оголос|написа|пише|відпов|вказа",
    },
}  # fmt: skip
_RESPONSIBILITY = re.compile(r"\W*(?:the |full )*responsib", re.IGNORECASE)


def cue_weight(cue: str | None, language: str | None, words: str = "") -> CueWeight | None:
    """Return how a cue weighs the words behind it; None: there is no cue, or no list of ours has it.

    Without a language the cue is read as English. "claimed responsibility" is an act, not a doubt.
    """
    if not cue:
        return None
    found = next((weight for weight, stem in _patterns(language or "en") if stem.search(cue)), None)
    return "neutral" if found == "distancing" and _RESPONSIBILITY.match(words) else found


@cache
def _patterns(language: str) -> tuple[tuple[CueWeight, re.Pattern[str]], ...]:
    stems = _STEMS.get(language, {})
    # A letter before would make it another word ("reclaimed"); \b does not know that an Arabic article is one.
    return tuple((weight, re.compile(rf"(?<!\w)(?:{stem})", re.IGNORECASE)) for weight, stem in stems.items())
