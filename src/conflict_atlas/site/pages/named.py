"""Names in the data: every conflict id with the names that it carries, and the parties as the source writes them.

What may live here: look-ups of names, kept for as long as the lake stays as it is. Names are the source's own; a
placeholder such as "XXX70" is said in words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conflict_atlas.events import known
from conflict_atlas.events.aliases import aliases
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.site.desk import Desk, once_per_lake
from conflict_atlas.site.pages.figures import Figure, ask, figure, within


@dataclass(frozen=True)
class NameLine:
    """A name in the data, and when it is used there."""

    name: str
    period: str


@dataclass(frozen=True)
class DyadLine:
    """A pair of primary parties within a conflict, with its figures."""

    name: str
    names: tuple[NameLine, ...]
    figures: tuple[Figure, ...]


@once_per_lake
def _ids(here: Desk) -> Mapping[str, str]:
    """Every conflict id in the data with its newest name, in the order of the ids."""
    found: dict[str, str] = {}
    for series in (Series.LOCATED, Series.DEATHS):
        for tally in sorted(ask(here.lake, Filters(), (Dimension.CONFLICT,), series).rows, key=lambda tally: tally.last):
            if tally.key[0] is not None:
                found[tally.key[0]] = tally.name or found.get(tally.key[0], "")
    return {conflict_id: found[conflict_id] for conflict_id in sorted(found, key=lambda text: (len(text), text))}


def conflict_ids(here: Desk) -> Mapping[str, str]:
    """Ids to newest names."""
    return _ids(here)


def held(here: Desk, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those ids of a group that the data know. None known: the group as it is, so that the answer says what is missing."""
    known_here = known.ids(here.lake, "conflict")
    return tuple(conflict_id for conflict_id in ids if conflict_id in known_here) or ids


def conflict_name(here: Desk, conflict_id: str) -> str:
    """The newest name of a conflict id, in words."""
    newest = _ids(here).get(conflict_id) or aliases(here.lake).name("conflict", conflict_id)
    return readable(newest or _("Conflict id %(id)s") % {"id": conflict_id})


def _name_lines(here: Desk, kind: str, number: str) -> tuple[NameLine, ...]:
    """The dated names of one id, newest first; empty where it has only one."""
    lines = []
    for entry in aliases(here.lake).of(kind, number):
        years = [str(day.year) for day in (entry.first, entry.last) if day is not None]
        lines.append(NameLine(readable(entry.name), "–".join(dict.fromkeys(years))))
    return tuple(lines) if len({line.name for line in lines}) > 1 else ()


def conflict_names(here: Desk, conflict_id: str) -> tuple[NameLine, ...]:
    """The names that a conflict id carries in the data, with their years; empty where there is only one."""
    return _name_lines(here, "conflict", conflict_id)


def dyads_of(here: Desk, filters: Filters) -> tuple[DyadLine, ...]:
    """The pairs of parties under a filter, most deaths first; empty where the data at hand do not name them."""
    reply = ask(here.lake, filters, (Dimension.DYAD,))
    lines = []
    for tally in sorted(reply.rows, key=lambda tally: -(tally.best or 0)):
        dyad_id = tally.key[0]
        if dyad_id is None or tally.best is None:
            continue
        asked = replace(within(reply, tally), dyads=(dyad_id,))
        other = _name_lines(here, "dyad", dyad_id)
        lines.append(DyadLine(readable(tally.name or dyad_id), other, (figure(reply.series, asked, tally),)))
    return tuple(lines)


def countries_of(here: Desk, conflict_id: str) -> tuple[str, ...]:
    """The countries in which the data place a conflict id, most deaths first."""
    deaths: dict[str, int] = {}
    for series in (Series.DEATHS, Series.LOCATED):
        for tally in ask(here.lake, Filters(conflicts=(conflict_id,)), (Dimension.COUNTRY,), series).rows:
            if tally.key[0] is not None:
                deaths[tally.key[0]] = max(deaths.get(tally.key[0], 0), tally.best or 0)
    return tuple(sorted(deaths, key=lambda code: (-deaths[code], code)))
