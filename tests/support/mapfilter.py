"""A filter over records and tables alone, as a browser filters: it knows nothing of the lake. Questions are query fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflict_atlas.events.folding import fold, words_of
from conflict_atlas.publish.mapfile.records import Records

Mask = NDArray[np.bool_]


def matching(records: Records, tables: Mapping[str, Any], query: Mapping[str, str]) -> NDArray[np.int64]:
    """Which records a query holds, by their places in canonical order."""
    mask = np.ones(records.count, dtype=bool)
    for name, text in query.items():
        mask &= _FIELDS[name](records, tables, text)
    return np.flatnonzero(mask)


def _number(tables: Mapping[str, Any], day: str) -> int:
    return (date.fromisoformat(day) - date.fromisoformat(tables["epoch"])).days


def _of_parties(records: Records, tables: Mapping[str, Any], holds: Sequence[bool]) -> Mask:
    return np.array(holds, dtype=bool)[records.party]


def _of_areas(records: Records, tables: Mapping[str, Any], holds: Sequence[bool]) -> Mask:
    return np.array(holds, dtype=bool)[records.area]


def _among_parties(key: str):
    def mask(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
        return _of_parties(records, tables, [party[key] in text.split(",") for party in tables["parties"]])

    return mask


def _among_areas(key: str):
    def mask(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
        return _of_areas(records, tables, [area[key] in text.split(",") for area in tables["areas"]])

    return mask


def _types(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    return np.isin(records.kind & 3, [int(part) for part in text.split(",")])


def _cells(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    cell = records.cells[records.place_cell[records.place]]
    return np.isin(cell, [int(part) for part in text.split(",")])


def _box(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    west, south, east, north = map(float, text.split(","))
    lon, lat = records.place_lon[records.place], records.place_lat[records.place]
    within = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return within & (lat >= south) & (lat <= north)


def _where_prec(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    prec = (records.kind >> 2) & 7
    return (prec > 0) & (prec <= int(text))


def _words(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    mask = np.ones(records.count, dtype=bool)
    for word in words_of(text):

        def holds(*names: str | None, word: str = word) -> bool:
            return any(word in fold(name) for name in names if name)

        in_party = [holds(party["name"], party["dyad_name"]) for party in tables["parties"]]
        in_area = [holds(area["name"], area["region"]) for area in tables["areas"]]
        mask &= _of_parties(records, tables, in_party) | _of_areas(records, tables, in_area)
    return mask


def _print(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    mask = np.zeros(records.count, dtype=bool)
    for entry in tables["coverage"]:
        if entry["preliminary"] == (text == "preliminary"):
            year, month = map(int, entry["last"].split("-"))
            after = f"{year + month // 12:04d}-{month % 12 + 1:02d}-01"
            mask |= (records.day >= _number(tables, entry["first"] + "-01")) & (records.day < _number(tables, after))
    return mask


def _status(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    ids = {entry["id"] for entry in tables["conflicts"] if entry["label"] in text.split(",")}
    return _of_parties(records, tables, [party["conflict"] in ids for party in tables["parties"]])


def _tracked(records: Records, tables: Mapping[str, Any], text: str) -> Mask:
    ids = {number for entry in tables["tracked"] if entry["slug"] in text.split(",") for number in entry["ids"]}
    return _of_parties(records, tables, [party["conflict"] in ids for party in tables["parties"]])


_FIELDS = {
    "from": lambda records, tables, text: records.day.astype(int) >= _number(tables, text),
    "to": lambda records, tables, text: records.day.astype(int) <= _number(tables, text),
    "country": _among_areas("country"),
    "region": _among_areas("region"),
    "conflict": _among_parties("conflict"),
    "dyad": _among_parties("dyad"),
    "type": _types,
    "cell": _cells,
    "bbox": _box,
    "min-best": lambda records, tables, text: records.best >= int(text),
    "max-where-prec": _where_prec,
    "q": _words,
    "print": _print,
    "status": _status,
    "tracked": _tracked,
}
