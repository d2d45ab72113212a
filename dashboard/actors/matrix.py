"""The matrix of actors by targets: a table of buttons.

A heat map of Plotly's is one picture to whoever has no mouse: its cells take no focus and
have no words. A table is read out cell by cell with its row and column, is walked with the
arrow keys, and is its own twin.
"""

from __future__ import annotations

from dashboard.actors.chosen import Pair, value_of
from dashboard.actors.shares import by_group, sign
from dashboard.labels import GROUP_OF, GROUPS, STANCE_NAMES
from dashboard.markup import Markup, joined, named, tag
from pipeline.queries import Cell, StanceMatrix

LEVELS = 5
BASES = (2, 3, 5, 10)  # from level to level so many times the quotes
TITLE = "Who stands how towards whom"
NO_TARGET = "No quote that matches takes a stance towards somebody."
NO_QUOTES = "No quote under these filters. Take one of the filters above away, or choose a cell of the matrix."
SPLIT = 1 / 3  # a second group with this share of a cell's quotes is drawn in its corner


def matrix_table(matrix: StanceMatrix, *, pair: Pair | None = None, of: str | None = None) -> Markup:
    """Return the matrix; a click on a cell asks for its quotes, on a name for its profile."""
    cells = {(cell.actor, cell.target): cell for cell in matrix.cells}
    base = base_of(matrix)
    corner = tag("div", tag("small", "speaks"), tag("small", "towards"))
    head = tag("tr", tag("th", corner, class_="corner", scope="col"),
               *(_column(name, n, on=bool(pair) and pair[1] == name) for name, n in matrix.targets))  # fmt: skip
    rows = [
        tag("tr", _row_head(name, n, first=index == 0, on=name in {of, pair[0] if pair else None}),
            *(_cell(cells.get((name, target)), base, chosen=(name, target) == pair) for target, _ in matrix.targets))
        for index, (name, n) in enumerate(matrix.actors)
    ]  # fmt: skip
    label = "Stances by actor (rows) and target (columns). Arrow keys go from cell to cell."
    return tag("table", tag("thead", head), tag("tbody", *rows), class_="matrix", role="grid", aria_label=label,
               data_walk="")  # fmt: skip


def matrix_heading(matrix: StanceMatrix) -> Markup:
    """Return what the matrix is, and how much of what matches it shows."""
    if not matrix.cells:
        return tag("div", tag("h2", TITLE), tag("p", NO_TARGET), class_="actors-part")
    inside = sum(cell.n_quotes for cell in matrix.cells)
    shown = f"{inside:,} of {matrix.n_quotes:,}" if inside < matrix.n_quotes else f"{inside:,}"
    words = f"{shown} quotes that take a stance towards somebody, the most frequent actors and targets first"
    return tag("div", tag("h2", TITLE), tag("p", words), class_="actors-part")


def matrix_key(matrix: StanceMatrix) -> Markup:
    """Return what the signs and shades of the cells mean."""
    base = base_of(matrix)
    signs = [
        tag("span", tag("i", group.sign, aria_hidden="true"), group.name, class_=group.id,
            title=", ".join(STANCE_NAMES[stance] for stance in group.stances))
        for group in GROUPS
    ]  # fmt: skip
    shades = [tag("span", words, class_=f"shade n{level}") for level, words in enumerate(_ranges(base), 1)]
    corner = tag("span", tag("i", class_="corner-mark", aria_hidden="true"), "corner: another, in a third or more")
    return tag("div", *signs, tag("span", "quotes ", *shades, class_="shades"), corner, class_="key")


def pair_heading(pair: Pair, cell: Cell | None) -> Markup:
    """Return whose quotes towards whom follow, with the stances in them; None: there are none."""
    close = tag("button", tag("span", "×", class_="x", aria_hidden="true"), type="button", class_="close",
                aria_label="Close these quotes", data_act="drop", data_value="pair")  # fmt: skip
    names = tag("h2", _profile_of(pair[0]), " towards ", _profile_of(pair[1]))
    stances = [tag("li", _stance(stance, n)) for stance, n in cell.stances] if cell else []
    words = tag("ul", *stances, class_="stances") if cell else tag("p", NO_QUOTES)
    return tag("div", tag("div", names, close, class_="name-line"), words, class_="pair-head", data_goto="nearest")


def base_of(matrix: StanceMatrix) -> int:
    """Return how many times more quotes each next shade stands for, so that the darkest is for the largest cells."""
    most = max((cell.n_quotes for cell in matrix.cells), default=1)
    return next((base for base in BASES if base**LEVELS > most), BASES[-1])


def level_of(n: int, base: int) -> int:
    """Return the shade of a cell, 1 to LEVELS."""
    return next((level for level in range(1, LEVELS) if n < base**level), LEVELS)


def cell_words(cell: Cell) -> str:
    """Return all that a cell stands for, in three lines: who towards whom, stances with counts, how sure."""
    stances = ", ".join(f"{STANCE_NAMES[stance]}\u00a0{n:,}" for stance, n in cell.stances)
    sure = "p" if cell.n_quotes == 1 else "mean p"
    return f"{cell.actor} towards {cell.target}\n{_quotes(cell.n_quotes)}: {stances}\n{sure} {cell.mean_score:.2f}"


def _ranges(base: int) -> list[str]:
    """Return the numbers of quotes of each shade, in words."""
    starts = [base ** (level - 1) for level in range(1, LEVELS + 1)]
    ends = [start - 1 for start in starts[1:]]
    ranges = [f"{a:,}" if a == b else f"{a:,}–{b:,}" for a, b in zip(starts[:-1], ends, strict=True)]
    return [*ranges, f"{starts[-1]:,}+"]


def _profile_of(name: str) -> Markup:
    return tag("button", named(name), type="button", data_act="profile", data_value=name, title=f"{name}: profile")


def _stance(stance: str, n: int) -> Markup:
    return joined(sign(GROUP_OF[stance]), STANCE_NAMES[stance], tag("small", f"{n:,}"))


def _quotes(n: int) -> str:
    return "1 quote" if n == 1 else f"{n:,} quotes"


def _column(name: str, n: int, *, on: bool) -> Markup:
    button = tag("button", named(name), type="button", tabindex="-1", data_act="profile", data_value=name,
                 title=f"{name}: {_quotes(n)}. Show its profile")  # fmt: skip
    return tag("th", tag("div", button, class_="aslant"), tag("small", f"{n:,}"), scope="col",
               class_="on" if on else None)  # fmt: skip


def _row_head(name: str, n: int, *, first: bool, on: bool) -> Markup:
    button = tag("button", named(name), type="button", tabindex="0" if first else "-1", data_act="profile",
                 data_value=name, title=f"{name}: {_quotes(n)}. Show its profile")  # fmt: skip
    return tag("th", tag("div", button, tag("small", f"{n:,}")), scope="row", class_="on" if on else None)


def _cell(cell: Cell | None, base: int, *, chosen: bool) -> Markup:
    if cell is None:
        return tag("td", class_="empty")
    (first, _), *others = by_group(cell.stances)
    also = [f"also-{group.id}" for group, n in others[:1] if n >= cell.n_quotes * SPLIT]
    button = tag(
        "button",
        tag("i", first.sign, aria_hidden="true"),
        f"{cell.n_quotes:,}",
        type="button",
        tabindex="-1",
        class_=" ".join([first.id, f"n{level_of(cell.n_quotes, base)}", *also]),
        aria_label=cell_words(cell),
        aria_pressed=str(chosen).lower(),
        data_tell="",
        data_act="pair",
        data_value=value_of((cell.actor, cell.target)),
    )
    return tag("td", button)
