"""What the data cover: for every year and series, how much is held, by which vintage.

What may live here: the coverage page. It is what a reader checks before trusting a zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.events.months import Month
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import Completeness, Series
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.frame import (
    Badge,
    Crumb,
    Head,
    Place,
    badges,
    credited,
    page_publication,
    render,
    vintage_name,
)

# Below this share of the publisher's own total a year is too thin to compare with others (see the methodology page).
THIN_SHARE = 0.8


@dataclass(frozen=True)
class Held:
    """What one vintage holds of one series in one year."""

    path: str
    name: str
    months: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class Cell:
    """One year of one series; ``is_thin`` where everything held is under the limit."""

    held: tuple[Held, ...]
    is_thin: bool


@dataclass(frozen=True)
class YearLine:
    """One year, with a cell for each series."""

    year: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SeriesColumn:
    """A series: its honest name and what it counts."""

    name: str
    meaning: str


@dataclass(frozen=True)
class CoveragePage:
    """The table of years and series, newest year first; what needs saying about the vintages."""

    series: tuple[SeriesColumn, ...]
    years: tuple[YearLine, ...]
    notes: tuple[tuple[str, str], ...]
    thin: str


def coverage_page(vintages: tuple[Vintage, ...]) -> CoveragePage:
    """What the coverage page shows."""
    shown = tuple(
        series for series in Series if any(entry.series is series for vintage in vintages for entry in vintage.coverage)
    )
    years = range(max(v.last.year for v in vintages), min(v.first.year for v in vintages) - 1, -1) if vintages else ()
    return CoveragePage(
        tuple(SeriesColumn(words.series(series), words.series_meaning(series)) for series in shown),
        tuple(YearLine(year, tuple(_cell(vintages, series, year) for series in shown)) for year in years),
        tuple((vintage_name(vintage), note) for vintage in vintages for note in vintage.notes),
        words.percent(THIN_SHARE),
    )


def _cell(vintages: tuple[Vintage, ...], series: Series, year: int) -> Cell:
    first, last = Month(year, 1), Month(year, 12)
    entries = [
        (vintage, entry)
        for vintage in vintages
        for entry in vintage.coverage
        if entry.series is series and entry.first <= last and first <= entry.last
    ]
    held = tuple(_held(vintage, entry, first, last) for vintage, entry in entries)
    is_thin = bool(entries) and all(_is_thin(entry) for _, entry in entries)
    return Cell(held, is_thin)


def _is_thin(entry: Coverage) -> bool:
    return entry.completeness is not Completeness.COMPLETE and entry.share is not None and entry.share < THIN_SHARE


def _held(vintage: Vintage, entry: Coverage, first: Month, last: Month) -> Held:
    months = words.period(max(first, entry.first), min(last, entry.last))
    return Held(
        f"sources/{vintage.vintage_id}/",
        _("release %(release)s, by %(grain)s") % {"release": vintage.release, "grain": words.grain(vintage.grain)},
        "" if months == str(first.year) else months,
        badges(entry.completeness, entry.share, entry.preliminary),
    )


def _prepare(asked: Asked) -> Publication:
    here = desk.current()

    def build(place: Place) -> bytes:
        vintages = here.lake.vintages()
        title = _("What the data cover")
        head = Head(
            title,
            _("For every year and series: complete, partial with its share, preliminary, or not held."),
            (Crumb(title),),
            "coverage",
        )
        return render("coverage.html", place, head, coverage_page(vintages), credited(vintages))

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The coverage page."""
    return (Kind("coverage", "{language}/coverage/", _prepare, lambda: [f"{language}/coverage/" for language in languages]),)
