"""Questions to the lake: counts, and the rows behind them. Command line, pages and exports all ask here.

A question is a filter, a breakdown and a series. The vintages are chosen by the rule of one grain (``views``); rows of
different grain come back side by side and are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from conflict_atlas.events import engine, known
from conflict_atlas.events.answers import Answer, Pick, Quarantined, RowSet, Tally
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.facts import DEATHS, HIDDEN, conditions, event_conditions, event_parts, facts
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.views import Choice, choose_vintages
from conflict_atlas.events.vocabulary import (
    AGGREGATE_COLUMNS,
    EVENT_COLUMNS,
    Completeness,
    Dimension,
    Grain,
    Series,
    TypeOfViolence,
)

_KEYS = {
    Dimension.CONFLICT: "conflict_id",
    Dimension.DYAD: "dyad_id",
    Dimension.COUNTRY: "country",
    Dimension.YEAR: "year",
    Dimension.MONTH: "strftime(month, '%Y-%m')",
    Dimension.TYPE: "type_of_violence",
    Dimension.CELL: "gid",
    Dimension.TERRITORY: "territory",
}

TERRITORY_NAMES = {"ISR": "Israel", "PSE": "Gaza Strip and West Bank"}
"""What UCDP's country 666 is split into where the place is known."""

TYPE_NAMES = {
    TypeOfViolence.STATE_BASED: "state-based",
    TypeOfViolence.NON_STATE: "non-state",
    TypeOfViolence.ONE_SIDED: "one-sided",
}


def summarise(
    lake: Lake,
    filters: Filters,
    by: Sequence[Dimension],
    series: Series = Series.DEATHS,
    as_known_on: date | None = None,
) -> Answer:
    """Count events and deaths under a filter, broken down by ``by``, in the order of the keys.

    Raises CannotAnswer where no vintage can answer or the filter names what nobody here knows; months that no vintage
    answers are listed as gaps.
    """
    by = tuple(by)
    choice = choose(lake, filters, by, series, as_known_on)
    rows: list[Tally] = []
    for grain, picks in _by_grain(choice.picks):
        rows.extend(_tallies(lake, grain, picks, filters, by, series))
    rows.sort(key=lambda row: (*(_sort_key(value) for value in row.key), row.first, row.grain.value))
    return Answer(series, filters, by, tuple(rows), choice.picks, choice.gaps)


def list_rows(
    lake: Lake,
    filters: Filters,
    series: Series = Series.DEATHS,
    by: Sequence[Dimension] = (),
    limit: int = 100,
    offset: int = 0,
    as_known_on: date | None = None,
) -> tuple[RowSet, ...]:
    """The very rows behind the numbers of the same question, one set a grain, a page of each.

    Where the question breaks down by month, events are listed with the part of them that falls into the period.
    """
    choice = choose(lake, filters, by, series, as_known_on)
    sets = []
    for grain, picks in _by_grain(choice.picks):
        query = rows_sql(lake, picks, filters, series, by)
        total = engine.fetch(f"SELECT count(*) FROM ({query})")[0][0]
        columns = tuple(name for name, *_ in engine.fetch(f"DESCRIBE {query}"))
        page = engine.fetch(f"{query} LIMIT {int(limit)} OFFSET {int(offset)}")
        sets.append(RowSet(grain, picks, columns, tuple(page), total))
    return tuple(sets)


def choose(lake: Lake, filters: Filters, by: Sequence[Dimension], series: Series, as_known_on: date | None = None) -> Choice:
    """The vintages that answer a question to this lake. Every count, list and export of the same question has the same.

    Raises CannotAnswer where there is none, or where the filter names what nobody here knows.
    """
    known.check(lake, filters)
    return choose_vintages(lake.vintages(as_known_on), filters, tuple(by), series)


