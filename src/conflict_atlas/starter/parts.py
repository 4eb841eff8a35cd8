"""The parts of the starter pack: one query a part, with what the vintage made of it holds.

What may live here: the queries, and coverage with shares. Shares are deaths held divided by the publisher's own total of
the same period: world totals by type and month where they exist (1989-2024), the candidate files for what came after.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from conflict_atlas.events import engine
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.grid import GID_SQL
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import ucdp_candidate, ucdp_ged
from conflict_atlas.events.sources.card import EventSource
from conflict_atlas.events.vintages import Coverage
from conflict_atlas.events.vocabulary import NEAR, Completeness, Grain, Series
from conflict_atlas.starter.inputs import Input, InputKind
from conflict_atlas.starter.references import SPLIT_COUNTRY, candidate_release

_FINAL_RELEASE = "25.1"
_FINAL_FIRST, _FINAL_LAST = Month(1989, 1), Month(2024, 12)
_BY_START = "Events are counted in the month in which they began."
_GED_AND_CANDIDATES = replace(
    ucdp_ged.SOURCE,
    origin=replace(
        ucdp_ged.ORIGIN,
        title="UCDP GED and UCDP Candidate Events Dataset",
        citation=f"{ucdp_ged.ORIGIN.citation}; {ucdp_candidate.SOURCE.origin.citation}",
    ),
)
"""Files that were put together of rows of both."""
_NAMELESS = re.compile(r"column\d+")
"""What the reader calls a column whose header cell is empty."""


@dataclass(frozen=True)
class Part:
    """One vintage of the pack: its folder, its rows as a query, and what its record says of them.

    ``conserved`` is a query for the deaths (best) that the rows must hold, counted from the input without grouping.
    """

    folder: str
    query: str
    conserved: str
    grain: Grain
    release: str
    source: EventSource
    coverage: tuple[Coverage, ...]
    input: Input
    notes: tuple[str, ...] = ()


def all_parts(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> tuple[Part, ...]:
    """Every part. The tables of ``inputs`` and ``references`` are there."""
    return (
        _conflict_totals(inputs[InputKind.CONFLICT_TOTALS]),
        _type_months(inputs[InputKind.TYPE_MONTHS]),
        _compact_months(connection, inputs[InputKind.COMPACT_EVENTS]),
        _candidate_months(connection, inputs[InputKind.CANDIDATE_EVENTS]),
        _cells(connection, inputs[InputKind.BEST_AVAILABLE]),
        _country_months(connection, inputs[InputKind.COUNTRY_MONTHS]),
    )


def _conflict_totals(source: Input) -> Part:
    query = """
        SELECT source_row, id AS conflict_id, name AS conflict_name, violence_type AS type_of_violence,
               start_year AS first_year, end_year AS last_year, event_count AS events, low, best, high,
               civilian_deaths AS deaths_civilians, unknown_deaths AS deaths_unknown, combatant_deaths AS deaths_fighters
        FROM conflict_totals
    """
    basis = f"totals of all conflicts of GED {_FINAL_RELEASE}"
    coverage = Coverage(Series.DEATHS, _FINAL_FIRST, _FINAL_LAST, Completeness.COMPLETE, 1.0, basis=basis)
    conserved = "SELECT sum(best::BIGINT) FROM conflict_totals"
    return Part("conflict-totals", query, conserved, Grain.CONFLICT_TOTAL, _FINAL_RELEASE, ucdp_ged.SOURCE, (coverage,), source)


def _type_months(source: Input) -> Part:
    query = """
        SELECT source_row, make_date(year::INT, month::INT, 1) AS month, type AS type_of_violence, deaths AS best
        FROM type_months
    """
    basis = f"world totals of GED {_FINAL_RELEASE}"
    coverage = Coverage(Series.DEATHS, _FINAL_FIRST, _FINAL_LAST, Completeness.COMPLETE, 1.0, basis=basis)
    conserved = "SELECT sum(deaths::BIGINT) FROM type_months"
    return Part("type-months", query, conserved, Grain.TYPE_MONTH, _FINAL_RELEASE, ucdp_ged.SOURCE, (coverage,), source)


def _compact_months(connection: duckdb.DuckDBPyConnection, source: Input) -> Part:
    query = """
        SELECT date_trunc('month', date::DATE) AS month, conflict_new_id AS conflict_id,
               arg_max(conflict_name, (date, conflict_name)) AS conflict_name, iso3 AS country, type_of_violence,
               count(*) AS events, sum(best::BIGINT) AS best
        FROM compact_events JOIN places ON places.name = country
        GROUP BY ALL
    """
    first, last = _months_of(connection, "date", "compact_events")
    basis = "candidate events, best estimates only, without places"
    coverage = Coverage(Series.DEATHS, first, last, Completeness.COMPLETE, 1.0, preliminary=True, basis=basis)
    years = str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    return Part(
        f"candidate-months-{years}",
        query,
        "SELECT sum(best::BIGINT) FROM compact_events",
        Grain.CONFLICT_COUNTRY_MONTH,
        years,
        ucdp_candidate.SOURCE,
        (coverage,),
        source,
        (_BY_START,),
    )


def _candidate_months(connection: duckdb.DuckDBPyConnection, source: Input) -> Part:
    estimates = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    sums = ", ".join(_sum_if_known(name) for name in estimates)
    query = f"""
        SELECT date_trunc('month', date_start::DATE) AS month, conflict_new_id AS conflict_id,
               arg_max(conflict_name, (date_start, conflict_name)) AS conflict_name, iso3 AS country, type_of_violence,
               count(*) AS events, {sums}, sum(deaths_a::BIGINT + deaths_b::BIGINT) AS deaths_fighters
        FROM candidate_events JOIN places ON places.name = country
        GROUP BY ALL
    """
    release, first, last = candidate_release(source)
    early, _ = _months_of(connection, "date_start", "candidate_events")
    basis = "the months that the release is about, as first printed"
    own = Coverage(Series.DEATHS, first, last, Completeness.COMPLETE, 1.0, preliminary=True, basis=basis)
    late = replace(
        own,
        first=early,
        last=first.plus(-1),
        completeness=Completeness.PARTIAL,
        share=None,
        basis="late additions only: the release of that month is missing",
    )
    return Part(
        f"candidate-months-{release}",
        query,
        "SELECT sum(best::BIGINT) FROM candidate_events",
        Grain.CONFLICT_COUNTRY_MONTH,
        release,
        ucdp_candidate.SOURCE,
        (late, own) if early < first else (own,),
        source,
        (_BY_START,),
    )


_LOCATED = f"""
    latitude IS NOT NULL AND longitude IS NOT NULL
    AND (where_prec <= {NEAR} OR contains(provenance, 'where_prec 1-{NEAR}'))
