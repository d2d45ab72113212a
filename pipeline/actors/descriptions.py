"""Who is meant by a description: a role ("the French foreign minister") or a noun for a body ("the ministry")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.actors.catalogue import Entry
from pipeline.actors.marks import REACH, Mark, Marks
from pipeline.actors.offices import gender_of_role, head_of
from pipeline.actors.phrases import POSSESSIVE, Phrase, parse
from pipeline.actors.vocabulary import CAPITALISED, HEADS, PERSONAL, POSTS, QUALIFIERS, SAME_ROLE, STANDS_FOR
from pipeline.records import Span

SENTENCES_BACK = 6  # in which the last speakers come before those who are only named
MAX_COMPLEMENT_CHARS = 60
# Kinds of which an article seldom has a second one that speaks; "the agency" could be an unnamed source named later.
_SURE = frozenset({"state", "armed_group"})
# Nouns for a body of almost any sort: the one that spoke last is meant, whatever else is named so ("the X group").
_ANY_BODY = frozenset(
    {"group", "organisation", "organization", "monitor", "watchdog", "agency", "charity", "observatory"}
)
_ANNOUNCED = _ANY_BODY | {"website", "newspaper", "broadcaster", "channel", "network"}
_BARE = frozenset({"group", "organisation", "organization", "agency", "network"})  # too common without an adjective
_OF_ANY_NAME = frozenset({"group", "organisation", "organization", "charity"})
_WATCHING = re.compile(r"\b(?:observatory|monitor|watch|network)\b", re.IGNORECASE)
MAX_BODIES = 400  # mentions that are looked through for a description
_LOOSE_KINDS = frozenset({"other", "international_org"})
_OWNER = re.compile(r" (?:of|for|from|with|at) (?:the )?")
# Nouns that stand for a body named elsewhere, unless they only modify the next word: "the coalition spokesman".
_STANDING = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir) (?:{'|'.join(sorted(STANDS_FOR))})\b(?! (?:spokes\w+|officials?|"
    rf"officers?|forces|troops|"
    r"leaders?|air|raids|sources?|minister|ministry|chief|commanders?|fighters|militants|delegation|media|members?|office|"
    r"positions|side|in|of)\b)"
)


def by_description(known: Marks, phrase: Phrase, at: int) -> str | None:
    """Return the actor whom a definite phrase means at a position, or None: "a minister" is nobody known."""
    if phrase.determiner is not None and not phrase.definite:
        return body_introduced(known, phrase)
    return by_role(known, phrase, at) or standing_for(known, phrase, at)


def by_role(known: Marks, phrase: Phrase, at: int) -> str | None:
    """Return the person whose role a phrase gives, the last meant first; one introduced later if nobody before."""
    if not phrase.head or phrase.plural:
        return None
    state = state_in(known, phrase) or complement(known, phrase, phrase.span.end + MAX_COMPLEMENT_CHARS)
    meant = dict.fromkeys(_meant(known, at))
    fits = [a for a in meant if known.is_person(a) and _plays(known, a, phrase, state)]
    # "the humanitarian chief" is rather the one whose role has the word.
    words = {word.casefold() for word in phrase.words[:-1]}
    closer = (a for a in fits if words & set((known.actors[a].role or "").casefold().split()))
    return next(closer, next(iter(fits), None))


def _meant(known: Marks, at: int, *, ahead: bool = True) -> Iterator[str]:
    """Yield whom words at a position can mean: last speakers, who was named last, then, if wanted, who will be."""
    yield from _spoke(known, at)
    yield from (mark.actor for mark in (_around(known, at) if ahead else known.back_from(at)))


def _spoke(known: Marks, at: int) -> Iterator[str]:
    """Yield the last speakers before a position, the last one first."""
    index = known.sentence_of(at)
    for back in range(index, max(-1, index - SENTENCES_BACK), -1):
        yield from reversed(known.speakers.get(back, []))


def _around(known: Marks, at: int) -> Iterator[Mark]:
    return chain(known.back_from(at), known.marks_in(Span(at, at + REACH)))


def _plays(known: Marks, actor: str, phrase: Phrase, state: str | None) -> bool:
    """Tell whether somebody's role is the one that a phrase gives, for the same state if it names one."""
    somebody, head = known.actors[actor], phrase.head
    gender = gender_of_role(head)
    if (gender and known.genders.get(actor) not in {gender, None}) or (
        state and somebody.affiliation and somebody.affiliation != state
    ):
        return False
    if known.unnamed_head(actor):
        return phrase.definite and actor not in known.plural and known.unnamed_head(actor) == head
    if not somebody.role:
        return False
    played = head_of(somebody.role) or somebody.role.casefold().split()[-1]
    return played in SAME_ROLE.get(head, {head}) and not _other_post(phrase, somebody.role)


