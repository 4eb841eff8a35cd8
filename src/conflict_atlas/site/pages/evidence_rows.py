"""The rows behind a number as a table: what is shown of a row, and where its file and record lead.

What may live here: from rows of the core to cells of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from conflict_atlas.events.answers import Pick, RowSet
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension, Grain, Series
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.charts import cell_name
from conflict_atlas.site.pages.figures import export_query
from conflict_atlas.site.pages.frame import Badge, badges


@dataclass(frozen=True)
class RowCell:
    """One value of a row; ``path`` where it leads somewhere."""

    text: str
    path: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Column:
    """A heading of the table."""

    name: str
    is_number: bool


@dataclass(frozen=True)
class EvidenceTable:
    """The rows of one grain, one page of them."""

    id: str
    title: str
    meaning: str
    badges: tuple[Badge, ...]
    count: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[RowCell, ...], ...]
    is_zero: bool
    has_hidden: bool
    query: str


# What is shown of a row, in this order; a column that is empty in every row of the page is left out. Reports, headlines
# and the publisher's notes stay in the lake: they may name people.
_SHOWN = (
    ("source_event_id", _later("Event")),
    ("date_start", _later("From")),
    ("date_end", _later("To")),
    ("month", _later("Month")),
    ("first_year", _later("First year")),
    ("last_year", _later("Last year")),
    ("conflict", _later("Conflict")),
    ("dyad_name", _later("Parties")),
    ("country", _later("Country")),
    ("where", _later("Where")),
    ("type_of_violence", _later("Type")),
    ("events", _later("Events")),
    ("best", _later("Best")),
    ("low", _later("Low")),
    ("high", _later("High")),
    ("deaths_a", _later("Side A")),
    ("deaths_b", _later("Side B")),
    ("deaths_fighters", _later("Fighters")),
    ("deaths_civilians", _later("Civilians")),
    ("deaths_unknown", _later("Unknown")),
    ("code_status", _later("Coding")),
    ("record", _later("File and record")),
)
_NUMBERS = frozenset(
    {"events", "best", "low", "high", "deaths_a", "deaths_b", "deaths_fighters", "deaths_civilians", "deaths_unknown"}
)
WHERE_PREC = {
    1: _later("exact place"),
    2: _later("within about 25 km"),
    3: _later("second-level unit"),
    4: _later("first-level unit"),
    5: _later("vague or along a line"),
    6: _later("country only"),
    7: _later("international waters or air"),
}


def _cell(key: str, row: dict[str, Any]) -> RowCell:
    value = row.get(key)
    if key == "conflict":
        conflict_id = row.get("conflict_id")
        name = readable(row.get("conflict_name") or "") or (_("id %(id)s") % {"id": conflict_id} if conflict_id else "")
        return RowCell(name, f"ucdp/{conflict_id}/" if conflict_id else "") if name else RowCell("")
    if key == "country":
        country = countries.by_iso3(value or "")
        return RowCell(words.country(country), f"countries/{country.iso3}/") if country else RowCell(value or "")
    if key == "where":
        return RowCell(_where(row))
    if key == "record":
        return _record(row)
    if value is None:
        return RowCell("", is_number=key in _NUMBERS)
    if key in _NUMBERS:
        return RowCell(words.number(value), is_number=True)
    if key == "month":
        return RowCell(words.month(Month.of(value)))
    if key == "type_of_violence":
        return RowCell(words.type_of_violence(value))
    if key == "dyad_name":
        return RowCell(readable(str(value)))
    return RowCell(value.isoformat() if isinstance(value, date) else str(value))


def _where(row: dict[str, Any]) -> str:
    parts = [row.get("place") or ""]
    if row.get("gid"):
        parts.append(_("cell %(name)s") % {"name": cell_name(row["gid"])})
    if row.get("where_prec"):
        parts.append(str(WHERE_PREC.get(row["where_prec"], "")))
    return words.joined(filter(None, parts))


def _record(row: dict[str, Any]) -> RowCell:
    text = row.get("source_file") or row["vintage_id"]
    if row.get("source_row") is not None:
        text = _("%(file)s, record %(number)s") % {"file": text, "number": words.number(row["source_row"])}
    if row.get("source_column"):
        text = _("%(text)s, column %(column)s") % {"text": text, "column": row["source_column"]}
    return RowCell(text, f"sources/{row['vintage_id']}/")


def table(rows: RowSet, names: dict[str, str], series: Series, filters: Filters, by: tuple[Dimension, ...]) -> EvidenceTable:
    """The rows of one grain as a table. ``names`` are those of the vintages; the question names the export."""
    dicts = [dict(zip(rows.columns, values, strict=True)) for values in rows.rows]
    cells = {key: [_cell(key, row) for row in dicts] for key, _name in _SHOWN}
    used = [key for key, found in cells.items() if any(cell.text for cell in found)]
    headings = dict(_SHOWN)
    return EvidenceTable(
        id=rows.grain.value,
        title=words.joined(dict.fromkeys(names[pick.vintage_id] for pick in rows.picks)),
        meaning=_("One row is: %(grain)s") % {"grain": words.grain(rows.grain)},
        badges=_set_badges(rows.picks),
        count=words.rows(rows.total),
        columns=tuple(Column(str(headings[key]), key in _NUMBERS) for key in used),
        rows=tuple(tuple(cells[key][index] for key in used) for index in range(len(dicts))),
        is_zero=rows.total == 0,
        has_hidden=rows.grain is Grain.EVENT,
        query=_own_query(rows, series, filters, by),
    )


def _own_query(rows: RowSet, series: Series, filters: Filters, by: tuple[Dimension, ...]) -> str:
    """The question narrowed to the months of one grain: a file holds rows of one grain only."""
    start, end = min(pick.first for pick in rows.picks).first_day, max(pick.last for pick in rows.picks).last_day
    own = replace(filters, start=max(start, filters.start or start), end=min(end, filters.end or end))
    return export_query(series, own, by)


def _set_badges(picks: Sequence[Pick]) -> tuple[Badge, ...]:
    found: dict[Badge, None] = {}
    shares = {pick.share for pick in picks}
    for pick in picks:
        share = pick.share if len(shares) == 1 else None
        found.update(dict.fromkeys(badges(pick.completeness, share, pick.preliminary)))
    return tuple(found)
