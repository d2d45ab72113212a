"""The brief says what the view shows, each line with a note that cites the exact words; nothing in it runs or loads."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.brief import phrases
from pipeline.brief.build import build
from pipeline.brief.model import Brief, News, Note, Picture
from pipeline.brief.page import to_html
from pipeline.brief.word import to_docx
from pipeline.export import export
from pipeline.method import METHOD
from pipeline.queries import Filters, First, Passage
from pipeline.records import Precision, Quote, Risk, Span, StanceTag
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock
from tests.stored import HARIN, THREAT, WARNING, article

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


@pytest.fixture
def store(tmp_path):
    """A week with one report in two outlets and one that condemns, and an article of the week before."""
    opened = Store.open(f"sqlite:///{tmp_path / 'store.db'}", clock=clock("2018-09-10T10:00"))
    opened.upsert([article("before", date="2018-09-01")])
    opened.upsert([article("one"), Entry(article("copy", outlet="Southern Mirror", date="2018-09-07"), copy_of="one")])
    condemning = article("later", date="2018-09-11", outlet="Gulf Ledger")
    first = replace(condemning.quotes[0], stance=StanceTag("condemn", 0.9, "a2"))
    opened.upsert([replace(condemning, quotes=(first, *condemning.quotes[1:]))])
    yield opened
    opened.close()


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


# What it says


def test_every_line_has_a_note_of_its_own_and_they_are_numbered_as_they_come(store):
    brief = made(store)
    numbers = [
        *(figure.note for figure in brief.figures),
        brief.news.note,
        *(line.note for line in brief.news.lines),
        *(place.note for place in (*brief.places, *brief.areas)),
        *(line.note for group in (*brief.gravest, *brief.novel) for line in group.lines),
    ]
    assert numbers == sorted(numbers)
    assert set(numbers) == {note.number for note in brief.notes} == set(range(1, len(brief.notes) + 1))


def test_every_note_cites_the_exact_words_where_they_stand(store):
    brief = made(store)
    cited = [passage for note in brief.notes for passage in note.cited]
    assert len(cited) > 10
    for passage in cited:
        text = store.article(passage.article_id).text
        assert passage.words == " … ".join(span.of(text) for span in passage.spans)
        assert (passage.outlet, passage.title, passage.url) == (
            store.article(passage.article_id).outlet,
            "Minister warns of assault",
            f"https://example.org/{passage.article_id}",
        )


def test_a_quote_is_cited_by_its_own_words(store):
    notes = {note.number: note for note in made(store).notes}
    for line in lines(made(store)):
        assert [passage.words for passage in notes[line.note].cited] == [line.words]


def test_figures_are_compared_with_the_period_before(store):
    brief = made(store)
    found = {figure.name: (figure.value, figure.before, figure.change) for figure in brief.figures}
    assert found["Quotes"] == (4, 2, 2)
    assert found["Articles"] == (3, 1, 2)
    assert found["Independent reports"] == (2, 1, 1)
    assert found["Risk denied"] == (0, 0, 0)
    assert "31 Aug 2018 to 6 Sep 2018" not in brief.period
    assert "30 Aug 2018 to 5 Sep 2018 (7 days each)" in brief.period
    assert "The store begins on 1 Sep 2018" in brief.period


def test_without_a_first_day_there_is_nothing_to_compare_with(store):
    brief = made(store, Filters())
    assert {figure.before for figure in brief.figures} == {None}
    assert {place.before for place in brief.places} == {None}
    assert "No first day" in brief.period


def test_what_came_since_the_last_look_is_counted_once(store):
    news = made(store, since=datetime(2018, 9, 10, tzinfo=UTC)).news
    assert news.words.startswith("Since 10 Sep 2018, 00:00 UTC: 3 new articles with 4 new quotes")
    assert not news.lines  # they stand below
    assert "nothing came" in made(store, since=datetime(2018, 9, 13, tzinfo=UTC)).news.words


def test_what_a_revision_took_out_is_told_with_the_version_that_had_it(store):
    since = datetime(2018, 9, 11, tzinfo=UTC)
    earlier = Store(store.engine, clock=clock("2018-09-12T06:00"))
    whole = article("one")
    earlier.upsert([replace(whole, text=whole.text + " Corrected.", quotes=whole.quotes[:1])])
    brief = made(store, since=since)
    (gone,) = [line for line in brief.news.lines if line.withdrawn]
    assert (gone.words, gone.withdrawn) == (THREAT, "taken out of its article")
    note = brief.notes[gone.note - 1]
    assert "earlier version" in note.words
    assert note.cited[0].words == THREAT


def test_what_its_outlet_took_back_says_so_wherever_it_stands(store):
    store.withdraw(["later"])
    brief = made(store)
    said = {line.withdrawn for line in lines(brief) if brief.notes[line.note - 1].cited[0].article_id == "later"}
    assert said == {"withdrawn by its outlet"}
    assert "withdrawn by its outlet, noted" in to_html(brief)


def test_countries_stand_apart_and_a_province_is_said_to_be_one(store):
    brief = made(store)
    assert [(place.name, place.known) for place in brief.places] == [
        ("Harin", "region only, within 55 km"),
        ("Porto Vell", "town"),
    ]
    assert [(place.name, place.known) for place in brief.areas] == [("Syria", "whole country")]
    assert (brief.places[0].quotes, brief.places[0].before) == (2, 1)
    assert phrases.known("geonames:1+30km-N", Precision.TOWN, 12.4) == "somewhere within 12 km"


@pytest.mark.parametrize(
    ("by", "headings"), [("place", ["Harin", "No place known"]), ("actor", ["Anna Lind", "Omar Rashid"])]
)
def test_quotes_are_grouped_by_place_or_actor_gravest_first(store, by, headings):
    brief = made(store, by=by)
    assert [group.title for group in brief.gravest] == headings
    assert {line.words for line in brief.gravest[0].lines} == {WARNING}


def test_what_is_said_for_the_first_time_says_what_is_new_and_stands_once(store, monkeypatch):
    monkeypatch.setattr("pipeline.brief.build.MAX_QUOTES", 1)
    whole = article("health", date="2018-09-10")
    second = replace(whole.quotes[1], risks=(Risk("health", "feared", 0.5),))
    store.upsert([replace(whole, quotes=(whole.quotes[0], second))])
    brief = made(store)
    ((gravest,),) = [group.lines for group in brief.gravest]
    ((novel,),) = [group.lines for group in brief.novel]
    assert (gravest.words, gravest.firsts) == (WARNING, ("new from this speaker: condemns",))
    assert (novel.words, novel.firsts) == (THREAT, ("new from this speaker: health",))


def test_what_is_new_is_said_in_one_part_for_the_speaker_and_one_for_each_place():
    found = [First("stance", "X", "condemn"), First("target", "X", "Y"), First("risk", "X", "health")]
    found += [First("place", "geonames:1", "health"), First("place", "geonames:1", "siege_access")]
    assert phrases.firsts(found, {"geonames:1": "Harin"}) == (
        "new from this speaker: condemns, on Y, health",
        "new at Harin: health, siege and access",
    )
    assert phrases.firsts([First("speaker", "X")], {}) == ("never quoted before: X",)


def test_fragments_are_counted_and_not_printed(store):
    whole = article("short", date="2018-09-11")
    start = whole.text.index("Families fled")
    fragment = Quote(
        "indirect", (Span(start, start + 13),), speaker="a1", risks=(Risk("displacement", "reported", 0.99),)
    )
    before = made(store)
    store.upsert([replace(whole, quotes=(fragment,))])
    after = made(store)
    assert after.figures[2].value == before.figures[2].value + 1
    assert "Families fled" not in {line.words for line in lines(after)}


def test_a_small_number_has_no_share():
    assert phrases.difference(4, 3) == "+1"
    assert phrases.difference(30, 20) == "+10 (+50%)"
    assert phrases.difference(10, 20) == "−10 (−50%)"
    assert phrases.difference(3, 3) == "±0"
    assert phrases.difference(3, None) == ""


def test_filters_are_said_in_words(store):
    filters = replace(WEEK, places=(HARIN.gazetteer_id,), risks=("catastrophe",), modality="feared", text="assault")
    assert dict(made(store, filters).asked) == {
        "Place": "Harin (geonames:1)",
        "Risk": "Catastrophe",
        "Only": "feared",
        "From": "6 Sep 2018",
        "Until": "12 Sep 2018",
        "Words": "assault",
    }


def test_method_failures_and_models_stand_at_the_end_of_both_formats(store):
    brief = made(store)
    assert brief.method == METHOD["brief"]
    assert brief.models == (("gazetteer", "test@1"), ("tagger", "test@1"))
    word = " ".join(paragraph.text for paragraph in Document(io.BytesIO(to_docx(brief))).paragraphs)
    for title, words in METHOD["brief"]:
        assert words in word
        assert title in to_html(brief)
    assert to_html(brief).index("Where it fails") > to_html(brief).index('id="n1"')


def test_an_empty_store_makes_a_brief_that_says_so(tmp_path):
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}", clock=clock())
    brief = made(empty)
    assert phrases.NO_QUOTES in to_html(brief)
    assert {figure.value for figure in brief.figures} == {0}
    assert Document(io.BytesIO(to_docx(brief))).paragraphs


# The page


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
