"""Claimed control: the list of who claims what, the page of one claimant's days, and their files for the map.

What may live here: what these pages show, and the addresses of the files. Only what a licence lets everybody see is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.control.showing import LONGEST_AGE_DAYS, Missing, missing, shown_on
from conflict_atlas.control.store import ControlStore
from conflict_atlas.control.vintages import ControlVintage
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import FilterError
from conflict_atlas.publish import control as published
from conflict_atlas.publish.drawing.control_map import HeldArea, box_of, control_map, control_map_legend
from conflict_atlas.publish.drawing.geometry import Resolution
from conflict_atlas.publish.drawing.world_map import map_credit
from conflict_atlas.publish.licences import Audience, admit
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.charts import MapFigure
from conflict_atlas.site.pages.frame import NO_FIGURES, Crumb, Head, Place, Provenance, page_publication, render

JSON = "application/json"
_FILES_LISTED = 5
"""An archive or two are listed; a folder of daily files is not, since each stands beside its day."""
_REASONS_LISTED = 50


@dataclass(frozen=True)
class ClaimCard:
    """A vintage in the list."""

    path: str
    claimant: str
    holders: str
    period: str
    days: str
    missing: str


@dataclass(frozen=True)
class ControlIndex:
    """Every vintage that everybody may see, the newest import first."""

    vintages: tuple[ClaimCard, ...]
    longest_age: int


@dataclass(frozen=True)
class DayLink:
    """A day that is held."""

    text: str
    path: str
    is_shown: bool


@dataclass(frozen=True)
class MonthOfDays:
    """The held days of one month."""

    name: str
    days: tuple[DayLink, ...]


@dataclass(frozen=True)
class ShownDay:
    """The day on the page, and the file that it was read from."""

    asked: str
    day: str
    iso: str
    age: str
    file: str
    sha256: str
    areas: str
    points: str
    area_km2: str
    json_path: str
    map: MapFigure


@dataclass(frozen=True)
class ControlPage:
    """One vintage of claims. ``files`` is empty where there are too many to be listed."""

    vintage_id: str
    claimant: str
    holders: str
    url: str
    licence: str
    licence_url: str
    licence_basis: str
    credit: str
    imported_at: str
    imported_iso: str
    importer_version: str
    files: tuple[tuple[str, str, str, str], ...]
    records: str
    held: str
    set_aside: str
    reasons: tuple[tuple[str, str], ...]
    more_reasons: bool
    gaps: tuple[str, ...]
    missing: str
    first_iso: str
    last_iso: str
    asked_iso: str
    longest_age: int
    tolerance_m: int
    shown: ShownDay | None
    months: tuple[MonthOfDays, ...]


def control_store() -> ControlStore:
    """What is claimed, in the workspace of this site."""
    return ControlStore(desk.current().root)


def _found(vintage_id: str) -> tuple[ControlStore, ControlVintage]:
    """A vintage that is not withdrawn. Raises NotPublished; LicenceRefused where it is not for everybody."""
    store = control_store()
    for vintage in store.vintages():
        if vintage.vintage_id == vintage_id:
            admit([vintage], Audience.PUBLIC)
            return store, vintage
    raise NotPublished(f"no vintage of claimed control is called {vintage_id!r}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FilterError(f"day {text!r}: write a date as 2024-07-08") from None


def _gap(gap: Missing) -> str:
    if gap.first == gap.last:
        return words.day(gap.first)
    return _("%(first)s to %(last)s") % {"first": words.day(gap.first), "last": words.day(gap.last)}


def _count_missing(gaps: Iterable[Missing]) -> str:
    count = sum(gap.days for gap in gaps)
    return ngettext("%(count)s day missing", "%(count)s days missing", count) % {"count": words.number(count)}


def _count_days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": words.number(count)}


def _days_of(vintage: ControlVintage) -> tuple[date, ...]:
    return tuple(entry.day for entry in vintage.days)


def _card(vintage: ControlVintage) -> ClaimCard:
    days = _days_of(vintage)
    return ClaimCard(
        f"control/{vintage.vintage_id}/",
        vintage.claimant,
        ", ".join(vintage.holders),
        _("%(first)s to %(last)s") % {"first": words.day(days[0]), "last": words.day(days[-1])},
        words.number(len(days)),
        _count_missing(missing(days)),
    )


def _map(store: ControlStore, vintage: ControlVintage, day: date, place: Place) -> MapFigure:
    areas = tuple(HeldArea(area.holder, published.for_the_web(area.polygons)) for area in store.areas(vintage, day))
    box, policy = box_of(areas), f"{place.up}map-policy/"
    names = {country.iso3: words.country(country) for country in countries.all()}
    title = _("Areas held by %(holders)s according to %(claimant)s, %(day)s") % {
        "holders": ", ".join(vintage.holders),
        "claimant": vintage.claimant,
        "day": words.day(day),
    }
    note = _("A claim of %(claimant)s, not confirmed here. Outlines are simplified by up to %(metres)s metres.") % {
        "claimant": vintage.claimant,
        "metres": words.number(published.TOLERANCE_M),
    }
    return MapFigure(
        svg=control_map(
            areas, claimant=vintage.claimant, box=box, title=title, description=note, policy_href=policy, names=names
        ),
        legend=control_map_legend(areas, claimant=vintage.claimant, box=box),
        credit=map_credit(policy, Resolution.LOCAL),
        note=note,
        path="",
    )


def _age(days: int) -> str:
    if days == 0:
        return ""
    return ngettext("%(count)s day before the day asked for", "%(count)s days before the day asked for", days) % {
        "count": words.number(days)
    }


def _shown(store: ControlStore, vintage: ControlVintage, asked: date, place: Place) -> ShownDay | None:
    found = shown_on(_days_of(vintage), asked)
    entry = vintage.on(found.day) if found else None
    if found is None or entry is None:
        return None
    return ShownDay(
        asked=words.day(asked),
        day=words.day(found.day),
        iso=found.day.isoformat(),
        age=_age(found.age_days),
        file=entry.file,
        sha256=entry.sha256,
        areas=words.number(entry.areas),
        points=words.number(entry.points),
        area_km2=words.number(round(entry.area_km2)),
        json_path=place.root + published.day_path(vintage.vintage_id, found.day),
        map=_map(store, vintage, found.day, place),
    )


def _months(vintage: ControlVintage, shown: ShownDay | None) -> tuple[MonthOfDays, ...]:
    by_month: dict[tuple[int, int], list[date]] = {}
    for day in _days_of(vintage):
        by_month.setdefault((day.year, day.month), []).append(day)
    return tuple(
        MonthOfDays(
            f"{words.month_short(month)} {year}",
            tuple(
                DayLink(str(day.day), f"./?day={day.isoformat()}", shown is not None and shown.iso == day.isoformat())
                for day in days
            ),
        )
        for (year, month), days in sorted(by_month.items(), reverse=True)
    )


def _page(store: ControlStore, vintage: ControlVintage, asked: date, place: Place) -> ControlPage:
    gaps, days = missing(_days_of(vintage)), _days_of(vintage)
    shown = _shown(store, vintage, asked, place)
    return ControlPage(
        vintage_id=vintage.vintage_id,
        claimant=vintage.claimant,
        holders=", ".join(vintage.holders),
        url=vintage.origin.url,
        licence=vintage.origin.licence,
        licence_url=vintage.origin.licence_url,
        licence_basis=_("declared by the operator of this site"),
        credit=vintage.origin.citation,
        imported_at=f"{words.day(vintage.imported_at.date())}, {vintage.imported_at:%H:%M} UTC",
        imported_iso=vintage.imported_at.isoformat(timespec="seconds"),
        importer_version=vintage.importer_version,
        files=tuple(
            (item.name, words.size(item.size), words.number(item.records), item.sha256)
            for item in (vintage.files if len(vintage.files) <= _FILES_LISTED else ())
        ),
        records=words.number(len(days) + len(vintage.set_aside)),
        held=_count_days(len(days)),
        set_aside=words.number(len(vintage.set_aside)),
        reasons=tuple((entry.file, entry.reason) for entry in vintage.set_aside[:_REASONS_LISTED]),
        more_reasons=len(vintage.set_aside) > _REASONS_LISTED,
        gaps=tuple(map(_gap, gaps)),
        missing=_count_missing(gaps),
        first_iso=days[0].isoformat(),
        last_iso=days[-1].isoformat(),
        asked_iso=asked.isoformat(),
        longest_age=LONGEST_AGE_DAYS,
        tolerance_m=published.TOLERANCE_M,
        shown=shown,
        months=_months(vintage, shown),
    )


def _credited(vintages: Iterable[ControlVintage]) -> Provenance:
    return Provenance(NO_FIGURES.as_of, "", (), admit(vintages, Audience.PUBLIC), ())


def _prepare_list(asked: Asked) -> Publication:
    here, store = desk.current(), control_store()

    def build(place: Place) -> bytes:
        found = published.public_vintages(store)
        description = _(
            "Areas that somebody says are held by somebody, day by day: who claims it, which days, which are missing."
        )
        head = Head(_("Claimed control"), description, (Crumb(_("Claimed control")),), "control")
        page = ControlIndex(tuple(map(_card, found)), LONGEST_AGE_DAYS)
        return render("control_list.html", place, head, page, _credited(found))

    return page_publication(asked, here, build, (store.digest,))


def _prepare_page(asked: Asked) -> Publication:
    store, vintage = _found(asked.parts["vintage_id"])
    day = _day(asked.query["day"]) if "day" in asked.query else vintage.days[-1].day

    def build(place: Place) -> bytes:
        title = _("Claimed control: %(claimant)s") % {"claimant": vintage.claimant}
        description = _("Areas held by %(holders)s according to %(claimant)s, by day, with the file of each day.") % {
            "holders": ", ".join(vintage.holders),
            "claimant": vintage.claimant,
        }
        head = Head(title, description, (Crumb(_("Claimed control"), "control/"), Crumb(vintage.claimant)), "control")
        return render("control.html", place, head, _page(store, vintage, day, place), _credited([vintage]))

    return page_publication(asked, desk.current(), build, (store.digest,))


def _prepare_index_file(asked: Asked) -> Publication:
    here, store = desk.current(), control_store()

    def made() -> bytes:
        return published.index(published.public_vintages(store), Audience.PUBLIC)

    return Publication(asked.path, JSON, (*here.inputs, store.digest), made)


def _prepare_day_file(asked: Asked) -> Publication:
    store, vintage = _found(asked.parts["vintage_id"])
    text = asked.parts["day"]
    entry = next((entry for entry in vintage.days if entry.day.isoformat() == text), None)
    if entry is None:
        raise NotPublished(f"{vintage.vintage_id} holds nothing for {text!r}: the days that it holds stand in the index")
    return Publication(
        asked.path,
        JSON,
        (vintage.rows_sha256,),
        lambda: published.day_file(store, vintage, entry.day, Audience.PUBLIC),
        is_immutable=True,
    )


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The list, the page of a vintage, and the files for the map."""

    def pages() -> list[str]:
        ids = [vintage.vintage_id for vintage in published.public_vintages(control_store())]
        return [f"{language}/control/{vintage_id}/" for language in languages for vintage_id in ids]

    def files() -> list[str]:
        return [
            published.day_path(vintage.vintage_id, day)
            for vintage in published.public_vintages(control_store())
            for day in _days_of(vintage)
        ]

    return (
        Kind("control-list", "{language}/control/", _prepare_list, lambda: [f"{language}/control/" for language in languages]),
        Kind("control", "{language}/control/{vintage_id}/", _prepare_page, pages, frozenset({"day"})),
        Kind("control-index", published.INDEX_PATH, _prepare_index_file, lambda: [published.INDEX_PATH], in_sitemap=False),
        Kind("control-day", "map/control/{vintage_id}/{day}.json", _prepare_day_file, files, in_sitemap=False, is_main=False),
    )
