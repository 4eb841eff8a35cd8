"""What the data say about a tracked conflict or a single id: the record, its ids, names and parties, and where it stands.

What may live here: the data part of a conflict's page, the same with and without a written dossier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.site import desk
from conflict_atlas.site.pages import named, words
from conflict_atlas.site.pages.brief.text import BriefText, brief_of_conflict
from conflict_atlas.site.pages.figures import Figure, Reply, answers, ask, by_key, figure, within
from conflict_atlas.site.pages.frame import Place
from conflict_atlas.site.pages.named import DyadLine, NameLine
from conflict_atlas.site.pages.outlook import ConflictOutlook, outlook_of_conflict
from conflict_atlas.site.pages.record import Record, record
from conflict_atlas.site.pages.stages import StageLine, stage_of
from conflict_atlas.site.pages.violence import ViolenceView, violence_of_conflict


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
class ConflictData:
    """What the data say. ``reason`` says why these ids are one conflict; empty for a single id."""

    record: Record
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
    answers: tuple[Answer, ...]
    brief: BriefText | None = None
    violence: ViolenceView | None = None
    outlook: ConflictOutlook | None = None

    @property
    def region_name(self) -> str:
        """The region as readers call it."""
        return words.region(self.region)


def _link(entry: TrackedConflict) -> Link:
    return Link(words.conflict(entry), f"conflicts/{entry.slug}/")


def _country_links(codes: tuple[str, ...]) -> tuple[Link, ...]:
    found = (countries.by_iso3(code) for code in codes)
    return tuple(Link(words.country(country), f"countries/{country.iso3}/") for country in found if country)


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


def tracked_data(here: desk.Desk, entry: TrackedConflict, place: Place) -> ConflictData:
    """The data of a tracked conflict: those of all its ids."""
    ids = tracked.all_conflicts(entry.slug)
    filters = Filters(conflicts=named.held(here, ids))
    by_id = ask(here.lake, filters, (Dimension.CONFLICT,))
    parent = tracked.by_slug(entry.part_of) if entry.part_of else None
    found = record(here.lake, filters, words.conflict(entry), place, (Series.LOCATED,))
    used = (*found.answers, *answers((by_id,)))
    brief = brief_of_conflict(here, filters.conflicts, place, used)
    return ConflictData(
        record=found,
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
        answers=brief.answers if brief else used,
        brief=brief,
        violence=violence_of_conflict(here, entry),
        outlook=outlook_of_conflict(here, entry),
    )


def id_data(here: desk.Desk, conflict_id: str, name: str, place: Place) -> ConflictData:
    """The data of one UCDP conflict id."""
    filters = Filters(conflicts=(conflict_id,))
    entry = tracked.by_conflict(conflict_id)
    found = record(here.lake, filters, name, place, (Series.LOCATED,))
    return ConflictData(
        record=found,
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
        answers=found.answers,
    )
