"""Normalizing: from a text file whose records are known to the rows of a vintage and the records set aside.

The parser is given only records that have been found sound, each with its number in front. Every record comes out as a
row or is set aside; the deaths of the rows are checked against the text. What may live here: one file's way through DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from conflict_atlas.events import casting
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.quarantine import TEXT_KEPT, SetAside
from conflict_atlas.events.reading.header import Header
from conflict_atlas.events.reading.records import Positions, RecordMap, write_records
from conflict_atlas.events.sources.card import EventSource

_TOTALS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_REPORT = "Nothing was imported. Please report this with the file."


@dataclass(frozen=True)
class TextTable:
    """A text file with its header and the map of its records."""

    name: str
    path: Path
    source: EventSource
    header: Header
    records: RecordMap

    @property
    def count(self) -> int:
        """Number of records of data."""
        return self.records.count - self.header.records_before_data

    def index(self, record: int) -> int:
        """Place among all records of the file (from 0) of a record of data (from 1)."""
        return record - 1 + self.header.records_before_data

    def line(self, record: int) -> int:
        """The line on which a record of data begins."""
        return int(self.records.first_lines[self.index(record)])

    def set_aside(self, record: int, column: str, reason: str) -> SetAside:
        """A record of data as one that is set aside."""
        text = self.records.text(self.path, self.index(record), 4 * TEXT_KEPT)[:TEXT_KEPT]
        return SetAside(self.line(record), record, column, reason, text)

    def broken(self) -> dict[int, SetAside]:
        """The records that cannot be cut into fields. Raises ImportRefused if the header is one of them."""
        if 0 in self.records.faults and self.header.records_before_data:
            raise ImportRefused(f"{self.name}: the header row is broken: {self.records.faults[0]}. Mend it and import that.")
        first = self.header.records_before_data
        numbers = {index - first + 1: reason for index, reason in self.records.faults.items() if index >= first}
        return {
            record: self.set_aside(record, "", f"the record does not fit the table: {reason}")
            for record, reason in sorted(numbers.items())
        }


@dataclass(frozen=True)
class Normalized:
    """What became of a table: how many rows were written, their sums, and what was set aside, in the order of the file."""

    rows: int
    totals: dict[str, int | None]
    set_aside: tuple[SetAside, ...]


def normalize(
    connection: duckdb.DuckDBPyConnection,
    table: TextTable,
    context: casting.RowContext,
    rows_path: Path,
    scratch: Path,
    *,
    unknown_codes_aside: bool,
) -> Normalized:
    """Write the rows of ``table`` to ``rows_path``. Raises ImportRefused where no row can be read or a code is unknown."""
    return _Normalizing(connection, table, context, rows_path, scratch, unknown_codes_aside).run()


@dataclass(frozen=True)
class _Normalizing:
    connection: duckdb.DuckDBPyConnection
    table: TextTable
    context: casting.RowContext
    rows_path: Path
    scratch: Path
    unknown_codes_aside: bool

    def run(self) -> Normalized:
        broken = self.table.broken()
        sound = [record for record in range(1, self.table.count + 1) if record not in broken]
        if not sound:
            raise ImportRefused(self._nothing_readable(next(iter(broken.values()))))
        _load_countries(self.connection)
        relation = self._relation("sound.csv", sound)
        self._survey(relation, len(sound))
        duplicates = self._duplicates()
        self._write_rows(relation, duplicates)
        written = self._fetch(f"SELECT source_row FROM {self._rows}")
        unreadable = _without(self.table.count, written, [*broken, *duplicates])
        if not len(written):
            raise ImportRefused(self._nothing_readable(self._unreadable(unreadable[:1])[0]))
        cut = (*duplicates.values(), *self._unreadable(unreadable))
        found = sorted((*broken.values(), *cut), key=lambda item: item.record)
        return Normalized(len(written), self._conserved(len(written), found), tuple(found))

    @property
    def _rows(self) -> str:
        return f"read_parquet({quote(str(self.rows_path))})"

    def _relation(self, file_name: str, records: Sequence[int]) -> str:
        """The given records as a relation of texts, written to a file in the scratch folder."""
        table, path = self.table, self.scratch / file_name
        indexes = np.fromiter(records, dtype=np.int64) + (table.header.records_before_data - 1)
        longest = write_records(table.path, table.records, indexes, records, table.header.delimiter, path)
        columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in (casting.RECORD, *table.header.names))
        return (
            f"read_csv({quote(str(path))}, auto_detect = false, delim = {quote(table.header.delimiter)}, quote = '\"', "
            f"escape = '\"', header = false, columns = {{{columns}}}, nullstr = '', strict_mode = true, new_line = '\\n', "
            f"max_line_size = {max(longest, 1 << 20)}, buffer_size = {max(2 * longest, 32 << 20)})"
        )

    def _fetch(self, query: str) -> Positions:
        """The one column of whole numbers that a query gives."""
        (values,) = self.connection.execute(query).fetchnumpy().values()
        return np.asarray(values, dtype=np.int64)

    def _survey(self, relation: str, expected: int) -> None:
        """Make the table ``survey``: number, id and estimates of every sound record. It must hold all of them."""
        select = casting.surveyed_select(self.table.source, self.table.header.columns, relation)
        try:
            self.connection.execute(f"CREATE TEMP TABLE survey AS {select}")
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise ImportRefused(f"{self.table.name}: the parser stopped ({str(error).splitlines()[0]}). {_REPORT}") from error
        count, distinct = self.connection.execute("SELECT count(*), count(DISTINCT record) FROM survey").fetchall()[0]
        if (count, distinct) != (expected, expected):
            raise ImportRefused(f"{self.table.name} holds {expected:,} sound records, but the parser read {count:,}. {_REPORT}")

    def _duplicates(self) -> dict[int, SetAside]:
        """The second and later rows of an event id are set aside: an event is counted once. Unreadable rows do not count."""
        found = self.connection.execute(
            "SELECT record, source_event_id FROM survey WHERE source_event_id IN "
            "(SELECT source_event_id FROM survey GROUP BY ALL HAVING count(*) > 1) ORDER BY record"
        ).fetchall()
        unreadable = {record for record, _, _ in self._explained([record for record, _ in found], "alike.csv")}
        first: dict[str, int] = {}
        duplicates: dict[int, SetAside] = {}
        for record, event_id in found:
            if record not in unreadable and first.setdefault(event_id, record) != record:
                reason = f"id: {event_id} stands already on line {self.table.line(first[event_id])}"
                duplicates[record] = self.table.set_aside(record, "id", reason)
        return duplicates

    def _write_rows(self, relation: str, duplicates: Iterable[int]) -> None:
        table = self.table
        rows = casting.normalized_select(table.source, table.header.columns, relation, self.context, "country_codes")
        self.connection.execute(
            "CREATE TEMP TABLE duplicates AS SELECT unnest(CAST(? AS BIGINT[])) AS record", [list(duplicates)]
        )
        # A condition moved below the casts would make DuckDB do every cast once more: half of the time of an import.
        self.connection.execute("SET disabled_optimizers = 'filter_pushdown'")
        self.connection.execute(
            f"COPY (SELECT * EXCLUDE (readable) FROM ({rows}) WHERE readable AND source_row NOT IN (FROM duplicates)) "
            f"TO {quote(str(self.rows_path))} (FORMAT parquet, COMPRESSION zstd)"
        )
        self.connection.execute("SET disabled_optimizers = ''")

    def _explained(self, records: Sequence[int], file_name: str) -> list[tuple[int, str | None, str | None]]:
        """Number, failures and unknown codes of those of ``records`` that cannot be read."""
        if not records:
            return []
        relation = self._relation(file_name, records)
        explained = casting.explained_select(self.table.source, self.table.header.columns, relation)
        return self.connection.execute(
            f"SELECT * FROM ({explained}) WHERE failures IS NOT NULL OR unknown_codes IS NOT NULL ORDER BY source_row"
        ).fetchall()

    def _unreadable(self, records: Sequence[int]) -> list[SetAside]:
        """Records with a value that cannot be read, and why."""
        explained = self._explained(records, "unreadable.csv")
        if len(explained) != len(records):
            raise ImportRefused(
                f"{self.table.name}: {len(records):,} rows are missing, {len(explained):,} with a reason. {_REPORT}"
            )
        set_aside = []
        for record, failures, unknown in explained:
            if unknown and not self.unknown_codes_aside:
                raise ImportRefused(
                    f"{self.table.name}, line {self.table.line(record)}: unknown code, {unknown}. The publisher may have changed "
                    "its codebook: compare it, or run this again with --set-aside-unknown-codes to leave such rows out. "
                    "Nothing was imported."
                )
            reason = "; ".join(part for part in (failures, unknown) if part)
            set_aside.append(self.table.set_aside(record, reason.split(":", 1)[0], reason))
        return set_aside

    def _nothing_readable(self, first: SetAside) -> str:
        return (
            f"{self.table.name}: none of its rows can be read; on line {first.line}, {first.reason}. Nothing was imported. "
            "Check the source and the file."
        )

    def _conserved(self, rows: int, set_aside: Sequence[SetAside]) -> dict[str, int | None]:
        """The sums of the rows, when nothing is lost: every record is a row or set aside, every row has the deaths of its text."""
        if rows + len(set_aside) != self.table.count:
            raise ImportRefused(
                f"{self.table.name}: {self.table.count:,} records, but {rows:,} rows and {len(set_aside):,} set aside. {_REPORT}"
            )
        sums = ", ".join(f"sum({column})" for column in _TOTALS)
        totals = dict(zip(_TOTALS, self.connection.execute(f"SELECT {sums} FROM {self._rows}").fetchall()[0], strict=True))
        in_text = ", ".join(f"sum({column})" for column in casting.ESTIMATES)
        texts = self.connection.execute(
            f"SELECT {in_text} FROM survey WHERE record IN (SELECT source_row FROM {self._rows})"
        ).fetchall()[0]
        for column, text in zip(casting.ESTIMATES, texts, strict=True):
            if text != totals[column]:
                raise ImportRefused(
                    f"{self.table.name}: the text of the rows holds {text or 0:,} deaths ({column}), the rows {totals[column] or 0:,}. "
                    f"{_REPORT}"
                )
        return {column: None if value is None else int(value) for column, value in totals.items()}


def _without(count: int, *taken: Positions | Sequence[int]) -> list[int]:
    """The numbers from 1 to ``count`` that are in none of ``taken``."""
    left = np.ones(count + 1, dtype=bool)
    left[0] = False
    for numbers in taken:
        left[np.asarray(numbers, dtype=np.int64)] = False
    return [int(number) for number in np.flatnonzero(left)]


def _load_countries(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = ", ".join(f"({number}, {quote(country.iso3)})" for country in countries.all() for number in country.ucdp_ids)
    connection.execute(f"CREATE TEMP TABLE country_codes AS SELECT * FROM (VALUES {pairs}) AS pairs(ucdp_id, iso3)")
