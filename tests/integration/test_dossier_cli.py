"""`conflict-atlas dossier`: what it prints, its exit status, and what it hands to the newsroom."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.workspace import Workspace
from support.dossiers import DOCUMENT, PICTURES, SHA256, small_dossier
from support.program import done, run

STARTER = Path(__file__).parents[2] / "src" / "conflict_atlas" / "starter" / "dossiers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folders.write(small_dossier(), tmp_path / "dossier", PICTURES)
    return tmp_path / "dossier"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICT_ATLAS_WORKSPACE", str(tmp_path / "none"))
    return Workspace.create(tmp_path / "workspace").root


def test_a_folder_is_checked_without_a_workspace_and_errors_come_first(folder: Path, workspace: Path) -> None:
    outcome = run("dossier", "check", folder)
    assert outcome.status == 1
    headings = [line.split()[1] for line in outcome.out.splitlines() if line[0].isdigit()]
    assert headings[0] in ("error", "errors")
    assert headings == sorted(headings, key=lambda word: ("error", "warning", "notice").index(word.rstrip("s")))
    assert "nothing blocks publishing" not in outcome.out


def test_the_json_of_a_check_holds_counts_documents_and_findings(folder: Path, workspace: Path) -> None:
    value = run("dossier", "check", folder, "--json").value()
    assert (value["slug"], value["digest"], value["documents"]) == ("the-valley", folders.digest(small_dossier()), [])
    by_severity = [finding["severity"] for finding in value["findings"]]
    assert (by_severity.count("error"), by_severity.count("warning"), by_severity.count("notice")) == (
        value["errors"],
        value["warnings"],
        value["notices"],
    )
    assert all(set(finding) == {"severity", "rule", "file", "place", "message"} for finding in value["findings"])


def test_documents_are_found_by_their_digest_in_files_folders_and_the_workspace(
    folder: Path, workspace: Path, tmp_path: Path
) -> None:
    place = tmp_path / "papers" / "2021"
    place.mkdir(parents=True)
    (place / "any name.txt").write_text(DOCUMENT, newline="")
    (place / "another.txt").write_text("another")
    for arguments in (
        ["--documents", tmp_path / "papers"],
        ["--documents", place / "another.txt", "--documents", place / "any name.txt"],
    ):
        assert run("dossier", "check", folder, "--json", *arguments).value()["documents"] == [SHA256]
    assert run("dossier", "check", folder, "--json", workspace=workspace).value()["documents"] == []
    (workspace / "raw" / SHA256).write_text("not its bytes")
    assert run("dossier", "check", folder, "--json", workspace=workspace).value()["documents"] == []
    (workspace / "raw" / SHA256).write_text(DOCUMENT, newline="")
    assert run("dossier", "check", folder, "--json", workspace=workspace).value()["documents"] == [SHA256]


def test_a_quotation_that_is_not_in_the_document_is_an_error_once_the_document_is_at_hand(
    folder: Path, workspace: Path, tmp_path: Path
) -> None:
    dossier = small_dossier()
    moved = replace(dossier, claims=(replace(dossier.claims[0], start=0, end=len(dossier.claims[0].quote)), dossier.claims[1]))
    folders.write(moved, folder, PICTURES)
    (tmp_path / "paper.txt").write_text(DOCUMENT, newline="")

    def errors_in_claims(*arguments: object) -> int:
        findings = run("dossier", "check", folder, "--json", *arguments).value()["findings"]
        return sum(finding["severity"] == "error" and finding["file"] == "claims.jsonl" for finding in findings)

    assert errors_in_claims("--documents", tmp_path / "paper.txt") > errors_in_claims()


def test_a_folder_that_cannot_be_read_is_one_error_with_its_place(folder: Path, workspace: Path) -> None:
    (folder / "timeline.yaml").write_text("- key: x\n  wen: 2020\n")
    outcome = run("dossier", "check", folder)
    assert outcome.status == 1
    assert outcome.out.startswith("1 error\n  timeline.yaml, entry 1 (line 2): there is no field 'wen'.")
    value = run("dossier", "check", folder, "--json").value()
    assert (value["errors"], value["slug"], value["findings"][0]["rule"]) == (1, None, "readable")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["dossier", "check"], 2, "Missing argument 'DIR'"),
        (["dossier", "check", "DIR", "--documents", "nowhere"], 1, "there is no document nowhere"),
        (["dossier", "check", "DIR", "--workspace", "nowhere"], 1, "is no workspace"),
        (["dossier", "export", "the-valley"], 2, "Missing argument 'DIR'"),
        (["dossier", "import", "DIR", "--workspace", "nowhere"], 1, "is no workspace"),
    ],
)
def test_wrong_arguments_end_with_their_status(
    folder: Path, workspace: Path, arguments: list[str], status: int, message: str
) -> None:
    outcome = run(*(str(folder) if word == "DIR" else word for word in arguments))
    assert (outcome.status, message in outcome.err) == (status, True), outcome.err


@dataclass(frozen=True)
class Imported:
    slug: str
    digest: str
    published: bool


@pytest.fixture
def newsroom(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """A newsroom that keeps what it was asked; the real one is tested where it lives."""
    asked: list[tuple[object, ...]] = []
    exchange = ModuleType("conflict_atlas.site.editorial.exchange")

    def export_dossier(workspace: Workspace, slug: str, folder: Path, draft: bool) -> Path:
        asked.append((workspace.root, slug, folder, draft))
        if slug != "the-valley":
            raise DossierError(f"there is no dossier {slug!r}")
        folders.write(small_dossier(), folder, PICTURES)
        return folder

    def import_dossier(workspace: Workspace, folder: Path, publish: bool) -> Imported:
        asked.append((workspace.root, folder, publish))
        dossier = folders.read(folder)
        return Imported(dossier.slug, folders.digest(dossier), publish)

    exchange.export_dossier = export_dossier  # type: ignore[attr-defined]
    exchange.import_dossier = import_dossier  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, exchange.__name__, exchange)
    return asked


def test_an_export_writes_what_is_published_or_the_draft_and_names_strangers(
    newsroom: list[tuple[object, ...]], workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "checkout"
    assert done("dossier", "export", "the-valley", target, workspace=workspace).out == f"{target}\n"
    (target / "notes.txt").write_text("mine")
    (target / ".gitignore").write_text("")
    outcome = done("dossier", "export", "the-valley", target, "--draft", workspace=workspace)
    assert outcome.err == "Left alone, since no part of the dossier: notes.txt. Remove it before you import.\n"
    assert newsroom == [(workspace, "the-valley", target, False), (workspace, "the-valley", target, True)]
    assert (target / "notes.txt").read_text() == "mine"


def test_an_import_says_what_became_of_it(newsroom: list[tuple[object, ...]], workspace: Path, folder: Path) -> None:
    digest = folders.digest(small_dossier())
    assert done("dossier", "import", folder, workspace=workspace).out == f"the-valley is imported as a draft ({digest}).\n"
    assert "is imported and published" in done("dossier", "import", folder, "--publish", workspace=workspace).out
    assert newsroom == [(workspace, folder, False), (workspace, folder, True)]


def test_what_the_newsroom_refuses_is_one_line_and_status_1(
    newsroom: list[tuple[object, ...]], workspace: Path, tmp_path: Path
) -> None:
    outcome = run("dossier", "export", "the-hill", tmp_path / "new", workspace=workspace)
    assert (outcome.status, outcome.err) == (1, "Error: there is no dossier 'the-hill'\n")
    outcome = run("dossier", "import", tmp_path, workspace=workspace)
    assert (outcome.status, outcome.err.count("\n")) == (1, 1)


def test_the_help_loads_neither_the_site_nor_yaml() -> None:
    code = (
        "import sys; sys.argv = ['conflict-atlas', 'dossier', '--help']\n"
        "from conflict_atlas.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'django', 'yaml', 'edtf', 'duckdb', 'hypothesis'} & set(sys.modules)))\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.rstrip().endswith("[]")


def test_the_shipped_dossiers_are_in_the_one_form() -> None:
    """So that the first export into a checkout changes nothing."""
    for folder in STARTER.iterdir():
        files = folders.canonical(folders.read(folder))
        assert [name for name, content in files.items() if (folder / name).read_bytes() != content] == []


def test_what_a_translation_lacks_is_printed_as_entries_that_can_be_filled_in(folder: Path, workspace: Path) -> None:
    from conflict_atlas.dossiers import translating
    from conflict_atlas.dossiers.folder import yaml_text

    printed = run("dossier", "translate", folder, "es")
    assert printed.status == 0
    sources = translating.texts(small_dossier())
    entries = yaml_text.parse("translations.yaml", printed.out).items
    assert [entry.entries["of"].text for entry in entries] == list(sources)
    assert [entry.entries["source"].text for entry in entries] == [translating.digest(text) for text in sources.values()]
    shipped = run("dossier", "translate", STARTER / "nagorno-karabakh", "es").out
    assert "- of: background" in shipped
    assert "- of: lead" not in shipped
    assert run("dossier", "translate", folder, "en").status == 2
