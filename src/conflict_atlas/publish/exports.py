"""Exports: the rows behind a number as a file, exactly those that the same question counts.

Every export passes the licence gate and carries its credit: in a file beside csv, in the file itself for the formats
that have a place for it. Columns that may name private persons are not in it. A file appears whole or not at all.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from conflict_atlas.events import engine
from conflict_atlas.events.answers import Gap, Pick
from conflict_atlas.events.engine import name, quote
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.grid import CELL_DEGREES, south_west
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import choose, rows_sql
from conflict_atlas.events.vocabulary import NEAR, Dimension, Grain, Series
from conflict_atlas.publish.licences import Audience, Credit, admit

_BATCH = 20_000
XLSX_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
XLSX_TEXT = 32_767
"""Characters that a cell of a sheet holds."""
_FIRST_SHEET_YEAR = 1900
"""Sheets have no earlier dates: those are written as text."""

FORMATS = ("csv", "geojson", "parquet", "xlsx")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportFailed(Exception):
    """The file cannot be written; the message says why and what to do. What stood there before still stands there."""


@dataclass(frozen=True)
class Exported:
    """What an export holds: rows of one grain from these vintages, with their credit; and the months that it lacks."""

    rows: int
    grain: Grain
    picks: tuple[Pick, ...]
    credits: tuple[Credit, ...]
    gaps: tuple[Gap, ...]


def export(
    lake: Lake,
    filters: Filters,
    series: Series,
    file_format: str,
    out: Path,
    audience: Audience,
    by: Sequence[Dimension] = (),
    as_known_on: date | None = None,
) -> Exported:
    """Write the rows that the question counts to ``out``. Raises CannotAnswer, LicenceRefused or ExportFailed.

    A file holds rows of one grain only: where the period is answered by several, the caller must narrow it.
    """
    choice = choose(lake, filters, by, series, as_known_on)
    picks = choice.picks
    grains = list(dict.fromkeys(pick.grain for pick in picks))
    if len(grains) > 1:
        raise CannotAnswer(_several_grains(picks))
    credits = admit([lake.vintage(vintage_id) for vintage_id in dict.fromkeys(pick.vintage_id for pick in picks)], audience)
    query = rows_sql(lake, picks, filters, series, by)
    with _appearing(out) as temporary:
        rows = _WRITERS[file_format](query, temporary, credits)
    return Exported(rows, grains[0], picks, credits, choice.gaps)


def write_credit(out: Path, exported: Exported) -> Path:
    """Write credit and vintages as plain text beside an export. Raises ExportFailed."""
    lines = ["Credit", *[f"- {credit.line}" for credit in exported.credits], "", "Vintages"]
    lines += [
        f"- {pick.vintage_id}: {pick.grain.value}, {pick.first} to {pick.last}, {pick.completeness.value}"
        for pick in exported.picks
    ]
    if exported.gaps:
        lines += ["", "Not in the file", *[f"- {gap.first} to {gap.last}: {gap.reason}" for gap in exported.gaps]]
    beside = out.with_name(out.name + ".credit.txt")
    with _appearing(beside) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return beside


@contextmanager
def _appearing(out: Path) -> Iterator[Path]:
    """A file to write to, which takes the place of ``out`` in one step once it is whole and on disk."""
    if not out.parent.is_dir():
        raise ExportFailed(f"there is no folder {out.parent}: make it first, or name another one")
    if out.is_dir():
        raise ExportFailed(f"{out} is a folder: name the file in it")
    temporary = out.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(out)
    except (OSError, duckdb.Error) as error:
        raise ExportFailed(
            f"the export to {out} failed: {error}. What stood there before still stands there. "
            "Make room or name another place; `conflict-atlas doctor` says whether the lake is whole."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _several_grains(picks: Sequence[Pick]) -> str:
    held = "; ".join(f"{pick.first} to {pick.last} by {pick.grain.value} ({pick.vintage_id})" for pick in picks)
    return (
        f"this period is answered by rows of different grain, which do not belong in one table: {held}. "
        "Narrow the period with --from and --to, or name one --vintage."
    )


_RUN_AS_FORMULA = r"^[=+@\t\r\n-]"


def _write_csv(query: str, out: Path, credits: Sequence[Credit]) -> int:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; lists become words."""
    cells = []
    for column, sql_type, *_ in engine.fetch(f"DESCRIBE {query}"):
        cell = f"nullif(array_to_string({name(column)}, ' '), '')" if sql_type == "VARCHAR[]" else name(column)
        if sql_type.startswith("VARCHAR"):
            cell = f"CASE WHEN regexp_matches({cell}, {quote(_RUN_AS_FORMULA)}) THEN '''' || {cell} ELSE {cell} END"
        cells.append(f"{cell} AS {name(column)}")
    copy = f"COPY (SELECT {', '.join(cells)} FROM ({query})) TO {quote(str(out))} (FORMAT csv, HEADER true)"
    return int(engine.shared().execute(copy).fetchall()[0][0])


