"""Health: what a workspace holds, how old it is, what is wrong and what to do. The doctor and the data-health page ask here."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

from conflict_atlas.events.errors import EventsError
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.vintages import Vintage
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
    """Look at everything in a workspace. Never raises: what cannot be read is a finding."""
    today = today or datetime.now(UTC).date()
    try:
        workspace = Workspace.open(root)
    except WorkspaceError as error:
        return (Finding("workspace", Standing.FAILED, str(error)),)
    findings = [Finding("workspace", Standing.GOOD, f"{workspace.root}."), _room(workspace)]
    lake = Lake(workspace.lake_dir)
    try:
        vintages = lake.vintages()
    except EventsError as error:
        return (*findings, Finding("lake", Standing.FAILED, str(error)))
    if not vintages:
        advice = "Load one with `conflict-atlas events import`, or start `conflict-atlas up` for the starter pack."
        findings.append(Finding("lake", Standing.NOTE, "empty: no vintage has been imported.", advice))
    findings.extend(_vintage(lake, vintage) for vintage in vintages)
    findings.extend(_raw_bytes(workspace, vintage) for vintage in vintages if _keeps_raw_bytes(vintage))
    if vintages:
        findings.append(_age(vintages, today))
    return tuple(findings)


def _room(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(workspace.root).free
    statement = f"{free / 1e9:,.1f} GB free."
    if free < LITTLE_ROOM:
        return Finding("disk", Standing.NOTE, statement, "An import needs about three times the size of its file: make room.")
    return Finding("disk", Standing.GOOD, statement)


def _vintage(lake: Lake, vintage: Vintage) -> Finding:
    if not lake.rows_path(vintage.vintage_id).is_file():
        return Finding(
            vintage.vintage_id,
            Standing.FAILED,
            "its rows are missing.",
            "Restore the workspace from a backup, or import the file again.",
        )
    aside = f", {vintage.quarantined:,} records set aside" if vintage.quarantined else ""
    statement = f"{vintage.rows:,} rows by {vintage.grain.value}, {vintage.first} to {vintage.last}{aside}."
    return Finding(vintage.vintage_id, Standing.GOOD, statement)


def _keeps_raw_bytes(vintage: Vintage) -> bool:
    return any(item.sha256 == vintage.digest for item in vintage.files)


def _raw_bytes(workspace: Workspace, vintage: Vintage) -> Finding:
    subject = f"raw bytes of {vintage.vintage_id}"
    for item in vintage.files:
        path = workspace.raw_dir / item.sha256
        if not path.is_file():
            return Finding(subject, Standing.FAILED, f"{item.name} is no longer kept.", f"Put the file back as {path}.")
        if path.stat().st_size != item.size:
            return Finding(
                subject,
                Standing.FAILED,
                f"{item.name} has changed on disk.",
                f"Replace {path} by the original file ({item.size:,} bytes).",
            )
    return Finding(subject, Standing.GOOD, "kept.")


def _age(vintages: tuple[Vintage, ...], today: date) -> Finding:
    last = max(entry.last for vintage in vintages for entry in vintage.coverage if entry.series is Series.DEATHS)
    days = (today - last.last_day).days
    statement = f"the newest figures are of {last}, {days:,} days ago."
    if days > STALE_AFTER_DAYS:
        return Finding("age of the data", Standing.STALE, statement, "Import a newer candidate release of UCDP.")
    return Finding("age of the data", Standing.GOOD, statement)
