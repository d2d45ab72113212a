"""Near-duplicates: copies of a wire text are found, other reports are not."""

from __future__ import annotations

from pipeline.intake.near_duplicates import NearDuplicates, signature

WIRE = (
    "Government forces shelled three villages south of the city on Monday, residents said, as columns of trucks"
    " moved towards the front. A spokesman for the relief agency said that two hundred families had arrived at the"
    " camp since dawn and that tents were running short. The ministry denied that homes had been hit."
)
EDITED = WIRE.replace("on Monday", "early on Monday").replace("two hundred", "around two hundred")
OTHER = (
    "Two hundred families reached a camp on Monday after shelling south of the city, according to the relief agency,"
    " which asked donors for tents, blankets and clean water. Officials in the capital gave no comment on the reports,"
    " while traders said that the market had stayed shut for a third day because the road was unsafe."
)


def originals(*texts):
    near = NearDuplicates()
    found = []
    for number, text in enumerate(texts):
        found.append(near.original_of(str(number), signature(text)))
        near.add(str(number), signature(text))
    return found


def test_an_edited_copy_points_to_the_first_article():
    assert originals(WIRE, OTHER, EDITED) == [None, None, "0"]


def test_two_reports_of_one_event_are_two_sources():
    assert originals(WIRE, OTHER) == [None, None]


def test_short_notices_are_compared_with_none():
    assert originals("Talks resume on Friday.", "Talks resume on Friday.") == [None, None]


def test_a_corrected_original_is_no_copy_of_its_copy():
    near = NearDuplicates([("original", signature(WIRE)), ("copy", signature(EDITED))])
    assert near.original_of("original", signature(EDITED)) is None
    assert near.original_of("copy", signature(EDITED)) == "original"


def test_signatures_outlive_the_process():
    near = NearDuplicates([("stored", signature(WIRE))])
    assert near.original_of("new", signature(EDITED)) == "stored"
