"""Lifecycle of a conflict: active, inactive, ended, archived, or unknown, with the reason in one sentence.

What may live here: the thresholds and one pure function over yearly deaths. Only a year that is covered completely can
make a conflict inactive; a year covered in part can only show that deaths reached the threshold, never that they did
not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from conflict_atlas.events.catalogue.tracked import Ending

ACTIVE_DEATHS_A_YEAR = 25
"""UCDP's threshold for listing a conflict or an actor in a calendar year."""
WAR_DEATHS_A_YEAR = 1_000
"""UCDP's threshold between a minor conflict and a war, for state-based conflict and battle-related deaths."""
_RULE = f"a conflict counts as active from {ACTIVE_DEATHS_A_YEAR} deaths in a calendar year."


class Stage(Enum):
    """Where a conflict stands."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ENDED = "ended"
    ARCHIVED = "archived"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class YearOfDeaths:
    """Deaths of a calendar year. A complete year without events must be given, with 0: a missing year is not a zero."""

    year: int
    deaths: int
    complete: bool
    preliminary: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """A stage and what it rests on."""

    stage: Stage
    basis: str
    year: int | None = None
    """The year that decided, if a year did."""
    since: int | None = None
    """Inactive: the first of the years in a row, all covered completely, below the threshold."""
    reaches_war_threshold: bool | None = None
    """Whether the year that decided has 1,000 deaths or more; None where no complete year decided."""


def of(years: Iterable[YearOfDeaths], ended: Ending | None = None, archived: bool = False) -> Lifecycle:
    """The lifecycle of a conflict from its deaths by year; ``ended`` and ``archived`` are what the catalogue states."""
    if archived:
        return Lifecycle(Stage.ARCHIVED, "Archived by the editors: the page is kept and no longer updated.")
    if ended:
        return Lifecycle(Stage.ENDED, f"Ended on {ended.on.isoformat()} by {ended.by} (source: {ended.source}).")
    by_year = {item.year: item for item in years}
    last = max((item for item in by_year.values() if item.complete), key=lambda item: item.year, default=None)
    later = [item for item in by_year.values() if not item.complete and (last is None or item.year > last.year)]
    shown = [item for item in sorted(later, key=lambda item: item.year) if item.deaths >= ACTIVE_DEATHS_A_YEAR]
    if last is not None and last.deaths >= ACTIVE_DEATHS_A_YEAR:
        return Lifecycle(Stage.ACTIVE, _counted(last), last.year, reaches_war_threshold=_is_war(last))
    if shown:
        return Lifecycle(Stage.ACTIVE, _shown_in_part(shown[-1]), shown[-1].year)
    if last is None:
        return Lifecycle(Stage.UNKNOWN, "Not known: no calendar year is covered completely by the data here.")
    return _inactive(by_year, last, bool(later))


def _is_war(item: YearOfDeaths) -> bool:
    return item.deaths >= WAR_DEATHS_A_YEAR


def _preliminary(item: YearOfDeaths) -> str:
    return " (preliminary figures)" if item.preliminary else ""


def _counted(item: YearOfDeaths) -> str:
    return (
        f"{item.deaths:,} deaths in {item.year}{_preliminary(item)}, the latest calendar year that is covered completely; {_RULE}"
    )


def _shown_in_part(item: YearOfDeaths) -> str:
    return (
        f"At least {item.deaths:,} deaths in {item.year}{_preliminary(item)}, a year that is covered only in part so far; {_RULE}"
    )


def _inactive(by_year: dict[int, YearOfDeaths], last: YearOfDeaths, part_follows: bool) -> Lifecycle:
    since = last.year
    while (before := by_year.get(since - 1)) and before.complete and before.deaths < ACTIVE_DEATHS_A_YEAR:
        since -= 1
    before = by_year.get(since - 1)
    span = f"in {since}" if since == last.year else f"in every year from {since} to {last.year}"
    basis = f"Fewer than {ACTIVE_DEATHS_A_YEAR} deaths {span}{_preliminary(last)}, covered completely"
    if before is None or not before.complete:
        basis += f"; {since - 1} is not covered completely, so it may have been inactive for longer"
    if part_follows:
        basis += f"; what follows {last.year} is covered only in part and does not decide"
    return Lifecycle(Stage.INACTIVE, basis + ".", last.year, since, reaches_war_threshold=False)
