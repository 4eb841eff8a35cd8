"""What the parts of the pack are made with: countries, territories, conflict ids for names, and the publisher's totals.

What may live here: tables that the queries of ``parts`` join, each made once by a function that says what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.crosswalk import ConflictName, Crosswalk, CrosswalkCount
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import ucdp_candidate
from conflict_atlas.publish.drawing.geometry import Resolution, world
from conflict_atlas.starter.inputs import Input, InputKind

SPLIT_COUNTRY = "ISR"
"""UCDP's country 666 holds Israel, the Gaza Strip and the West Bank; cells keep them apart where the place is known."""


def candidate_release(source: Input) -> tuple[str, Month, Month]:
    """Which release a candidate file is, and its months. Raises ImportRefused where its name does not say."""
    release = ucdp_candidate.release_of(source.path.name)
    period = ucdp_candidate.period_of(release) if release else None
    if release is None or period is None:
        raise ImportRefused(
            f"{source.path.name}: its name does not say which candidate release it is, as GEDEvent_v26_0_2.csv does"
        )
    return release, *period


def add_countries(connection: duckdb.DuckDBPyConnection, inputs: Mapping[InputKind, Input]) -> None:
    """Make ``places`` (written name to alpha-3 code) and ``memberships`` (when a country was a state of the system).

    Raises ImportRefused where a file names a country that the catalogue does not know.
    """
    names = {name: country.iso3 for country in countries.all() for name in country.all_names}
    _make(connection, "places (name VARCHAR PRIMARY KEY, iso3 VARCHAR)", names.items())
    spans = [(country.iso3, span.first, span.last) for country in countries.all() for span in country.gw]
    _make(connection, "memberships (iso3 VARCHAR, first DATE, last DATE)", spans)
    for kind in (InputKind.BEST_AVAILABLE, InputKind.COMPACT_EVENTS, InputKind.CANDIDATE_EVENTS):
        unknown = connection.execute(
            f"SELECT DISTINCT coalesce(country, '') FROM {kind.table} ANTI JOIN places ON places.name = country ORDER BY 1"
        ).fetchall()
        if unknown:
            written = ", ".join(repr(name) for (name,) in unknown)
            raise ImportRefused(f"{inputs[kind].path.name}: no country of the catalogue is called {written}: add the alias")


def add_territories(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``territories``: where the places of UCDP's country 666 lie as the default map draws it."""
    points = connection.execute(
        f"""
        SELECT DISTINCT latitude, longitude
        FROM best_available JOIN places ON places.name = country
        WHERE iso3 = {quote(SPLIT_COUNTRY)} AND latitude IS NOT NULL AND longitude IS NOT NULL
        ORDER BY ALL
        """
    ).fetchall()
    borders = world(Resolution.LOCAL)
    found = [(latitude, longitude, borders.at(longitude, latitude)) for latitude, longitude in points]
    known = [row for row in found if row[2] in (SPLIT_COUNTRY, "PSE")]
    _make(connection, "territories (latitude DOUBLE, longitude DOUBLE, territory VARCHAR)", known)


def add_crosswalk(connection: duckdb.DuckDBPyConnection) -> CrosswalkCount:
    """Make ``crosswalk``: from the names of rows without an id to the id that alone carries the name."""
    known = connection.execute(
        """
        SELECT DISTINCT conflict_new_id::VARCHAR, trim(conflict_name) FROM best_available WHERE conflict_new_id IS NOT NULL
        UNION SELECT id, trim(name) FROM conflict_totals
        UNION SELECT conflict_new_id, trim(conflict_name) FROM compact_events
        """
    ).fetchall()
    crosswalk = Crosswalk(ConflictName(conflict_id, name) for conflict_id, name in known)
    asked = connection.execute(
        """
        SELECT trim(conflict_name), NULL, NULL, count(*) FROM best_available
        WHERE conflict_new_id IS NULL GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    matched = [(name, crosswalk.match(name).conflict_id) for name, *_ in asked if name]
    _make(connection, "crosswalk (name VARCHAR PRIMARY KEY, conflict_id VARCHAR)", matched)
    return crosswalk.count(asked)


def add_world_totals(connection: duckdb.DuckDBPyConnection, candidate: Input) -> None:
    """Make ``world``: the publisher's own deaths of each month. ``complete`` is false where only late additions are here."""
    _, first, last = candidate_release(candidate)
    connection.execute(
        f"""
        CREATE TEMP TABLE world AS
        SELECT make_date(year::INT, month::INT, 1) AS month, sum(deaths::BIGINT) AS deaths,
               true AS complete, false AS preliminary
        FROM type_months GROUP BY ALL
        UNION ALL
        SELECT date_trunc('month', date::DATE)::DATE AS month, sum(best::BIGINT), true, true
        FROM compact_events GROUP BY ALL
        UNION ALL
        SELECT date_trunc('month', date_start::DATE)::DATE AS month, sum(best::BIGINT),
               month BETWEEN DATE '{first.first_day}' AND DATE '{last.last_day}', true
        FROM candidate_events GROUP BY ALL
        """
    )


def _make(connection: duckdb.DuckDBPyConnection, definition: str, rows: Iterable[Sequence[object]]) -> None:
    connection.execute(f"CREATE TEMP TABLE {definition}")
    listed = [list(row) for row in rows]
    if listed:
        connection.executemany(f"INSERT INTO {definition.split(' ', 1)[0]} VALUES ({', '.join('?' * len(listed[0]))})", listed)
