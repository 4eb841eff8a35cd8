"""Exports: the rows behind a number as a file, exactly those that the same question counts.

Every export passes the licence gate and carries its credit: in a file beside csv, in the file itself for the formats
that have a place for it. Columns that may name private persons are not in it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from conflict_atlas.events import engine
from conflict_atlas.events.answers import Pick
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import rows_sql
from conflict_atlas.events.views import choose_vintages
from conflict_atlas.events.vocabulary import Dimension, Grain, Series
from conflict_atlas.publish.licences import Audience, Credit, admit

_BATCH = 20_000
XLSX_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""

FORMATS = ("csv", "geojson", "parquet", "xlsx")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Exported:
    """What an export holds: rows of one grain from these vintages, with their credit."""

    rows: int
    grain: Grain
    picks: tuple[Pick, ...]
    credits: tuple[Credit, ...]


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
    """Write the rows that the question counts to ``out``. Raises CannotAnswer, LicenceRefused, or OSError of the disk.

    A file holds rows of one grain only: where the period is answered by several, the caller must narrow it.
    """
    vintages = lake.vintages(as_known_on)
    choice = choose_vintages(vintages, filters, tuple(by), series)
    grains = list(dict.fromkeys(pick.grain for pick in choice.picks))
    if len(grains) > 1:
        raise CannotAnswer(_several_grains(choice.picks))
    used = {pick.vintage_id for pick in choice.picks}
    credit = admit([vintage for vintage in vintages if vintage.vintage_id in used], audience)
    query = rows_sql(lake, choice.picks, filters, series, by)
    write = _WRITERS[file_format]
    temporary = out.with_name(f".{out.name}.part")
    try:
        rows = write(query, temporary, credit)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
    return Exported(rows, grains[0], choice.picks, credit)


def credit_text(credits: Sequence[Credit], picks: Sequence[Pick]) -> str:
    """Credit and vintages as plain text, for a file beside a table."""
    lines = ["Credit", *[f"- {credit.line}" for credit in credits], "", "Vintages"]
    lines += [
        f"- {pick.vintage_id}: {pick.grain.value}, {pick.first} to {pick.last}, {pick.completeness.value}" for pick in picks
    ]
    return "\n".join(lines) + "\n"


def _several_grains(picks: Sequence[Pick]) -> str:
    held = "; ".join(f"{pick.first} to {pick.last} by {pick.grain.value} ({pick.vintage_id})" for pick in picks)
    return (
        f"this period is answered by rows of different grain, which do not belong in one table: {held}. "
        "Narrow the period with --from and --to, or name one --vintage."
    )


def _write_csv(query: str, out: Path, credits: Sequence[Credit]) -> int:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        batches = _batches(query)
        writer.writerow(next(batches))
        count = 0
        for row in batches:
            writer.writerow([_plain(value) for value in row])
            count += 1
    return count


def _write_parquet(query: str, out: Path, credits: Sequence[Credit]) -> int:
    metadata = quote("\n".join(credit.line for credit in credits))
    engine.shared().execute(
        f"COPY ({query}) TO {quote(str(out))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{credit: {metadata}}})"
    )
    return int(engine.shared().execute(f"SELECT count(*) FROM read_parquet({quote(str(out))})").fetchall()[0][0])


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
            json.dump(_feature(dict(zip(columns, row, strict=True))), file, ensure_ascii=False, default=str)
            count += 1
        file.write("\n]}\n")
    return count


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _geometry(row), "properties": row}


def _geometry(row: dict[str, Any]) -> dict[str, Any] | None:
    if row.get("longitude") is not None and row.get("latitude") is not None:
        if row.get("where_prec") is None or row["where_prec"] > 2:
            return None
        return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    if row.get("gid") is not None:
        south, west = (row["gid"] - 1) // 720 / 2 - 90, (row["gid"] - 1) % 720 / 2 - 180
        corners = [(west, south), (west + 0.5, south), (west + 0.5, south + 0.5), (west, south + 0.5), (west, south)]
        return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    return None


def _write_xlsx(query: str, out: Path, credits: Sequence[Credit]) -> int:
    import xlsxwriter

    total = engine.shared().execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]
    if total > XLSX_ROWS:
        raise CannotAnswer(
            f"{total:,} rows do not fit in a sheet, which holds {XLSX_ROWS:,}: export csv or parquet, or narrow the filter"
        )
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(out), options) as workbook:
        sheet, about = workbook.add_worksheet("Rows"), workbook.add_worksheet("Credit")
        for number, row in enumerate(_batches(query)):
            for position, value in enumerate(row):
                sheet.write(number, position, ", ".join(value) if isinstance(value, list) else value)
        for number, credit in enumerate(credits):
            about.write(number, 0, credit.line)
    return int(total)


def _batches(query: str) -> Iterator[Sequence[Any]]:
    """The column names, then the rows, without holding them all."""
    cursor = engine.shared().cursor().execute(query)
    yield [column[0] for column in cursor.description or ()]
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


def _plain(value: Any) -> Any:
    """Lists become words; a text that a spreadsheet would take for a formula is kept from being run."""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r"):
        return "'" + value
    return value


_WRITERS: dict[str, Callable[[str, Path, Sequence[Credit]], int]] = {
    "csv": _write_csv,
    "geojson": _write_geojson,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