def _write_parquet(query: str, out: Path, credits: Sequence[Credit]) -> int:
    credit = quote("\n".join(credit.line for credit in credits))
    copy = f"COPY ({query}) TO {quote(str(out))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{credit: {credit}}})"
    return int(engine.shared().execute(copy).fetchall()[0][0])


def _write_geojson(query: str, out: Path, credits: Sequence[Credit]) -> int:
    """Features in the order of the rows. A place that is not exact or near has no geometry: it is no point."""
    batches = _batches(query)
    columns = list(next(batches))
    count = 0
    with out.open("w", encoding="utf-8") as file:
        credit = json.dumps([credit.line for credit in credits], ensure_ascii=False)
        file.write(f'{{"type": "FeatureCollection", "credit": {credit}, "features": [')
        for row in batches:
            file.write(",\n" if count else "\n")
            file.write(json.dumps(_feature(dict(zip(columns, row, strict=True))), ensure_ascii=False, default=str))
            count += 1
        file.write("\n]}\n")
    return count


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _geometry(row), "properties": row}


def _geometry(row: dict[str, Any]) -> dict[str, Any] | None:
    if row.get("longitude") is not None and row.get("latitude") is not None:
        if row.get("where_prec") is None or row["where_prec"] > NEAR:
            return None
        return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    if row.get("gid") is not None:
        south, west = south_west(row["gid"])
        north, east = south + CELL_DEGREES, west + CELL_DEGREES
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    return None


def _write_xlsx(query: str, out: Path, credits: Sequence[Credit]) -> int:
    import xlsxwriter

    total = engine.fetch(f"SELECT count(*) FROM ({query})")[0][0]
    if total > XLSX_ROWS:
        raise CannotAnswer(
            f"{total:,} rows do not fit in a sheet, which holds {XLSX_ROWS:,}: export csv or parquet, or narrow the filter"
        )
    with TemporaryDirectory(dir=out.parent, prefix=".sheets-") as scratch:
        workbook = xlsxwriter.Workbook(
            str(out),
            {
                "constant_memory": True,
                "tmpdir": scratch,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        sheet, about = workbook.add_worksheet("Rows"), workbook.add_worksheet("Credit")
        try:
            for number, row in enumerate(_batches(query)):
                for position, value in enumerate(row):
                    _write_cell(sheet, number, position, value)
            for number, credit in enumerate(credits):
                about.write_string(number, 0, credit.line)
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
        finally:
            # The library closes its scratch files only where all goes well.
            for each in (sheet, about):
                each.row_data_fh.close()
    return int(total)


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """A text is written as a text whatever it looks like, so that no sheet runs it as a formula."""
    if isinstance(value, date) and value.year < _FIRST_SHEET_YEAR:
        value = value.isoformat()
    if isinstance(value, list):
        value = " ".join(value)
    if not isinstance(value, str):
        sheet.write(row, column, value)
    elif len(value) > XLSX_TEXT:
        raise CannotAnswer(
            f"row {row} has a text of {len(value):,} characters, and a cell of a sheet holds {XLSX_TEXT:,}: export csv or parquet"
        )
    else:
        sheet.write_string(row, column, value)


def _batches(query: str) -> Iterator[Sequence[Any]]:
    """The column names, then the rows, without holding them all."""
    cursor = engine.shared().cursor().execute(query)
    yield [column[0] for column in cursor.description or ()]
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


_WRITERS: dict[str, Callable[[str, Path, Sequence[Credit]], int]] = {
    "csv": _write_csv,
    "geojson": _write_geojson,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
