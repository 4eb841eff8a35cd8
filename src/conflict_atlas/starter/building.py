"""Building the starter pack: aggregates of UCDP data, each under its honest name with its share of the official total.

Shares are deaths held divided by the publisher's own total of the same period: world totals by type and month where
they exist (1989-2024), the candidate files for what came after.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import conflict_atlas
from conflict_atlas.events import engine
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.crosswalk import ConflictName, Crosswalk, CrosswalkCount, Outcome
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import NAMES, RECORD, ROWS
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import ucdp_candidate, ucdp_ged
from conflict_atlas.events.vintages import Coverage, Origin, Vintage
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS, NEAR, Completeness, Grain, LicenceClass, Series
from conflict_atlas.publish.drawing.geometry import Resolution, world
from conflict_atlas.starter.inputs import Input, InputKind, one_of_each

_NAMELESS = re.compile(r"column\d+")
"""What the reader calls a column whose header cell is empty."""

SPLIT_COUNTRY = "ISR"
"""UCDP's country 666 holds Israel, the Gaza Strip and the West Bank; cells keep them apart where the place is known."""

NOT_LOADED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in the records of a pack until a workspace loads it."""

_STORED_COLUMNS = tuple(column for column in AGGREGATE_COLUMNS if column.name != "vintage_id")


@dataclass(frozen=True)
class Part:
    """One vintage of the pack: its folder name, its rows as SQL, and all that its record says but the moment of loading."""

    folder: str
    select: str
    vintage: Vintage


def build(paths: Sequence[Path], out: Path) -> dict[str, object]:
    """Make the pack from files of every kind that ``inputs`` knows. Returns what it counted. Raises ImportRefused."""
    inputs = one_of_each(paths)
    out.mkdir(parents=True, exist_ok=True)
    with engine.fresh() as connection:
        _prepare(connection, inputs)
        counted = _add_crosswalk(connection, inputs)
        parts = [
            _conflict_totals(inputs),
            _type_months(inputs),
            _compact_months(inputs),
            _candidate_months(inputs),
            _cells(connection, inputs),
            _country_months(connection, inputs),
        ]
        report: dict[str, object] = {"crosswalk": _crosswalk_report(counted)}
        for part in parts:
            report[part.folder] = _write_part(connection, part, out)
        report["names"] = _write_names(connection, inputs, out)
    return report


def _prepare(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> None:
    connection.execute("CREATE TEMP TABLE places (name VARCHAR PRIMARY KEY, iso3 VARCHAR)")
    pairs = {
        name: country.iso3 for country in countries.all() for name in (*country.aliases, country.name, country.ucdp_name) if name
    }
    connection.executemany("INSERT INTO places VALUES (?, ?)", [list(pair) for pair in pairs.items()])
    for kind in (InputKind.EVENTS_BEST_AVAILABLE, InputKind.COMPACT_EVENTS, InputKind.CANDIDATE_EVENTS):
        unknown = connection.execute(
            f"SELECT DISTINCT country FROM {inputs[kind].relation} WHERE country NOT IN (SELECT name FROM places) ORDER BY 1"
        ).fetchall()
        if unknown:
            names = ", ".join(name for (name,) in unknown)
            raise ImportRefused(f"{inputs[kind].path.name}: no country of the catalogue is called {names}: add the alias")
    candidate = inputs[InputKind.CANDIDATE_EVENTS]
    first, last = _release_period(candidate)[1]
    connection.execute(
        f"CREATE TEMP TABLE world AS SELECT make_date(year::INT, month::INT, 1) AS month, sum(deaths::BIGINT) AS deaths, "
        f"true AS complete, false AS preliminary FROM {inputs[InputKind.TYPE_MONTHS].relation} GROUP BY ALL UNION ALL "
        f"SELECT date_trunc('month', date::DATE)::DATE AS month, sum(best::BIGINT), true, true "
        f"FROM {inputs[InputKind.COMPACT_EVENTS].relation} GROUP BY ALL UNION ALL "
        f"SELECT date_trunc('month', date_start::DATE)::DATE AS month, sum(best::BIGINT), "
        f"month BETWEEN DATE '{first.first_day}' AND DATE '{last.last_day}', true FROM {candidate.relation} GROUP BY ALL"
    )


def _release_period(source: Input) -> tuple[str, tuple[Month, Month]]:
    release = ucdp_candidate.release_of(source.path.name)
    period = ucdp_candidate.period_of(release) if release else None
    if release is None or period is None:
        raise ImportRefused(
            f"{source.path.name}: its name does not say which candidate release it is, as GEDEvent_v26_0_2.csv does"
        )
    return release, period


def _add_crosswalk(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> CrosswalkCount:
    """Make the table ``crosswalk`` from the names of rows without an id to the id that alone carries the name."""
    union, totals = inputs[InputKind.EVENTS_BEST_AVAILABLE].relation, inputs[InputKind.CONFLICT_TOTALS].relation
    compact = inputs[InputKind.COMPACT_EVENTS].relation
    known = connection.execute(
        f"SELECT DISTINCT conflict_new_id::VARCHAR, trim(conflict_name) FROM {union} WHERE conflict_new_id IS NOT NULL "
        f"UNION SELECT id::VARCHAR, trim(name) FROM {totals} UNION SELECT conflict_new_id::VARCHAR, trim(conflict_name) FROM {compact}"
    ).fetchall()
    crosswalk = Crosswalk(ConflictName(conflict_id, name) for conflict_id, name in known)
    asked = connection.execute(
        f"SELECT trim(conflict_name), NULL, NULL, count(*) FROM {union} WHERE conflict_new_id IS NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE crosswalk (name VARCHAR PRIMARY KEY, conflict_id VARCHAR)")
    matched = [[name, crosswalk.match(name).conflict_id] for name, *_ in asked if name]
    connection.executemany("INSERT INTO crosswalk VALUES (?, ?)", matched)
    return crosswalk.count(asked)


def _crosswalk_report(counted: CrosswalkCount) -> dict[str, object]:
    return {
        "names": {outcome.value: counted.names[outcome] for outcome in Outcome},
        "rows": {outcome.value: counted.rows[outcome] for outcome in Outcome},
    }


def _conflict_totals(inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.CONFLICT_TOTALS]
    select = _select(
        source,
        f"SELECT source_row, id AS conflict_id, name AS conflict_name, violence_type AS type_of_violence, start_year AS first_year, "
        f"end_year AS last_year, event_count AS events, low, best, high, civilian_deaths AS deaths_civilians, "
        f"unknown_deaths AS deaths_unknown, combatant_deaths AS deaths_fighters FROM {source.relation}",
    )
    coverage = (
        Coverage(
            Series.DEATHS,
            Month(1989, 1),
            Month(2024, 12),
            Completeness.COMPLETE,
            1.0,
            basis="totals of all conflicts of GED 25.1",
        ),
    )
    return _part("conflict-totals", select, Grain.CONFLICT_TOTAL, "25.1", ucdp_ged.ORIGIN, coverage, source)


def _type_months(inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.TYPE_MONTHS]
    select = _select(
        source,
        f"SELECT source_row, make_date(year::INT, month::INT, 1) AS month, type AS type_of_violence, deaths AS best FROM {source.relation}",
    )
    coverage = (
        Coverage(Series.DEATHS, Month(1989, 1), Month(2024, 12), Completeness.COMPLETE, 1.0, basis="world totals of GED 25.1"),
    )
    return _part("type-months", select, Grain.TYPE_MONTH, "25.1", ucdp_ged.ORIGIN, coverage, source)


def _compact_months(inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.COMPACT_EVENTS]
    select = _select(
        source,
        f"SELECT date_trunc('month', date::DATE) AS month, conflict_new_id AS conflict_id, arg_max(conflict_name, date) AS conflict_name, "
        f"iso3 AS country, type_of_violence, count(*) AS events, sum(best::BIGINT) AS best FROM {source.relation} "
        f"JOIN places ON places.name = country GROUP BY ALL",
    )
    coverage = (
        Coverage(
            Series.DEATHS,
            Month(2025, 1),
            Month(2025, 12),
            Completeness.COMPLETE,
            1.0,
            preliminary=True,
            basis="candidate events of 2025, best estimates only, without places",
        ),
    )
    origin = ucdp_candidate.SOURCE.origin
    return _part("candidate-months-2025", select, Grain.CONFLICT_COUNTRY_MONTH, "2025", origin, coverage, source)


def _candidate_months(inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.CANDIDATE_EVENTS]
    release, (first, last) = _release_period(source)
    sums = ", ".join(
        f"sum({name}::BIGINT) AS {name}"
        for name in ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    )
    select = _select(
        source,
        f"SELECT date_trunc('month', date_start::DATE) AS month, conflict_new_id AS conflict_id, "
        f"arg_max(conflict_name, date_start) AS conflict_name, iso3 AS country, type_of_violence, count(*) AS events, {sums}, "
        f"sum(deaths_a::BIGINT + deaths_b::BIGINT) AS deaths_fighters FROM {source.relation} JOIN places ON places.name = country GROUP BY ALL",
    )
    early = Month.parse(
        engine.shared().execute(f"SELECT strftime(min(date_start::DATE), '%Y-%m') FROM {source.relation}").fetchall()[0][0]
    )
    complete = Coverage(
        Series.DEATHS, first, last, Completeness.COMPLETE, 1.0, preliminary=True, basis="the month that the release is about"
    )
    late = replace(
        complete,
        first=early,
        last=first.plus(-1),
        completeness=Completeness.PARTIAL,
        share=None,
        basis="late additions only: the release of that month is missing",
    )
    coverage = (late, complete) if early < first else (complete,)
    origin = ucdp_candidate.SOURCE.origin
    return _part(f"candidate-months-{release}", select, Grain.CONFLICT_COUNTRY_MONTH, release, origin, coverage, source)


def _cells(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.EVENTS_BEST_AVAILABLE]
    located = (
        f"SELECT *, coalesce(conflict_new_id::VARCHAR, crosswalk.conflict_id) AS known_id FROM {source.relation} AS events "
        f"LEFT JOIN crosswalk ON crosswalk.name = trim(events.conflict_name) WHERE latitude IS NOT NULL AND "
        f"(where_prec <= {NEAR} OR contains(provenance, 'where_prec 1-{NEAR}'))"
    )
    _add_territories(connection, source)
    cell = "(least(floor((latitude + 90) * 2), 359) * 720 + least(floor((longitude + 180) * 2), 719) + 1)::INTEGER"
    sums = ", ".join(_sum_if_known(name) for name in ("low", "best", "high", "deaths_civilians", "deaths_unknown"))
    select = _select(
        source,
        f"SELECT date_trunc('month', date_start) AS month, known_id AS conflict_id, trim(events.conflict_name) AS conflict_name, "
        f"iso3 AS country, territory, {cell} AS gid, type_of_violence, count(*) AS events, {sums} FROM ({located}) AS events "
        f"JOIN places ON places.name = country LEFT JOIN territories ON iso3 = '{SPLIT_COUNTRY}' AND north = latitude "
        f"AND east = longitude GROUP BY ALL",
    )
    coverage = _shares(connection, select, Series.LOCATED, "events whose place is exact or known within about 25 km")
    notes = (
        "Events are counted in the month in which they began: most rows do not state their last day.",
        "Where a row gives the conflict by name only, the id is set if exactly one id carries the name, else left empty.",
    )
    return _part("located-cells", select, Grain.CONFLICT_CELL_MONTH, "21.1 and later", ucdp_ged.ORIGIN, coverage, source, notes)


def _add_territories(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Make the table ``territories``: where the places of UCDP's country 666 lie as the default map draws it."""
    names = ", ".join(
        quote(name) for (name,) in connection.execute(f"SELECT name FROM places WHERE iso3 = '{SPLIT_COUNTRY}'").fetchall()
    )
    points = connection.execute(
        f"SELECT DISTINCT latitude, longitude FROM {source.relation} WHERE country IN ({names}) AND latitude IS NOT NULL ORDER BY ALL"
    ).fetchall()
    borders = world(Resolution.LOCAL)
    connection.execute("CREATE TEMP TABLE territories (north DOUBLE, east DOUBLE, territory VARCHAR)")
    found = [[latitude, longitude, borders.at(longitude, latitude)] for latitude, longitude in points]
    connection.executemany("INSERT INTO territories VALUES (?, ?, ?)", [row for row in found if row[2] in (SPLIT_COUNTRY, "PSE")])


