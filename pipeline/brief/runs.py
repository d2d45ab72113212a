"""Words in a Word document, each in the direction in which it is read."""

from __future__ import annotations

import unicodedata

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from pipeline.brief.phrases import clean


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of WordprocessingML, such as `element("w:pStyle", val="Quote")`."""
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def is_rtl(words: str) -> bool:
    """Tell whether words are read from right to left: by their first strong character, as `dir=auto` does."""
    strong = (unicodedata.bidirectional(character) for character in words)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"


def add_run(parent: BaseOxmlElement, words: str, *, bold: bool = False, half_points: int | None = None) -> None:
    """Append words, if there are any, to a paragraph or a field. `half_points`: size of the letters in half points."""
    if not words:
        return
    run, properties = element("w:r"), element("w:rPr")
    if bold:
        properties.append(element("w:b"))
    if half_points:
        properties.append(element("w:sz", val=str(half_points)))
        properties.append(element("w:szCs", val=str(half_points)))
    if is_rtl(words):
        properties.append(element("w:rtl"))
    if len(properties):
        run.append(properties)
    text = element("w:t")
    text.text = clean(words).replace("\n", " ")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    parent.append(run)


def turn(paragraph: BaseOxmlElement, words: str) -> None:
    """Lay a paragraph out from right to left where its words begin so."""
    if is_rtl(words):
        paragraph.get_or_add_pPr().append(element("w:bidi"))
