"""Map files in tests: made-up records, the same lake as a fixture for other languages, and node as the other reader."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from conflict_atlas.events import engine
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.folding import words_of
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import choose, rows_sql
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS
from conflict_atlas.publish.mapfile.collecting import Basis, Collected, Mode, basis_of, collect, select_rows
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.mapfile.records import Records, area_type, party_type
from conflict_atlas.publish.mapfile.tables import Standing, tables

ROOT = Path(__file__).parents[2]
NAMES = {"place_lon": "placeLon", "place_lat": "placeLat", "place_cell": "placeCell"}
"""Names of ``Records`` that are written in another way in TypeScript."""


def made_up(
    seed: int, count: int, parties: int = 7, areas: int = 3, places: int = 5, days: int = 400, heavy: bool = False
) -> Records:
    """Records of every width that the format knows, from a seed."""
    draw = np.random.default_rng(seed)
    day = np.sort(draw.integers(0, days, count)).astype(np.uint16)
    party = draw.integers(0, parties, count)
    order = np.lexsort((party, day))
    cells = np.append(0, np.sort(draw.choice(np.arange(1, 259_201), max(places // 2, 1), replace=False))).astype(np.int32)
    lon, lat = draw.uniform(-180, 180, places).astype(np.float32), draw.uniform(-90, 90, places).astype(np.float32)
    lon[0] = lat[0] = np.nan
    weights = {True: draw.integers(0, 1 << 32, count).astype(np.uint32), False: draw.integers(1, 900, count).astype(np.uint16)}
    return Records(
        days=days,
        parties=parties,
        areas=areas,
        day=day[order],
        party=party[order].astype(party_type(parties)),
        area=draw.integers(0, areas, count).astype(area_type(areas)),
        kind=draw.integers(0, 256, count).astype(np.uint8),
        best=(draw.pareto(0.5, count) % (1 << 32)).astype(np.uint32),
        weight=None if seed % 3 == 0 else weights[heavy],
        place=draw.integers(0, places, count).astype(np.uint32),
        place_lon=lon,
        place_lat=lat,
        place_cell=draw.integers(0, len(cells), places).astype(np.uint32),
        cells=cells,
    )


def same(one: Records, other: Records) -> bool:
    """Whether both hold the same numbers in the same types, to the bit."""
    for field in fields(Records):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, np.ndarray):
            if not isinstance(right, np.ndarray) or left.dtype != right.dtype or left.tobytes() != right.tobytes():
                return False
        elif left != right:
            return False
    return True


def build_scripts(out: Path, *names: str) -> Path:
    """TypeScript modules of ``web/scripts/explorer`` as modules that node runs, in a folder."""
    build = (
        f"await (await import('esbuild')).build({{entryPoints: {json.dumps([f'scripts/explorer/{name}.ts' for name in names])}, "
        f"bundle: true, format: 'esm', outdir: {json.dumps(str(out))}, outExtension: {{'.js': '.mjs'}}}})"
    )
    run_node(["--input-type=module", "-e", build], ROOT / "web")
    return out


def run_node(arguments: Sequence[str], folder: Path = ROOT) -> str:
    """What node prints. Raises AssertionError with what it said if it fails."""
    done = subprocess.run(
        [str(ROOT / "tools" / "with-node"), "env", "-C", str(folder), "node", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Asked:
    """A question as a query, and what SQL counts: the records that it holds (places in canonical order) and their deaths."""

    query: dict[str, str]
    count: int
    events: int
    deaths: int
    indices: tuple[int, ...]
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the fixture holds it."""
        return {**vars(self), "indices": list(self.indices)}


@dataclass(frozen=True)
class Fixture:
    """A lake as the explorer gets it, and random questions to it with the answers of the lake itself."""

    collected: Collected
    tables: dict[str, Any]
    asked: tuple[Asked, ...]

    def write(self, folder: Path) -> Path:
        """``codec.bin``, ``plain.bin``, ``tables.json`` and ``asked.json`` in a folder, for a reader in another language."""
        folder.mkdir(parents=True, exist_ok=True)
        for form in Form:
            content = encode(self.collected.records, form, self.collected.basis.epoch.isoformat())
            (folder / f"{form.value}.bin").write_bytes(content)
        (folder / "tables.json").write_text(json.dumps(self.tables), encoding="utf-8")
        (folder / "asked.json").write_text(json.dumps([asked.to_json() for asked in self.asked]), encoding="utf-8")
        return folder


def fixture(
    lake: Lake,
    questions: int,
    seed: int = 6,
    resolve: Callable[[Mapping[str, str]], Filters] = Filters.from_query,
    standings: Mapping[str, Standing] | None = None,
) -> Fixture:
    """The fixture of a lake. ``resolve`` reads a query; with ``standings`` questions name groups of conflicts, too, which a
    ``resolve`` of the site must know."""
    basis = basis_of(lake)
    assert basis is not None
    collected = collect(lake, basis)
    told = tables(lake, collected, standings or {}, {}, {"codec": "codec.bin", "plain": "plain.bin", "rows": "rows/"})
    draw = random.Random(seed)
    place_of = _place_of_rows(lake, basis)
    asked = tuple(
        _answered(lake, collected, place_of, query, resolve)
        for query in (_question(draw, collected, told) for _ in range(questions))
    )
    return Fixture(collected, told, asked)


