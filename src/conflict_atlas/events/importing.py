"""Importing: from a file as it came to a committed vintage, all or nothing.

Steps: copy the raw bytes, unwrap, match the columns by name, find every record apart from the parser, read and cast, set
aside what cannot be read, check that nothing was lost, commit. A refusal at any step leaves the workspace as it was.
"""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

import conflict_atlas
from conflict_atlas.events import casting, engine
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import Draft, Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.normalizing import TextTable, normalize
from conflict_atlas.events.quarantine import write_quarantine
from conflict_atlas.events.reading.containers import NO_ROOM, unwrap
from conflict_atlas.events.reading.header import read_header
from conflict_atlas.events.reading.keeping import StagedFile, place, stage, take_back
from conflict_atlas.events.reading.scanning import scan
from conflict_atlas.events.sources.card import EventSource, Measured
from conflict_atlas.events.vintages import Coverage, SourceFile, Vintage
from conflict_atlas.events.vocabulary import Completeness, Grain, Series
from conflict_atlas.workspace import Workspace

UNSTATED = "unstated"
"""The release of a file whose name does not say it, and of which nobody else did."""


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
    """The outcome for one file: the vintage, and whether it is new."""

    vintage: Vintage
    new: bool


@dataclass(frozen=True)
class _Made:
    """A vintage that has been made and not committed yet."""

    draft: Draft
    staged: StagedFile
    vintage: Vintage


def import_files(
    workspace: Workspace,
    source: EventSource,
    paths: Sequence[Path],
    request: ImportRequest | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Imported, ...]:
    """Import each file as one vintage, all of them or none. Raises ImportRefused or WorkspaceError; then nothing changed."""
    request = request or ImportRequest()
    _check(request, paths)
    lake = Lake(workspace.lake_dir)
    with _refusing_in_words(workspace), workspace.writing("an import"):
        with lake.drafting() as drafts, _scratch(workspace, lake) as scratch:
            outcomes: list[Imported] = []
            made: list[_Made] = []
            for path in paths:
                progress(f"{path.name}: keeping the raw bytes")
                staged = stage(path, scratch)
                release = request.release or source.release_of(staged.name) or UNSTATED
                known = _known([*lake.vintages(), *(item.vintage for item in made)], source, release, staged)
                if known:
                    if known.files[0].sha256 == staged.sha256:
                        place(staged, workspace.raw_dir, scratch)
                    outcomes.append(Imported(known, new=False))
                    continue
                progress(f"{path.name}: reading")
                draft = lake.draft(drafts)
                vintage = _import_one(lake, draft, source, staged, replace(request, release=release), scratch)
                made.append(_Made(draft, staged, vintage))
                outcomes.append(Imported(vintage, new=True))
            progress("committing")
            for item in made:
                place(item.staged, workspace.raw_dir, scratch)
            lake.commit([(item.draft, item.vintage) for item in made])
        _note(workspace, made)
        return tuple(outcomes)


def _check(request: ImportRequest, paths: Sequence[Path]) -> None:
    if request.release and len(paths) > 1:
        raise ImportRefused("--release names the release of one file: import the files one by one, or leave it out")
    if request.release and not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,39}", request.release):
        raise ImportRefused(f"release {request.release!r}: write letters, digits and dots, as in 25.1 or 23.0.10")


