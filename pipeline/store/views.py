"""Named views: what an analyst keeps of the desk's address, and when they last looked. Content is never touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from pipeline.errors import ViewError
from pipeline.intake.clean import clean_line
from pipeline.store import schema
from pipeline.store.engine import insert_into, translated
from pipeline.store.store import Store, utc_now

MAX_VIEWS = 100  # an owner
MAX_NAME_CHARS = 80
MAX_QUERY_CHARS = 8_000  # what browsers and servers in between still carry as an address
MAX_QUERY_VALUES = 500
MAX_OWNER_CHARS = 200
# Each browser that ever looked leaves a row; beyond these the longest unseen are forgotten.
MAX_LOOKS = 10_000
# Looks no further apart are one sitting: a page that is loaded anew has not made the night's news old.
SITTING = timedelta(minutes=30)

_V = schema.views.c
_L = schema.looks.c


@dataclass(frozen=True, slots=True)
class View:
    """A named address. `query` is what stands behind the question mark: `actor=Anna+Lind&from=2018-09-01`."""

    name: str
    query: str
    created_at: datetime
    updated_at: datetime


class Views:
    """The named views of one owner, a user or a browser; the empty owner's are everybody's.

    Needs a store that is open for writing. Every method raises StoreError where it cannot be
    read or written, and ViewError where a name, an address or an owner cannot be used.
    """

    def __init__(self, store: Store, *, owner: str = "", clock: Callable[[], datetime] = utc_now) -> None:
        if len(owner) > MAX_OWNER_CHARS:
            raise ViewError("", f"an owner of {len(owner)} characters; at most {MAX_OWNER_CHARS} are kept")
        self._store = store
        self._owner = clean_line(owner)
        self._clock = clock

    def all(self) -> tuple[View, ...]:
        """Return all views, by name."""
        statement = sa.select(_V.name, _V.query, _V.created_at, _V.updated_at).where(_V.owner == self._owner)
        with self._store.reading() as connection:
            return tuple(View(*row) for row in connection.execute(statement.order_by(_V.folded)))

    def find(self, name: str) -> View | None:
        """Return the view of this name, whatever its case, or None."""
        return next((view for view in self.all() if _fold(view.name) == _fold(_clean(name))), None)

    def save(self, name: str, query: str) -> View:
        """Keep an address under a name; one that was kept under it before is replaced.

        Raises:
            ViewError: the name is empty or too long, the address too long, or there are too many views.
        """
        name, query, now = _named(name), _address(name, query), self._clock()
        with self._writing() as connection:
            there = self._created(connection, name)
            if there is None and self._count(connection) >= MAX_VIEWS:
                raise ViewError(name, f"view {name!r} cannot be kept: there are {MAX_VIEWS} already; delete one first")
            insert = insert_into(connection, schema.views).values(
                owner=self._owner, folded=_fold(name), name=name, query=query, created_at=now, updated_at=now
            )
            changed = {"name": name, "query": query, "updated_at": now}
            connection.execute(insert.on_conflict_do_update(index_elements=["owner", "folded"], set_=changed))
        return View(name, query, there or now, now)

    def rename(self, name: str, to: str) -> str:
        """Give a view another name, and return it as it is kept; when it was last looked at goes with it.

        Raises:
            ViewError: there is no such view, another one has the new name, or it is empty or too long.
        """
        old, new = _fold(_clean(name)), _named(to)
        with self._writing() as connection:
            if old != _fold(new) and self._created(connection, new) is not None:
                raise ViewError(new, f"there is a view {new!r} already; delete it first, or choose another name")
            found = schema.views.update().where(_V.owner == self._owner, _V.folded == old)
            renamed = connection.execute(found.values(folded=_fold(new), name=new, updated_at=self._clock()))
            if not renamed.rowcount:
                raise _missing(name)
            if old != _fold(new):
                self._forget(connection, _fold(new))
                looks = schema.looks.update().where(_L.owner == self._owner, _L.view == old)
                connection.execute(looks.values(view=_fold(new)))
        return new

    def delete(self, name: str) -> None:
        """Forget a view and when it was last looked at.

        Raises:
            ViewError: there is no such view.
        """
        folded = _fold(_clean(name))
        with self._writing() as connection:
            gone = connection.execute(schema.views.delete().where(_V.owner == self._owner, _V.folded == folded))
            if not gone.rowcount:
                raise _missing(name)
            self._forget(connection, folded)

    def looked_at(self, view: str = "") -> datetime | None:
        """Return when the owner last looked at a view (empty: at the desk as a whole); None: never."""
        statement = sa.select(_L.looked_at).where(_L.owner == self._owner, _L.view == _fold(_clean(view)))
        with self._store.reading() as connection:
            return connection.execute(statement).scalar_one_or_none()

    def look(self, view: str = "") -> datetime | None:
        """Note that the owner looks now; return when they last looked before this sitting, or None.

        A sitting goes on while no half an hour passes between two looks.

        Raises:
            ViewError: a view is named that there is not.
        """
        folded, now = _fold(_clean(view)), self._clock()
        with self._writing() as connection:
            if folded and self._created(connection, view) is None:
                raise _missing(view)
            same = (_L.owner == self._owner, _L.view == folded)
            last = connection.execute(sa.select(_L.looked_at, _L.before).where(*same)).one_or_none()
            before = last and (last.before if now - last.looked_at <= SITTING else last.looked_at)
            values = {"looked_at": now, "before": before}
            insert = insert_into(connection, schema.looks).values(owner=self._owner, view=folded, **values)
            connection.execute(insert.on_conflict_do_update(index_elements=["owner", "view"], set_=values))
            if last is None:
                _forget_oldest(connection)
        return before

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with translated(self._store.url), self._store.engine.begin() as connection:
            yield connection

    def _created(self, connection: sa.Connection, name: str) -> datetime | None:
        same = (_V.owner == self._owner, _V.folded == _fold(_clean(name)))
        return connection.execute(sa.select(_V.created_at).where(*same)).scalar_one_or_none()

    def _count(self, connection: sa.Connection) -> int:
        mine = sa.select(sa.func.count()).select_from(schema.views).where(_V.owner == self._owner)
        return connection.execute(mine).scalar_one()

    def _forget(self, connection: sa.Connection, folded: str) -> None:
        connection.execute(schema.looks.delete().where(_L.owner == self._owner, _L.view == folded))


def _forget_oldest(connection: sa.Connection) -> None:
    """Keep the table of looks from growing with every browser that ever came by."""
    over = sa.select(_L.owner, _L.view).order_by(_L.looked_at.desc(), _L.owner, _L.view).offset(MAX_LOOKS).limit(100)
    for owner, view in connection.execute(over).all():
        connection.execute(schema.looks.delete().where(_L.owner == owner, _L.view == view))


def _clean(name: str) -> str:
    return clean_line(name, limit=MAX_NAME_CHARS + 1)


def _fold(name: str) -> str:
    return name.casefold()


def _named(name: str) -> str:
    cleaned = _clean(name)
    if not cleaned:
        raise ViewError(cleaned, "a view needs a name; give it some letters")
    if len(cleaned) > MAX_NAME_CHARS:
        raise ViewError(
            cleaned, f"the name {cleaned[:20]!r}… is too long; at most {MAX_NAME_CHARS} characters are kept"
        )
    return cleaned


def _address(name: str, query: str) -> str:
    """Return a query as it is kept: parameters alone, each encoded anew, so that nothing else is ever opened by it."""
    try:
        pairs = parse_qsl(query.removeprefix("?"), max_num_fields=MAX_QUERY_VALUES)
    except ValueError:
        raise ViewError(name, f"view {name!r} has more than {MAX_QUERY_VALUES} values; take filters away") from None
    kept = urlencode([(clean_line(key), clean_line(value)) for key, value in pairs])
    if len(kept) > MAX_QUERY_CHARS:
        raise ViewError(
            name, f"the address of view {name!r} is too long; at most {MAX_QUERY_CHARS:,} characters are kept"
        )
    return kept


def _missing(name: str) -> ViewError:
    return ViewError(name, f"there is no view {_clean(name)!r}; it may have been renamed or deleted")
