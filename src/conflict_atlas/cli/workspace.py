"""Commands about the workspace as a whole: make it, serve it, examine it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conflict_atlas.cli.options import workspace_option
from conflict_atlas.cli.printing import print_json


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-starter", is_flag=True, help="Load neither figures nor dossiers that come with the program.")
@workspace_option
def up(host: str, port: int, no_starter: bool, workspace_root: Path | None) -> None:
    """Create what is missing and serve the whole product."""
    from conflict_atlas.site.server import serve
    from conflict_atlas.starter import forecast, pack
    from conflict_atlas.workspace import Workspace

    workspace = Workspace.create(workspace_root or Workspace.default_root())
    if not no_starter and (loaded := pack.load_if_fresh(workspace)):
        click.echo(f"Starter pack loaded: {len(loaded)} series of UCDP figures.", err=True)
    if not no_starter:
        for record in forecast.load(workspace):
            click.echo(f"Forecast loaded: from {record.origin}.", err=True)
    sys.exit(serve(workspace.root, host, port, with_dossiers=not no_starter))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def init(folder: Path) -> None:
    """Make an empty workspace with a commented settings file."""
    from conflict_atlas.workspace import Workspace

    workspace = Workspace.create(folder)
    click.echo(f"Workspace at {workspace.root}. Settings: {workspace.root / 'atlas.toml'}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
def doctor(as_json: bool, workspace_root: Path | None) -> None:
    """Say what is here, how old it is, what is wrong and what to do. Status 1 if something is wrong."""
    from conflict_atlas.publish.health import examine
    from conflict_atlas.workspace import Workspace

    findings = examine(workspace_root or Workspace.default_root())
    if as_json:
        print_json([vars(finding) | {"standing": finding.standing.value} for finding in findings])
    else:
        for finding in findings:
            advice = f" {finding.advice}" if finding.advice else ""
            click.echo(f"{finding.standing.value:8} {finding.subject}: {finding.statement}{advice}")
    if any(finding.is_wrong for finding in findings):
        sys.exit(1)
