"""What can be taken away: the brief as a page or a document, and the data of the view. Made when it is clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import controls, data, surface
from dashboard.brief import files, paper
from dashboard.brief.files import KINDS, Kind
from dashboard.data import brief as briefs
from dashboard.markup import Markup, tag
from pipeline.brief import phrases
from pipeline.brief.model import Brief, Picture, PictureKind
from pipeline.brief.page import to_html
from pipeline.brief.word import to_docx
from pipeline.queries import Filters
from pipeline.store.store import utc_now

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def offer_brief(brief: Brief, desk: str, pictures: Callable[[PictureKind], tuple[Picture, ...]]) -> None:
    """Offer the brief as a page and as a document; `pictures` gives its pictures as each takes them."""
    named = partial(files.file_name, files.shown(brief.asked), brief.made_at)
    with st.container(horizontal=True, key="brief_files"):
        st.download_button(
            "HTML", partial(_page, brief, desk), named(".html"), "text/html", key="brief_html",
            icon=":material/download:", on_click="ignore", help="One file that loads nothing: to print, mail, keep",
        )  # fmt: skip
        st.download_button(
            "Word", partial(_document, brief, pictures), named(".docx"), _DOCX, key="brief_docx",
            icon=":material/download:", on_click="ignore", help="DOCX with footnotes that Word numbers",
        )  # fmt: skip


def _page(brief: Brief, desk: str) -> bytes:
    return to_html(brief, opens=paper.opens_on(desk)).encode("utf-8")


def _document(brief: Brief, pictures: Callable[[PictureKind], tuple[Picture, ...]]) -> bytes:
    return to_docx(replace(brief, pictures=pictures("png")))


def offer_data(filters: Filters) -> None:
    """Offer the data of the view in each format, with how many rows it has; too many are told, with a way out."""
    st.caption("Data of this view")
    hxl = _tags()
    rows = counted(filters)
    asked = phrases.asked(filters, controls.place_names(data.options().places))
    over = [kind for kind in KINDS if kind.limit and rows[kind.row] > kind.limit]
    with st.container(horizontal=True, key="data_files"):
        for kind in KINDS:
            _offer(kind, filters, asked, hxl=hxl, rows=rows[kind.row], over=kind in over)
    surface.show([surface.Item("rows", _rows(rows))], key="rows")
    for kind in over[:1]:
        words = f"More than {kind.limit:,} {kind.row} are too many for one click. Narrow the filters, or run:"
        surface.show([surface.Item("over", tag("p", words, class_="over"))], key="over")
        st.code(files.command(filters, kind.ending, hxl=hxl), language=None, wrap_lines=True)


def _offer(
    kind: Kind, filters: Filters, asked: tuple[tuple[str, str], ...], *, hxl: bool, rows: int, over: bool
) -> None:
    hxl = hxl and kind.has_tags
    st.download_button(
        kind.name,
        partial(briefs.exported, filters, kind.ending, hxl=hxl),
        files.file_name(files.shown(asked), utc_now(), kind.ending, what=kind.row),
        kind.mime,
        key=f"data_{kind.name.lower()}",
        on_click="ignore",
        disabled=over or not rows,
        help=f"{rows:,} {kind.row}" + (", with HXL tags" if hxl else ""),
    )


def _tags() -> bool:
    """Offer the row of HXL tags; the address keeps it."""
    st.session_state["brief_hxl"] = st.query_params.get("hxl") == "1"

    def write() -> None:
        if st.session_state["brief_hxl"]:
            st.query_params["hxl"] = "1"
        else:
            st.query_params.pop("hxl", None)

    st.toggle("HXL tags in tables", key="brief_hxl", on_change=write)
    return bool(st.session_state["brief_hxl"])


def counted(filters: Filters) -> dict[str, int]:
    """Return how many rows each kind of data has."""
    figures = data.key_figures(filters)
    return {"quotes": figures.quotes, "places": figures.places, "articles": figures.articles}


def _rows(rows: dict[str, int]) -> Markup:
    words = "CSV and XLSX: {quotes:,} quotes. GeoJSON: {places:,} places. JSONL: {articles:,} articles."
    return tag("p", words.format_map(rows), class_="rows")


def finished(brief: Brief, pictures: tuple[Picture, ...], *, title: str, author: str, address: str) -> Brief:
    """Return the brief with its pictures and what the reader wrote on it."""
    title = title or files.default_title(brief.asked)
    return replace(brief, pictures=pictures, title=title, author=author, address=address)
