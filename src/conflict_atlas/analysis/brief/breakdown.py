"""Who and where: what has most of the deaths in a breakdown by parties, conflict id, country, territory or cell.

What may live here: the leading row of an answer with its whole, counted over rows of one grain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conflict_atlas.analysis.brief.inquiry import Inquiry, complete_months, count_of
from conflict_atlas.analysis.brief.values import Named
from conflict_atlas.events.answers import Answer, Tally
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.questions import TERRITORY_NAMES
from conflict_atlas.events.vocabulary import Dimension, Grain, Series

_A_YEAR = 12

_FILTER: dict[Dimension, Callable[[str], dict[str, Any]]] = {
    Dimension.DYAD: lambda key: {"dyads": (key,)},
    Dimension.CONFLICT: lambda key: {"conflicts": (key,)},
    Dimension.COUNTRY: lambda key: {"countries": (key,)},
    Dimension.TERRITORY: lambda key: {"territories": (key,)},
    Dimension.CELL: lambda key: {"cells": (int(key),)},
}


def leading(answer: Answer | None) -> Named | None:
    """The row with most deaths, of the grain whose rows hold most; None where no row has any.

    Of equal rows the first key stands: two cells with one death each have no leader that means more.
    """
    if answer is None:
        return None
    groups: dict[Grain, list[Tally]] = {}
    for tally in answer.rows:
        if tally.best:
            groups.setdefault(tally.grain, []).append(tally)
    held = max(groups.values(), key=_sum, default=[])
    keyed = [tally for tally in held if tally.key[0] is not None]
    if not keyed:
        return None
    top = max(keyed, key=lambda tally: (tally.best or 0, [-ord(character) for character in tally.key[0] or ""]))
    dimension, key = answer.by[0], str(top.key[0])
    return Named(
        dimension=dimension,
        key=key,
        name=top.name or _name(dimension, key),
        count=count_of(answer, top, **_FILTER[dimension](key)),
        whole=replace(count_of(answer, top, best=_sum(held)), by=answer.by),
        of=len(keyed),
    )


def _sum(rows: list[Tally]) -> int:
    return sum(tally.best or 0 for tally in rows)


def _name(dimension: Dimension, key: str) -> str:
    country = countries.by_iso3(key) if dimension is Dimension.COUNTRY else None
    return country.name if country else TERRITORY_NAMES.get(key, key)


def parties(inquiry: Inquiry) -> Named | None:
    """The pair of primary parties with most deaths; None where the data held name none."""
    return leading(inquiry.ask(Series.DEATHS, (Dimension.DYAD,)))


def filed(inquiry: Inquiry) -> Named | None:
    """The conflict id with most deaths: of all deaths, else of located events."""
    return leading(inquiry.ask(Series.DEATHS, (Dimension.CONFLICT,))) or leading(
        inquiry.ask(Series.LOCATED, (Dimension.CONFLICT,))
    )


def among_countries(inquiry: Inquiry) -> Named | None:
    """The country with most deaths of a conflict that reaches into several; None where the data held know one or none.

    Of all deaths where a year of them is held completely, else of located events.
    """
    answer = inquiry.ask(Series.DEATHS, (Dimension.COUNTRY,))
    found = leading(answer) if complete_months(answer) >= _A_YEAR else None
    found = found or leading(inquiry.ask(Series.LOCATED, (Dimension.COUNTRY,)))
    return found if found and found.of > 1 else None


def among_territories(inquiry: Inquiry) -> Named | None:
    """The territory with most deaths in located events, for a country under which the publisher files several."""
    return leading(inquiry.ask(Series.LOCATED, (Dimension.TERRITORY,)))


def among_cells(inquiry: Inquiry) -> Named | None:
    """The cell of half a degree with most deaths in located events."""
    return leading(inquiry.ask(Series.LOCATED, (Dimension.CELL,)))
