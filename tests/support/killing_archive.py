"""A forecast being archived that kills its writer at the n-th step, for one n after the other: a program of its own, since it forks.

A step is what ``killing`` calls one. The program prints as JSON how many steps there were and in how many kills the forecast
stood in the archive afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from conflict_atlas.analysis.forecast import archive
from support.forecasts import DRAWS, FIRST, OUTLOOKS, SECOND
from support.killing import watch


def main(folder: Path) -> None:
    """Archive a first forecast, then be killed at each step of archiving a second."""
    os.fsync = lambda descriptor: None  # what a killed program has written is in the system's memory and needs no disk
    before = folder / "before"
    before.mkdir()
    first = archive.add(before, FIRST, DRAWS, OUTLOOKS)
    steps = _run(before, folder / "run", None)
    listed = []
    for step in range(1, steps + 1):
        root = folder / "run"
        _run(before, root, step)
        records = archive.issues(root)
        assert records[0] == first.record
        assert [record.name for record in records[1:]] in ([], [SECOND.name])
        for record in records:
            assert archive.read(root, record).outlooks == OUTLOOKS
            assert (archive.draws_of(root, record).outcomes == DRAWS.outcomes).all()
        listed.append(len(records) == 2)
        if not listed[-1]:
            archive.add(root, SECOND, DRAWS, OUTLOOKS)
        assert {path.name for path in (root / archive.FOLDER).iterdir()} == {FIRST.name, SECOND.name}
    assert listed == sorted(listed), "a forecast that was there went away"
    print(json.dumps({"steps": steps, "listed": sum(listed)}))


def _run(before: Path, root: Path, step: int | None) -> int:
    """Archive in a child that is killed at that step; without a step, say how many there are."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(before, root)
    report, end = os.pipe()
    child = os.fork()
    if child == 0:
        steps = watch(step, str(root))
        archive.add(root, SECOND, DRAWS, OUTLOOKS)
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
