"""The map file of the explorer: how large its two forms are as they are served, and how long they take to make and to read.

Measured on the generated release (``ged_file``), on ten times as many events made of it, and on the example data where they
are: 218,530 real events, put into the publisher's layout without touching what they say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from benchmarks.figures import Figure
from benchmarks.ged_file import ged_file
from benchmarks.importing import import_into
from benchmarks.processes import run
from conflict_atlas.events import engine
from conflict_atlas.events.importing import ImportRequest, import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49
from conflict_atlas.events.vocabulary import Completeness
from conflict_atlas.publish.mapfile.encoding import Form
from conflict_atlas.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("CONFLICT_ATLAS_SHARED") or ROOT.parent / "shared")
UNION = SHARED / "data" / "ucdp" / "events_union_best_available.parquet"
TIMES = 10
"""So many times the generated release is the large case: four million events and more."""

_ENCODE = """
import gzip, json, sys, time
from pathlib import Path
from conflict_atlas.events.lake import Lake
from conflict_atlas.publish.mapfile.collecting import basis_of, collect
from conflict_atlas.publish.mapfile.decoding import decode
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.registry import Publication
from conflict_atlas.site.rendered import RenderedStore
from conflict_atlas.workspace import Workspace

root, out = map(Path, sys.argv[1:])
said = {}

def timed(name, work):
    start = time.perf_counter()
    done = work()
    said[name] = time.perf_counter() - start
    return done

def warmed(form, content):
    "As it is served: the worker packs the small form, the web process the plain one, for whoever asks first."
    publication = Publication(form.value, "application/octet-stream", (str(root),), lambda: content)
    store = RenderedStore(out / "publications")
    if form is Form.CODEC:
        store.warm(publication)
    return store.get(publication)

lake = Lake(Workspace.open(root).lake_dir)
basis = basis_of(lake)
collected = timed("collect", lambda: collect(lake, basis))
records = collected.records
said |= {"events": records.count, "places": len(records.place_lon), "parties": records.parties}
del collected
for form in Form:
    content = timed(f"encode {form.value}", lambda: encode(records, form, basis.epoch.isoformat()))
    (out / f"{form.value}.bin").write_bytes(content)
    said[f"bytes {form.value}"] = len(content)
    packed = timed(f"brotli {form.value}", lambda: warmed(form, content))
    for coding in packed.codings:
        said[f"{coding} {form.value}"] = len(packed.coded(coding))
del records, packed
for form in Form:
    content = (out / f"{form.value}.bin").read_bytes()
    timed(f"decode {form.value}", lambda: decode(content))
print(json.dumps(said))
"""

_DECODE = """
import { readFileSync } from "node:fs";
import { decode } from "./decode.mjs";
const said = {};
for (const form of ["codec", "plain"]) {
  const times = [];
  for (let turn = 0; turn < 5; turn++) {
    const file = readFileSync(`${process.argv[2]}/${form}.bin`);
    const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    const start = performance.now();
    said[form + " count"] = decode(bytes).count;
    times.push(performance.now() - start);
  }
  said[form] = times.sort((a, b) => a - b)[2];
}
console.log(JSON.stringify(said));
"""


@dataclass(frozen=True)
class Measured:
    """What making and reading the files of a workspace came to: bytes, seconds, and the memory of the process that made them."""

    said: dict[str, float]
    memory_mb: float
    node_ms: dict[str, float]


def measure() -> list[Figure]:
    """Sizes and times for the generated release, for ten of it, and for the real events where they are."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        folder = Path(name)
        import_into(folder / "generated", ged_file())
        figures += _figures("generated release", measured(folder / "generated", folder), limits=True)
        multiply(folder / "generated", folder / "large")
        figures += _figures(f"{TIMES} x generated release", measured(folder / "large", folder), limits=False)
        if UNION.is_file():
            import_union(folder / "union")
            figures += _figures("real events", measured(folder / "union", folder), limits=False)
    return figures


def measured(root: Path, folder: Path) -> Measured:
    """Make and read the files of a workspace, each reader in a process of its own."""
    made = run([sys.executable, "-c", _ENCODE, str(root), str(folder)])
    build_decoder(folder / "decode.mjs")
    (folder / "timed.mjs").write_text(_DECODE, encoding="utf-8")
    spoken = _node(["node", str(folder / "timed.mjs"), str(folder)])
    return Measured(json.loads(made.output.splitlines()[-1]), made.memory_mb, json.loads(spoken))


