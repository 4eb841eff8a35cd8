"""What happens to an import when the machine does not play along: killed, out of room, out of memory."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from conflict_atlas.events import importing, lake, normalizing
from conflict_atlas.events.errors import EventsError, ImportRefused
from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.reading import keeping
from conflict_atlas.events.sources import source
from conflict_atlas.workspace import Workspace
from fixtures import ged
from support.folders import contents

GED = source("ucdp-ged")
TESTS = Path(__file__).parents[1]


@pytest.fixture
def files(tmp_path):
    earlier, later = tmp_path / "ged241.csv", tmp_path / "ged251.csv"
    earlier.write_text(ged.text(ged.rows(3)))
    later.write_text(ged.text([*ged.rows(20), ged.row(21, best="x"), ged.row(1)]))
    return earlier, later


def test_an_import_killed_at_any_step_leaves_the_lake_as_it_was_or_as_it_was_to_be(files, tmp_path):
    program = TESTS / "support" / "killing.py"
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONWARNINGS": "ignore::DeprecationWarning"}
    command = [sys.executable, str(program), str(tmp_path), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["before"] > 30
    assert told["after"] > 3


def _failing(really, number, error):
    """A function that works like ``really`` and fails at its n-th call."""
    calls = iter(range(1, 1000))

    def called(*arguments, **named):
        if next(calls) == number:
            raise error
        return really(*arguments, **named)

    return called


IN_THE_LAKE = "the change is in the lake, but the system does not confirm that it is on disk"
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (keeping.shutil, "copyfile"),
        (keeping.os, "fsync"),
        (keeping.Path, "replace"),
        (keeping.Path, "rename"),
        (keeping.Path, "touch"),
        (lake, "_write"),
        (lake.Path, "chmod"),
        (lake.Path, "mkdir"),
        (normalizing, "write_records"),
        (importing, "write_quarantine"),
        (importing.tempfile, "mkdtemp"),
    ],
)
def test_a_full_disk_at_any_step_changes_nothing_and_gives_the_room_back(target, name, workspace, files, monkeypatch):
    import_files(workspace, GED, [files[0]])
    before = contents(workspace.root)
    refusals, said = [], IN_THE_LAKE
    for number in range(1, 12):
        with monkeypatch.context() as patch:
            patch.setattr(target, name, _failing(getattr(target, name), number, FULL))
            try:
                import_files(workspace, GED, [files[1]])
            except ImportRefused as error:
                refusals.append(str(error))
            except EventsError as error:
                said = str(error)
                break
            else:
                break
        assert contents(workspace.root) == before, f"{name} number {number} left something behind"
    assert refusals
    assert said.startswith(IN_THE_LAKE)
    assert all("is full. Nothing was changed. Make room" in refusal for refusal in refusals)
    assert len(Lake(workspace.lake_dir).vintages()) == 2


def test_a_full_disk_that_the_engine_meets_changes_nothing(workspace, files):
    before = contents(workspace.root)
    big = files[1].with_name("ged231.csv")
    big.write_text(ged.text(ged.rows(3000)))
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from conflict_atlas.workspace import Workspace; from conflict_atlas.events.sources import source\n"
        "from conflict_atlas.events.importing import import_files; from conflict_atlas.events.errors import ImportRefused\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))\n"
        "try: import_files(Workspace.open(Path(sys.argv[1])), source('ucdp-ged'), [Path(sys.argv[2])])\n"
        "except ImportRefused as refusal: print(refusal)\n"
    )
    size = big.stat().st_size
    for limit in (size // 3, size + 1000):
        done = subprocess.run(
            [sys.executable, "-c", code, str(workspace.root), str(big), str(limit)], capture_output=True, text=True, check=False
        )
        assert "is full. Nothing was changed" in done.stdout, done.stderr
        assert contents(workspace.root) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize("share", [0.5, 1.5, 2.0])
def test_a_disk_that_is_really_full_changes_nothing_and_the_import_works_once_there_is_room(share, tmp_path, files):
    big = files[1].with_name("ged231.csv")
    big.write_text(ged.text(ged.rows(3000)))
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    mounted = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={int(big.stat().st_size * share) + 40_000}", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk can be mounted by root only; the same is tested with failing calls above")
    try:
        workspace = Workspace.create(disk / "workspace")
        before = contents(workspace.root)
        with pytest.raises(ImportRefused, match=r"is full\. Nothing was changed"):
            import_files(workspace, GED, [big])
        assert contents(workspace.root) == before
        subprocess.run([mount, "-o", "remount,size=40m", str(disk)], check=True)
        assert import_files(workspace, GED, [big])[0].vintage.rows == 3000
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_ledger_that_cannot_be_written_undoes_nothing(workspace, files, monkeypatch):
    monkeypatch.setattr(Workspace, "note", _failing(None, 1, FULL))
    outcome = import_files(workspace, GED, [files[1]])[0]
    assert Lake(workspace.lake_dir).vintages() == (outcome.vintage,)


def test_a_workspace_that_may_not_be_written_is_named(workspace, files, monkeypatch):
    error = PermissionError(errno.EACCES, "Permission denied", str(workspace.raw_dir))
    monkeypatch.setattr(importing, "place", _failing(None, 1, error))
    with pytest.raises(ImportRefused, match=r"raw may not be written by this user\. Nothing was changed"):
        import_files(workspace, GED, [files[1]])


@pytest.mark.parametrize("error", [MemoryError(), duckdb.OutOfMemoryException("out of memory")])
def test_too_little_memory_is_said(workspace, files, monkeypatch, error):
    before = contents(workspace.root)
    monkeypatch.setattr(importing, "normalize", _failing(None, 1, error))
    with pytest.raises(ImportRefused, match="not enough memory to read this file"):
        import_files(workspace, GED, [files[1]])
    assert contents(workspace.root) == before
