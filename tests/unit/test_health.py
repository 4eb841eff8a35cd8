"""The doctor: every state that a workspace can be in is a finding, and never an exception."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from conflict_atlas.events.importing import import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import Series
from conflict_atlas.events.withdrawing import withdraw
from conflict_atlas.publish import health
from conflict_atlas.publish.health import STALE_AFTER_DAYS, Finding, Standing, examine
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.official import official_row, write_official
from support.program import run

TODAY = date(2026, 3, 15)


def found(root: Path, subject: str, today: date = TODAY) -> Finding:
    matching = [finding for finding in examine(root, today) if finding.subject == subject]
    assert len(matching) == 1, examine(root, today)
    return matching[0]


@pytest.fixture
def imported(workspace: Workspace, tmp_path: Path) -> Vintage:
    """A vintage imported from a file of two events of February 2026."""
    path = write_official(tmp_path / "GEDEvent_v26_0_2.csv", [official_row(n, date_start="2026-02-03") for n in (1, 2)])
    (outcome,) = import_files(workspace, source("ucdp-candidate"), [path])
    return outcome.vintage


def test_where_there_is_no_workspace_the_doctor_says_how_to_make_one(tmp_path: Path) -> None:
    (finding,) = examine(tmp_path / "nowhere")
    assert (finding.subject, finding.standing) == ("workspace", Standing.FAILED)
    assert "conflict-atlas init" in finding.statement


@pytest.mark.parametrize("text", ["site_name = ", "colour = 'red'", "contact = 5", "\udcff"])
def test_broken_settings_are_named(text: str, workspace: Workspace) -> None:
    (workspace.root / "atlas.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    (finding,) = examine(workspace.root)
    assert finding.standing is Standing.FAILED
    assert "atlas.toml" in finding.statement


def test_an_empty_workspace_is_no_fault(workspace: Workspace) -> None:
    finding = found(workspace.root, "lake")
    assert finding.standing is Standing.NOTE
    assert "conflict-atlas events import" in finding.advice
    assert not any(finding.is_wrong for finding in examine(workspace.root))


def test_a_whole_workspace_is_in_good_order(workspace: Workspace, imported: Vintage) -> None:
    findings = examine(workspace.root, TODAY)
    assert {finding.standing for finding in findings} == {Standing.GOOD}
    assert "2 rows by event, 2026-02 to 2026-02" in found(workspace.root, imported.vintage_id).statement
    assert "15 days ago" in found(workspace.root, "age of the data").statement


@pytest.mark.parametrize("name", ["rows.parquet", "vintage.json"])
def test_missing_and_damaged_files_of_a_vintage_are_named(name: str, workspace: Workspace, imported: Vintage) -> None:
    path = workspace.lake_dir / "vintages" / imported.vintage_id / name
    whole = path.read_bytes()
    for content in (whole[:-7] + b"damaged", b"", None):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        wrong = [finding for finding in examine(workspace.root, TODAY) if finding.is_wrong]
        assert len(wrong) == 1, wrong
        assert name in wrong[0].statement
        assert "backup" in wrong[0].statement + wrong[0].advice
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"vintages": 5, "withdrawn": []}', b"\xff", b'{"vintages": [{}], "withdrawn": []}']
)
def test_a_damaged_list_of_vintages_is_a_finding(content: bytes, workspace: Workspace, imported: Vintage) -> None:
    (workspace.lake_dir / "CURRENT").write_bytes(content)
    finding = found(workspace.root, "lake")
    assert finding.standing is Standing.FAILED
    assert "CURRENT" in finding.statement


def test_raw_bytes_that_changed_or_went_are_named_with_their_digest(workspace: Workspace, imported: Vintage) -> None:
    subject = f"raw bytes of {imported.vintage_id}"
    path = workspace.raw_dir / imported.digest
    whole = path.read_bytes()
    path.unlink()
    assert "no longer kept" in found(workspace.root, subject).statement
    path.write_bytes(whole.replace(b"Azerbaijan", b"Azerbaijaa"))
    assert path.stat().st_size == len(whole)
    finding = found(workspace.root, subject)
    assert finding.standing is Standing.FAILED
    assert imported.digest in finding.advice


def test_a_withdrawn_vintage_is_noted_with_its_reason(workspace: Workspace, imported: Vintage) -> None:
    withdraw(workspace, imported.vintage_id, "the file was cut short")
    finding = found(workspace.root, imported.vintage_id)
    assert finding.standing is Standing.NOTE
    assert "the file was cut short" in finding.statement
    assert found(workspace.root, "lake").standing is Standing.NOTE


def test_old_figures_are_stale_from_the_stated_day_on(workspace: Workspace, imported: Vintage) -> None:
    last_day = date(2026, 2, 28)
    for days, standing in ((STALE_AFTER_DAYS, Standing.GOOD), (STALE_AFTER_DAYS + 1, Standing.STALE)):
        day = date.fromordinal(last_day.toordinal() + days)
        assert found(workspace.root, "age of the data", day).standing is standing
    assert not any(finding.is_wrong for finding in examine(workspace.root, date(2036, 1, 1)))


def test_a_lake_of_subsets_only_has_no_age(workspace: Workspace) -> None:
    commit(workspace, vintage("located", coverage=[held(series=Series.LOCATED)]), [event(1)])
    assert "age of the data" not in {finding.subject for finding in examine(workspace.root)}


def test_a_disk_with_little_room_is_noted(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LITTLE_ROOM", 1 << 62)
    assert found(workspace.root, "disk").standing is Standing.NOTE


def test_the_command_prints_the_findings_and_ends_with_status_1_only_if_something_is_wrong(
    workspace: Workspace, imported: Vintage
) -> None:
    good = run("doctor", "--json", workspace=workspace.root)
    assert good.status == 0
    assert {entry["subject"] for entry in good.value()} >= {"workspace", "disk", imported.vintage_id}
    shutil.rmtree(workspace.lake_dir / "vintages" / imported.vintage_id)
    bad = run("doctor", workspace=workspace.root)
    assert bad.status == 1
    assert "failed" in bad.out
    assert "failed" in {entry["standing"] for entry in run("doctor", "--json", workspace=workspace.root).value()}


def test_the_starter_pack_is_in_good_order(starter_workspace: Workspace) -> None:
    wrong = [finding for finding in examine(starter_workspace.root, TODAY) if finding.standing is not Standing.GOOD]
    assert wrong == []
    assert len(Lake(starter_workspace.lake_dir).vintages()) == 6
