"""A small store and the briefs made of it, for the tests of what a brief says and of its formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline.brief.build import build
from pipeline.brief.model import Brief, News
from pipeline.queries import Filters, Passage
from pipeline.records import Span, StanceTag
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock
from tests.stored import article

NOW = datetime(2018, 9, 12, 7, tzinfo=UTC)
WEEK = Filters(date_from=date(2018, 9, 6), date_to=date(2018, 9, 12))
EVIL = '"><img src=http://evil.example/x onerror=alert(1)><script>alert(1)</script>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc000000301010018dd8db00000000049454e44ae426082"
)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'
)


def opened(tmp_path) -> Iterator[Store]:
    """A week with one report in two outlets and one that condemns, and an article of the week before."""
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}", clock=clock("2018-09-10T10:00"))
    store.upsert([article("before", date="2018-09-01")])
    store.upsert([article("one"), Entry(article("copy", outlet="Southern Mirror", date="2018-09-07"), copy_of="one")])
    condemning = article("later", date="2018-09-11", outlet="Gulf Ledger")
    first = replace(condemning.quotes[0], stance=StanceTag("condemn", 0.9, "a2"))
    store.upsert([replace(condemning, quotes=(first, *condemning.quotes[1:]))])
    yield store
    store.close()


def made(store, filters=WEEK, **options) -> Brief:
    return build(store, filters, now=NOW, **options)


def lines(brief):
    groups = [*brief.gravest, *brief.novel]
    return [*brief.news.lines, *(line for group in groups for line in group.lines)]


NEWS = News(NOW, "Nothing new.", 1, ())
CITED = Passage("one", (Span(0, 4),), "word", "Title", "Outlet", None, "en", NOW, "time", is_sample=False)
EMPTY = Brief(
    title="Brief", made_at=NOW, run_at=None, newest_at=None, asked=(), period="", address="", figures=(), news=NEWS,
    pictures=(), places=(), areas=(), gravest=(), novel=(), notes=(), method=(), models=(),
)  # fmt: skip
