"""Collecting: which records the map file of a lake holds, and their numbers and names.

What may live here: choosing the vintages, and turning their rows into ``Records``. A vintage of events is taken where the
licence gate lets one pass to the public; else cells; else there is no map file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

import duckdb
import numpy as np

from conflict_atlas.events import engine
from conflict_atlas.events.answers import Gap, Pick
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.facts import conditions, event_conditions
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.grid import SOUTH_SQL, WEST_SQL
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import choose, runs
from conflict_atlas.events.vocabulary import Grain, Series
from conflict_atlas.publish.licences import Audience, Credit, LicenceRefused, admit
from conflict_atlas.publish.mapfile.records import Array, MapFileError, Records, area_type, party_type, to_single


class Mode(Enum):
    """What one record is."""

    EVENT = "event"
    """One event, of the series of all deaths."""
    CELL = "cell"
    """One row of conflict, country, cell, month and type, of the series of located deaths. Its day is the first of the month,
    its place the centre of the cell."""

    @property
    def grain(self) -> Grain:
        """The grain of its vintages."""
        return Grain.EVENT if self is Mode.EVENT else Grain.CONFLICT_CELL_MONTH

    @property
    def series(self) -> Series:
        """The series that its deaths are of."""
        return Series.DEATHS if self is Mode.EVENT else Series.LOCATED

    @property
    def filters(self) -> Filters:
        """The question that all records together answer."""
        return Filters(grain=self.grain)


@dataclass(frozen=True)
class Basis:
    """The vintages that the records are taken from, with their credit, and the months that none of them answers."""

    mode: Mode
    picks: tuple[Pick, ...]
    gaps: tuple[Gap, ...]
    credits: tuple[Credit, ...]

    @property
    def epoch(self) -> date:
        """Day 0: the first day that a vintage answers for."""
        return min(pick.first for pick in self.picks).first_day

    @property
    def last_day(self) -> date:
        """The last day that a vintage answers for."""
        return max(pick.last for pick in self.picks).last_day


@dataclass(frozen=True)
class Party:
    """A conflict and dyad as some rows name them. Names as in the data."""

    conflict: str | None
    conflict_name: str | None
    dyad: str | None
    dyad_name: str | None


@dataclass(frozen=True)
class Collected:
    """The records of a lake, and what their numbers of parties and areas (country codes, None for no country) stand for."""

    basis: Basis
    records: Records
    parties: tuple[Party, ...]
    areas: tuple[str | None, ...]


def basis_of(lake: Lake) -> Basis | None:
    """What a map file of this lake rests on; None where there is neither a vintage of events nor one of cells for the public.

    The vintages are those that any question with ``Mode.filters`` is answered by: what the explorer counts, an export holds.
    """
    for mode in Mode:
        try:
            choice = choose(lake, mode.filters, (), mode.series)
            credits = admit(
                [lake.vintage(name) for name in dict.fromkeys(pick.vintage_id for pick in choice.picks)], Audience.PUBLIC
            )
        except (CannotAnswer, LicenceRefused):
            continue
        return Basis(mode, choice.picks, choice.gaps, credits)
    return None


def collect(lake: Lake, basis: Basis) -> Collected:
    """The records of these vintages, in canonical order. Raises MapFileError for rows that no record can hold."""
    with _rows(lake, basis) as connection:
        parties = tuple(Party(*row) for row in connection.execute(f"SELECT {PARTY} FROM parties ORDER BY party").fetchall())
        areas = tuple(code for (code,) in connection.execute("SELECT country FROM areas ORDER BY area").fetchall())
        places = connection.execute("SELECT coalesce(gid, 0) AS gid, longitude, latitude FROM places ORDER BY place").fetchnumpy()
        columns = connection.execute(_RECORDS).fetchnumpy()
    return Collected(basis, _records(basis, columns, places, len(parties), len(areas)), parties, areas)


PARTY = "conflict_id, conflict_name, dyad_id, dyad_name"
_PLACE = "gid, latitude, longitude"

_RECORDS = f"""
    SELECT day, party, area, kind, best, weight, coalesce(place, 0)::UINTEGER AS place, row
    FROM rows JOIN parties ON {" AND ".join(f"rows.{name} IS NOT DISTINCT FROM parties.{name}" for name in PARTY.split(", "))}
    JOIN areas ON rows.country IS NOT DISTINCT FROM areas.country
    LEFT JOIN places ON {" AND ".join(f"rows.{name} IS NOT DISTINCT FROM places.{name}" for name in _PLACE.split(", "))}
