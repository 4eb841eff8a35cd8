"""Importing: from a file as it came to a committed vintage, all or nothing.

Steps: keep the raw bytes, unwrap, find every record apart from the parser, match the columns by name, read and cast, set
aside what cannot be read, check that nothing was lost, commit. A refusal at any step leaves the lake as it was.
"""

from __future__ import annotations

import csv
import errno
import io
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

import conflict_atlas
from conflict_atlas.events import casting, engine
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.engine import name, quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import Draft, Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.reading.containers import Kind, PlainFile, unwrap
from conflict_atlas.events.reading.header import Header, read_header
from conflict_atlas.events.reading.keeping import KeptFile, keep
from conflict_atlas.events.reading.records import RecordMap, scan
from conflict_atlas.events.sources.card import EventSource, Measured
from conflict_atlas.events.vintages import Coverage, SourceFile, Vintage
from conflict_atlas.events.vocabulary import Completeness, Grain, Series
from conflict_atlas.workspace import Workspace

QUARANTINE_COLUMNS = (
    'vintage_id VARCHAR, file VARCHAR, line BIGINT, record BIGINT, "column" VARCHAR, reason VARCHAR, text VARCHAR'
)
LARGEST_RECORD = 16 << 20
_TEXT_KEPT = 2000


@dataclass(frozen=True)
class ImportRequest:
    """What the operator may say beside the file.

    ``release`` where the file name does not state it; ``completeness`` to declare what the source cannot know;
    ``unknown_codes_aside`` sets rows with codes outside the publisher's list aside instead of stopping.
    """

    release: str | None = None
    completeness: Completeness | None = None
    unknown_codes_aside: bool = False


@dataclass(frozen=True)
class Imported:
    """The outcome for one file: the vintage, and whether it was there already."""

    vintage: Vintage
    new: bool


def import_files(
    workspace: Workspace,
    source: EventSource,
    paths: Sequence[Path],
    request: ImportRequest | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Imported, ...]:
    """Import each file as one vintage, all of them or none. Raises ImportRefused or WorkspaceError; then nothing changed."""
    request = request or ImportRequest()
    if request.release and len(paths) > 1:
        raise ImportRefused("--release names the release of one file: import the files one by one, or leave it out")
    lake = Lake(workspace.lake_dir)
    try:
        with workspace.writing("an import"), lake.drafting() as drafts, _scratch(workspace) as scratch:
            outcomes: list[Imported] = []
            made: list[tuple[Draft, Vintage]] = []
            for path in paths:
                progress(f"{path.name}: keeping the raw bytes")
                kept = keep(path, workspace.raw_dir)
                release = request.release or source.release_of(kept.name) or "unstated"
                known = _already_there(lake.vintages(), source, release, kept)
                if known:
                    outcomes.append(Imported(known, new=False))
                    continue
                draft = lake.draft(drafts)
                progress(f"{path.name}: reading")
                vintage = _import_one(draft, source, kept, replace(request, release=release), Path(scratch))
                made.append((draft, vintage))
                outcomes.append(Imported(vintage, new=True))
            progress("committing")
            lake.commit(made)
            for _, vintage in made:
                workspace.note(
                    "events import", vintage_id=vintage.vintage_id, rows=vintage.rows, quarantined=vintage.quarantined
                )
            return tuple(outcomes)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise ImportRefused(_disk_full(workspace)) from error
        raise
    except duckdb.Error as error:
        if "space left" in str(error) or "File too large" in str(error) or "out of disk" in str(error).lower():
            raise ImportRefused(_disk_full(workspace)) from error
        raise


def _disk_full(workspace: Workspace) -> str:
    return f"the disk of {workspace.root} is full. Nothing was changed. Make room (about three times the file's size) and run this again."


