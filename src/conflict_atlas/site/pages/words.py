"""How figures, dates and names of things are written on pages.

What may live here: values to text, in the language of the page. How a language writes numbers, dates and countries is taken
from Unicode's CLDR through Babel, except that English dates stand as "3 September 2026" and English names of countries are
those of the catalogue. Digits are 0 to 9 in every language, as in the data and on the drawings. A value that is not known is
said to be not known; it is never written as a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.catalogue.countries import Country
from conflict_atlas.events.catalogue.matching import name_key
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Grain, Series
from conflict_atlas.locale import LISTED
from conflict_atlas.publish.drawing.geometry import View


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


@lru_cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def decimal(value: float | Decimal, decimals: int = 0) -> str:
    """A number with thousands marked and exactly so many decimals."""
    marks = _locale().number_symbols["latn"]
    # As text, since a number of any size must be written to its last digit.
    return f"{value:,.{decimals}f}".translate({ord(","): marks["group"], ord("."): marks["decimal"]})


def number(value: int | None) -> str:
    """A count with thousands marked, or "not known"."""
    return _("not known") if value is None else decimal(value)


def comma() -> str:
    """What stands between the items of a list, in the language of the page."""
    return pgettext("between the items of a list", ", ")


def joined(items: Iterable[str]) -> str:
    """Items of a list without an "and", with the comma of the language between them."""
    return comma().join(items)


def conflict(value: TrackedConflict) -> str:
    """The name of a tracked conflict: ours, and so translated as any other word of ours."""
    return _(value.name)


def marks(language: str) -> SafeString:
    """The attributes of an element whose text is in this language; empty where the page is in it."""
    if language == (get_language() or "en"):
        return mark_safe("")
    known = {item.code: item.direction for item in LISTED}
    return format_html(' lang="{}" dir="{}"', language, known.get(language, "auto"))


def in_english(text: str) -> str:
    """A text that is kept in English, marked as such on the pages of other languages."""
    found = marks("en")
    return format_html("<span{}>{}</span>", found, text) if found and text else text


def country(value: Country) -> str:
    """The name of a country: ours in English, elsewhere CLDR's."""
    locale = _locale()
    if locale.language == "en":
        return value.name
    codes = get_global("territory_aliases").get(value.iso3) or _CODES_OF_OUR_OWN.get(value.iso3, ())
    return next((locale.territories[code] for code in codes if code in locale.territories), value.name)


def in_order(found: Iterable[Country]) -> list[Country]:
    """Countries by their names in the language of the page, accents apart; English ones as the catalogue has them."""
    return list(found) if _locale().language == "en" else sorted(found, key=lambda item: name_key(country(item)))


def region(name: str) -> str:
    """A region of UCDP's by its name in the data."""
    return {
        "Africa": _("Africa"),
        "Americas": _("Americas"),
        "Asia": _("Asia"),
        "Europe": _("Europe"),
        "Middle East": _("Middle East"),
    }.get(name, name)


_CODES_OF_OUR_OWN = {"XKX": ("XK",)}
"""Alpha-2 codes of CLDR for alpha-3 codes that ISO 3166-1 does not assign."""


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
    return format_date(value, "d MMMM y" if _locale().language == "en" else "long", locale=_locale())


def month(value: Month) -> str:
    """A month in words."""
    return _month_in(str(_locale()), "yMMMM", value)


@lru_cache(maxsize=8192)
def _month_in(language: str, skeleton: str, value: Month) -> str:
    """Kept, since a page with a chart writes a thousand months."""
    return format_skeleton(skeleton, value.first_day, locale=_locale_of(language))


def month_short(number: int) -> str:
    """The short name of the month with this number, as it stands alone."""
    return format_date(date(2000, number, 1), "LLL", locale=_locale())


def month_names(short: bool = False) -> tuple[str, ...]:
    """The names of the months, January first, as they stand in a date."""
    names = _locale().months["format"]["abbreviated" if short else "wide"]
    return tuple(names[number] for number in range(1, 13))


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
    return _month_in(str(_locale()), "yMMM", value)


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
    value, unit = (count / 1000, _("kB")) if count < 1_000_000 else (count / 1_000_000, _("MB"))
    return f"{decimal(value, 1)} {unit}"


def borders(view: View) -> str:
    """A view of the borders by name."""
    return {View.UN: _("UN-based borders"), View.NATURAL_EARTH: _("Control as drawn by Natural Earth")}[view]


def borders_note(view: View) -> str:
    """What a view of the borders is, in one sentence."""
    return {
        View.UN: _("Borders as in the geodata of the United Nations; they say nothing about control."),
        View.NATURAL_EARTH: _("Lines of control in the judgement of Natural Earth's makers; they say nothing about rights."),
    }[view]
