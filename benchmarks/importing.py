"""Importing a release of full size, beside pandas doing the very same job, with equal results."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.figures import Figure
from benchmarks.ged_file import GedFile, ged_file
from benchmarks.processes import COMMAND, Run, median, run
from conflict_atlas.events.lake import Lake
from conflict_atlas.workspace import Workspace

TIMES = 3
PEER = Path(__file__).with_name("peer_pandas_import.py")
PLAIN = (
    "import pandas, sys; pandas.read_csv(sys.argv[1], dtype=str, on_bad_lines='skip').to_parquet(sys.argv[2], compression='zstd')"
)


def measure() -> list[Figure]:
    """Import the generated release several times with each; compare rows and records set aside."""
    file = ged_file()
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        folder = Path(name)
        peer = median(TIMES, lambda: _peer(file, folder / "peer"))
        ours = median(TIMES, lambda: import_into(folder / "workspace", file))
        plain = run([sys.executable, "-c", PLAIN, str(file.path), str(folder / "plain.parquet")])
        compare(Workspace.open(folder / "workspace"), folder / "peer", file)
    size = file.path.stat().st_size / 1e6
    note = (
        f"fastest {ours.fastest_seconds:.1f} s, peer {peer.fastest_seconds:.1f} s; {file.records:,} records, {size:,.0f} MB, "
        f"{file.faulty} set aside; rows equal the peer's"
    )
    return [
        Figure("import of a full release", ours.seconds, "s", 6, peer.seconds, 2, note),
        Figure("import, most memory", ours.memory_mb, "MB", 1500, peer.memory_mb),
        Figure("import, processor time", ours.processor_seconds, "s", None, peer.processor_seconds),
        Figure(
            "plain pandas read and write", plain.seconds, "s", note="no digest, casts, quarantine or checks; two lines skipped"
        ),
    ]


def import_into(root: Path, file: GedFile) -> Run:
    """Import the file into a new workspace by the command line."""
    shutil.rmtree(root, ignore_errors=True)
    run([COMMAND, "init", str(root)])
    return run([COMMAND, "events", "import", "ucdp-ged", str(file.path), "--workspace", str(root)])


def _peer(file: GedFile, folder: Path) -> Run:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run([sys.executable, str(PEER), str(file.path), str(folder)])


def compare(workspace: Workspace, peer: Path, file: GedFile) -> None:
    """Raise AssertionError unless both made the same rows and set the same values of the same lines aside."""
    lake = Lake(workspace.lake_dir)
    (vintage,) = lake.vintages()
    assert (vintage.rows + vintage.quarantined, vintage.quarantined) == (file.records, file.faulty)
    with duckdb.connect() as connection:
        ours = f"(SELECT * EXCLUDE (vintage_id) FROM read_parquet('{lake.rows_path(vintage.vintage_id)}'))"
        theirs = f"(SELECT * EXCLUDE (vintage_id) FROM read_parquet('{peer / 'rows.parquet'}'))"
        _equal(connection, ours, theirs, "rows")
        columns = 'line, "column"'
        ours = f"(SELECT {columns} FROM read_parquet('{lake.quarantine_path(vintage.vintage_id)}'))"
        _equal(connection, ours, f"(SELECT {columns} FROM read_parquet('{peer / 'quarantine.parquet'}'))", "quarantine")


def _equal(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str, what: str) -> None:
    described = [
        connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {side})").fetchall() for side in (ours, theirs)
    ]
    assert described[0] == described[1], f"{what}: columns differ: {set(described[0]) ^ set(described[1])}"
    for one, other in ((ours, theirs), (theirs, ours)):
        found = connection.execute(f"SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other} LIMIT 2").fetchall()
        assert not found, f"{what} differ: {found}"
