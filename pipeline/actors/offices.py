"""What the text itself says of a person: "French Foreign Minister X", "X, a doctor in Idlib", "Ms X".

Everything looks at one sentence's words near the name, at most `REACH` characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.actors.names import HONORIFICS, RANKS, Gender
from pipeline.actors.vocabulary import FEMALE, HEADS, MALE, MODIFIERS, word_set
from pipeline.records import Span

REACH = 140  # characters; the longest title in our sample has 93
MAX_ROLE_WORDS = 9

# A word keeps inner dots and one final dot of an abbreviation ("U.N."), not a sentence's.
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,6}|(?:Gen|Col|Lt|Maj|Capt|Brig|Adm|Sgt|Dr|Mr|Mrs|Ms|Prof)\.|[^\W_](?:[\w'’-]{0,38}\w)?|\S"
)
_LINKS = frozenset({"of", "for", "to", "on"})
_SMALL = frozenset({"the", "and", *_LINKS})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "one", "another"})
_PRONOUNS = frozenset({"its", "his", "her", "their"})
_AFTER_OF = re.compile(r",? of (?:the )?")
_APPOSITION = re.compile(r"(?:, | \(|,? — )(?=[^\W_])")
_ENDS = word_set(
    """
    , . ; : — – ) ( " “ ” ‘ who which whose where said says told was is has had were and in near at from
    with by warned on after during as added but
    """
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the text says of a person at one mention."""

    role: str | None = None
    owner: Span | None = None  # whom the role serves: "Russian", "Hezbollah's", "its"
    gender: Gender | None = None

    @property
    def head(self) -> str | None:
        """The role's noun, folded: "foreign minister" → "minister"."""
        return head_of(self.role) if self.role else None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    span: Span

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def bare(self) -> str:
        """The word without a possessive ending."""
        return re.sub(r"['’]s?$", "", self.low)


Owners = Callable[[Span], list[Span]]  # the names of states and bodies inside a span, in reading order


def head_of(role: str) -> str | None:
    """Return the noun of a role: its last head before any "of", "for" or "to".

    >>> head_of("Minister of State for Foreign Affairs"), head_of("foreign ministry spokeswoman")
    ('minister', 'spokeswoman')
    """
    found = None
    for token in _TOKEN.findall(role.casefold())[:MAX_ROLE_WORDS]:
        if token in _LINKS and found:
            break
        if token.replace("–", "-") in HEADS:
            found = token
    return found


def gender_of_role(role: str) -> Gender | None:
    """Return the gender that a noun of a role tells: "spokeswoman", "a mother of six"."""
    found = set(_TOKEN.findall(role.casefold())[:MAX_ROLE_WORDS])
    if found & FEMALE:
        return "f"
    return "m" if found & MALE else None


def told(text: str, name: Span, sentence: Span, owners: Owners) -> Told:
    """Return what the words around a name say: before it first, else behind it."""
    before, rank, gender = _before(text, name, sentence, owners)
    found = before if before.role else _behind(text, name, sentence, owners)
    if not found.role:
        found = Told(rank)
    if found.role and found.owner is None:
        found = Told(found.role, _of_owner(text, name, sentence, owners), found.gender)
    named = gender or (gender_of_role(found.role) if found.role else None)
    return Told(found.role, found.owner, named)


def _of_owner(text: str, name: Span, sentence: Span, owners: Owners) -> Span | None:
    """Return the body in "President Emmanuel Macron of France", "Mr Ging, of the Office for …"."""
    gap = _AFTER_OF.match(text, name.end, sentence.end)
    inside = owners(Span(gap.end(), min(sentence.end, gap.end() + REACH))) if gap else []
    return inside[0] if gap and inside and inside[0].start == gap.end() else None


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [_Token(match[0], Span(*match.span())) for match in _TOKEN.finditer(text, start, end)]


def _before(text: str, name: Span, sentence: Span, owners: Owners) -> tuple[Told, str | None, Gender | None]:
    tokens = _tokens(text, max(sentence.start, name.start - REACH), name.start)
    gender: Gender | None = None
    rank, apposed = None, False
    while tokens:
        low = tokens[-1].low
        if low == "," and not apposed:
            apposed = True
        elif low in {"named", "called"} and len(tokens) > 1:
            pass
        elif low in HONORIFICS:
            gender = HONORIFICS[low] or gender
        elif (
            low in RANKS
            and not apposed
            and not (len(tokens) > 1 and tokens[-2].low in MODIFIERS - {"general", "major"})
        ):
            rank = f"{tokens[-1].text} {rank}" if rank else tokens[-1].text
        else:
            break
        tokens.pop()
    phrase = _phrase(tokens, apposed=apposed)
    return (_role(text, phrase, owners) if phrase else Told()), rank, gender


def _phrase(tokens: list[_Token], *, apposed: bool) -> list[_Token]:
    """Return the tokens of the role that ends where the tokens end; none if no role does."""
    head = _head_index(tokens, apposed=apposed)
    if head is None:
        return []
    first = head
    while first > 0 and head - first < MAX_ROLE_WORDS and _modifies(tokens[first - 1]):
        first -= 1
    if first > 0 and tokens[first - 1].low in _PRONOUNS:
        first -= 1
    return tokens[first:]


def _head_index(tokens: list[_Token], *, apposed: bool) -> int | None:
    """Return where the head stands: last, or before a tail like "of State", "for Foreign Affairs"."""
    for back in range(1, min(len(tokens), MAX_ROLE_WORDS) + 1):
        token = tokens[-back]
        linked = back == 1 or tokens[-back + 1].low in _LINKS
        if linked and token.bare in HEADS and (back == 1 or token.low == token.bare):
            return len(tokens) - back
        capital = token.text[0].isupper()
        if token.low not in _SMALL and not capital and not (apposed and token.text[0].isalpha()):
            return None
    return None


def _modifies(token: _Token) -> bool:
    if token.low in MODIFIERS:
        return True
    return token.text[0].isupper() and token.low not in _DETERMINERS and token.low not in _ENDS


def _role(text: str, phrase: list[_Token], owners: Owners) -> Told:
    """Part a phrase into the role and whom it serves."""
    whole = Span(phrase[0].span.start, phrase[-1].span.end)
    inside = owners(whole)
    if phrase[0].low in _PRONOUNS and not inside:
        return Told(_words(phrase[1:]), phrase[0].span)
    head = next((t.span.start for t in phrase if t.bare in HEADS), whole.end)
    leading = [span for span in inside if span.start < head]
    owner = leading[0] if leading else _following(text, phrase, inside)
    kept = [t for t in phrase if owner is None or not t.span.touches(owner) or t.low in _departments(text, owner)]
    if owner is not None and owner not in leading:
        kept = [t for t in kept if t.span.end <= owner.start]
        while len(kept) > 1 and kept[-1].low in {"of", "the", "for"}:
            kept.pop()
    return Told(_words(kept) or None, owner)


def _departments(text: str, owner: Span) -> frozenset[str]:
    """Return the words of a body's name that belong to the role: "Russian [foreign ministry] spokeswoman"."""
    name = owner.of(text).casefold().split()
    return frozenset(name) & MODIFIERS if name[-1] in {"ministry", "army", "military", "department"} else frozenset()


def _following(text: str, phrase: list[_Token], inside: list[Span]) -> Span | None:
    """Return the body behind "of": "leader of the Houthi movement"; "envoy for Syria" serves somebody else."""
    for span in inside:
        if re.search(r"\b(?:of|spokes\w{3,6} for) (?:the )?$", text[phrase[0].span.start : span.start]):
            return span
    return None


def _words(tokens: list[_Token]) -> str:
    kept = tokens
    while kept and (kept[0].low in _DETERMINERS or kept[0].low != kept[0].bare or not kept[0].text[0].isalnum()):
        kept = kept[1:]
    return " ".join(token.text for token in kept)


def _behind(text: str, name: Span, sentence: Span, owners: Owners) -> Told:
    """Read the apposition behind a name: ", a baker", ", the US ambassador to the United Nations"."""
    gap = _APPOSITION.match(text, name.end, sentence.end)
    if not gap:
        return Told()
    tokens = _tokens(text, gap.end(), min(sentence.end, gap.end() + REACH))
    size = next((i for i, token in enumerate(tokens) if token.low in _ENDS and i), len(tokens))
    phrase = tokens[: min(size, MAX_ROLE_WORDS + 2)]
    if not phrase or phrase[0].low in _ENDS or phrase[0].low.isdigit():
        return Told()
    if not (phrase[0].low in _DETERMINERS or _modifies(phrase[0]) or phrase[0].low in HEADS):
        return Told()
    indefinite = phrase[0].low in {"a", "an", "one", "another"} and len(phrase) > 1
    if not indefinite and not any(token.bare in HEADS and token.low == token.bare for token in phrase):
        return Told()
    if phrase[0].low in _DETERMINERS - _PRONOUNS:
        phrase = phrase[1:]
    return _role(text, phrase, owners)
