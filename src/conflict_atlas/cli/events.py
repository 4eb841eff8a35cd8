"""Commands about events: import, list, withdraw, count, export."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflict_atlas.cli.options import Day, filter_options, filters_of, open_workspace, workspace_option
from conflict_atlas.cli.printing import print_csv, print_json, print_progress

if TYPE_CHECKING:
    from conflict_atlas.events.answers import Answer, Gap, Pick, Tally
    from conflict_atlas.events.importing import Imported
    from conflict_atlas.events.vintages import Vintage

DIMENSIONS = ("conflict", "dyad", "country", "year", "month", "type")


@click.group()
def events() -> None:
    """Import, count and export conflict events."""


@events.command("import")
@click.argument("source_key", metavar="SOURCE")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--release", help="Release of the file, where its name does not state it.")
@click.option("--coverage", type=click.Choice(["complete", "partial"]), help="Declare how complete the file is.")
@click.option(
    "--set-aside-unknown-codes", is_flag=True, help="Set rows with codes outside the codebook aside instead of stopping."
)
@workspace_option
def import_(
    source_key: str,
    files: tuple[Path, ...],
    release: str | None,
    coverage: str | None,
    set_aside_unknown_codes: bool,
    workspace_root: Path | None,
) -> None:
    """Import files of SOURCE (ucdp-ged, ucdp-candidate): csv, zip, xlsx, parquet or gz. All or nothing."""
    from conflict_atlas.events.importing import ImportRequest, import_files
    from conflict_atlas.events.sources import source
    from conflict_atlas.events.vocabulary import Completeness

    request = ImportRequest(release, Completeness(coverage) if coverage else None, set_aside_unknown_codes)
    for outcome in import_files(open_workspace(workspace_root), source(source_key), files, request, print_progress):
        for line in _import_lines(outcome):
            click.echo(line)


def _import_lines(outcome: Imported) -> list[str]:
    vintage = outcome.vintage
    if not outcome.new:
        return [f"{vintage.vintage_id}: these bytes are here already, imported on {vintage.imported_at:%Y-%m-%d}. Nothing to do."]
    lines = [
        f"{vintage.vintage_id}: {vintage.rows + vintage.quarantined:,} records = {vintage.rows:,} rows + "
        f"{vintage.quarantined:,} set aside; {vintage.totals.get('best') or 0:,} deaths (best estimate), "
        f"{vintage.first} to {vintage.last}.",
        *(f"  {note}" for note in vintage.notes),
    ]
    if vintage.quarantined:
        lines.append(f"  See them with: conflict-atlas events quarantine {vintage.vintage_id}")
    return lines


@events.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--as-known-on", type=Day(), help="As the lake stood at the end of that day, UTC.")
@workspace_option
def vintages(as_json: bool, as_known_on: date | None, workspace_root: Path | None) -> None:
    """List the vintages: source, release, imported, rows, set aside, coverage, digest."""
    from conflict_atlas.events.lake import Lake

    lake = Lake(open_workspace(workspace_root).lake_dir)
    found = lake.vintages(as_known_on)
    if as_json:
        print_json([vintage.to_json() for vintage in found])
        return
    if not found:
        click.echo("No vintage yet: import a file with `conflict-atlas events import ucdp-ged FILE`.", err=True)
    for vintage in found:
        click.echo(_vintage_line(vintage))
    for withdrawal in lake.withdrawals(as_known_on):
        click.echo(f"{withdrawal.vintage_id}\n  withdrawn on {withdrawal.at:%Y-%m-%d %H:%M} UTC: {withdrawal.reason}")


def _vintage_line(vintage: Vintage) -> str:
    held = sorted({f"{entry.series.value} {entry.completeness.value}" for entry in vintage.coverage})
    return (
        f"{vintage.vintage_id}\n  {vintage.source} {vintage.release}, {vintage.grain.value}, imported {vintage.imported_at:%Y-%m-%d %H:%M} UTC\n"
        f"  {vintage.rows:,} rows, {vintage.quarantined:,} set aside; {vintage.first} to {vintage.last}; {', '.join(held)}\n"
        f"  sha256 {vintage.digest}"
    )


@events.command()
@click.argument("vintage_id", metavar="VINTAGE")
@click.option("--reason", required=True, help="Why; it is kept with the withdrawal.")
@workspace_option
def withdraw(vintage_id: str, reason: str, workspace_root: Path | None) -> None:
    """Stop counting a vintage from now on. Nothing is deleted: what was known before is still answered with it."""
    from conflict_atlas.events.withdrawing import withdraw as stop_counting

    withdrawal = stop_counting(open_workspace(workspace_root), vintage_id, reason)
    click.echo(f"{withdrawal.vintage_id}: withdrawn on {withdrawal.at:%Y-%m-%d %H:%M} UTC. {withdrawal.reason}")


@events.command()
@click.argument("vintage_id", required=False, metavar="[VINTAGE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
def quarantine(vintage_id: str | None, as_json: bool, workspace_root: Path | None) -> None:
    """List the records set aside: file, line, column, reason."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.questions import list_quarantine

    found = list_quarantine(Lake(open_workspace(workspace_root).lake_dir), vintage_id)
    if as_json:
        print_json([vars(record) for record in found])
        return
    if not found:
        click.echo("Nothing was set aside.", err=True)
    for record in found:
        click.echo(f"{record.vintage_id}: {record.file}, line {record.line}, column {record.column or '-'}: {record.reason}")


