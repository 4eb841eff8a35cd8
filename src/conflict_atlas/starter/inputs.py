"""Inputs of the starter pack: files are told apart by their columns, never by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import file_digest
from pathlib import Path

import duckdb

from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.vintages import SourceFile


class InputKind(Enum):
    """What a file gives to the pack; the value is what an error message calls it. Its name is that of its table."""

    BEST_AVAILABLE = "a union of event files with a column `provenance`"
    CONFLICT_TOTALS = "totals by conflict"
    TYPE_MONTHS = "world deaths by type of violence and month"
    COMPACT_EVENTS = "a compact candidate file (id, conflict_new_id, conflict_name, country, best, type_of_violence, date)"
    CANDIDATE_EVENTS = "a candidate release in the official format"
    COUNTRY_MONTHS = "best estimates with one country a column"

    @property
    def table(self) -> str:
        """The table that the builder reads it into: the columns as they are, and ``source_row``."""
        return self.name.lower()


_SIGNATURES: tuple[tuple[InputKind, frozenset[str]], ...] = (
    (InputKind.BEST_AVAILABLE, frozenset({"provenance", "conflict_new_id", "latitude", "best"})),
    (InputKind.CONFLICT_TOTALS, frozenset({"id", "violence_type", "best", "low", "high", "civilian_deaths", "event_count"})),
    (InputKind.TYPE_MONTHS, frozenset({"year", "month", "type", "deaths"})),
    (InputKind.COMPACT_EVENTS, frozenset({"id", "conflict_new_id", "country", "best", "type_of_violence", "date"})),
    (InputKind.CANDIDATE_EVENTS, frozenset({"id", "conflict_new_id", "date_start", "date_end", "where_prec", "code_status"})),
    (InputKind.COUNTRY_MONTHS, frozenset({"Afghanistan", "Sudan", "South Sudan", "Zimbabwe (Rhodesia)"})),
)


@dataclass(frozen=True)
class Input:
    """A recognised file that has been read into the table of its kind."""

    kind: InputKind
    path: Path
    columns: tuple[str, ...]
    file: SourceFile


def read_inputs(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> Mapping[InputKind, Input]:
    """Recognise every file and read it. Raises ImportRefused where one is not understood, comes twice or is missing."""
    found: dict[InputKind, Input] = {}
    for path in paths:
        item = _read(connection, path, found)
        found[item.kind] = item
    missing = [kind.value for kind in InputKind if kind not in found]
    if missing:
        raise ImportRefused(f"a starter pack also needs {'; '.join(missing)}")
    return found


def _read(connection: duckdb.DuckDBPyConnection, path: Path, found: Mapping[InputKind, Input]) -> Input:
    if not path.is_file():
        raise ImportRefused(f"no such file: {path}")
    relation = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        columns = tuple(name for name, *_ in described)
        kind = next((kind for kind, signature in _SIGNATURES if signature <= set(columns)), None)
        if kind is None:
            understood = "; ".join(kind.value for kind in InputKind)
            raise ImportRefused(f"{path.name} is none of the files that a starter pack is made of. Understood: {understood}.")
        if kind in found:
            raise ImportRefused(f"{path.name} and {found[kind].path.name} are both {kind.value}: name one of them")
        connection.execute(f"CREATE TEMP TABLE {kind.table} AS SELECT * FROM {relation}")
        count = connection.execute(f"SELECT count(*) FROM {kind.table}").fetchall()[0][0]
    except duckdb.Error as error:
        raise ImportRefused(f"{path.name} cannot be read: {error}") from error
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return Input(kind, path, columns, SourceFile(path.name, sha256, path.stat().st_size, count))


def _parquet(path: Path) -> str:
    return (
        f"(SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS source_row "
        f"FROM read_parquet({quote(str(path))}, file_row_number = true))"
    )


def _csv(path: Path) -> str:
    """Every column as text. The quoting is said, because a sniffer may guess it wrong."""
    return (
        f"(SELECT *, row_number() OVER () AS source_row FROM read_csv({quote(str(path))}, "
        f"header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"'))"
    )
