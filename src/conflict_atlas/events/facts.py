"""Facts: the SQL that gives the rows of any grain the same columns, so that one question can be asked of all of them.

A fact has ``conflict_id, conflict_name, dyad_id, dyad_name, country, type_of_violence, gid, year, month, events``, the
first and last year with an event, and the sums of deaths; what a grain does not know is null. Events that span several
months are spread over them by days where an answer is broken down by month: each part is the difference of two
rounded-down cumulative shares, so that the parts are whole numbers and add up to the event exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conflict_atlas.events.answers import Pick
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.engine import folding, quote
from conflict_atlas.events.filters import BoundingBox, Filters
from conflict_atlas.events.folding import fold, words_of
from conflict_atlas.events.grid import SOUTH_SQL, WEST_SQL
from conflict_atlas.events.vocabulary import NEAR, Dimension, Grain, Series

DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "deaths_fighters")

HIDDEN = ("source_article", "source_headline")
"""Columns that may name private persons: they stay in the lake."""


def facts(rows: Path, pick: Pick, filters: Filters, by: Sequence[Dimension], series: Series) -> str:
    """SQL for the facts of one pick under the filters."""
    relation = f"read_parquet({quote(str(rows))})"
    if pick.grain is not Grain.EVENT:
        return f"SELECT {_AGGREGATE_FACT} FROM {relation} WHERE {conditions(relation, pick, filters)}"
    if Dimension.MONTH in by:
        parts = event_parts(relation, pick, filters, series, _EVENT_COLUMNS)
        return f"SELECT *, year AS first_year, year AS last_year FROM ({parts})"
    return (
        f"SELECT {_EVENT_COLUMNS}, year, {_FIRST_MONTH} AS month, year AS first_year, year AS last_year, 1 AS events, "
        f"{_DEATHS_OF_EVENT}, 0 AS spread "
        f"FROM {relation} WHERE {event_conditions(relation, pick, filters, series)}"
    )


def conditions(relation: str, pick: Pick, filters: Filters) -> str:
    """The WHERE clause for the rows of an aggregate, of which ``relation`` is all."""
    parts = [*_shared(filters), *_searched(relation, ("conflict_name",), filters)]
    if pick.grain is not Grain.CONFLICT_TOTAL:
        parts.append(f"month BETWEEN {_day(pick.first.first_day)} AND {_day(pick.last.last_day)}")
    if filters.bbox:
        parts.append(_cells_within(filters.bbox))
    if filters.territories:
        parts.append(f"{_CELL_TERRITORY} IN ({_texts(filters.territories)})")
    return " AND ".join(parts) or "TRUE"


def event_conditions(relation: str, pick: Pick, filters: Filters, series: Series) -> str:
    """The WHERE clause for events, of which ``relation`` is all: an event belongs to a period if it began in it."""
    first, last = _bounds(pick, filters)
    return " AND ".join([*_on_event(relation, filters, series), f"date_start BETWEEN {_day(first)} AND {_day(last)}"])


_SPLIT_COUNTRY, _SPLIT_NUMBER = "ISR", 666
_EVENT_TERRITORY = (
    f"CASE WHEN country_gw IS DISTINCT FROM {_SPLIT_NUMBER} THEN country "
    f"WHEN lower(admin1) LIKE 'gaza%' OR lower(admin1) LIKE 'west bank%' THEN 'PSE' "
    f"WHEN lower(admin1) NOT LIKE '%jerusalem%' THEN '{_SPLIT_COUNTRY}' END"
)
"""The publisher's first-level unit tells where in its country 666 a place lies; in and around Jerusalem it does not."""

_CELL_TERRITORY = f"CASE WHEN country = '{_SPLIT_COUNTRY}' THEN territory ELSE country END"

_EVENT_COLUMNS = (
    f"conflict_id, conflict_name, dyad_id, dyad_name, country, {_EVENT_TERRITORY} AS territory, type_of_violence, gid, "
    "date_start AS named_on"
)
_FIRST_MONTH = "date_trunc('month', date_start)::DATE"
_FIGHTERS = "deaths_a + deaths_b AS deaths_fighters"
_DEATHS_OF_EVENT = ", ".join(_FIGHTERS if name == "deaths_fighters" else name for name in DEATHS)
_AGGREGATE_FACT = (
    "conflict_id, conflict_name, NULL AS dyad_id, NULL AS dyad_name, country, "
    f"{_CELL_TERRITORY} AS territory, type_of_violence, gid, month AS named_on, "
    f"year(month) AS year, month, coalesce(first_year, year(month)) AS first_year, coalesce(last_year, year(month)) AS last_year, "
    f"events, {', '.join(DEATHS)}, 0 AS spread"
)


