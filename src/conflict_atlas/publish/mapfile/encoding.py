"""Encoding: records as the bytes of a map file, in a plain and in a small form.

What may live here: the order and the coding of the arrays of each form. Both forms hold the same records to the bit.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from conflict_atlas.publish.mapfile.layout import Stored, write
from conflict_atlas.publish.mapfile.records import Array, MapFileError, Records, narrowest


class Form(Enum):
    """How the records are written."""

    PLAIN = "plain"
    """Arrays in canonical order that a reader can lay its types over."""
    CODEC = "codec"
    """Records by party and day, differences instead of days, numbers cut into planes of bytes: half the size once packed."""


MOST_DAYS = 1 << 16


def encode(records: Records, form: Form, epoch: str) -> bytes:
    """The file. ``epoch`` is the date of day 0, YYYY-MM-DD. Raises MapFileError for records that do not fit or are not in order."""
    records.check()
    if records.days > MOST_DAYS:
        raise MapFileError(f"the records reach over {records.days:,} days, and a map file holds {MOST_DAYS:,} (179 years)")
    header = {
        "form": form.value,
        "epoch": epoch,
        "count": records.count,
        "days": records.days,
        "parties": records.parties,
        "areas": records.areas,
        "places": len(records.place_lon),
        "cells": len(records.cells),
    }
    return write(header, _plain(records) if form is Form.PLAIN else _codec(records))


def _plain(records: Records) -> list[Stored]:
    columns = [
        Stored("day", records.day.astype("<u2", copy=False)),
        Stored("party", records.party),
        Stored("area", records.area),
        Stored("kind", records.kind),
        Stored("best", _narrowed(records.best)),
        Stored("place", _narrowed(records.place)),
    ]
    if records.weight is not None:
        columns.append(Stored("weight", records.weight))
    return [
        *columns,
        Stored("placeLon", records.place_lon),
        Stored("placeLat", records.place_lat),
        Stored("placeCell", _narrowed(records.place_cell)),
        Stored("cells", records.cells),
    ]


def _codec(records: Records) -> list[Stored]:
    """By party and, within it, by day and canonical order: neighbours are alike, and a day is a small step from the last."""
    order = np.argsort(records.party, kind="stable")
    day = records.day[order].astype(np.int64)
    sizes = np.bincount(records.party, minlength=records.parties).astype("<u4")
    step = np.diff(day, prepend=0)
    begins = (np.cumsum(sizes, dtype=np.int64) - sizes)[sizes > 0]
    step[begins] = day[begins]
    columns = [
        _planes("partyRecords", sizes),
        _planes("dayStep", step.astype("<u2")),
        _planes("area", records.area[order]),
        _planes("kind", records.kind[order]),
        _planes("best", records.best[order]),
        _planes("place", records.place[order]),
    ]
    if records.weight is not None:
        columns.append(_planes("weight", records.weight[order]))
    return [
        *columns,
        _planes("placeLon", records.place_lon),
        _planes("placeLat", records.place_lat),
        _planes("placeCell", records.place_cell),
        _planes("cells", records.cells),
    ]


def _planes(name: str, values: Array) -> Stored:
    """Only as many planes as the largest number needs; a number with a sign or a fraction keeps all."""
    if values.dtype.kind != "u":
        return Stored(name, values, values.dtype.itemsize)
    largest = int(values.max()) if len(values) else 0
    return Stored(name, values, max(1, (largest.bit_length() + 7) // 8))


def _narrowed(values: Array) -> Array:
    return values.astype(narrowest(int(values.max()) + 1 if len(values) else 1), copy=False)
