"""The forecast of a country or a conflict, as its page shows it: what was issued, in words and figures with their chances.

What may live here: from issued forecasts in the archive to what pages show. No model is asked here: that would take a minute
and the memory of a forest; the worker has it done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from conflict_atlas.analysis import flags as rule
from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.flags import Flag
from conflict_atlas.analysis.forecast import archive
from conflict_atlas.analysis.forecast.archive import Issue, Record
from conflict_atlas.analysis.forecast.summary import LEAST_DEATHS, QUANTILES, Alike, MonthAhead, Outlook
from conflict_atlas.analysis.lake_panels import TARGETS
from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.publish.drawing.fan_chart import FanMonth, PastMonth, fan_chart
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.figures import evidence_path
from conflict_atlas.site.pages.statuses import label_of_conflict, label_of_country, past_of_conflict, past_of_country

COUNTRY, CONFLICT = "country", "conflict"
_BY_MONTH = (Dimension.MONTH,)
_MEDIAN = QUANTILES.index(0.50)


@dataclass(frozen=True)
class AheadLine:
    """A month ahead: the middle and the 90 % interval of deaths, and chances."""

    month: str
    median: str
    interval: str
    none: str
    at_least: tuple[str, ...]


@dataclass(frozen=True)
class AlikeLine:
    """A past month like the one of the origin: deaths in the three months up to it, and in the three after it."""

    name: str
    path: str
    month: str
    before: str
    before_path: str
    after: str
    after_path: str


@dataclass(frozen=True)
class FlagLine:
    """A forward flag of the rule, and why it stands."""

    kind: str
    word: str
    reason: str


@dataclass(frozen=True)
class OutlookView:
    """What is told of one unit. ``lines`` is empty where there is no skill."""

    name: str
    path: str
    target: str
    meaning: str
    origin: str
    origin_day: date
    """The last day that the model knew."""
    first: str
    last: str
    issued: str
    model: str
    vintage_paths: tuple[str, ...]
    has_skill: bool
    last_three: str
    last_three_path: str
    worse: str
    any_month_25: str
    thresholds: tuple[str, ...]
    lines: tuple[AheadLine, ...]
    alike: tuple[AlikeLine, ...]
    flags: tuple[FlagLine, ...]
    svg: str


def state() -> str:
    """What forecasts the pages show now: it changes with every issue."""
    try:
        return " ".join(record.name for record in archive.issues(Path(settings.ATLAS_WORKSPACE)))
    except AnalysisError as error:
        return str(error)


def trouble() -> str:
    """Why no forecast is shown although some were issued; empty where the archive can be read."""
    try:
        archive.latest(Path(settings.ATLAS_WORKSPACE))
    except AnalysisError as error:
        return str(error)
    return ""


def issue_of(unit_kind: str) -> Issue | None:
    """The newest issue by country or by conflict; None where there is none, or where the archive cannot be read."""
    try:
        found = (issue for issue in archive.latest(Path(settings.ATLAS_WORKSPACE)) if issue.record.unit_kind == unit_kind)
    except AnalysisError:
        return None
    return next(found, None)


def series_of(record: Record) -> Series:
    """The series whose deaths were forecast."""
    return next((series for series, target in TARGETS.items() if target == record.target), Series.DEATHS)


def country_outlook(here: Desk, iso3: str) -> OutlookView | None:
    """The forecast of a country; None where none was issued."""
    issue = issue_of(COUNTRY)
    found = issue.of(iso3) if issue else None
    return view(issue, found, label_of_country(here, iso3), past_of_country(here, iso3)) if issue and found else None


def conflict_outlook(here: Desk, slug: str) -> OutlookView | None:
    """The forecast of a tracked conflict, where series by conflict are complete; None where none was issued."""
    issue = issue_of(CONFLICT)
    found = issue.of(slug) if issue else None
    return view(issue, found, label_of_conflict(here, slug), past_of_conflict(here, slug)) if issue and found else None


@dataclass(frozen=True)
class ConflictOutlook:
    """The forecast of a tracked conflict: of its own where one was issued, else those of its countries, for what they are."""

    own: OutlookView | None
    countries: tuple[OutlookView, ...]


def outlook_of_conflict(here: Desk, entry: TrackedConflict) -> ConflictOutlook | None:
    """What was forecast for a tracked conflict; None where nothing was."""
    own = conflict_outlook(here, entry.slug)
    found = () if own else tuple(view for code in entry.countries if (view := country_outlook(here, code)))
    return ConflictOutlook(own, found) if own or found else None


def view(issue: Issue, outlook: Outlook, label: Label, past: tuple[PastMonth, ...]) -> OutlookView:
    """What is told of one unit of an issue. ``past`` is its series up to the origin, for the drawing."""
    record = issue.record
    series, origin = series_of(record), Month.parse(record.origin)
    name, path, filters = _unit(record.unit_kind, outlook.unit)
    first, last = origin.plus(record.first), origin.plus(record.last)
    return OutlookView(
        name=name,
        path=path,
        target=words.series(series),
        meaning=words.series_meaning(series),
        origin=words.month(origin),
        origin_day=origin.last_day,
        first=words.month(first),
        last=words.month(last),
        issued=words.day(datetime.fromisoformat(record.issued_at).date()),
        model=_("%(model)s, version %(version)s") % {"model": record.model, "version": record.model_version},
        vintage_paths=tuple(f"sources/{vintage}/" for vintage in record.vintages),
        has_skill=outlook.has_skill,
        last_three=words.number(round(outlook.last_three)),
        last_three_path=_rows(series, filters, origin.plus(-2), origin),
        worse=words.percent(outlook.worse) if outlook.worse is not None else "",
        any_month_25=words.percent(outlook.any_month_25) if outlook.any_month_25 is not None else "",
        thresholds=tuple(words.number(least) for least in LEAST_DEATHS),
        lines=tuple(map(_line, outlook.months)) if outlook.has_skill else (),
        alike=tuple(_alike(item, record.unit_kind, series) for item in outlook.alike) if outlook.has_skill else (),
        flags=tuple(_flag(item) for item in rule.flags(outlook, label)),
        svg=_drawing(name, outlook, past, series) if outlook.has_skill and past else "",
    )


def _unit(unit_kind: str, unit: str) -> tuple[str, str, Filters]:
    if unit_kind == COUNTRY:
        country = countries.by_iso3(unit)
        return (words.country(country) if country else unit), f"countries/{unit}/", Filters(countries=(unit,))
    entry = tracked.by_slug(unit)
    return (
        (words.conflict(entry) if entry else unit),
        f"conflicts/{unit}/",
        Filters(conflicts=tracked.all_conflicts(unit) if entry else ()),
    )


def _rows(series: Series, filters: Filters, first: Month, last: Month) -> str:
    asked = Filters(first.first_day, last.last_day, countries=filters.countries, conflicts=filters.conflicts)
    return evidence_path(series, asked, _BY_MONTH)


def _line(month: MonthAhead) -> AheadLine:
    low, high = month.quantiles[0], month.quantiles[-1]
    return AheadLine(
        words.month(Month.parse(month.month)),
        words.number(round(month.quantiles[_MEDIAN])),
        f"{words.number(round(low))}–{words.number(round(high))}",
        words.percent(month.none),
        tuple(map(words.percent, month.at_least)),
    )


def _alike(item: Alike, unit_kind: str, series: Series) -> AlikeLine:
    month = Month.parse(item.month)
    name, path, filters = _unit(unit_kind, item.unit)
    return AlikeLine(
        name,
        path,
        words.month(month),
        words.number(round(item.before)),
        _rows(series, filters, month.plus(-2), month),
        words.number(round(item.after)),
        _rows(series, filters, month.plus(1), month.plus(3)),
    )


def _flag(item: rule.Flagged) -> FlagLine:
    word = {Flag.RISK: _("Risk alert"), Flag.OPPORTUNITY: _("Resolution opportunity")}[item.flag]
    return FlagLine("risk" if item.flag is Flag.RISK else "opportunity", word, item.reason)


def _drawing(name: str, outlook: Outlook, past: tuple[PastMonth, ...], series: Series) -> str:
    ahead = tuple(FanMonth(Month.parse(month.month), month.quantiles) for month in outlook.months)
    title = _("Forecast of deaths by month: %(name)s") % {"name": name}
    return fan_chart(past, ahead, title=title, measure=words.series(series), id="forecast-chart")
