"""Who is quoted most, with a bar of stances each: the way to a profile for those in no row of the matrix, too."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.actors.shares import bar, by_group
from dashboard.labels import STANCE_NAMES
from dashboard.markup import Markup, named, tag
from pipeline.queries import Speaking

MOST = 18  # as many as stand beside a full matrix


def most_quoted(found: Sequence[Speaking]) -> Markup:
    """Return the actors quoted most (given most first); a click shows a profile."""
    n = len(found)
    words = f"{n:,} actors speak in what matches" if n != 1 else "One actor speaks in what matches"
    lines = [tag("li", _speaker(speaker, found[0].n_quotes)) for speaker in found[:MOST]]
    rows = tag("ul", *lines, class_="counted-rows") if lines else None
    return tag("div", tag("h2", "Most quoted"), tag("p", words), rows, class_="actors-part")


def _speaker(speaker: Speaking, most: int) -> Markup:
    stances = ", ".join(f"{STANCE_NAMES[stance]}\u00a0{n:,}" for stance, n in speaker.stances)
    quotes = "1 quote" if speaker.n_quotes == 1 else f"{speaker.n_quotes:,} quotes"
    return tag(
        "button",
        tag("span", named(speaker.name), class_="whom"),
        bar(by_group(speaker.stances), of=most),
        " ",  # not drawn; keeps name and number apart where they are read out
        tag("small", f"{speaker.n_quotes:,}"),
        type="button",
        class_="toward",
        data_act="profile",
        data_value=speaker.name,
        aria_label=f"{speaker.name}\n{quotes}: {stances or 'no stance found'}",
        data_tell="",
    )
