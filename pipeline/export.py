"""What is stored, as files for other tools: annotations, tables, places on a map, a brief to print.

A place is a point only where it is known as one (`pipeline.geojson`): a province or a computed
place is a circle, a country, a sea or a border has no geometry, nor coordinates in a table.
Cells that a spreadsheet would run as a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tqdm import tqdm

from pipeline.brief.build import build
from pipeline.brief.model import Brief, PictureKind
from pipeline.brief.page import to_html
from pipeline.errors import ConfigError
from pipeline.formulas import disarmed
from pipeline.geojson import NO_GEOMETRY, geometry
from pipeline.precision import acled_geo_precision, plover_resolution, ucdp_where_prec
from pipeline.queries import Filters, annotation_lines, places, quote_pages, timeline
from pipeline.records import Precision
from pipeline.store import Store
from pipeline.store.store import utc_now

Cell = str | int | float | bool | None
Write = Callable[[Store, Path, Filters, bool], int]

_MAX_CELL_CHARS = 32_767  # Excel's limit
_MAX_SHEET_ROWS = 1_048_576  # Excel's limit


class Column(NamedTuple):
    """A column of a table: its name, its HXL hashtag, and what stands in it."""

    name: str
    tag: str
    cell: Callable[[Any], Cell]


def _of(name: str) -> Callable[[Any], Cell]:
    return lambda row: _plain(getattr(row, name))


def _joined(name: str, part: int) -> Callable[[Any], Cell]:
    return lambda row: "; ".join(str(pair[part]) for pair in getattr(row, name) if pair[part] is not None)


def _spoken_at(part: int) -> Callable[[Any], Cell]:
    return lambda row: row.spoken_at[part] if row.spoken_at else None


def _coded(row: Any) -> tuple[int, int, int]:
    """Return a place's precision as UCDP, ACLED and PLOVER write it."""
    precision, place = Precision(row.precision), row.gazetteer_id
    country = _plain(row.country)
    ucdp = ucdp_where_prec(
        precision, gazetteer_id=place, country=str(country) if country else None, radius_km=float(row.radius_km)
    )
    return ucdp, acled_geo_precision(precision, gazetteer_id=place), plover_resolution(precision, gazetteer_id=place)


class _About(NamedTuple):
    """A resolved place that a quote is about."""

    gazetteer_id: str
    precision: str
    country: str | None
    radius_km: float


def _about(row: Any) -> list[_About]:
    return [_About(pair[0], *known) for pair, known in zip(row.about, row.about_known, strict=True) if known]


def _about_coded(scheme: int) -> Callable[[Any], Cell]:
    return lambda row: "; ".join(str(_coded(place)[scheme]) for place in _about(row))


# In the order of `about_ids`: unresolved places have neither an id nor a precision.
_ABOUT_PRECISION = (
    Column("about_precision", "#loc+about+precision", lambda row: "; ".join(place.precision for place in _about(row))),
    Column("about_ucdp_where_prec", "#loc+about+precision+v_ucdp", _about_coded(0)),
    Column("about_acled_geo_precision", "#loc+about+precision+v_acled", _about_coded(1)),
    Column("about_plover_resolution", "#loc+about+resolution+v_plover", _about_coded(2)),
)

QUOTE_COLUMNS = (
    Column("article_id", "#meta+article+id", _of("article_id")),
    Column("quote", "#meta+quote+num", _of("quote")),
    Column("published_at", "#date+published", _of("published_at")),
    Column("published_precision", "#meta+date+precision", _of("published_precision")),
    Column("type", "#meta+quote+type", _of("type")),
    Column("words", "#description+quote", _of("words")),
    Column("speaker", "#contact+speaker+name", _of("speaker")),
    Column("speaker_kind", "#contact+speaker+type", _of("speaker_kind")),
    Column("speaker_role", "#contact+speaker+role", _of("speaker_role")),
    Column("affiliation", "#org+speaker+affiliation", _of("affiliation")),
    Column("stance", "#meta+stance", _of("stance")),
    Column("stance_score", "#meta+stance+score", _of("stance_score")),
    Column("target", "#contact+target+name", _of("target")),
    Column("risks", "#impact+risk", lambda row: "; ".join(f"{label} ({modality})" for label, modality, _ in row.risks)),
    Column("about", "#loc+about+name", _joined("about", 1)),
    Column("about_ids", "#loc+about+code", _joined("about", 0)),
    Column("spoken_at", "#loc+spoken+name", _spoken_at(1)),
    Column("spoken_at_id", "#loc+spoken+code", _spoken_at(0)),
    Column("source_words", "#description+source", _of("source_words")),
    Column("cue_words", "#description+cue", _of("cue_words")),
    Column("title", "#meta+title", _of("title")),
    Column("outlet", "#org+outlet+name", _of("outlet")),
    Column("outlets", "#org+outlet+list", lambda row: "; ".join(row.outlets)),
    Column("n_outlets", "#indicator+outlets+num", _of("n_outlets")),
    Column("url", "#meta+url", _of("url")),
    Column("language", "#meta+language", _of("language")),
    Column("is_sample", "#meta+sample", _of("is_sample")),
    Column("withdrawn_at", "#date+withdrawn", _of("withdrawn_at")),
    *_ABOUT_PRECISION,
)


