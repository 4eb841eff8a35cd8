"""The filter form of the home page: what was chosen, what may be chosen, and the filter that it makes.

What may live here: reading the form's fields into a ``Choice`` and writing it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.catalogue import countries, regions
from conflict_atlas.events.filters import FilterError, Filters
from conflict_atlas.publish.drawing.geometry import View
from conflict_atlas.site.pages import words

FIELDS = frozenset({"region", "country", "type", "from", "to", "first-year", "last-year", "status", "borders"})


@dataclass(frozen=True)
class Choice:
    """What was chosen: the core's filter, which says what is counted, the status that listed conflicts must have, and whose
    borders the map draws."""

    filters: Filters
    status: Label | None = None
    borders: View = View.UN

    @property
    def is_filter(self) -> bool:
        """Whether something is left out."""
        return self.status is not None or self.filters != Filters()

    @property
    def path(self) -> str:
        """The query that leads to this choice; empty for everything."""
        query = self.filters.to_query() | ({"status": self.status.value} if self.status else {})
        query |= {"borders": self.borders.value} if self.borders is not View.UN else {}
        return f"?{urlencode(query)}" if query else ""


@dataclass(frozen=True)
class Option:
    """Something that may be chosen."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use; ``path`` leads to the page without it."""

    text: str
    path: str


@dataclass(frozen=True)
class FilterForm:
    """The form as it stands."""

    regions: tuple[Option, ...]
    countries: tuple[Option, ...]
    types: tuple[Option, ...]
    statuses: tuple[Option, ...]
    first_year: str
    last_year: str
    least_year: int
    most_year: int
    active: tuple[ActiveFilter, ...]
    borders: str
    """Whose borders, to be kept when the form is sent; empty for the default."""
    everything: str
    """The query that leads to the page without any filter."""


def read(query: Mapping[str, str]) -> Choice:
    """What the form asks for. Raises FilterError for what it cannot read."""
    filters = Filters.from_query({name: text for name, text in query.items() if name in FIELDS})
    for code in filters.countries:
        if countries.by_iso3(code) is None:
            raise FilterError(f"country {code!r}: write the three-letter code of a country, for example AZE")
    for name in filters.regions:
        if regions.by_name(name) is None:
            raise FilterError(f"region {name!r}: the regions are {', '.join(region.name for region in regions.all())}")
    first, last = _year(query, "first-year"), _year(query, "last-year")
    dated = Filters.from_query(
        {
            "from": f"{first:04d}-01-01" if first else query.get("from", ""),
            "to": f"{last:04d}-12-31" if last else query.get("to", ""),
        }
    )
    named = tuple(region.name for name in filters.regions if (region := regions.by_name(name)))
    return Choice(
        replace(filters, start=dated.start, end=dated.end, regions=named),
        _status(query.get("status", "").strip()),
        borders_of(query.get("borders", "").strip()),
    )


def _status(text: str) -> Label | None:
    if not text:
        return None
    if text not in tuple(Label):
        raise FilterError(f"status {text!r}: the values are {', '.join(Label)}")
    return Label(text)


def borders_of(text: str) -> View:
    """The view of the borders that an address names; the default one for none. Raises FilterError for another."""
    known = [view.value for view in View]
    if text and text not in known:
        raise FilterError(f"borders {text!r}: the values are {', '.join(known)}")
    return View(text) if text else View.UN


def _year(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    if not (text.isdigit() and 1900 <= int(text) <= 2200):
        raise FilterError(f"{name} {text!r}: write a year with four digits, for example 2020")
    return int(text)


def form(choice: Choice, least_year: int, most_year: int) -> FilterForm:
    """The form for a choice."""
    filters = choice.filters
    return FilterForm(
        tuple(Option(region.name, words.region(region.name), region.name in filters.regions) for region in regions.all()),
        tuple(
            Option(country.iso3, words.country(country), country.iso3 in filters.countries)
            for country in words.in_order(countries.all())
            if country.region and not country.filed_under
        ),
        tuple(Option(str(value), words.type_of_violence(value), value in filters.types) for value in (1, 2, 3)),
        tuple(Option(label.value, words.violence(label), label is choice.status) for label in LISTED),
        str(filters.start.year) if filters.start else "",
        str(filters.end.year) if filters.end else "",
        least_year,
        most_year,
        _active(choice),
        choice.borders.value if choice.borders is not View.UN else "",
        Choice(Filters(), borders=choice.borders).path,
    )


LISTED = (Label.WORSENING, Label.UNCHANGING, Label.IMPROVING, Label.QUIET, Label.NOT_ASSESSED)
"""In the order in which a reader looks for them."""


def _active(choice: Choice) -> tuple[ActiveFilter, ...]:
    filters = choice.filters
    found = []

    def add(text: str, **without: object) -> None:
        found.append(ActiveFilter(text, replace(choice, filters=replace(filters, **without)).path))

    for name in filters.regions:
        add(name, regions=_without(filters.regions, name))
    for code in filters.countries:
        country = countries.by_iso3(code)
        add(words.country(country) if country else code, countries=_without(filters.countries, code))
    for value in filters.types:
        add(words.type_of_violence(value), types=tuple(other for other in filters.types if other != value))
    if filters.start:
        add(_("from %(day)s") % {"day": words.day(filters.start)}, start=None)
    if filters.end:
        add(_("to %(day)s") % {"day": words.day(filters.end)}, end=None)
    if choice.status:
        text = _("Deadly violence: %(label)s") % {"label": words.violence(choice.status)}
        found.append(ActiveFilter(text, replace(choice, status=None).path))
    return tuple(found)


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in values if other != value)
