"""HTML that cannot carry what an article says as anything but words.

`tag("cite", "Lavrov <b>", dir="auto")` escapes every child and every attribute; only
what `tag` made passes as markup. Names of tags and attributes are ours and short.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

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


class Markup(str):
    """HTML made by `tag`: safe to be a child of another."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | None) -> Markup:
    """Return an element. Children that are no Markup are escaped; None is left out, an attribute of None as well.

    An underscore in an attribute's name is a dash; a trailing one is dropped (`class_`).

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


def web_address(address: str | None) -> str | None:
    """Return an address that may be a link: absolute, http or https; else None."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _attribute(key: str, value: str) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name not in ATTRIBUTES and not name.startswith(_OPEN_ATTRIBUTES):
        raise ValueError(f"attribute {name!r} is not allowed; choose from {', '.join(sorted(ATTRIBUTES))}")
    return f' {name}="{escape(value, quote=True)}"'
