"""The brief as a page and as a document: nothing in either runs or loads, and both say the same."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.brief import phrases
from pipeline.brief.model import Note, Picture
from pipeline.brief.page import to_html
from pipeline.brief.word import to_docx
from pipeline.export import export
from pipeline.queries import Filters
from tests.pipeline.briefs import CITED, EMPTY, EVIL, PNG, SVG, WEEK, lines, made, opened
from tests.stored import WARNING, article

# The page


@pytest.fixture
def store(tmp_path):
    yield from opened(tmp_path)


class Seen(HTMLParser):
    """Collects what a browser would find in a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.loads, self.links, self.words, self.handlers = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "data", "poster", "background"} or (tag == "link" and name == "href"):
                self.loads.append(value)
            elif name == "href":
                self.links.append(value)
            elif name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_runs_nothing_and_loads_nothing(store):
    evil = article("evil", title=EVIL, outlet=EVIL, date="2018-09-10", url="javascript:alert(1)")
    evil = replace(evil, actors=(replace(evil.actors[0], name=EVIL, role=EVIL), evil.actors[1]))
    store.upsert([evil])
    page = to_html(
        made(store, pictures=[Picture(PNG, EVIL, EVIL), Picture(SVG, "A timeline")], title=EVIL, address=EVIL)
    )
    seen = Seen(page)
    assert not {"script", "link", "iframe", "object", "embed", "form", "base", "svg"} & set(seen.tags)
    assert [load.split(",")[0] for load in seen.loads] == ["data:image/png;base64", "data:image/svg+xml;base64"]
    assert all(link.startswith(("#", "https://example.org/")) for link in seen.links)
    assert not seen.handlers
    assert EVIL in "".join(seen.words)
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


def test_pictures_are_left_out_where_none_are_given(store):
    assert "<img" not in to_html(made(store))
    assert "Map and charts" not in to_html(made(store))
    page = to_html(made(store, pictures=[Picture(PNG, "Where quotes are about", "Map, 12 Sep 2018")]))
    assert 'alt="Where quotes are about"' in page
    assert "Map, 12 Sep 2018" in page


def test_each_mark_leads_to_its_note_and_back(store):
    page = to_html(made(store))
    for number in range(1, len(made(store).notes) + 1):
        assert page.count(f'href="#n{number}" id="r{number}"') == 1
        assert page.count(f'id="n{number}"') == page.count(f'href="#r{number}"') == 1


def test_what_an_article_says_is_read_in_its_own_direction(store):
    store.upsert([article("ar", title="تحذير من هجوم", outlet="وكالة الشمال", date="2018-09-11", language="ar")])
    page = to_html(made(store))
    assert "<bdi>وكالة الشمال</bdi>" in page
    assert '<span lang="ar">' in page
    assert page.count('<p dir="auto">') == len(lines(made(store)))


@pytest.mark.parametrize(
    ("data", "alt", "said"), [(b"GIF89a", "a", "neither"), (PNG, " ", "alt"), (b"<html><svg>", "a", "neither")]
)
def test_what_is_no_picture_is_refused(data, alt, said):
    with pytest.raises(ValueError, match=said):
        Picture(data, alt)


# The document


def parts(brief):
    with zipfile.ZipFile(io.BytesIO(to_docx(brief))) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_document_has_a_footnote_for_each_note_and_refers_to_each_once(store):
    brief = made(store)
    found = parts(brief)
    footnotes = parse_xml(found["word/footnotes.xml"])
    numbers = [int(note.get(qn("w:id"))) for note in footnotes]
    assert numbers == [-1, 0, *range(1, len(brief.notes) + 1)]
    body = parse_xml(found["word/document.xml"])
    marks = [int(mark.get(qn("w:id"))) for mark in body.iter(qn("w:footnoteReference"))]
    assert marks == list(range(1, len(brief.notes) + 1))
    for note, xml in zip(brief.notes, list(footnotes)[2:], strict=True):
        words = "".join(text.text for text in xml.iter(qn("w:t")))
        assert all(passage.article_id in words and passage.url in words for passage in note.cited)


