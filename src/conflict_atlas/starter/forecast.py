"""The forecast of the starter pack: made once with the pack and shipped with it, so that a first start has nothing to compute.

What may live here: making it, and putting it into the archive of a workspace that holds the pack.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from conflict_atlas.analysis.forecast import archive, issuing
from conflict_atlas.analysis.forecast.archive import Record
from conflict_atlas.events.lake import Lake
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace

_FOLDER = "forecasts"


def load(workspace: Workspace) -> tuple[Record, ...]:
    """Archive the shipped forecasts of data that the workspace holds, unless they are there. Returns the new ones."""
    held = {vintage.vintage_id for vintage in Lake(workspace.lake_dir).vintages()}
    there = {record.name for record in archive.issues(workspace.root)}
    taken = []
    with as_file(files("conflict_atlas.starter") / _FOLDER) as folder:
        missing = [path for path in sorted(folder.iterdir()) if path.is_dir() and path.name not in there]
        wanted = [path for path in missing if set(archive.record_of(path).vintages) <= held]
        if wanted:
            with workspace.writing("the forecast of the starter pack"):
                taken = [archive.take(workspace.root, path) for path in wanted]
                for record in taken:
                    workspace.note("forecast", name=record.name, origin=record.origin)
    return tuple(taken)


def build(out: Path, progress: Callable[[str], None]) -> tuple[Record, ...]:
    """Make the forecasts of the pack that comes with the program, and write them to a folder that replaces the shipped one."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "workspace")
        pack.load(workspace)
        made = issuing.issue(workspace, progress)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(workspace.root / archive.FOLDER, out)
    return tuple(issue.record for issue in made)
