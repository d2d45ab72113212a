"""What is compared: a subject and its sides, as the page's address has them, or proposed where it has none.

`on=place:geonames:1`, `on=risk:escalation`, `on=words:a corridor`; `by=actor`, `affiliation`
or `outlet`; `side=NAME`, once for each side. What is proposed is not in the address: it is
proposed anew under other filters.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.compare import proposal
from dashboard.filters import without
from dashboard.labels import RISK_NAMES
from pipeline.queries import Filters, Side, SideKind, Subject, from_query

MAX_SIDES = 4  # more columns than this are too narrow to read
MAX_NAME_CHARS = 400
SUBJECTS = {"place": "the place", "risk": "the risk", "words": "the words"}
KINDS: dict[SideKind, str] = {"affiliation": "states and bodies", "actor": "speakers", "outlet": "outlets"}
# Which fields of the filters a subject and the sides stand in the place of.
SUBJECT_FIELDS = {"place": "places", "risk": "risks", "text": "text"}
SIDE_FIELDS: dict[SideKind, str] = {"actor": "actors", "affiliation": "affiliations", "outlet": "outlets"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared. subject: None where it is words that nobody has written yet, or nothing can be proposed.

    speaking: names that can be sides, those who speak of the subject, the most quoted first.
    proposed_subject, proposed_sides: nobody chose them. differ: the proposed sides differ in what
    they do most.
    """

    on: str
    subject: Subject | None
    kind: SideKind
    names: tuple[str, ...]
    speaking: tuple[str, ...]
    proposed_subject: bool
    proposed_sides: bool
    differ: bool
    dropped: tuple[str, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides, in their order on the page."""
        return tuple(Side(self.kind, name) for name in self.names)

    def free(self, filters: Filters) -> Filters:
        """Return the filters without the fields that the sides stand in the place of."""
        return without(filters, SIDE_FIELDS[self.kind])


def current(filters: Filters) -> Choice:
    """Return what the address asks to compare; where it says nothing, what the store has most to say on."""
    on, subject, dropped = _subject()
    names, unread = _names()
    kind = _kind()
    proposed_subject = subject is None and (on != "words" or bool(filters.text))
    if proposed_subject:
        asked = (
            replace(without(filters, SIDE_FIELDS[kind]), **{SIDE_FIELDS[kind]: names}) if kind and names else filters
        )
        on, subject = proposal.subject(asked, on)
    kind = kind or proposal.kind(filters, subject)
    speaking = proposal.speaking(without(filters, SIDE_FIELDS[kind]), subject, kind)
    found = proposal.sides(speaking, getattr(filters, SIDE_FIELDS[kind])[:MAX_SIDES])
    return Choice(
        on=on,
        subject=subject,
        kind=kind,
        names=names or found.names,
        speaking=tuple(one.name for one in speaking),
        proposed_subject=proposed_subject,
        proposed_sides=not names,
        differ=found.differ,
        dropped=dropped + unread,
    )


def set_subject(on: str, value: str) -> None:
    """Compare on something else; an empty value lets the page propose one of the kind."""
    st.query_params["on"] = f"{on}:{value}" if value else on


def set_sides(choice: Choice, kind: SideKind, names: tuple[str, ...]) -> None:
    """Compare other sides on the subject shown; no name lets the page propose some of the kind."""
    if choice.subject:
        set_subject(choice.on, choice.subject.value)
    st.query_params["by"] = kind
    if names:
        st.query_params["side"] = list(names)
    else:
        st.query_params.pop("side", None)


def _subject() -> tuple[str, Subject | None, tuple[str, ...]]:
    given = st.query_params.get("on", "")
    on, _, value = given.partition(":")
    if on == "risk" and value in RISK_NAMES:
        return on, Subject("risk", value), ()
    if on == "place" and (places := from_query({"place": value})[0].places):
        return on, Subject("place", places[0]), ()
    if on == "words" and (text := from_query({"q": value})[0].text):
        return on, Subject("text", text), ()
    if on in SUBJECTS:
        return on, None, () if not value else (f"on={given}",)
    return "", None, (f"on={given}",) if given else ()


def _kind() -> SideKind | None:
    given = st.query_params.get("by", "actor" if "side" in st.query_params else None)
    return next((kind for kind in KINDS if kind == given), None)


def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sides' names, and those beyond what fits on the page."""
    found = (_line(name) for name in st.query_params.get_all("side"))
    names = tuple(dict.fromkeys(name for name in found if name))
    return names[:MAX_SIDES], tuple(f"side={name} (at most {MAX_SIDES} sides)" for name in names[MAX_SIDES:])


def _line(name: str) -> str:
    """Return a name as a store can hold it: one line, whole characters."""
    kept = (letter for letter in name[:MAX_NAME_CHARS] if unicodedata.category(letter) not in {"Cc", "Cs"})
    return "".join(kept).strip()
