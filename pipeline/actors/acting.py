"""Which names of states act: "Russia said" does, "in Russia" does not.

Bounded windows and no nested repetition: articles are untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.actors.catalogue import Form, Hit
from pipeline.actors.vocabulary import word_set

WINDOW = 80  # characters looked at on either side of a name

_SAYING = (
    "said|says|told|tells|warned|warns|added|announced|announces|stated|declared|denied|denies|insisted|insists|vowed|vows|"
    "urged|urges|demanded|demands|accused|accuses|called|calls|condemned|condemns|rejected|rejects|claimed|claims|argued|"
    "argues|confirmed|threatened|threatens|pledged|replied|responded|wants|wanted|agreed|agrees|refused|refuses|decided|"
    "opposes|opposed|supports|supported|backs|backed|considers|seeks|sought|expects|plans|planned|intends|welcomed|welcomes|"
    "proposed|offered|blamed|blames|summoned|expelled|recalled|vetoed|dismissed|dismisses|fears|feared|hopes|believes|"
    "protested|apologised|apologized|appealed|asked|asks|acknowledged|admitted|defended|defends|affirms|rejects|"
    "reiterated|stressed|suggested|signalled|signaled|indicated|disputes|contends|maintains|did not|does not"
)
_ACTING = (
    "launched|sent|sends|deployed|signed|imposed|imposes|brokered|hosted|hosts|carried|struck|bombed|shelled|attacked|"
    "invaded|annexed|seized|controls|intervened|withdrew|joined|led|leads|supplied|supplies|arms|armed|trained|funded|"
    "approved|ordered|closed|opened|halted|suspended|resumed|lifted|cut|stepped|moved|voted|abstained|set up|needs|"
    "gave|gives|made|makes|took|takes|put|began|fired|killed|kills|requested|praised|thanked|voiced|expressed|released|"
    "conducts|conducted|bars|barred|banned|keeps|kept|uses|used|has long|continues|continued|remains committed"
)
_ADVERBS = r"(?: (?:has|have|had|also|again|repeatedly|now|later|itself|still|(?:on )?\w+day|would|will|not)){0,3}"
_SUBJECT = re.compile(rf",?{_ADVERBS},? (?:{_SAYING}|{_ACTING})\b")
# Said of towns these are about the town and its people; of states about those who govern.
_BROAD_SUBJECT = re.compile(
    r"(?:, which|, whose| (?:has|have|had|would|will|should|must|could|may|is|was|are|were)) (?:\w+ ){0,1}?\w+"
)
_BROAD_PASSIVE = re.compile(
    r" (?:is|was|are|were|has been|have been|had been) (?:\w+ly )?(?:hit|shelled|bombed|divided|home)\b"
)
_OWNER = re.compile(
    r"['’]s? (?:\w+[ -]){0,2}?(?:determination|position|stance|policy|role|ally|allies|veto|jets|"
    r"warplanes|aircraft|regime|"
    r"government|leaders|leadership|authorities|forces|troops|airstrikes|air strikes|strikes|"
    r"officials|right|aim|concerns|"
    r"response|offer|decision|threat|warning|support|invasion|war|denial)\b"
)
_OWNED = re.compile(
    r" (?:\w+[ -]){0,1}?(?:government|governments|regime|authorities|officials|troops|forces|"
    r"soldiers|jets|warplanes|aircraft|"
    r"planes|leadership|leaders|state|side|delegation|negotiators|response|position|stance|veto|"
    r"raids|airstrikes|air strikes|"
    r"strikes|missiles|drones|helicopters|artillery|air defen[cs]es|concerns|advisers|pilots|diplomacy|allies|invasion|"
    r"administration|rulers|junta|occupation)\b"
)
_COMPOUND = re.compile(
    r"-(?:backed|led|brokered|based|allied|supported|sponsored|made|funded|controlled|aligned|mediated|run)\b"
)
_OFFICE = re.compile(
    r"\b(?:government|governments|authorities|officials|regime|leaders?|military|army|forces|delegations?) "
    r"(?:in|of|to|from) (?:the )?$"
)
_TOWARDS = re.compile(
    r"\b(?:by|with|between|against|among|urged|urges|accused|accuses|warned|warns|told|asked|asks|condemned|blamed|blames|"
    r"called on|calls on|threatened|pressed|pressure on|sanctions on|relations with|along with|thanked|criticised|"
    r"criticized|praised|alongside|influence over|holds?|held|support for|appealed to|appeals to|"
    r"appeal to|demanded that|"
    r"said that|that|while|but|saying|as|when|if|because|responsibility of|hands of) "
    r"(?:both |its ally |allies |ally )?(?:the )?$",
    re.IGNORECASE,
)
_CLAUSE_OPENERS = word_set("that while but saying as when if because")
_LOCATED = re.compile(
    r"\b(?:in|at|near|inside|across|outside|around|into|over|on|of|from|to|through|throughout|towards?|for|than|northern|"
    r"southern|eastern|western|north-?east(?:ern)?|north-?west(?:ern)?|leave|left|leaving|enter|entered|visit|visited|"
    r"reached|fled|fleeing|within|about) (?:the )?$",
    re.IGNORECASE,
)
_JOINED = re.compile(r",? and (?:the )?|,? or (?:the )?|, (?:the )?")


def acting(text: str, hits: Sequence[Hit]) -> list[bool]:
    """Tell, for each name of a state in reading order, whether it stands for those who govern there.

    In a list the members share one part: "urged Russia and Turkey", "France and Britain launched".
    """
    found = [_acts(text, hit) for hit in hits]
    joined = [bool(_JOINED.fullmatch(text, a.span.end, b.span.start)) for a, b in pairwise(hits)]
    for index in reversed(range(len(joined))):
        found[index] |= joined[index] and found[index + 1] and _is_name(hits[index])
    for index, together in enumerate(joined):
        found[index + 1] |= together and found[index] and _is_name(hits[index + 1])
    return found


def _is_name(hit: Hit) -> bool:
    return hit.form is not Form.DEMONYM


def _acts(text: str, hit: Hit) -> bool:
    before, after = text[max(0, hit.span.start - WINDOW) : hit.span.start], text[hit.span.end : hit.span.end + WINDOW]
    if hit.form is Form.REGIME:
        return True
    if hit.form is Form.DEMONYM:
        return bool(_OWNED.match(after)) or _is_people(text, hit, before, after)
    if _COMPOUND.match(after) or _OWNER.match(after) or _OFFICE.search(before):
        return True
    located = bool(_LOCATED.search(before))
    if not located and _SUBJECT.match(after):
        return True
    towards = _TOWARDS.search(before)
    if towards and towards[0].split()[0] not in _CLAUSE_OPENERS:
        return hit.form is not Form.CAPITAL or not re.match(r",? (?:and|province|city|suburbs?|airport)\b", after)
    broad = hit.form is Form.NAME and not located
    return broad and bool(_BROAD_SUBJECT.match(after)) and not _BROAD_PASSIVE.match(after)


def _is_people(text: str, hit: Hit, before: str, after: str) -> bool:
    """Tell whether a plural demonym stands for the side: "the Russians said"; "Syrians fled" does not."""
    plural = hit.span.of(text).endswith("s")
    return plural and before.endswith(("the ", "The ")) and bool(_SUBJECT.match(after))