def _other_post(phrase: Phrase, role: str) -> bool:
    """Tell whether two roles of one noun are two posts: "the defence minister", "foreign minister"."""
    asked = {word.casefold().replace("defense", "defence") for word in phrase.words} & POSTS
    played = {word.replace("defense", "defence") for word in role.casefold().split()} & POSTS
    return bool(asked and played != asked) or (not asked and "deputy" in played)


def standing_for(known: Marks, phrase: Phrase, at: int) -> str | None:
    """Return the body that "the ministry", "the group", "its government" means at a position, or None."""
    kinds = STANDS_FOR.get(phrase.head)
    if kinds is None and phrase.definite and len(phrase.words) == 1 and phrase.head not in HEADS | PERSONAL:
        return _so_named(known, phrase.head, at)
    if kinds is None or not (phrase.definite or len(phrase.words) > 1):
        return None
    if phrase.head in _ANY_BODY and phrase.determiner not in POSSESSIVE:
        return last_body(known, phrase, at)
    named = _named_like(known, phrase.head, at)
    if named or (phrase.determiner in POSSESSIVE and kinds != {"state"}):
        return named
    unquoted = (mark.actor for mark in known.back_from(at) if not known.quoted(mark))
    return next((a for a in chain(_spoke(known, at), unquoted) if known.actors[a].kind in kinds), None)


def last_body(known: Marks, phrase: Phrase, at: int) -> str | None:
    """Return the body that "the group", "the aid agency" means: of the kind told, the one that spoke or stood last."""
    kinds = STANDS_FOR.get(phrase.head) if phrase.head in _ANY_BODY and phrase.definite else None
    if not kinds:
        return None
    told = {QUALIFIERS[word.casefold()] for word in phrase.words[:-1] if word.casefold() in QUALIFIERS}
    if phrase.head not in _OF_ANY_NAME and not told and (found := _so_named(known, phrase.head, at)):
        return found
    wide = frozenset(told) or kinds | _LOOSE_KINDS
    kinds = frozenset(told) or kinds
    spoke = (a for a in _spoke(known, at) if known.actors[a].kind in wide and not known.is_person(a))
    named = (mark.actor for mark in known.back_from(at) if known.actors[mark.actor].kind in kinds)
    return next(spoke, None) or next(named, None) or _named_like(known, phrase.head, at)


def _so_named(known: Marks, head: str, at: int) -> str | None:
    """Return the body last meant in whose own name a noun stands: "the bank" of "People's Bank of China"."""
    around = (mark.actor for mark in _around(known, at) if not known.is_person(mark.actor))
    return next((actor for actor in around if head in known.actors[actor].name.casefold().split()), None)


def body_introduced(known: Marks, phrase: Phrase) -> str | None:
    """Return the body that "a war monitor", "a newspaper" announces: the one so described, or the only such one.

    News often says what somebody is before it says who: "a monitor said. The Observatory, a war monitor, …".
    """
    head = phrase.head
    if phrase.determiner not in {"a", "an"} or head not in _ANNOUNCED or (head in _BARE and len(phrase.words) < 2):
        return None
    stem = "monitor" if any(word.casefold().startswith("monitor") for word in phrase.words) else head
    described = re.compile(rf",? (?:an? |the )?(?:[\w’'-]+ ){{0,4}}?{re.escape(stem)}(?:ing)?\b", re.IGNORECASE)
    bodies = [mark for mark in known.marks[:MAX_BODIES] if not known.is_person(mark.actor)]
    ahead = [mark for mark in bodies if mark.start > phrase.span.end]
    text = known.article.text
    called = re.compile(rf"\b[Tt]he {re.escape(head)} $")
    apposed = (
        m.actor for m in ahead if described.match(text, m.end) or called.search(text, max(0, m.start - 24), m.start)
    )
    if found := next(apposed, None):
        return found
    kinds = STANDS_FOR[head] if stem != "monitor" else frozenset({"ngo"})
    fits = dict.fromkeys(mark.actor for mark in bodies if known.actors[mark.actor].kind in kinds)
    if stem != "monitor":
        return None
    watching = [actor for actor in fits if _WATCHING.search(known.actors[actor].name)] or list(fits)
    return max(watching, key=lambda actor: len(known.actors[actor].mentions), default=None)


