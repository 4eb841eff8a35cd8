"""The words of the events river: one name for one thing, as UCDP uses them.

What may live here: enumerations and the columns of the normalized event row. No behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class TypeOfViolence(IntEnum):
    """UCDP's three types of organised violence (GED codebook, variable ``type_of_violence``)."""

    STATE_BASED = 1
    NON_STATE = 2
    ONE_SIDED = 3


class Grain(Enum):
    """What one row of a vintage stands for. Two grains are never added."""

    EVENT = "event"
    CONFLICT_CELL_MONTH = "conflict-cell-month"
    CONFLICT_COUNTRY_MONTH = "conflict-country-month"
    COUNTRY_MONTH = "country-month"
    TYPE_MONTH = "type-month"
    CONFLICT_TOTAL = "conflict-total"


class Series(Enum):
    """Which deaths are counted. Each is a measure of its own; a figure of one is never shown as a figure of another."""

    DEATHS = "deaths"
    """Deaths in all events of the release."""
    LOCATED = "located"
    """Deaths in those events whose place is exact or known within about 25 km: a subset, never a total."""
    WITHIN_MONTH = "within-month"
    """Deaths in those events that begin and end in one calendar month: a subset, never a total."""


NEAR = 2
"""The least exact place precision (UCDP ``where_prec``) that is located: 1 exact, 2 within about 25 km."""


class Completeness(Enum):
    """How much of a period a vintage holds."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Dimension(Enum):
    """What an answer can be broken down by."""

    CONFLICT = "conflict"
    DYAD = "dyad"
    COUNTRY = "country"
    YEAR = "year"
    MONTH = "month"
    TYPE = "type"
    CELL = "cell"
    TERRITORY = "territory"
    """The country in which the place lies as the default map draws it, where that is known. It differs from ``country``
    for UCDP's country 666 only, which holds Israel, the Gaza Strip and the West Bank."""


class LicenceClass(Enum):
    """What may be done with the rows of a vintage; enforced at one gate in ``publish``."""

    OPEN = "open"
    """May be shown, exported and passed on with its credit line (CC BY and the like)."""
    SIGNED_IN = "signed-in"
    """Rows for signed-in users only; nothing of it leaves by a public door."""


@dataclass(frozen=True)
class Column:
    """One column of a table that we write: its name, its DuckDB type, and what it means."""

    name: str
    sql_type: str
    meaning: str


