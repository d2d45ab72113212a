"""What Brief asks of the store: the brief itself, how much its files would hold, and the files."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.data import situation
from dashboard.data.asking import ask, kept_whole, version
from pipeline.brief.build import By, build
from pipeline.brief.model import Brief, Part, Picture, PictureKind
from pipeline.brief.pictures import pictures
from pipeline.export import export
from pipeline.queries import Filters
from pipeline.store import Store
from pipeline.store.store import utc_now

# "24 hours ago" moves: a brief of an unchanged store is made anew after so many seconds.
_FRESH_S = 300


def brief(filters: Filters, *, since: timedelta | datetime | None, by: By, parts: tuple[Part, ...]) -> Brief:
    """Return the brief of what matches (`pipeline.brief.build`), without pictures and what is written on it.

    `since` is a span back from now, or a moment.
    """
    return _brief(filters, since, by, parts, version())


@kept_whole(ttl=_FRESH_S)
def _brief(
    filters: Filters,
    since: timedelta | datetime | None,
    by: By,
    parts: tuple[Part, ...],
    version: str,  # noqa: ARG001
) -> Brief:
    now = utc_now()
    moment = now - since if isinstance(since, timedelta) else since
    return ask(build, filters, now=now, since=moment, by=by, parts=parts)


def drawn(filters: Filters, which: tuple[str, ...], kind: PictureKind) -> tuple[Picture, ...]:
    """Return the pictures of a brief (`pipeline.brief.pictures`)."""
    return _drawn(filters, which, kind, version())


@kept_whole()
def _drawn(filters: Filters, which: tuple[str, ...], kind: PictureKind, version: str) -> tuple[Picture, ...]:  # noqa: ARG001
    return pictures(situation.places(filters), situation.timeline(filters, by="risk"), kind=kind, which=which)


def exported(filters: Filters, ending: str, *, hxl: bool) -> bytes:
    """Return what matches as the bytes of a file (`pipeline.export`); not kept, as it may be large.

    Raises:
        ConfigError: a sheet has no room for it.
        StoreError: the store cannot be read.
    """

    def written(store: Store) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"export{ending}"
            export(store, path, filters, hxl=hxl)
            return path.read_bytes()

    return ask(written)
