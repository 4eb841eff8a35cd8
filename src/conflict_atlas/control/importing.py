"""Importing daily claims: from a tar, zip, folder or file as it came to a vintage, all or nothing.

Steps: keep the raw bytes, read every daily file, set aside the days that cannot be drawn, check that none was lost, add. A
refusal at any step leaves the workspace as it was.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import conflict_atlas
from conflict_atlas.control.daily_files import DailyFile, daily_files, day_in, files_in_folder, is_daily
from conflict_atlas.control.geojson import Area, Broken, Holder, read_areas
from conflict_atlas.control.limits import LARGEST_FILE, LONGEST_HOLDER
from conflict_atlas.control.outlines import area_km2
from conflict_atlas.control.store import AreaTable, ControlStore, ControlWithdrawal
from conflict_atlas.control.vintages import ClaimedDay, ControlVintage, DaySetAside
from conflict_atlas.dossiers.pictures import LICENCES
from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.reading.keeping import StagedFile, place, stage, take_back
from conflict_atlas.events.vintages import Origin, SourceFile
from conflict_atlas.events.vocabulary import LicenceClass
from conflict_atlas.workspace import Workspace

NO_LICENCE = "no licence declared"


@dataclass(frozen=True)
class Claim:
    """What the operator says beside the files: who claims it (with an address), who is said to hold the areas, and on what
    terms they came. Without a ``licence`` nothing of it leaves by a public door."""

    claimant: str
    url: str
    holder: Holder
    licence: str | None = None


@dataclass(frozen=True)
class ControlImported:
    """The outcome: the vintage, and whether it is new."""

    vintage: ControlVintage
    new: bool


@dataclass
class _Reading:
    """What has been read so far."""

    rows: AreaTable
    days: dict[date, ClaimedDay] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)
    set_aside: list[DaySetAside] = field(default_factory=list)
    other_files: int = 0

    @property
    def daily(self) -> int:
        """Daily files met, whatever became of them."""
        return len(self.days) + len(self.set_aside)


def import_control(
    workspace: Workspace, path: Path, claim: Claim, progress: Callable[[str], None] = lambda step: None
) -> ControlImported:
    """Import what ``path`` holds as one vintage. Raises ImportRefused or WorkspaceError; then nothing changed."""
    _check(claim)
    store = ControlStore(workspace.root)
    with workspace.writing("an import of claimed control"), _scratch(workspace, store) as scratch:
        progress(f"{path.name}: keeping the raw bytes")
        staged = _stage(path, scratch)
        digest = _digest(staged)
        if known := _known(store, digest, claim):
            return ControlImported(known, new=False)
        progress(f"{path.name}: reading")
        with closing(AreaTable(scratch)) as rows:
            reading, files = _read(path, staged, claim.holder, rows)
            vintage = _vintage(store, claim, digest, files, reading)
            vintage = store.add(vintage, rows, lambda: _place(staged, workspace, scratch))
        workspace.note("control import", vintage_id=vintage.vintage_id, days=len(vintage.days), set_aside=len(vintage.set_aside))
        return ControlImported(vintage, new=True)


def withdraw_control(workspace: Workspace, vintage_id: str, reason: str) -> ControlWithdrawal:
    """Withdraw a vintage and note it in the ledger. Raises EventsError or WorkspaceError; then nothing changed."""
    with workspace.writing("a withdrawal"):
        withdrawal = ControlStore(workspace.root).withdraw(vintage_id, reason)
        workspace.note("control withdraw", vintage_id=vintage_id, reason=withdrawal.reason)
    return withdrawal


def _check(claim: Claim) -> None:
    if not claim.claimant.strip() or len(claim.claimant) > LONGEST_HOLDER:
        raise ImportRefused("name the claimant: a claim is always shown with who makes it")
    if not re.fullmatch(r"https?://[^\s<>\"']+", claim.url):
        raise ImportRefused(f"{claim.url!r} is no address: write where the claimant publishes it, as https://example.org/map")
    if (claim.holder.name is None) == (claim.holder.field is None):
        raise ImportRefused("say who is said to hold the areas: one holder for all of them, or the field that names it, not both")
    if claim.holder.name is not None and not 0 < len(claim.holder.name.strip()) <= LONGEST_HOLDER:
        raise ImportRefused(f"the holder's name must have 1 to {LONGEST_HOLDER} letters")
    if claim.licence is not None and claim.licence not in LICENCES:
        raise ImportRefused(
            f"licence {claim.licence!r}: the ones we know are {', '.join(LICENCES)}. Leave it out to keep the areas to yourself."
        )


@contextmanager
def _scratch(workspace: Workspace, store: ControlStore) -> Iterator[Path]:
    """A folder for one import, gone afterwards; what an earlier one left behind when it was killed goes first."""

    def clear(folder: Path) -> None:
        kept = {item.sha256 for vintage in store.ever_added() for item in vintage.files}
        kept |= {item.sha256 for vintage in Lake(workspace.lake_dir).ever_committed() for item in vintage.files}
        take_back(folder, workspace.raw_dir, kept)
        shutil.rmtree(folder, ignore_errors=True)

    for left_over in workspace.tmp_dir.glob("control-*"):
        clear(left_over)
    folder = Path(tempfile.mkdtemp(dir=workspace.tmp_dir, prefix="control-"))
    try:
        yield folder
    finally:
        clear(folder)


def _stage(path: Path, scratch: Path) -> list[StagedFile]:
    if not path.is_dir():
        return [stage(path, scratch)]
    staged = [stage(file, scratch) for file in files_in_folder(path) if is_daily(file.relative_to(path).as_posix())]
    if not staged:
        raise ImportRefused(f"{path} holds no daily files (.geojson or .json): name the folder that they lie in")
    return staged


def _digest(staged: Sequence[StagedFile]) -> str:
    """The digest of the file; of a folder, that of the names and digests of its daily files."""
    if len(staged) == 1:
        return staged[0].sha256
    return hashlib.sha256("\n".join(f"{item.name} {item.sha256}" for item in staged).encode()).hexdigest()


def _known(store: ControlStore, digest: str, claim: Claim) -> ControlVintage | None:
    """The vintage of the same bytes with the same words beside them."""
    wanted = (digest, claim.claimant, claim.url, claim.licence or NO_LICENCE)
    for vintage in store.vintages():
        same_holder = claim.holder.name is None or vintage.holders == (claim.holder.name.strip(),)
        if (vintage.digest, vintage.claimant, vintage.origin.url, vintage.origin.licence) == wanted and same_holder:
            return vintage
    return None


def _read(path: Path, staged: Sequence[StagedFile], holder: Holder, rows: AreaTable) -> tuple[_Reading, tuple[SourceFile, ...]]:
    reading = _Reading(rows)
    files = []
    for item in staged:
        before = reading.daily
        _take(reading, _files_of(item, is_folder=path.is_dir()), holder)
        files.append(SourceFile(item.name, item.sha256, item.size, reading.daily - before))
    if not reading.days:
        said = f": {reading.set_aside[0].file}: {reading.set_aside[0].reason}" if reading.set_aside else ""
        raise ImportRefused(f"{path.name} holds no day that can be read{said or ': its files are no .geojson or .json'}")
    return reading, tuple(files)


def _files_of(item: StagedFile, *, is_folder: bool) -> Iterable[tuple[str, DailyFile | None]]:
    if not is_folder:
        return daily_files(item.name, item.path)
    content = item.path.read_bytes() if item.size <= LARGEST_FILE else None
    return [(item.name, DailyFile(item.name, day_in(item.name), content))]


def _take(reading: _Reading, found: Iterable[tuple[str, DailyFile | None]], holder: Holder) -> None:
    """Add each daily file to the days or to what is set aside. Raises ImportRefused where two are of the same day."""
    for _, daily in found:
        if daily is None:
            reading.other_files += 1
            continue
        try:
            day, areas = _day(daily, holder)
        except Broken as reason:
            reading.set_aside.append(DaySetAside(daily.name, daily.day, str(reason)))
            continue
        if day in reading.days:
            other = reading.days[day].file
            raise ImportRefused(f"{other} and {daily.name} are both of {day}: keep the one that is meant")
        polygons = [polygon for area in areas for polygon in area.polygons]
        entry = ClaimedDay(
            day,
            daily.name,
            hashlib.sha256(daily.content or b"").hexdigest(),
            len(areas),
            sum(area.points for area in areas),
            round(area_km2(polygons), 1),
        )
        reading.days[day] = entry
        reading.holders.update(area.holder for area in areas)
        reading.rows.add(day, areas)


def _day(daily: DailyFile, holder: Holder) -> tuple[date, tuple[Area, ...]]:
    if daily.day is None:
        raise Broken("its name does not state one day, as 20240708 or 2024-07-08")
    if daily.content is None:
        raise Broken(f"it is larger than {LARGEST_FILE / 1e6:.0f} MB")
    return daily.day, read_areas(daily.content, holder)


def _vintage(store: ControlStore, claim: Claim, digest: str, files: tuple[SourceFile, ...], reading: _Reading) -> ControlVintage:
    now = datetime.now(UTC).replace(microsecond=0)
    days = tuple(entry for _, entry in sorted(reading.days.items()))
    if sum(item.records for item in files) != len(days) + len(reading.set_aside):
        raise ImportRefused("daily files were lost on the way: this is a fault of the program, please report it")
    claimant, licence = claim.claimant.strip(), LICENCES.get(claim.licence or "")
    return ControlVintage(
        vintage_id=store.free_id(f"{_slug(claimant)}-{days[-1].day:%Y%m%d}-{digest[:8]}"),
        holders=tuple(sorted(reading.holders)),
        origin=Origin(
            producer=claimant,
            title="Claimed control by day",
            citation=f"{claimant}, daily areas {days[0].day} to {days[-1].day}, as imported on {now:%Y-%m-%d}",
            licence=licence.name if licence else NO_LICENCE,
            licence_url=licence.address if licence else "",
            url=claim.url,
            credit=claimant,
        ),
        licence_class=LicenceClass.OPEN if licence else LicenceClass.SIGNED_IN,
        licence_basis="declared by the operator" if licence else NO_LICENCE,
        imported_at=now,
        importer_version=conflict_atlas.__version__,
        digest=digest,
        files=files,
        days=days,
        set_aside=tuple(reading.set_aside),
        other_files=reading.other_files,
        rows_sha256="",
    )


def _slug(claimant: str) -> str:
    plain = unicodedata.normalize("NFKD", claimant).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "claimant"


def _place(staged: Iterable[StagedFile], workspace: Workspace, scratch: Path) -> None:
    """Put the raw bytes into place, once each."""
    for item in {item.sha256: item for item in staged}.values():
        place(item, workspace.raw_dir, scratch)