def list_quarantine(lake: Lake, vintage_id: str | None = None) -> tuple[Quarantined, ...]:
    """The records set aside by every vintage, or by one, in the order of the files. Raises EventsError for an unknown vintage."""
    wanted = [lake.vintage(vintage_id)] if vintage_id else lake.vintages()
    columns = ", ".join(f'"{field.name}"' for field in fields(Quarantined))
    found: list[Quarantined] = []
    for vintage in wanted:
        if vintage.quarantined:
            path = engine.quote(str(lake.quarantine_path(vintage.vintage_id)))
            rows = engine.fetch(f"SELECT {columns} FROM read_parquet({path}) ORDER BY file, record")
            found.extend(Quarantined(*row) for row in rows)
    return tuple(found)


def rows_sql(lake: Lake, picks: Sequence[Pick], filters: Filters, series: Series, by: Sequence[Dimension] = ()) -> str:
    """SQL for the rows of picks of one grain, in one fixed order, without the columns that never leave the lake."""
    selects = []
    for pick, _ in runs(picks):
        relation = f"read_parquet({engine.quote(str(lake.rows_path(pick.vintage_id)))})"
        if pick.grain is not Grain.EVENT:
            columns = ", ".join(column.name for column in AGGREGATE_COLUMNS)
            selects.append(f"SELECT {columns} FROM {relation} WHERE {conditions(relation, pick, filters)}")
        elif Dimension.MONTH in by:
            kept = [name for name in _PUBLIC_EVENT_COLUMNS if name not in DEATHS and name != "year"]
            selects.append(f"({event_parts(relation, pick, filters, series, ', '.join(kept))})")
        else:
            columns = ", ".join(_PUBLIC_EVENT_COLUMNS)
            selects.append(f"SELECT {columns} FROM {relation} WHERE {event_conditions(relation, pick, filters, series)}")
    order = _EVENT_ORDER if picks[0].grain is Grain.EVENT else _AGGREGATE_ORDER
    if picks[0].grain is Grain.EVENT and Dimension.MONTH in by:
        order = f"month, {order}"
    return f"SELECT * FROM ({' UNION ALL BY NAME '.join(selects)}) ORDER BY {order}"


_PUBLIC_EVENT_COLUMNS = [column.name for column in EVENT_COLUMNS if column.name not in HIDDEN]
_EVENT_ORDER = "date_start, event_id, vintage_id"
_AGGREGATE_ORDER = "month, country, conflict_id, type_of_violence, gid, vintage_id, source_row, source_column, conflict_name"


def _by_grain(picks: Iterable[Pick]) -> list[tuple[Grain, tuple[Pick, ...]]]:
    grouped: dict[Grain, list[Pick]] = {}
    for pick in picks:
        grouped.setdefault(pick.grain, []).append(pick)
    return [(grain, tuple(group)) for grain, group in grouped.items()]


def _tallies(
    lake: Lake, grain: Grain, picks: Sequence[Pick], filters: Filters, by: Sequence[Dimension], series: Series
) -> list[Tally]:
    """Count the facts of picks of one grain. A sum is null where any fact in it is unknown."""
    union = " UNION ALL BY NAME ".join(
        f"SELECT *, {_number_of_pick(picks, numbers)} AS pick "
        f"FROM ({facts(lake.rows_path(run.vintage_id), run, filters, by, series)})"
        for run, numbers in runs(picks)
    )
    keys = ", ".join(f"CAST({_KEYS[dimension]} AS VARCHAR)" for dimension in by) or "'all'"
    named = _NAMED.get(by[0]) if by else None
    name = f"arg_max({named}, (coalesce(named_on, DATE '0001-01-01'), {named}))" if named else "NULL"
    sums = ", ".join(f"CASE WHEN count({column}) = count(*) THEN sum({column})::BIGINT END" for column in ("events", *DEATHS))
    fetched = engine.fetch(
        f"SELECT [{keys}] AS key, {name}, min(first_year), max(last_year), {sums}, sum(spread)::BIGINT, list(DISTINCT pick) "
        f"FROM ({union}) GROUP BY ALL HAVING count(*) > 0"
    )
    return [_tally(row, grain, picks, by) for row in fetched]


def runs(picks: Sequence[Pick]) -> list[tuple[Pick, list[int]]]:
    """Neighbouring picks of one vintage as one, with their numbers: a coverage by years is 37 picks and one reading."""
    runs: list[tuple[Pick, list[int]]] = []
    for number, pick in enumerate(picks):
        last = runs[-1][0] if runs else None
        if last is not None and last.vintage_id == pick.vintage_id and last.last.plus(1) == pick.first:
            runs[-1] = (replace(last, last=pick.last), [*runs[-1][1], number])
        else:
            runs.append((pick, [number]))
    return runs


