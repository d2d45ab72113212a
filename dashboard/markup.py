"""HTML that cannot carry what an article says as anything but words.

`tag("cite", "Lavrov <b>", dir="auto")` escapes every child and every attribute; only
what `tag` made passes as markup. Names of tags and attributes are ours and short.
"""

from __future__ import annotations

import re
from html import escape

from pipeline.brief import phrases

# What the screen is made of. Nothing here runs a script, loads a file or sends a form.
TAGS = frozenset(
    {
        "a",
        "abbr",
        "article",
        "b",
        "blockquote",
        "button",
        "caption",
        "cite",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "h2",
        "h3",
        "header",
        "i",
        "li",
        "mark",
        "ol",
        "p",
        "q",
        "small",
        "span",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    }
)
ATTRIBUTES = frozenset(
    {
        "class",
        "dir",
        "lang",
        "href",
        "rel",
        "target",
        "title",
        "datetime",
        "role",
        "id",
        "type",
        "tabindex",
        "hidden",
        "scope",
    }
)
_OPEN_ATTRIBUTES = ("data-", "aria-")
# Where a link may lead: the web, a page of the desk, a place on this page. No other scheme, no other host unnamed.
_LEADS = re.compile(r"https?://|[a-z]*\?|#", re.IGNORECASE)


class Markup(str):
    """HTML made by `tag`: safe to be a child of another."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | None) -> Markup:
    """Return an element. Children that are no Markup are escaped; None is left out, an attribute of None as well.

    An underscore in an attribute's name is a dash; a trailing one is dropped (`class_`). A link that
    would lead to anything but the web or a page of the desk is left without its address.

    Raises:
        ValueError: the element or the attribute is not one of those allowed.
    """
    if name not in TAGS:
        raise ValueError(f"element {name!r} is not allowed; choose from {', '.join(sorted(TAGS))}")
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Markup:
    """Return children side by side, escaped as in `tag`."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children if child))


def named(name: str) -> Markup:
    """Return a name in its own direction, so that an Arabic one does not turn what stands around it."""
    return tag("span", name, dir="auto", class_="name")


def in_chart(words: str) -> str:
    """Return words for a chart: Plotly reads tags of its own in every text, links among them."""
    return escape(words, quote=False)


def web_address(address: str | None) -> str | None:
    """Return an address that may be a link, as in the brief; else None."""
    return address if address and phrases.web_address(address) else None


def _attribute(key: str, value: str) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name not in ATTRIBUTES and not name.startswith(_OPEN_ATTRIBUTES):
        raise ValueError(f"attribute {name!r} is not allowed; choose from {', '.join(sorted(ATTRIBUTES))}")
    if name == "href" and not _LEADS.match(value):
        return ""
    return f' {name}="{escape(value, quote=True)}"'
