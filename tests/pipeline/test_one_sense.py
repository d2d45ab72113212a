from __future__ import annotations

from pipeline.records import Mention, NameKind, Reading, Span
from pipeline.stages.one_sense import one_sense

TEXT = "Idlib fell. Idlib burns. Idlib fled. Norland met Norlanders."


def reading(*mentions: tuple[int, int, NameKind, float]) -> Reading:
    found = tuple(Mention(Span(start, end), kind, score) for start, end, kind, score in mentions)
    return Reading(Span(0, len(TEXT)), found, (), (), None)


def kinds(readings: tuple[Reading, ...]) -> list[NameKind]:
    return [mention.kind for reading in readings for mention in reading.mentions]


def test_a_stray_kind_gives_way_to_the_others_of_its_name():
    given = (
        reading((0, 5, "place", 0.9), (12, 17, "person", 0.6)),
        reading((25, 30, "place", 0.8)),
    )
    settled = one_sense(TEXT, given)
    assert kinds(settled) == ["place", "place", "place"]
    assert 0 < settled[0].mentions[1].score < 0.9


def test_another_name_is_left_alone():
    assert kinds(one_sense(TEXT, (reading((37, 44, "place", 0.9), (49, 59, "demonym", 0.5)),))) == ["place", "demonym"]
