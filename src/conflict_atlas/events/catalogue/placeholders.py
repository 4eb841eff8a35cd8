"""Names that UCDP writes while an actor has no name yet: "XXX70 - XXX70", "XXX652", "XXX475 - Civilians".

What may live here: recognising such names and saying them in words. The number is that of the actor's country.
"""

from __future__ import annotations

import re

from conflict_atlas.events.catalogue import countries

_TOKEN = re.compile(r"XXX(\d{1,3})")
_SIDE_SEPARATOR = " - "


def _sides(name: str) -> list[str]:
    return [" ".join(side.split()) for side in name.split(_SIDE_SEPARATOR)]


def is_placeholder(name: str) -> bool:
    """Whether a side of the name is an actor that has no name yet."""
    return any(_TOKEN.fullmatch(side) for side in _sides(name))


def country_of(name: str) -> countries.Country | None:
    """The country whose number the placeholder carries; None for other names and unknown numbers."""
    for side in _sides(name):
        if match := _TOKEN.fullmatch(side):
            return countries.by_ucdp_id(int(match[1]))
    return None


def readable(name: str) -> str:
    """The name in words with UCDP's own form beside it; a name that is no placeholder is returned as it is."""
    if not is_placeholder(name):
        return name
    sides = _sides(name)
    written = _SIDE_SEPARATOR.join(sides)
    if len(sides) == 2 and sides[0] == sides[1]:
        words = _actor(sides[0]).replace("unnamed actor", "unnamed actors")
    else:
        words = _SIDE_SEPARATOR.join(_actor(side) for side in sides)
    return f"{words} [{written}]"


def _actor(side: str) -> str:
    match = _TOKEN.fullmatch(side)
    if match is None:
        return side
    country = countries.by_ucdp_id(int(match[1]))
    return f"unnamed actor ({country.name if country else f'UCDP country {match[1]}'})"
