"""Commands about dossiers: out of the newsroom into a folder, back, the check of a folder, what a translation lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflict_atlas.cli.options import open_workspace, workspace_option
from conflict_atlas.cli.printing import print_json

if TYPE_CHECKING:
    from conflict_atlas.dossiers.check import Finding
    from conflict_atlas.dossiers.dossier import Dossier

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
_SEVERITIES = (("error", "error", "errors"), ("warning", "warning", "warnings"), ("notice", "notice", "notices"))


@click.group()
def dossier() -> None:
    """Dossiers as folders: export, import, check, translate."""


@dossier.command("export")
@click.argument("conflict")
@_folder
@click.option("--draft", is_flag=True, help="The newest draft, instead of what is published.")
@workspace_option
def export_(conflict: str, folder: Path, draft: bool, workspace_root: Path | None) -> None:
    """Write the dossier of CONFLICT (its slug) to DIR: a new folder, an empty one, or one that holds a dossier."""
    workspace = open_workspace(workspace_root)
    from conflict_atlas.dossiers.folder import strangers
    from conflict_atlas.site.editorial.exchange import export_dossier

    written = export_dossier(workspace, conflict, folder, draft)
    click.echo(str(written))
    if left := strangers(written):
        click.echo(f"Left alone, since no part of the dossier: {', '.join(left)}. Remove it before you import.", err=True)


@dossier.command("import")
@_folder
@click.option("--publish", is_flag=True, help="Publish it at once, if the check finds no error.")
@workspace_option
def import_(folder: Path, publish: bool, workspace_root: Path | None) -> None:
    """Take the dossier in DIR into the newsroom as a new draft of its page."""
    workspace = open_workspace(workspace_root)
    from conflict_atlas.site.editorial.exchange import import_dossier

    imported = import_dossier(workspace, folder, publish)
    what = "imported and published" if imported.published else "imported as a draft"
    click.echo(f"{imported.slug} is {what} ({imported.digest}).")


@dossier.command()
@_folder
@click.option(
    "--documents",
    "places",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A document that claims stand in, or a folder of them, whatever their names. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
def check(folder: Path, places: tuple[Path, ...], as_json: bool, workspace_root: Path | None) -> None:
    """Read the dossier in DIR and say what is wrong with it. Status 1 if anything is that blocks publishing."""
    from conflict_atlas.dossiers.check.finding import Finding
    from conflict_atlas.dossiers.errors import DossierFileError
    from conflict_atlas.dossiers.folder import digest, read

    try:
        found = read(folder)
    except DossierFileError as error:
        _tell(
            folder, (Finding("error", "readable", error.file, error.place, error.what),), as_json, {"slug": None, "digest": None}
        )
        raise click.exceptions.Exit(1) from None
    findings, documents = _checked(found, folder, places, _raw(workspace_root))
    findings = (*findings, *_editions_checked(found, folder))
    _tell(folder, findings, as_json, {"slug": found.slug, "digest": digest(found), "documents": documents})
    if any(finding.severity == "error" for finding in findings):
        raise click.exceptions.Exit(1)


@dossier.command()
@_folder
@click.argument("language")
def translate(folder: Path, language: str) -> None:
    """Print what LANGUAGE lacks of the dossier in DIR, as entries for its translations.yaml: texts that nobody has translated,
    and those whose source has changed since. Write the translation in the place of each text, and keep the digest."""
    from conflict_atlas.dossiers import translating
    from conflict_atlas.dossiers.folder import read
    from conflict_atlas.dossiers.folder.yaml_text import dump

    found = read(folder)
    told = translating.told_in(found, language)
    missing = [
        {"of": name, "source": translating.digest(text), "text": text}
        for name, text in translating.texts(found).items()
        if name not in told.translated or name in told.behind
    ]
    if language == found.language:
        raise click.UsageError(f"{language} is the dossier's own language")
    click.echo(dump(missing), nl=False)


def _checked(found: Dossier, folder: Path, places: Sequence[Path], raw: Path | None) -> tuple[tuple[Finding, ...], list[str]]:
    """The findings, and the digests of the documents that were at hand."""
    from conflict_atlas.dossiers.check import check
    from conflict_atlas.dossiers.folder import pictures
    from conflict_atlas.dossiers.originals import documents

    texts = documents(found, places, raw)
    bytes_by_name = {name: path.read_bytes() for name, path in pictures(found, folder).items()}
    return check(found, texts, pictures=bytes_by_name, today=datetime.now(UTC).date()), sorted(texts)


def _editions_checked(found: Dossier, folder: Path) -> tuple[Finding, ...]:
    """The findings of the editions for kids that lie beside the dossier."""
    from conflict_atlas.dossiers.check.finding import Finding
    from conflict_atlas.dossiers.errors import DossierFileError
    from conflict_atlas.kids import folder as editions
    from conflict_atlas.kids.check import check

    findings: list[Finding] = []
    for path in editions.files(folder):
        try:
            findings += check(editions.read(path), found).findings
        except DossierFileError as error:
            findings.append(Finding("error", "readable", error.file, error.place, error.what))
    return tuple(findings)


def _raw(workspace_root: Path | None) -> Path | None:
    """The raw bytes of the workspace that was named, or of the default one if there is one: a check needs none."""
    from conflict_atlas.workspace import WorkspaceError

    try:
        return open_workspace(workspace_root).raw_dir
    except WorkspaceError:
        if workspace_root is not None:
            raise
        return None


def _tell(folder: Path, findings: Sequence[Finding], as_json: bool, facts: dict[str, object]) -> None:
    numbers = {name: sum(finding.severity == severity for finding in findings) for severity, _, name in _SEVERITIES}
    if as_json:
        print_json({**facts, **numbers, "findings": [asdict(finding) for finding in findings]})
        return
    for severity, one, many in _SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if group:
            click.echo(f"{len(group)} {one if len(group) == 1 else many}")
        for finding in group:
            place = f"{finding.file}, {finding.place}" if finding.place else finding.file
            click.echo(f"  {place}: {finding.message} [{finding.rule}]")
    if not numbers["errors"]:
        click.echo(f"{folder}: nothing blocks publishing.")