"""


@contextmanager
def _rows(lake: Lake, basis: Basis) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the tables ``rows``, ``parties``, ``areas`` and ``places`` (those that have a number from 1)."""
    selects = " UNION ALL ".join(_select(lake, basis, pick) for pick, _ in runs(basis.picks))
    with engine.fresh() as connection:
        try:
            connection.execute(f"CREATE TEMP TABLE rows AS {selects}")
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise MapFileError(
                f"the map file cannot be made: {error}. `conflict-atlas doctor` says which file is at fault."
            ) from error
        (without,) = connection.execute("SELECT count(*) FROM rows WHERE best IS NULL OR weight IS NULL").fetchone() or (0,)
        if without:
            raise MapFileError(
                f"{without:,} rows of the vintages {', '.join(sorted({pick.vintage_id for pick in basis.picks}))} have no best "
                "estimate or number of events: a map file cannot say that a number is unknown"
            )
        connection.execute(
            f"CREATE TEMP TABLE parties AS SELECT (row_number() OVER (ORDER BY {PARTY_ORDER}) - 1)::UINTEGER AS party, * "
            f"FROM (SELECT DISTINCT {PARTY} FROM rows)"
        )
        connection.execute(
            "CREATE TEMP TABLE areas AS SELECT (row_number() OVER (ORDER BY country NULLS FIRST) - 1)::UINTEGER AS area, country "
            "FROM (SELECT DISTINCT country FROM rows)"
        )
        connection.execute(
            f"CREATE TEMP TABLE places AS SELECT row_number() OVER (ORDER BY gid NULLS FIRST, latitude, longitude)::UINTEGER AS place, * "
            f"FROM (SELECT DISTINCT {_PLACE} FROM rows WHERE gid IS NOT NULL OR (latitude IS NOT NULL AND longitude IS NOT NULL))"
        )
        yield connection


PARTY_ORDER = (
    "TRY_CAST(conflict_id AS UBIGINT) NULLS LAST, conflict_id NULLS LAST, TRY_CAST(dyad_id AS UBIGINT) NULLS LAST, "
    "dyad_id NULLS LAST, conflict_name NULLS LAST, dyad_name NULLS LAST"
)


def select_rows(lake: Lake, basis: Basis, within: tuple[date, date], columns: Sequence[str], is_ordered: bool = True) -> str:
    """SQL for these columns of the rows that begin in a period, in the order of the records. In cell mode they begin on the
    first of their month."""
    mode = basis.mode
    first, last = Month.of(within[0]).first_day, Month.of(within[1]).last_day
    filters = replace(mode.filters, start=first, end=last)
    day = "date_start" if mode is Mode.EVENT else "month"
    dyad = () if mode is Mode.EVENT else ("NULL::VARCHAR AS dyad_id", "NULL::VARCHAR AS dyad_name")
    names = ", ".join(dict.fromkeys((*columns, day, *(PARTY.split(", ")[: None if mode is Mode.EVENT else 2]), *dyad)))
    selects = [
        f"SELECT {names}, file_row_number AS row FROM {relation} WHERE {_where(mode, relation, pick, filters)}"
        for pick, _ in runs(basis.picks)
        if pick.first.first_day <= last and first <= pick.last.last_day and (relation := _relation(lake, pick))
    ]
    days = f"{day} BETWEEN DATE {quote(within[0].isoformat())} AND DATE {quote(within[1].isoformat())}"
    order = f" ORDER BY {day}, {PARTY_ORDER}, row" if is_ordered else ""
    return f"SELECT {', '.join(columns)} FROM ({' UNION ALL '.join(selects)}) WHERE {days}{order}"


