"""Who is quoted most, with a bar of stances each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.actors.shares import bar, by_group
from dashboard.labels import KIND_NAMES, STANCE_NAMES
from dashboard.markup import Markup, named, tag

MOST = 18  # as many as stand beside a full matrix


def most_quoted(speakers: pd.DataFrame) -> Markup:
    """Return the actors quoted most (columns: `queries.actors`); a click shows a profile."""
    n = len(speakers)
    words = f"{n:,} actors speak in what matches" if n != 1 else "One actor speaks in what matches"
    top = speakers.head(MOST)
    lines = [tag("li", _speaker(speaker, int(top["n_quotes"].max()))) for speaker in top.itertuples()]
    rows = tag("ul", *lines, class_="counted-rows") if lines else None
    return tag("div", tag("h2", "Most quoted"), tag("p", words), rows, class_="actors-part")


def _speaker(speaker: Any, most: int) -> Markup:
    stances = ", ".join(f"{STANCE_NAMES[stance]}\u00a0{n:,}" for stance, n in speaker.stances)
    kind = KIND_NAMES.get(speaker.kind, speaker.kind)
    said = f"{speaker.name}\n{speaker.n_quotes:,} quotes: {stances or 'no stance found'}\n{kind}"
    return tag(
        "button",
        tag("span", named(speaker.name), class_="whom"),
        bar(by_group(speaker.stances), of=most),
        " ",  # not drawn; keeps name and number apart where they are read out
        tag("small", f"{speaker.n_quotes:,}"),
        type="button", class_="toward", data_act="profile", data_value=speaker.name, aria_label=said, data_tell="",
    )  # fmt: skip
