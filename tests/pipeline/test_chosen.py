"""What filters choose, and what is counted of it, is what a plain look at the articles finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from pipeline import queries
from pipeline.queries import Filters
from pipeline.queries.bins import stances_in_bins
from pipeline.queries.chosen import choosing
from pipeline.queries.wanted import is_in, wanted
from pipeline.records import Article, Quote
from pipeline.store import Entry, Store, schema
from pipeline.store.folding import fold
from tests.pipeline.test_store import clock, url  # noqa: F401
from tests.random_stores import Told, asked, stores
from tests.speeches import Line, speech

LATE = datetime(9999, 1, 1, tzinfo=UTC)


class Said(NamedTuple):
    """A quote as the reference sees it."""

    article: Article
    quote: Quote
    number: int
    cluster: str
    is_copy: bool

    @property
    def key(self) -> tuple[str, int]:
        return self.article.id, self.number

    @property
    def words(self) -> str:
        return " ".join(span.of(self.article.text) for span in self.quote.content)

    @property
    def speaker(self):
        return next(actor for actor in self.article.actors if actor.id == self.quote.speaker)

    def places(self, part: str) -> set[str]:
        of = self.quote.about if part == "about" else [self.quote.spoken_at]
        return {self.article.places[index].place.gazetteer_id for index in of if index is not None}


class Held(NamedTuple):
    """What a store holds: its articles as annotated, with the cluster of each and whether it is a copy in it."""

    articles: list[Article]
    cluster: dict[str, str]
    is_copy: dict[str, bool]

    def said(self) -> Iterator[Said]:
        for article in self.articles:
            for number, quote in enumerate(article.quotes):
                if quote.type != "scare":
                    yield Said(article, quote, number, self.cluster[article.id], self.is_copy[article.id])


@contextmanager
def filled(told: list[Told]) -> Iterator[tuple[Store, Held]]:
    """Yield a new store, asked once on the way, and what it holds in the end."""
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/store.db", clock=clock())
        for number, one in enumerate(told):
            store.upsert([one.entry])
            if number == len(told) // 2:
                queries.key_figures(store, Filters())
        with store.reading() as connection:
            rows = connection.execute(sa.select(schema.articles.c.id, schema.articles.c.cluster)).all()
        held = Held(
            [store.article(row.id) for row in rows], dict(map(tuple, rows)), {r.id: r.id != r.cluster for r in rows}
        )
        yield store, held
        store.close()


def is_published(article: Article, filters: Filters) -> bool:
    day = article.published_at.date() if article.published_at else None
    return (
        (not filters.dated or day is not None)
        and (not filters.date_from or day >= filters.date_from)
        and (not filters.date_to or day <= filters.date_to)
        and (not filters.outlets or article.outlet in filters.outlets)
        and (not filters.languages or article.language in filters.languages)
    )


def is_risk(risk, filters: Filters) -> bool:
    return (not filters.risks or risk.label in filters.risks) and filters.modality in {None, risk.modality}


def is_asked(one: Said, filters: Filters) -> bool:
    stance, risky = one.quote.stance, filters.risks or filters.modality
    words = wanted(filters.text)
    return (
        is_published(one.article, filters)
        and (not filters.actors or one.speaker.name in filters.actors)
        and (not filters.affiliations or one.speaker.affiliation in filters.affiliations)
        and (not filters.stances or (stance is not None and stance.label in filters.stances))
        and (not risky or any(is_risk(risk, filters) for risk in one.quote.risks))
        and (not filters.places or bool({*filters.places} & (one.places("about") | one.places("spoken_at"))))
        and (not filters.text or any(is_in(words, fold(text)) for text in (one.words, one.article.title)))
    )


def originals_first(one: Said):
    return one.is_copy, one.article.published_at or LATE, one.key


def once(held: Held, filters: Filters) -> list[Said]:
    """Return the quotes that match, of the same words in one cluster the first; newest first, undated last."""
    groups: dict[tuple[str, str], Said] = {}
    for one in sorted((one for one in held.said() if is_asked(one, filters)), key=originals_first):
        groups.setdefault((one.cluster, one.words), one)
    in_order = sorted(groups.values(), key=lambda one: one.key)
    dated = [one for one in in_order if one.article.published_at]
    dated.sort(key=lambda one: one.article.published_at, reverse=True)
    return dated + [one for one in in_order if not one.article.published_at]


def matching(held: Held, filters: Filters) -> list[Article]:
    if filters.about_speech:
        ids = {one.article.id for one in held.said() if is_asked(one, filters)}
        return [article for article in held.articles if article.id in ids]
    return [article for article in held.articles if is_article_asked(article, filters)]


def is_article_asked(article: Article, filters: Filters) -> bool:
    spoken_of = [*article.sentences, *article.quotes]
    risky = filters.risks or filters.modality
    return (
        is_published(article, filters)
        and (not filters.places or any(at.place.gazetteer_id in filters.places for at in article.places))
        and (not risky or any(is_risk(risk, filters) for words in spoken_of for risk in words.risks))
    )


def day(article: Article) -> date | None:
    return article.published_at.date() if article.published_at else None


FEW = settings(max_examples=30, deadline=None)


@FEW
@given(stores(), asked)
def test_the_quotes_are_those_that_match_and_each_stands_for_its_copies(told, filters):
    with filled(told) as (store, held):
        page = queries.quotes(store, filters, limit=100)
        assert list(zip(page["article_id"], page["quote"], strict=True)) == [one.key for one in once(held, filters)]


@FEW
@given(stores(), asked)
def test_the_key_figures_are_those_of_a_plain_count(told, filters):
    with filled(told) as (store, held):
        found, quotes, articles = queries.key_figures(store, filters), once(held, filters), matching(held, filters)
        assert (found.articles, found.quotes) == (len(articles), len(quotes))
        assert found.independent_articles == len({held.cluster[article.id] for article in articles})
        assert found.speakers == len({one.speaker.name for one in quotes})
        assert found.places == len({at.place.gazetteer_id for article in articles for at in article.places})
        assert found.outlets == len({article.outlet for article in articles} - {None})
        assert found.undated == sum(day(article) is None for article in articles)
        undated = [
            article for article in matching(held, replace(filters, date_from=None, date_to=None)) if not day(article)
        ]
        assert found.undated_left_out == (len(undated) if filters.dated else 0)
        feared = {cluster for cluster, risk, _ in spoken_of(held, filters) if risk.modality == "feared"}
        assert found.feared == len(feared)


def spoken_of(held: Held, filters: Filters):
    """Return cluster, risk and day of what matching quotes, and without filters on speech all words, speak of."""
    quoted = [(one.cluster, one.article, risk) for one in once(held, filters) for risk in one.quote.risks]
    written = [
        (held.cluster[article.id], article, risk)
        for article in ([] if filters.about_speech else matching(held, filters))
        for sentence in article.sentences
        for risk in sentence.risks
    ]
    return [(cluster, risk, day(article)) for cluster, article, risk in quoted + written if is_risk(risk, filters)]


@FEW
@given(stores(), asked)
def test_the_timeline_counts_each_risk_of_a_cluster_on_its_first_day(told, filters):
    with filled(told) as (store, held):
        first: dict[tuple[str, str, str], date] = {}
        for cluster, risk, on in spoken_of(held, filters):
            key = (cluster, risk.label, risk.modality)
            first[key] = min(first.get(key, date.max), on or date.max)
        expected = Counter((on, label, modality) for (_, label, modality), on in first.items())
        table = queries.timeline(store, filters)
        assert counts(table, ["date", "label", "modality"]) == expected


def counts(table, names) -> Counter:
    """Return the column n by other columns; a day that is missing as the last of all days."""
    columns = [[date.max if pd.isna(value) else value for value in table[name]] for name in names]
    dated = [value.date() if isinstance(value, datetime) else value for value in columns[0]]
    return Counter(dict(zip(zip(dated, *columns[1:], strict=True), table["n"], strict=True)))


@FEW
@given(stores(), asked)
def test_stances_are_counted_by_day(told, filters):
    with filled(told) as (store, held):
        taken = [one for one in once(held, filters) if one.quote.stance]
        expected = Counter((day(one.article) or date.max, one.quote.stance.label) for one in taken)
        assert counts(queries.timeline(store, filters, by="stance"), ["date", "label"]) == expected


@FEW
@given(stores(), asked)
def test_places_and_arcs_are_counted_by_quote(told, filters):
    with filled(told) as (store, held):
        quotes = once(held, filters)
        about = Counter(place for one in quotes for place in one.places("about"))
        spoken_at = Counter(place for one in quotes for place in one.places("spoken_at"))
        either = Counter(place for one in quotes for place in one.places("about") | one.places("spoken_at"))
        table = queries.places(store, filters)
        for name, expected in (("n_about", about), ("n_spoken_at", spoken_at), ("n_quotes", either)):
            found = dict(zip(table["gazetteer_id"], table[name], strict=True))
            assert Counter({place: n for place, n in found.items() if n}) == expected
        pairs = [(here, there) for one in quotes for here in one.places("spoken_at") for there in one.places("about")]
        arcs = queries.arcs(store, filters)
        found = Counter(dict(zip(zip(arcs["from_id"], arcs["to_id"], strict=True), arcs["n_quotes"], strict=True)))
        assert found == Counter(pair for pair in pairs if pair[0] != pair[1])


@FEW
@given(stores(), asked)
def test_actors_lanes_and_the_matrix_are_counted_by_quote(told, filters):
    with filled(told) as (store, held):
        quotes = once(held, filters)
        speakers = Counter(one.speaker.name for one in quotes)
        actors = queries.actors(store, filters)
        assert dict(zip(actors["name"], actors["n_quotes"], strict=True)) == speakers
        assert queries.lanes(store, filters)["actor"].value_counts().to_dict() == speakers
        assert queries.lanes(store, filters, limit=1).groupby("actor")["n"].sum().to_dict() == speakers
        towards = [one for one in quotes if one.quote.stance and one.quote.stance.target]
        assert queries.stance_matrix(store, filters).n_quotes == len(towards)


@FEW
@given(stores(), asked)
def test_the_gravest_come_first_and_pages_follow_on_each_other(told, filters):
    with filled(told) as (store, held):
        quotes = once(held, filters)

        def gravity(one: Said) -> float:
            return max((risk.score for risk in one.quote.risks if risk.modality != "denied"), default=-1.0)

        expected = [one.key for one in sorted(quotes, key=gravity, reverse=True)]
        pages = [queries.quotes(store, filters, sort="gravest", limit=2, offset=at) for at in range(0, len(quotes), 2)]
        found = [key for page in pages for key in zip(page["article_id"], page["quote"], strict=True)]
        assert found == expected


LINES = (
    Line("Anna Lind", "the shelling must end", "demand", "Omar Rashid", about=("Harin",)),
    Line("Omar Rashid", "we shall not leave", "reject", "Anna Lind", risks=(("escalation", "feared", 0.8),)),
    Line("Omar Rashid", "the port is open", "cooperate", about=("Porto Vell",)),
)
# The copy was read otherwise in two places: its first line has another stance, its second another speaker.
COPIED = (
    LINES[0]._replace(stance="appeal"),
    LINES[1]._replace(speaker="Ines Moreau", risks=(("health", "denied", 0.7),)),
    LINES[2],
)


@pytest.fixture
def store(url):  # noqa: F811
    opened = Store.open(url, clock=clock())
    opened.upsert(
        [speech("one", *LINES), Entry(speech("copy", *COPIED, date="2018-09-09", outlet="Mirror"), copy_of="one")]
    )
    opened.upsert([speech("two", *LINES[:2], date="2018-09-10"), speech("undated", *LINES, date=None, outlet=None)])
    yield opened
    opened.close()


def keys(store: Store, filters: Filters) -> set[tuple[str, int]]:
    page = queries.quotes(store, filters)
    return set(zip(page["article_id"], page["quote"], strict=True))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {("one", 0), ("one", 1), ("one", 2), ("two", 0), ("two", 1)}),
        (Filters(outlets=("Mirror",)), {("copy", 0), ("copy", 1), ("copy", 2)}),
        (Filters(stances=("appeal",)), {("copy", 0)}),
        (Filters(risks=("escalation", "health")), {("one", 1), ("two", 1)}),
        (Filters(risks=("health",), modality="denied"), {("copy", 1)}),
        (Filters(places=("geonames:2",), date_from=date(2018, 9, 7)), {("copy", 2)}),
        (Filters(text="speeches copy"), {("copy", 0), ("copy", 1), ("copy", 2)}),
    ],
)
def test_the_first_copy_that_matches_stands_for_all(store, filters, found):
    assert {key for key in keys(store, filters) if key[0] != "undated"} == found


def test_a_corrected_date_outlet_or_language_reaches_the_quotes(store):
    assert keys(store, Filters(outlets=("Gulf Ledger",))) == set()
    store.upsert([speech("two", *LINES[:2], date="2019-01-01", outlet="Gulf Ledger")])
    moved = Filters(date_from=date(2019, 1, 1), outlets=("Gulf Ledger",))
    assert keys(store, moved) == {("two", 0), ("two", 1)}
    assert keys(store, replace(moved, languages=("fr",))) == set()


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2018-09-03", "2018-09-03"),
        ("2018-09-09", "2018-09-03"),
        ("2018-09-10", "2018-09-10"),
        ("2019-01-01", "2018-12-31"),
        ("1969-12-31", "1969-12-29"),
    ],
)
def test_weeks_begin_on_monday(url, day, monday):  # noqa: F811
    store = Store.open(url, clock=clock())
    store.upsert([speech("one", LINES[0], date=day), speech("undated", LINES[1], date=None)])
    with choosing(store, Filters()) as chosen:
        assert [(str(found.start), found.n) for found in stances_in_bins(chosen, "week")] == [(monday, 1), ("None", 1)]
        assert [str(found.start) for found in stances_in_bins(chosen, "day")] == [day, "None"]
    store.close()
