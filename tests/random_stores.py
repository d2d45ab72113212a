"""Random small stores for Hypothesis: articles with copies, dates or none, risks, and places about or spoken at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st

from pipeline.queries import MODALITIES, Filters
from pipeline.records import Article, Risk, Sentence, Span
from pipeline.store import Entry
from tests.speeches import Line, speech

SPEAKERS = ("Anna Lind", "Omar Rashid", "Ines Moreau")
WORDS = ("the shelling must end", "we shall not leave", "the port is open")
PLACES = ("Harin", "Porto Vell")
STANCES = ("condemn", "support", "report")
RISKS = ("escalation", "health")
DAYS = (None, "2018-09-06", "2018-09-07", "2018-10-01")
OUTLETS = ("Northern Wire", "Mirror", None)


class Told(NamedTuple):
    """An article to store, and of which earlier one it is a copy."""

    article: Article
    copy_of: str | None

    @property
    def entry(self) -> Entry:
        """The article as the store takes it in."""
        return Entry(self.article, copy_of=self.copy_of)


@st.composite
def stores(draw: st.DrawFn) -> list[Told]:
    """Draw up to six articles, some of them again with other content, in the order in which they are stored."""
    found: list[Told] = []
    for number in range(draw(st.integers(1, 6))):
        earlier = sorted({one.article.id for one in found})
        article_id = draw(st.sampled_from([f"a{number}", *earlier]))
        originals = [None, *(one for one in earlier if one != article_id)]
        found.append(Told(draw(articles(article_id)), draw(st.sampled_from(originals))))
    return found


@st.composite
def articles(draw: st.DrawFn, article_id: str) -> Article:
    """Draw an article of up to three quotes."""
    told = speech(
        article_id,
        *draw(st.lists(lines(), max_size=3)),
        date=draw(st.sampled_from(DAYS)),
        outlet=draw(st.sampled_from(OUTLETS)),
        ending=draw(st.sampled_from(["", " More was not said."])),
    )
    sentence = Sentence(Span(0, len(told.text)), draw(risks()))
    return replace(
        told,
        language=draw(st.sampled_from(["en", "fr", None])),
        sentences=(sentence,) if told.text else (),
        quotes=tuple(_placed(draw, quote, len(told.places)) for quote in told.quotes),
    )


def _placed(draw: st.DrawFn, quote, places: int):
    spoken_at = draw(st.none() | st.integers(0, places - 1)) if places else None
    return replace(quote, spoken_at=spoken_at, type=draw(st.sampled_from(["direct", "indirect", "scare"])))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Draw what somebody says."""
    return Line(
        draw(st.sampled_from(SPEAKERS)),
        draw(st.sampled_from(WORDS)),
        draw(st.sampled_from([None, *STANCES])),
        draw(st.sampled_from([None, *SPEAKERS])),
        draw(st.sampled_from([0.5, 0.75])),
        draw(st.lists(st.sampled_from(PLACES), max_size=2).map(tuple)),
        tuple((risk.label, risk.modality, risk.score) for risk in draw(risks())),
    )


@st.composite
def risks(draw: st.DrawFn) -> tuple[Risk, ...]:
    """Draw up to two risks, no label twice in one way."""
    kinds = draw(st.lists(st.tuples(st.sampled_from(RISKS), st.sampled_from(MODALITIES)), max_size=2, unique=True))
    return tuple(Risk(label, modality, draw(st.sampled_from([0.25, 0.5]))) for label, modality in kinds)


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw up to two values, most often none."""
    return st.just(()) | st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


asked = st.builds(
    Filters,
    actors=some(*SPEAKERS, "Nobody"),
    affiliations=some("Norland", "Sudland"),
    places=some("geonames:1", "geonames:2"),
    stances=some(*STANCES),
    risks=some(*RISKS),
    modality=st.sampled_from([None, None, *MODALITIES]),
    outlets=some("Northern Wire", "Mirror"),
    languages=some("en", "fr"),
    date_from=st.sampled_from([None, None, date(2018, 9, 7)]),
    date_to=st.sampled_from([None, None, date(2018, 9, 7)]),
    text=st.sampled_from(["", "", "SHALL not", "speeches a1", "no such words"]),
)
