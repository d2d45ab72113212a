"""Who speaks of what matches, and how: where a comparison can begin, and who else could stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.queries.chosen import choosing
from pipeline.queries.compare import SideKind
from pipeline.queries.counting import counted, tallied
from pipeline.queries.filters import Filters
from pipeline.store import Store
from pipeline.store.columns import Columns
from pipeline.store.columns.codes import Codes
from pipeline.store.columns.tables import Ints

MOST = 200  # to choose from in a list; whoever speaks less is found by filtering
_Names = Callable[[Columns], tuple[Ints, Codes]]
_NAMES: Mapping[str, _Names] = MappingProxyType(
    {
        "actor": lambda columns: (columns.quotes.speaker, columns.words.actors),
        "affiliation": lambda columns: (columns.quotes.affiliation, columns.words.affiliations),
        "outlet": lambda columns: (columns.articles.outlet[columns.quotes.article], columns.words.outlets),
    }
)


@dataclass(frozen=True, slots=True)
class Speaking:
    """An actor, affiliation or outlet by name, its quotes (copies once), their stances: (label, quotes), most first."""

    name: str
    n_quotes: int
    stances: tuple[tuple[str, int], ...]


def speaking(store: Store, filters: Filters, kind: SideKind, *, limit: int = MOST) -> tuple[Speaking, ...]:
    """Return who speaks in matching quotes, the most quoted first."""
    with choosing(store, filters) as chosen:
        column, code = _NAMES[kind](chosen.columns)
        who, stance = column[chosen.quotes], chosen.columns.quotes.stance[chosen.quotes]
        (names,), n = counted(who[who >= 0])
        known = (who >= 0) & (stance >= 0)
        (name, taken), n_taken = counted(who[known], stance[known])
        stances = tallied(name, n_taken, taken, chosen.columns.words.stances)
    found = zip(names.tolist(), code.named(names.tolist()), n.tolist(), strict=True)
    most = sorted(found, key=lambda one: (-one[2], one[1]))[:limit]
    return tuple(Speaking(name, n_quotes, stances.get(number, ())) for number, name, n_quotes in most)
