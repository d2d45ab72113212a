"""Who speaks under an office alone: "THE PRESIDENT" of a transcript, "the government" of an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.stages import actors, speakers
from tests.pipeline.test_speakers import article, opened, spoken_by

TURN = "{s1:%s}{c1::} {q1:I spoke with President [p|Putin] today}."


def labelled(label: str, head: str, *, outlet: str | None = None, day: datetime | None) -> str | None:
    """The speaker of a labelled turn, below a heading."""
    read = replace(article(f"{head}\n\n{TURN % label}"), outlet=outlet, published_at=day)
    [done] = speakers.stage(opened())(actors.stage(opened())([read]))
    names = {actor.id: actor.name for actor in done.actors}
    return names.get(done.quotes[0].speaker or "")


@pytest.mark.parametrize(
    ("label", "head", "outlet", "year", "speaker"),
    [
        ("THE PRESIDENT", "Remarks", "whitehouse.gov", 2022, "Joe Biden"),
        ("THE PRESIDENT", "Remarks", "whitehouse.gov", 2018, "Donald Trump"),
        ("THE PRESIDENT", "The White House, Roosevelt Room", None, 2014, "Barack Obama"),
        ("THE PRESIDENT", "4:10 P.M. EST", None, 2022, "Joe Biden"),
        ("THE VICE PRESIDENT", "The White House", None, 2018, "Mike Pence"),
    ],
)
def test_the_president_of_a_transcript_is_the_one_then_in_office_where_it_is_published(
    label, head, outlet, year, speaker
):
    assert labelled(label, head, outlet=outlet, day=datetime(year, 3, 1, tzinfo=UTC)) == speaker


@pytest.mark.parametrize(("head", "day"), [("Remarks", datetime(2022, 3, 1, tzinfo=UTC)), ("The White House", None)])
def test_a_president_of_nowhere_or_of_no_day_is_no_president_of_the_united_states(head, day):
    assert labelled("THE PRESIDENT", head, day=day) not in {"Joe Biden", "Donald Trump"}


def test_the_government_is_the_one_that_the_last_speaker_serves_not_a_state_in_quoted_words():
    marked = (
        "“{q1:We thank the Swiss government},” {c1:said} {s1:[p|Ada Obi], the [d|Nigerian] foreign minister}. "
        "{s2:The government} {c2:said} {q2:all were free}."
    )
    assert spoken_by(marked) == ["Ada Obi", "Nigeria"]
