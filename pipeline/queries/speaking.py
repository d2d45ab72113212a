"""Who speaks of what matches, and how: where a comparison can begin, and who else could stand in it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from pipeline.queries.compare import SideKind
from pipeline.queries.filters import Filters
from pipeline.queries.matching import Q
from pipeline.queries.spoken import spoken
from pipeline.store import Store

MOST = 200  # to choose from in a list; whoever speaks less is found by filtering
_NAMES = {"actor": Q.speaker, "affiliation": Q.affiliation, "outlet": Q.outlet}


@dataclass(frozen=True, slots=True)
class Speaking:
    """An actor, affiliation or outlet by name, its quotes (copies once), their stances: (label, quotes), most first."""

    name: str
    n_quotes: int
    stances: tuple[tuple[str, int], ...]


def speaking(store: Store, filters: Filters, kind: SideKind, *, limit: int = MOST) -> tuple[Speaking, ...]:
    """Return who speaks in matching quotes, the most quoted first."""
    name, count = _NAMES[kind].label("name"), sa.func.count().label("n")
    asked = spoken(filters, name, Q.stance, count).where(_NAMES[kind].is_not(None)).group_by(name, Q.stance)
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    counted: dict[str, list[tuple[str | None, int]]] = {}
    for row in rows:
        counted.setdefault(row.name, []).append((row.stance, row.n))
    found = [_speaking(who, stances) for who, stances in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.n_quotes, one.name))[:limit])


def _speaking(name: str, stances: list[tuple[str | None, int]]) -> Speaking:
    taken = sorted((-n, stance) for stance, n in stances if stance)
    return Speaking(name, sum(n for _, n in stances), tuple((stance, -n) for n, stance in taken))
