"""The status of tracked conflicts and countries in a lake: which series it rests on, and where to look it up.

What may live here: choosing the basis (conflict by conflict where a complete release reaches as far, else the main countries),
the panels, and the evidence that a page links to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

import numpy as np

from conflict_atlas.analysis.lake_panels import Measure, conflict_panel, country_panel, country_series
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status.assessment import Assessor, LabelInTime, StatusAssessment
from conflict_atlas.analysis.status.labels import Label, Reason
from conflict_atlas.analysis.status.registry import Rule
from conflict_atlas.events import known
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.questions import list_rows
from conflict_atlas.events.vocabulary import Dimension, Grain, Series


class Basis(Enum):
    """What a status is counted by."""

    CONFLICTS = "conflicts"
    MAIN_COUNTRIES = "main countries"
    COUNTRY = "country"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Evidence:
    """The question whose rows a status counts: asked by month and ``unit``, it gives the figures of both windows."""

    filters: Filters
    series: Series
    unit: Dimension


@dataclass(frozen=True)
class ConflictStatus:
    """The status of a tracked conflict or a country, by name, with its basis (conflict ids or alpha-3 codes)."""

    key: str
    name: str
    basis: Basis
    rests_on: tuple[str, ...]
    assessment: StatusAssessment
    by_events: Label | None
    """What the same rule says of numbers of events; None where none are held."""
    evidence: Evidence | None
    history: tuple[LabelInTime, ...]


@dataclass(frozen=True, eq=False)
class Statuses:
    """The series of a lake, read by one rule once. Make one with ``read``; ask it for conflicts and countries."""

    rule: Rule
    series: Series
    by_country: Assessor | None
    by_main_countries: Assessor | None
    by_conflict: Assessor | None
    by_events: Assessor | None
    known_ids: frozenset[str]
    """Conflict ids that the lake knows: a question may name no other."""

    @classmethod
    def read(cls, lake: Lake, rule: Rule, as_known_on: date | None = None) -> Statuses:
        """Read every series that the lake holds by country, and by conflict and month; as it stood at the end of that day.

        Raises CannotAnswer where it holds neither.
        """
        groups = {conflict.slug: tracked.all_conflicts(conflict.slug) for conflict in tracked.all()}
        mains = {conflict.slug: conflict.countries for conflict in tracked.all() if conflict.countries}
        try:
            countries = country_panel(lake, as_known_on)
            by_country, by_main = Assessor.of(countries, rule), Assessor.of(_grouped(countries, mains), rule)
            series = country_series(lake, as_known_on)
        except CannotAnswer:
            by_country, by_main, series = None, None, Series.DEATHS
        try:
            by_conflict = Assessor.of(conflict_panel(lake, groups, as_known_on), rule)
            by_events = Assessor.as_printed(conflict_panel(lake, groups, as_known_on, Measure.EVENTS), rule)
        except CannotAnswer:
            by_conflict, by_events = None, None
        if by_country is None and by_conflict is None:
            raise CannotAnswer("nothing here counts by month: import a release, or begin with the starter pack")
        return cls(rule, series, by_country, by_main, by_conflict, by_events, known.ids(lake, "conflict"))

    def of_conflict(self, conflict: TrackedConflict, as_of: Month | None = None) -> ConflictStatus:
        """The status of a tracked conflict: by its ids where they are assessed for as late a month, else by main countries.

        Raises PanelError for a month that no series reaches.
        """
        ids, countries = tracked.all_conflicts(conflict.slug), conflict.countries
        by_ids = self._assessed(self.by_conflict, conflict.slug, as_of)
        by_main = self._assessed(self.by_main_countries, conflict.slug, as_of)
        if by_ids and by_ids.label is not Label.NOT_ASSESSED and not _later(by_main, by_ids):
            return self._found(conflict, Basis.CONFLICTS, ids, by_ids, self.by_conflict)
        if by_main:
            return self._found(conflict, Basis.MAIN_COUNTRIES, countries, by_main, self.by_main_countries)
        if by_ids:
            return self._found(conflict, Basis.CONFLICTS, ids, by_ids, self.by_conflict)
        for assessor in (self.by_main_countries, self.by_conflict):
            if assessor and as_of and conflict.slug in assessor.panel.units:
                assessor.panel.row(as_of)
        nothing = _nothing_to_count(conflict.slug, self.rule, as_of or self._latest())
        return ConflictStatus(conflict.slug, conflict.name, Basis.NOTHING, (), nothing, None, None, ())

    def of_country(self, iso3: str, name: str, as_of: Month | None = None) -> ConflictStatus:
        """The status of a country. Raises PanelError for a month outside the series."""
        if self.by_country is None or iso3 not in self.by_country.panel.units:
            nothing = _nothing_to_count(iso3, self.rule, as_of or self._latest())
            return ConflictStatus(iso3, name, Basis.NOTHING, (), nothing, None, None, ())
        found = self.by_country.assess(iso3, as_of)
        evidence = self._evidence(found, Basis.COUNTRY, (iso3,))
        return ConflictStatus(iso3, name, Basis.COUNTRY, (iso3,), found, None, evidence, self.by_country.history(iso3))

    def _latest(self) -> Month:
        return max(assessor.latest() for assessor in (self.by_country, self.by_conflict) if assessor)

    def _assessed(self, assessor: Assessor | None, unit: str, as_of: Month | None) -> StatusAssessment | None:
        if assessor is None or unit not in assessor.panel.units:
            return None
        if as_of and not assessor.panel.first <= as_of <= assessor.panel.last:
            return None
        return assessor.assess(unit, as_of)

    def _found(
        self,
        conflict: TrackedConflict,
        basis: Basis,
        rests_on: tuple[str, ...],
        assessment: StatusAssessment,
        assessor: Assessor | None,
    ) -> ConflictStatus:
        by_events = self._assessed(self.by_events, conflict.slug, assessment.month) if basis is Basis.CONFLICTS else None
        return ConflictStatus(
            conflict.slug,
            conflict.name,
            basis,
            rests_on,
            assessment,
            by_events.label if by_events else None,
            self._evidence(assessment, basis, rests_on),
            assessor.history(conflict.slug) if assessor else (),
        )

    def _evidence(self, assessment: StatusAssessment, basis: Basis, rests_on: tuple[str, ...]) -> Evidence | None:
        if assessment.recent is None or assessment.baseline is None:
            return None
        period = Filters(start=assessment.baseline.first.first_day, end=assessment.recent.last.last_day)
        if basis is Basis.CONFLICTS:
            ids = tuple(number for number in rests_on if number in self.known_ids)
            return Evidence(replace(period, conflicts=ids), Series.DEATHS, Dimension.CONFLICT)
        return Evidence(replace(period, countries=rests_on), self.series, Dimension.COUNTRY)


def deadliest_events(lake: Lake, status: ConflictStatus, most: int = 5) -> tuple[str, ...]:
    """The ids of the deadliest events of the recent window; empty where the lake holds no events for it."""
    recent = status.assessment.recent
    if status.evidence is None or recent is None:
        return ()
    filters = replace(status.evidence.filters, start=recent.first.first_day)
    found: list[tuple[int, str]] = []
    for rows in list_rows(lake, filters, status.evidence.series, limit=100_000):
        if rows.grain is Grain.EVENT:
            event, best = rows.columns.index("event_id"), rows.columns.index("best")
            found += [(-(row[best] or 0), row[event]) for row in rows.rows]
    return tuple(event_id for _, event_id in sorted(found)[:most])


def _later(one: StatusAssessment | None, other: StatusAssessment) -> bool:
    return one is not None and one.label is not Label.NOT_ASSESSED and one.month > other.month


def _grouped(panel: Panel, groups: Mapping[str, Sequence[str]]) -> Panel:
    """Sums of countries. A country that did not exist adds nothing; a group of which none existed is missing."""
    columns = []
    for members in groups.values():
        values = panel.values[:, [panel.column(unit) for unit in members if unit in panel.units]]
        columns.append(np.where(np.isnan(values).all(axis=1), np.nan, np.nansum(values, axis=1)))
    return replace(panel, units=tuple(groups), values=np.stack(columns, axis=1))


def _nothing_to_count(unit: str, rule: Rule, month: Month) -> StatusAssessment:
    return StatusAssessment(
        unit=unit,
        rule=rule.key,
        version=rule.version,
        month=month,
        label=Label.NOT_ASSESSED,
        reason=Reason.NOTHING_TO_COUNT,
        p_up=None,
        p_down=None,
        recent=None,
        baseline=None,
        fast=False,
        carried=False,
        provisional=False,
        preliminary=(),
        quiet_since=None,
        flips=(),
        phases=(),
        target="deaths",
        vintages=(),
    )
