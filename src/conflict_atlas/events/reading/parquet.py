"""Parquet files as csv text, so that they are read by the same rules as every other file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from conflict_atlas.events import engine
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused

LARGEST_ROWS = 50_000_000
LARGEST_TEXT = 16 << 30


def parquet_to_text(name: str, path: Path, target: Path) -> None:
    """Write the table in ``path`` to ``target``. Raises ImportRefused if it is damaged or would not fit anywhere."""
    table = f"read_parquet({quote(str(path))})"
    with engine.fresh() as connection:
        try:
            _guard(connection, name, path, table)
            connection.execute(
                f"COPY (SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {table}) TO {quote(str(target))} (FORMAT csv, HEADER true)"
            )
        except duckdb.Error as error:
            if engine.is_out_of_room(error):
                raise
            raise ImportRefused(f"{name} is a damaged Parquet file ({str(error).splitlines()[0]}): download it again") from error


def _guard(connection: duckdb.DuckDBPyConnection, name: str, path: Path, table: str) -> None:
    """Equal values are packed to almost nothing, so that the size of the file says little: rows and text are counted."""
    rows = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({quote(str(path))})").fetchall()[0][0]
    if rows <= LARGEST_ROWS:
        lengths = connection.execute(f"SELECT sum(strlen(CAST(COLUMNS(*) AS VARCHAR))) FROM {table}").fetchall()[0]
        if sum(length or 0 for length in lengths) <= LARGEST_TEXT:
            return
    raise ImportRefused(f"{name} holds {rows:,} rows, far more than any release: that is no data release. Nothing was unpacked.")
