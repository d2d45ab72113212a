"""What a comparison says in words: its subject, a matter, what was proposed, what is set aside, what to add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from dashboard import controls
from dashboard.compare.choice import KINDS, SIDE_FIELDS, SUBJECT_FIELDS, Choice
from dashboard.labels import risk_name
from pipeline.queries import Filters, Subject

_FIELD_NAMES = {
    "places": "place",
    "risks": "risk",
    "text": "search",
    "actors": "speaker",
    "affiliations": "who is spoken for",
    "outlets": "outlet",
}


def of_subject(subject: Subject, places: Mapping[str, str]) -> str:
    """Return what is spoken of, by its name."""
    if subject.kind == "place":
        return places.get(subject.value, subject.value)
    return risk_name(subject.value) if subject.kind == "risk" else f"“{subject.value}”"


def proposed(choice: Choice, filters: Filters) -> str:
    """Say what nobody chose and why it is shown; empty where all was chosen."""
    parts = []
    if choice.proposed_subject and choice.subject:
        parts.append(_why(choice, filters))
    if choice.proposed_sides and choice.names:
        parts.append(_who(choice, filters))
    return f"Proposed: {', and '.join(parts)}. Change any of it above." if parts else ""


def _why(choice: Choice, filters: Filters) -> str:
    if choice.subject and getattr(filters, SUBJECT_FIELDS[choice.subject.kind]):
        return f"what your filters name as {_FIELD_NAMES[SUBJECT_FIELDS[choice.subject.kind]]}"
    most = {"place": "the place most quotes are about", "risk": "the risk spoken of most"}[choice.on]
    return f"{most}{' under these filters' if filters != Filters() else ''}"


def _who(choice: Choice, filters: Filters) -> str:
    named = getattr(filters, SIDE_FIELDS[choice.kind])
    if len(named) > 1:
        return "the sides that your filters name"
    most = {1: "the only one quoted on it"}.get(len(choice.names), "the two most quoted on it")
    return f"{most} who mostly do different things" if choice.differ else most


def set_aside(choice: Choice, filters: Filters, places: Mapping[str, str]) -> str:
    """Say which filters the subject and the sides stand in the place of; empty where none is lost by it."""
    kept: dict[str, tuple[str, ...]] = {SIDE_FIELDS[choice.kind]: choice.names}
    if choice.subject:
        kept[SUBJECT_FIELDS[choice.subject.kind]] = (choice.subject.value,)
    lost = [
        f"{_FIELD_NAMES[field.name]} {controls.in_words(field.name, value, dict(places))}"
        for field in fields(filters)
        for value in _values(getattr(filters, field.name))
        if field.name in kept and value not in kept[field.name]
    ]
    if not lost:
        return ""
    return f"Set aside here, as the comparison chooses its own: {', '.join(lost)}. Your other filters hold."


def nothing(choice: Choice, filters: Filters, places: Mapping[str, str]) -> tuple[str, str]:
    """Say why there is nothing to compare, and what to do about it: a heading and a sentence."""
    if choice.subject is None:
        if choice.on == "words":
            return (
                "Which words?",
                "Write above what to look for in quotes and titles, and who speaks of it is compared.",
            )
        return (
            "Nothing to compare yet",
            "No quote here is about a place or a risk. Compare on words, or widen the filters.",
        )
    widen = ", or widen the filters" if filters != Filters() else ""
    title = f"None of the {KINDS[choice.kind]} is quoted on {of_subject(choice.subject, places)}"
    return title, f"Choose another subject or other sides above{widen}."


def one_side(choice: Choice) -> str:
    """Say what a lone side lacks."""
    if len(choice.speaking) < 2:
        return f"One side alone, and nobody else among the {KINDS[choice.kind]} is quoted on this."
    return f"One side alone. Add another of the {KINDS[choice.kind]} quoted on this:"


def _values(held: object) -> tuple[str, ...]:
    return held if isinstance(held, tuple) else (str(held),) if held else ()
