"""Bare panels: a CSV or Parquet file of months and units becomes a panel, or is refused with the place that is wrong.

What may live here: reading such a file. The first column is the month (``YYYY-MM``, a date in it, or the ``month_id`` of
ViEWS, 1 for January 1980), every other column a unit; an empty cell means that the unit did not exist.
"""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events import engine
from conflict_atlas.events.months import Month

_INDEX_NAMES = ("month", "month_id", "__index_level_0__")
"""pandas writes an index as the last column of a Parquet file: there the month is known by its name."""
_BEFORE_MONTH_ID_1 = Month(1979, 12)
_LAST_MONTH_ID = 1799
"""December 2129: what is larger is a year, or year and month without a dash."""


def read_panel(path: Path, target: str = "deaths") -> Panel:
    """Read a panel file; ``target`` says in words what is counted. Raises PanelError naming row, column and what to do."""
    rows = _parquet_rows(path) if path.suffix.lower() in (".parquet", ".pq") else _csv_rows(path)
    header, *body = _without_nameless(rows, path.name)
    units = tuple(str(name).strip() for name in header[1:])
    if not units or not body:
        raise PanelError(f"{path.name}: a panel has a month in its first column, units in the others, and at least one row")
    if len(set(units)) != len(units):
        doubled = next(unit for number, unit in enumerate(units) if unit in units[:number])
        raise PanelError(f"{path.name}: two columns are called {doubled!r}: give each unit one column")
    months = [_month(row[0], path.name, number) for number, row in enumerate(body, start=2)]
    order = _in_order(months, path.name)
    values = np.empty((len(body), len(units)))
    for position, number in enumerate(order):
        row = body[number]
        if len(row) != len(header):
            raise PanelError(f"{path.name}, row {number + 2}: {len(row)} cells where the header has {len(header)}")
        values[position] = [
            _count(cell, f"{path.name}, row {number + 2}, column {unit}") for cell, unit in zip(row[1:], units, strict=True)
        ]
    return Panel.of(units, months[order[0]], values, target)


def _csv_rows(path: Path) -> list[Sequence[Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file, strict=True) if row]
    except UnicodeDecodeError as error:
        raise PanelError(f"{path.name}: byte {error.start} is not UTF-8: save the panel as UTF-8 csv or as Parquet") from error
    except csv.Error as error:
        raise PanelError(f"{path.name} is no csv file: {error}") from error
    if not rows:
        raise PanelError(f"{path.name} is empty")
    return list(rows)


def _parquet_rows(path: Path) -> list[Sequence[Any]]:
    if not path.is_file():
        raise PanelError(f"{path}: there is no such file")
    with closing(engine.fresh()) as connection:
        try:
            found = connection.execute(f"SELECT * FROM read_parquet({engine.quote(str(path))})")
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as error:
            raise PanelError(f"{path.name} is no Parquet file that can be read: {str(error).splitlines()[0]}") from error
    index = next((names.index(name) for name in _INDEX_NAMES if name in names), 0)
    return [_index_first(row, index) for row in (names, *rows)]


def _without_nameless(rows: list[Sequence[Any]], file: str) -> list[Sequence[Any]]:
    """Leave out columns without a name that hold nothing, as tables of country and month by UCDP have one.

    Raises PanelError where such a column holds a count.
    """
    header, *body = rows
    nameless = {number for number, name in enumerate(header) if number and not str(name or "").strip()}
    for number, row in enumerate(body, start=2):
        for column in nameless:
            if column < len(row) and _count(row[column], f"{file}, row {number}, column {column + 1}") > 0:
                raise PanelError(f"{file}, row {number}, column {column + 1}: a count in a column without a name: name the unit")
    if not nameless:
        return rows
    return [[cell for column, cell in enumerate(row) if column not in nameless] for row in rows]


def _index_first(row: Sequence[Any], index: int) -> Sequence[Any]:
    return [row[index], *row[:index], *row[index + 1 :]]


def _month(cell: object, file: str, row: int) -> Month:
    if isinstance(cell, date | datetime):
        return Month(cell.year, cell.month)
    text = str(cell if cell is not None else "").strip()
    if re.fullmatch(r"[0-9]{1,4}(\.0+)?", text):
        number = int(float(text))
        if 1 <= number <= _LAST_MONTH_ID:
            return _BEFORE_MONTH_ID_1.plus(number)
    try:
        return Month.parse(text.split("T")[0].split(" ")[0])
    except ValueError as error:
        raise PanelError(
            f"{file}, row {row}, first column: {text!r} is no month: write YYYY-MM, a date, or a month_id (1 is 1980-01)"
        ) from error


def _in_order(months: Sequence[Month], file: str) -> list[int]:
    """The numbers of the rows in the order of their months. Raises PanelError for a month that is there twice or missing."""
    order = sorted(range(len(months)), key=lambda number: months[number])
    for before, after in itertools.pairwise(order):
        step = months[after].ordinal - months[before].ordinal
        if step == 0:
            raise PanelError(f"{file}, rows {before + 2} and {after + 2}: {months[after]} is there twice: keep one row a month")
        if step > 1:
            missing = months[before].plus(1)
            raise PanelError(
                f"{file}: {missing} is missing between rows {before + 2} and {after + 2}: give every month a row, "
                "with empty cells where nothing is known"
            )
    return order


def _count(cell: object, where: str) -> float:
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in ("", "nan")):
        return math.nan
    try:
        number = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise PanelError(f"{where}: {cell!r} is no number: write a count, or leave the cell empty") from error
    if number < 0 or math.isinf(number):
        raise PanelError(f"{where}: {number:g} is no count; counts are 0 or more, and empty where the unit did not exist")
    return number