def event_parts(relation: str, pick: Pick, filters: Filters, series: Series, columns: str) -> str:
    """SQL for the parts of events by month, with ``columns`` of the event, ``year, month, events``, deaths and ``spread``.

    A part belongs to the months of the pick and to the period of the filter; an event is counted in the month it began in.
    """
    first, last = _bounds(pick, filters)
    begins = f"greatest(date_start, month, {_day(first)})"
    stops = f"least(ends, last_day(month), {_day(last)})"
    deaths = ", ".join(_part(name, begins, stops) for name in DEATHS)
    return (
        f"WITH events AS (SELECT *, {_FIGHTERS}, greatest(coalesce(date_end, date_start), date_start) AS ends FROM {relation} "
        f"WHERE {' AND '.join(_on_event(relation, filters, series)) or 'TRUE'}), "
        f"months AS (SELECT *, unnest(generate_series({_FIRST_MONTH}, ends, INTERVAL 1 MONTH))::DATE AS month "
        f"FROM events WHERE ends >= {_day(first)} AND date_start <= {_day(last)}), "
        f"parts AS (SELECT {columns}, year(month) AS year, month, CASE WHEN date_start = {begins} THEN 1 ELSE 0 END AS events, "
        f"{deaths}, last_day(date_start) < ends AS is_spread FROM months WHERE {begins} <= {stops}) "
        f"SELECT * EXCLUDE (is_spread), CASE WHEN is_spread THEN best ELSE 0 END AS spread FROM parts"
    )


def _part(name: str, begins: str, stops: str) -> str:
    days = "(ends - date_start + 1)"
    upto = f"({name}::BIGINT * ({stops} - date_start + 1)) // {days}"
    before = f"({name}::BIGINT * ({begins} - date_start)) // {days}"
    return f"{upto} - {before} AS {name}"


def _bounds(pick: Pick, filters: Filters) -> tuple[date, date]:
    first = max(filter(None, (pick.first.first_day, filters.start)))
    last = min(filter(None, (pick.last.last_day, filters.end)))
    return first, last


def _shared(filters: Filters) -> list[str]:
    parts = []
    if filters.conflicts:
        parts.append(f"conflict_id IN ({_texts(filters.conflicts)})")
    if filters.dyads:
        parts.append(f"dyad_id IN ({_texts(filters.dyads)})")
    if filters.countries:
        parts.append(f"country IN ({_texts(filters.countries)})")
    if filters.regions:
        codes = [country.iso3 for country in countries.all() if country.region in filters.regions]
        parts.append(f"country IN ({_texts(codes)})" if codes else "FALSE")
    if filters.types:
        parts.append(f"type_of_violence IN ({', '.join(map(str, filters.types))})")
    if filters.cells:
        parts.append(f"gid IN ({', '.join(map(str, filters.cells))})")
    return parts


def _searched(relation: str, names: Sequence[str], filters: Filters) -> list[str]:
    """Each word of a search must stand in one of the names, or in that of the country or its region.

    Names are folded once each and not once a row: hence the list of them, which must not be merged into the question.
    """
    parts = []
    for word in words_of(filters.text or ""):
        fits = [
            f"{name} IN (WITH names AS MATERIALIZED (SELECT DISTINCT {name} AS name FROM {relation}) "
            f"SELECT name FROM names WHERE contains({folding()}(name), {quote(word)}))"
            for name in names
        ]
        codes = [
            country.iso3
            for country in countries.all()
            if word in fold(country.name) or (country.region and word in fold(country.region))
        ]
        fits += [f"country IN ({_texts(codes)})"] if codes else []
        parts.append(f"({' OR '.join(fits)})")
    return parts


def _on_event(relation: str, filters: Filters, series: Series) -> list[str]:
    parts = [*_shared(filters), *_searched(relation, ("conflict_name", "dyad_name"), filters)]
    if filters.min_best is not None:
        parts.append(f"best >= {filters.min_best}")
    if filters.max_where_prec is not None:
        parts.append(f"where_prec <= {filters.max_where_prec}")
    if filters.bbox:
        box = filters.bbox
        inside = f"longitude BETWEEN {box.west} AND {box.east}"
        if box.west > box.east:
            inside = f"(longitude >= {box.west} OR longitude <= {box.east})"
        parts.append(f"latitude BETWEEN {box.south} AND {box.north} AND {inside}")
    if filters.territories:
        parts.append(f"{_EVENT_TERRITORY} IN ({_texts(filters.territories)})")
    if series is Series.LOCATED:
        parts.append(f"where_prec <= {NEAR} AND latitude IS NOT NULL AND longitude IS NOT NULL")
    if series is Series.WITHIN_MONTH:
        parts.append("date_trunc('month', date_start) = date_trunc('month', coalesce(date_end, date_start))")
    return parts


def _cells_within(box: BoundingBox) -> str:
    """The box is made of whole cells here, so a cell is in it if its south-west corner is."""
    inside = f"{WEST_SQL} >= {box.west} AND {WEST_SQL} < {box.east}"
    if box.west > box.east:
        inside = f"({WEST_SQL} >= {box.west} OR {WEST_SQL} < {box.east})"
    return f"{SOUTH_SQL} >= {box.south} AND {SOUTH_SQL} < {box.north} AND {inside}"


def _texts(values: Sequence[str]) -> str:
    return ", ".join(quote(value) for value in values)


def _day(day: date) -> str:
    return f"DATE {quote(day.isoformat())}"
