"""The rows behind a number: the first click from any figure. Each row names its file and record, and leads to its vintage.

What may live here: what the evidence page shows. It asks the same question as the page that the number stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from conflict_atlas.events.answers import Pick, RowSet
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.filters import FilterError, Filters
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import list_rows, summarise
from conflict_atlas.events.vocabulary import Dimension, Grain, Series
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.charts import cell_name
from conflict_atlas.site.pages.figures import Figure, Reply, export_query, totals
from conflict_atlas.site.pages.frame import (
    Badge,
    Crumb,
    Head,
    Place,
    badges,
    page_publication,
    provenance_of_picks,
    render,
    vintage_name,
)

_PAGE = 100
_MOST_FIGURES = 12
FILTER_FIELDS = frozenset(
    {"from", "to", "country", "region", "conflict", "dyad", "type", "cell", "min-best", "bbox", "max-where-prec", "vintage"}
)
FIELDS = FILTER_FIELDS | {"series", "by", "page"}


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


@dataclass(frozen=True)
class Step:
    """A page of the listing."""

    text: str
    path: str
    is_current: bool


@dataclass(frozen=True)
class EvidencePage:
    """What the evidence page shows."""

    series: str
    meaning: str
    conditions: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    tables: tuple[EvidenceTable, ...]
    steps: tuple[Step, ...]
    is_spread: bool


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
_WHERE_PREC = {
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
        return RowCell(country.name, f"countries/{country.iso3}/") if country else RowCell(value or "")
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
        parts.append(str(_WHERE_PREC.get(row["where_prec"], "")))
    return ", ".join(filter(None, parts))


def _record(row: dict[str, Any]) -> RowCell:
    text = row.get("source_file") or row["vintage_id"]
    if row.get("source_row") is not None:
        text = _("%(file)s, record %(number)s") % {"file": text, "number": words.number(row["source_row"])}
    if row.get("source_column"):
        text = _("%(text)s, column %(column)s") % {"text": text, "column": row["source_column"]}
    return RowCell(text, f"sources/{row['vintage_id']}/")


def _table(rows: RowSet, names: dict[str, str], query: str) -> EvidenceTable:
    dicts = [dict(zip(rows.columns, values, strict=True)) for values in rows.rows]
    cells = {key: [_cell(key, row) for row in dicts] for key, _name in _SHOWN}
    used = [key for key, found in cells.items() if any(cell.text for cell in found)]
    headings = dict(_SHOWN)
    return EvidenceTable(
        id=rows.grain.value,
        title=", ".join(dict.fromkeys(names[pick.vintage_id] for pick in rows.picks)),
        meaning=_("One row is: %(grain)s") % {"grain": words.grain(rows.grain)},
        badges=_set_badges(rows.picks),
        count=words.rows(rows.total),
        columns=tuple(Column(str(headings[key]), key in _NUMBERS) for key in used),
        rows=tuple(tuple(cells[key][index] for key in used) for index in range(len(dicts))),
        is_zero=rows.total == 0,
        has_hidden=rows.grain is Grain.EVENT,
        query=query,
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


def _series(query: dict[str, str]) -> Series:
    text = query.get("series", Series.DEATHS.value)
    try:
        return Series(text)
    except ValueError:
        raise FilterError(f"series {text!r}: write {', '.join(series.value for series in Series)}") from None


def _by(query: dict[str, str]) -> tuple[Dimension, ...]:
    try:
        return tuple(Dimension(text) for text in query.get("by", "").split(",") if text)
    except ValueError:
        known = ", ".join(dimension.value for dimension in Dimension)
        raise FilterError(f"by {query['by']!r}: write one or more of {known}, with commas") from None


def _page_number(query: dict[str, str]) -> int:
    text = query.get("page", "1")
    if not (text.isdigit() and 1 <= int(text) <= 1_000_000):
        raise FilterError(f"page {text!r}: write a number from 1")
    return int(text)


def question(query: dict[str, str]) -> tuple[Series, Filters, tuple[Dimension, ...]]:
    """The question that a query string asks. Raises FilterError."""
    return _series(query), Filters.from_query(query), _by(query)


def _conditions(filters: Filters) -> tuple[tuple[str, str], ...]:
    """The filter in words."""
    found: list[tuple[str, str]] = []
    names = [country.name if (country := countries.by_iso3(code)) else code for code in filters.countries]
    for label, values in (
        (_("Region"), filters.regions),
        (_("Country"), tuple(names)),
        (_("Conflict id"), filters.conflicts),
        (_("Dyad id"), filters.dyads),
        (_("Type of violence"), tuple(words.type_of_violence(value) for value in filters.types)),
        (_("Cell"), tuple(f"{cell_name(gid)} ({gid})" for gid in filters.cells)),
    ):
        if values:
            found.append((label, ", ".join(values)))
    if filters.start or filters.end:
        start = words.day(filters.start) if filters.start else _("the first day held")
        end = words.day(filters.end) if filters.end else _("the last day held")
        found.append((_("Period"), _("%(start)s to %(end)s") % {"start": start, "end": end}))
    if filters.min_best is not None:
        found.append((_("Deaths in an event"), _("%(count)s or more") % {"count": words.number(filters.min_best)}))
    if filters.max_where_prec is not None:
        found.append((_("Precision of place"), str(_WHERE_PREC[filters.max_where_prec])))
    if filters.bbox:
        found.append((_("Box"), str(filters.bbox)))
    if filters.vintage:
        found.append((_("Vintage"), filters.vintage))
    return tuple(found)


def _steps(number: int, largest: int, query: dict[str, str]) -> tuple[Step, ...]:
    last = -(-largest // _PAGE)
    if last <= 1:
        return ()
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    kept = {name: text for name, text in query.items() if name != "page"}
    return tuple(Step(words.number(page), "?" + urlencode({**kept, "page": page}, safe=","), page == number) for page in near)


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    query = dict(asked.query)
    series, filters, by = question(query)
    number = _page_number(query)

    def build(place: Place) -> bytes:
        sets = list_rows(here.lake, filters, series, by, limit=_PAGE, offset=(number - 1) * _PAGE)
        names = {vintage.vintage_id: vintage_name(vintage) for vintage in here.lake.vintages()}
        is_spread = Dimension.MONTH in by and any(rows.grain is Grain.EVENT for rows in sets)
        answer = summarise(here.lake, filters, (Dimension.MONTH,) if is_spread else (), series)
        page = EvidencePage(
            series=words.series(series),
            meaning=words.series_meaning(series),
            conditions=_conditions(filters),
            figures=totals(Reply(series, filters, answer))[:_MOST_FIGURES],
            tables=tuple(_table(rows, names, _own_query(rows, series, filters, by)) for rows in sets),
            steps=_steps(number, max(rows.total for rows in sets), query),
            is_spread=is_spread,
        )
        title = _("The rows behind a number")
        head = Head(title, _("Every row that a figure counts, with file and record."), (Crumb(title),))
        picks = [pick for rows in sets for pick in rows.picks]
        return render("evidence.html", place, head, page, provenance_of_picks(here.lake, picks))

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The evidence page; it is nothing without a question, so no path of it is listed."""
    return (Kind("evidence", "{language}/evidence/", _prepare, fields=FIELDS, in_sitemap=False),)
