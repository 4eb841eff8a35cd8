"""Lifecycle of a conflict: active, inactive, ended, archived, or unknown, with the reason in one sentence.

What may live here: the thresholds and one pure function over yearly deaths. Only a year that is covered completely can
make a conflict inactive; a year covered in part can only show that deaths reached the threshold, never that they did
not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

from conflict_atlas.events.catalogue.tracked import Ending
from conflict_atlas.wording import gettext, number

ACTIVE_DEATHS_A_YEAR = 25
"""UCDP's threshold for listing a conflict or an actor in a calendar year."""
WAR_DEATHS_A_YEAR = 1_000
"""UCDP's threshold between a minor conflict and a war, for state-based conflict and battle-related deaths."""


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
    say: Callable[[], str] = field(compare=False)
    """Gives what it rests on, in the language of whoever asks."""
    year: int | None = None
    """The year that decided, if a year did."""
    since: int | None = None
    """Inactive: the first of the years in a row, all covered completely, below the threshold."""
    reaches_war_threshold: bool | None = None
    """Whether the year that decided has 1,000 deaths or more; None where no complete year decided."""

    @property
    def basis(self) -> str:
        """What the stage rests on, in one sentence."""
        return self.say()


def of(years: Iterable[YearOfDeaths], ended: Ending | None = None, archived: bool = False) -> Lifecycle:
    """The lifecycle of a conflict from its deaths by year; ``ended`` and ``archived`` are what the catalogue states."""
    if archived:
        return Lifecycle(Stage.ARCHIVED, lambda: gettext("Archived by the editors: the page is kept and no longer updated."))
    if ended:
        return Lifecycle(Stage.ENDED, partial(_ended, ended))
    by_year = {item.year: item for item in years}
    last = max((item for item in by_year.values() if item.complete), key=lambda item: item.year, default=None)
    later = [item for item in by_year.values() if not item.complete and (last is None or item.year > last.year)]
    shown = [item for item in sorted(later, key=lambda item: item.year) if item.deaths >= ACTIVE_DEATHS_A_YEAR]
    if last is not None and last.deaths >= ACTIVE_DEATHS_A_YEAR:
        return Lifecycle(Stage.ACTIVE, partial(_counted, last), last.year, reaches_war_threshold=_is_war(last))
    if shown:
        return Lifecycle(Stage.ACTIVE, partial(_shown_in_part, shown[-1]), shown[-1].year)
    if last is None:
        return Lifecycle(Stage.UNKNOWN, lambda: gettext("Not known: no calendar year is covered completely by the data here."))
    return _inactive(by_year, last, bool(later))


def _is_war(item: YearOfDeaths) -> bool:
    return item.deaths >= WAR_DEATHS_A_YEAR


def _ended(ended: Ending) -> str:
    return gettext("Ended on %(day)s by %(what)s (source: %(source)s).") % {
        "day": ended.on.isoformat(),
        "what": ended.by,
        "source": ended.source,
    }


def _year(item: YearOfDeaths) -> str:
    return gettext("%(year)s (preliminary figures)") % {"year": item.year} if item.preliminary else str(item.year)


def _counted(item: YearOfDeaths) -> str:
    return gettext(
        "%(deaths)s deaths in %(year)s, the latest calendar year that is covered completely; "
        "a conflict counts as active from %(threshold)s deaths in a calendar year."
    ) % {"deaths": number(item.deaths), "year": _year(item), "threshold": ACTIVE_DEATHS_A_YEAR}


def _shown_in_part(item: YearOfDeaths) -> str:
    return gettext(
        "At least %(deaths)s deaths in %(year)s, a year that is covered only in part so far; "
        "a conflict counts as active from %(threshold)s deaths in a calendar year."
    ) % {"deaths": number(item.deaths), "year": _year(item), "threshold": ACTIVE_DEATHS_A_YEAR}


def _inactive(by_year: dict[int, YearOfDeaths], last: YearOfDeaths, part_follows: bool) -> Lifecycle:
    since = last.year
    while (before := by_year.get(since - 1)) and before.complete and before.deaths < ACTIVE_DEATHS_A_YEAR:
        since -= 1
    before = by_year.get(since - 1)
    is_open = before is None or not before.complete
    return Lifecycle(
        Stage.INACTIVE,
        partial(_quiet, last, since, is_open, part_follows),
        last.year,
        since,
        reaches_war_threshold=False,
    )


def _quiet(last: YearOfDeaths, since: int, is_open: bool, part_follows: bool) -> str:
    values = {"threshold": ACTIVE_DEATHS_A_YEAR, "since": since, "last": _year(last)}
    if since == last.year:
        text = gettext("Fewer than %(threshold)s deaths in %(last)s, covered completely") % values
    else:
        text = gettext("Fewer than %(threshold)s deaths in every year from %(since)s to %(last)s, covered completely") % values
    if is_open:
        text += gettext("; %(year)s is not covered completely, so it may have been inactive for longer") % {"year": since - 1}
    if part_follows:
        text += gettext("; what follows %(year)s is covered only in part and does not decide") % {"year": last.year}
    return text + "."
