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
    """Load the pack that comes with the program. Parts that are there already are left alone; returns the new ones."""
    with as_file(files("conflict_atlas.starter") / "pack") as folder:
        return load_from(workspace, folder)


def load_if_fresh(workspace: Workspace) -> tuple[Vintage, ...]:
    """Load the pack unless the workspace holds vintages of another kind only, that is, unless somebody chose to go without."""
    vintages = Lake(workspace.lake_dir).vintages()
    if vintages and not any(vintage.vintage_id.startswith("starter-") for vintage in vintages):
        return ()
    return load(workspace)


def load_from(workspace: Workspace, folder: Path) -> tuple[Vintage, ...]:
    """Load a pack from a folder that ``starter build`` has written."""
    lake = Lake(workspace.lake_dir)
    known = {vintage.vintage_id for vintage in lake.vintages()}
    parts = [
        (part, vintage)
        for part in sorted(path.parent for path in folder.glob(f"*/{RECORD}"))
        if (vintage := _read(part)).vintage_id not in known
    ]
    if not parts:
        return ()
    now = datetime.now(UTC).replace(microsecond=0)
    with workspace.writing("the starter pack"), lake.drafting() as drafts:
        made: list[tuple[Draft, Vintage]] = []
        for part, vintage in parts:
            draft = lake.draft(drafts)
            for name in (ROWS, NAMES):
                if (part / name).is_file():
                    shutil.copyfile(part / name, draft.folder / name)
            made.append((draft, replace(vintage, imported_at=now)))
        lake.commit(made)
        for _, vintage in made:
            workspace.note("starter", vintage_id=vintage.vintage_id, rows=vintage.rows)
    return tuple(vintage for _, vintage in made)


def _read(part: Path) -> Vintage:
    return Vintage.from_json(json.loads((part / RECORD).read_text(encoding="utf-8")))
