"""Pages of a store in which every name, title, outlet and language is an attack: all of it stays words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dashboard.markup import ATTRIBUTES, TAGS
from tests.dashboard.conftest import method_of
from tests.stored import article

EVIL = '"><img src=http://evil.example/x onerror=alert(1)><a href="http://evil.example">x</a> <script>alert(1)</script>'
OTHER = "' onmouseover='alert(1)' x='<iframe srcdoc=y> =cmd|' [x](javascript:alert(1)) $\\href{javascript:y}$"
# What the brief's sheet has beyond the desk's own elements and attributes.
_OF_THE_SHEET = {"section", "h1", "bdi", "figure", "img", "figcaption", "sup"}
_ON_THE_SHEET = {"src", "alt"}


class Page(HTMLParser):
    """Collects elements and attributes as a browser would see them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= set(attrs)


@pytest.fixture
def hostile(empty_store):
    """Two articles of one hostile outlet each, in which hostile actors speak of a hostile place."""
    with empty_store.run():
        empty_store.upsert([attacked("one", EVIL, OTHER), attacked("two", OTHER, EVIL, date="2018-09-08")])


def attacked(article_id: str, one: str, other: str, **changes: str):
    plain = article(article_id, title=one, outlet=one, url=f"javascript:{one}", language=one, **changes)
    actors = tuple(replace(actor, name=name, role=name, affiliation=other)
                   for actor, name in zip(plain.actors, (one, other), strict=True))  # fmt: skip
    places = tuple(
        replace(found, why=one, place=found.place and replace(found.place, name=one, country="SY", admin1=other))
        for found in plain.places
    )
    return replace(plain, actors=actors, places=places)


PAGES = (
    (None, {}),
    (None, {"changed": "new", "since": "2018-01-01T00:00:00Z", "see": "table", "calm": "1"}),
    (None, {"sort": "novel", "bars": "stance", "actor": EVIL, "outlet": EVIL}),
    ("views/actors.py", {"of": EVIL, "pair": [EVIL, OTHER]}),
    ("views/compare.py", {"on": "words:depot", "by": "actor", "side": [EVIL, OTHER]}),
    ("views/compare.py", {"by": "outlet"}),
    ("views/brief.py", {"title": EVIL, "author": OTHER, "by": "actor"}),
    ("views/article.py", {"article": "one", "quote": "0", "at": "3-40"}),
    ("views/article.py", {}),
)


def sheets(page) -> Iterator[str]:
    """Yield all markup that a page gives the browser."""
    for element in page.get("bidi_component"):
        data = json.loads(element.proto.json)
        yield from (item["html"] for item in data.get("items", ()))


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(("view", "query"), PAGES)
def test_no_page_makes_an_element_an_attribute_or_a_link_of_what_an_article_says(desk, view, query):
    opened = desk(view, **query)
    assert not opened.exception
    markup = "".join(sheets(opened))
    assert "evil.example" in markup  # the words themselves are shown
    page = Page(markup)
    assert page.tags <= TAGS | _OF_THE_SHEET
    for name, value in page.attributes:
        assert name in ATTRIBUTES | _ON_THE_SHEET or name.startswith(("data-", "aria-"))
        if name == "src":
            assert (value or "").startswith("data:image/svg+xml;base64,")
        if name == "href":
            assert (value or "").startswith(("article?", "actors?", "#"))


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(("view", "query"), [(None, {}), ("views/actors.py", {"of": EVIL}), PAGES[4], PAGES[5]])
def test_no_chart_has_a_tag_of_what_an_article_says(desk, view, query):
    charts = [json.loads(chart.proto.spec) for chart in desk(view, **query).get("plotly_chart")]
    assert charts
    written = json.dumps(charts, ensure_ascii=False)
    assert not any(start in written for start in ("<img", "<a ", "<script", "<iframe"))


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(("view", "query"), PAGES)
def test_nothing_that_an_article_says_is_written_as_markdown(desk, view, query):
    page = desk(view, **query)
    name = "situation" if view is None else view.removeprefix("views/").removesuffix(".py")
    method_of(page, name)
    written = " ".join(element.value for element in (*page.markdown, *page.caption))
    assert "Quotes" in written
    assert "evil.example" not in written
    assert "javascript" not in written
