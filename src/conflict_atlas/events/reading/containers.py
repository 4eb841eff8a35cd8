"""Containers: find out what a file is by its first bytes, and unpack it within limits.

What may live here: zip, gzip, xlsx and parquet as wrappings. The outcome is a plain text file or a parquet file.
"""

from __future__ import annotations

import csv
import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading.keeping import KeptFile

LARGEST_UNPACKED = 16 << 30
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 64 << 20
"""Small files may compress better than the ratio allows without being dangerous."""
_CHUNK = 4 << 20


class Kind(Enum):
    """What a plain file holds."""

    TEXT = "text"
    PARQUET = "parquet"


@dataclass(frozen=True)
class PlainFile:
    """A file without wrapping. ``name`` leads back to what the user named, with the member of an archive behind a slash."""

    name: str
    path: Path
    kind: Kind


def unwrap(kept: KeptFile, scratch: Path) -> PlainFile:
    """Unpack ``kept`` into ``scratch`` where it is packed. Raises ImportRefused for what is no table or is not safe."""
    return _unwrap(kept.name, kept.path, scratch, nested=False)


def _unwrap(name: str, path: Path, scratch: Path, *, nested: bool) -> PlainFile:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise ImportRefused(f"{name} is empty: download it again")
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _unwrap_zip(name, path, scratch, nested=nested)
    if start.startswith(b"\x1f\x8b"):
        if nested:
            raise ImportRefused(f"{name} is an archive within an archive: unpack it and import the table itself")
        unpacked = _unpack(name, gzip.open(path, "rb"), path.stat().st_size, scratch)
        return _unwrap(name.removesuffix(".gz"), unpacked, scratch, nested=True)
    if start.startswith(b"PAR1"):
        return PlainFile(name, path, Kind.PARQUET)
    _refuse_what_is_no_table(name, start)
    return PlainFile(name, path, Kind.TEXT)


def _refuse_what_is_no_table(name: str, start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    wrong = {
        b"\xd0\xcf\x11\xe0": "an old Excel file (.xls): save it as .xlsx or .csv",
        b"%pdf": "a PDF: download the data file (csv or xlsx)",
        b"<!doctype": "a web page, not data: the download failed or needs a log-in; fetch the file itself",
        b"<html": "a web page, not data: the download failed or needs a log-in; fetch the file itself",
        b"<?xml": "an XML file: download the data file (csv or xlsx)",
        b"rdx": "an R data file: download the csv or xlsx of the same release",
        b"7z\xbc\xaf": "a 7z archive: unpack it and import the table in it",
        b"rar!": "a RAR archive: unpack it and import the table in it",
        b"{": "JSON, not a table: download the csv or xlsx of the same release",
    }
    for magic, sentence in wrong.items():
        if head.startswith(magic):
            raise ImportRefused(f"{name} is {sentence}")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused(f"{name} is written in UTF-16: save it as UTF-8 and import that")
    if b"\x00" in start:
        raise ImportRefused(f"{name} is not text and no known table format: import csv, zip, xlsx, gz or parquet")


def _unwrap_zip(name: str, path: Path, scratch: Path, *, nested: bool) -> PlainFile:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename == "xl/workbook.xml" for member in members):
                _guard_sizes(name, members)
                return PlainFile(name, _sheet_to_text(name, path, scratch), Kind.TEXT)
            if nested:
                raise ImportRefused(f"{name} is an archive within an archive: unpack it and import the table itself")
            member = _only_table(name, members)
            if member.flag_bits & 1:
                raise ImportRefused(f"{name} is protected by a password: unpack it and import {member.filename}")
            _guard_sizes(name, [member])
            unpacked = _unpack(name, archive.open(member), path.stat().st_size, scratch)
            return _unwrap(f"{name}/{member.filename}", unpacked, scratch, nested=True)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError) as error:
        raise ImportRefused(f"{name} is a damaged or cut-off archive ({error}): download it again") from error


def _only_table(name: str, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    tables = [
        member
        for member in members
        if not member.filename.startswith("__MACOSX/")
        and not member.filename.rsplit("/", 1)[-1].startswith(".")
        and member.filename.lower().endswith((".csv", ".tsv", ".txt", ".xlsx", ".parquet"))
    ]
    data = [member for member in tables if not member.filename.lower().endswith(".txt")] or tables
    if len(data) == 1:
        return data[0]
    names = ", ".join(member.filename for member in (data or members)[:8]) or "nothing"
    wanted = "one table" if data else "a table (csv, xlsx or parquet)"
    raise ImportRefused(f"{name} should hold {wanted}, it holds {names}: unpack it and import the file you mean")


def _guard_sizes(name: str, members: list[zipfile.ZipInfo]) -> None:
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    _guard(name, packed, unpacked)


def _guard(name: str, packed: int, unpacked: int) -> None:
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > packed * LARGEST_RATIO):
        raise ImportRefused(
            f"{name} would unpack to more than {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.2f} MB: that is an archive bomb, "
            "not a data release. Nothing was unpacked to the end."
        )


def _unpack(name: str, stream: BinaryIO | gzip.GzipFile | object, packed: int, scratch: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=scratch, prefix="unpacked-", delete=False) as out:
        size = 0
        try:
            with stream:  # type: ignore[union-attr]
                while chunk := stream.read(_CHUNK):  # type: ignore[union-attr]
                    size += len(chunk)
                    _guard(name, packed, size)
                    out.write(chunk)
        except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise ImportRefused(f"{name} is a damaged or cut-off archive ({error}): download it again") from error
    return Path(out.name)


def _sheet_to_text(name: str, path: Path, scratch: Path) -> Path:
    """Write the first sheet with cells in it as csv text: numbers as Excel shows them, dates in ISO form."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(sheet) for sheet in workbook.sheet_names]
    except Exception as error:  # the library raises bare errors of its own for damaged workbooks
        raise ImportRefused(f"{name} is a damaged workbook ({error}): download it again") from error
    for sheet in sheets:
        if sheet.total_height:
            with tempfile.NamedTemporaryFile(
                "w", dir=scratch, prefix="sheet-", suffix=".csv", delete=False, encoding="utf-8", newline=""
            ) as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerows([_cell_text(cell) for cell in row] for row in _rows(sheet))
            return Path(out.name)
    raise ImportRefused(f"{name} has no sheet with data in it")


def _rows(sheet: object) -> Iterable[list[object]]:
    return sheet.iter_rows()  # type: ignore[attr-defined,no-any-return]


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
