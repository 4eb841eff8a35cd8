"""Casting: the SQL that turns a source's text columns into the normalized event row.

One place for each kind of column: the expression that reads it, and the sentence that explains why a text cannot be read.
A row with such a sentence is set aside whole; what is only odd is kept and flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conflict_atlas.events.engine import name, quote
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources.card import EventSource, Kind, SourceColumn
from conflict_atlas.events.vocabulary import EVENT_COLUMNS

_TYPES = {column.name: column.sql_type for column in EVENT_COLUMNS} | {"country_name": "VARCHAR"}


@dataclass(frozen=True)
class RowContext:
    """What every row of one file shares."""

    vintage_id: str
    file_name: str
    period: tuple[Month, Month] | None


def readings(source: EventSource, columns: Mapping[str, str], relation: str) -> str:
    """SQL that reads ``relation`` (text columns): each text as ``t_<column>``, each value as ``<column>``."""
    present, absent = _split(source, columns)
    texts = ", ".join(f"{_text(column, columns[column.target])} AS {name('t_' + column.target)}" for column in present)
    reads = [f"{_read(column)} AS {name(column.target)}" for column in present]
    reads += [f"CAST(NULL AS {_TYPES[column.target]}) AS {name(column.target)}" for column in absent]
    return f"SELECT *, {', '.join(reads)} FROM (SELECT {texts} FROM {relation}) AS texts"


def explained_select(source: EventSource, columns: Mapping[str, str], relation: str) -> str:
    """SQL that says, for each record of ``relation``, why it cannot be read and which codes in it are unknown."""
    present, _ = _split(source, columns)
    failures = ", ".join(failure for column in present if (failure := _failure(column)))
    codes = ", ".join(failure for column in present if (failure := _unknown_code(column)))
    return (
        f"SELECT nullif(concat_ws('; ', {failures}), '') AS failures, nullif(concat_ws('; ', {codes}), '') AS unknown_codes "
        f"FROM ({readings(source, columns, relation)})"
    )


def _split(source: EventSource, columns: Mapping[str, str]) -> tuple[list[SourceColumn], list[SourceColumn]]:
    present = [column for column in source.columns if column.target in columns]
    return present, [column for column in source.columns if column.target not in columns]


def normalized_select(
    source: EventSource, columns: Mapping[str, str], relation: str, context: RowContext, countries: str
) -> str:
    """SQL that makes a normalized event row of each record of ``relation``, and says in ``readable`` whether it may count.

    ``source_row`` is left empty. ``countries`` is a table that leads from ``ucdp_id`` to ``iso3``.
    """
    present, _ = _split(source, columns)
    readable = " AND ".join(condition for column in present if (condition := _readable(column)))
    values = {
        "event_id": f"{quote(source.key + ':')} || source_event_id",
        "source": quote(source.key),
        "vintage_id": quote(context.vintage_id),
        "source_file": quote(context.file_name),
        "country": "places.iso3",
        "gid": "coalesce(gid, CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL THEN "
        "CAST(least(floor((latitude + 90) * 2), 359) * 720 + least(floor((longitude + 180) * 2), 719) + 1 AS INTEGER) END)",
        "event_type": "NULL",
        "flags": _flags(context),
    }
    given = {column.target for column in source.columns}
    selected = ", ".join(
        f"CAST({values.get(column.name, name(column.name) if column.name in given else 'NULL')} AS {column.sql_type}) "
        f"AS {name(column.name)}"
        for column in EVENT_COLUMNS
    )
    return (
        f"SELECT {selected}, {readable} AS readable FROM ({readings(source, columns, relation)}) AS events "
        f"LEFT JOIN {countries} AS places ON places.ucdp_id = events.country_gw"
    )


def _text(column: SourceColumn, own: str) -> str:
    text = name(own)
    for unknown in column.unknown:
        text = f"CASE WHEN {text} NOT IN ({quote(unknown)}, {quote(unknown + '.0')}) THEN {text} END"
    return text


def _read(column: SourceColumn) -> str:
    text = name("t_" + column.target)
    match column.kind:
        case Kind.TEXT:
            return text
        case Kind.ID:
            return f"CASE WHEN suffix({text}, '.0') THEN left({text}, length({text}) - 2) ELSE {text} END"
        case Kind.DATE:
            return f"CASE WHEN substr({text}, 11, 1) IN ('', ' ', 'T') THEN TRY_CAST(left({text}, 10) AS DATE) END"
        case Kind.COUNT:
            whole = _whole(text, _TYPES[column.target])
            return f"CASE WHEN {whole} >= 0 THEN {whole} END"
        case Kind.CODE:
            whole = _whole(text, _TYPES[column.target])
            return f"CASE WHEN {whole} IN ({', '.join(map(str, column.codes))}) THEN {whole} END"
        case Kind.LATITUDE:
            return _within(text, 90)
        case Kind.LONGITUDE:
            return _within(text, 180)


def _whole(text: str, sql_type: str) -> str:
    """A whole number, written with or without a decimal part of zeros. The plain form is read the quick way."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    return (
        f"(CASE WHEN contains({text}, '.') THEN (CASE WHEN {number} = trunc({number}) THEN TRY_CAST({number} AS {sql_type}) END) "
        f"ELSE TRY_CAST({text} AS {sql_type}) END)"
    )


