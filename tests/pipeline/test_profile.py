"""One actor: names, roles, outlets, places and stances, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline import queries
from pipeline.queries import Called, Filters, SpokenOf, WeekOfStance
from pipeline.records import Span
from pipeline.store import Entry, Store
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.speeches import Line, speech

LIND, RASHID = "Anna Lind", "Omar Rashid"
MINISTER, ENVOY = {LIND: ("foreign minister", "Norland")}, {LIND: ("special envoy", "Norland")}
FIRST = (
    Line(LIND, "the shelling must end", "condemn", RASHID, about=("Harin", "Porto Vell")),
    Line(LIND, "families need bread", "appeal", about=("Harin",)),
)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def called(article, *, by: str, end: int):
    """Return the article with its first actor's last mention cut short, as it stands in the text: "Anna"."""
    actor = article.actors[0]
    last = actor.mentions[-1]
    cut = replace(actor, mentions=(*actor.mentions[:-1], Span(last.start, last.start + end)))
    assert cut.mentions[-1].of(article.text) == by
    return replace(article, actors=(cut, *article.actors[1:]))


@pytest.fixture
def store(url):  # noqa: F811
    """A minister speaks in one article (and a copy), an envoy in another; the third only speaks of her."""
    opened = Store.open(url, clock=clock())
    opened.upsert([speech("one", *FIRST, date="2018-09-03", roles=MINISTER)])
    opened.upsert([Entry(speech("copy", *FIRST, date="2018-09-05", roles=MINISTER, outlet="Mirror"), copy_of="one")])
    envoy = speech("two", Line(LIND, "the talks go on", "cooperate", RASHID), date="2018-09-16", roles=ENVOY)
    opened.upsert([called(replace(envoy, actors=envoy.actors[::-1]), by="Anna", end=4)])
    opened.upsert(
        [speech("three", Line(RASHID, "she may come", "support", LIND), date="2018-10-01", outlet="Ledger", roles={})]
    )
    opened.upsert([speech("undated", Line(LIND, "nobody knows when"), date=None, outlet=None, roles=MINISTER)])
    yield opened
    opened.close()


def test_a_profile_tells_who_it_is_and_when_it_was_seen(store):
    found = queries.profile(store, Filters(), LIND)
    assert (found.name, found.kind, found.wikidata) == (LIND, "person", None)
    assert (found.first_at, found.last_at) == (day("2018-09-03"), day("2018-10-01"))
    assert found.affiliations == (Called("Norland", 3, day("2018-09-03"), day("2018-09-16")),)


def test_roles_come_with_the_dates_they_were_seen_at_and_copies_once(store):
    assert queries.profile(store, Filters(), LIND).roles == (
        Called("foreign minister", 2, day("2018-09-03"), day("2018-09-05")),
        Called("special envoy", 1, day("2018-09-16"), day("2018-09-16")),
    )


def test_aliases_are_the_names_as_written(store):
    aliases = queries.profile(store, Filters(), LIND).aliases
    assert [(alias.words, alias.n_articles) for alias in aliases] == [("Anna Lind", 3), ("Anna", 1)]


def test_quotes_outlets_and_places_are_counted(store):
    found = queries.profile(store, Filters(), LIND)
    assert (found.n_quotes, found.n_outlets, found.outlets) == (4, 1, (("Northern Wire", 3),))
    assert found.places == (SpokenOf("geonames:1", "Harin", 2), SpokenOf("geonames:2", "Porto Vell", 1))


def test_stances_are_counted_by_week_and_the_undated_come_last(store):
    assert queries.profile(store, Filters(), LIND).weeks == (
        WeekOfStance(date(2018, 9, 3), "appeal", 1),
        WeekOfStance(date(2018, 9, 3), "condemn", 1),
        WeekOfStance(date(2018, 9, 10), "cooperate", 1),
        WeekOfStance(None, None, 1),
    )


def test_the_latest_quotes_come_first(store):
    page = queries.profile(store, Filters(), LIND, size=2).quotes
    assert list(zip(page["article_id"], page["quote"], strict=True)) == [("two", 0), ("one", 0)]


def test_the_page_goes_on_where_the_quotes_of_the_actor_do(store):
    first = queries.profile(store, Filters(), LIND, size=2).quotes
    rest = queries.quotes(store, Filters(actors=(LIND,)), offset=2)
    assert [*first["words"], *rest["words"]] == list(queries.quotes(store, Filters(actors=(LIND,)))["words"])


def test_only_the_most_used_are_told(store):
    found = queries.profile(store, Filters(), LIND, most=1)
    assert ([role.words for role in found.roles], len(found.places), len(found.aliases)) == (["foreign minister"], 1, 1)


def test_a_profile_honours_the_filters_but_for_the_actors(store):
    later = queries.profile(store, Filters(date_from=date(2018, 9, 10), actors=(RASHID,)), LIND)
    assert (later.n_quotes, [role.words for role in later.roles]) == (1, ["special envoy"])
    mirrored = queries.profile(store, Filters(outlets=("Mirror",)), LIND)
    assert (mirrored.n_quotes, mirrored.outlets, mirrored.first_at) == (2, (("Mirror", 2),), day("2018-09-05"))
    assert queries.profile(store, Filters(stances=("condemn",), places=("geonames:2",)), LIND).n_quotes == 1


def test_who_is_only_spoken_of_has_a_profile_without_quotes(store):
    found = queries.profile(store, Filters(date_to=date(2018, 9, 20)), RASHID)
    assert (found.n_quotes, found.weeks, found.quotes.empty) == (0, (), True)
    assert (found.first_at, found.last_at) == (day("2018-09-03"), day("2018-09-16"))


def test_who_is_named_nowhere_has_none(store):
    assert queries.profile(store, Filters(), "Nobody") is None
    assert queries.profile(store, Filters(date_to=date(2017, 1, 1)), LIND) is None
