"""The page of one vintage: file, digest, records, coverage, licence, when it came. The second click from any number.

What may live here: what that page shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.events.lake import Lake
from conflict_atlas.events.questions import list_quarantine
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import Completeness, Grain
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
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

_LINES_SHOWN = 20


@dataclass(frozen=True)
class CoverageLine:
    """One run of months of one series."""

    series: str
    period: str
    badges: tuple[Badge, ...]
    basis: str
    is_partial: bool


@dataclass(frozen=True)
class FileLine:
    """One file as it came."""

    name: str
    sha256: str
    size: str
    records: str


@dataclass(frozen=True)
class Reason:
    """Why rows were set aside, and how many."""

    text: str
    count: str
    lines: str
    has_more: bool


@dataclass(frozen=True)
class VintagePage:
    """Everything that is known about a vintage."""

    vintage_id: str
    name: str
    producer: str
    release: str
    source: str
    grain: str
    citation: str
    credit: str
    licence: str
    licence_url: str
    url: str
    imported_at: str
    imported_iso: str
    importer_version: str
    digest: str
    files: tuple[FileLine, ...]
    records: str
    rows: str
    quarantined: str
    is_summed: bool
    has_quarantine: bool
    reasons: tuple[Reason, ...]
    totals: tuple[tuple[str, str], ...]
    coverage: tuple[CoverageLine, ...]
    notes: tuple[str, ...]
    rows_path: str


def coverage_lines(coverage: tuple[Coverage, ...]) -> tuple[CoverageLine, ...]:
    """Coverage in words, in the order of the vintage."""
    return tuple(
        CoverageLine(
            words.series(entry.series),
            words.period(entry.first, entry.last),
            badges(entry.completeness, entry.share, entry.preliminary),
            entry.basis,
            entry.completeness is not Completeness.COMPLETE,
        )
        for entry in coverage
    )


def _reasons(lake: Lake, vintage: Vintage) -> tuple[Reason, ...]:
    """Where rows could not be read, most often first. Their text and the reason, which may quote it, stay with the operator."""
    lines: dict[tuple[str, str], list[int]] = {}
    for row in list_quarantine(lake, vintage.vintage_id):
        lines.setdefault((row.file, row.column), []).append(row.line)
    return tuple(
        Reason(
            _("%(file)s, column %(name)s") % {"file": file, "name": column}
            if column
            else _("%(file)s, whole row") % {"file": file},
            words.rows(len(numbers)),
            words.joined(words.number(number) for number in sorted(numbers)[:_LINES_SHOWN]),
            len(numbers) > _LINES_SHOWN,
        )
        for (file, column), numbers in sorted(lines.items(), key=lambda item: (-len(item[1]), item[0]))
    )


_TOTAL_NAMES = {
    "best": "best",
    "low": "low",
    "high": "high",
    "deaths_a": "side A",
    "deaths_b": "side B",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown",
}


def vintage_page(lake: Lake, vintage: Vintage) -> VintagePage:
    """What the page of a vintage shows."""
    records = sum(item.records for item in vintage.files)
    return VintagePage(
        vintage_id=vintage.vintage_id,
        name=vintage_name(vintage),
        producer=vintage.origin.producer,
        release=vintage.release,
        source=vintage.source,
        grain=words.grain(vintage.grain),
        citation=vintage.origin.citation,
        credit=vintage.origin.credit,
        licence=vintage.origin.licence,
        licence_url=vintage.origin.licence_url,
        url=vintage.origin.url,
        imported_at=f"{words.day(vintage.imported_at.date())}, {vintage.imported_at:%H:%M} UTC",
        imported_iso=vintage.imported_at.isoformat(timespec="seconds"),
        importer_version=vintage.importer_version,
        digest=vintage.digest,
        files=tuple(
            FileLine(item.name, item.sha256, words.size(item.size), words.number(item.records)) for item in vintage.files
        ),
        records=words.number(records),
        rows=words.number(vintage.rows),
        quarantined=words.number(vintage.quarantined),
        is_summed=vintage.grain is not Grain.EVENT,
        has_quarantine=vintage.quarantined > 0,
        reasons=_reasons(lake, vintage),
        totals=tuple((_TOTAL_NAMES.get(name, name), words.number(value)) for name, value in vintage.totals.items()),
        coverage=coverage_lines(vintage.coverage),
        notes=vintage.notes,
        rows_path=f"evidence/?series={vintage.coverage[0].series.value}&vintage={vintage.vintage_id}",
    )


def _prepare_vintage(asked: Asked) -> Publication:
    here = desk.current()
    wanted = asked.parts["vintage_id"]
    found = next((vintage for vintage in here.lake.vintages() if vintage.vintage_id == wanted), None)
    if found is None:
        raise NotPublished(f"no vintage is called {wanted!r}")

    def build(place: Place) -> bytes:
        page = vintage_page(here.lake, found)
        head = Head(
            page.name,
            _("%(name)s by %(producer)s: file, digest, records, coverage, licence.")
            % {"name": page.name, "producer": page.producer},
            (Crumb(_("Sources"), "sources/"), Crumb(page.name)),
            "sources",
        )
        return render("vintage.html", place, head, page, credited((found,)))

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The pages of the vintages."""

    def paths() -> list[str]:
        ids = [vintage.vintage_id for vintage in desk.current().lake.vintages()]
        return [f"{language}/sources/{vintage_id}/" for language in languages for vintage_id in ids]

    return (Kind("vintage", "{language}/sources/{vintage_id}/", _prepare_vintage, paths),)