def _within(text: str, limit: int) -> str:
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN {number} BETWEEN -{limit} AND {limit} THEN {number} END"


_EXPECTED = {
    Kind.DATE: "a date as YYYY-MM-DD",
    Kind.COUNT: "a whole number, 0 or more",
    Kind.CODE: "a whole number",
    Kind.LATITUDE: "a latitude between -90 and 90",
    Kind.LONGITUDE: "a longitude between -180 and 180",
}


def _readable(column: SourceColumn) -> str | None:
    """The condition under which a text can be read; ``_failure`` and ``_unknown_code`` say why where it does not hold."""
    text, value = name("t_" + column.target), name(column.target)
    if column.filled:
        return f"{value} IS NOT NULL"
    return f"({value} IS NOT NULL OR {text} IS NULL OR trim({text}) = '')" if column.kind in _EXPECTED else None


def _failure(column: SourceColumn) -> str | None:
    """Why the text cannot be read, as an SQL expression that is null where it can."""
    text, value = name("t_" + column.target), name(column.target)
    label = column.names[0]
    branches = []
    if column.filled:
        branches.append(
            f"WHEN {text} IS NULL OR trim({text}) = '' THEN {quote(label + ': empty, but every event must have a value here')}"
        )
    if column.kind in _EXPECTED:
        condition = f"{text} IS NOT NULL AND trim({text}) <> '' AND {value} IS NULL"
        if column.kind is Kind.CODE:
            condition += f" AND NOT ({_is_whole(text)})"
        branches.append(
            f"WHEN {condition} THEN {quote(label + ': ')} || '''' || left({text}, 60) || ''' is not ' || {quote(_EXPECTED[column.kind])}"
        )
    return f"CASE {' '.join(branches)} END" if branches else None


def _unknown_code(column: SourceColumn) -> str | None:
    if column.kind is not Kind.CODE:
        return None
    text, value = name("t_" + column.target), name(column.target)
    codes = ", ".join(map(str, column.codes))
    return (
        f"CASE WHEN {text} IS NOT NULL AND {value} IS NULL AND {_is_whole(text)} "
        f"THEN {quote(column.names[0] + ': ')} || '''' || left({text}, 20) || ''' is none of the codes {codes}' END"
    )


def _is_whole(text: str) -> str:
    return f"coalesce(TRY_CAST({text} AS DOUBLE) = trunc(TRY_CAST({text} AS DOUBLE)), false)"


def _flags(context: RowContext) -> str:
    checks = {
        "low_above_best": "low > best",
        "best_above_high": "best > high",
        "end_before_start": "date_end < date_start",
        "deaths_differ_from_best": "deaths_a + deaths_b + deaths_civilians + deaths_unknown <> best",
        "placeholder_name": "contains(conflict_name, 'XXX') OR contains(dyad_name, 'XXX')",
        "unknown_country": "places.iso3 IS NULL AND country_name IS NOT NULL",
        "no_conflict_id": "conflict_id IS NULL",
    }
    if context.period:
        first, last = (_date(context.period[0].first_day), _date(context.period[1].last_day))
        checks["outside_release_period"] = f"date_start < {first} OR date_start > {last}"
    cases = ", ".join(f"CASE WHEN {condition} THEN {quote(flag)} END" for flag, condition in checks.items())
    any_of_them = " OR ".join(f"({condition})" for condition in checks.values())
    return f"CASE WHEN {any_of_them} THEN list_filter([{cases}], lambda flag: flag IS NOT NULL) ELSE [] END"


def _date(day: date) -> str:
    return f"DATE {quote(day.isoformat())}"
