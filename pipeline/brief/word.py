"""The brief as a Word document (DOCX): the same lines, with footnotes that Word itself numbers and moves."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from pipeline.brief import phrases
from pipeline.brief.footnotes import Footnote, Footnotes
from pipeline.brief.model import Brief, Figure, Group, Picture, PlaceLine, QuoteLine
from pipeline.brief.runs import add_run, element, turn
from pipeline.queries import Passage

_MAX_CITED_CHARS = 160
_WIDTH = Cm(17)  # of A4 between margins of 2 cm
_SMALL = 17  # half points
_PLACE_CM = (4.0, 3.0, 1.7, 2.3, 1.9, 4.1)  # columns of the table of places
_INK, _RULE = "1E2226", "C9C4B8"

Row = tuple[str, int, Sequence[str]]  # name, number of its note, the other cells


def to_docx(brief: Brief) -> bytes:
    """Return the brief as the bytes of a DOCX file. A picture that is an SVG is named there, not shown."""
    writer = _Writer(brief)
    writer.write()
    return writer.bytes()


class _Writer:
    """Writes one brief from its first line to its last."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._notes = {note.number: note for note in brief.notes}
        self._document: WordDocument = Document()
        self._footnotes = Footnotes(self._document)
        _lay_out(self._document, brief)

    def bytes(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def write(self) -> None:
        """Write all there is, in the order of the page."""
        brief = self._brief
        self._head()
        if "figures" in brief.parts:
            self._figures(brief.figures)
        if brief.news:
            self._heading("What is new", 1)
            self._mark(self._paragraph(brief.news.words), brief.news.note)
            self._quotes(brief.news.lines)
        self._pictures(brief.pictures)
        self._places()
        if "gravest" in brief.parts:
            self._groups("Gravest words", brief.gravest, phrases.NO_QUOTES)
        if "novel" in brief.parts:
            self._groups("Said for the first time", brief.novel, phrases.NO_FIRSTS)
        self._method()

    def _head(self) -> None:
        brief = self._brief
        self._heading(brief.title, 0)
        if brief.author:
            self._small("Prepared by ", brief.author, between="")
        self._small(phrases.as_of(brief))
        self._small(f"Shows {phrases.shows(brief)}.")
        if brief.address:
            self._small(f"View: {brief.address}")

    def _figures(self, figures: Sequence[Figure]) -> None:
        self._heading("Key figures", 1)
        compared = phrases.is_compared(figures)
        rows: list[Row] = []
        for figure in figures:
            before = "–" if figure.before is None else f"{figure.before:,}"
            change = phrases.difference(figure.value, figure.before) or "–"
            rows.append((figure.name, figure.note, (f"{figure.value:,}", *((before, change) if compared else ()))))
        heads = ("", "Now", "Before", "Change") if compared else ("", "Now")
        self._table(heads, rows, widths=(8.0, 3.0, 3.0, 3.0)[: len(heads)], numbers=range(1, len(heads)))
        self._small(self._brief.period)

    def _places(self) -> None:
        kinds = (("Place", self._brief.places), ("Country or wider area", self._brief.areas))
        if any(places for _, places in kinds):
            self._heading("Places", 1)
        for name, places in kinds:
            if places:
                heads = (name, "Known to", "Quotes", "Change", "Articles", "Risks of quotes about it")
                self._table(heads, [_place(place) for place in places], widths=_PLACE_CM, numbers=range(2, 5))
                self._document.add_paragraph()

    def _table(self, heads: Sequence[str], rows: Iterable[Row], *, widths: Sequence[float], numbers: range) -> None:
        """Write a table; `widths` in cm; the columns in `numbers` stand to the right."""
        table = self._document.add_table(rows=1, cols=len(heads))
        table.autofit = False
        for column, cm in zip(table.columns, widths, strict=True):
            column.width = Cm(cm)
        self._row(table.rows[0], [(head, None) for head in heads], widths, numbers)
        for name, note, values in rows:
            self._row(table.add_row(), [(name, note), *((value, None) for value in values)], widths, numbers)
        _make_heads(table)

    def _row(self, row: _Row, cells: Sequence[tuple[str, int | None]], widths: Sequence[float], numbers: range) -> None:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for at, (cell, (words, note)) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(widths[at])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.space_before = Pt(2)
            if at in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            add_run(paragraph._p, words, half_points=_SMALL)
            if note is not None:
                self._mark(paragraph, note)

    def _groups(self, title: str, groups: Sequence[Group], empty: str) -> None:
        self._heading(title, 1)
        for group in groups:
            self._heading(group.title, 2)
            self._quotes(group.lines)
        if not groups:
            self._paragraph(empty)

    def _quotes(self, lines: Iterable[QuoteLine]) -> None:
        for quote in lines:
            words = self._paragraph(f"“{quote.words}”" if quote.direct else quote.words, style="Quote")
            words.paragraph_format.keep_with_next = True
            words.paragraph_format.space_after = Pt(0)
            self._mark(words, quote.note)
            self._small(*phrases.line(quote))

    def _pictures(self, pictures: Sequence[Picture]) -> None:
        if pictures:
            self._heading("Map and charts", 1)
        for picture in pictures:
            if picture.kind == "png":
                shape = self._document.add_picture(io.BytesIO(picture.data), width=_WIDTH)
                shape._inline.docPr.set("descr", phrases.clean(picture.alt))
                self._small(picture.caption)
            else:  # Word shows an SVG only beside a PNG of the same picture
                self._small(f"Picture, shown in the HTML version of this brief: {picture.alt}")

    def _method(self) -> None:
        self._heading("How this was worked out, and where it fails", 1)
        for title, words in self._brief.method:
            paragraph = self._document.add_paragraph()
            add_run(paragraph._p, f"{title}. ", bold=True)
            add_run(paragraph._p, words)
        if self._brief.models:
            self._small("Read with. " + "; ".join(f"{part}: {version}" for part, version in self._brief.models))

    def _heading(self, words: str, level: int) -> None:
        turn(self._document.add_heading(phrases.clean(words), level)._p, words)

    def _paragraph(self, words: str, *, style: str | None = None) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        add_run(paragraph._p, words)
        turn(paragraph._p, words)
        return paragraph

    def _small(self, *parts: str, between: str = " · ") -> None:
        paragraph = self._document.add_paragraph()
        for number, part in enumerate(parts):
            add_run(paragraph._p, between if number else "", half_points=_SMALL)
            add_run(paragraph._p, part, half_points=_SMALL)

    def _mark(self, paragraph: Paragraph, number: int) -> None:
        """Put the note of this number at the end of a paragraph."""
        note = self._notes[number]
        footnote = self._footnotes.add(paragraph)
        footnote.say(note.words)
        for passage in note.cited:
            _cite(footnote, passage, quoted=bool(note.words))


def _place(place: PlaceLine) -> Row:
    name = f"{place.name} ({place.country})" if place.country else place.name
    change = phrases.difference(place.quotes, place.before) or "–"
    risks = phrases.placed(place) or "–"
    return name, place.note, (place.known, f"{place.quotes:,}", change, f"{place.articles:,}", risks)


def _cite(footnote: Footnote, passage: Passage, *, quoted: bool) -> None:
    if quoted:
        footnote.say(" “")
        footnote.say(phrases.shortened(passage.words, limit=_MAX_CITED_CHARS))
        footnote.say("” ")
    for number, part in enumerate(phrases.source(passage)):
        footnote.say(", " if number else "")
        footnote.say(part)
    if passage.url:
        footnote.say(", ")
        footnote.link(passage.url) if phrases.web_address(passage.url) else footnote.say(passage.url)
    footnote.say(". ")


def _make_heads(table: Table) -> None:
    """Say which row holds the names of columns, and rule the table: thinly between rows, darkly below that one."""
    for at, row in enumerate(table.rows):
        edge = {"sz": "4", "color": _RULE} if at else {"sz": "6", "color": _INK}
        for cell in row.cells:
            borders = element("w:tcBorders")
            borders.append(element("w:bottom", val="single", space="0", **edge))
            cell._tc.get_or_add_tcPr().append(borders)
    first = table.rows[0]
    first._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell in first.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _dress(document: WordDocument) -> None:
    """Give the styles the look of the page: dark ink, no blue, words upright."""
    ink = RGBColor.from_string(_INK)
    for name, points, before in (("Title", 22, 0), ("Heading 1", 13, 16), ("Heading 2", 10.5, 10)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(points), ink, True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        style.paragraph_format.keep_with_next = True
        for borders in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(borders)
    quote = document.styles["Quote"]
    quote.font.italic, quote.font.color.rgb, quote.font.size = False, ink, Pt(11)
    quote.paragraph_format.space_before = Pt(6)


def _number_pages(document: WordDocument) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field, between in (("PAGE", " / "), ("NUMPAGES", "")):
        simple = element("w:fldSimple", instr=field)
        add_run(simple, "1", half_points=_SMALL)
        paragraph._p.append(simple)
        add_run(paragraph._p, between, half_points=_SMALL)


def _lay_out(document: WordDocument, brief: Brief) -> None:
    _dress(document)
    _number_pages(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    about = document.core_properties
    about.title, about.comments = phrases.clean(brief.title)[:255], ""
    about.author = phrases.clean(brief.author)[:255] or "Tocsin"
    about.created = about.modified = brief.made_at
