"""The layout of the map file: eight bytes of name, a header in JSON, arrays one after the other.

What may live here: writing and reading named arrays. What they mean is said in ``encoding`` and ``decoding``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conflict_atlas.publish.mapfile.records import Array, MapFileError

MAGIC = b"ATLASMF1"
ALIGNED = 8
TYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4"}
_NAMES = {np.dtype(code): name for name, code in TYPES.items()}


@dataclass(frozen=True)
class Stored:
    """An array as it is to be written. ``planes``: so many low bytes of each number, all first bytes before all second ones."""

    name: str
    values: Array
    planes: int | None = None


def write(header: Mapping[str, Any], arrays: Sequence[Stored]) -> bytes:
    """A file with these arrays. ``header`` is kept in front of them, beside their directory."""
    offset = 0
    directory = []
    for stored in arrays:
        entry: dict[str, Any] = {"name": stored.name, "type": _NAMES[stored.values.dtype], "items": len(stored.values)}
        if stored.planes is not None:
            entry["planes"] = stored.planes
        directory.append(entry | {"offset": offset})
        offset += _aligned(_size(stored))
    # Offsets count from the end of the header, so that its length does not depend on them.
    text = json.dumps({**header, "size": offset, "arrays": directory}, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % ALIGNED)
    out = bytearray(MAGIC + len(text).to_bytes(4, "little") + text)
    for stored in arrays:
        out += _bytes(stored)
        out += bytes(-len(out) % ALIGNED)
    return bytes(out)


def read(content: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays. Raises MapFileError where the bytes are no map file or not all of one."""
    if content[: len(MAGIC)] != MAGIC:
        raise MapFileError("these bytes are no map file: they do not begin with ATLASMF1")
    begin = len(MAGIC) + 4
    end = begin + int.from_bytes(content[len(MAGIC) : begin], "little")
    if len(content) < begin or len(content) < end:
        raise MapFileError(f"the map file is cut short: {len(content)} bytes, its header alone needs {end}")
    try:
        header = json.loads(content[begin:end])
        directory = [
            (str(entry["name"]), TYPES[entry["type"]], entry["items"], entry["offset"], entry.get("planes"))
            for entry in header["arrays"]
        ]
        size = int(header["size"])
    except (ValueError, KeyError, TypeError) as error:
        raise MapFileError(f"the header of the map file cannot be read: {error!r}") from error
    if len(content) != end + size:
        raise MapFileError(f"the map file has {len(content)} bytes, but its header speaks of {end + size}")
    return header, {name: _array(content, end, name, code, *rest) for name, code, *rest in directory}


def _array(content: bytes, start: int, name: str, code: str, items: object, offset: object, planes: object) -> Array:
    dtype = np.dtype(code)
    whole = isinstance(items, int) and isinstance(offset, int) and items >= 0 and offset >= 0 and offset % ALIGNED == 0
    if not whole or not (planes is None or (isinstance(planes, int) and 1 <= planes <= dtype.itemsize)):
        raise MapFileError(f"the header of the map file describes the array {name!r} in a way that cannot be read")
    assert isinstance(items, int)
    assert isinstance(offset, int)
    width = planes if isinstance(planes, int) else dtype.itemsize
    if start + offset + items * width > len(content):
        raise MapFileError(f"the array {name!r} reaches beyond the end of the map file")
    if planes is None:
        return np.frombuffer(content, dtype, items, start + offset)
    stored = np.frombuffer(content, np.uint8, items * width, start + offset).reshape(width, items)
    wide = np.zeros((items, dtype.itemsize), np.uint8)
    wide[:, :width] = stored.T
    return wide.view(dtype).reshape(items)


def _size(stored: Stored) -> int:
    return len(stored.values) * (stored.values.dtype.itemsize if stored.planes is None else stored.planes)


def _aligned(size: int) -> int:
    return size + -size % ALIGNED


def _bytes(stored: Stored) -> bytes:
    values = np.ascontiguousarray(stored.values)
    if stored.planes is None:
        return values.tobytes()
    return np.ascontiguousarray(values.view(np.uint8).reshape(len(values), values.dtype.itemsize)[:, : stored.planes].T).tobytes()
