"""Inputs of the starter pack: files are told apart by their columns, never by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import file_digest
from pathlib import Path

from conflict_atlas.events import engine
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.vintages import SourceFile


class InputKind(Enum):
    """What a file gives to the pack; the value is what an error message calls it."""

    EVENTS_BEST_AVAILABLE = "a union of event files with a column `provenance`"
    CONFLICT_TOTALS = "totals by conflict"
    TYPE_MONTHS = "world deaths by type of violence and month"
    COMPACT_EVENTS = "a compact candidate file (id, conflict_new_id, conflict_name, country, best, type_of_violence, date)"
    CANDIDATE_EVENTS = "a candidate release in the official format"
    COUNTRY_MONTHS = "best estimates with one country a column"


_SIGNATURES: tuple[tuple[InputKind, frozenset[str]], ...] = (
    (InputKind.EVENTS_BEST_AVAILABLE, frozenset({"provenance", "conflict_new_id", "latitude", "best"})),
    (InputKind.CONFLICT_TOTALS, frozenset({"id", "violence_type", "best", "low", "high", "civilian_deaths", "event_count"})),
    (InputKind.TYPE_MONTHS, frozenset({"year", "month", "type", "deaths"})),
    (InputKind.COMPACT_EVENTS, frozenset({"id", "conflict_new_id", "country", "best", "type_of_violence", "date"})),
    (InputKind.CANDIDATE_EVENTS, frozenset({"id", "conflict_new_id", "date_start", "date_end", "where_prec", "code_status"})),
    (InputKind.COUNTRY_MONTHS, frozenset({"Afghanistan", "Sudan", "South Sudan", "Zimbabwe (Rhodesia)"})),
)


@dataclass(frozen=True)
class Input:
    """A recognised file. ``relation`` is SQL that reads it."""

    kind: InputKind
    path: Path
    relation: str
    columns: tuple[str, ...]

    def as_source_file(self) -> SourceFile:
        """Name, digest, size and number of records, for the vintage made of it."""
        with self.path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        count = engine.shared().execute(f"SELECT count(*) FROM {self.relation}").fetchall()[0][0]
        return SourceFile(self.path.name, sha256, self.path.stat().st_size, count)


def recognise(path: Path) -> Input:
    """Find out what a file gives to the pack. Raises ImportRefused that lists what is understood."""
    if not path.is_file():
        raise ImportRefused(f"no such file: {path}")
    if path.suffix == ".parquet":
        relation = f"(SELECT *, file_row_number + 1 AS source_row FROM read_parquet({quote(str(path))}, file_row_number = true))"
    else:
        relation = (
            f"(SELECT row_number() OVER () AS source_row, * FROM read_csv({quote(str(path))}, header = true, all_varchar = true))"
        )
    described = engine.shared().execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    columns = tuple(row[0] for row in described)
    for kind, signature in _SIGNATURES:
        if signature <= set(columns):
            return Input(kind, path, relation, columns)
    understood = "; ".join(kind.value for kind in InputKind)
    raise ImportRefused(f"{path.name} is none of the files that a starter pack is made of. Understood: {understood}.")


def one_of_each(paths: Sequence[Path]) -> dict[InputKind, Input]:
    """Recognise every file. Raises ImportRefused where a kind comes twice or is missing."""
    found: dict[InputKind, Input] = {}
    for path in paths:
        item = recognise(path)
        if item.kind in found:
            raise ImportRefused(f"{path.name} and {found[item.kind].path.name} are both {item.kind.value}: name one of them")
        found[item.kind] = item
    missing = [kind.value for kind in InputKind if kind not in found]
    if missing:
        raise ImportRefused(f"a starter pack also needs {'; '.join(missing)}")
    return found
