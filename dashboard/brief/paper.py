"""The brief on the screen as it will print: the very markup and style sheet of the file, on a sheet of paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from dashboard import surface
from dashboard.markup import Markup
from dashboard.routes import go
from pipeline.brief.model import Brief
from pipeline.brief.page import Opens, style, to_markup
from pipeline.queries import Filters, Passage


def show(brief: Brief) -> None:
    """Show the brief; its citations open the article where the cited words stand."""
    # Escaped by the tree that `to_markup` builds, as `tag` does it.
    sheet = Markup(to_markup(brief, opens=_opens))
    surface.show([surface.Item("sheet", sheet)], key="sheet", dress=_dress(), on_act=go)


def opens_on(desk: str) -> Opens:
    """Return how a citation in a file opens on the desk at an address, such as `http://127.0.0.1:8501/`."""

    def opens(passage: Passage) -> dict[str, str]:
        return {"href": f"{desk}{_path(passage)}", "rel": "noreferrer noopener"} if desk else {}

    return opens


def address(desk: str, filters: Filters) -> str:
    """Return the address of what the brief shows; empty where that of the desk is not known."""
    query = urlencode(filters.to_query(), doseq=True)
    return f"{desk}?{query}" if desk and query else desk


def _opens(passage: Passage) -> dict[str, str]:
    where = _where(passage)
    return {"href": _path(passage), "data_act": "open", "data_value": f"{where}#{passage.article_id}"}


def _path(passage: Passage) -> str:
    where = _where(passage)
    named = {} if not where else {"quote": where} if where.isdecimal() else {"at": where}
    return "article?" + urlencode({"article": passage.article_id, **named})


def _where(passage: Passage) -> str:
    """Return what of the article is cited: a quote by its number, else characters; empty: it has them no more."""
    if passage.is_replaced or not passage.spans:
        return ""
    first = passage.spans[0]
    return str(passage.quote) if passage.quote is not None else f"{first.start}-{first.end}"


@cache
def _dress() -> surface.Dress:
    paper = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    return surface.Dress("brief", f"{style()}\n{paper}")