"""
"""Some rows do not state their precision, but come from a file that holds such places only and says so."""


def _cells(connection: duckdb.DuckDBPyConnection, source: Input) -> Part:
    sums = ", ".join(_sum_if_known(name) for name in ("low", "best", "high", "deaths_civilians", "deaths_unknown"))
    query = f"""
        SELECT date_trunc('month', date_start) AS month,
               coalesce(conflict_new_id::VARCHAR, crosswalk.conflict_id) AS conflict_id,
               trim(conflict_name) AS conflict_name, iso3 AS country,
               CASE WHEN iso3 = '{SPLIT_COUNTRY}' THEN territory END AS territory,
               {GID_SQL} AS gid,
               type_of_violence, count(*) AS events, {sums}
        FROM (SELECT * FROM best_available WHERE {_LOCATED}) AS located
        JOIN places ON places.name = country
        LEFT JOIN crosswalk ON crosswalk.name = trim(conflict_name)
        LEFT JOIN territories USING (latitude, longitude)
        GROUP BY ALL
    """
    shares = _shares(connection, query, Series.LOCATED, "events whose place is exact or known within about 25 km")
    (origins,) = connection.execute(
        f"SELECT string_agg(DISTINCT provenance, ', ' ORDER BY provenance) FROM best_available WHERE {_LOCATED}"
    ).fetchall()[0]
    notes = (
        f"Rows come from {origins}.",
        f"{_BY_START} Most rows do not state their last day.",
        "Where a row gives the conflict by name only, the id is set if exactly one id carries the name, else left empty.",
    )
    return Part(
        "located-cells",
        query,
        f"SELECT sum(best) FROM best_available WHERE {_LOCATED}",
        Grain.CONFLICT_CELL_MONTH,
        "19.1 and later",
        _GED_AND_CANDIDATES,
        _with_first_prints(connection, shares),
        source,
        notes,
    )


def _with_first_prints(connection: duckdb.DuckDBPyConnection, shares: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Mark the years in which located rows are candidates, though the world's total of the year is final."""
    found = connection.execute(
        f"SELECT DISTINCT year(date_start) FROM best_available WHERE {_LOCATED} AND contains(provenance, 'Candidate')"
    ).fetchall()
    years = {year for (year,) in found}
    return tuple(replace(entry, preliminary=entry.preliminary or entry.first.year in years) for entry in shares)


