"""The methodology page: what stands in its template, and the numbers of every rule as the program holds them.

What may live here: the tables of numbers and of what they reached. A number that no sentence explains is a failing test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from conflict_atlas.analysis.change_points import AlertParameters, PhaseParameters
from conflict_atlas.analysis.flags import FlagParameters
from conflict_atlas.analysis.forecast.analog_forest import ForestParameters
from conflict_atlas.analysis.status.backtest import kept_backtest
from conflict_atlas.analysis.status.lag import LagParameters
from conflict_atlas.analysis.status.trend import TrendParameters
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render


@dataclass(frozen=True)
class NumberLine:
    """One number of a rule: its name in the program, its value, what it does."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class NumberTable:
    """All numbers of one rule."""

    id: str
    title: str
    lines: tuple[NumberLine, ...]


@dataclass(frozen=True)
class ReachedLine:
    """One measured figure of the status: what was asked for, what was reached, what a simpler rule reaches."""

    name: str
    asked: str
    reached: str
    peer: str
    note: str


@dataclass(frozen=True)
class MethodologyPage:
    """What the template does not say itself."""

    status: tuple[NumberTable, ...]
    forecast: tuple[NumberTable, ...]
    reached: tuple[ReachedLine, ...]
    measured_on: str
    commit: str


def numbers_of(parameters: object, id: str, title: str, meanings: Mapping[str, str]) -> NumberTable:
    """The table of a dataclass of numbers. Raises KeyError for one without a meaning."""
    known: Any = parameters
    lines = (NumberLine(item.name, f"{getattr(known, item.name):g}", meanings[item.name]) for item in fields(known))
    return NumberTable(id, title, tuple(lines))


def status_tables() -> tuple[NumberTable, ...]:
    """The numbers of everything that a status rests on."""
    return (
        numbers_of(TrendParameters(), "numbers-trend", _("The rule “trend”"), _trend()),
        numbers_of(LagParameters(), "numbers-lag", _("First prints"), _lag()),
        numbers_of(PhaseParameters(), "numbers-phases", _("Phases"), _phases()),
        numbers_of(AlertParameters(), "numbers-alerts", _("Alerts for an abrupt change"), _alerts()),
    )


def forecast_tables() -> tuple[NumberTable, ...]:
    """The numbers of the forecast and of the flags made from it."""
    return (
        numbers_of(ForestParameters(), "numbers-forest", _("The model “analog forest”"), _forest()),
        numbers_of(FlagParameters(), "numbers-flags", _("Forward flags"), _flags()),
    )


def _trend() -> dict[str, str]:
    return {
        "recent_months": _("Months of the recent window."),
        "baseline_months": _("Months before it that it is set against."),
        "least_ratio": _("A change counts if deaths a month rose or fell by more than this factor."),
        "prior_sd": _("Spread of log deaths from month to month that is assumed before any is seen."),
        "prior_months": _("How many months of evidence that assumption weighs."),
        "dependence": _("Months resemble their neighbours: variance is multiplied, degrees of freedom are divided by this."),
        "enter": _("Probability from which a label is given."),
        "leave": _("Probability under which a label is left."),
        "fast_enter": _("What the last month alone needs."),
        "quiet_below": _("Deaths a month under which it is quiet."),
        "least_share": _("The part of the publisher's world total that every month of the windows must hold."),
        "gap_below": _("A month under this part of the lowest month of the baseline is taken as a gap in reporting at first,"),
        "gap_in_war": _("where that lowest month has so many deaths or more."),
    }


def _lag() -> dict[str, str]:
    return {
        "draws": _("How many revised values are drawn for a first print."),
        "seed": _("Where the chance begins: the same each time."),
        "least_agreement": _("A label is provisional where a smaller part of the draws gives it."),
        "warm_up_months": _("Months before the first print with which the rule starts, since labels are held on to."),
        "draws_at_once": _("Of the draws, how many are worked on together; changes nothing."),
    }


def _phases() -> dict[str, str]:
    return {
        "sd": _("Spread of log deaths within a phase."),
        "least_months": _("The shortest phase."),
    }


def _alerts() -> dict[str, str]:
    return {
        "hazard": _("How often a change is expected, by month."),
        "mean": _("Log deaths that a new run is expected at."),
        "weight": _("How many months that expectation weighs."),
        "shape": _("Shape of what is believed of the spread."),
        "scale": _("Scale of what is believed of the spread."),
        "threshold": _("Probability of a new run from which an alert goes out."),
        "longest_run": _("Months beyond which runs are not told apart."),
        "least_difference": _("Log deaths must lie so far from the run before."),
        "least_deaths": _("Deaths that this month or the run before must have."),
    }


def _forest() -> dict[str, str]:
    return {
        "trees": _("Trees of each forest."),
        "least_leaf": _("Cases that share a leaf, at least."),
        "own_share": _("Part of the draws that come from the unit's own past; the others come from cases."),
        "large_war": _("Deaths a month from which a war is so large that few cases are like it:"),
        "own_share_of_large_war": _("so large a part of its draws comes from its own past."),
        "largest_war": _("Deaths a month from which hardly any case is like it:"),
        "own_share_of_largest_war": _("so large a part of its draws comes from its own past."),
        "own_months": _("Months of its own past."),
        "own_half_life_months": _("A month so long ago is half as likely as the last."),
        "quiet_kept": _("Part of the cases without deaths in 60 months that is kept, with more weight."),
        "most_cases": _("Past cases that are learned from, at most."),
        "least_share": _("A month that holds less of the publisher's total teaches nothing."),
    }


def _flags() -> dict[str, str]:
    return {
        "deaths": _("Deaths in three months under which there is little violence."),
        "outbreak": _("Little violence, and a month of 25 deaths or more is so likely: risk alert."),
        "growth": _("More deaths in the next three months than in the last are so likely,"),
        "heavy": _("and a month of 25 deaths or more is so likely: risk alert."),
        "recession": _("More deaths in the next three months are so unlikely: resolution opportunity."),
        "recession_when_improving": _("The same where the status is improving already."),
    }


def _reached() -> tuple[tuple[ReachedLine, ...], str, str]:
    kept = kept_backtest()
    lines = []
    for row in kept.rows:
        asked = [f"≤ {row.at_most:g}"] if row.at_most is not None else []
        asked += [f"≥ {row.at_least:g}"] if row.at_least is not None else []
        peer = "" if row.peer is None else f"{row.peer:.3g}"
        lines.append(ReachedLine(row.name, ", ".join(asked), f"{row.reached:.3g}", peer, row.note))
    return tuple(lines), kept.measured_on, kept.commit


def _prepare(asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        title = _("Methodology")
        description = _("What is counted, how figures are chosen, what their ranges mean, and what they cannot say.")
        page = MethodologyPage(status_tables(), forecast_tables(), *_reached())
        return render("methodology.html", place, Head(title, description, (Crumb(title),), "methodology"), page)

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The methodology page."""
    return (Kind("methodology", "{language}/methodology/", _prepare, lambda: [f"{lang}/methodology/" for lang in languages]),)
