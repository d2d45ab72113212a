"""`export`: what is stored, as a file for other tools; takes the dashboard's filters as options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_store
from pipeline.errors import ConfigError
from pipeline.records import Modality, RiskLabel, Stance

# Parameter of the page's address (pipeline.queries.PARAMETERS, a test holds the two together) → what it keeps.
# Written out here, because importing the queries takes a second that `--help` should not.
OPTIONS = {
    "actor": "quotes of this speaker; may be given again, like all but --modality, --from, --to and --q",
    "affiliation": "quotes of speakers who belong to this state or organisation",
    "place": "what is about, or was spoken at, the place of this gazetteer id",
    "stance": "quotes of this stance",
    "risk": "what speaks of this risk",
    "modality": "only risks that are reported, feared or denied",
    "outlet": "articles of this outlet",
    "language": "articles in this language (ISO 639-1)",
    "from": "from this day on, such as 2018-09-06; undated articles are left out",
    "to": "up to and with this day",
    "q": "words in a quote or a title",
}
LABELS: dict[str, tuple[str, ...]] = {
    "stance": get_args(Stance),
    "risk": get_args(RiskLabel),
    "modality": get_args(Modality),
}
WRITTEN = {
    ".jsonl": "annotations",
    ".csv": "quotes",
    ".geojson": "places",
    ".xlsx": "quotes",
    ".html": "footnotes",
    ".docx": "footnotes",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `export`."""
    parser.add_argument(
        "output",
        metavar="OUT",
        help="a file that ends in .jsonl (annotations), .csv, .geojson, .xlsx, .html or .docx (a footnoted brief)",
    )
    parser.add_argument("--hxl", action="store_true", help="add the row of HXL tags to a table")
    for name, words in OPTIONS.items():
        known = f" ({', '.join(LABELS[name])})" if name in LABELS else ""
        parser.add_argument(
            f"--{name}", dest=f"filter_{name}", action="append", default=[], metavar="VALUE", help=words + known
        )
    add_store(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Write what matches the filters; say how much that was.

    Raises:
        ConfigError: a filter means nothing, or the file cannot be written.
        StoreError: there is no store, or it cannot be read.
    """
    from pipeline.export import export  # noqa: PLC0415  (a second, most of it pandas)
    from pipeline.queries import from_query  # noqa: PLC0415

    filters, dropped = from_query({name: getattr(arguments, f"filter_{name}") for name in OPTIONS})
    if dropped:
        raise _refused(dropped[0])
    store = assembly.open_store(read_only=True)
    try:
        count = export(store, Path(arguments.output), filters, hxl=arguments.hxl)
    finally:
        store.close()
    print(f"{count} {WRITTEN[Path(arguments.output).suffix.lower()]} written to {arguments.output}")
    return 0


def _refused(dropped: str) -> ConfigError:
    name, _, value = dropped.partition("=")
    expected = f"choose from {', '.join(LABELS[name])}" if name in LABELS else "see python -m pipeline export --help"
    return ConfigError(f"--{name} {value!r} cannot be used; {expected}")
