"""Forecast files: Parquet with the columns ``unit, month, draw, outcome``, one row a draw.

What may live here: writing and reading them. The columns of the ViEWS prediction challenge (``country_id, month_id``) are
read as unit and month, so that public submissions can be scored as they are.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from conflict_atlas.analysis.errors import DrawsError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.events import engine
from conflict_atlas.events.months import Month

_UNIT, _MONTH = ("unit", "country_id"), ("month", "month_id")
_BEFORE_MONTH_ID_1 = Month(1979, 12).ordinal
_MOST = 10**12
"""More deaths than there are people: such a number would overflow sums, and is no forecast."""


def write_draws(draws: Draws, path: Path) -> None:
    """Write a forecast file, rows in the order of unit, month and draw. The file appears whole or not at all."""
    units, months, size = draws.outcomes.shape
    columns = {
        "number": np.repeat(np.arange(units), months * size),
        "ordinal": np.tile(np.repeat(np.arange(months) + draws.first.ordinal, size), units),
        "draw": np.tile(np.arange(size), units * months),
        "outcome": draws.outcomes.reshape(-1),
    }
    names = {"position": np.arange(units), "unit": np.array(draws.units, dtype=object)}
    temporary = path.with_name(path.name + ".tmp")
    try:
        with closing(engine.fresh()) as connection:
            connection.register("columns", columns)
            connection.register("names", names)
            connection.execute(
                "COPY (SELECT unit, format('{:04d}-{:02d}', ordinal // 12, ordinal % 12 + 1) AS month, draw::INTEGER AS draw, "
                "outcome::BIGINT AS outcome FROM columns JOIN names ON position = number ORDER BY number, ordinal, draw) "
                f"TO {engine.quote(str(temporary))} (FORMAT parquet, COMPRESSION zstd)"
            )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read_draws(path: Path) -> Draws:
    """Read a forecast file. Raises DrawsError that says what is wrong: a column, a number, a month or a draw."""
    if not path.is_file():
        raise DrawsError(f"{path}: there is no such file")
    with closing(engine.fresh()) as connection:
        relation = f"read_parquet({engine.quote(str(path))})"
        try:
            names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
        except duckdb.Error as error:
            raise DrawsError(f"{path.name} is no Parquet file that can be read: {str(error).splitlines()[0]}") from error
        unit, month = _one_of(_UNIT, names, path), _one_of(_MONTH, names, path)
        for name in ("draw", "outcome"):
            _one_of((name,), names, path)
        columns = _columns(connection, relation, unit, month, path)
    return _assembled(*columns, path.name)


def _one_of(wanted: tuple[str, ...], names: list[str], path: Path) -> str:
    found = next((name for name in wanted if name in names), None)
    if found is None:
        raise DrawsError(
            f"{path.name} has no column {' or '.join(map(repr, wanted))}, only {', '.join(names)}: "
            "a forecast file has unit, month, draw, outcome"
        )
    return found


def _columns(
    connection: duckdb.DuckDBPyConnection, relation: str, unit: str, month: str, path: Path
) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    if month == "month_id":
        ordinal = f"TRY_CAST(month_id AS BIGINT) + {_BEFORE_MONTH_ID_1}"
    else:
        text = f"CAST({month} AS VARCHAR)"
        pattern = "'^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2}.*)?$'"
        ordinal = (
            f"CASE WHEN regexp_full_match({text}, {pattern}) "
            f"THEN substr({text}, 1, 4)::BIGINT * 12 + substr({text}, 6, 2)::BIGINT - 1 END"
        )
    query = (
        f"SELECT CAST({unit} AS VARCHAR) AS unit, {ordinal} AS ordinal, TRY_CAST(draw AS BIGINT) AS draw, "
        f"TRY_CAST(outcome AS DOUBLE) AS outcome, CAST({month} AS VARCHAR) AS said, row_number() OVER () AS number FROM {relation}"
    )
    wrong = connection.execute(
        f"SELECT number, unit, said, draw, outcome FROM ({query}) WHERE unit IS NULL OR ordinal IS NULL OR draw IS NULL "
        f"OR outcome IS NULL OR NOT outcome >= 0 OR outcome <> floor(outcome) OR outcome > {_MOST} ORDER BY number LIMIT 1"
    ).fetchone()
    if wrong is not None:
        number, name, said, draw, outcome = wrong
        raise DrawsError(
            f"{path.name}, row {number} (unit {name}, month {said}, draw {draw}): {outcome} is no outcome or its place is not "
            "known; every row needs a unit, a month as YYYY-MM, a draw and a whole number of 0 or more"
        )
    found = connection.execute(f"SELECT unit, ordinal, draw, outcome FROM ({query}) ORDER BY number").fetchnumpy()
    names_of_units, *numbers = (np.asarray(found[name]) for name in ("unit", "ordinal", "draw", "outcome"))
    return names_of_units, numbers[0], numbers[1], numbers[2]


def _assembled(
    unit: NDArray[np.object_], ordinal: NDArray[np.int64], draw: NDArray[np.int64], outcome: NDArray[np.float64], file: str
) -> Draws:
    if not len(unit):
        raise DrawsError(f"{file} holds no draws")
    names, first_seen, column = np.unique(np.asarray(unit, dtype=str), return_index=True, return_inverse=True)
    place = np.argsort(np.argsort(first_seen))
    units = tuple(str(name) for name in names[np.argsort(first_seen)])
    column = place[column]
    months = int(ordinal.max() - ordinal.min()) + 1
    row = ordinal - ordinal.min()
    order = np.lexsort((draw, row, column))
    column, row, draw, outcome = column[order], row[order], draw[order], outcome[order]
    cell = column * months + row
    doubled = np.flatnonzero((cell[1:] == cell[:-1]) & (draw[1:] == draw[:-1]))
    first = Month.from_ordinal(int(ordinal.min()))
    if len(doubled):
        at = doubled[0]
        raise DrawsError(f"{file}: {units[column[at]]}, {first.plus(int(row[at]))} has draw {draw[at]} twice: keep one")
    counts = np.bincount(cell, minlength=len(units) * months)
    size = int(np.bincount(counts[counts > 0]).argmax())
    odd = np.flatnonzero(counts != size)
    if len(odd):
        name, month = units[odd[0] // months], first.plus(int(odd[0] % months))
        raise DrawsError(
            f"{file}: {name}, {month} has {counts[odd[0]]} draws where most have {size}: give every unit and month as many"
        )
    return Draws(units, first, outcome.astype(np.int64).reshape(len(units), months, size))