def _named_like(known: Marks, head: str, at: int) -> str | None:
    """Return the body last meant whose name has the word, or is followed by it where it is mentioned."""
    for mark in _around(known, at):
        follows = known.article.text[mark.end : mark.end + 1 + len(head)].casefold().endswith(head)
        if not known.is_person(mark.actor) and (follows or head in known.actors[mark.actor].name.casefold().split()):
            return mark.actor
    return None


def _named_like_phrase(known: Marks, phrase: Phrase, at: int) -> str | None:
    return _named_like(known, phrase.head, at)


def index_standing(known: Marks) -> None:
    """Mark "the coalition", "the regime" as places where the body is meant that they stand for."""
    found: list[Mark] = []
    for match in _STANDING.finditer(known.article.text):
        span = Span(*match.span())
        if next(known.marks_in(span), None) is None:
            phrase = parse(known.article.text, span)
            surely = STANDS_FOR[phrase.head] & _SURE
            actor = (standing_for if surely else _named_like_phrase)(known, phrase, span.start)
            found += [Mark(*span, actor)] if actor else []
    known.marks = sorted([*known.marks, *found])


def state_in(known: Marks, phrase: Phrase) -> str | None:
    """Return the state or body that a phrase names before its head: "the French minister"."""
    found = known.catalogue.scan(phrase.span.of(known.article.text)) if known.catalogue else iter(())
    return next((hit.entry.name for hit in found if hit.entry.kind != "person"), None)


def complement(known: Marks, phrase: Phrase, end: int) -> str | None:
    """Return the state or body behind "of" or "for": "the representative of Mali", "a spokesman for Hamas"."""
    text = known.article.text
    owner = _OWNER.match(text, phrase.span.end, end)
    if not owner:
        return None
    mark = next(known.marks_in(Span(owner.end(), end)), None)
    if mark is not None and mark.start == owner.end() and known.actors[mark.actor].kind not in {"person", "other"}:
        return known.actors[mark.actor].name
    hit = next(known.catalogue.scan(text[owner.end() : end]), None) if known.catalogue else None
    return hit.entry.name if hit and hit.span.start == 0 and hit.entry.kind == "state" else None


def affiliation(known: Marks, phrase: Phrase, source: Span) -> str | None:
    """Return the state or body that an unnamed source belongs to: "Turkish officials", "a spokesman for Hamas"."""
    if before := state_in(known, phrase):
        return before
    if owner := next(known.marks_in(phrase.span), None):
        somebody = known.actors[owner.actor]
        return somebody.affiliation if known.is_person(owner.actor) else somebody.name
    return complement(known, phrase, source.end)


def state_named(known: Marks, phrase: Phrase) -> Entry | None:
    """Return the state that a whole phrase names: "Russia", "Tehran"."""
    if known.catalogue is None:
        return None
    name = phrase.span.of(known.article.text)
    found = known.catalogue.state(name)
    short = known.catalogue.state(name[:-1]) if name.endswith("s") and not found else None
    return found or (short if short and short.name == name[:-1] else None)  # "Russias" lost its apostrophe


def keeps_capital(known: Marks, word: str, at: int) -> bool:
    """Tell whether the word at a position keeps its capital inside a sentence: it begins a name."""
    if word in CAPITALISED or any(mark.start == at for mark in known.marks_in(Span(at, at + len(word)))):
        return True
    return known.catalogue is not None and next(known.catalogue.scan(word), None) is not None
