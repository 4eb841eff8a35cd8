"""The page of a tracked conflict, and the page of a single UCDP conflict id.

What may live here: what these two pages show beside the record of their filter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.publish.registry import Asked, Kind, Moved, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import named
from conflict_atlas.site.pages.apart import Apart, apart
from conflict_atlas.site.pages.figures import Figure, Reply, answers, ask, by_key, figure, within
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, provenance, render
from conflict_atlas.site.pages.named import DyadLine, NameLine
from conflict_atlas.site.pages.record import Record, record
from conflict_atlas.site.pages.stages import StageLine, stage_of


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    name: str
    path: str


@dataclass(frozen=True)
class IdLine:
    """One UCDP conflict id of a group, with its figures."""

    conflict_id: str
    name: str
    path: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ConflictPage:
    """What the page of a conflict shows. ``reason`` says why these ids are one conflict; empty for a single id."""

    record: Record
    apart: Apart | None
    lifecycle: StageLine | None
    region: str
    countries: tuple[Link, ...]
    part_of: Link | None
    parts: tuple[Link, ...]
    tracked_as: Link | None
    aliases: tuple[str, ...]
    reason: str
    ids: tuple[IdLine, ...]
    names: tuple[NameLine, ...]
    dyads: tuple[DyadLine, ...]


def _link(entry: TrackedConflict) -> Link:
    return Link(entry.name, f"conflicts/{entry.slug}/")


def _country_links(codes: tuple[str, ...]) -> tuple[Link, ...]:
    found = (countries.by_iso3(code) for code in codes)
    return tuple(Link(country.name, f"countries/{country.iso3}/") for country in found if country)


def _ids(reply: Reply, conflict_ids: tuple[str, ...], here: desk.Desk) -> tuple[IdLine, ...]:
    """Every id of the group with its figures, most deaths first; an id without figures is listed too."""
    rows = by_key(reply)
    lines = [
        IdLine(
            conflict_id,
            named.conflict_name(here, conflict_id),
            f"ucdp/{conflict_id}/",
            tuple(
                figure(reply.series, replace(within(reply, tally), conflicts=(conflict_id,)), tally)
                for tally in rows.get(conflict_id, ())
                if tally.best is not None
            ),
        )
        for conflict_id in conflict_ids
    ]
    return tuple(sorted(lines, key=lambda line: -max((item.best or 0 for item in line.figures), default=-1)))


def _tracked_page(here: desk.Desk, entry: TrackedConflict, place: Place) -> bytes:
    ids = tracked.all_conflicts(entry.slug)
    filters = Filters(conflicts=named.held(here, ids))
    by_id = ask(here.lake, filters, (Dimension.CONFLICT,))
    parent = tracked.by_slug(entry.part_of) if entry.part_of else None
    page = ConflictPage(
        record=record(here.lake, filters, entry.name, place, (Series.LOCATED,)),
        apart=apart(here, entry.slug),
        lifecycle=stage_of(here, entry),
        region=entry.region,
        countries=_country_links(entry.countries),
        part_of=_link(parent) if parent else None,
        parts=tuple(map(_link, tracked.parts(entry.slug))),
        tracked_as=None,
        aliases=entry.aliases,
        reason=entry.reason,
        ids=_ids(by_id, ids, here),
        names=tuple(line for conflict_id in ids for line in named.conflict_names(here, conflict_id)),
        dyads=named.dyads_of(here, filters),
    )
    used = (*page.record.answers, *answers((by_id,)), *(page.apart.answers if page.apart else ()))
    count = len(ids)
    description = ngettext(
        "%(name)s: deaths by month, place and type as counted by UCDP, %(count)s conflict id, with sources.",
        "%(name)s: deaths by month, place and type as counted by UCDP, %(count)s conflict ids, with sources.",
        count,
    ) % {"name": entry.name, "count": count}
    return render("conflict.html", place, Head(entry.name, description, (Crumb(entry.name),)), page, provenance(here.lake, used))


def _id_page(here: desk.Desk, conflict_id: str, place: Place) -> bytes:
    filters = Filters(conflicts=(conflict_id,))
    name = named.conflict_name(here, conflict_id)
    entry = tracked.by_conflict(conflict_id)
    page = ConflictPage(
        record=record(here.lake, filters, name, place, (Series.LOCATED,)),
        apart=None,
        lifecycle=None,
        region=entry.region if entry else "",
        countries=_country_links(named.countries_of(here, conflict_id)),
        part_of=None,
        parts=(),
        tracked_as=_link(entry) if entry else None,
        aliases=(),
        reason="",
        ids=(),
        names=named.conflict_names(here, conflict_id),
        dyads=named.dyads_of(here, filters),
    )
    head = Head(
        name,
        _("UCDP conflict id %(id)s, %(name)s: deaths by month, place and type, with sources.")
        % {"id": conflict_id, "name": name},
        (Crumb(_("All conflict ids"), "ucdp/"), Crumb(_("id %(id)s") % {"id": conflict_id})),
    )
    return render("conflict.html", place, head, page, provenance(here.lake, page.record.answers))


def _prepare_tracked(asked: Asked) -> Publication:
    slug = asked.parts["slug"]
    entry = tracked.by_slug(slug)
    if entry is None:
        today = tracked.redirect(slug)
        if today:
            raise Moved(f"{asked.parts['language']}/conflicts/{today}/")
        raise NotPublished(f"no tracked conflict is called {slug!r}")
    here = desk.current()
    return page_publication(asked, here, lambda place: _tracked_page(here, entry, place))


def _prepare_id(asked: Asked) -> Publication:
    conflict_id = asked.parts["conflict_id"]
    here = desk.current()
    if conflict_id not in named.conflict_ids(here):
        raise NotPublished(f"no UCDP conflict has the id {conflict_id!r} in the data here")
    return page_publication(asked, here, lambda place: _id_page(here, conflict_id, place))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Pages of tracked conflicts and of single ids."""
    return (
        Kind(
            "conflict",
            "{language}/conflicts/{slug}/",
            _prepare_tracked,
            lambda: [f"{language}/conflicts/{entry.slug}/" for language in languages for entry in tracked.all()],
        ),
        Kind(
            "conflict-id",
            "{language}/ucdp/{conflict_id}/",
            _prepare_id,
            lambda: [
                f"{language}/ucdp/{conflict_id}/" for language in languages for conflict_id in named.conflict_ids(desk.current())
            ],
            # Two thousand pages, of which few are asked for: each is made when it is.
            is_main=False,
        ),
    )