@contextmanager
def _refusing_in_words(workspace: Workspace) -> Iterator[None]:
    """Turn what the system and the engine say when they cannot go on into sentences for the user."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise ImportRefused(_no_room(workspace)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ImportRefused(
                f"{error.filename or workspace.root} may not be written by this user. Nothing was changed."
            ) from error
        raise
    except (MemoryError, duckdb.OutOfMemoryException) as error:
        raise ImportRefused(f"there is not enough memory to read this file ({error}). Nothing was changed.") from error
    except duckdb.Error as error:
        if engine.is_out_of_room(error):
            raise ImportRefused(_no_room(workspace)) from error
        raise


def _no_room(workspace: Workspace) -> str:
    return f"the disk of {workspace.root} is full. Nothing was changed. Make room (about three times the file's size) and run this again."


@contextmanager
def _scratch(workspace: Workspace, lake: Lake) -> Iterator[Path]:
    """A folder for one import, gone afterwards; what an earlier one left behind when it was killed goes first.

    Raw files that were put into place for a commit that did not happen are taken back.
    """

    def clear(folder: Path) -> None:
        kept = {item.sha256 for vintage in lake.ever_committed() for item in vintage.files}
        take_back(folder, workspace.raw_dir, kept)
        shutil.rmtree(folder, ignore_errors=True)

    for left_over in workspace.tmp_dir.glob("import-*"):
        clear(left_over)
    folder = Path(tempfile.mkdtemp(dir=workspace.tmp_dir, prefix="import-"))
    try:
        yield folder
    finally:
        clear(folder)


def _known(vintages: Iterable[Vintage], source: EventSource, release: str, staged: StagedFile) -> Vintage | None:
    key = (source.key, release, staged.sha256)
    return next((item for item in vintages if (item.source, item.release, item.digest) == key), None)


def _import_one(
    lake: Lake, draft: Draft, source: EventSource, staged: StagedFile, request: ImportRequest, scratch: Path
) -> Vintage:
    release = request.release or UNSTATED
    vintage_id = lake.free_id(f"{source.key}-{release}-{staged.sha256[:8]}")
    table = _table(source, staged, scratch)
    context = casting.RowContext(vintage_id, table.name, source.period_of(release))
    with engine.fresh() as connection:
        connection.execute(f"SET temp_directory = {quote(str(scratch / 'spill'))}")
        normalized = normalize(connection, table, context, draft.rows, scratch, unknown_codes_aside=request.unknown_codes_aside)
        write_quarantine(connection, vintage_id, table.name, normalized.set_aside, draft.quarantine)
        first, last = _period(connection, draft)
    measured = Measured(release, first, last, table.count)
    return Vintage(
        vintage_id=vintage_id,
        source=source.key,
        release=release,
        grain=Grain.EVENT,
        origin=source.origin,
        licence_class=source.licence_class,
        imported_at=datetime.now(UTC).replace(microsecond=0),
        importer_version=conflict_atlas.__version__,
        digest=staged.sha256,
        files=(SourceFile(staged.name, staged.sha256, staged.size, table.count),),
        rows=normalized.rows,
        quarantined=len(normalized.set_aside),
        coverage=_coverage(source, measured, request.completeness),
        totals=normalized.totals,
        notes=table.header.notes,
    )


def _table(source: EventSource, staged: StagedFile, scratch: Path) -> TextTable:
    """The text table in a file, its columns matched and its records found. Raises ImportRefused if it holds no rows."""
    plain = unwrap(staged.name, staged.path, scratch)
    header = read_header(plain.name, plain.path, source)
    records = scan(plain.name, plain.path, header.delimiter, len(header.names))
    table = TextTable(plain.name, plain.path, source, header, records)
    if table.count <= 0:
        raise ImportRefused(f"{plain.name} has a header and no rows: download it again")
    return table


def _coverage(source: EventSource, measured: Measured, declared: Completeness | None) -> tuple[Coverage, ...]:
    """What the source says of its coverage, or what the operator declares; a subset of the deaths is partial either way."""
    coverage = tuple(source.coverage_of(measured))
    if declared is None:
        return coverage
    return tuple(
        replace(
            entry,
            completeness=declared if entry.series is Series.DEATHS else Completeness.PARTIAL,
            basis="declared by the operator",
        )
        for entry in coverage
    )


def _period(connection: duckdb.DuckDBPyConnection, draft: Draft) -> tuple[Month, Month]:
    first: date
    last: date
    first, last = connection.execute(
        f"SELECT min(date_start), max(date_start) FROM read_parquet({quote(str(draft.rows))})"
    ).fetchall()[0]
    return Month.of(first), Month.of(last)


def _note(workspace: Workspace, made: Iterable[_Made]) -> None:
    """The ledger follows the lake: by now the vintages count, so that a ledger that cannot be written undoes nothing."""
    for item in made:
        vintage = item.vintage
        try:
            workspace.note("events import", vintage_id=vintage.vintage_id, rows=vintage.rows, quarantined=vintage.quarantined)
        except OSError:
            return