def _drawn(row: Any) -> tuple[dict[str, Any] | None, str]:
    return geometry(
        gazetteer_id=row.gazetteer_id,
        precision=Precision(row.precision),
        latitude=float(row.latitude),
        longitude=float(row.longitude),
        radius_km=float(row.radius_km),
    )


def _degrees(name: str) -> Callable[[Any], Cell]:
    return lambda row: None if row.precision in NO_GEOMETRY else _plain(getattr(row, name))


PLACE_COLUMNS = (
    Column("gazetteer_id", "#loc+code", _of("gazetteer_id")),
    Column("name", "#loc+name", _of("name")),
    Column("country", "#country+code+v_iso2", _of("country")),
    Column("admin1", "#adm1+name", _of("admin1")),
    Column("latitude", "#geo+lat", _degrees("latitude")),
    Column("longitude", "#geo+lon", _degrees("longitude")),
    Column("precision", "#geo+precision", _of("precision")),
    Column("radius_km", "#geo+radius+km", _of("radius_km")),
    Column("n_quotes", "#indicator+quotes+num", _of("n_quotes")),
    Column("n_about", "#indicator+about+num", _of("n_about")),
    Column("n_spoken_at", "#indicator+spoken+num", _of("n_spoken_at")),
    Column("n_articles", "#indicator+articles+num", _of("n_articles")),
    Column("top_risk", "#impact+risk", _of("top_risk")),
    Column("ucdp_where_prec", "#geo+precision+v_ucdp", lambda row: _coded(row)[0]),
    Column("acled_geo_precision", "#geo+precision+v_acled", lambda row: _coded(row)[1]),
    Column("plover_resolution", "#geo+resolution+v_plover", lambda row: _coded(row)[2]),
    Column("geometry_note", "#geo+note", lambda row: _drawn(row)[1]),
)

RISK_COLUMNS = (
    Column("article_id", "#meta+article+id", lambda row: row[0].article_id),
    Column("quote", "#meta+quote+num", lambda row: int(row[0].quote)),
    Column("published_at", "#date+published", lambda row: _plain(row[0].published_at)),
    Column("label", "#impact+risk", lambda row: row[1][0]),
    Column("modality", "#impact+modality", lambda row: row[1][1]),
    Column("score", "#impact+score", lambda row: float(row[1][2])),
    Column("speaker", "#contact+speaker+name", lambda row: _plain(row[0].speaker)),
    Column("about", "#loc+about+name", lambda row: _joined("about", 1)(row[0])),
)


def export(store: Store, path: Path, filters: Filters, *, hxl: bool = False) -> int:
    """Write what matches to a file, by its ending; return how many articles, quotes, places or notes were written.

    .jsonl: the contract's annotation of each article. .csv: one row a quote (UTF-8 with a byte
    order mark, so that spreadsheets read Arabic). .geojson: one feature a place. .xlsx: sheets
    quotes, places and risks. .html, .docx: the footnoted brief (`pipeline.brief`). `hxl` adds the
    row of HXL tags below the names of a table. The file appears when it is complete; one that was
    there before is replaced.

    Raises:
        ConfigError: the ending is not known, has no tag row, or the file cannot be written.
        StoreError: the store cannot be read.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ConfigError(f"cannot export to {path}: name a file that ends in {', '.join(_WRITERS)}")
    if hxl and path.suffix.lower() not in {".csv", ".xlsx"}:
        raise ConfigError(f"{path} has no row for HXL tags; leave out --hxl, or export to .csv or .xlsx")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        count = write(store, unfinished, filters, hxl)
        unfinished.replace(path)
    except OSError as error:
        raise ConfigError(f"cannot write {path} ({error.strerror}); check the folder and its permissions") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return count


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula."""
    return disarmed(cell) if isinstance(cell, str) else cell


