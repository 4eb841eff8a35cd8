"""What a start does before the site answers: tables, shipped dossiers, and nothing at all if both stand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conflict_atlas.site import server
from conflict_atlas.workspace import Workspace


@pytest.fixture
def runs(monkeypatch) -> list[list[str]]:
    """The commands that a start would have run, with their words after ``prepare_site``."""
    found: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        found.append(command[command.index("prepare_site") + 1 :])
        root = Path(options["env"]["CONFLICT_ATLAS_WORKSPACE"])
        (root / "site.sqlite3").touch()
        return subprocess.CompletedProcess(command, 0, "Dossier loaded: The valley.\n", "")

    monkeypatch.setattr(server.subprocess, "run", run)
    return found


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch) -> Path:
    """The dossiers of the program, where a test may change them."""
    folder = Path(shutil.copytree(server.SHIPPED_DOSSIERS, tmp_path / "shipped"))
    monkeypatch.setattr(server, "SHIPPED_DOSSIERS", folder)
    return folder


def test_the_second_start_prepares_nothing(tmp_path, runs, shipped, capsys):
    root = Workspace.create(tmp_path / "workspace").root
    server.prepare(root, with_dossiers=True)
    assert "Dossier loaded: The valley." in capsys.readouterr().err
    server.prepare(root, with_dossiers=True)
    server.prepare(root)
    assert runs == [["--dossiers"]]
    assert capsys.readouterr().err == ""


def test_a_new_version_of_a_shipped_dossier_is_looked_at(tmp_path, runs, shipped):
    root = Workspace.create(tmp_path / "workspace").root
    server.prepare(root, with_dossiers=True)
    (shipped / "nagorno-karabakh" / "lead.md").write_text("Another lead.\n", encoding="utf-8")
    server.prepare(root, with_dossiers=True)
    assert runs == [["--dossiers"], ["--dossiers"]]


def test_without_the_starter_no_dossier_is_loaded_and_a_later_start_can_still_load_it(tmp_path, runs, shipped):
    root = Workspace.create(tmp_path / "workspace").root
    server.prepare(root)
    assert runs == [[]]
    server.prepare(root, with_dossiers=True)
    assert runs == [[], ["--dossiers"]]


def test_a_failure_is_told_and_tried_again(tmp_path, monkeypatch):
    root = Workspace.create(tmp_path / "workspace").root
    said: list[str] = ["first", "second"]

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", f"Traceback\n{said.pop(0)}\n")

    monkeypatch.setattr(server.subprocess, "run", run)
    for reason in ("first", "second"):
        with pytest.raises(server.ServerError, match=f"could not be prepared: {reason}"):
            server.prepare(root, with_dossiers=True)
