"""The statuses of the lake by the rule "trend", read once for each state of the lake.

What may live here: reading them for pages, and the label of a unit without all that a page tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast.issuing import origin_of
from conflict_atlas.analysis.status.assessment import Assessor
from conflict_atlas.analysis.status.conflicts import Statuses
from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.analysis.status.registry import rule
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.publish.drawing.fan_chart import PastMonth
from conflict_atlas.site.desk import Desk, once_per_lake

RULE = "trend"
_SHOWN_MONTHS = 48
_DAYS_OF_PAST = 4


@once_per_lake
def statuses(here: Desk) -> Statuses | None:
    """Every series read by the rule; None where the lake holds none by month."""
    try:
        return Statuses.read(here.lake, rule(RULE))
    except CannotAnswer:
        return None


def days_of_import(here: Desk) -> tuple[date, ...]:
    """The days on which something that is held was imported."""
    return tuple(sorted({vintage.imported_at.date() for vintage in here.lake.vintages()}))


@once_per_lake
def statuses_then(here: Desk) -> tuple[tuple[date, Statuses], ...]:
    """The same as the lake stood at the end of the last days of import, today's last; empty where there was one day.

    A day on which the lake held no series by month is left out.
    """
    days = days_of_import(here)
    found = []
    for day in days[-_DAYS_OF_PAST:] if len(days) > 1 else ():
        try:
            found.append((day, Statuses.read(here.lake, rule(RULE), day)))
        except CannotAnswer:
            continue
    return tuple(found)


@dataclass(frozen=True)
class Newest:
    """The newest label of a unit, and whether it hangs on first prints."""

    label: Label
    is_provisional: bool = False


@once_per_lake
def newest_of_conflicts(here: Desk) -> Mapping[str, Newest]:
    """The newest label of every tracked conflict, as ``Statuses.of_conflict`` gives it, without all that a page tells."""
    found = statuses(here)
    if found is None:
        return {}
    return {entry.slug: _newest_of(found, entry.slug) for entry in tracked.all()}


def _newest_of(found: Statuses, slug: str) -> Newest:
    dated = [
        (assessor.latest(), _newest(assessor, slug))
        for assessor in (found.by_conflict, found.by_main_countries)
        if assessor is not None and slug in assessor.panel.units
    ]
    assessed = [item for item in dated if item[1].label is not Label.NOT_ASSESSED]
    # Of equally late ones the first, which counts the conflict itself.
    return max(assessed, key=lambda item: item[0])[1] if assessed else Newest(Label.NOT_ASSESSED)


def label_of_country(here: Desk, iso3: str) -> Label:
    """The newest label of a country."""
    found = statuses(here)
    return _newest(found.by_country if found else None, iso3).label


def label_of_conflict(here: Desk, slug: str) -> Label:
    """The newest label of a tracked conflict by its own series."""
    found = statuses(here)
    return _newest(found.by_conflict if found else None, slug).label


def _newest(assessor: Assessor | None, unit: str) -> Newest:
    if assessor is None or unit not in assessor.panel.units:
        return Newest(Label.NOT_ASSESSED)
    row, column = assessor.panel.row(assessor.latest()), assessor.panel.column(unit)
    return Newest(assessor.trace.label(row, column), bool(assessor.trace.provisional[row, column]))


def past_of_country(here: Desk, iso3: str) -> tuple[PastMonth, ...]:
    """The months of a country up to a forecast's origin and those that came since, for a drawing."""
    found = statuses(here)
    return _past(found.by_country if found else None, iso3)


def past_of_conflict(here: Desk, slug: str) -> tuple[PastMonth, ...]:
    """The same for a tracked conflict."""
    found = statuses(here)
    return _past(found.by_conflict if found else None, slug)


def _past(assessor: Assessor | None, unit: str) -> tuple[PastMonth, ...]:
    if assessor is None or unit not in assessor.panel.units:
        return ()
    panel = assessor.panel
    try:
        begin = panel.row(origin_of(panel)) - _SHOWN_MONTHS + 1
    except AnalysisError:
        return ()
    column = panel.column(unit)
    return tuple(
        PastMonth(panel.first.plus(row), float(panel.values[row, column]) if panel.share[row] >= 0.8 else None)
        for row in range(max(begin, 0), len(panel.values))
        if panel.values[row, column] == panel.values[row, column]
    )
