"""Decoding: the records of a map file of either form, for tests, notebooks and whoever reads one with Python."""

from __future__ import annotations

from typing import Any

import numpy as np

from conflict_atlas.publish.mapfile.encoding import MOST_DAYS, Form
from conflict_atlas.publish.mapfile.layout import read
from conflict_atlas.publish.mapfile.records import Array, MapFileError, Records, area_type, party_type

_COUNTS = ("count", "days", "parties", "areas", "places", "cells")

_WHOLE = ("|u1", "<u2", "<u4")
_CODES = {"kind": ("|u1",), "placeLon": ("<f4",), "placeLat": ("<f4",), "cells": ("<i4",)}
"""The types that an array may be of; those that are not named hold whole numbers of any width."""


def decode(content: bytes) -> Records:
    """The records, in canonical order. Raises MapFileError for anything that is no whole and sound map file."""
    header, arrays = read(content)
    counts = {name: _count(header, name) for name in _COUNTS}
    if counts["days"] > MOST_DAYS:
        raise MapFileError(f"the map file speaks of {counts['days']} days, and it can hold {MOST_DAYS}")
    form = header.get("form")
    if form not in (Form.PLAIN.value, Form.CODEC.value):
        raise MapFileError(f"the map file has the form {form!r}, which this reader does not know")
    columns = _Columns(arrays, counts)
    day, party, order = columns.plain_order() if form == Form.PLAIN.value else columns.codec_order()
    area, best, place = (columns.of("area", "count"), columns.of("best", "count"), columns.of("place", "count"))
    weight = columns.of("weight", "count") if "weight" in arrays else None
    kind = columns.of("kind", "count")
    if order is not None:
        area, best, place, kind = area[order], best[order], place[order], kind[order]
        weight = None if weight is None else weight[order]
    return Records(
        days=counts["days"],
        parties=counts["parties"],
        areas=counts["areas"],
        day=day.astype(np.uint16, copy=False),
        party=party.astype(party_type(counts["parties"]), copy=False),
        area=area.astype(area_type(counts["areas"]), copy=False),
        kind=kind,
        best=best.astype(np.uint32, copy=False),
        weight=weight,
        place=place.astype(np.uint32, copy=False),
        place_lon=columns.of("placeLon", "places"),
        place_lat=columns.of("placeLat", "places"),
        place_cell=columns.of("placeCell", "places").astype(np.uint32, copy=False),
        cells=columns.of("cells", "cells"),
    ).check()


def _count(header: dict[str, Any], name: str) -> int:
    value = header.get(name)
    if not isinstance(value, int) or value < 0:
        raise MapFileError(f"the header of the map file does not say how many {name} there are")
    return value


class _Columns:
    """The arrays of a file, each with the length that the header asks of it."""

    def __init__(self, arrays: dict[str, Array], counts: dict[str, int]) -> None:
        self._arrays = arrays
        self._counts = counts

    def of(self, name: str, count: str) -> Array:
        if name not in self._arrays:
            raise MapFileError(f"the map file has no array {name!r}")
        found = self._arrays[name]
        if found.dtype.str not in _CODES.get(name, _WHOLE):
            raise MapFileError(f"the array {name!r} of the map file is of a type that it cannot be of")
        if len(found) != self._counts[count]:
            raise MapFileError(f"the array {name!r} has {len(found)} items, and the header speaks of {self._counts[count]}")
        return found

    def plain_order(self) -> tuple[Array, Array, None]:
        return self.of("day", "count"), self.of("party", "count"), None

    def codec_order(self) -> tuple[Array, Array, Array]:
        """Days and parties in canonical order, and where each record of that order stands in the file."""
        sizes = self.of("partyRecords", "parties").astype(np.int64)
        if int(sizes.sum()) != self._counts["count"]:
            raise MapFileError(
                f"the parties have {int(sizes.sum())} records in all, and the header speaks of {self._counts['count']}"
            )
        summed = np.cumsum(self.of("dayStep", "count"), dtype=np.int64)
        begins = (np.cumsum(sizes) - sizes)[sizes > 0]
        before = np.where(begins > 0, summed[begins - 1], 0) if len(begins) else begins
        day = summed - np.repeat(before, sizes[sizes > 0])
        if len(day) and int(day.max()) >= self._counts["days"]:
            raise MapFileError(f"a day is {int(day.max())}, but there are only {self._counts['days']}")
        order = np.argsort(day.astype(np.uint16), kind="stable")
        party = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        return day[order], party[order], order
