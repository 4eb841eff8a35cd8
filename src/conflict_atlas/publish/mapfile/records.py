"""Records: what the map file holds, as arrays. The same arrays as ``Records`` in ``decode.ts``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.events.errors import EventsError

Array = NDArray[Any]


class MapFileError(EventsError):
    """A map file cannot be written or read; the message says what is wrong."""


@dataclass(frozen=True, eq=False)
class Records:
    """One element a record in canonical order: by day, then by party, then by the stable order of the rows.

    ``day``: u16, days since the epoch. ``party`` (u16, or u32 beyond 65,536 parties) and ``area`` (u8 or u16): places in the
    tables, which have ``parties`` and ``areas`` entries. ``kind``: u8, type of violence | where_prec << 2 | date_prec << 5,
    0 for what is not known. ``best``: u32, deaths. ``weight``: u16 or u32, events in the record; None where each is one.
    ``place``: u32, place in the four arrays of places; place 0 has neither coordinates nor a cell.

    ``place_lon`` and ``place_lat``: f32, degrees, NaN where there are none. ``place_cell``: u32, place in ``cells``, 0 for
    no cell. ``cells``: i32, PRIO-GRID numbers; ``cells[0]`` is 0. Days lie in 0 .. ``days`` - 1.
    """

    days: int
    parties: int
    areas: int
    day: Array
    party: Array
    area: Array
    kind: Array
    best: Array
    weight: Array | None
    place: Array
    place_lon: Array
    place_lat: Array
    place_cell: Array
    cells: Array

    @property
    def count(self) -> int:
        """Number of records."""
        return len(self.day)

    def check(self) -> Records:
        """Itself, where every number leads somewhere and the order is the canonical one. Raises MapFileError."""
        per_record = [self.day, self.party, self.area, self.kind, self.best, self.place]
        per_record += [] if self.weight is None else [self.weight]
        if any(len(column) != self.count for column in per_record):
            raise MapFileError("the columns of the records differ in length")
        if not len(self.place_lon) == len(self.place_lat) == len(self.place_cell) >= 1 or len(self.cells) < 1:
            raise MapFileError("the table of places or of cells is empty or its columns differ in length")
        for name, numbers, limit in (
            ("day", self.day, self.days),
            ("party", self.party, self.parties),
            ("area", self.area, self.areas),
            ("place", self.place, len(self.place_lon)),
            ("cell of a place", self.place_cell, len(self.cells)),
        ):
            if len(numbers) and int(numbers.max()) >= limit:
                raise MapFileError(f"a {name} is {int(numbers.max())}, but there are only {limit}")
        later = self.day[1:] > self.day[:-1]
        if not np.all(later | ((self.day[1:] == self.day[:-1]) & (self.party[1:] >= self.party[:-1]))):
            raise MapFileError("the records are not in the order of day and party")
        return self


def narrowest(limit: int) -> np.dtype[Any]:
    """The narrowest unsigned type for numbers below ``limit``."""
    return np.dtype("<u1" if limit <= 1 << 8 else "<u2" if limit <= 1 << 16 else "<u4")


def party_type(parties: int) -> np.dtype[Any]:
    """The type of ``Records.party``."""
    return max(narrowest(parties), np.dtype("<u2"), key=lambda one: one.itemsize)


def area_type(areas: int) -> np.dtype[Any]:
    """The type of ``Records.area``. Raises MapFileError for more areas than 16 bits can number."""
    if areas > 1 << 16:
        raise MapFileError(f"{areas:,} areas do not fit: a map file numbers at most 65,536")
    return narrowest(areas)


def to_single(degrees: NDArray[np.float64]) -> NDArray[np.float32]:
    """Degrees in single precision. Rounding never moves a coordinate onto or off a multiple of half a degree.

    So a box with edges at such multiples holds the same records in double and in single precision.
    """
    single = degrees.astype(np.float32)
    moved = (single != degrees) & (single * 2 == np.round(single * 2))
    toward = np.where(degrees > single, np.float32(np.inf), np.float32(-np.inf)).astype(np.float32)
    return np.where(moved, np.nextafter(single, toward), single).astype(np.float32)
