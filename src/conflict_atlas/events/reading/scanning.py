"""Scanning: find, count and check the records of a csv text apart from the parser that reads them.

The grammar is that of RFC 4180: a field is quoted from its first to its last character or not at all, a quotation mark
inside quotes is doubled, a record ends at a line break outside quotes. What does not fit is a fault of that record and of
no other: reading goes on at the next line. An import holds the parser's rows against the outcome.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading.records import LARGEST_RECORD, Positions, RecordMap

_CHUNK = 1 << 20
"""Small enough to stay in the processor's cache: twice as fast as 8 MB."""
_FIRST_CHUNK_AFTER_FAULT = 1 << 13
_FAULTS_TOLERATED = 10_000
"""Beyond this many, a text whose records are faulty more often than not is refused: it is no table of this source."""
_QUOTE, _NEWLINE, _RETURN = 34, 10, 13
_QUOTED_FIELD = re.compile(rb'"(?:[^"]++|"")*+"')
_BARE_RETURN = "a carriage return stands in the record outside quotation marks"


def scan(name: str, path: Path, delimiter: str, width: int) -> RecordMap:
    """Find every record of a UTF-8 csv file whose records should have ``width`` fields.

    Raises ImportRefused, with the line, where the text is not UTF-8 or most of its records are faulty.
    """
    with path.open("rb") as file:
        return _Scan(name, file.fileno(), delimiter.encode(), width).run()


