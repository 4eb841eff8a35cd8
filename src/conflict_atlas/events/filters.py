"""A filter: which part of the record is asked for. The same object serves command line, pages and exports.

What may live here: the filter itself, reading it from a query string and writing it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from conflict_atlas.events.folding import words_of
from conflict_atlas.events.vocabulary import Grain


class FilterError(ValueError):
    """A filter that cannot be read; the message names the field and what to write instead."""


@dataclass(frozen=True)
class BoundingBox:
    """A box in degrees, WGS 84. ``west`` may exceed ``east``: the box then crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> BoundingBox:
        """Read ``W,S,E,N``. Raises FilterError with the reason."""
        parts = text.split(",")
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError:
            raise FilterError(f"bbox {text!r}: write four numbers W,S,E,N in degrees, for example 44,38,52,42") from None
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise FilterError(f"bbox {text!r}: longitudes lie between -180 and 180, latitudes between -90 and 90, S below N")
        return cls(west, south, east, north)

    def __str__(self) -> str:
        return ",".join(f"{value:g}" for value in (self.west, self.south, self.east, self.north))


class Print(Enum):
    """Which print of the figures answers for a month: a first one, which the publisher will revise, or a final one."""

    FINAL = "final"
    PRELIMINARY = "preliminary"


NO_CONFLICT = "none"
"""In place of a conflict id: no conflict at all. It lets a question that names a group ask for one that is empty here."""


@dataclass(frozen=True)
class Filters:
    """Which part of the record. Empty means everything. Dates are inclusive calendar dates.

    An event belongs to a period if it began in it. Values of one field are alternatives; fields add conditions.
    ``grain``: only vintages of this grain may answer. ``text``: every word of it must stand in the name of the conflict, of
    the dyad, of the country or of the region of a row, case and marks apart. ``print``: only months that a final, or a
    preliminary, vintage answers for.
    """

    start: date | None = None
    end: date | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    dyads: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    min_best: int | None = None
    bbox: BoundingBox | None = None
    max_where_prec: int | None = None
    vintage: str | None = None
    grain: Grain | None = None
    text: str | None = None
    print: Print | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise FilterError(f"the period begins on {self.start} and ends before it, on {self.end}")
        for value in self.types:
            if value not in (1, 2, 3):
                raise FilterError(f"type {value}: write 1 (state-based), 2 (non-state) or 3 (one-sided)")
        if self.min_best is not None and self.min_best < 0:
            raise FilterError(f"min-best {self.min_best}: write a number of deaths, 0 or more")
        if self.max_where_prec is not None and not 1 <= self.max_where_prec <= 7:
            raise FilterError(f"max-where-prec {self.max_where_prec}: write 1 (exact) to 7 (international waters or air)")

    def to_query(self) -> dict[str, str]:
        """The filter as query-string fields, only those that are set, in a fixed order."""
        query: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value in (None, ()):
                continue
            query[_QUERY_NAMES[field.name]] = _written(value)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        """Read what ``to_query`` writes. Unknown fields are ignored, empty ones mean no filter; FilterError if malformed."""
        values: dict[str, Any] = {}
        for name, query_name in _QUERY_NAMES.items():
            text = (query.get(query_name) or "").strip()
            if text:
                values[name] = _READERS[name](query_name, text)
        return cls(**values)


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value.value) if isinstance(value, Enum) else str(value)


_QUERY_NAMES = {
    "start": "from",
    "end": "to",
    "countries": "country",
    "regions": "region",
    "conflicts": "conflict",
    "dyads": "dyad",
    "types": "type",
    "cells": "cell",
    "territories": "territory",
    "min_best": "min-best",
    "bbox": "bbox",
    "max_where_prec": "max-where-prec",
    "vintage": "vintage",
    "grain": "grain",
    "text": "q",
    "print": "print",
}


def _read_date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FilterError(f"{name} {text!r}: write a date as YYYY-MM-DD") from None


def _read_int(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise FilterError(f"{name} {text!r}: write a whole number") from None


def _read_words(name: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _read_codes(name: str, text: str) -> tuple[str, ...]:
    return tuple(word.upper() for word in _read_words(name, text))


def _read_ints(name: str, text: str) -> tuple[int, ...]:
    return tuple(_read_int(name, part) for part in _read_words(name, text))


def _read_box(name: str, text: str) -> BoundingBox:
    return BoundingBox.parse(text)


def _read_text(name: str, text: str) -> str:
    return text


def _read_grain(name: str, text: str) -> Grain:
    try:
        return Grain(text)
    except ValueError:
        raise FilterError(f"{name} {text!r}: write one of {', '.join(grain.value for grain in Grain)}") from None


def _read_print(name: str, text: str) -> Print:
    try:
        return Print(text)
    except ValueError:
        raise FilterError(f"{name} {text!r}: write {' or '.join(item.value for item in Print)}") from None


def _read_search(name: str, text: str) -> str:
    """At most as long as anybody types; FilterError for a text without a word."""
    if len(text) > _LONGEST_SEARCH:
        raise FilterError(f"{name}: write at most {_LONGEST_SEARCH} characters")
    if not words_of(text):
        raise FilterError(f"{name} {text!r}: write a word of a name")
    return text


_LONGEST_SEARCH = 200


_READERS = {
    "start": _read_date,
    "end": _read_date,
    "countries": _read_codes,
    "regions": _read_words,
    "conflicts": _read_words,
    "dyads": _read_words,
    "types": _read_ints,
    "cells": _read_ints,
    "territories": _read_codes,
    "min_best": _read_int,
    "bbox": _read_box,
    "max_where_prec": _read_int,
    "vintage": _read_text,
    "grain": _read_grain,
    "text": _read_search,
    "print": _read_print,
}
