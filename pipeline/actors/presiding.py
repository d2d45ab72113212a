"""Who "THE PRESIDENT" is, the label of a transcript: the one then in office where it is published."""

from __future__ import annotations

import re

from pipeline.actors.antecedents import Antecedents
from pipeline.actors.catalogue import Entry
from pipeline.records import Span

HEADING_CHARS = 400  # of the text, in which a transcript says where it comes from
_LABEL = re.compile(r"THE (?P<vice>VICE )?PRESIDENT")
_PUBLISHERS = (("whitehouse.gov", "United States"), ("kremlin.ru", "Russia"))
# Where the words stand at the head of a transcript; hours of the American east are Washington's.
_PLACES = (
    (re.compile(r"\bWhite House\b|\bWashington\b|\b[AP]\.?M\.? E[SD]T\b", re.IGNORECASE), "United States"),
    (re.compile(r"\bKremlin\b", re.IGNORECASE), "Russia"),
)


def presiding(known: Antecedents, label: Span) -> Entry | None:
    """Return the president whom a label "THE PRESIDENT" means; None if it is another label or nothing tells whose."""
    article, found = known.article, _LABEL.fullmatch(label.of(known.article.text).strip())
    if not found or known.catalogue is None or article.published_at is None:
        return None
    state, role = _publisher(known), "vice president" if found["vice"] else "president"
    day = article.published_at.date().isoformat()
    offices = ((entry, entry.office_on(day)) for entry in known.catalogue.entries)
    holds = (entry for entry, held in offices if held and (held.role, held.affiliation) == (role, state))
    return next(holds, None)


def _publisher(known: Antecedents) -> str | None:
    """Return the state whose government publishes a transcript, as its address or its first lines tell."""
    article = known.article
    address = f"{article.outlet or ''} {article.url or ''}".casefold()
    if state := next((state for site, state in _PUBLISHERS if site in address), None):
        return state
    heading = article.text[:HEADING_CHARS]
    return next((state for place, state in _PLACES if place.search(heading)), None)
