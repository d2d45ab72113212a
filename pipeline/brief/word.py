"""The brief as a Word document (DOCX): the same lines, with footnotes that Word itself numbers and moves."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from pipeline.brief import phrases
from pipeline.brief.footnotes import Footnote, Footnotes
from pipeline.brief.model import Brief, Figure, Group, Picture, PlaceLine, QuoteLine
from pipeline.brief.runs import add_run, element, turn
from pipeline.queries import Passage

_MAX_CITED_CHARS = 300
_WIDTH = Cm(17)  # of A4 between margins of 2 cm
_SMALL = 17  # half points

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

    def _figures(self, figures: Iterable[Figure]) -> None:
        self._heading("Key figures", 1)
        rows: list[Row] = []
        for figure in figures:
            before = "–" if figure.before is None else f"{figure.before:,}"
            change = phrases.difference(figure.value, figure.before) or "–"
            rows.append((figure.name, figure.note, (f"{figure.value:,}", before, change)))
        self._table(("", "Now", "Before", "Change"), rows)
        self._small(self._brief.period)

    def _places(self) -> None:
        kinds = (("Place", self._brief.places), ("Country or wider area", self._brief.areas))
        if any(places for _, places in kinds):
            self._heading("Places", 1)
        for name, places in kinds:
            if places:
                heads = (name, "Known to", "Quotes", "Change", "Articles", "Risks of quotes about it")
                self._table(heads, [_place(place) for place in places])
                self._document.add_paragraph()

    def _table(self, heads: Sequence[str], rows: Iterable[Row]) -> None:
        table = self._document.add_table(rows=1, cols=len(heads), style="Light List")
        first = table.rows[0]
        first._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for cell, head in zip(first.cells, heads, strict=True):
            add_run(cell.paragraphs[0]._p, head, bold=True, half_points=_SMALL)
        for name, note, values in rows:
            named, *rest = table.add_row().cells
            add_run(named.paragraphs[0]._p, name, half_points=_SMALL)
            self._mark(named.paragraphs[0], note)
            for cell, value in zip(rest, values, strict=True):
                add_run(cell.paragraphs[0]._p, value, half_points=_SMALL)

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


def _lay_out(document: WordDocument, brief: Brief) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    about = document.core_properties
    about.title, about.comments = phrases.clean(brief.title)[:255], ""
    about.author = phrases.clean(brief.author)[:255] or "Tocsin"
    about.created = about.modified = brief.made_at