def _identity(mode: Mode) -> str:
    """SQL that names a row: an event has an id, a row of cells is told by all that it says."""
    return "event_id" if mode is Mode.EVENT else f"hash({', '.join(column.name for column in AGGREGATE_COLUMNS)})"


def _place_of_rows(lake: Lake, basis: Basis) -> dict[Any, int]:
    columns = ("event_id",) if basis.mode is Mode.EVENT else tuple(column.name for column in AGGREGATE_COLUMNS)
    rows = engine.fetch(
        f"SELECT {_identity(basis.mode)} FROM ({select_rows(lake, basis, (basis.epoch, basis.last_day), columns)})"
    )
    found = {row: place for place, (row,) in enumerate(rows)}
    assert len(found) == len(rows), "two rows of the lake say the very same"
    return found


def _answered(
    lake: Lake,
    collected: Collected,
    place_of: Mapping[Any, int],
    query: dict[str, str],
    resolve: Callable[[Mapping[str, str]], Filters],
) -> Asked:
    mode = collected.basis.mode
    filters = resolve({**query, "grain": mode.grain.value})
    try:
        picks = choose(lake, filters, (), mode.series).picks
    except CannotAnswer as refused:
        return Asked(query, 0, 0, 0, (), str(refused))
    events = "1" if mode is Mode.EVENT else "events"
    rows = engine.fetch(f"SELECT {_identity(mode)}, {events}, best FROM ({rows_sql(lake, picks, filters, mode.series)})")
    indices = tuple(sorted(place_of[identity] for identity, _, _ in rows))
    return Asked(query, len(rows), sum(row[1] for row in rows), sum(row[2] for row in rows), indices)


def _question(draw: random.Random, collected: Collected, told: dict[str, Any]) -> dict[str, str]:
    """A query with some of the fields that the mode can answer; all values occur in the data, or nearly."""
    basis, records = collected.basis, collected.records
    is_event = basis.mode is Mode.EVENT

    def some(values: Sequence[Any], most: int = 3) -> str:
        return ",".join(dict.fromkeys(str(draw.choice(values)) for _ in range(draw.randint(1, most))))

    def days() -> tuple[date, date]:
        first, last = sorted(basis.epoch + timedelta(days=draw.randrange(records.days)) for _ in range(2))
        return (first, last) if is_event else (Month.of(first).first_day, Month.of(last).last_day)

    def box() -> str:
        west, east = (draw.randint(-360, 360) / 2 for _ in range(2))
        south, north = sorted(draw.randint(-180, 180) / 2 for _ in range(2))
        return f"{west:g},{south:g},{east:g},{north:g}"

    def words() -> str:
        party, area = draw.choice(told["parties"]), draw.choice(told["areas"])
        names = (party["name"], party["dyad_name"], area["name"], area["region"])
        found = [word for word in words_of(" ".join(filter(None, names))) if word]
        return " ".join(draw.choice(found)[: draw.randint(1, 9)].upper() for _ in range(draw.randint(1, 2))) if found else "x"

    first, last = days()
    conflicts = [party.conflict for party in collected.parties if party.conflict] or ["none"]
    dyads = [party.dyad for party in collected.parties if party.dyad]
    cells = [int(cell) for cell in records.cells[1:]]
    fields_of = {
        "from": lambda: first.isoformat(),
        "to": lambda: last.isoformat(),
        "country": lambda: some([code for code in collected.areas if code] or ["AZE"]),
        "region": lambda: some(sorted({area["region"] for area in told["areas"] if area["region"]}) or ["Europe"], 2),
        "conflict": lambda: some(conflicts, 4),
        "type": lambda: some([1, 2, 3], 2),
        "cell": lambda: some(cells or [1], 4),
        "bbox": box,
        "q": words,
        "print": lambda: draw.choice(("final", "preliminary")),
    }
    if is_event:
        fields_of |= {
            "min-best": lambda: str(draw.choice((0, 1, 2, 5, 7, 25))),
            "max-where-prec": lambda: str(draw.randint(1, 7)),
        }
        fields_of |= {"dyad": lambda: some(dyads, 4)} if dyads else {}
    if groups := [entry for entry in told["tracked"] if entry["label"]]:
        fields_of |= {
            "status": lambda: some([entry["label"] for entry in groups], 2),
            "tracked": lambda: some([entry["slug"] for entry in groups], 2),
        }
    chosen = draw.sample(sorted(fields_of), draw.randint(0, 3))
    return {name: fields_of[name]() for name in chosen}
