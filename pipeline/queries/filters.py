"""What the user asks for, as one value: the key of every cache, the options of `export`, the address of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from pipeline.intake.clean import clean_line
from pipeline.queries.wanted import wanted
from pipeline.records import Modality, RiskLabel, Stance

STANCES: tuple[str, ...] = get_args(Stance)
RISKS: tuple[str, ...] = get_args(RiskLabel)
MODALITIES: tuple[str, ...] = get_args(Modality)

# More than a person sets by hand; an address with more is an accident or an attack.
MAX_VALUES = 50
MAX_CHARS = 200

# Field → its name in the page's address and (with dashes) on the command line.
PARAMETERS = {
    "actors": "actor",
    "affiliations": "affiliation",
    "places": "place",
    "stances": "stance",
    "risks": "risk",
    "modality": "modality",
    "outlets": "outlet",
    "languages": "language",
    "date_from": "from",
    "date_to": "to",
    "text": "q",
}
_LISTS = ("actors", "affiliations", "places", "stances", "risks", "outlets", "languages")
_KNOWN = {"stances": STANCES, "risks": RISKS}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which quotes and articles are asked for. Values of one field widen, fields narrow.

    actors: names of speakers. affiliations: states or organisations that speakers belong to.
    places: gazetteer ids of places that a quote is about or was spoken at. risks and modality
    are met by one and the same risk. date_from and date_to are days in UTC, both inclusive;
    with either set, undated articles are left out. text: words that are all in a quote, or all
    in a title (`queries.wanted` says how they are read); without a word, it finds nothing.
    """

    actors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    modality: str | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    text: str = ""

    @property
    def about_speech(self) -> bool:
        """Tell whether the filters ask for what somebody said, so that an article's own words do not count."""
        return bool(self.actors or self.affiliations or self.stances or self.text)

    @property
    def dated(self) -> bool:
        """Tell whether undated articles are left out."""
        return self.date_from is not None or self.date_to is not None

    def to_query(self) -> dict[str, list[str]]:
        """Return the filters as parameters of an address; what is not set is left out."""
        return {
            PARAMETERS[field.name]: values for field in fields(self) if (values := _shown(getattr(self, field.name)))
        }


def from_query(parameters: Mapping[str, str | Sequence[str]]) -> tuple[Filters, tuple[str, ...]]:
    """Read filters from the parameters of an address; return them, and what was dropped because it means nothing.

    Parameters of other names are somebody else's and pass unread.
    """
    given: dict[str, list[str]] = {}
    dropped: list[str] = []
    for name, parameter in PARAMETERS.items():
        raw = parameters.get(parameter, ())
        values = [raw] if isinstance(raw, str) else list(raw)
        given[name], refused = _usable(name, _clean(values))
        dropped += [_refused(name, parameter, value) for value in refused]
    days: dict[str, Any] = {
        name: date.fromisoformat(given[name][0]) if given[name] else None for name in ("date_from", "date_to")
    }
    if days["date_from"] and days["date_to"] and days["date_from"] > days["date_to"]:
        dropped.append(f"to={days['date_to']} (before from={days['date_from']})")
        days["date_to"] = None
    lists: dict[str, Any] = {name: tuple(given[name]) for name in _LISTS}
    one = {name: given[name][0] if given[name] else None for name in ("modality", "text")}
    return Filters(**lists, **days, modality=one["modality"], text=one["text"] or ""), tuple(dropped)


def _shown(value: Any) -> list[str]:
    if not value:
        return []
    return [str(value)] if isinstance(value, str | date) else [str(item) for item in value]


def _clean(values: Iterable[object]) -> list[str]:
    lines = (clean_line(str(value)[: 2 * MAX_CHARS], limit=MAX_CHARS).strip() for value in values)
    return list(dict.fromkeys(line for line in lines if line))


def _usable(name: str, values: list[str]) -> tuple[list[str], list[str]]:
    """Split values into those that the field can hold and those that are dropped."""
    most = MAX_VALUES if name in _LISTS else 1
    good = [value for value in values if _means_something(name, value)]
    return good[:most], [value for value in values if value not in good[:most]]


def _means_something(name: str, value: str) -> bool:
    if name in {"date_from", "date_to"}:
        return _is_day(value)
    if name == "modality":
        return value in MODALITIES
    if name == "text":
        return bool(wanted(value))
    return value in _KNOWN.get(name, (value,))


def _refused(name: str, parameter: str, value: str) -> str:
    wordless = name == "text" and not wanted(value)
    return f"{parameter}={value}" + (" (no word in it)" if wordless else "")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
