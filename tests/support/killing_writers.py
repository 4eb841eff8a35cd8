"""Writers of dossiers that kill themselves at their n-th step, for one n after the other: a program of its own, since it forks.

What is written are an export into a checkout, an export to a new place, and a publication. A step is what ``killing`` calls
one. The program prints as JSON, for each writer, in how many kills the old dossier stood there afterwards and in how many the new.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.snapshots import Snapshots
from support.dossiers import PICTURE, PICTURES, small_dossier
from support.killing import watch

OLD = replace(small_dossier(), quick_facts=(), timeline=(), casualties=())  # fewer files, fewer steps
NEW = replace(
    OLD,
    lead="Another lead.[^doc-said]",
    background="",
    concerns="New.[^doc-said]",
    pictures=(replace(OLD.pictures[0], file="other.png"),),
)
NEW_PICTURES = {"other.png": PICTURE}
AT = datetime(2024, 2, 1, tzinfo=UTC)


def main(folder: Path) -> None:
    """Kill each writer at each of its steps."""
    os.fsync = lambda descriptor: None  # what a killed program has written is in the system's memory and needs no disk
    checkout, published = folder / "checkout", folder / "published"
    folders.write(OLD, checkout, PICTURES)
    (checkout / ".git").mkdir()
    (checkout / ".git" / "HEAD").write_text("ref")
    Snapshots(published).publish(OLD, PICTURES, AT)
    told = {
        "checkout": _kill(checkout, folder / "run", _export, _in_checkout),
        "new place": _kill(None, folder / "run", _export, _in_new_place),
        "published": _kill(published, folder / "run", _publish, _what_is_published),
    }
    print(json.dumps(told))


def _export(root: Path) -> None:
    folders.write(NEW, root / "dossier", NEW_PICTURES)


def _publish(root: Path) -> None:
    Snapshots(root / "dossier").publish(NEW, NEW_PICTURES, AT)


def _in_checkout(root: Path) -> Dossier:
    assert (root / "dossier" / ".git" / "HEAD").read_text() == "ref"
    return folders.read(root / "dossier")


def _in_new_place(root: Path) -> Dossier | None:
    try:
        return folders.read(root / "dossier")
    except DossierError:
        assert not (root / "dossier").exists()
        return None


def _what_is_published(root: Path) -> Dossier | None:
    snapshots = Snapshots(root / "dossier")
    found = snapshots.dossier("the-valley")
    assert found is not None
    for picture in found.pictures:
        path = snapshots.picture("the-valley", picture.file)
        assert path is not None
        assert path.read_bytes() == PICTURE
    return found


def _kill(
    before: Path | None, root: Path, write: Callable[[Path], None], look: Callable[[Path], Dossier | None]
) -> dict[str, int]:
    told = {"old": 0, "new": 0}
    steps = _run(before, root, write, None)
    for step in range(1, steps + 1):
        _run(before, root, write, step)
        found = look(root)
        assert found in (OLD if before else None, NEW), f"half a dossier after step {step}"
        told["new" if found == NEW else "old"] += 1
        assert told["new"] == 0 or found == NEW, f"the old dossier came back at step {step}"
        write(root)
        assert look(root) == NEW
        leftovers = {path.name for path in (root / "dossier").iterdir() if path.name.startswith(".")}
        assert leftovers <= {".git"}, f"after step {step} the next writer left {leftovers}"
    return told


def _run(before: Path | None, root: Path, write: Callable[[Path], None], step: int | None) -> int:
    """Write in a child that is killed at that step; without a step, say how many there are."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    if before is not None:
        shutil.copytree(before, root / "dossier")
    report, end = os.pipe()
    child = os.fork()
    if child == 0:
        steps = watch(step, str(root))
        write(root)
        os.write(end, str(len(steps)).encode())
        os._exit(0)
    os.close(end)
    _, status = os.waitpid(child, 0)
    said = os.read(report, 100)
    os.close(report)
    if step is None:
        assert os.WEXITSTATUS(status) == 0
        return int(said)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    return step


if __name__ == "__main__":
    main(Path(sys.argv[1]))
