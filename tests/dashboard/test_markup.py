"""Nothing that is made of markup can run, load or lead where an article says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.markup import Markup, joined, tag, web_address
from tests.dashboard.reading import check_harmless


@given(st.text())
def test_any_text_comes_out_as_the_words_that_went_in(text):
    shown = check_harmless(tag("p", text, title=text))
    assert shown.words.replace("\r", "") == text.replace("\r", "") or "\x00" in text


def test_markup_lets_no_other_element_or_attribute_in():
    with pytest.raises(ValueError, match="script"):
        tag("script", "x")
    assert joined("<b>", Markup("<i></i>")) == "&lt;b&gt;<i></i>"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address, allowed):
    assert (web_address(address) == address and address is not None) is allowed


@pytest.mark.parametrize("address", ["https://example.org/a", "HTTP://example.org", "article?article=a", "?q=a", "#n1"])
def test_a_link_leads_to_the_web_or_within_the_desk(address):
    assert tag("a", "x", href=address) == f'<a href="{address}">x</a>'


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example",
     "/\\evil.example", "blob:x", "article", ""],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_has_no_address(address):
    assert tag("a", "x", href=address) == "<a>x</a>"


@pytest.mark.parametrize("name", ["style", "onclick", "src", "srcdoc", "action", "formaction", "xlink:href"])
def test_no_attribute_runs_or_loads_anything(name):
    with pytest.raises(ValueError, match="is not allowed"):
        tag("a", "x", **{name: "x"})