def _country_months(connection: duckdb.DuckDBPyConnection, source: Input) -> Part:
    index, *columns = [column for column in source.columns if column != "source_row"]
    names = [column for column in columns if not _NAMELESS.fullmatch(column)]
    unknown = [name for name in names if countries.by_name(name) is None]
    if unknown:
        raise ImportRefused(f"{source.path.name}: no country of the catalogue is called {', '.join(unknown)}: add the alias")
    for column in columns:
        if column not in names and connection.execute(f"SELECT sum({column}::BIGINT) FROM country_months").fetchall()[0][0]:
            raise ImportRefused(f"{source.path.name}: a column without a name holds deaths: find out whose they are")
    query = f"""
        SELECT source_row, unit AS source_column, iso3 AS country, of_month AS month, deaths::INTEGER AS best
        FROM (
            SELECT source_row, unit, date_trunc('month', {engine.name(index)}::DATE)::DATE AS of_month, deaths
            FROM (UNPIVOT country_months ON {", ".join(engine.name(name) for name in names)} INTO NAME unit VALUE deaths)
        )
        JOIN places ON places.name = unit
        WHERE deaths::INTEGER > 0
           OR iso3 NOT IN (SELECT iso3 FROM memberships)
           OR EXISTS (
               FROM memberships WHERE memberships.iso3 = places.iso3
               AND coalesce(first <= last_day(of_month), true) AND coalesce(of_month <= last, true)
           )
    """
    coverage = _shares(connection, query, Series.WITHIN_MONTH, "events that begin and end in one calendar month")
    return Part(
        "country-months",
        query,
        f"SELECT {' + '.join(f'sum({engine.name(name)}::BIGINT)' for name in names)} FROM country_months",
        Grain.COUNTRY_MONTH,
        f"to {max(entry.last for entry in coverage)}",
        _GED_AND_CANDIDATES,
        coverage,
        source,
        ("A column without a name, which holds only zeros, is left out.",) if len(names) < len(columns) else (),
    )


def _shares(connection: duckdb.DuckDBPyConnection, query: str, series: Series, basis: str) -> tuple[Coverage, ...]:
    """Coverage by calendar year: partial, with the deaths held as a share of the publisher's total of the same months.

    Months for which the publisher's total is not at hand stand apart and have no share.
    """
    rows = connection.execute(
        f"""
        SELECT year(world.month) AS of_year, complete, min(strftime(world.month, '%Y-%m')),
               max(strftime(world.month, '%Y-%m')), sum(held), sum(deaths), bool_or(preliminary)
        FROM world LEFT JOIN (SELECT month::DATE AS month, sum(best) AS held FROM ({query}) GROUP BY ALL) USING (month)
        GROUP BY of_year, complete HAVING sum(held) > 0 ORDER BY min(world.month)
        """
    ).fetchall()
    return tuple(
        Coverage(
            series,
            Month.parse(first),
            Month.parse(last),
            Completeness.PARTIAL,
            round(int(held) / int(total), 4) if complete else None,
            preliminary=preliminary,
            basis=basis,
        )
        for _, complete, first, last, held, total, preliminary in rows
    )


def _months_of(connection: duckdb.DuckDBPyConnection, column: str, table: str) -> tuple[Month, Month]:
    first, last = connection.execute(f"SELECT min({column}::DATE), max({column}::DATE) FROM {table}").fetchall()[0]
    return Month.of(first), Month.of(last)


def _sum_if_known(name: str) -> str:
    return f"CASE WHEN count({name}) = count(*) THEN sum({name}::BIGINT) END AS {name}"
