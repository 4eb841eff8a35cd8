"""An import that kills itself at its n-th step, for one n after the other: a program of its own, since it forks.

A step is anything that touches the workspace: opening, renaming, removing or making a file or folder, and every wait for
the disk. The program prints as JSON how many steps there were and in which state each kill left the lake.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.reading import keeping
from conflict_atlas.events.sources import source
from conflict_atlas.workspace import Workspace

STEPS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.utime",
    "shutil.rmtree",
    "shutil.copyfile",
    "fsync",
}


def main(folder: Path, earlier: Path, later: Path) -> None:
    """Import ``earlier``, then be killed at each step of importing ``later`` and look at what is left."""
    os.fsync = lambda descriptor: None  # what a killed program has written is in the system's memory and needs no disk
    before = Workspace.create(folder / "before")
    import_files(before, source("ucdp-ged"), [earlier])
    steps = _run(_copy(before, folder / "whole"), later, None)
    states = []
    for step in range(1, steps + 1):
        workspace = _copy(before, folder / f"step-{step}")
        _run(workspace, later, step)
        states.append(_state(workspace, Lake(before.lake_dir).digest))
        _import_again(workspace, later)
        shutil.rmtree(workspace.root)
    print(json.dumps({"steps": len(states), "before": states.count("before"), "after": states.count("after")}))


def _copy(workspace: Workspace, root: Path) -> Workspace:
    return Workspace.open(Path(shutil.copytree(workspace.root, root)))


def _run(workspace: Workspace, path: Path, step: int | None) -> int:
    """Import in a child that is killed at that step; without a step, say how many there are."""
    report, end = os.pipe()
    child = os.fork()
    if child == 0:
        steps = watch(step, str(workspace.root))
        import_files(workspace, source("ucdp-ged"), [path])
        os.write(end, str(len(steps)).encode())
        os._exit(0)
    os.close(end)
    _, status = os.waitpid(child, 0)
    said = os.read(report, 100)
    os.close(report)
    if step is None:
        assert os.WEXITSTATUS(status) == 0
        return int(said)
    assert os.WIFSIGNALED(status), f"step {step} was not reached"
    assert said == b"", "success was reported before the last step"
    return step


def watch(step: int | None, root: str) -> list[str]:
    """Take down every step from now on, and kill this process at the given one."""
    steps: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and (event == "fsync" or any(root in str(argument) for argument in arguments)):
            steps.append(event)
            if len(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

    os.fsync = lambda descriptor: hook("fsync", ())
    sys.addaudithook(hook)
    return steps


def _state(workspace: Workspace, digest_before: str) -> str:
    lake = Lake(workspace.lake_dir)
    vintages = lake.vintages()
    assert [problem for vintage in vintages for problem in lake.damage(vintage.vintage_id)] == []
    assert [problem for vintage in vintages if (problem := keeping.damage(workspace.raw_dir, vintage.digest))] == []
    if len(vintages) == 1:
        assert lake.digest == digest_before
        return "before"
    assert len(vintages) == 2
    return "after"


def _import_again(workspace: Workspace, path: Path) -> None:
    """The next import works, finds the vintage or makes it, and leaves nothing of the killed one behind."""
    had = len(Lake(workspace.lake_dir).vintages())
    outcome = import_files(workspace, source("ucdp-ged"), [path])[0]
    assert outcome.new == (had == 1)
    lake = Lake(workspace.lake_dir)
    listed = {vintage.vintage_id for vintage in lake.vintages()}
    assert len(listed) == 2
    assert {entry.name for entry in (lake.folder / "vintages").iterdir()} == listed
    assert {entry.name for entry in lake.folder.iterdir()} == {"vintages", "incoming", "CURRENT"}
    assert list((lake.folder / "incoming").iterdir()) == list(workspace.tmp_dir.iterdir()) == []
    assert {entry.name for entry in workspace.raw_dir.iterdir()} == {vintage.digest for vintage in lake.vintages()}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
