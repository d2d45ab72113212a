"""Words around a place name that once misled the roles, each in a sentence of our own."""

from __future__ import annotations

import pytest

from tests.pipeline.test_roles import linked, quoted, roles_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Greece Defence Minister Lina Vox called it a game.", "Greece"),  # a country written as an adjective
        ("Two Homs police officers were questioned.", "Homs"),
        ("A Homs resident heard the blast.", "Homs"),
        ("They spoke of the France-Greece relations of old.", "France"),
        ("She met Prime Minister Ola Berg of Greece and left.", "Greece"),
        ("Relief came with support from France.", "France"),
    ],
)
def test_a_name_that_describes_people_is_an_actor(text, name):
    assert roles_of(text, name)[name] == "actor"


@pytest.mark.parametrize(
    "text",
    [
        "The camp lies near the border with Turkey.",
        "People in Turkey said prices had doubled.",
        "The road through Turkey is closed.",
    ],
)
def test_a_country_where_something_lies_or_happens_is_no_actor(text):
    assert roles_of(text, "Turkey") == {"Turkey": "about"}


@pytest.mark.parametrize(
    "text",
    [
        "The envoy met with the minister and two of his aides today in Geneva to talk of aid.",
        "She told reporters covering the lakes forum in Geneva that it was late.",
        "(GENEVA) — Aid is late, she said.",
        "The radio, citing a senior army official in Geneva, spoke of a truce.",
    ],
)
def test_where_somebody_meets_or_is_asked_is_where_it_was_said(text):
    name = "GENEVA" if "GENEVA" in text else "Geneva"
    assert roles_of(text, name) == {name: "spoken_at"}


def test_the_country_of_a_venue_shares_its_part():
    assert set(roles_of("The two met in Athens, Greece on Monday.", "Athens; Greece").values()) == {"spoken_at"}


@pytest.mark.parametrize(
    "text",
    [
        "The singer, who lives in Homs, was away.",
        "Police held a man from Homs.",
        "The well lies 70 km from Homs.",
    ],
)
def test_where_somebody_lives_or_what_lies_far_off_is_background(text):
    assert roles_of(text, "Homs") == {"Homs": "background"}


def test_the_news_that_opens_an_article_is_no_background_for_its_date():
    assert roles_of("The outbreak began last month in Homs.", "Homs") == {"Homs": "about"}


def test_a_far_place_is_no_quote_s_subject():
    text = "Homs was shelled. Homs burned. The sea was calm. The choir met. “We sing on Fridays,” said Ms Lund."
    assert linked(text, "Homs", quoted(text, "We sing on Fridays,"))[1] == [([], None)]


def test_a_quote_about_the_city_is_about_the_one_named_last():
    text = "Shells fell on Douma. Roads near Homs were cut. The rain went on. She said the city was dark."
    assert linked(text, "Douma; Homs", quoted(text, "the city was dark"))[1] == [(["Homs"], None)]
