"""Commands about the starter pack."""

from __future__ import annotations

from pathlib import Path

import click

from conflict_atlas.cli.printing import print_json, print_progress


@click.group()
def starter() -> None:
    """The starter pack: figures derived from UCDP data."""


@starter.command()
@click.option(
    "--events", "files", multiple=True, required=True, type=click.Path(path_type=Path), metavar="FILE", help="A UCDP file."
)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...]")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write.")
def build(files: tuple[Path, ...], more: tuple[Path, ...], out: Path) -> None:
    """Make a starter pack from UCDP files, told apart by their columns."""
    from conflict_atlas.starter.building import build as make

    print_json(make([*files, *more], out))


@starter.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to replace.")
def forecast(out: Path) -> None:
    """Make the forecast that is shipped with the starter pack."""
    from conflict_atlas.starter.forecast import build as make

    for record in make(out, print_progress):
        click.echo(f"{record.name}: from {record.origin}, {record.target}")
