"""The lake: vintages side by side, append-only, each committed whole or not at all.

A vintage is a folder ``vintages/<id>`` with ``rows.parquet``, ``quarantine.parquet`` and ``vintage.json``. The file
``CURRENT`` lists the vintages that count, with the digest of each record. A commit writes everything to a folder of its
own, brings it to disk, renames it into place, and then replaces ``CURRENT`` in one rename: before that nothing has
changed, after it everything has. What a crash leaves behind is not listed and is swept by the next writer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from conflict_atlas.events.errors import EventsError
from conflict_atlas.events.vintages import Vintage

ROWS, QUARANTINE, NAMES, RECORD = "rows.parquet", "quarantine.parquet", "names.parquet", "vintage.json"


@dataclass(frozen=True)
class Draft:
    """A vintage being made: a folder that is not in the lake yet."""

    folder: Path

    @property
    def rows(self) -> Path:
        """Where the rows are to be written."""
        return self.folder / ROWS

    @property
    def quarantine(self) -> Path:
        """Where the rows set aside are to be written."""
        return self.folder / QUARANTINE


class Lake:
    """Read and extend the lake at a folder. Writers hold the workspace's lock; readers need none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def digest(self) -> str:
        """Changes with every commit and with nothing else."""
        return hashlib.sha256(self._current_bytes()).hexdigest()

    def vintages(self, as_known_on: date | None = None) -> tuple[Vintage, ...]:
        """Every committed vintage in the order of commits; with a date, those imported until the end of that day, UTC."""
        vintages = tuple(self._read(entry["vintage_id"]) for entry in json.loads(self._current_bytes())["vintages"])
        if as_known_on is None:
            return vintages
        end = datetime.combine(as_known_on, time.max, tzinfo=UTC)
        return tuple(vintage for vintage in vintages if vintage.imported_at <= end)

    def vintage(self, vintage_id: str) -> Vintage:
        """One vintage. Raises EventsError that lists the known ones."""
        known = [entry["vintage_id"] for entry in json.loads(self._current_bytes())["vintages"]]
        if vintage_id not in known:
            listing = ", ".join(known) or "none yet"
            raise EventsError(f"no vintage {vintage_id!r} here. Vintages: {listing}.")
        return self._read(vintage_id)

    def rows_path(self, vintage_id: str) -> Path:
        """The Parquet file with the rows of a vintage."""
        return self.folder / "vintages" / vintage_id / ROWS

    def quarantine_path(self, vintage_id: str) -> Path:
        """The Parquet file with the rows set aside."""
        return self.folder / "vintages" / vintage_id / QUARANTINE

    @contextmanager
    def drafting(self) -> Iterator[list[Draft]]:
        """A place to make vintages in; it is gone afterwards whatever happened, unless they were committed."""
        self._sweep()
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        drafts: list[Draft] = []
        try:
            yield drafts
        finally:
            for draft in drafts:
                shutil.rmtree(draft.folder, ignore_errors=True)

    def draft(self, drafts: list[Draft]) -> Draft:
        """A new draft among ``drafts``."""
        draft = Draft(Path(tempfile.mkdtemp(dir=self.folder / "incoming")))
        drafts.append(draft)
        return draft

    def commit(self, made: Sequence[tuple[Draft, Vintage]]) -> None:
        """Add vintages to the lake, all of them or none. What is on disk when this returns stays."""
        entries = json.loads(self._current_bytes())["vintages"]
        home = self.folder / "vintages"
        home.mkdir(exist_ok=True)
        for draft, vintage in made:
            record = json.dumps(vintage.to_json(), ensure_ascii=False, indent=1).encode()
            _write(draft.folder / RECORD, record)
            for path in draft.folder.iterdir():
                _to_disk(path)
            draft.folder.chmod(0o755)
            _to_disk(draft.folder)
            draft.folder.rename(home / vintage.vintage_id)
            entries.append({"vintage_id": vintage.vintage_id, "sha256": hashlib.sha256(record).hexdigest()})
        _to_disk(home)
        temporary = self.folder / "CURRENT.new"
        _write(temporary, json.dumps({"vintages": entries}, indent=1).encode())
        _to_disk(temporary)
        temporary.replace(self.folder / "CURRENT")
        _to_disk(self.folder)

    def _current_bytes(self) -> bytes:
        try:
            return (self.folder / "CURRENT").read_bytes()
        except FileNotFoundError:
            return b'{"vintages": []}'

    def _read(self, vintage_id: str) -> Vintage:
        path = self.folder / "vintages" / vintage_id / RECORD
        try:
            return _parsed(path.read_bytes())
        except FileNotFoundError:
            raise EventsError(
                f"{path} is missing, though the lake lists it: restore it from a backup, or import the file again into a new workspace"
            ) from None

    def _sweep(self) -> None:
        shutil.rmtree(self.folder / "incoming", ignore_errors=True)
        listed = {entry["vintage_id"] for entry in json.loads(self._current_bytes())["vintages"]}
        home = self.folder / "vintages"
        for folder in home.iterdir() if home.is_dir() else ():
            if folder.name not in listed:
                shutil.rmtree(folder)


def _parsed(record: bytes) -> Vintage:
    return Vintage.from_json(json.loads(record))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