def _number_of_pick(picks: Sequence[Pick], numbers: Sequence[int]) -> str:
    """SQL for the pick of a run that a fact belongs to, by its month."""
    *others, last = numbers
    cases = "".join(f"WHEN month <= DATE '{picks[number].last.last_day}' THEN {number} " for number in others)
    return f"CASE {cases}ELSE {last} END" if cases else str(last)


_NAMED = {Dimension.CONFLICT: "conflict_name", Dimension.DYAD: "dyad_name"}


def _tally(row: tuple[Any, ...], grain: Grain, picks: Sequence[Pick], by: Sequence[Dimension]) -> Tally:
    key, named, first_year, last_year, events, *deaths, spread, numbers = row
    used = _used_picks([picks[number] for number in sorted(numbers)], picks, key, by)
    first, last = _period(used, key, by)
    totals = dict(zip(DEATHS, deaths, strict=True))
    best = totals["best"]
    shares = {pick.share for pick in used}
    return Tally(
        key=tuple(key) if by else (),
        name=_name(named, key, by),
        first=first,
        last=last,
        first_year=first_year,
        last_year=last_year,
        events=events,
        **totals,
        grain=grain,
        completeness=min((pick.completeness for pick in used), key=_standing),
        share=shares.pop() if len(shares) == 1 else None,
        preliminary=any(pick.preliminary for pick in used),
        spread_share=((spread or 0) / best if best else 0.0) if Dimension.MONTH in by and grain is Grain.EVENT else None,
        vintages=tuple(dict.fromkeys(pick.vintage_id for pick in used)),
    )


def _used_picks(
    holding: Sequence[Pick], picks: Sequence[Pick], key: Sequence[str | None], by: Sequence[Dimension]
) -> Sequence[Pick]:
    """A count over a whole period rests on every pick of the period, also on those that hold none of its rows."""
    if Dimension.MONTH in by:
        return holding
    if Dimension.YEAR in by and key[by.index(Dimension.YEAR)] is not None:
        year = int(key[by.index(Dimension.YEAR)] or 0)
        return [pick for pick in picks if pick.first.year <= year <= pick.last.year] or holding
    return picks


def _period(used: Sequence[Pick], key: Sequence[str | None], by: Sequence[Dimension]) -> tuple[Month, Month]:
    """The months that a row covers. A publisher may count an event in another year than the one it began in."""
    first, last = min(pick.first for pick in used), max(pick.last for pick in used)
    if Dimension.MONTH in by and (month := key[by.index(Dimension.MONTH)]):
        return Month.parse(month), Month.parse(month)
    if Dimension.YEAR in by and (year := key[by.index(Dimension.YEAR)]):
        january, december = Month(int(year), 1), Month(int(year), 12)
        return (max(first, january), min(last, december)) if first <= december and january <= last else (january, december)
    return first, last


def _standing(completeness: Completeness) -> int:
    return (Completeness.UNKNOWN, Completeness.PARTIAL, Completeness.COMPLETE).index(completeness)


def _name(named: str | None, key: Sequence[str | None], by: Sequence[Dimension]) -> str | None:
    if not by or key[0] is None:
        return None
    match by[0]:
        case Dimension.CONFLICT | Dimension.DYAD:
            return named
        case Dimension.TERRITORY if key[0] in TERRITORY_NAMES:
            return TERRITORY_NAMES[key[0]]
        case Dimension.COUNTRY | Dimension.TERRITORY:
            country = countries.by_iso3(key[0])
            return country.name if country else None
        case Dimension.TYPE:
            return TYPE_NAMES[TypeOfViolence(int(key[0]))]
        case _:
            return None


def _sort_key(value: str | None) -> tuple[int, int, str]:
    """Numbers in the order of numbers, then texts, then the unknown."""
    if value is None:
        return (2, 0, "")
    return (0, int(value), "") if value.isdigit() else (1, 0, value)
