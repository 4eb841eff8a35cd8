"""The header: which column of the file is which column of the source, by name and never by position.

A missing header row is found out and mended from a known layout only where the values bear it out; a row of HXL tags is
recognised and left out; a missing column stops the import and names the nearest name seen.
"""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.sources.card import EventSource, Kind, SourceColumn

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 20
_ROWS_LOOKED_AT = 20
_LONGEST_NAME, _NAMES_COMPARED = 80, 400
"""What is no name of a column, or far more of them than a release has, is not searched for similar names."""


@dataclass(frozen=True)
class Header:
    """How a file's columns are to be read.

    ``names`` are the file's columns in order, made unique; ``columns`` leads from our column name to the file's.
    ``records_before_data`` counts the records above the first row of data (header, HXL tags).
    """

    delimiter: str
    names: tuple[str, ...]
    columns: dict[str, str]
    records_before_data: int
    notes: tuple[str, ...]


def read_header(name: str, path: Path, source: EventSource) -> Header:
    """Sniff delimiter, header row and HXL tags of a UTF-8 csv text. Raises ImportRefused where the format is not the source's."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        is_cut = bool(file.read(1))
    text = sample.decode("utf-8-sig", errors="ignore")
    if "\r" in text and "\n" not in text:
        raise ImportRefused(f"{name} ends its lines as old Macs did, with carriage returns: save it with line feeds")
    delimiter = max(_DELIMITERS, key=lambda candidate: _known_and_all(text, candidate, source))
    records = _records(text, delimiter, _ROWS_LOOKED_AT + 1, is_cut)
    if not records:
        raise ImportRefused(f"{name} holds no records: download it again")
    first = records[0]
    known = sum(1 for cell in first if plain_name(cell) in _known_names(source))
    if known < 3 and _looks_like_data(first):
        return _without_header(name, delimiter, records, source)
    return header_from_names(name, delimiter, tuple(first), records[1:2], source)


def header_from_names(
    name: str, delimiter: str, names: tuple[str, ...], second: Sequence[Sequence[str]], source: EventSource
) -> Header:
    """Match the column names of a file. ``second`` is the record below, or nothing; it may be a row of HXL tags."""
    columns, notes = match_columns(name, names, source)
    tags = bool(second) and _is_hxl(second[0])
    if tags:
        notes += ("the second row holds HXL tags and is left out",)
    return Header(delimiter, _unique(names), columns, 2 if tags else 1, notes)


def plain_name(text: str) -> str:
    """A column name without what drifts between releases: case, spaces, dots, hyphens, byte-order mark."""
    return re.sub(r"[\s.\-]+", "_", text.lstrip("\ufeff").strip().strip("\"'").strip()).casefold()


def match_columns(name: str, header: Sequence[str], source: EventSource) -> tuple[dict[str, str], tuple[str, ...]]:
    """Lead each column of the source to a column of the file. Raises ImportRefused that names the nearest name seen."""
    unique = _unique(header)
    by_plain: dict[str, str] = {}
    for original, own in zip(header, unique, strict=True):
        by_plain.setdefault(plain_name(original), own)
    columns: dict[str, str] = {}
    missing: list[SourceColumn] = []
    for column in source.columns:
        found = next((by_plain[candidate] for candidate in column.names if candidate in by_plain), None)
        if found is not None:
            columns[column.target] = found
        elif column.required:
            missing.append(column)
    if missing:
        raise ImportRefused(_missing_sentence(name, missing, [cell for cell in header if cell.strip()], source))
    absent = [column.names[0] for column in source.columns if not column.required and column.target not in columns]
    return columns, (f"not in this file: {', '.join(absent)}",) if absent else ()


def _missing_sentence(name: str, missing: list[SourceColumn], seen: list[str], source: EventSource) -> str:
    by_plain = {plain_name(cell): cell.strip() for cell in reversed(seen) if len(cell) <= _LONGEST_NAME}
    candidates = list(by_plain)[-_NAMES_COMPARED:]
    parts = []
    for column in missing[:5]:
        near = [found for own in column.names for found in difflib.get_close_matches(own, candidates, n=1, cutoff=0.5)]
        nearest = f" (nearest name seen: {by_plain[near[0]]!r})" if near else " (no similar name seen)"
        parts.append(f"{column.names[0]!r}{nearest}")
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    noun = "column" if len(missing) == 1 else "columns"
    return (
        f"{name}: required {noun} missing: {', '.join(parts)}{more}. The file has {len(seen)} named columns. "
        f"Check that it is a {source.key} release; if the publisher renamed the column, add the new name to the source's module."
    )


def _without_header(name: str, delimiter: str, records: list[list[str]], source: EventSource) -> Header:
    width = len(records[0])
    for layout in source.layouts:
        if len(layout) == width and _bears_out(records, layout, source):
            columns, notes = match_columns(name, layout, source)
            note = f"the header row is missing; the {width} columns are those of a known release, checked against the values"
            return Header(delimiter, layout, columns, 0, (*notes, note))
    raise ImportRefused(
        f"{name}: the first row is not a header of {source.key} (it begins {', '.join(records[0][:4])[:80]!r}) and its {width} columns "
        "fit no known release, or its values do not. Add the header row of the release and import that."
    )


def _bears_out(records: list[list[str]], layout: Sequence[str], source: EventSource) -> bool:
    """Every value of the coded, dated and placed columns in the sample must read as what the layout says it is."""
    for column in source.columns:
        position = next((layout.index(candidate) for candidate in column.names if candidate in layout), None)
        if position is None:
            continue
        for record in records:
            if len(record) != len(layout) or not _reads(record[position].strip(), column):
                return False
    return True


def _reads(text: str, column: SourceColumn) -> bool:
    if not text:
        return not column.filled
    if column.kind is Kind.DATE:
        return re.match(r"\d{4}-\d\d-\d\d", text) is not None
    if column.kind in (Kind.COUNT, Kind.CODE, Kind.LATITUDE, Kind.LONGITUDE):
        try:
            value = float(text)
        except ValueError:
            return False
        limit = {Kind.LATITUDE: 90, Kind.LONGITUDE: 180}.get(column.kind)
        return (not column.codes or value in column.codes) and (limit is None or abs(value) <= limit)
    return True


def _looks_like_data(record: Sequence[str]) -> bool:
    return sum(1 for cell in record if re.fullmatch(r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d.*", cell.strip())) >= 5


def _is_hxl(record: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in record if cell.strip()]
    return bool(filled) and all(re.match(r"#[A-Za-z]", cell) for cell in filled)


def _known_names(source: EventSource) -> frozenset[str]:
    return frozenset(name for column in source.columns for name in column.names)


def _known_and_all(text: str, delimiter: str, source: EventSource) -> tuple[int, int]:
    """How many cells the first record has between such delimiters: known names, and all."""
    records = _records(text, delimiter, 1, is_cut=False)
    cells = records[0] if records else []
    known = _known_names(source)
    return sum(1 for cell in cells if plain_name(cell) in known), len(cells)


def _records(text: str, delimiter: str, count: int, is_cut: bool) -> list[list[str]]:
    """The first records of a sample. Where the sample is cut, its last record may be so too and is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(max(csv.field_size_limit(), _SAMPLE))
    records = list(itertools.islice((record for record in reader if record), count + 1))
    if is_cut and 1 < len(records) <= count:
        records.pop()
    return records[:count]


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    unique = []
    for position, name in enumerate(names, start=1):
        own = plain_name(name) or f"column_{position}"
        seen[own] = seen.get(own, 0) + 1
        unique.append(own if seen[own] == 1 else f"{own}__{seen[own]}")
    return tuple(unique)
