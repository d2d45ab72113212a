"""Actors whom no name of the article stands for: unnamed sources, and names that the reader missed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.catalogue import Entry
from pipeline.actors.descriptions import affiliation, keeps_capital, state_named
from pipeline.actors.names import Gender
from pipeline.actors.offices import told
from pipeline.actors.phrases import PRONOUNS, Phrase, parse
from pipeline.actors.vocabulary import DOCUMENTS, GOVERNMENTS, HEADS, PERSONAL, STANDS_FOR, word_set
from pipeline.records import Actor, Span

MAX_NAME_WORDS = 4
_NOBODY = word_set("people somebody someone it that there this which what none nothing percent cent")
_SPEAKING_THINGS = DOCUMENTS | PERSONAL | word_set("opposition media source")
_ONE_OF = re.compile(r"(?:one|another)(?: of (?:them|these|those|whom))?", re.IGNORECASE)
_SHORTENED = re.compile(r" \([A-Z]\w{0,4}[A-Z]\)")
_SENTENCE_ENDS = ".!?\n—"


@dataclass(slots=True)
class Newcomers:
    """Makes actors for one article, once for the same words where the words can mean the same."""

    known: Antecedents
    made: dict[str, str] = field(default_factory=dict)  # name → actor
    next_id: int = field(init=False)

    def __post_init__(self) -> None:
        """Go on counting where the article's actors end."""
        numbers = [int(actor[1:]) for actor in self.known.actors if actor[1:].isdigit()]
        self.next_id = max(numbers, default=0) + 1

    def introduced(self, source: Span) -> str | None:
        """Return an actor for a source that means nobody known, or None if it means nobody in particular."""
        phrase = parse(self.known.article.text, source)
        head = phrase.head
        if (
            not head
            or not head[0].isalpha()
            or (head in _NOBODY and not (head == "people" and _counted(phrase)))
            or head in PRONOUNS
            or self._is_shortened(phrase)
            or not self._may_speak(phrase)
        ):
            return None
        if state := state_named(self.known, phrase) or self._governed(phrase, source):
            return self._state(state, phrase)
        if self._is_missed_name(phrase):
            return self._missed_name(phrase, source)
        return self._unnamed(phrase, source)

    def _is_shortened(self, phrase: Phrase) -> bool:
        """Tell whether one word is the end of a longer name, shortened behind it: "[out] Parade (PoP)"."""
        return len(phrase.words) == 1 and bool(_SHORTENED.match(self.known.article.text, phrase.span.end))

    def state(self, source: Span) -> str | None:
        """Return the state that a whole source names, or None."""
        phrase = parse(self.known.article.text, source)
        state = state_named(self.known, phrase)
        return self._state(state, phrase) if state else None

    def listed(self, entry: Entry, source: Span) -> str:
        """Return the actor of somebody whom the catalogue lists and a source means by an office alone."""
        same = next((actor.id for actor in self.known.actors.values() if actor.name == entry.name), None)
        if same is not None:
            self.known.mention(same, source)
            return same
        day = self.known.article.published_at
        office = entry.office_on(day.date().isoformat() if day else None)
        role, served = (office.role, office.affiliation) if office else (None, entry.affiliation)
        return self._add(Actor("", entry.name, entry.kind, role, served, entry.wikidata, (source,)), plural=False)

    def nameless(self, pronoun: Span, gender: Gender | None) -> str | None:
        """Return who "she" is where the sentence before begins with somebody without a name who has not spoken yet."""
        subject = self.known.nameless_subject(pronoun.start, gender)
        actor = self.introduced(subject) if subject else None
        if actor and self.known.genders.get(actor) is None:
            self.known.genders[actor] = gender
        return actor

    def describe(self, actor: str, source: Span) -> None:
        """Give somebody without a role the one that a source says: "A Syrian officer, who gave his name as Ali"."""
        somebody, phrase = self.known.actors[actor], parse(self.known.article.text, source)
        inside = any(mark.actor == actor for mark in self.known.marks_in(phrase.span))
        if inside or somebody.kind != "person" or somebody.role or phrase.head not in HEADS:
            return
        served = affiliation(self.known, phrase, source)
        state = self.known.catalogue.state if self.known.catalogue else lambda _: None
        role = " ".join(word for word in phrase.words if state(word) is None)
        self.known.actors[actor] = replace(somebody, role=role, affiliation=somebody.affiliation or served)

    def one_of_several(self, source: Span) -> str | None:
        """Return a new actor for "one of them": one of those last spoken of, "a relief worker"."""
        if not _ONE_OF.fullmatch(source.of(self.known.article.text).strip()):
            return None
        group = self.known.last_several(source.start)
        name = singular(group.name) if group else None
        if group is None or name is None:
            return None
        return self._add(Actor("", name, "other", None, group.affiliation, None, (source,)), plural=False)

    def _add(self, actor: Actor, *, plural: bool) -> str:
        actor = replace(actor, id=f"a{self.next_id}")
        self.next_id += 1
        self.known.introduce(actor, plural=plural)
        return actor.id

    def _again(self, name: str, span: Span) -> str | None:
        if actor := self.made.get(name.casefold()):
            self.known.mention(actor, span)
        return actor

    def _unnamed(self, phrase: Phrase, source: Span) -> str:
        """Return the actor for "a resident of Latakia"; another "a resident" is another, "residents" are the same."""
        name = phrase.name or phrase.head
        if phrase.determiner in {"one", "another"}:
            name = singular(name) or name
        if not (name[1:2].isupper() or self._keeps_capital(phrase)):
            name = name[:1].lower() + name[1:]
        if (phrase.plural or phrase.definite) and (same := self._again(name, phrase.span)):
            return same
        served = affiliation(self.known, phrase, source)
        actor = self._add(Actor("", name, "other", None, served, None, (phrase.span,)), plural=phrase.plural)
        self.made.setdefault(name.casefold(), actor)
        return actor

    def _keeps_capital(self, phrase: Phrase) -> bool:
        """Tell whether the first word keeps its capital: "Turkish officials", not "Residents"."""
        word = phrase.words[0]
        if phrase.determiner is not None:
            return word[0].isupper()
        return keeps_capital(self.known, word, phrase.span.start)

    def _state(self, state: Entry, phrase: Phrase) -> str:
        """Return the state that speaks here, though nothing around its name showed that it acts."""
        same = next((actor.id for actor in self.known.actors.values() if actor.name == state.name), None)
        if same is not None:
            self.known.mention(same, phrase.span)
            return same
        return self._add(Actor("", state.name, "state", None, None, state.wikidata, (phrase.span,)), plural=False)

    def _governed(self, phrase: Phrase, source: Span) -> Entry | None:
        """Return the state whose government a phrase means: "Erdogan's government", "the authorities in Yemen"."""
        if phrase.head not in GOVERNMENTS or self.known.catalogue is None:
            return None
        served = affiliation(self.known, phrase, source)
        if not served and phrase.definite and len(phrase.words) == 1:
            served = self._served_by_speaker(phrase.span.start) or self._served_by_most()
        return self.known.catalogue.state(served) if served else None

    def _served_by_speaker(self, at: int) -> str | None:
        """Return whom the last speaker before a position serves, if that is told: "the government" is theirs."""
        near = range(self.known.sentence_of(at), max(-1, self.known.sentence_of(at) - 4), -1)
        spoke = (actor for back in near for actor in reversed(self.known.speakers.get(back, [])))
        return next((served for actor in spoke if (served := self.known.actors[actor].affiliation)), None)

    def _served_by_most(self) -> str | None:
        """Return whom the people named in the article serve most: it is their government that it is about."""
        people = [actor for actor in self.known.actors.values() if actor.kind == "person" and actor.affiliation]
        named = Counter({actor.affiliation: 0 for actor in people})
        for actor in people:
            named[actor.affiliation] += len(actor.mentions)
        return max(named, key=lambda served: named[served], default=None)

    def _may_speak(self, phrase: Phrase) -> bool:
        """Tell whether a phrase can be a source at all: "worth" or "Footage emerged" of a span gone wrong cannot."""
        if phrase.determiner or phrase.plural or any(word[0].isupper() for word in phrase.words[1:]):
            return True
        if phrase.head in HEADS or phrase.head in STANDS_FOR or phrase.head in _SPEAKING_THINGS:
            return True
        first = phrase.words[0]
        owned = first.endswith(("'s", "’s"))
        return first[0].isupper() and (len(phrase.words) == 1 or owned or self._keeps_capital(phrase))

    def _is_missed_name(self, phrase: Phrase) -> bool:
        """Tell whether a source is a name that the reader missed: "Yusuf", "Yusuf Demir"."""
        words = phrase.words
        if phrase.determiner or len(words) > MAX_NAME_WORDS or not all(w.isalpha() and w[0].isupper() for w in words):
            return False
        before = self.known.article.text[max(0, phrase.span.start - 2) : phrase.span.start]
        inside = before.endswith(" ") and before[0] not in _SENTENCE_ENDS
        first_name = self.known.catalogue is not None and self.known.catalogue.gender(words[0]) is not None
        return inside or first_name

    def _missed_name(self, phrase: Phrase, source: Span) -> str:
        name = phrase.span.of(self.known.article.text)
        if same := self._again(name, phrase.span):
            return same
        role = told(self.known.article.text, phrase.span, Span(phrase.span.start, source.end), lambda _: []).role
        actor = self._add(Actor("", name, "person", role, None, None, (phrase.span,)), plural=False)
        self.made[name.casefold()] = actor
        return actor


def _counted(phrase: Phrase) -> bool:
    """Tell whether a phrase says how many: "some 3,000 people" are a group, "people" is nobody in particular."""
    return any(char.isdigit() for word in (phrase.determiner or "", *phrase.words) for char in word)


def singular(name: str) -> str | None:
    """Return the name of one of several; None if the word does not tell.

    >>> singular("relief workers"), singular("charities in the south"), singular("people")
    ('relief worker', 'charity in the south', None)
    """
    head, *rest = re.split(r"(?= (?:in|of|from|at|near|with|on) )", name, maxsplit=1)
    for plural, single in (("ies", "y"), ("men", "man"), ("ss", None), ("s", "")):
        if head.endswith(plural):
            return None if single is None else head.removesuffix(plural) + single + "".join(rest)
    return None