def test_the_document_says_what_the_page_says(store):
    brief = made(store)
    document = Document(io.BytesIO(to_docx(brief)))
    words = [paragraph.text for paragraph in document.paragraphs]
    for line in lines(brief):
        assert f"“{line.words}”" in words
    assert [row.cells[0].text for row in document.tables[0].rows][1:] == [figure.name for figure in brief.figures]
    assert document.core_properties.title == brief.title


def test_columns_without_a_period_before_are_left_out_of_both(store):
    compared, alone = made(store), made(store, Filters())
    for brief, columns in ((compared, ["", "Now", "Before", "Change"]), (alone, ["", "Now"])):
        table = Document(io.BytesIO(to_docx(brief))).tables[0]
        assert [cell.text for cell in table.rows[0].cells] == columns
        assert ('<th scope="col" class="number">Before</th>' in to_html(brief)) == ("Before" in columns)


def test_the_names_of_columns_are_said_again_on_each_page_of_the_document_and_no_row_is_cut(store):
    for table in Document(io.BytesIO(to_docx(made(store)))).tables:
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_document_numbers_its_pages(store):
    footer = Document(io.BytesIO(to_docx(made(store)))).sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_document_shows_a_png_with_its_words_and_names_an_svg(store):
    brief = made(store, pictures=[Picture(PNG, "Where quotes are about"), Picture(SVG, "Quotes by day")])
    document = Document(io.BytesIO(to_docx(brief)))
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Where quotes are about"
    assert any("Quotes by day" in paragraph.text for paragraph in document.paragraphs)


def test_the_document_links_to_the_web_alone_and_to_addresses_that_word_can_read(store):
    odd = ("javascript:alert(1)", "http://a b/", "http://host:port/", 'https://example.org/a b?q="ü"', "//x", "http://")
    store.upsert([article(f"odd-{n}", url=url, date="2018-09-11", outlet=f"Outlet {n}") for n, url in enumerate(odd)])
    found = parts(made(store))
    targets = [link.get("Target") for link in parse_xml(found["word/_rels/footnotes.xml.rels"])]
    assert all(target.startswith("https://example.org/") for target in targets)
    assert "https://example.org/a%20b?q=%22%C3%BC%22" in targets


def test_right_to_left_words_are_laid_out_so_in_the_document(store):
    whole = article("ar", outlet="وكالة الشمال", date="2018-09-11")
    text = whole.text.replace(WARNING, "الهجوم على المدينة سيكون كارثة".ljust(len(WARNING), "."))
    store.upsert([replace(whole, text=text)])
    body = parse_xml(parts(made(store))["word/document.xml"])
    turned = [p for p in body.iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None]
    assert any("كارثة" in "".join(text.text or "" for text in p.iter(qn("w:t"))) for p in turned)
    assert len(turned) < len(list(body.iter(qn("w:p"))))


@settings(max_examples=25)
@given(st.text(st.characters(), max_size=40))
def test_both_formats_hold_whatever_an_outlet_writes(words):
    cited = replace(CITED, outlet=words, title=words, words=words, url=f"https://example.org/{words}")
    brief = replace(EMPTY, title=words, notes=(Note(1, "Counted:", (cited,)),))
    page = "".join(Seen(to_html(brief)).words)
    assert phrases.clean(words) in page
    xml = parse_xml(parts(brief)["word/footnotes.xml"])
    assert phrases.clean(words).replace("\n", " ") in "".join(text.text or "" for text in xml.iter(qn("w:t")))


# The files


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_a_brief_can_be_exported(store, tmp_path, ending):
    path = tmp_path / f"brief{ending}"
    assert export(store, path, WEEK) == len(made(store).notes)
    assert path.stat().st_size > 10_000
