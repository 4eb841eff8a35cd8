"""Deadly violence of a conflict or a country, as its page shows it: the label by the rule, and all that it rests on.

What may live here: from the core's assessment to what pages show. The editor's judgement stands beside it, in the dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from conflict_atlas.analysis import revisions
from conflict_atlas.analysis.change_points import Direction, alerts
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.status import sentences
from conflict_atlas.analysis.status.assessment import Assessor, LabelInTime, StatusAssessment, Window
from conflict_atlas.analysis.status.conflicts import Basis, ConflictStatus, deadliest_events
from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.countries import Country
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension
from conflict_atlas.publish.drawing.status_mark import status_mark
from conflict_atlas.publish.drawing.windows_chart import ChartMonth, ChartWindow, windows_chart
from conflict_atlas.site.desk import Desk, once_per_lake
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.figures import evidence_path
from conflict_atlas.site.pages.statuses import Newest, days_of_import, newest_of_conflicts, statuses, statuses_then

_MONTHS_DRAWN = 36
_LEAST_SHARE = 0.80


@dataclass(frozen=True)
class ViolenceMark:
    """A label in a word and a shape."""

    label: Label
    word: str
    svg: str
    meaning: str
    is_provisional: bool = False


@dataclass(frozen=True)
class WindowLine:
    """One of the two windows: its months, deaths a month, and the rows behind them."""

    name: str
    period: str
    deaths: str
    path: str


@dataclass(frozen=True)
class PhaseLine:
    """A stretch of months between two changes of the series."""

    period: str
    deaths: str
    path: str


@dataclass(frozen=True)
class LabelRun:
    """Months in a row with one label."""

    period: str
    word: str
    is_provisional: bool


@dataclass(frozen=True)
class ThenLine:
    """What the rule said when the data were those of a past day."""

    known_on: str
    month: str
    word: str


@dataclass(frozen=True)
class PrintLine:
    """What one import said of the last month."""

    known_on: str
    deaths: str
    is_preliminary: bool


@dataclass(frozen=True)
class ViolenceView:
    """What a page tells of deadly violence. ``path`` leads to the rows of both windows; empty without a label."""

    mark: ViolenceMark
    heading: str
    sentence: str
    as_of: str
    notes: tuple[str, ...]
    basis: str
    is_provisional: bool
    path: str
    windows: tuple[WindowLine, ...]
    chances: str
    flips: tuple[str, ...]
    by_events: str
    alert: str
    events: tuple[str, ...]
    phases: tuple[PhaseLine, ...]
    history: tuple[LabelRun, ...]
    then: tuple[ThenLine, ...]
    then_note: str
    prints: tuple[PrintLine, ...]
    printed_month: str
    svg: str
    first_month: Month | None
    last_month: Month | None


def mark(label: Label) -> ViolenceMark:
    """The mark of a label."""
    meanings = {
        Label.WORSENING: _("Deaths a month very likely rose by more than a quarter."),
        Label.UNCHANGING: _("No change that is large and steady enough to name."),
        Label.IMPROVING: _("Deaths a month very likely fell by more than a quarter."),
        Label.QUIET: _("Fewer than three deaths a month."),
        Label.NOT_ASSESSED: _("The data do not say: the page gives the reason."),
    }
    return ViolenceMark(label, words.violence(label), status_mark(label.value), meanings[label])


def mark_of_conflict(here: Desk, entry: TrackedConflict) -> ViolenceMark:
    """The newest label of a tracked conflict, for a list."""
    found = newest_of_conflicts(here).get(entry.slug, Newest(Label.NOT_ASSESSED))
    return replace(mark(found.label), is_provisional=found.is_provisional)


def violence_of_conflict(here: Desk, entry: TrackedConflict) -> ViolenceView | None:
    """What is told of a tracked conflict; None where the lake holds no series by month."""
    found = statuses(here)
    if found is None:
        return None
    status = found.of_conflict(entry)
    assessor = {Basis.CONFLICTS: found.by_conflict, Basis.MAIN_COUNTRIES: found.by_main_countries}.get(status.basis)
    then = tuple((day, past.of_conflict(entry)) for day, past in statuses_then(here))
    return _view(here, status, assessor, [_then(day, item) for day, item in then])


def violence_of_country(here: Desk, country: Country) -> ViolenceView | None:
    """What is told of a country; None where the lake holds no series by month."""
    found = statuses(here)
    if found is None:
        return None
    status = found.of_country(country.iso3, words.country(country))
    then = tuple((day, past.of_country(country.iso3, words.country(country))) for day, past in statuses_then(here))
    return _view(here, status, found.by_country, [_then(day, item) for day, item in then])


def _then(day: date, status: ConflictStatus) -> ThenLine:
    return ThenLine(words.day(day), words.month(status.assessment.month), words.violence(status.assessment.label))


def _then_note(here: Desk, then: Sequence[ThenLine]) -> str:
    """Why nothing is told of earlier days, or how far back it is; empty where every day is told."""
    days = days_of_import(here)
    if len(days) < 2:
        return _("All data here were imported on one day: what was said before is not known.")
    if len(days) > len(then):
        return _("Told for the last %(told)s of %(all)s days on which data were imported.") % {
            "told": len(then),
            "all": len(days),
        }
    return ""


def _view(here: Desk, status: ConflictStatus, assessor: Assessor | None, then: Sequence[ThenLine]) -> ViolenceView:
    found = status.assessment
    panel = assessor.panel if assessor and found.unit in assessor.panel.units else None
    prints, printed = _prints(here, status)
    return ViolenceView(
        mark=mark(found.label),
        heading=sentences.heading(found.label),
        sentence=sentences.sentence(found),
        as_of=words.month(found.month),
        notes=tuple(filter(None, (sentences.lag_note(found), sentences.carried_note(found)))),
        basis=_basis(status),
        is_provisional=found.provisional,
        path=_path(status),
        windows=_windows(status),
        chances=_chances(found),
        flips=tuple(sentences.flip_sentence(flip, found.month) for flip in found.flips),
        by_events=words.violence(status.by_events) if status.by_events is not None else "",
        alert=_alert(panel, found),
        events=deadliest_events(here.lake, status),
        phases=_phases(status),
        history=_runs(status.history),
        then=tuple(then),
        then_note=_then_note(here, then),
        prints=prints,
        printed_month=printed,
        svg=_drawing(panel, found, status.name) if panel is not None else "",
        first_month=found.baseline.first if found.baseline else None,
        last_month=found.recent.last if found.recent else None,
    )


def _basis(status: ConflictStatus) -> str:
    names = []
    for code in status.rests_on:
        country = countries.by_iso3(code) if status.basis is not Basis.CONFLICTS else None
        names.append(words.country(country) if country else code)
    return sentences.basis_note(status.basis.value, tuple(names))


def _path(status: ConflictStatus, first: Month | None = None, last: Month | None = None) -> str:
    """The rows of both windows, or of some months of the same question."""
    if status.evidence is None:
        return ""
    filters = status.evidence.filters
    if first and last:
        filters = replace(filters, start=first.first_day, end=last.last_day)
    return evidence_path(status.evidence.series, filters, (Dimension.MONTH, status.evidence.unit))


def _windows(status: ConflictStatus) -> tuple[WindowLine, ...]:
    found = status.assessment
    named = ((_("Now"), found.recent), (_("Before"), found.baseline))
    return tuple(_window(name, window, status) for name, window in named if window)


def _window(name: str, window: Window, status: ConflictStatus) -> WindowLine:
    return WindowLine(
        name, words.period(window.first, window.last), _rate(window.deaths_a_month), _path(status, window.first, window.last)
    )


def _rate(deaths: float) -> str:
    return words.decimal(deaths) if deaths >= 10 or f"{deaths:.1f}".endswith(".0") else words.decimal(deaths, 1)


def _chances(found: StatusAssessment) -> str:
    if found.p_up is None or found.p_down is None:
        return ""
    return _("Chance of a rise by more than a quarter: %(up)s; of a fall: %(down)s.") % {
        "up": words.percent(found.p_up),
        "down": words.percent(found.p_down),
    }


def _alert(panel: Panel | None, found: StatusAssessment) -> str:
    """The alert for an abrupt change in the recent window, by change-point detection; empty where there is none."""
    if panel is None or found.recent is None:
        return ""
    sent = [item for item in alerts(panel.until(found.month).only((found.unit,))) if item.month >= found.recent.first]
    if not sent:
        return ""
    last = sent[-1]
    word = _("an abrupt rise") if last.direction is Direction.RISE else _("an abrupt fall")
    return _("Alert: %(what)s in or just before %(month)s.") % {"what": word, "month": words.month(last.month)}


def _phases(status: ConflictStatus) -> tuple[PhaseLine, ...]:
    found = status.assessment.phases
    return tuple(
        PhaseLine(words.period(item.first, item.last), _rate(item.deaths_a_month), _path(status, item.first, item.last))
        for item in reversed(found)
    )


def _runs(history: Sequence[LabelInTime]) -> tuple[LabelRun, ...]:
    """Labels as runs of months, the newest first."""
    runs = []
    for (label, provisional), months in groupby(history, key=lambda item: (item.label, item.provisional)):
        stretch = [item.month for item in months]
        runs.append(LabelRun(words.period(stretch[0], stretch[-1]), words.violence(label), provisional))
    return tuple(reversed(runs))


@once_per_lake
def _country_prints(here: Desk) -> dict[date, Panel]:
    return revisions.country_prints(here.lake)


def _prints(here: Desk, status: ConflictStatus) -> tuple[tuple[PrintLine, ...], str]:
    """How the figure of the last month of a country changed from import to import; empty where there was one import."""
    if status.basis is not Basis.COUNTRY or status.assessment.recent is None:
        return (), ""
    month = status.assessment.recent.last
    found = revisions.history(_country_prints(here), status.key, month)
    if len(found) < 2:
        return (), ""
    lines = tuple(PrintLine(words.day(item.known_on), words.number(item.figure), item.preliminary) for item in found)
    return lines, words.month(month)


def _drawing(panel: Panel, found: StatusAssessment, name: str) -> str:
    if found.recent is None or found.baseline is None:
        return ""
    stop = panel.row(found.month) + 1
    begin = max(0, min(stop - _MONTHS_DRAWN, panel.row(found.baseline.first)))
    column = panel.column(found.unit)
    months = tuple(
        ChartMonth(
            panel.first.plus(row),
            float(panel.values[row, column])
            if panel.share[row] >= _LEAST_SHARE and panel.values[row, column] == panel.values[row, column]
            else None,
        )
        for row in range(begin, stop)
    )
    windows = (
        ChartWindow(
            found.baseline.first,
            found.baseline.last,
            found.baseline.deaths_a_month,
            _("%(months)s months before: %(deaths)s a month")
            % {"months": found.baseline.months, "deaths": _rate(found.baseline.deaths_a_month)},
        ),
        ChartWindow(
            found.recent.first,
            found.recent.last,
            found.recent.deaths_a_month,
            _("last %(months)s months: %(deaths)s a month")
            % {"months": found.recent.months, "deaths": _rate(found.recent.deaths_a_month)},
        ),
    )
    title = _("Deaths by month with the two windows: %(name)s") % {"name": name}
    return windows_chart(months, windows, title=title, description=sentences.sentence(found), id="windows-chart")
