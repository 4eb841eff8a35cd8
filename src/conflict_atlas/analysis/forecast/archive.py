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
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast.draws import Draws
from conflict_atlas.analysis.forecast.draws_file import read_draws, write_draws
from conflict_atlas.analysis.forecast.summary import Outlook
from conflict_atlas.events.months import Month

DRAWS, OUTLOOKS, RECORD = "draws.parquet", "outlooks.json", "record.json"
_INCOMING = ".incoming-"


@dataclass(frozen=True)
class Record:
    """What a forecast was made of. ``grain`` is country or conflict; ``configuration`` is the digest of the model's numbers.

    ``first`` and ``last`` are the months that it tells, ``files`` the sha256 of the two other files.
    """

    issue_id: str
    grain: str
    target: str
    model: str
    model_version: str
    configuration: str
    origin: Month
    first: Month
    last: Month
    draws: int
    seed: int
    vintages: tuple[str, ...]
    lake_digest: str
    program: str
    issued_at: datetime
    files: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        months = {name: str(getattr(self, name)) for name in ("origin", "first", "last")}
        return asdict(self) | months | {"issued_at": self.issued_at.isoformat(), "files": dict(self.files)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Record:
        """The inverse of ``to_json``."""
        months = {name: Month.parse(value[name]) for name in ("origin", "first", "last")}
        read = {"vintages": tuple(value["vintages"]), "issued_at": datetime.fromisoformat(value["issued_at"])}
        return cls(**{**value, **months, **read})

    def same_question(self, other: Record) -> bool:
        """Whether both answer the same question from the same data by the same numbers: issuing again would say nothing new."""
        told = ("grain", "target", "model", "model_version", "configuration", "origin", "first", "last", "draws", "seed")
        return all(getattr(self, name) == getattr(other, name) for name in (*told, "vintages"))


@dataclass(frozen=True)
class Issue:
    """An issued forecast: its record, and what it tells of each unit."""

    record: Record
    outlooks: tuple[Outlook, ...]

    def of(self, unit: str) -> Outlook | None:
        """What it tells of a unit; None where it holds none."""
        return next((outlook for outlook in self.outlooks if outlook.unit == unit), None)


class Archive:
    """Read and extend the archive at a folder. Writers hold the workspace's lock; readers need none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def records(self) -> tuple[Record, ...]:
        """Every issue, in the order in which they were issued. Raises AnalysisError for a record that cannot be read."""
        folders = [path for path in self.folder.iterdir() if not path.name.startswith(".")] if self.folder.is_dir() else []
        return tuple(sorted((self._record(path) for path in folders), key=lambda record: (record.issued_at, record.issue_id)))

    def issue(self, issue_id: str) -> Issue:
        """One issue. Raises AnalysisError where there is none of that id, or its files are not what was issued."""
        record = self._known(issue_id)
        return Issue(record, _outlooks(self._checked(record, OUTLOOKS), record.files[OUTLOOKS]))

    def draws(self, issue_id: str) -> Draws:
        """The draws of an issue. Raises AnalysisError where there is none of that id, or its files are not what was issued."""
        return read_draws(self._checked(self._known(issue_id), DRAWS))

    def add(self, record: Record, draws: Draws, outlooks: Sequence[Outlook]) -> Record:
        """Archive a forecast; the id and the digests of the record are given here. What is on disk when this returns stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        incoming = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=self.folder))
        try:
            write_draws(draws, incoming / DRAWS)
            told = json.dumps([outlook.to_json() for outlook in outlooks], ensure_ascii=False)
            (incoming / OUTLOOKS).write_text(told, encoding="utf-8")
            digests = {name: _digest(incoming / name) for name in (DRAWS, OUTLOOKS)}
            issued = replace(record, issue_id=self._free_id(record), files=digests)
            text = json.dumps(issued.to_json(), ensure_ascii=False, indent=1)
            (incoming / RECORD).write_text(text, encoding="utf-8")
            for name in (DRAWS, OUTLOOKS, RECORD):
                _to_disk(incoming / name)
            incoming.chmod(0o755)
            _to_disk(incoming)
            incoming.rename(self.folder / issued.issue_id)
        except BaseException:
            shutil.rmtree(incoming, ignore_errors=True)
            raise
        _to_disk(self.folder)
        return issued

    def _free_id(self, record: Record) -> str:
        wanted = f"{record.origin}-{record.grain}-{record.model}"
        taken = {path.name for path in self.folder.iterdir()}
        candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
        return next(candidate for candidate in candidates if candidate not in taken)

    def _sweep(self) -> None:
        for path in self.folder.glob(f"{_INCOMING}*"):
            shutil.rmtree(path)

    def _known(self, issue_id: str) -> Record:
        records = {record.issue_id: record for record in self.records()}
        if issue_id not in records:
            raise AnalysisError(f"no forecast {issue_id!r} was issued here. Issued: {', '.join(records) or 'none yet'}.")
        return records[issue_id]

    def _record(self, folder: Path) -> Record:
        try:
            return _parsed_record((folder / RECORD).read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AnalysisError(f"{folder / RECORD} cannot be read ({error}): restore it from a backup") from error

    def _checked(self, record: Record, name: str) -> Path:
        path = self.folder / record.issue_id / name
        if not path.is_file() or _digest(path) != record.files[name]:
            raise AnalysisError(f"{path} is not what was issued: restore it from a backup")
        return path


def latest(folder: Path) -> tuple[Issue, ...]:
    """The last issue of each grain in the archive at ``folder``, of the latest origin; empty where nothing was issued."""
    archive = Archive(folder)
    newest = {record.grain: record for record in sorted(archive.records(), key=lambda record: (record.origin, record.issued_at))}
    return tuple(archive.issue(record.issue_id) for record in newest.values())


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