def _where(mode: Mode, relation: str, pick: Pick, filters: Filters) -> str:
    if mode is Mode.EVENT:
        return event_conditions(relation, pick, filters, mode.series)
    return conditions(relation, pick, filters)


def _relation(lake: Lake, pick: Pick) -> str:
    return f"read_parquet({quote(str(lake.rows_path(pick.vintage_id)))}, file_row_number = true)"


def _select(lake: Lake, basis: Basis, pick: Pick) -> str:
    """The rows of one run of months. ``row`` is their order; a day belongs to one run, so it decides within a day and party."""
    relation = _relation(lake, pick)
    epoch = f"DATE {quote(basis.epoch.isoformat())}"
    if basis.mode is Mode.EVENT:
        given = f"date_start - {epoch} AS day, {PARTY}, country, {_KIND} AS kind, best, 1 AS weight, {_PLACED}, file_row_number AS row"
    else:
        given = (
            f"month - {epoch} AS day, conflict_id, conflict_name, NULL::VARCHAR AS dyad_id, NULL::VARCHAR AS dyad_name, country, "
            f"coalesce(type_of_violence, 0)::UTINYINT AS kind, best, events AS weight, gid, {SOUTH_SQL} + 0.25 AS latitude, "
            f"{WEST_SQL} + 0.25 AS longitude, file_row_number AS row"
        )
    return f"SELECT {given} FROM {relation} WHERE {_where(basis.mode, relation, pick, basis.mode.filters)}"


_KIND = "(coalesce(type_of_violence, 0) | (coalesce(where_prec, 0) << 2) | (coalesce(date_prec, 0)::SMALLINT << 5))::UTINYINT"
_PLACED = ", ".join(
    (
        "gid",
        *(
            f"CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL THEN {name} END AS {name}"
            for name in ("latitude", "longitude")
        ),
    )
)


def _records(basis: Basis, columns: dict[str, Any], places: dict[str, Any], parties: int, areas: int) -> Records:
    day = np.asarray(columns["day"], dtype=np.int64)
    order = np.lexsort((columns["row"], columns["party"], day))
    cells, cell_of_place = np.unique(np.append(np.asarray(places["gid"], dtype=np.int32), np.int32(0)), return_inverse=True)
    weight = np.asarray(columns["weight"])[order]
    return Records(
        days=(basis.last_day - basis.epoch).days + 1,
        parties=parties,
        areas=areas,
        day=day[order].astype(np.uint16),
        party=np.asarray(columns["party"])[order].astype(party_type(parties)),
        area=np.asarray(columns["area"])[order].astype(area_type(areas)),
        kind=np.asarray(columns["kind"])[order],
        best=np.asarray(columns["best"])[order].astype(np.uint32),
        weight=None if basis.mode is Mode.EVENT else weight.astype(np.uint32 if weight.max(initial=0) > 0xFFFF else np.uint16),
        place=np.asarray(columns["place"])[order].astype(np.uint32),
        place_lon=_with_nowhere(places["longitude"]),
        place_lat=_with_nowhere(places["latitude"]),
        place_cell=np.append(np.uint32(0), cell_of_place[:-1].astype(np.uint32)),
        cells=cells,
    )


def _with_nowhere(degrees: Any) -> Array:
    """Degrees in single precision, NaN where there are none, with the place in front that has no coordinates."""
    known = np.ma.filled(np.ma.asarray(degrees, dtype=np.float64), np.nan)
    return to_single(np.append(np.nan, known))
