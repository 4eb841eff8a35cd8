"""Health: what a workspace holds, how old it is, what is wrong and what to do. The doctor and the data-health page ask here."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import file_digest
from pathlib import Path

from conflict_atlas.control.store import ControlStore
from conflict_atlas.events.errors import EventsError
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.vintages import SourceFile, Vintage
from conflict_atlas.events.vocabulary import Series
from conflict_atlas.workspace import Workspace, WorkspaceError

STALE_AFTER_DAYS = 120
"""UCDP prints candidate events monthly; four missed months are worth a word."""

LITTLE_ROOM = 2 << 30


class Standing(Enum):
    """How a finding is meant."""

    GOOD = "good"
    NOTE = "note"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    standing: Standing
    statement: str
    advice: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to act."""
        return self.standing is Standing.FAILED


def examine(root: Path, today: date | None = None) -> tuple[Finding, ...]:
    """Look at everything in a workspace. Never raises: what cannot be read is a finding.

    The bytes of everything are read and compared with their digests, which takes about a second for a global release.
    """
    today = today or datetime.now(UTC).date()
    try:
        workspace = Workspace.open(root)
    except WorkspaceError as error:
        return (Finding("workspace", Standing.FAILED, f"{error}."),)
    findings = [Finding("workspace", Standing.GOOD, f"{workspace.root}."), _room(workspace)]
    lake = Lake(workspace.lake_dir)
    try:
        vintages = lake.vintages()
        withdrawals = lake.withdrawals()
    except (EventsError, OSError, ValueError, LookupError) as error:
        advice = "Restore the workspace from a backup, or make a new one and import the files again."
        return (*findings, Finding("lake", Standing.FAILED, f"{error}.", advice))
    if not vintages:
        advice = "Load one with `conflict-atlas events import`, or start `conflict-atlas up` for the starter pack."
        findings.append(Finding("lake", Standing.NOTE, "empty: no vintage counts here.", advice))
    for vintage in vintages:
        findings.append(_vintage(lake, vintage))
        findings.extend(_raw_bytes(workspace, vintage))
    findings.extend(
        Finding(item.vintage_id, Standing.NOTE, f"withdrawn on {item.at:%Y-%m-%d}: {item.reason}") for item in withdrawals
    )
    findings.extend(_age(vintages, today))
    findings.extend(_claimed_control(workspace))
    return tuple(findings)


def _claimed_control(workspace: Workspace) -> Iterator[Finding]:
    """Claims about who holds what: whether their areas and the files that they came in are as they were."""
    store = ControlStore(workspace.root)
    try:
        vintages, withdrawals = store.vintages(), store.withdrawals()
    except (EventsError, OSError, ValueError, LookupError) as error:
        yield Finding("claimed control", Standing.FAILED, f"{error}.", "Restore the workspace from a backup.")
        return
    for vintage in vintages:
        if damage := store.damage(vintage):
            advice = "Or withdraw the vintage (`conflict-atlas control withdraw`) and import its files again."
            yield Finding(vintage.vintage_id, Standing.FAILED, f"{damage}.", advice)
            continue
        aside = f", {len(vintage.set_aside):,} daily files set aside" if vintage.set_aside else ""
        statement = f"{len(vintage.days):,} days claimed by {vintage.claimant}, {vintage.release}{aside}."
        yield Finding(vintage.vintage_id, Standing.GOOD, statement)
        for item in vintage.files:
            yield from _raw_file(workspace, vintage.vintage_id, item)
    for withdrawal in withdrawals:
        yield Finding(withdrawal.vintage_id, Standing.NOTE, f"withdrawn on {withdrawal.at:%Y-%m-%d}: {withdrawal.reason}")


def _room(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.root).free
    statement = f"{free / 1e9:,.1f} GB free."
    if free < LITTLE_ROOM:
        return Finding("disk", Standing.NOTE, statement, "An import needs about three times the size of its file: make room.")
    return Finding("disk", Standing.GOOD, statement)


def _vintage(lake: Lake, vintage: Vintage) -> Finding:
    if damage := lake.damage(vintage.vintage_id):
        advice = "Or withdraw the vintage (`conflict-atlas events withdraw`) and import its file again."
        return Finding(vintage.vintage_id, Standing.FAILED, f"{'; '.join(damage)}.", advice)
    aside = f", {vintage.quarantined:,} records set aside" if vintage.quarantined else ""
    statement = f"{vintage.rows:,} rows by {vintage.grain.value}, {vintage.first} to {vintage.last}{aside}."
    return Finding(vintage.vintage_id, Standing.GOOD, statement)


def _raw_bytes(workspace: Workspace, vintage: Vintage) -> Iterator[Finding]:
    """Whether the files that a vintage was imported from are still kept as they came. A part of the starter pack has none."""
    if not any(item.sha256 == vintage.digest for item in vintage.files):
        return
    for item in vintage.files:
        yield from _raw_file(workspace, vintage.vintage_id, item)


def _raw_file(workspace: Workspace, vintage_id: str, item: SourceFile) -> Iterator[Finding]:
    subject = f"raw bytes of {vintage_id}"
    path = workspace.raw_dir / item.sha256
    try:
        with path.open("rb") as file:
            whole = file_digest(file, "sha256").hexdigest() == item.sha256
    except OSError:
        yield Finding(subject, Standing.FAILED, f"{item.name} is no longer kept.", f"Put the file back as {path}.")
        return
    if whole:
        yield Finding(subject, Standing.GOOD, f"{item.name} is kept as it came.")
    else:
        advice = f"Replace {path} by the original file ({item.size:,} bytes, sha256 {item.sha256})."
        yield Finding(subject, Standing.FAILED, f"{item.name} has changed on disk.", advice)


def _age(vintages: Iterable[Vintage], today: date) -> Iterator[Finding]:
    """How old the newest figures of deaths are."""
    months = [entry.last for vintage in vintages for entry in vintage.coverage if entry.series is Series.DEATHS]
    if not months:
        return
    last = max(months)
    days = (today - last.last_day).days
    statement = f"the newest figures are of {last}, {max(days, 0):,} days ago."
    if days > STALE_AFTER_DAYS:
        yield Finding("age of the data", Standing.STALE, statement, "Import a newer candidate release of UCDP.")
    else:
        yield Finding("age of the data", Standing.GOOD, statement)
