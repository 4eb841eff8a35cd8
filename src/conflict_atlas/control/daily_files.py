"""The daily files in a folder, a tar or a zip: read one after the other within limits, never unpacked to disk.

What may live here: finding daily files and the day that their names state. What is in them is read elsewhere.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, cast

from conflict_atlas.control.limits import LARGEST_FILE, LARGEST_TOTAL, MOST_FILES
from conflict_atlas.events.errors import ImportRefused

_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_DAMAGED = (
    tarfile.TarError, zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError, OverflowError,
    zlib.error, lzma.LZMAError, struct.error, LookupError,
)  # fmt: skip
"""What the readers of archives raise for bytes that are not what they should be."""


@dataclass(frozen=True)
class DailyFile:
    """One daily file: where it lies in what was given, the day that its name states (None if it states none), its bytes.

    ``content`` is None where the file is larger than may be read.
    """

    name: str
    day: date | None
    content: bytes | None


def day_in(name: str) -> date | None:
    """The day that a file's name states as 20240708, 2024-07-08, 2024_07_08 or 2024.07.08; None without exactly one."""
    days = set()
    for year, _, month, day in _DAY.findall(PurePosixPath(name).name):
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def is_daily(name: str) -> bool:
    """Whether a file can be a daily one: GeoJSON by its ending, and not one that a system leaves behind."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return path.suffix.lower() in (".geojson", ".json") and not hidden


def daily_files(name: str, path: Path) -> Iterator[tuple[str, DailyFile | None]]:
    """Every file in a tar (also gz, bz2 or xz), a zip, or a single GeoJSON file: its name, and the file if it is a daily one.

    ``name`` is what the user called it. Raises ImportRefused for what is damaged, too large, or tries to lead out of itself.
    """
    with path.open("rb") as file:
        start = file.read(512)
    try:
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            yield from _in_zip(name, path)
        elif start.startswith(b"\x28\xb5\x2f\xfd"):
            raise ImportRefused(
                f"{name} is packed with zstd, which is not read here: unpack it with `zstd -d` and import the tar"
            )
        elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield name, _bounded(name, path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None)
        else:
            yield from _in_tar(name, path, start)
    except _DAMAGED as error:
        raise ImportRefused(f"{name} is no tar or zip that can be read, or is cut off ({error}): download it again") from error


def files_in_folder(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of names. Raises ImportRefused for a link, which may lead anywhere."""
    found = sorted(folder.rglob("*"))
    if len(found) > MOST_FILES:
        raise ImportRefused(f"{folder} holds more than {MOST_FILES:,} files: name the folder of the daily files")
    for path in found:
        if path.is_symlink():
            raise ImportRefused(f"{path} is a link: put the file itself into the folder")
        if path.is_file():
            yield path


def _bounded(name: str, content: bytes | None) -> DailyFile:
    return DailyFile(name, day_in(name), content if content is not None and len(content) <= LARGEST_FILE else None)


def _refuse_way_out(archive: str, member: str) -> None:
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", member) or "\x00" in member:
        raise ImportRefused(f"{archive} names a file outside itself ({member!r}): that is no archive of daily files")


def _too_large(archive: str) -> ImportRefused:
    return ImportRefused(f"{archive} unpacks to more than {LARGEST_TOTAL / 1e9:.0f} GB: that is an archive bomb, not daily files")


def _too_many(archive: str) -> ImportRefused:
    return ImportRefused(f"{archive} holds more than {MOST_FILES:,} files: that is no archive of daily files")


def _in_zip(name: str, path: Path) -> Iterator[tuple[str, DailyFile | None]]:
    total = 0
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_FILES:
            raise _too_many(name)
        for member in members:
            _refuse_way_out(name, member.filename)
            if stat.S_ISLNK(member.external_attr >> 16):
                raise ImportRefused(f"{name} holds a link ({member.filename!r}): pack the file itself")
            if member.flag_bits & 1:
                raise ImportRefused(f"{name} is protected by a password: unpack it and import the folder")
            if not is_daily(member.filename):
                yield member.filename, None
                continue
            with archive.open(member) as stream:
                content = stream.read(LARGEST_FILE + 1)
            total += len(content)
            if total > LARGEST_TOTAL:
                raise _too_large(name)
            yield member.filename, _bounded(member.filename, content)


class _Within:
    """A stream that is read no further than an archive may be long, and never in pieces larger than a daily file."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self._name, self._stream = name, stream

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > LARGEST_FILE + tarfile.BLOCKSIZE or self._stream.tell() + size > LARGEST_TOTAL:
            raise _too_large(self._name)
        return self._stream.read(size)

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        if position > LARGEST_TOTAL:
            raise _too_large(self._name)
        return self._stream.seek(position, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _unpacking(path: Path, start: bytes) -> IO[bytes]:
    if start.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if start.startswith(b"BZh"):
        return cast(IO[bytes], bz2.open(path, "rb"))
    if start.startswith(b"\xfd7zXZ"):
        return cast(IO[bytes], lzma.open(path, "rb"))
    return path.open("rb")


def _in_tar(name: str, path: Path, start: bytes) -> Iterator[tuple[str, DailyFile | None]]:
    with closing(_unpacking(path, start)) as stream:
        within = cast(IO[bytes], _Within(name, stream))
        with tarfile.open(fileobj=within, mode="r:") as archive:
            for number, member in enumerate(archive):
                if number >= MOST_FILES:
                    raise _too_many(name)
                _refuse_way_out(name, member.name)
                if member.isdir():
                    continue
                if not member.isreg():
                    raise ImportRefused(f"{name} holds a link or a device ({member.name!r}): pack the files themselves")
                if not is_daily(member.name):
                    yield member.name, None
                    continue
                if member.size > LARGEST_FILE:
                    yield member.name, _bounded(member.name, None)
                    continue
                content = cast(IO[bytes], archive.extractfile(member)).read()
                if len(content) != member.size:
                    raise ImportRefused(f"{name} is cut off in {member.name!r}: download it again")
                yield member.name, _bounded(member.name, content)
