"""Records of a csv text: where they are, what is wrong with them, and writing the sound ones for the parser.

What may live here: the map of a file's records and what is done with it. How it is made is in ``scanning``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

import numpy as np
import numpy.typing as npt

LARGEST_RECORD = 16 << 20
_STRETCH = 4 << 20
_LONGEST_NUMBER = 24

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RecordMap:
    """Where the records of a file are. Record ``i`` (from 0) begins on line ``first_lines[i]`` (from 1), at byte
    ``starts[i]``, and ends before byte ``ends[i]``; ``faults`` says why a record cannot be cut into fields."""

    first_lines: Positions
    starts: Positions
    ends: Positions
    faults: dict[int, str]

    @property
    def count(self) -> int:
        """Number of records, header and faulty ones included, blank lines left out."""
        return len(self.first_lines)

    def text(self, path: Path, index: int, limit: int = LARGEST_RECORD) -> str:
        """The text of record ``index`` without its line break, cut off behind ``limit`` bytes."""
        size = min(int(self.ends[index] - self.starts[index]), limit)
        with path.open("rb") as file:
            file.seek(int(self.starts[index]))
            return file.read(size).decode("utf-8", errors="ignore")


def write_records(
    path: Path, records: RecordMap, indexes: Positions, numbers: Sequence[int], delimiter: str, target: Path
) -> int:
    """Write the records of those indexes, in ascending order, to ``target``: each ends with a line feed and has its number
    as its first field. Returns a length in bytes that none exceeds."""
    form = b"%d" + delimiter.encode().replace(b"%", b"%%") + b"%b\n"
    starts, ends = records.starts[indexes], records.ends[indexes]
    with path.open("rb") as source, target.open("wb", buffering=0) as out:
        for first, last in _stretches(starts, ends):
            begin = int(starts[first])
            block = os.pread(source.fileno(), int(ends[last - 1]) - begin, begin)
            places = zip((starts[first:last] - begin).tolist(), (ends[first:last] - begin).tolist(), strict=True)
            numbered = zip(numbers[first:last], places, strict=True)
            _write_all(out, b"".join([form % (number, block[start:end]) for number, (start, end) in numbered]))
    return int((ends - starts).max()) + _LONGEST_NUMBER


def _write_all(out: RawIOBase, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[out.write(view) or 0 :]


def _stretches(starts: Positions, ends: Positions) -> Iterator[tuple[int, int]]:
    """Runs of records that lie within a few megabytes and are read at once."""
    first = 0
    while first < len(starts):
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _STRETCH, side="right")))
        yield first, last
        first = last