class _Scan:
    """One pass over a file. Most of it goes by whole chunks; a record with a quotation mark out of place goes alone."""

    def __init__(self, name: str, descriptor: int, delimiter: bytes, width: int) -> None:
        self.name = name
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self.mark = delimiter
        self.delimiter = delimiter[0]
        self.width = width
        self.plain_field = re.compile(b"[^\n" + re.escape(delimiter) + b"]*")
        self.line = 1
        self.blocks: list[tuple[Positions, Positions, Positions]] = []
        self.found = 0
        self.faults: dict[int, str] = {}

    def run(self) -> RecordMap:
        position, chunk = self._behind_byte_order_mark(), _CHUNK
        while position < self.size:
            buffer = os.pread(self.descriptor, chunk, position)
            if not buffer:
                break
            done, alone = self._whole_records(buffer, position)
            position += done
            if alone or (not done and (chunk >= LARGEST_RECORD or position + len(buffer) >= self.size)):
                position = self._one_record(position)
                chunk = _FIRST_CHUNK_AFTER_FAULT
                self._refuse_if_hopeless()
            elif chunk < _CHUNK or not done:
                chunk *= 2
            else:
                chunk = _CHUNK
        lines, starts, ends = (
            np.concatenate([block[part] for block in self.blocks]) if self.blocks else np.empty(0, np.int64) for part in range(3)
        )
        return RecordMap(lines, starts, ends, self.faults)

    def _behind_byte_order_mark(self) -> int:
        return 3 if os.pread(self.descriptor, 3, 0) == b"\xef\xbb\xbf" else 0

    def _whole_records(self, buffer: bytes, position: int) -> tuple[int, bool]:
        """Take the whole records at the beginning of ``buffer``; say how many bytes, and whether the next one must go alone."""
        values = np.frombuffer(buffer, dtype=np.uint8)
        quotes = np.flatnonzero(values == _QUOTE)
        newlines = np.flatnonzero(values == _NEWLINE)
        breaks = newlines[(np.searchsorted(quotes, newlines) & 1) == 0]
        suspect = self._first_quote_out_of_place(values, quotes)
        if suspect is not None:
            breaks = breaks[: int(np.searchsorted(breaks, suspect))]
        if not len(breaks):
            return 0, suspect is not None
        done = int(breaks[-1]) + 1
        self._check_encoding(buffer[:done])
        starts = np.concatenate([np.zeros(1, np.int64), breaks[:-1] + 1])
        self._add(buffer, values, position, starts, breaks, quotes, newlines)
        self.line += int(np.searchsorted(newlines, done))
        return done, suspect is not None

    def _first_quote_out_of_place(self, values: npt.NDArray[np.uint8], quotes: Positions) -> int | None:
        """The first opening quote that does not begin a field, or closing one that does not end it.

        A doubled quote closes and opens at once, so both neighbours may be quotes.
        """
        opening, closing = quotes[0::2], quotes[1::2]
        before = values[opening[1:] - 1] if len(opening) and opening[0] == 0 else values[opening - 1]
        wrong_opening = (before != self.delimiter) & (before != _NEWLINE) & (before != _QUOTE)
        after = values[np.minimum(closing + 1, len(values) - 1)]
        wrong_closing = (after != self.delimiter) & (after != _NEWLINE) & (after != _RETURN) & (after != _QUOTE)
        if not (wrong_opening.any() or wrong_closing.any()):
            return None
        skipped = len(opening) - len(before)
        wrong = np.concatenate([opening[skipped:][wrong_opening], closing[wrong_closing]])
        return int(wrong.min())

    def _add(
        self,
        buffer: bytes,
        values: npt.NDArray[np.uint8],
        position: int,
        starts: Positions,
        breaks: Positions,
        quotes: Positions,
        newlines: Positions,
    ) -> None:
        """Note the records between ``starts`` and ``breaks``, with their faults; blank lines are no records."""
        done = int(breaks[-1]) + 1
        ends = breaks
        if buffer.find(b"\r", 0, done) >= 0:
            ends = breaks - ((values[np.maximum(breaks - 1, 0)] == _RETURN) & (breaks > starts))
        lines = np.searchsorted(newlines, starts) + self.line
        faults = self._faults(buffer, values, starts, ends, quotes[: int(np.searchsorted(quotes, done))])
        filled = ends > starts
        numbers = np.cumsum(filled) - 1 + self.found
        for index, reason in faults.items():
            if filled[index]:
                self.faults[int(numbers[index])] = reason
        self._note(lines[filled], starts[filled] + position, ends[filled] + position)

    def _faults(
        self, buffer: bytes, values: npt.NDArray[np.uint8], starts: Positions, ends: Positions, quotes: Positions
    ) -> dict[int, str]:
        faults: dict[int, str] = {}
        delimiters = np.flatnonzero(values == self.delimiter)
        before_quotes = np.searchsorted(delimiters, quotes)
        quoted = np.concatenate([np.zeros(1, np.int64), np.cumsum(before_quotes[1::2] - before_quotes[0::2])])
        outside = np.searchsorted(delimiters, ends) - quoted[np.searchsorted(quotes, ends) // 2]
        fields = np.diff(outside, prepend=0) + 1
        for index in np.flatnonzero(fields != self.width):
            faults[int(index)] = self._wrong_width(int(fields[index]))
        last = int(ends[-1])
        if buffer.find(b"\r", 0, last) >= 0:
            returns = np.flatnonzero(values[:last] == _RETURN)
            bare = returns[((np.searchsorted(quotes, returns) & 1) == 0) & (values[returns + 1] != _NEWLINE)]
            for index in np.searchsorted(ends, bare, side="right"):
                faults[int(index)] = _BARE_RETURN
        if buffer.find(b"\x00", 0, last) >= 0:
            for index in np.searchsorted(ends, np.flatnonzero(values[:last] == 0), side="right"):
                faults[int(index)] = "the record holds a NUL byte"
        return faults

    def _wrong_width(self, fields: int) -> str:
        noun = "field" if fields == 1 else "fields"
        return f"the record has {fields:,} {noun} where the table has {self.width:,} columns"

    def _one_record(self, position: int) -> int:
        """Read the record at ``position`` field by field; return where the next one begins."""
        size = min(1 << 16, LARGEST_RECORD)
        while True:
            window = os.pread(self.descriptor, size, position)
            whole = position + len(window) >= self.size
            end, reason = self._fields(window, whole or size >= LARGEST_RECORD)
            if end is not None and (end < len(window) or whole):
                break
            if size >= LARGEST_RECORD:
                return self._pass_over(position, window)
            size *= 4
        record = window[:end]
        self._check_encoding(record)
        if b"\x00" in record:
            reason = "the record holds a NUL byte"
        length = len(record.removesuffix(b"\r"))
        if length:
            self._note_one(position, position + length, reason)
        self.line += record.count(b"\n") + (position + end < self.size)
        return position + end + 1

    def _pass_over(self, position: int, window: bytes) -> int:
        """Note a record that is too long to be read as faulty up to the next line break; return where the next one begins."""
        end = position + len(window) + self._next_newline(position + len(window))
        self._note_one(position, end, f"the record is longer than {LARGEST_RECORD >> 20} MB")
        self.line += window.count(b"\n") + (end < self.size)
        return end + 1

    def _note_one(self, start: int, end: int, fault: str | None) -> None:
        if fault:
            self.faults[self.found] = fault
        self._note(np.array([self.line]), np.array([start]), np.array([end]))

    def _fields(self, window: bytes, whole: bool) -> tuple[int | None, str | None]:
        """Where the record at the beginning of ``window`` ends, and what is wrong with it, if anything.

        The end is None where it lies behind the window; ``whole`` says that no more of the file is to be had.
        """
        at, fields = 0, 0
        while True:
            fields += 1
            quoted = window.startswith(b'"', at)
            match = (_QUOTED_FIELD if quoted else self.plain_field).match(window, at)
            end = len(window) if match is None else match.end()
            if not whole and end >= len(window) - 1:
                return None, None
            if match is None:
                return self._next_line(window, at), "a quotation mark is never closed"
            if not quoted and (fault := _fault_of_plain(match[0], last=not window.startswith(self.mark, end))):
                return self._next_line(window, at), fault
            if quoted and window.startswith(b"\r", end) and window[end + 1 : end + 2] in (b"\n", b""):
                end += 1
            if end == len(window) or window[end] == _NEWLINE:
                return end, None if fields == self.width else self._wrong_width(fields)
            if window[end] != self.delimiter:
                return self._next_line(window, at), "text stands behind a closing quotation mark"
            at = end + 1

    def _next_line(self, window: bytes, at: int) -> int:
        newline = window.find(b"\n", at)
        return newline if newline >= 0 else len(window)

    def _next_newline(self, position: int) -> int:
        """Bytes from ``position`` to the next line break or the end of the file."""
        at = position
        while block := os.pread(self.descriptor, _CHUNK, at):
            newline = block.find(b"\n")
            if newline >= 0:
                return at + newline - position
            at += len(block)
        return at - position

    def _note(self, lines: Positions, starts: Positions, ends: Positions) -> None:
        self.blocks.append((lines, starts, ends))
        self.found += len(lines)

    def _check_encoding(self, text: bytes) -> None:
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.line + text.count(b"\n", 0, error.start)
            raise ImportRefused(
                f"{self.name}, line {line}: byte 0x{text[error.start]:02x} is not UTF-8 (perhaps Windows-1252). "
                "Save the file as UTF-8, or download the original again, and import that."
            ) from None

    def _refuse_if_hopeless(self) -> None:
        if len(self.faults) > _FAULTS_TOLERATED and len(self.faults) > self.found / 2:
            first = min(self.faults)
            raise ImportRefused(
                f"{self.name}: {len(self.faults):,} of the first {self.found:,} records do not fit the table; in the first of them "
                f"{self.faults[first]}. Nothing was imported. Check that this is the publisher's file."
            )


def _fault_of_plain(value: bytes, *, last: bool) -> str | None:
    if value.lstrip(b" ").startswith(b'"'):
        return "a quotation mark is out of place"
    if b"\r" in (value.removesuffix(b"\r") if last else value):
        return _BARE_RETURN
    return None
