"""Loading the starter pack into a workspace: its parts become vintages, all of them or none."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from conflict_atlas.events.lake import NAMES, RECORD, ROWS, Draft, Lake
from conflict_atlas.events.vintages import Vintage
from conflict_atlas.workspace import Workspace


def load(workspace: Workspace) -> tuple[Vintage, ...]:
    """Load the pack that comes with the program. Parts that are or were here are left alone; returns the new ones."""
    with as_file(files("conflict_atlas.starter") / "pack") as folder:
        return load_from(workspace, folder)


def load_if_fresh(workspace: Workspace) -> tuple[Vintage, ...]:
    """Load the pack unless the workspace holds vintages of another kind only, that is, unless somebody chose to go without."""
    vintages = Lake(workspace.lake_dir).vintages()
    if vintages and not any(vintage.vintage_id.startswith("starter-") for vintage in vintages):
        return ()
    return load(workspace)


def load_from(workspace: Workspace, folder: Path) -> tuple[Vintage, ...]:
    """Load a pack from a folder that ``starter build`` has written: every part that is new here, or none."""
    lake = Lake(workspace.lake_dir)
    if not _missing(lake, folder):
        return ()
    now = datetime.now(UTC).replace(microsecond=0)
    made: list[tuple[Draft, Vintage]] = []
    with workspace.writing("the starter pack"), lake.drafting() as drafts:
        for part, vintage in _missing(lake, folder):
            draft = lake.draft(drafts)
            for name in (ROWS, NAMES):
                if (part / name).is_file():
                    shutil.copyfile(part / name, draft.folder / name)
            made.append((draft, replace(vintage, imported_at=now)))
        lake.commit(made)
        for _, vintage in made:
            workspace.note("starter", vintage_id=vintage.vintage_id, rows=vintage.rows)
    return tuple(vintage for _, vintage in made)


def _missing(lake: Lake, folder: Path) -> list[tuple[Path, Vintage]]:
    """The parts that this lake has never held. What was withdrawn is not brought back."""
    known = {vintage.vintage_id for vintage in lake.vintages()} | {item.vintage_id for item in lake.withdrawals()}
    records = sorted(folder.glob(f"*/{RECORD}"))
    read = [(path.parent, Vintage.from_json(json.loads(path.read_text(encoding="utf-8")))) for path in records]
    return [(part, vintage) for part, vintage in read if vintage.vintage_id not in known]
