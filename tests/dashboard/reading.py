"""Markup as a browser reads it, and words that try to be more than words."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from dashboard.markup import ATTRIBUTES, TAGS

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "</blockquote><iframe srcdoc='<b>'>",
    "javascript:alert(1)//",
    "&lt;script&gt;",
    "<a href='data:text/html,x'>",
    "\u202eevil\u2066",
    "]]><!--",
]


class Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words += data


class Folded(Reader):
    """Collects what is seen before anything is unfolded."""

    def __init__(self, markup: str) -> None:
        self.depth = 0
        self.seen = ""
        super().__init__(markup)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if self.depth or ("hidden", "") in attrs:
            self.depth += 1

    def handle_endtag(self, _tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        super().handle_data(data)
        self.seen += "" if self.depth else data


def check_harmless(markup: str) -> Reader:
    page = Reader(markup)
    assert set(page.tags) <= TAGS
    assert all(name in ATTRIBUTES or name.startswith(("data-", "aria-")) for name, _ in page.attributes)
    links = [value for name, value in page.attributes if name == "href"]
    assert all(urlsplit(link or "").scheme in {"", "http", "https"} for link in links)
    return page
