"""How figures, dates and names of things are written on pages.

What may live here: values to text, in the language of the page. A value that is not known is said to be not known; it is
never written as a zero.
"""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Grain, Series
from conflict_atlas.publish.drawing.geometry import View


def number(value: int | None) -> str:
    """A count with thousands marked, or "not known"."""
    return _("not known") if value is None else number_format(value, use_l10n=True, force_grouping=True)


def spread(low: int | None, high: int | None) -> str:
    """The range beside a best estimate; empty where it is not known."""
    return "" if low is None or high is None else f"{number(low)}–{number(high)}"


def percent(share: float) -> str:
    """A share as whole percents; what is not nothing is never written as 0 %, what is not all never as 100 %."""
    value = round(share * 100)
    if value == 0 and share > 0:
        return _("under 1 %")
    if value == 100 and share < 1:
        return _("over 99 %")
    return f"{value} %"


def day(value: date) -> str:
    """A calendar date in words."""
    return date_format(value, "j F Y")


def month(value: Month) -> str:
    """A month in words."""
    return date_format(value.first_day, "F Y")


def month_short(number: int) -> str:
    """The short name of the month with this number."""
    return date_format(date(2000, number, 1), "M")


def period(first: Month, last: Month) -> str:
    """A run of months, as short as it can be said."""
    if first.month == 1 and last.month == 12:
        return years(first.year, last.year)
    if first == last:
        return month(first)
    return _("%(first)s to %(last)s") % {"first": _short_month(first), "last": _short_month(last)}


def years(first: int, last: int) -> str:
    """A run of years."""
    return str(first) if first == last else f"{first}–{last}"


def _short_month(value: Month) -> str:
    return date_format(value.first_day, "M Y")


def series(value: Series) -> str:
    """The honest name of a series."""
    return {
        Series.DEATHS: _("Deaths"),
        Series.LOCATED: _("Deaths in located events"),
        Series.WITHIN_MONTH: _("Deaths in events within one month"),
    }[value]


def series_meaning(value: Series) -> str:
    """What a series counts, in a sentence."""
    return {
        Series.DEATHS: _("Deaths in all events of the release."),
        Series.LOCATED: _("Only events whose place is exact or known within about 25 km. A part, never a total."),
        Series.WITHIN_MONTH: _("Only events that begin and end in one calendar month. A part, never a total."),
    }[value]


def type_of_violence(value: int | str | None) -> str:
    """UCDP's three types of organised violence."""
    names = {"1": _("State-based"), "2": _("Non-state"), "3": _("One-sided")}
    return names.get(str(value), _("Type not known"))


def type_meaning(value: int | str) -> str:
    """What a type of violence is."""
    return {
        "1": _("Armed force between two parties, of which at least one is the government of a state."),
        "2": _("Armed force between two organised groups, neither of which is a government of a state."),
        "3": _("Armed force by a government or an organised group against civilians."),
    }[str(value)]


def violence(value: Label) -> str:
    """What deadly violence does, in a word. It is said of deaths only, never of the conflict."""
    return {
        Label.WORSENING: _("worsening"),
        Label.UNCHANGING: _("unchanging"),
        Label.IMPROVING: _("improving"),
        Label.QUIET: _("quiet"),
        Label.NOT_ASSESSED: _("not assessed"),
    }[value]


def grain(value: Grain) -> str:
    """What one row stands for."""
    return {
        Grain.EVENT: _("single events"),
        Grain.CONFLICT_CELL_MONTH: _("conflict, half-degree cell and month"),
        Grain.CONFLICT_COUNTRY_MONTH: _("conflict, country and month"),
        Grain.COUNTRY_MONTH: _("country and month"),
        Grain.TYPE_MONTH: _("type of violence and month, whole world"),
        Grain.CONFLICT_TOTAL: _("conflict, whole period"),
    }[value]


def coverage(completeness: Completeness, share: float | None) -> str:
    """How much of a period is held, in words."""
    if completeness is Completeness.COMPLETE:
        return _("complete")
    if completeness is Completeness.PARTIAL:
        return _("partial, %(share)s") % {"share": percent(share)} if share is not None else _("partial")
    return _("coverage not known")


def rows(count: int) -> str:
    """A count of rows."""
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": number(count)}


def size(count: int) -> str:
    """A file size."""
    if count < 1000:
        return _("%(count)s bytes") % {"count": count}
    value, unit = (count / 1000, "kB") if count < 1_000_000 else (count / 1_000_000, "MB")
    return f"{number_format(round(value, 1), use_l10n=True)} {unit}"


def borders(view: View) -> str:
    """A view of the borders by name."""
    return {View.UN: _("UN-based borders"), View.NATURAL_EARTH: _("Control as drawn by Natural Earth")}[view]


def borders_note(view: View) -> str:
    """What a view of the borders is, in one sentence."""
    return {
        View.UN: _("Borders as in the geodata of the United Nations; they say nothing about control."),
        View.NATURAL_EARTH: _("Lines of control in the judgement of Natural Earth's makers; they say nothing about rights."),
    }[view]
