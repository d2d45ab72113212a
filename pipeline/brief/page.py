"""The brief as one HTML file that loads nothing and runs nothing: to be read, printed, mailed.

Built as a tree of elements, so that what an article says can be nothing but words.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline.brief import phrases
from pipeline.brief.model import Brief, Figure, Group, News, Note, Picture, PlaceLine, QuoteLine
from pipeline.queries import Passage

# The file says itself that nothing may be loaded or run, whoever opens it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = Path(__file__).with_name("brief.css")
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_MAX_CITED_CHARS = 160

Child = ET.Element | str | None
Opens = Callable[[Passage], Mapping[str, str]]


def to_html(brief: Brief, *, opens: Opens | None = None) -> str:
    """Return the brief as a page of its own. `opens` makes citations links (`to_markup`)."""
    head = _e(
        "head",
        _e("meta", charset="utf-8"),
        _e("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        _e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _e("meta", name="referrer", content="no-referrer"),
        _e("title", f"{brief.title}, {phrases.moment(brief.made_at)}"),
        _e("style", style()),
    )
    page = _e("html", head, _e("body", _sheet(brief, opens)), lang="en")
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"


def to_markup(brief: Brief, *, opens: Opens | None = None) -> str:
    """Return what stands on the page, to be shown inside another with `style`.

    `opens` gives the attributes of a link that opens a passage where it stands, or nothing.
    """
    return ET.tostring(_sheet(brief, opens), encoding="unicode", method="html")


def style() -> str:
    """Return the brief's style sheet; beside anything else than the brief it wants a shadow root."""
    return _STYLE.read_text(encoding="utf-8")


def _sheet(brief: Brief, opens: Opens | None) -> ET.Element:
    return _e("article", _header(brief), _e("div", *_sections(brief, opens)), class_="brief", lang="en")


def _sections(brief: Brief, opens: Opens | None) -> Iterator[ET.Element]:
    if "figures" in brief.parts:
        yield _section("Key figures", _figures(brief.figures), _e("p", brief.period, class_="under"))
    if brief.news:
        yield _section("What is new", *_news(brief.news))
    if brief.pictures:
        yield _section("Map and charts", *map(_picture, brief.pictures))
    if brief.places or brief.areas:
        yield _section(
            "Places",
            _places("Places", brief.places) if brief.places else None,
            _places("Countries and wider areas", brief.areas) if brief.areas else None,
        )
    if "gravest" in brief.parts:
        yield _section("Gravest words", *_groups(brief.gravest, phrases.NO_QUOTES))
    if "novel" in brief.parts:
        yield _section("Said for the first time", *_groups(brief.novel, phrases.NO_FIRSTS))
    if brief.notes:
        yield _section("Notes", _notes(brief.notes, opens))
    yield _section("How this was worked out, and where it fails", *_method(brief))


def _header(brief: Brief) -> ET.Element:
    return _e(
        "header",
        _e("h1", brief.title, dir="auto"),
        _e("p", "Prepared by ", _e("bdi", brief.author)) if brief.author else None,
        _e("p", phrases.as_of(brief)),
        _e("p", "Shows ", _e("span", phrases.shows(brief), dir="auto"), "."),
        _e("p", "View: ", _address(brief.address)) if brief.address else None,
    )


def _figures(figures: Sequence[Figure]) -> ET.Element:
    compared = phrases.is_compared(figures)
    columns = ("", "Now", "Before", "Change") if compared else ("", "Now")
    rows = [
        _e(
            "tr",
            _e("th", figure.name, _mark(figure.note), scope="row"),
            *(_e("td", words, class_="number") for words in _counted(figure)[: len(columns) - 1]),
        )
        for figure in figures
    ]
    return _table("Key figures", columns, rows, numbers=range(1, 4))


def _counted(figure: Figure) -> tuple[str, str, str]:
    before = "–" if figure.before is None else f"{figure.before:,}"
    return f"{figure.value:,}", before, phrases.difference(figure.value, figure.before) or "–"


def _news(news: News) -> Iterator[ET.Element]:
    yield _e("p", news.words, _mark(news.note))
    yield from map(_quote, news.lines)


def _places(name: str, places: Iterable[PlaceLine]) -> ET.Element:
    rows = [
        _e(
            "tr",
            _e("th", _e("bdi", place.name), place.country and f" ({place.country})", _mark(place.note), scope="row"),
            _e("td", place.known),
            _e("td", f"{place.quotes:,}", class_="number"),
            _e("td", phrases.difference(place.quotes, place.before) or "–", class_="number"),
            _e("td", f"{place.articles:,}", class_="number"),
            _e("td", phrases.placed(place) or "–"),
        )
        for place in places
    ]
    columns = (name, "Known to", "Quotes", "Change", "Articles", "Risks of quotes about it")
    return _table(name, columns, rows, numbers=range(2, 5))


