"""Containers: find out what a file is by its first bytes, and unpack it within limits.

What may live here: zip, gzip, xlsx and parquet as wrappings. The outcome is always a plain text file.
"""

from __future__ import annotations

import errno
import gzip
import lzma
import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading.parquet import parquet_to_text
from conflict_atlas.events.reading.workbook import sheet_to_text

LARGEST_UNPACKED = 16 << 30
LARGEST_WORKBOOK = 4 << 30
LARGEST_RATIO = 200
RATIO_COUNTS_FROM = 64 << 20
"""Small files may compress better than the ratio allows without being dangerous."""
_CHUNK = 4 << 20

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""How the system says that the disk is full, or full for this user, or that files may not grow further."""

_DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError,
    zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""What the readers of archives raise for bytes that are not what they should be."""

_NOT_A_TABLE = {
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls): save it as .xlsx or .csv",
    b"%pdf": "a PDF: download the data file (csv or xlsx)",
    b"<?xml": "an XML file: download the data file (csv or xlsx)",
    b"<": "a web page, not data: the download failed or needs a log-in; fetch the file itself",
    b"rdx": "an R data file: download the csv or xlsx of the same release",
    b"7z\xbc\xaf": "a 7z archive: unpack it and import the table in it",
    b"rar!": "a RAR archive: unpack it and import the table in it",
    b"bzh": "packed with bzip2: unpack it and import the table in it",
    b"\xfd7zxz": "packed with xz: unpack it and import the table in it",
    b"\x28\xb5\x2f\xfd": "packed with zstd: unpack it and import the table in it",
    b"sqlite format 3": "an SQLite database: export the table as csv and import that",
    b"{": "JSON, not a table: download the csv or xlsx of the same release",
    b"[": "JSON, not a table: download the csv or xlsx of the same release",
}


@dataclass(frozen=True)
class PlainFile:
    """A text file without wrapping. ``name`` leads back to what the user named, with the member of an archive behind a slash."""

    name: str
    path: Path


def unwrap(name: str, path: Path, scratch: Path) -> PlainFile:
    """Unpack into ``scratch`` what is packed. Raises ImportRefused for what is no table or is not safe to unpack."""
    return _unwrap(name, path, scratch, nested=False)


def _unwrap(name: str, path: Path, scratch: Path, *, nested: bool) -> PlainFile:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise ImportRefused(f"{name} is empty: download it again")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _unwrap_zip(name, path, scratch, nested=nested)
    if start.startswith(b"\x1f\x8b"):
        _refuse_nested(name, nested)
        with gzip.open(path, "rb") as stream:
            unpacked = _unpack(name, stream, path.stat().st_size, scratch)
        return _unwrap(name.removesuffix(".gz"), unpacked, scratch, nested=True)
    if start.startswith(b"PAR1"):
        target = _new_file(scratch, "table-")
        parquet_to_text(name, path, target)
        return PlainFile(name, target)
    _refuse_what_is_no_table(name, start)
    return PlainFile(name, path)


def _refuse_nested(name: str, nested: bool) -> None:
    if nested:
        raise ImportRefused(f"{name} is an archive within an archive: unpack it and import the table itself")


def _refuse_what_is_no_table(name: str, start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, sentence in _NOT_A_TABLE.items():
        if head.startswith(magic):
            raise ImportRefused(f"{name} is {sentence}")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused(f"{name} is written in UTF-16: save it as UTF-8 and import that")
    if start.count(b"\x00") > len(start) // 4:
        raise ImportRefused(f"{name} seems to be written in UTF-16 or is no text at all: save it as UTF-8 and import that")
    if not head:
        raise ImportRefused(f"{name} holds nothing but blanks: download it again")


def _unwrap_zip(name: str, path: Path, scratch: Path, *, nested: bool) -> PlainFile:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename == "xl/workbook.xml" for member in members):
                return _unwrap_workbook(name, path, archive, members, scratch)
            _refuse_nested(name, nested)
            member = _only_table(name, members)
            if member.flag_bits & 1:
                raise ImportRefused(f"{name} is protected by a password: unpack it and import {member.filename}")
            _guard(name, member.compress_size, member.file_size)
            with archive.open(member) as stream:
                unpacked = _unpack(name, stream, path.stat().st_size, scratch)
    except _DAMAGED as error:
        raise _damaged(name, error) from error
    return _unwrap(f"{name}/{member.filename}", unpacked, scratch, nested=True)


def _unwrap_workbook(name: str, path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], scratch: Path) -> PlainFile:
    """A workbook is unpacked in memory by its reader, so that every size in it is checked first by unpacking to nowhere."""
    _guard(name, sum(item.compress_size for item in members), sum(item.file_size for item in members), LARGEST_WORKBOOK)
    if broken := archive.testzip():
        raise ImportRefused(f"{name} is a damaged or cut-off workbook ({broken} in it cannot be read): download it again")
    target = _new_file(scratch, "sheet-")
    sheet_to_text(name, path, target)
    return PlainFile(name, target)


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


def _guard(name: str, packed: int, unpacked: int, largest: int = LARGEST_UNPACKED) -> None:
    if unpacked > largest or (unpacked > RATIO_COUNTS_FROM and unpacked > packed * LARGEST_RATIO):
        raise ImportRefused(
            f"{name} would unpack to more than {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.2f} MB: that is an archive bomb, "
            "not a data release. Nothing was unpacked to the end."
        )


def _damaged(name: str, error: Exception) -> Exception:
    """The refusal for a damaged archive; a full disk is not the archive's fault and stays what it is."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return error
    return ImportRefused(f"{name} is a damaged or cut-off archive ({error}): download it again")


def _new_file(scratch: Path, prefix: str) -> Path:
    with tempfile.NamedTemporaryFile(dir=scratch, prefix=prefix, suffix=".csv", delete=False) as file:
        return Path(file.name)


def _unpack(name: str, stream: IO[bytes] | gzip.GzipFile, packed: int, scratch: Path) -> Path:
    target = _new_file(scratch, "unpacked-")
    size = 0
    try:
        with target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                _guard(name, packed, size)
                out.write(chunk)
    except _DAMAGED as error:
        raise _damaged(name, error) from error
    return target