@events.command()
@filter_options
@click.option("--by", type=click.Choice(DIMENSIONS), required=True, help="What to break the count down by.")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="What to print.")
@workspace_option
def summary(by: str, output: str, workspace_root: Path | None, **options: Any) -> None:
    """Count events and deaths. Rows of different grain stand side by side and are never to be added."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.questions import summarise
    from conflict_atlas.events.vocabulary import Dimension, Series

    filters = filters_of(options)
    lake = Lake(open_workspace(workspace_root).lake_dir)
    answer = summarise(lake, filters, [Dimension(by)], Series(options["series"]), options["as_known_on"])
    rows = [_summary_row(by, answer, row) for row in answer.rows]
    if output == "json":
        gaps = [{"first": str(gap.first), "last": str(gap.last), "reason": gap.reason} for gap in answer.gaps]
        picks = [_pick_value(pick) for pick in answer.picks]
        print_json({"by": by, "series": answer.series.value, "rows": rows, "answered_by": picks, "not_answered": gaps})
        return
    print_csv(SUMMARY_COLUMNS[by], ([_cell(row[column]) for column in SUMMARY_COLUMNS[by]] for row in rows))
    if not rows:
        held = ", ".join(f"{pick.first} to {pick.last} ({pick.completeness.value})" for pick in answer.picks)
        click.echo(f"No row: nothing under this filter is held for {held}.", err=True)
    _print_gaps(answer.gaps)


def _pick_value(pick: Pick) -> dict[str, Any]:
    return {
        "vintage": pick.vintage_id,
        "grain": pick.grain.value,
        "first": str(pick.first),
        "last": str(pick.last),
        "coverage": pick.completeness.value,
        "share": pick.share,
        "preliminary": pick.preliminary,
    }


def _print_gaps(gaps: Iterable[Gap]) -> None:
    """The months that are not answered, which are not zeros."""
    for gap in gaps:
        click.echo(f"Not answered: {gap.first} to {gap.last}: {gap.reason}.", err=True)


_DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_fighters", "deaths_civilians", "deaths_unknown")
_PERIOD = ("first", "last", "first_year", "last_year")
_BASIS = ("series", "grain", "coverage", "share", "preliminary", "spread_share", "vintages")
SUMMARY_COLUMNS = {by: (by, "name", *_PERIOD, "events", *_DEATHS, *_BASIS) for by in DIMENSIONS}


def _summary_row(by: str, answer: Answer, row: Tally) -> dict[str, Any]:
    return {
        by: row.key[0],
        "name": row.name,
        "first": str(row.first),
        "last": str(row.last),
        "first_year": row.first_year,
        "last_year": row.last_year,
        "events": row.events,
        **{name: getattr(row, name) for name in _DEATHS},
        "series": answer.series.value,
        "grain": row.grain.value,
        "coverage": row.completeness.value,
        "share": row.share,
        "preliminary": row.preliminary,
        "spread_share": row.spread_share,
        "vintages": list(row.vintages),
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


@events.command()
@filter_options
@click.option(
    "--format", "output", type=click.Choice(["csv", "geojson", "parquet", "xlsx"]), required=True, help="What to write."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="File to write.")
@workspace_option
def export(output: str, out: Path, workspace_root: Path | None, **options: Any) -> None:
    """Write the rows that the same filter counts, with their credit."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.vocabulary import Series
    from conflict_atlas.publish.exports import export as write
    from conflict_atlas.publish.exports import write_credit
    from conflict_atlas.publish.licences import Audience

    filters = filters_of(options)
    lake = Lake(open_workspace(workspace_root).lake_dir)
    exported = write(lake, filters, Series(options["series"]), output, out, Audience.OPERATOR, as_known_on=options["as_known_on"])
    beside = write_credit(out, exported)
    click.echo(f"{exported.rows:,} rows ({exported.grain.value}) in {out}; credit in {beside.name}")
    _print_gaps(exported.gaps)
