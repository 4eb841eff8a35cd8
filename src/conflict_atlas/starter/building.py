"""Building the starter pack: aggregates of UCDP data, each under its honest name with its share of the official total.

The same inputs give the same bytes. A part's digest is that of its rows and coverage, so that its name changes if and only
if what it says changes. The pack is made aside and takes its place once all of it is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

import conflict_atlas
from conflict_atlas.events import engine
from conflict_atlas.events.catalogue.crosswalk import CrosswalkCount, Outcome
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import NAMES, RECORD, ROWS
from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS, LicenceClass
from conflict_atlas.publish.drawing.errors import FrontEndNotBuilt
from conflict_atlas.starter import references
from conflict_atlas.starter.inputs import InputKind, read_inputs
from conflict_atlas.starter.parts import Part, all_parts

NOT_LOADED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in the records of a pack until a workspace loads it."""

NAMES_IN = "located-cells"
"""The part that keeps the names of conflicts, dyads and actors."""

_COLUMNS = tuple(column for column in AGGREGATE_COLUMNS if column.name != "vintage_id")
_PARQUET = "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"


def build(paths: Sequence[Path], out: Path) -> dict[str, object]:
    """Make the pack from one file of every kind that ``inputs`` knows. Returns what it counted.

    Raises ImportRefused; ``out`` is then as it was before.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with engine.fresh() as connection, TemporaryDirectory(dir=out.parent, prefix=".pack-") as scratch:
        connection.execute("SET threads = 1")
        try:
            report = _build(connection, paths, Path(scratch))
        except duckdb.ConversionException as error:
            raise ImportRefused(f"a value of the files cannot be read: {error}. Nothing was written.") from error
        except FrontEndNotBuilt as error:
            raise ImportRefused(str(error)) from error
        _take_place(Path(scratch), out)
    return report


def _build(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], out: Path) -> dict[str, object]:
    inputs = read_inputs(connection, paths)
    references.add_countries(connection, inputs)
    references.add_territories(connection)
    references.add_world_totals(connection, inputs[InputKind.CANDIDATE_EVENTS])
    report: dict[str, object] = {"crosswalk": _crosswalk_report(references.add_crosswalk(connection))}
    for part in all_parts(connection, inputs):
        vintage = _write_part(connection, part, out)
        report[part.folder] = {"rows": vintage.rows, "best": vintage.totals["best"]}
    report["names"] = _write_names(connection, out)
    return report


def _take_place(made: Path, out: Path) -> None:
    """Put the new parts in the place of those of an earlier build."""
    out.mkdir(exist_ok=True)
    for record in out.glob(f"*/{RECORD}"):
        shutil.rmtree(record.parent)
    for folder in sorted(made.iterdir()):
        folder.rename(out / folder.name)


def _crosswalk_report(counted: CrosswalkCount) -> dict[str, object]:
    return {
        "names": {outcome.value: counted.names[outcome] for outcome in Outcome},
        "rows": {outcome.value: counted.rows[outcome] for outcome in Outcome},
    }


def _write_part(connection: duckdb.DuckDBPyConnection, part: Part, out: Path) -> Vintage:
    """Write one vintage of the pack. Raises ImportRefused where its rows do not hold the deaths of its input."""
    _fill(connection, part)
    _conserve(connection, part)
    digest = _digest(connection, part)
    vintage_id = f"starter-{part.folder}-{digest[:8]}"
    folder = out / part.folder
    folder.mkdir()
    connection.execute(
        f"COPY (SELECT {quote(vintage_id)} AS vintage_id, * FROM part ORDER BY ALL) TO {quote(str(folder / ROWS))} {_PARQUET}"
    )
    names = ("low", "best", "high", "deaths_civilians", "deaths_unknown", "deaths_fighters")
    sums = ", ".join(f"CASE WHEN count({name}) = count(*) THEN sum({name})::BIGINT END" for name in names)
    count, *totals = connection.execute(f"SELECT count(*), {sums} FROM part").fetchall()[0]
    vintage = Vintage(
        vintage_id=vintage_id,
        source=part.source.key,
        release=part.release,
        grain=part.grain,
        origin=part.source.origin,
        licence_class=LicenceClass.OPEN,
        imported_at=NOT_LOADED,
        importer_version=conflict_atlas.__version__,
        digest=digest,
        files=(part.input.file,),
        rows=count,
        quarantined=0,
        coverage=part.coverage,
        totals=dict(zip(names, totals, strict=True)),
        notes=("Derived by the project from the file named here; part of the starter pack.", *part.notes),
    )
    (folder / RECORD).write_text(json.dumps(vintage.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return vintage


def _fill(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Make the table ``part``: the rows of a part in the schema that all aggregates share."""
    empty = ", ".join(f"CAST(NULL AS {column.sql_type}) AS {column.name}" for column in _COLUMNS)
    typed = ", ".join(f"CAST({column.name} AS {column.sql_type}) AS {column.name}" for column in _COLUMNS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT {typed}
        FROM (
            SELECT {quote(part.input.path.name)} AS source_file, * FROM ({part.query})
            UNION ALL BY NAME SELECT * FROM (SELECT {empty}) WHERE false
        )
        """
    )


def _conserve(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    held = connection.execute("SELECT sum(best)::BIGINT FROM part").fetchall()[0][0]
    given = connection.execute(part.conserved).fetchall()[0][0]
    if held != given:
        raise ImportRefused(
            f"{part.input.path.name} holds {given:,} deaths, but {part.folder} would hold {held:,}. Nothing was written."
        )


def _digest(connection: duckdb.DuckDBPyConnection, part: Part) -> str:
    """sha256 of the rows and the coverage: of what the part says, not of how it is stored."""
    digest = hashlib.sha256(part.input.file.sha256.encode())
    digest.update("".join(f"{entry}\n" for entry in part.coverage).encode())
    cursor = connection.execute("SELECT * FROM part ORDER BY ALL")
    while rows := cursor.fetchmany(10_000):
        digest.update("".join(f"{row}\n" for row in rows).encode())
    return digest.hexdigest()


def _write_names(connection: duckdb.DuckDBPyConnection, out: Path) -> int:
    """Write the names that conflicts, dyads and actors carry in rows with ids, each with its first and last event."""
    triples = (
        ("conflict", "conflict_new_id", "conflict_name"),
        ("dyad", "dyad_new_id", "dyad_name"),
        ("actor", "side_a_new_id", "side_a"),
        ("actor", "side_b_new_id", "side_b"),
    )
    selects = [
        f"SELECT {quote(kind)} AS kind, {number}::VARCHAR AS number, trim({text}) AS name, date_start::DATE AS on_day, "
        f"id::VARCHAR AS event FROM {table} WHERE {number} IS NOT NULL AND {text} IS NOT NULL"
        for table in ("best_available", "candidate_events")
        for kind, number, text in triples
    ]
    selects.append("SELECT 'conflict', conflict_new_id, trim(conflict_name), date::DATE, id FROM compact_events")
    selects.append("SELECT 'conflict', id, trim(name), NULL, NULL FROM conflict_totals")
    # The same event may stand in several files, and one actor on both sides of it.
    query = (
        "SELECT kind, number AS id, name, min(on_day) AS first, max(on_day) AS last, count(DISTINCT event) AS rows "
        f"FROM ({' UNION ALL '.join(selects)}) GROUP BY ALL ORDER BY kind, number, name"
    )
    path = out / NAMES_IN / NAMES
    connection.execute(f"COPY ({query}) TO {quote(str(path))} {_PARQUET}")
    return int(connection.execute(f"SELECT count(*) FROM read_parquet({quote(str(path))})").fetchall()[0][0])