def _country_months(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> Part:
    source = inputs[InputKind.COUNTRY_MONTHS]
    index, *columns = [column for column in source.columns if column != "source_row"]
    nameless = [column for column in columns if _NAMELESS.fullmatch(column)]
    names = [column for column in columns if column not in nameless]
    found = {name: countries.by_name(name) for name in names}
    unknown = [name for name, country in found.items() if country is None]
    for column in nameless:
        if engine.shared().execute(f"SELECT sum({column}::BIGINT) FROM {source.relation}").fetchall()[0][0]:
            raise ImportRefused(f"{source.path.name}: a column without a name holds deaths: find out whose they are")
    if unknown:
        raise ImportRefused(f"{source.path.name}: no country of the catalogue is called {', '.join(unknown)}: add the alias")
    connection.execute("CREATE TEMP TABLE existing (iso3 VARCHAR, month DATE)")
    covered = engine.shared().execute(f"SELECT {engine.name(index)} FROM {source.relation}").fetchall()
    connection.executemany(
        "INSERT INTO existing VALUES (?, ?)",
        [
            [country.iso3, Month.parse(text).first_day]
            for country in {item.iso3: item for item in found.values() if item}.values()
            for (text,) in covered
            if country.existed_in(Month.parse(text))
        ],
    )
    select = _select(
        source,
        f"SELECT source_row, unit AS source_column, iso3 AS country, date_trunc('month', {engine.name(index)}::DATE) AS month, "
        f"deaths::INTEGER AS best FROM (UNPIVOT {source.relation} ON {', '.join(engine.name(name) for name in names)} "
        f"INTO NAME unit VALUE deaths) JOIN places ON places.name = unit "
        f"WHERE deaths::INTEGER > 0 OR (iso3, date_trunc('month', {engine.name(index)}::DATE)) IN (SELECT (iso3, month) FROM existing)",
    )
    coverage = _shares(connection, select, Series.WITHIN_MONTH, "events that begin and end in one calendar month")
    last = max(coverage, key=lambda entry: entry.last).last
    notes = ("A column without a name, which holds only zeros, is left out.",) if nameless else ()
    return _part("country-months", select, Grain.COUNTRY_MONTH, f"to {last}", ucdp_ged.ORIGIN, coverage, source, notes)


def _shares(connection: duckdb.DuckDBPyConnection, select: str, series: Series, basis: str) -> tuple[Coverage, ...]:
    """Coverage by calendar year: partial, with the deaths held as a share of the publisher's total of the same months.

    Months for which the publisher's total is not at hand stand apart and have no share.
    """
    rows = connection.execute(
        f"SELECT year(world.month) AS of_year, world.complete, min(strftime(world.month, '%Y-%m')), "
        f"max(strftime(world.month, '%Y-%m')), coalesce(sum(held), 0), sum(world.deaths), bool_or(world.preliminary) FROM world "
        f"LEFT JOIN (SELECT month::DATE AS month, sum(best) AS held FROM ({select}) GROUP BY ALL) AS here USING (month) "
        f"GROUP BY ALL HAVING sum(held) > 0 ORDER BY min(world.month)"
    ).fetchall()
    return tuple(
        Coverage(
            series,
            Month.parse(first),
            Month.parse(last),
            Completeness.PARTIAL,
            round(held / total, 4) if complete else None,
            preliminary=preliminary,
            basis=basis,
        )
        for _, complete, first, last, held, total, preliminary in rows
    )


def _sum_if_known(name: str) -> str:
    return f"CASE WHEN count(events.{name}) = count(*) THEN sum(events.{name}::BIGINT) END AS {name}"


def _select(source: Input, query: str) -> str:
    """Fill a query up to the schema that all aggregates share."""
    empty = ", ".join(f"CAST(NULL AS {column.sql_type}) AS {column.name}" for column in _STORED_COLUMNS)
    typed = ", ".join(f"CAST({column.name} AS {column.sql_type}) AS {column.name}" for column in _STORED_COLUMNS)
    return (
        f"SELECT {typed} FROM (SELECT {quote(source.path.name)} AS source_file, * FROM ({query}) "
        f"UNION ALL BY NAME SELECT * FROM (SELECT {empty}) WHERE FALSE)"
    )


def _part(
    folder: str,
    select: str,
    grain: Grain,
    release: str,
    origin: Origin,
    coverage: Iterable[Coverage],
    source: Input,
    notes: tuple[str, ...] = (),
) -> Part:
    source_key = ucdp_candidate.SOURCE.key if origin is ucdp_candidate.SOURCE.origin else ucdp_ged.SOURCE.key
    source_file = source.as_source_file()
    digest = hashlib.sha256(f"{source_file.sha256} {select} {conflict_atlas.__version__}".encode()).hexdigest()
    vintage = Vintage(
        vintage_id=f"starter-{folder}-{digest[:8]}",
        source=source_key,
        release=release,
        grain=grain,
        origin=origin,
        licence_class=LicenceClass.OPEN,
        imported_at=NOT_LOADED,
        importer_version=conflict_atlas.__version__,
        digest=digest,
        files=(source_file,),
        rows=0,
        quarantined=0,
        coverage=tuple(coverage),
        notes=("Derived by the project from the file named here; part of the starter pack.", *notes),
    )
    return Part(folder, select, vintage)


def _write_part(connection: duckdb.DuckDBPyConnection, part: Part, out: Path) -> dict[str, int | None]:
    """Write one vintage of the pack, ordered, so that the same inputs give the same bytes."""
    folder = out / part.folder
    folder.mkdir(exist_ok=True)
    order = ", ".join(column.name for column in _STORED_COLUMNS if not column.name.startswith("source"))
    connection.execute("SET threads = 1")
    connection.execute(
        f"COPY (SELECT {quote(part.vintage.vintage_id)} AS vintage_id, * FROM ({part.select}) ORDER BY {order}) "
        f"TO {quote(str(folder / ROWS))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"
    )
    names = ("low", "best", "high", "deaths_civilians", "deaths_unknown", "deaths_fighters")
    sums = ", ".join(f"CASE WHEN count({name}) = count(*) THEN sum({name})::BIGINT END" for name in names)
    count, *totals = connection.execute(f"SELECT count(*), {sums} FROM read_parquet({quote(str(folder / ROWS))})").fetchall()[0]
    vintage = replace(part.vintage, rows=count, totals=dict(zip(names, totals, strict=True)))
    (folder / RECORD).write_text(json.dumps(vintage.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {"rows": count, "best": vintage.totals["best"]}


def _write_names(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input], out: Path) -> int:
    """Write the names that conflicts, dyads and actors carry in rows with ids, each with its first and last event."""
    union, compact = inputs[InputKind.EVENTS_BEST_AVAILABLE].relation, inputs[InputKind.COMPACT_EVENTS].relation
    totals = inputs[InputKind.CONFLICT_TOTALS].relation
    triples = [("conflict", "conflict_new_id", "conflict_name"), ("dyad", "dyad_new_id", "dyad_name")]
    triples += [("actor", "side_a_new_id", "side_a"), ("actor", "side_b_new_id", "side_b")]
    selects = [
        f"SELECT {quote(kind)} AS kind, {number}::VARCHAR AS id, trim({text}) AS name, date_start::DATE AS on_day FROM {union} "
        f"WHERE {number} IS NOT NULL AND {text} IS NOT NULL"
        for kind, number, text in triples
    ]
    selects.append(f"SELECT 'conflict', conflict_new_id::VARCHAR, trim(conflict_name), date::DATE FROM {compact}")
    selects.append(f"SELECT 'conflict', id::VARCHAR, trim(name), NULL FROM {totals}")
    query = (
        "SELECT kind, id, name, min(on_day) AS first, max(on_day) AS last, count(on_day) AS rows "
        f"FROM ({' UNION ALL '.join(selects)}) GROUP BY ALL ORDER BY kind, id, name"
    )
    path = out / "located-cells" / NAMES
    connection.execute(f"COPY ({query}) TO {quote(str(path))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)")
    return int(connection.execute(f"SELECT count(*) FROM read_parquet({quote(str(path))})").fetchall()[0][0])
