"""Blocks: the rows behind the records of a map file, a few hundred at a time, in the order of the records.

What may live here: finding the rows of a block by its days, and what is told of them. It is what the page of rows tells, and
names; what may name private persons stays in the lake.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from conflict_atlas.events import engine
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.lake import Lake
from conflict_atlas.publish.mapfile.collecting import Basis, Mode, select_rows
from conflict_atlas.publish.mapfile.records import Array
from conflict_atlas.publish.mapfile.tables import BLOCK

_EVENT_COLUMNS = (
    *(
        "event_id",
        "source_event_id",
        "date_start",
        "date_end",
        "date_prec",
        "conflict_id",
        "conflict_name",
        "dyad_id",
        "dyad_name",
    ),
    *(
        "side_a_id",
        "side_a",
        "side_b_id",
        "side_b",
        "place",
        "admin1",
        "admin2",
        "country",
        "latitude",
        "longitude",
        "where_prec",
    ),
    *("gid", "type_of_violence", "best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("event_clarity", "code_status", "number_of_sources", "flags", "vintage_id", "source_file", "source_row"),
)
_CELL_COLUMNS = (
    *(
        "month",
        "conflict_id",
        "conflict_name",
        "country",
        "territory",
        "gid",
        "type_of_violence",
        "events",
        "best",
        "low",
        "high",
    ),
    *("deaths_a", "deaths_b", "deaths_fighters", "deaths_civilians", "deaths_unknown", "vintage_id", "source_file", "source_row"),
)
_READABLE = frozenset({"conflict_name", "dyad_name"})


def columns_of(mode: Mode) -> tuple[str, ...]:
    """What is told of a row, in this order."""
    return _EVENT_COLUMNS if mode is Mode.EVENT else _CELL_COLUMNS


def count_of_blocks(lake: Lake, basis: Basis) -> int:
    """How many blocks the records make; the last one may be shorter."""
    return -(-count_of_records(lake, basis) // BLOCK)


def count_of_records(lake: Lake, basis: Basis) -> int:
    """How many records there are."""
    ends = _ends(lake, basis)[1]
    return int(ends[-1]) if len(ends) else 0


def block(lake: Lake, basis: Basis, number: int) -> Mapping[str, Any]:
    """The rows of records ``number * BLOCK`` and following. Raises IndexError where there is no such block."""
    days, ends = _ends(lake, basis)
    begin, end = number * BLOCK, min((number + 1) * BLOCK, count_of_records(lake, basis))
    if not 0 <= begin < end:
        raise IndexError(f"there is no block {number}: the records make {count_of_blocks(lake, basis)}")
    first, last = (int(np.searchsorted(ends, place, side="right")) for place in (begin, end - 1))
    before = int(ends[first - 1]) if first else 0
    columns = columns_of(basis.mode)
    query = select_rows(lake, basis, (days[first], days[last]), columns)
    rows = engine.fetch(f"{query} LIMIT {end - begin} OFFSET {begin - before}")
    return {
        "first": begin,
        "columns": list(columns),
        "rows": [[_value(name, value) for name, value in zip(columns, row, strict=True)] for row in rows],
    }


def _value(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return readable(value) if name in _READABLE and value else value


def _ends(lake: Lake, basis: Basis) -> tuple[tuple[date, ...], Array]:
    """The days that have records, and how many records there are up to the end of each. Kept until the lake changes."""
    return _counted(lake.folder, lake.digest, basis)


@lru_cache(maxsize=2)
def _counted(folder: Path, digest: str, basis: Basis) -> tuple[tuple[date, ...], Array]:
    day = "date_start" if basis.mode is Mode.EVENT else "month"
    query = select_rows(Lake(folder), basis, (basis.epoch, basis.last_day), (day,), is_ordered=False)
    counted = engine.fetch(f"SELECT {day}, count(*) FROM ({query}) GROUP BY ALL ORDER BY 1")
    return tuple(row[0] for row in counted), np.cumsum(np.array([row[1] for row in counted], dtype=np.int64))