def _groups(groups: Iterable[Group], empty: str) -> Iterator[ET.Element]:
    shown = list(groups)
    for group in shown:
        yield _e("h3", group.title, dir="auto")
        yield from map(_quote, group.lines)
    if not shown:
        yield _e("p", empty)


def _quote(quote: QuoteLine) -> ET.Element:
    words = f"“{quote.words}”" if quote.direct else quote.words
    return _e(
        "blockquote",
        _e("p", _e("span", words, lang=quote.language), _mark(quote.note), dir="auto"),
        _e("p", *_apart(phrases.line(quote), " · "), class_="under"),
    )


def _apart(parts: Iterable[str], between: str) -> Iterator[Child]:
    """Yield parts side by side, each in its own direction."""
    for number, part in enumerate(parts):
        yield between if number else None
        yield _e("bdi", part)


def _picture(picture: Picture) -> ET.Element:
    data = base64.b64encode(picture.data).decode("ascii")
    return _e(
        "figure",
        _e("img", src=f"data:{_TYPES[picture.kind]};base64,{data}", alt=picture.alt),
        _e("figcaption", picture.caption, dir="auto") if picture.caption else None,
    )


def _notes(notes: Iterable[Note], opens: Opens | None) -> ET.Element:
    return _e("ol", *(_note(note, opens) for note in notes), class_="notes")


def _note(note: Note, opens: Opens | None) -> ET.Element:
    parts: list[Child] = [f"{note.words} "] if note.words else []
    for passage in note.cited:
        parts += [*_cited(passage, opens, quoted=bool(note.words)), " "]
    back = _e("a", "↑", href=f"#r{note.number}", aria_label=f"Back to the line of note {note.number}")
    return _e("li", *parts, back, id=f"n{note.number}")


def _cited(passage: Passage, opens: Opens | None, *, quoted: bool) -> Iterator[Child]:
    if quoted:
        yield _e("q", phrases.shortened(passage.words, limit=_MAX_CITED_CHARS), dir="auto", lang=passage.language)
        yield " "
    *origin, article, characters = phrases.source(passage)
    yield from _apart(origin, ", ")
    yield ", "
    link = opens(passage) if opens else {}
    yield _e("a" if link else "span", *_apart((article, characters), ", "), **link)
    if passage.url:
        yield ", "
        yield _address(passage.url)
    yield "."


def _method(brief: Brief) -> Iterator[ET.Element]:
    for title, words in brief.method:
        yield _e("p", _e("strong", f"{title}. "), words, class_="method")
    if brief.models:
        made = "; ".join(f"{part}: {version}" for part, version in brief.models)
        yield _e("p", _e("strong", "Read with. "), made, class_="method")


def _section(title: str, *children: Child) -> ET.Element:
    return _e("section", _e("h2", title), *children)


def _table(name: str, columns: Iterable[str], rows: list[ET.Element], *, numbers: range) -> ET.Element:
    heads = [
        _e("th" if title else "td", title, scope="col" if title else None, class_="number" if at in numbers else None)
        for at, title in enumerate(columns)
    ]
    return _e("table", _e("caption", name), _e("thead", _e("tr", *heads)), _e("tbody", *rows))


def _mark(number: int) -> ET.Element:
    label = f"Note {number}"
    return _e("sup", _e("a", str(number), href=f"#n{number}", id=f"r{number}", aria_label=label))


def _address(address: str) -> ET.Element:
    """Return an address as a link where it is one of the web, else as words."""
    if phrases.web_address(address):
        return _e("a", address, href=phrases.clean(address), rel="noreferrer noopener", dir="ltr")
    return _e("bdi", address)


def _e(name: str, /, *children: Child, **attributes: str | None) -> ET.Element:
    """Return an element; an attribute of None is left out, a trailing underscore dropped, any other is a dash."""
    kept = {key.rstrip("_").replace("_", "-"): phrases.clean(v) for key, v in attributes.items() if v is not None}
    element = ET.Element(name, kept)
    last: ET.Element | None = None
    for child in children:
        if isinstance(child, ET.Element):
            element.append(child)
            last = child
        elif child and last is None:
            element.text = (element.text or "") + phrases.clean(child)
        elif child and last is not None:
            last.tail = (last.tail or "") + phrases.clean(child)
    return element