def _plain(value: Any) -> Cell:
    if isinstance(value, pd.Timestamp):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str):
        return value
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


def _table(columns: Sequence[Column], rows: Iterable[Any], hxl: bool) -> Iterator[list[Cell]]:
    yield [column.name for column in columns]
    if hxl:
        yield [column.tag for column in columns]
    for row in rows:
        yield [safe(column.cell(row)) for column in columns]


def _quotes(store: Store, filters: Filters) -> Iterator[Any]:
    with tqdm(unit=" quotes", desc="export", delay=2, disable=None) as bar:
        for page in quote_pages(store, filters):
            yield from page.itertuples(index=False)
            bar.update(len(page))


def _write_jsonl(store: Store, path: Path, filters: Filters, hxl: bool) -> int:  # noqa: ARG001
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, line in enumerate(annotation_lines(store, filters), start=1):  # noqa: B007
            file.write(line + "\n")
    return count


def _write_csv(store: Store, path: Path, filters: Filters, hxl: bool) -> int:
    count = -1 - hxl
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for line in _table(QUOTE_COLUMNS, _quotes(store, filters), hxl):
            writer.writerow(line)
            count += 1
    return count


def _write_geojson(store: Store, path: Path, filters: Filters, hxl: bool) -> int:  # noqa: ARG001
    features = [_feature(row) for row in places(store, filters).itertuples(index=False)]
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding="utf-8")
    return len(features)


def _feature(row: Any) -> dict[str, Any]:
    where = {"latitude", "longitude"}
    properties: dict[str, Any] = {c.name: c.cell(row) for c in PLACE_COLUMNS if c.name not in where}
    properties["stances"] = dict(row.stances)
    properties["risks"] = [dict(zip(("label", "modality", "n_quotes"), risk, strict=True)) for risk in row.risks]
    drawn, _ = _drawn(row)
    return {"type": "Feature", "id": row.gazetteer_id, "geometry": drawn, "properties": properties}


def _write_xlsx(store: Store, path: Path, filters: Filters, hxl: bool) -> int:
    rows = list(_quotes(store, filters))
    book = Workbook(write_only=True)
    sheets = (
        ("quotes", QUOTE_COLUMNS, rows),
        ("places", PLACE_COLUMNS, list(places(store, filters).itertuples(index=False))),
        ("risks", RISK_COLUMNS, [(row, risk) for row in rows for risk in row.risks]),
    )
    for name, columns, found in sheets:
        if len(found) + 1 + hxl > _MAX_SHEET_ROWS:
            raise ConfigError(
                f"{len(found):,} {name} do not fit into a sheet of {_MAX_SHEET_ROWS:,} rows; export to .csv"
            )
        sheet = book.create_sheet(name)
        for line in _table(columns, found, hxl):
            sheet.append([_fitting(cell) for cell in line])
    book.save(path)
    return len(rows)


def _write_html(store: Store, path: Path, filters: Filters, hxl: bool) -> int:  # noqa: ARG001
    brief = _brief(store, filters, "svg")
    path.write_text(to_html(brief), encoding="utf-8")
    return len(brief.notes)


def _write_docx(store: Store, path: Path, filters: Filters, hxl: bool) -> int:  # noqa: ARG001
    from pipeline.brief.word import to_docx  # noqa: PLC0415  (a third of a second that no other ending needs)

    brief = _brief(store, filters, "png")
    path.write_bytes(to_docx(brief))
    return len(brief.notes)


def _brief(store: Store, filters: Filters, kind: PictureKind) -> Brief:
    """Return the brief of all parts, with its pictures as a format takes them."""
    from pipeline.brief.pictures import pictures  # noqa: PLC0415  (only a brief needs Pillow)

    drawn = pictures(places(store, filters), timeline(store, filters, by="risk"), kind=kind)
    return build(store, filters, now=utc_now(), pictures=drawn)


def _fitting(cell: Cell) -> Cell:
    """Return a cell that the format can hold: no control characters, not too long."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", cell)[:_MAX_CELL_CHARS] if isinstance(cell, str) else cell


_WRITERS: dict[str, Write] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".xlsx": _write_xlsx,
    ".html": _write_html,
    ".docx": _write_docx,
}