EVENT_COLUMNS: tuple[Column, ...] = (
    Column("event_id", "VARCHAR", "source and the source's own id, joined by a colon"),
    Column("source", "VARCHAR", "key of the source, e.g. ucdp-ged"),
    Column("vintage_id", "VARCHAR", "the release as imported on a date"),
    Column("source_event_id", "VARCHAR", "the id that the source gives the event"),
    Column("source_file", "VARCHAR", "name of the file that the row was read from"),
    Column("source_row", "BIGINT", "number of the record in that file, 1 for the first record below the header"),
    Column("year", "SMALLINT", "year as the publisher counts the event"),
    Column("date_start", "DATE", "first day, a calendar date without zone"),
    Column("date_end", "DATE", "last day"),
    Column("date_prec", "TINYINT", "1 day, 2 two to six days, 3 week, 4 month, 5 more than a month"),
    Column("latitude", "DOUBLE", "degrees north, WGS 84"),
    Column("longitude", "DOUBLE", "degrees east, WGS 84"),
    Column("where_prec", "TINYINT", "1 exact .. 6 country only, 7 international waters or air"),
    Column("place", "VARCHAR", "name of the place as the source writes it"),
    Column("admin1", "VARCHAR", "first-level administrative unit"),
    Column("admin2", "VARCHAR", "second-level administrative unit"),
    Column("gid", "INTEGER", "PRIO-GRID cell of 0.5 degree"),
    Column("country", "VARCHAR", "ISO 3166-1 alpha-3; null where the source's country has none"),
    Column("country_gw", "SMALLINT", "Gleditsch-Ward number as the source gives it"),
    Column("region", "VARCHAR", "UCDP's region"),
    Column("type_of_violence", "TINYINT", "1 state-based, 2 non-state, 3 one-sided"),
    Column("event_type", "VARCHAR", "the source's own class where it has one (ACLED, GDELT)"),
    Column("conflict_id", "VARCHAR", "UCDP's conflict id"),
    Column("conflict_name", "VARCHAR", "the name it carries in this row"),
    Column("dyad_id", "VARCHAR", "UCDP's dyad id"),
    Column("dyad_name", "VARCHAR", "the name it carries in this row"),
    Column("side_a_id", "VARCHAR", "UCDP's actor id of side A"),
    Column("side_a", "VARCHAR", "side A"),
    Column("side_b_id", "VARCHAR", "UCDP's actor id of side B"),
    Column("side_b", "VARCHAR", "side B"),
    Column("deaths_a", "INTEGER", "fighters lost by side A"),
    Column("deaths_b", "INTEGER", "fighters lost by side B"),
    Column("deaths_civilians", "INTEGER", "civilians killed"),
    Column("deaths_unknown", "INTEGER", "killed, not known whether fighter or civilian"),
    Column("low", "INTEGER", "lowest reliable estimate of deaths"),
    Column("best", "INTEGER", "best estimate of deaths"),
    Column("high", "INTEGER", "highest reliable estimate of deaths"),
    Column("event_clarity", "TINYINT", "1 clear, 2 aggregated from a larger report"),
    Column("code_status", "VARCHAR", "coding status of candidate rows"),
    Column("number_of_sources", "SMALLINT", "number of reports used; null where the source says -1"),
    Column("source_article", "VARCHAR", "reports as the source lists them; never on a public page"),
    Column("source_headline", "VARCHAR", "headlines of the reports; never on a public page"),
    Column("flags", "VARCHAR[]", "what is odd about the row; odd rows are kept"),
)


AGGREGATE_COLUMNS: tuple[Column, ...] = (
    Column("vintage_id", "VARCHAR", "the release as imported on a date"),
    Column("source_file", "VARCHAR", "name of the file that the figure was read from or summed over"),
    Column("source_row", "BIGINT", "number of the record in that file; null where the row sums several records"),
    Column("source_column", "VARCHAR", "column of that file where a file holds one unit a column"),
    Column("month", "DATE", "first day of the month; null in totals of many years"),
    Column("first_year", "SMALLINT", "first year with an event (totals of many years only)"),
    Column("last_year", "SMALLINT", "last year with an event (totals of many years only)"),
    Column("conflict_id", "VARCHAR", "UCDP's conflict id; null where the data at hand do not say"),
    Column("conflict_name", "VARCHAR", "the name it carries"),
    Column("country", "VARCHAR", "ISO 3166-1 alpha-3"),
    Column("territory", "VARCHAR", "for UCDP's country 666: where the place lies as the default map draws it, ISR or PSE"),
    Column("gid", "INTEGER", "PRIO-GRID cell of 0.5 degree"),
    Column("type_of_violence", "TINYINT", "1 state-based, 2 non-state, 3 one-sided"),
    Column("events", "INTEGER", "number of events"),
    Column("low", "INTEGER", "sum of low estimates"),
    Column("best", "INTEGER", "sum of best estimates"),
    Column("high", "INTEGER", "sum of high estimates"),
    Column("deaths_a", "INTEGER", "fighters lost by side A"),
    Column("deaths_b", "INTEGER", "fighters lost by side B"),
    Column("deaths_civilians", "INTEGER", "civilians killed"),
    Column("deaths_unknown", "INTEGER", "killed, not known whether fighter or civilian"),
    Column("deaths_fighters", "INTEGER", "fighters killed, of both sides"),
)
"""The one schema of the rows of every aggregate; what a grain does not hold is null."""
