"""What is compared: a subject and its sides, as the page's address has them, or proposed where it has none.

`on=place:geonames:1`, `on=risk:escalation`, `on=words:a corridor`; `by=actor`, `affiliation`
or `outlet`; `side=NAME`, once for each side. What is proposed is not in the address: it is
proposed anew under other filters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import streamlit as st

from dashboard.compare import proposal
from dashboard.filters import without
from dashboard.labels import RISK_NAMES
from pipeline.intake.clean import clean_line
from pipeline.queries import Filters, Side, SideKind, Speaking, Subject, from_query

MAX_SIDES = 4  # more columns than this are too narrow to read
MAX_NAME_CHARS = 400
SUBJECTS = {"place": "the place", "risk": "the risk", "words": "the words"}
KINDS: dict[SideKind, str] = {"affiliation": "states and bodies", "actor": "speakers", "outlet": "outlets"}
# Which fields of the filters a subject and the sides stand in the place of.
SUBJECT_FIELDS = {"place": "places", "risk": "risks", "text": "text"}
SIDE_FIELDS: dict[SideKind, str] = {"actor": "actors", "affiliation": "affiliations", "outlet": "outlets"}
_KEPT = "compare_start"  # the session's: what was asked last, and where it started


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


class _Given(NamedTuple):
    """What the address says; on: the kind of subject, "" for any."""

    on: str
    subject: Subject | None
    kind: SideKind | None
    names: tuple[str, ...]
    dropped: tuple[str, ...]


class _Start(NamedTuple):
    """What is compared: as the address has it, the rest proposed."""

    on: str
    subject: Subject | None
    kind: SideKind
    names: tuple[str, ...]
    differ: bool


def current(filters: Filters) -> Choice:
    """Return what the address asks to compare; where it says nothing, what the store has most to say on."""
    given = _given()
    start = _kept(filters, given)
    return Choice(
        on=start.on,
        subject=start.subject,
        kind=start.kind,
        names=start.names,
        speaking=tuple(one.name for one in _speaking(filters, start.subject, start.kind)),
        proposed_subject=start.subject is not None and given.subject is None,
        proposed_sides=not given.names,
        differ=start.differ,
        dropped=given.dropped,
    )


def _kept(filters: Filters, given: _Given) -> _Start:
    """Return where to start, as before for the same question: its reader does not lose it to a new article."""
    asked, start = st.session_state.get(_KEPT, (None, None))
    if asked != (filters, given) or start is None or len(start.names) < 2:
        start = _start(filters, given)
        st.session_state[_KEPT] = ((filters, given), start)
    return start


def _start(filters: Filters, given: _Given) -> _Start:
    on, subject = given.on, given.subject
    if subject is None:
        on, subject = proposal.subject(_by(filters, given), on)
    kind = given.kind or proposal.kind(filters, subject)
    found = proposal.sides(_speaking(filters, subject, kind), getattr(filters, SIDE_FIELDS[kind])[:MAX_SIDES])
    return _Start(on, subject, kind, given.names or found.names, found.differ)


def _by(filters: Filters, given: _Given) -> Filters:
    """Return the filters with the sides that the address names in the place of their own."""
    if not (given.kind and given.names):
        return filters
    changes: dict[str, Any] = {SIDE_FIELDS[given.kind]: given.names}
    return replace(filters, **changes)


def _speaking(filters: Filters, subject: Subject | None, kind: SideKind) -> tuple[Speaking, ...]:
    return proposal.speaking(without(filters, SIDE_FIELDS[kind]), subject, kind)


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


def _given() -> _Given:
    on, subject, dropped = _subject()
    names, unread = _names()
    return _Given(on, subject, _kind(), names, dropped + unread)


def _subject() -> tuple[str, Subject | None, tuple[str, ...]]:
    given = clean_line(st.query_params.get("on", ""))
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
    found = (clean_line(name, limit=MAX_NAME_CHARS) for name in st.query_params.get_all("side"))
    names = tuple(dict.fromkeys(name for name in found if name))
    return names[:MAX_SIDES], tuple(f"side={name} (at most {MAX_SIDES} sides)" for name in names[MAX_SIDES:])
