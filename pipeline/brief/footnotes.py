"""Footnotes of a Word document, which python-docx 1.2 does not write: the part that holds them and the marks.

ECMA-376, part 1, 17.11: a footnote is a paragraph in `word/footnotes.xml`, found by its id.
"""

from __future__ import annotations

from urllib.parse import quote

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from pipeline.brief.phrases import clean
from pipeline.brief.runs import add_run, element

# The lines that Word draws above footnotes, and above those that go on on the next page.
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class _FootnotesPart(Part):
    """The part of the file that holds the footnotes, as they are when it is saved."""

    def __init__(self, root: BaseOxmlElement, package: Package | None) -> None:
        super().__init__(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, package=package)
        self._root = root

    @property
    def blob(self) -> bytes:
        """The XML of the footnotes."""
        return serialize_part_xml(self._root)


class Footnote:
    """One footnote, written piece by piece."""

    def __init__(self, number: int, part: Part) -> None:
        self._part = part
        self._paragraph = element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val="FootnoteText"))
        self._paragraph.append(properties)
        self._paragraph.append(_reference("w:footnoteRef"))
        self.xml = element("w:footnote", id=str(number))
        self.xml.append(self._paragraph)
        self.say(" ")

    def say(self, words: str) -> None:
        """Write words, in their own direction."""
        add_run(self._paragraph, words)

    def link(self, address: str) -> None:
        """Write an address of the web that opens when clicked."""
        link = element("w:hyperlink")
        link.set(qn("r:id"), self._part.relate_to(_target(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        add_run(link, address)
        self._paragraph.append(link)


class Footnotes:
    """The footnotes of one document."""

    def __init__(self, document: Document) -> None:
        self._root = element("w:footnotes")
        for number, kind in _SEPARATORS:
            self._root.append(_separator(number, kind))
        self._count = 0
        self._part = _FootnotesPart(self._root, document.part.package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        _add_styles(document)
        _name_separators(document)

    def add(self, paragraph: Paragraph) -> Footnote:
        """Put a mark at the end of a paragraph; return the footnote to write."""
        self._count += 1
        footnote = Footnote(self._count, self._part)
        self._root.append(footnote.xml)
        paragraph._p.append(_reference("w:footnoteReference", id=str(self._count)))
        return footnote


def _target(address: str) -> str:
    """Return an address as the file may name it: Word calls a file damaged that names one with a blank in it."""
    return quote(clean(address), safe=":/?#[]@!$&'()*+,;=%-._~")


def _name_separators(document: Document) -> None:
    settings, properties = document.settings.element, element("w:footnotePr")
    for number, _ in _SEPARATORS:
        properties.append(element("w:footnote", id=str(number)))
    compat = settings.find(qn("w:compat"))  # the schema wants it before this one
    if compat is None:
        settings.append(properties)
    else:
        compat.addprevious(properties)


def _reference(name: str, **attributes: str) -> BaseOxmlElement:
    run, properties = element("w:r"), element("w:rPr")
    properties.append(element("w:rStyle", val="FootnoteReference"))
    run.append(properties)
    run.append(element(name, **attributes))
    return run


def _separator(number: int, kind: str) -> BaseOxmlElement:
    footnote = element("w:footnote", type=kind, id=str(number))
    paragraph, run = element("w:p"), element("w:r")
    run.append(OxmlElement(f"w:{kind}"))
    paragraph.append(run)
    footnote.append(paragraph)
    return footnote


def _add_styles(document: Document) -> None:
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(8)
    text.paragraph_format.space_after = Pt(0)
    for style, name in ((mark, "FootnoteReference"), (text, "FootnoteText")):
        style.element.set(qn("w:styleId"), name)
