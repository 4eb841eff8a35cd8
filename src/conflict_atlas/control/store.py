"""The store of claimed control: vintages side by side, append-only, each there whole or not at all.

A vintage is a folder with ``areas.parquet`` and ``vintage.json``. It is written under a name that begins with a dot, brought to
disk and renamed into place; what a killed writer leaves behind is not listed, and the next one sweeps it. A withdrawal is a
file ``withdrawn.json`` beside them. What may live here: adding, listing, withdrawing and reading vintages of claims.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from conflict_atlas.control.geojson import Area
from conflict_atlas.control.vintages import ControlVintage
from conflict_atlas.events import engine
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import EventsError

FOLDER = "control"
"""In the workspace."""
ROWS, RECORD, WITHDRAWN = "areas.parquet", "vintage.json", "withdrawn.json"
_INCOMING = ".incoming-"


@dataclass(frozen=True)
class ControlWithdrawal:
    """A vintage that is no longer shown, from when on and why. It stays where it is."""

    vintage_id: str
    at: datetime
    reason: str


class AreaTable:
    """The areas of a vintage that is being made: one row an area, coordinates as they came, as the text of JSON.

    What does not fit in memory goes to ``scratch``. To be closed.
    """

    def __init__(self, scratch: Path) -> None:
        self._connection = engine.fresh()
        self._connection.execute(f"SET temp_directory = {quote(str(scratch / 'spill'))}")
        self._connection.execute("CREATE TABLE areas (day DATE, area INTEGER, holder VARCHAR, polygons VARCHAR)")

    def add(self, day: date, areas: Sequence[Area]) -> None:
        """The areas of a day, numbered from 1."""
        rows = [
            (day, number, area.holder, json.dumps(area.polygons, separators=(",", ":"))) for number, area in enumerate(areas, 1)
        ]
        self._connection.executemany("INSERT INTO areas VALUES (?, ?, ?, ?)", rows)

    def write(self, target: Path) -> None:
        """Write the rows in the order of days."""
        self._connection.execute(
            f"COPY (FROM areas ORDER BY day, area) TO {quote(str(target))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"
        )

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()


class ControlStore:
    """Read and extend the store in the workspace at a folder. Writers hold the workspace's lock; readers need none."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    @property
    def digest(self) -> str:
        """Changes with every vintage and every withdrawal, and with nothing else."""
        names = [f"{path.name} {(path / WITHDRAWN).exists()}" for path in self._folders()]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()

    def ever_added(self) -> tuple[ControlVintage, ...]:
        """Every vintage in the order of imports, those withdrawn since included. Raises EventsError for a damaged record."""
        found = (_record(path / RECORD) for path in self._folders())
        return tuple(sorted(found, key=lambda vintage: (vintage.imported_at, vintage.vintage_id)))

    def vintages(self) -> tuple[ControlVintage, ...]:
        """The vintages that are not withdrawn, in the order of imports."""
        withdrawn = {item.vintage_id for item in self.withdrawals()}
        return tuple(vintage for vintage in self.ever_added() if vintage.vintage_id not in withdrawn)

    def vintage(self, vintage_id: str) -> ControlVintage:
        """One vintage that is not withdrawn. Raises EventsError that lists the known ones."""
        found = self.vintages()
        for vintage in found:
            if vintage.vintage_id == vintage_id:
                return vintage
        listing = ", ".join(vintage.vintage_id for vintage in found) or "none yet"
        raise EventsError(f"no vintage of claimed control is called {vintage_id!r}. Vintages: {listing}.")

    def withdrawals(self) -> tuple[ControlWithdrawal, ...]:
        """What has been withdrawn, oldest first."""
        found = []
        for path in self._folders():
            if (path / WITHDRAWN).is_file():
                value = json.loads((path / WITHDRAWN).read_bytes())
                found.append(ControlWithdrawal(path.name, datetime.fromisoformat(value["at"]), value["reason"]))
        return tuple(sorted(found, key=lambda item: (item.at, item.vintage_id)))

    def free_id(self, wanted: str) -> str:
        """``wanted``, or the same with a number behind it if a vintage of that id was added before."""
        taken = {path.name for path in self._folders()}
        candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
        return next(candidate for candidate in candidates if candidate not in taken)

    def add(self, vintage: ControlVintage, rows: AreaTable, ready: Callable[[], None]) -> ControlVintage:
        """Add a vintage with the areas of its days. ``ready`` is called when only the last step is left.

        Returns the vintage with the digest of its rows; what is on disk then stays.
        """
        self.folder.mkdir(exist_ok=True)
        for left in self.folder.glob(f"{_INCOMING}*"):
            shutil.rmtree(left)
        incoming = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=self.folder))
        try:
            rows.write(incoming / ROWS)
            with (incoming / ROWS).open("rb") as file:
                vintage = replace(vintage, rows_sha256=hashlib.file_digest(file, "sha256").hexdigest())
            (incoming / RECORD).write_text(json.dumps(vintage.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
            for path in (incoming / ROWS, incoming / RECORD, incoming):
                _to_disk(path)
            incoming.chmod(0o755)
            ready()
            incoming.rename(self.folder / vintage.vintage_id)
        except BaseException:
            shutil.rmtree(incoming, ignore_errors=True)
            raise
        _to_disk(self.folder)
        return vintage

    def withdraw(self, vintage_id: str, reason: str) -> ControlWithdrawal:
        """Stop showing a vintage from now on, and say why. The caller holds the workspace's lock. Raises EventsError."""
        self.vintage(vintage_id)
        if not reason.strip():
            raise EventsError(f"say why {vintage_id} is withdrawn: the reason is kept with it")
        withdrawal = ControlWithdrawal(vintage_id, datetime.now(UTC).replace(microsecond=0), reason.strip())
        home = self.folder / vintage_id
        value = {"at": withdrawal.at.isoformat(), "reason": withdrawal.reason}
        (home / f"{WITHDRAWN}.new").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        _to_disk(home / f"{WITHDRAWN}.new")
        (home / f"{WITHDRAWN}.new").replace(home / WITHDRAWN)
        _to_disk(home)
        return withdrawal

    def areas(self, vintage: ControlVintage, day: date) -> tuple[Area, ...]:
        """The areas claimed for a day of the vintage, in the order of its file. Raises EventsError where none is held."""
        path = self.folder / vintage.vintage_id / ROWS
        rows = engine.fetch(
            f"SELECT holder, polygons FROM read_parquet({quote(str(path))}) WHERE day = DATE {quote(day.isoformat())} ORDER BY area"
        )
        if not rows:
            raise EventsError(f"{vintage.vintage_id} holds nothing for {day}")
        return tuple(Area(holder, _polygons(polygons)) for holder, polygons in rows)

    def damage(self, vintage: ControlVintage) -> str | None:
        """What is wrong with the areas of a vintage, as a sentence; None if they are as they were added."""
        path = self.folder / vintage.vintage_id / ROWS
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"{path} cannot be read ({error.strerror}): restore it from a backup"
        return None if found == vintage.rows_sha256 else f"{path} is not what was added: restore it from a backup"

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))


@lru_cache(maxsize=256)
def _record(path: Path) -> ControlVintage:
    """A record is read once a process: nothing changes it."""
    try:
        return ControlVintage.from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise EventsError(f"{path} cannot be read ({error}): restore it from a backup") from error


def _polygons(text: str) -> tuple[tuple[tuple[tuple[float, float], ...], ...], ...]:
    return tuple(tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in json.loads(text))


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