def build_decoder(out: Path) -> None:
    """The TypeScript reader as a module that node runs."""
    build = (
        f"await (await import('esbuild')).build({{entryPoints: ['scripts/explorer/decode.ts'], bundle: true, format: 'esm', "
        f"outfile: {json.dumps(str(out))}}})"
    )
    _node(["node", "--input-type=module", "-e", build], ROOT / "web")


def _node(command: Sequence[str], folder: Path = ROOT) -> str:
    return subprocess.run(
        [str(ROOT / "tools" / "with-node"), "env", "-C", str(folder), *command], check=True, capture_output=True, text=True
    ).stdout


def import_union(root: Path) -> Workspace:
    """The real events as a workspace. They state neither cells nor, in a part, the last day or the precision of place; where the
    last day is missing it is taken to be the first. The file is declared partial, since it is put together of parts."""
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as name:
        held = {column for column, *_ in connection.execute(f"DESCRIBE FROM {engine.quote(str(UNION))}").fetchall()}
        columns = ", ".join(_taken(column, column in held) for column in LAYOUT_49)
        path = Path(name) / "union.csv"
        connection.execute(f"COPY (SELECT {columns} FROM {engine.quote(str(UNION))}) TO {engine.quote(str(path))} (FORMAT csv)")
        workspace = Workspace.create(root)
        request = ImportRequest("25.1", Completeness.PARTIAL)
        import_files(workspace, source("ucdp-ged"), [path], request)
    return workspace


def _taken(column: str, is_held: bool) -> str:
    if column == "date_end":
        return "coalesce(date_end, date_start) AS date_end"
    return column if is_held else f"NULL AS {column}"


def multiply(root: Path, out: Path) -> None:
    """A workspace with ``TIMES`` as many events: each again some days earlier with an id of its own, every second time at another
    place nearby. So two events and a half share a site (parties, place, type, precision, class of deaths); in the real events of
    the example data three do."""
    lake = Lake(Workspace.open(root).lake_dir)
    vintage = lake.vintages()[0]
    workspace = Workspace.create(out)
    larger = Lake(workspace.lake_dir)
    rows = engine.quote(str(lake.rows_path(vintage.vintage_id)))
    with workspace.writing("a benchmark"), larger.drafting() as drafts:
        draft = larger.draft(drafts)
        moved = (
            "date_start - (turn * 5)::INTEGER AS date_start, date_end - (turn * 5)::INTEGER AS date_end, "
            "latitude + (turn // 2) * 0.003 AS latitude, longitude + (turn // 2) * 0.003 AS longitude, "
            "event_id || '-' || turn AS event_id, source_event_id || '-' || turn AS source_event_id"
        )
        with engine.fresh() as connection:
            connection.execute(
                f"COPY (SELECT * EXCLUDE (turn) REPLACE ({moved}) FROM read_parquet({rows}), range({TIMES}) AS turns(turn)) "
                f"TO {engine.quote(str(draft.rows))} (FORMAT parquet, COMPRESSION zstd)"
            )
        larger.commit([(draft, replace(vintage, rows=vintage.rows * TIMES))])


def _figures(name: str, found: Measured, limits: bool) -> list[Figure]:
    said = found.said
    megabyte = 1e6
    note = f"{said['events']:,} events, {said['places']:,} places, {said['parties']:,} parties"
    return [
        Figure(f"map file, {name}: plain, gzip", said["gzip plain"] / megabyte, "MB", 3.1 if limits else None, note=note),
        Figure(f"map file, {name}: codec, brotli", said["br codec"] / megabyte, "MB", 1.7 if limits else None),
        Figure(f"map file, {name}: codec, unpacked", said["bytes codec"] / megabyte, "MB"),
        Figure(f"map file, {name}: rows to records", said["collect"], "s"),
        *(Figure(f"map file, {name}: {form.value}, encode", said[f"encode {form.value}"], "s") for form in Form),
        *(Figure(f"map file, {name}: {form.value}, packing", said[f"brotli {form.value}"], "s") for form in Form),
        *(Figure(f"map file, {name}: {form.value}, decode in Python", said[f"decode {form.value}"], "s") for form in Form),
        *(Figure(f"map file, {name}: {form.value}, decode in node", found.node_ms[form.value], "ms") for form in Form),
        Figure(f"map file, {name}: most memory of making it", found.memory_mb, "MB", 2000),
    ]
