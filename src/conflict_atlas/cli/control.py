"""Commands about claimed control: import, list, withdraw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflict_atlas.cli.options import open_workspace, workspace_option
from conflict_atlas.cli.printing import print_json, print_progress

if TYPE_CHECKING:
    from conflict_atlas.control.importing import ControlImported
    from conflict_atlas.control.vintages import ControlVintage


@click.group()
def control() -> None:
    """Import, list and withdraw claims about who holds which area, day by day."""


@control.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--claimant", required=True, help="Who claims it: shown wherever an area is.")
@click.option("--url", required=True, help="Where the claimant publishes it.")
@click.option("--holder", help="Who is said to hold the areas, where the files do not name it.")
@click.option("--holder-field", metavar="NAME", help="The property of each area that names who holds it.")
@click.option("--licence", help="Licence under which the areas may be shown to everybody. Without it they are not.")
@workspace_option
def import_(
    path: Path,
    claimant: str,
    url: str,
    holder: str | None,
    holder_field: str | None,
    licence: str | None,
    workspace_root: Path | None,
) -> None:
    """Import daily GeoJSON files from a tar, zip or folder: areas held by somebody, according to the claimant. All or nothing."""
    from conflict_atlas.control.geojson import Holder
    from conflict_atlas.control.importing import Claim, import_control

    claim = Claim(claimant, url, Holder(holder, holder_field), licence)
    for line in _import_lines(import_control(open_workspace(workspace_root), path, claim, print_progress)):
        click.echo(line)


def _import_lines(outcome: ControlImported) -> list[str]:
    vintage = outcome.vintage
    if not outcome.new:
        return [f"{vintage.vintage_id}: these bytes are here already, imported on {vintage.imported_at:%Y-%m-%d}. Nothing to do."]
    records = sum(item.records for item in vintage.files)
    lines = [
        f"{vintage.vintage_id}: {records:,} daily files = {len(vintage.days):,} days + {len(vintage.set_aside):,} set aside."
    ]
    lines += _what(vintage)
    lines += [f"  Set aside: {entry.file}: {entry.reason}" for entry in vintage.set_aside]
    return lines


def _what(vintage: ControlVintage) -> list[str]:
    from conflict_atlas.control.showing import missing
    from conflict_atlas.events.vocabulary import LicenceClass

    gaps = missing([entry.day for entry in vintage.days])
    lines = [
        f"  Held by {', '.join(vintage.holders)} according to {vintage.claimant}, {vintage.days[0].day} to {vintage.days[-1].day}",
        f"  {sum(gap.days for gap in gaps):,} days in between are missing, in {len(gaps):,} gaps; they are not filled in.",
    ]
    if vintage.other_files:
        lines.append(f"  {vintage.other_files:,} other files lay beside the daily ones and were not read.")
    if vintage.licence_class is LicenceClass.OPEN:
        lines.append(f"  Shown to everybody under {vintage.origin.licence}, {vintage.licence_basis}.")
    else:
        lines.append("  Not shown on public pages: no licence was declared.")
    return lines


@control.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
def list_(as_json: bool, workspace_root: Path | None) -> None:
    """List the vintages of claimed control: claimant, holders, days, gaps, set aside, licence."""
    from conflict_atlas.control.store import ControlStore

    store = ControlStore(open_workspace(workspace_root).root)
    found = store.vintages()
    if as_json:
        print_json([vintage.to_json() for vintage in found])
        return
    if not found:
        click.echo("No claimed control yet: import some with `conflict-atlas control import`.", err=True)
    for vintage in found:
        click.echo(f"{vintage.vintage_id}: {len(vintage.days):,} days, {len(vintage.set_aside):,} set aside")
        for line in _what(vintage):
            click.echo(line)
    for withdrawal in store.withdrawals():
        click.echo(f"{withdrawal.vintage_id}\n  withdrawn on {withdrawal.at:%Y-%m-%d %H:%M} UTC: {withdrawal.reason}")


@control.command()
@click.argument("vintage_id", metavar="VINTAGE")
@click.option("--reason", required=True, help="Why; it is kept with the withdrawal.")
@workspace_option
def withdraw(vintage_id: str, reason: str, workspace_root: Path | None) -> None:
    """Stop showing a vintage of claimed control from now on. Nothing is deleted."""
    from conflict_atlas.control.importing import withdraw_control

    withdrawal = withdraw_control(open_workspace(workspace_root), vintage_id, reason)
    click.echo(f"{withdrawal.vintage_id}: withdrawn on {withdrawal.at:%Y-%m-%d %H:%M} UTC. {withdrawal.reason}")
