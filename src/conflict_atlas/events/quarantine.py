"""Quarantine: the records of a file that are not among its rows, each with its line, column and reason.

What may live here: the record set aside, and the table in which a vintage keeps them.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from conflict_atlas.events.engine import quote

COLUMNS = {
    "vintage_id": "VARCHAR",
    "file": "VARCHAR",
    "line": "BIGINT",
    "record": "BIGINT",
    "column": "VARCHAR",
    "reason": "VARCHAR",
    "text": "VARCHAR",
}
TEXT_KEPT = 2000
"""So many characters of the record are kept beside the reason; the rest is in the raw bytes."""


@dataclass(frozen=True)
class SetAside:
    """One record that is not among the rows, and why. ``column`` is empty where the whole record does not fit the table."""

    line: int
    record: int
    column: str
    reason: str
    text: str


def write_quarantine(
    connection: duckdb.DuckDBPyConnection, vintage_id: str, file_name: str, found: Sequence[SetAside], target: Path
) -> None:
    """Write the records set aside as Parquet, in the order of the file; an empty table where there are none."""
    rows = ((vintage_id, file_name, item.line, item.record, item.column, item.reason, item.text) for item in found)
    types = ", ".join(f"{quote(name)}: {quote(sql_type)}" for name, sql_type in COLUMNS.items())
    with tempfile.NamedTemporaryFile("w", dir=target.parent, suffix=".csv", encoding="utf-8", newline="") as text:
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
            ["" if cell is None else str(cell).replace("\x00", "\N{SYMBOL FOR NULL}") for cell in row] for row in rows
        )
        text.flush()
        connection.execute(
            f"COPY (SELECT * FROM read_csv({quote(text.name)}, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
            f"header = false, columns = {{{types}}}, nullstr = '\\N', strict_mode = true, new_line = '\\n')) "
            f"TO {quote(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
