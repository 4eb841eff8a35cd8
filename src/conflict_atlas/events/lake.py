"""The lake: vintages side by side, append-only, each committed whole or not at all.

A vintage is a folder ``vintages/<id>`` with ``rows.parquet``, ``quarantine.parquet`` and ``vintage.json``. The file
``CURRENT`` lists what has been committed, with the digest of each file, and what has been withdrawn since, with the
reason; an entry is never taken out. A commit writes everything to a folder of its own, brings it to disk, renames it into
place, and then replaces ``CURRENT`` in one rename: before that nothing has changed, after it everything has. What a crash
leaves behind is not listed and is swept by the next writer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
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


@dataclass(frozen=True)
class Withdrawal:
    """A vintage that no longer counts, from when on and why. It stays where it is."""

    vintage_id: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class _Current:
    """What ``CURRENT`` says: the files of each committed vintage by their digests, and the withdrawals."""

    committed: dict[str, dict[str, str]] = field(default_factory=dict)
    withdrawals: tuple[Withdrawal, ...] = ()

    @classmethod
    def parse(cls, content: bytes) -> _Current:
        value = json.loads(content)
        return cls(
            {entry["vintage_id"]: dict(entry["files"]) for entry in value["vintages"]},
            tuple(
                Withdrawal(entry["vintage_id"], datetime.fromisoformat(entry["at"]), entry["reason"])
                for entry in value["withdrawn"]
            ),
        )

    def dump(self) -> bytes:
        value = {
            "vintages": [{"vintage_id": key, "files": files} for key, files in self.committed.items()],
            "withdrawn": [
                {"vintage_id": item.vintage_id, "at": item.at.isoformat(), "reason": item.reason} for item in self.withdrawals
            ],
        }
        return json.dumps(value, ensure_ascii=False, indent=1).encode()


class Lake:
    """Read and extend the lake at a folder. Writers hold the workspace's lock; readers need none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def digest(self) -> str:
        """Changes with every commit and with nothing else."""
        return hashlib.sha256(self._current_bytes()).hexdigest()

    def vintages(self, as_known_on: date | None = None) -> tuple[Vintage, ...]:
        """The vintages that count, in the order of commits; with a date, those that counted at the end of that day, UTC."""
        current = self._current()
        end = datetime.combine(as_known_on or date.max, time.max, tzinfo=UTC)
        withdrawn = {item.vintage_id for item in current.withdrawals if item.at <= end}
        vintages = (self._read(key, files) for key, files in current.committed.items() if key not in withdrawn)
        return tuple(vintage for vintage in vintages if vintage.imported_at <= end)

    def ever_committed(self) -> tuple[Vintage, ...]:
        """Every vintage in the order of commits, those withdrawn since included."""
        return tuple(self._read(key, files) for key, files in self._current().committed.items())

    def vintage(self, vintage_id: str) -> Vintage:
        """One vintage, even if it was withdrawn. Raises EventsError that lists the known ones."""
        committed = self._current().committed
        if vintage_id not in committed:
            listing = ", ".join(committed) or "none yet"
            raise EventsError(f"no vintage {vintage_id!r} here. Vintages: {listing}.")
        return self._read(vintage_id, committed[vintage_id])

    def withdrawals(self, as_known_on: date | None = None) -> tuple[Withdrawal, ...]:
        """What has been withdrawn, oldest first; with a date, until the end of that day, UTC."""
        end = datetime.combine(as_known_on or date.max, time.max, tzinfo=UTC)
        return tuple(item for item in self._current().withdrawals if item.at <= end)

    def free_id(self, wanted: str) -> str:
        """``wanted``, or the same with a number behind it if a vintage of that id has been committed before."""
        committed = self._current().committed
        candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(committed) + 2))
        return next(candidate for candidate in candidates if candidate not in committed)

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
        current = self._current()
        committed = dict(current.committed)
        home = self.folder / "vintages"
        home.mkdir(exist_ok=True)
        moved: list[Path] = []
        try:
            for draft, vintage in made:
                if vintage.vintage_id in committed:
                    raise EventsError(f"{vintage.vintage_id} has been committed before; a vintage is never replaced")
                _write(draft.folder / RECORD, json.dumps(vintage.to_json(), ensure_ascii=False, indent=1).encode())
                committed[vintage.vintage_id] = {path.name: _digest(path) for path in sorted(draft.folder.iterdir())}
                for path in draft.folder.iterdir():
                    _to_disk(path)
                draft.folder.chmod(0o755)
                _to_disk(draft.folder)
                moved.append(home / vintage.vintage_id)
                draft.folder.rename(moved[-1])
            _to_disk(home)
            self._replace_current(_Current(committed, current.withdrawals))
        except BaseException:
            for folder in moved:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        self._confirm()

    def withdraw(self, vintage_id: str, reason: str) -> Withdrawal:
        """Stop counting a vintage from now on, and say why; questions as known before are answered with it as before.

        The caller holds the workspace's lock. Raises EventsError if there is no such vintage or it is withdrawn already.
        """
        current = self._current()
        self.vintage(vintage_id)
        if earlier := next((item for item in current.withdrawals if item.vintage_id == vintage_id), None):
            raise EventsError(f"{vintage_id} was withdrawn already, on {earlier.at:%Y-%m-%d}: {earlier.reason}")
        if not reason.strip():
            raise EventsError(f"say why {vintage_id} is withdrawn: the reason is kept with it")
        withdrawal = Withdrawal(vintage_id, datetime.now(UTC).replace(microsecond=0), reason.strip())
        self._replace_current(_Current(current.committed, (*current.withdrawals, withdrawal)))
        self._confirm()
        return withdrawal

    def damage(self, vintage_id: str) -> tuple[str, ...]:
        """What is wrong with the files of a vintage, a sentence each; nothing if they are as they were committed."""
        sentences = []
        for file_name, sha256 in self._current().committed.get(vintage_id, {}).items():
            path = self.folder / "vintages" / vintage_id / file_name
            try:
                if _digest(path) != sha256:
                    sentences.append(f"{path} is not what was committed: restore it from a backup")
            except OSError as error:
                sentences.append(f"{path} cannot be read ({error.strerror}): restore it from a backup")
        return tuple(sentences)

    def _replace_current(self, current: _Current) -> None:
        temporary = self.folder / "CURRENT.new"
        try:
            _write(temporary, current.dump())
            _to_disk(temporary)
            temporary.replace(self.folder / "CURRENT")
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _confirm(self) -> None:
        """Bring the rename of ``CURRENT`` to disk. It has happened by now: a failure here undoes nothing."""
        try:
            _to_disk(self.folder)
        except OSError as error:
            raise EventsError(
                f"the change is in the lake, but the system does not confirm that it is on disk ({error.strerror}): check the disk"
            ) from error

    def _current_bytes(self) -> bytes:
        try:
            return (self.folder / "CURRENT").read_bytes()
        except FileNotFoundError:
            return _Current().dump()

    def _current(self) -> _Current:
        try:
            return _parsed_current(self._current_bytes())
        except (ValueError, KeyError, TypeError) as error:
            raise EventsError(
                f"{self.folder / 'CURRENT'} cannot be read ({error}): restore it from a backup of this workspace"
            ) from error

    def _read(self, vintage_id: str, files: dict[str, str]) -> Vintage:
        return _parsed_record(self.folder / "vintages" / vintage_id / RECORD, files[RECORD])

    def _sweep(self) -> None:
        shutil.rmtree(self.folder / "incoming", ignore_errors=True)
        (self.folder / "CURRENT.new").unlink(missing_ok=True)
        listed = self._current().committed
        home = self.folder / "vintages"
        for folder in home.iterdir() if home.is_dir() else ():
            if folder.name not in listed:
                shutil.rmtree(folder)


@lru_cache(maxsize=8)
def _parsed_current(content: bytes) -> _Current:
    return _Current.parse(content)


@lru_cache(maxsize=1024)
def _parsed_record(path: Path, sha256: str) -> Vintage:
    """A record is read once: its digest says that it cannot have changed."""
    try:
        record = path.read_bytes()
    except FileNotFoundError:
        raise EventsError(
            f"{path} is missing, though the lake lists it: restore it from a backup, or import the file again into a new workspace"
        ) from None
    if hashlib.sha256(record).hexdigest() != sha256:
        raise EventsError(f"{path} is not what was committed: restore it from a backup")
    return Vintage.from_json(json.loads(record))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
