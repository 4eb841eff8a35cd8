"""Who is involved: actors with their roles by period, and who governed a territory.

What may live here: the tables on actors and on the status of territories.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Actor, TerritoryStatus
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class RoleLine:
    """What an actor was, toward whom, when, and what is told of it."""

    role: str
    toward: str
    period: str
    text: SafeString


@dataclass(frozen=True)
class ActorLines:
    """An actor and its roles."""

    mark: str
    name: str
    kind: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True)
class TerritoryLine:
    """Who governed a territory in a period, and who recognised that."""

    territory: str
    period: str
    governed_by: str
    recognised: str
    text: SafeString


def actor_lines(actors: tuple[Actor, ...], prose: Prose) -> tuple[ActorLines, ...]:
    """The actors in the order of the dossier."""
    return tuple(
        ActorLines(
            f"actor-{actor.key}",
            actor.name,
            actor.kind,
            tuple(
                RoleLine(
                    role.role.replace("_", " "),
                    role.toward or "",
                    dates.written(role.period) if role.period else "",
                    prose.line(role.text),
                )
                for role in actor.roles
            ),
        )
        for actor in actors
    )


def territory_lines(statuses: tuple[TerritoryStatus, ...], prose: Prose) -> tuple[TerritoryLine, ...]:
    """The status of territories in the order of the dossier."""
    return tuple(
        TerritoryLine(
            status.territory,
            dates.written(status.period),
            status.governed_by,
            status.recognised,
            prose.line(status.text),
        )
        for status in statuses
    )