def _scratch(workspace: Workspace) -> tempfile.TemporaryDirectory[str]:
    for left_over in workspace.tmp_dir.glob("import-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=workspace.tmp_dir, prefix="import-")


def _already_there(vintages: Iterable[Vintage], source: EventSource, release: str, kept: KeptFile) -> Vintage | None:
    return next(
        (item for item in vintages if (item.source, item.release, item.digest) == (source.key, release, kept.sha256)),
        None,
    )


def _import_one(draft: Draft, source: EventSource, kept: KeptFile, request: ImportRequest, scratch: Path) -> Vintage:
    release = request.release or "unstated"
    vintage_id = f"{source.key}-{release}-{kept.sha256[:8]}"
    plain = unwrap(kept, scratch)
    text_path = plain.path if plain.kind is Kind.TEXT else _parquet_to_text(plain, scratch)
    records = scan(plain.name, text_path)
    header = read_header(plain.name, text_path, source)
    expected = records.count - header.records_before_data
    if expected <= 0:
        raise ImportRefused(f"{plain.name} has a header and no rows: download it again")
    reading = _Reading(source, plain.name, text_path, header, records, request)
    context = casting.RowContext(vintage_id, plain.name, source.period_of(release))
    with engine.fresh() as connection:
        _load_countries(connection)
        aside = reading.into(connection, draft, context)
        _write_quarantine(connection, draft, vintage_id, aside.all)
        totals = _conserve(connection, reading, draft, expected, aside)
        first, last = _period(connection, draft, plain.name)
    measured = Measured(release, first, last, expected)
    return Vintage(
        vintage_id=vintage_id,
        source=source.key,
        release=release,
        grain=Grain.EVENT,
        origin=source.origin,
        licence_class=source.licence_class,
        imported_at=datetime.now(UTC).replace(microsecond=0),
        importer_version=conflict_atlas.__version__,
        digest=kept.sha256,
        files=(SourceFile(kept.name, kept.sha256, kept.size, expected),),
        rows=expected - len(aside.all),
        quarantined=len(aside.all),
        coverage=_coverage(source, measured, request.completeness),
        totals=totals,
        notes=header.notes,
    )


def _coverage(source: EventSource, measured: Measured, declared: Completeness | None) -> tuple[Coverage, ...]:
    coverage = tuple(source.coverage_of(measured))
    if declared is None:
        return coverage
    return tuple(
        replace(entry, completeness=declared, basis="declared by the operator")
        if entry.series is Series.DEATHS
        else entry
        for entry in coverage
    )


@dataclass(frozen=True)
class SetAside:
    """One record that is not among the rows, and why."""

    file: str
    line: int
    record: int
    column: str
    reason: str
    text: str


@dataclass(frozen=True)
class _Aside:
    """What is not among the rows: records that the parser could not cut into fields, and those it could."""

    uncut: tuple[SetAside, ...]
    cut: tuple[SetAside, ...]

    @property
    def all(self) -> list[SetAside]:
        return sorted((*self.uncut, *self.cut), key=lambda item: item.record)


@dataclass(frozen=True)
class _Reading:
    """One text file being read."""

    source: EventSource
    name: str
    path: Path
    header: Header
    records: RecordMap
    request: ImportRequest

    def into(self, connection: duckdb.DuckDBPyConnection, draft: Draft, context: casting.RowContext) -> _Aside:
        """Write the rows that can be read to the draft; return the records that are not among them.

        Everything is first written in the order of the file, with a mark on what cannot be read: numbering rows while
        they are being parsed would cost the parser its second core.
        """
        staged = draft.folder / "staged.parquet"
        relation = self._csv(self.path, self.header.has_header)
        rows = casting.normalized_select(self.source, self.header.columns, relation, context, "country_codes")
        connection.execute(f"COPY ({rows}) TO {quote(str(staged))} (FORMAT parquet, COMPRESSION zstd)")
        uncut = self._rejected(connection)
        self._number(connection, staged, uncut)
        cut = (*self._unreadable(connection), *self._duplicates(connection))
        connection.execute("CREATE TEMP TABLE set_aside (record BIGINT)")
        if cut:
            connection.executemany("INSERT INTO set_aside VALUES (?)", [[item.record] for item in cut])
        connection.execute(
            f"COPY (SELECT * EXCLUDE (readable, record) REPLACE (record AS source_row) FROM numbered "
            f"WHERE record NOT IN (SELECT record FROM set_aside)) TO {quote(str(draft.rows))} (FORMAT parquet, COMPRESSION zstd)"
        )
        staged.unlink()
        return _Aside(uncut, cut)

    @property
    def _expected(self) -> int:
        return self.records.count - self.header.records_before_data

    def _index(self, record: int) -> int:
        """Place of a data record (from 1) among all records of the file (from 0)."""
        return record - 1 + self.header.records_before_data

    def _line(self, record: int) -> int:
        return int(self.records.first_lines[self._index(record)])

    def _number(self, connection: duckdb.DuckDBPyConnection, staged: Path, uncut: Sequence[SetAside]) -> None:
        """Make the view ``numbered``: the staged rows, each with the number of its record in the file.

        The parser leaves out what it cannot cut into fields, so its rows are counted against the records found apart from it.
        """
        positioned = f"(SELECT *, file_row_number + 1 AS position FROM read_parquet({quote(str(staged))}, file_row_number = true))"
        count = connection.execute(f"SELECT count(*) FROM {positioned}").fetchall()[0][0]
        if count + len(uncut) != self._expected:
            raise ImportRefused(
                f"{self.name} holds {self._expected:,} records, but the parser read {count:,} and refused {len(uncut):,}. "
                "Nothing was imported. Please report this with the file."
            )
        if not uncut:
            connection.execute(
                f"CREATE TEMP VIEW numbered AS SELECT * EXCLUDE (file_row_number, position), position AS record FROM {positioned}"
            )
            return
        connection.execute("CREATE TEMP TABLE uncut (record BIGINT)")
        connection.executemany("INSERT INTO uncut VALUES (?)", [[item.record] for item in uncut])
        connection.execute(
            "CREATE TEMP TABLE record_numbers AS SELECT record, row_number() OVER (ORDER BY record) AS position "
            f"FROM range(1, {self._expected + 1}) AS records(record) ANTI JOIN uncut USING (record)"
        )
        connection.execute(
            f"CREATE TEMP VIEW numbered AS SELECT * EXCLUDE (file_row_number, position) FROM {positioned} "
            "JOIN record_numbers USING (position)"
        )

    def _csv(self, path: Path, has_header: bool) -> str:
        columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in self.header.names)
        skipped = self.header.records_before_data - 1 if has_header else 0
        skip = f"WHERE NOT coalesce(starts_with(trim({name(self._tag_column())}), '#'), false)" if skipped else ""
        return (
            f"(SELECT * FROM read_csv({quote(str(path))}, auto_detect = false, delim = {quote(self.header.delimiter)}, "
            f"quote = '\"', escape = '\"', header = {str(has_header).lower()}, columns = {{{columns}}}, nullstr = '', "
            f"strict_mode = true, max_line_size = {LARGEST_RECORD}, ignore_errors = true, store_rejects = true, "
            f"rejects_limit = 0) {skip})"
        )

    def _tag_column(self) -> str:
        return self.header.columns["date_start"]

    def _rejected(self, connection: duckdb.DuckDBPyConnection) -> tuple[SetAside, ...]:
        """The records that the parser could not cut into fields."""
        found = connection.execute(
            "SELECT line, first(column_name), string_agg(DISTINCT error_message, '; '), first(csv_line) "
            "FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        rejected: dict[int, SetAside] = {}
        for line, column, message, text in found:
            record = self.records.record_on_line(line) + 1 - self.header.records_before_data
            reason = f"the record does not fit the table: {message.rstrip('.')}"
            rejected.setdefault(
                record, SetAside(self.name, self._line(record), record, column or "", reason, (text or "")[:_TEXT_KEPT])
            )
        return tuple(rejected.values())

    def _unreadable(self, connection: duckdb.DuckDBPyConnection) -> list[SetAside]:
        """The records with a value that cannot be read: each is read alone to say why."""
        found = connection.execute("SELECT record FROM numbered WHERE NOT readable ORDER BY record").fetchall()
        records = [record for (record,) in found]
        if not records:
            return []
        texts = [self.records.text(self.path, self._index(record)) for record in records]
        with tempfile.NamedTemporaryFile(
            "w", dir=self.path.parent, suffix=".csv", encoding="utf-8", newline=""
        ) as sample:
            sample.write("".join(text + "\n" for text in texts))
            sample.flush()
            relation = self._csv(Path(sample.name), has_header=False)
            explained = connection.execute(
                casting.explained_select(self.source, self.header.columns, relation)
            ).fetchall()
        set_aside = []
        for record, text, (failures, unknown) in zip(records, texts, explained, strict=True):
            if unknown and not self.request.unknown_codes_aside:
                raise ImportRefused(
                    f"{self.name}, line {self._line(record)}: unknown code, {unknown}. The publisher may have changed its codebook: "
                    "compare it, or run this again with --set-aside-unknown-codes to leave such rows out. Nothing was imported."
                )
            reason = "; ".join(part for part in (failures, unknown) if part)
            column = reason.split(":", 1)[0]
            set_aside.append(SetAside(self.name, self._line(record), record, column, reason, text[:_TEXT_KEPT]))
        return set_aside

    def _duplicates(self, connection: duckdb.DuckDBPyConnection) -> list[SetAside]:
        """The second and later rows of an event id are set aside: an event is counted once."""
        found = connection.execute(
            "SELECT record, source_event_id, first_record FROM (SELECT record, source_event_id, "
            "min(record) OVER (PARTITION BY source_event_id) AS first_record FROM numbered WHERE readable AND source_event_id IN "
            "(SELECT source_event_id FROM numbered WHERE readable GROUP BY ALL HAVING count(*) > 1)) "
            "WHERE record > first_record ORDER BY record"
        ).fetchall()
        return [
            SetAside(
                self.name,
                self._line(record),
                record,
                "id",
                f"id: {event_id} stands already on line {self._line(first)}",
                self.records.text(self.path, self._index(record))[:_TEXT_KEPT],
            )
            for record, event_id, first in found
        ]

    def deaths_in_text(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        """Sums of the estimates straight from the text of every record that the parser can cut into fields."""
        sums = ", ".join(
            f"coalesce(sum(CASE WHEN isfinite(TRY_CAST({column} AS DOUBLE)) AND TRY_CAST({column} AS DOUBLE) >= 0 "
            f"THEN TRY_CAST({column} AS DOUBLE) END), 0)"
            for column in (name(self.header.columns[target]) for target in ("low", "best", "high"))
        )
        values = connection.execute(f"SELECT {sums} FROM {self._csv(self.path, self.header.has_header)}").fetchall()[0]
        return dict(zip(("low", "best", "high"), values, strict=True))

    def deaths_in(self, records: Iterable[SetAside]) -> dict[str, float]:
        """The same sums over records that were set aside, read by another parser."""
        sums = {"low": 0.0, "best": 0.0, "high": 0.0}
        for item in records:
            whole = self.records.text(self.path, self._index(item.record))
            fields = next(csv.reader(io.StringIO(whole, newline=""), delimiter=self.header.delimiter), [])
            for target in sums:
                sums[target] += _number(fields[self.header.names.index(self.header.columns[target])])
        return sums


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if value >= 0 and math.isfinite(value) else 0.0


def _conserve(
    connection: duckdb.DuckDBPyConnection, reading: _Reading, draft: Draft, expected: int, aside: _Aside
) -> dict[str, int | None]:
    """Nothing is lost: records = rows + set aside; deaths in the text = deaths in the rows + deaths set aside."""
    columns = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    sums = ", ".join(f"sum({column})" for column in columns)
    count, *values = connection.execute(
        f"SELECT count(*), {sums} FROM read_parquet({quote(str(draft.rows))})"
    ).fetchall()[0]
    totals = {column: None if value is None else int(value) for column, value in zip(columns, values, strict=True)}
    if count + len(aside.all) != expected:
        raise ImportRefused(
            f"{reading.name}: {expected} records, but {count} rows and {len(aside.all)} set aside. Nothing was imported. "
            "Please report this with the file."
        )
    text, left_out = reading.deaths_in_text(connection), reading.deaths_in(aside.cut)
    for column in ("low", "best", "high"):
        if text[column] != (totals[column] or 0) + left_out[column]:
            raise ImportRefused(
                f"{reading.name}: the text holds {text[column]:,.0f} deaths ({column}), the rows {totals[column] or 0:,} and the "
                f"records set aside {left_out[column]:,.0f}. Nothing was imported. Please report this with the file."
            )
    return totals


def _write_quarantine(
    connection: duckdb.DuckDBPyConnection, draft: Draft, vintage_id: str, set_aside: Sequence[SetAside]
) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE quarantine ({QUARANTINE_COLUMNS})")
    if set_aside:
        connection.executemany(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                [vintage_id, item.file, item.line, item.record, item.column, item.reason, item.text]
                for item in set_aside
            ],
        )
    connection.execute(f"COPY quarantine TO {quote(str(draft.quarantine))} (FORMAT parquet, COMPRESSION zstd)")


def _load_countries(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TEMP TABLE country_codes (ucdp_id SMALLINT PRIMARY KEY, iso3 VARCHAR)")
    pairs = [[number, country.iso3] for country in countries.all() for number in country.ucdp_ids]
    connection.executemany("INSERT INTO country_codes VALUES (?, ?)", pairs)


def _period(connection: duckdb.DuckDBPyConnection, draft: Draft, file_name: str) -> tuple[Month, Month]:
    first: date | None
    last: date | None
    first, last = connection.execute(
        f"SELECT min(date_start), max(date_start) FROM read_parquet({quote(str(draft.rows))})"
    ).fetchall()[0]
    if first is None or last is None:
        raise ImportRefused(
            f"{file_name}: none of its rows can be read, so it is not what it was said to be. Nothing was imported. "
            "Check the source and the file."
        )
    return Month.of(first), Month.of(last)


def _parquet_to_text(plain: PlainFile, scratch: Path) -> Path:
    """A Parquet file as csv text, so that it is read by the same rules as every other."""
    target = scratch / "parquet.csv"
    with engine.fresh() as connection:
        try:
            connection.execute(
                f"COPY (SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({quote(str(plain.path))})) "
                f"TO {quote(str(target))} (FORMAT csv, HEADER true)"
            )
        except duckdb.Error as error:
            raise ImportRefused(f"{plain.name} is a damaged Parquet file ({error}): download it again") from error
    return target
