"""The archive of issued forecasts: append-only, so that nobody can have known better afterwards.

An issue is a folder with ``draws.parquet``, ``outlooks.json`` and ``record.json``. It is written under a name that begins with
a dot, brought to disk and renamed into place in one step; before that it is not there, after it nothing changes it. What a
killed writer leaves behind is not listed and is swept by the next one. What may live here: adding, listing and reading
issues. Nothing here imports a model: pages read what was issued.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.draws_file import read_draws, write_draws
from conflict_atlas.analysis.forecast.summary import Outlook

FOLDER = "forecasts"
"""In the workspace."""
DRAWS, OUTLOOKS, RECORD = "draws.parquet", "outlooks.json", "record.json"
_INCOMING = ".incoming-"


@dataclass(frozen=True)
class Record:
    """What a forecast was made of. ``name`` is also that of its folder; ``unit_kind`` is country or conflict.

    ``first`` and ``last`` are horizons in months, ``configuration`` is the digest of the model's numbers and the figures it
    saw, ``files`` the sha256 of the two other files, given by the archive.
    """

    name: str
    issued_at: str
    origin: str
    first: int
    last: int
    unit_kind: str
    target: str
    model: str
    model_version: str
    configuration: str
    seed: int
    draws: int
    vintages: tuple[str, ...]
    lake: str
    program: str
    files: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return asdict(self) | {"files": dict(self.files)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Record:
        """The inverse of ``to_json``."""
        return cls(**{**value, "vintages": tuple(value["vintages"]), "files": tuple(value["files"].items())})


@dataclass(frozen=True)
class Issue:
    """An issued forecast: its record, and what it tells of each unit."""

    record: Record
    outlooks: tuple[Outlook, ...]

    def of(self, unit: str) -> Outlook | None:
        """What it tells of a unit; None where it holds none."""
        return next((outlook for outlook in self.outlooks if outlook.unit == unit), None)


def add(root: Path, record: Record, draws: Draws, outlooks: Sequence[Outlook]) -> Issue:
    """Archive a forecast in the workspace at ``root``, whose lock the caller holds. What is on disk when this returns stays.

    Raises AnalysisError where a forecast of that name was issued before: none is ever replaced.
    """
    with _incoming(root, record.name) as incoming:
        write_draws(draws, incoming / DRAWS)
        told = json.dumps([outlook.to_json() for outlook in outlooks], ensure_ascii=False)
        (incoming / OUTLOOKS).write_text(told, encoding="utf-8")
        issued = replace(record, files=tuple((name, _digest(incoming / name)) for name in (DRAWS, OUTLOOKS)))
        (incoming / RECORD).write_text(json.dumps(issued.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    return Issue(issued, tuple(outlooks))


def take(root: Path, folder: Path) -> Record:
    """Archive an issue that was made elsewhere, as it is. The caller holds the lock.

    Raises AnalysisError where a forecast of that name was issued before, or where the files are not what was issued.
    """
    record = record_of(folder)
    with _incoming(root, record.name) as incoming:
        for name in (DRAWS, OUTLOOKS, RECORD):
            shutil.copyfile(folder / name, incoming / name)
        for name, digest in record.files:
            if _digest(incoming / name) != digest:
                raise AnalysisError(f"{folder / name} is not what was issued: get it again")
    return record


@contextmanager
def _incoming(root: Path, name: str) -> Iterator[Path]:
    """A folder that becomes the issue of this name in one step, on disk, when the block ends; nothing if it fails."""
    home = root / FOLDER
    home.mkdir(exist_ok=True)
    for left in home.glob(f"{_INCOMING}*"):
        shutil.rmtree(left)
    if (home / name).exists():
        raise AnalysisError(f"{name} was issued before; an issued forecast is never replaced")
    incoming = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=home))
    try:
        yield incoming
        for file in (DRAWS, OUTLOOKS, RECORD):
            _to_disk(incoming / file)
        incoming.chmod(0o755)
        _to_disk(incoming)
        incoming.rename(home / name)
    except BaseException:
        shutil.rmtree(incoming, ignore_errors=True)
        raise
    _to_disk(home)


def issues(root: Path) -> tuple[Record, ...]:
    """Every issued forecast in the order of issuing. Raises AnalysisError for a record that cannot be read."""
    home = root / FOLDER
    folders = [path for path in home.iterdir() if not path.name.startswith(".")] if home.is_dir() else []
    return tuple(sorted(map(record_of, folders), key=lambda record: (record.issued_at, record.name)))


def read(root: Path, record: Record) -> Issue:
    """What an issued forecast tells. Raises AnalysisError where its file is not what was issued."""
    return Issue(record, _outlooks(_checked(root, record, OUTLOOKS), dict(record.files)[OUTLOOKS]))


def draws_of(root: Path, record: Record) -> Draws:
    """The draws of an issued forecast. Raises AnalysisError where their file is not what was issued."""
    return read_draws(_checked(root, record, DRAWS))


def latest(root: Path) -> tuple[Issue, ...]:
    """The last issue of each kind of unit, of the latest origin; empty where nothing was issued."""
    newest = {record.unit_kind: record for record in sorted(issues(root), key=lambda record: (record.origin, record.issued_at))}
    return tuple(read(root, record) for record in newest.values())


def record_of(folder: Path) -> Record:
    """The record in the folder of an issue. Raises AnalysisError where it cannot be read."""
    try:
        return _parsed_record((folder / RECORD).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnalysisError(f"{folder / RECORD} cannot be read ({error}): restore it from a backup") from error


def _checked(root: Path, record: Record, name: str) -> Path:
    path = root / FOLDER / record.name / name
    if not path.is_file() or _digest(path) != dict(record.files)[name]:
        raise AnalysisError(f"{path} is not what was issued: restore it from a backup")
    return path


@lru_cache(maxsize=1024)
def _parsed_record(content: bytes) -> Record:
    return Record.from_json(json.loads(content))


@lru_cache(maxsize=8)
def _outlooks(path: Path, sha256: str) -> tuple[Outlook, ...]:
    """Read once: the digest says that it cannot have changed."""
    return tuple(Outlook.from_json(value) for value in json.loads(path.read_text(encoding="utf-8")))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
