"""Casting: the SQL that turns a source's text columns into the normalized event row.

One place for each kind of column: the expression that reads it, and the sentence that explains why a text cannot be read.
A row with such a sentence is set aside whole; what is only odd is kept and flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conflict_atlas.events.engine import name, quote
from conflict_atlas.events.grid import GID_SQL
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources.card import EventSource, Kind, SourceColumn
from conflict_atlas.events.vocabulary import EVENT_COLUMNS

RECORD = "record number"
"""Column of every relation that is read: the number of the record in its file. No column of a file can have this name, since
the header's spaces are replaced."""

ESTIMATES = ("low", "best", "high")

_TYPES = {column.name: column.sql_type for column in EVENT_COLUMNS} | {"country_name": "VARCHAR"}


@dataclass(frozen=True)
class RowContext:
    """What every row of one file shares."""

    vintage_id: str
    file_name: str
    period: tuple[Month, Month] | None


def readings(source: EventSource, columns: Mapping[str, str], relation: str) -> str:
    """SQL that reads ``relation`` (text columns): each text as ``t_<column>``, each value as ``<column>``, and ``source_row``."""
    present, absent = _split(source, columns)
    texts = ", ".join(
        (
            f"CAST({name(RECORD)} AS BIGINT) AS source_row",
            *(f"{_text(column, columns[column.target])} AS {name('t_' + column.target)}" for column in present),
        )
    )
    reads = [f"{_read(column)} AS {name(column.target)}" for column in present]
    reads += [f"CAST(NULL AS {_TYPES[column.target]}) AS {name(column.target)}" for column in absent]
    return f"SELECT *, {', '.join(reads)} FROM (SELECT {texts} FROM {relation}) AS texts"


def explained_select(source: EventSource, columns: Mapping[str, str], relation: str) -> str:
    """SQL that says of each record of ``relation`` its number, why it cannot be read, and which codes in it are unknown."""
    present, _ = _split(source, columns)
    failures = ", ".join(failure for column in present if (failure := _failure(column)))
    codes = ", ".join(failure for column in present if (failure := _unknown_code(column)))
    return (
        f"SELECT source_row, nullif(concat_ws('; ', {failures}), '') AS failures, nullif(concat_ws('; ', {codes}), '') AS "
        f"unknown_codes FROM ({readings(source, columns, relation)})"
    )


def surveyed_select(source: EventSource, columns: Mapping[str, str], relation: str) -> str:
    """SQL that gives of each record its number, its id, and the numbers that its texts hold for low, best and high.

    The numbers are read in another way than those of the rows, which are checked against them.
    """
    by_target = {column.target: column for column in source.columns}
    identity = _id(_text(by_target["source_event_id"], columns["source_event_id"]))
    sums = ", ".join(f"TRY_CAST({name(columns[target])} AS DECIMAL(18, 3)) AS {target}" for target in ESTIMATES)
    return f"SELECT CAST({name(RECORD)} AS BIGINT) AS record, {identity} AS source_event_id, {sums} FROM {relation}"


def _split(source: EventSource, columns: Mapping[str, str]) -> tuple[list[SourceColumn], list[SourceColumn]]:
    present = [column for column in source.columns if column.target in columns]
    return present, [column for column in source.columns if column.target not in columns]


def normalized_select(source: EventSource, columns: Mapping[str, str], relation: str, context: RowContext, countries: str) -> str:
    """SQL that makes a normalized event row of each record of ``relation``, and says in ``readable`` whether it may count.

    ``countries`` is a table that leads from ``ucdp_id`` to ``iso3``.
    """
    present, _ = _split(source, columns)
    readable = " AND ".join(condition for column in present if (condition := _readable(column)))
    values = {
        "event_id": f"{quote(source.key + ':')} || source_event_id",
        "source": quote(source.key),
        "vintage_id": quote(context.vintage_id),
        "source_file": quote(context.file_name),
        "country": "places.iso3",
        "gid": f"coalesce(gid, CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL THEN {GID_SQL} END)",
        "event_type": "NULL",
        "flags": _flags(context),
    }
    given = {"source_row", *(column.target for column in source.columns)}
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
        text = f"CASE WHEN trim({text}) NOT IN ({quote(unknown)}, {quote(unknown + '.0')}) THEN {text} END"
    return text


def _read(column: SourceColumn) -> str:
    text = name("t_" + column.target)
    match column.kind:
        case Kind.TEXT:
            return text
        case Kind.ID:
            return _id(text)
        case Kind.DATE:
            return _day(text)
        case Kind.COUNT:
            return _at_least_zero(text, _TYPES[column.target])
        case Kind.CODE:
            return _one_of(text, _TYPES[column.target], column.codes)
        case Kind.LATITUDE:
            return _within(text, 90)
        case Kind.LONGITUDE:
            return _within(text, 180)


def _id(text: str) -> str:
    """Without blanks around it, and without the decimal part of zeros that a spreadsheet adds to a number."""
    return f"nullif(CASE WHEN contains({text}, '.') THEN regexp_replace(trim({text}), '^([0-9]+)[.]0+$', '\\1') ELSE trim({text}) END, '')"


def _day(text: str) -> str:
    """A date as YYYY-MM-DD, with or without a time of day. DuckDB alone would also read 'epoch' and years before Christ."""
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}({_TIME_OF_DAY})?') AND {text} >= '0001' "
        f"THEN TRY_CAST(left({text}, 10) AS DATE) END"
    )


_TIME_OF_DAY = "[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]*)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
_NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?"


def _whole(text: str, sql_type: str, condition: str) -> str:
    """A whole number that meets ``condition`` (on ``value``).

    Written as plain digits it is read the quick way. Other forms (300380.0, 1e+05 as R writes 100000) are read as decimals,
    since a cast to a whole number would round 2.5 and take 0x1F.
    """
    quick, number = f"TRY_CAST({text} AS {sql_type})", f"TRY_CAST(trim({text}) AS DOUBLE)"
    careful = f"TRY_CAST({number} AS {sql_type})"
    return (
        f"CASE WHEN CAST({quick} AS VARCHAR) = {text} THEN (CASE WHEN {condition.format(value=quick)} THEN {quick} END) "
        f"WHEN regexp_full_match(trim({text}), '{_NUMBER}') AND {number} = trunc({number}) "
        f"THEN (CASE WHEN {condition.format(value=careful)} THEN {careful} END) END"
    )


def _at_least_zero(text: str, sql_type: str) -> str:
    return _whole(text, sql_type, "{value} >= 0")


def _one_of(text: str, sql_type: str, codes: tuple[int, ...]) -> str:
    return _whole(text, sql_type, f"{{value}} IN ({', '.join(map(str, codes))})")


def _within(text: str, limit: int) -> str:
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN {number} BETWEEN -{limit} AND {limit} AND NOT contains({text}, '_') THEN {number} END"


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
    return f"({_whole(text, 'BIGINT', 'true')} IS NOT NULL)"


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
