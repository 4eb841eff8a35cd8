"""The command line: arguments in, core functions called, text out. No logic of its own.

Exit status: 0 done, 1 the work failed (message on standard error, nothing half done), 2 wrong arguments. The core is
imported inside the commands, so that the program starts at once.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflict_atlas import __version__

if TYPE_CHECKING:
    from conflict_atlas.events.answers import Answer, Tally
    from conflict_atlas.events.filters import Filters
    from conflict_atlas.events.vintages import Vintage
    from conflict_atlas.workspace import Workspace

DIMENSIONS = ("conflict", "dyad", "country", "year", "month", "type")
SERIES = ("deaths", "located", "within-month")


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date: write YYYY-MM-DD", param, ctx)


class _Group(click.Group):
    """A group whose commands turn the errors of the core into one line and status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from conflict_atlas.events.errors import EventsError
        from conflict_atlas.events.filters import FilterError
        from conflict_atlas.publish.licences import LicenceRefused
        from conflict_atlas.workspace import WorkspaceError

        try:
            return super().invoke(ctx)
        except FilterError as error:
            raise click.UsageError(str(error)) from error
        except (EventsError, WorkspaceError, LicenceRefused) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'the disk'}: {error.strerror or error}") from error


def _workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--workspace",
        "workspace_root",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the workspace. Default: $CONFLICT_ATLAS_WORKSPACE, else a per-user data folder.",
    )(command)


_FILTER_OPTIONS = (
    click.option("--from", "start", type=_Day(), help="First day of the period, YYYY-MM-DD."),
    click.option("--to", "end", type=_Day(), help="Last day of the period, YYYY-MM-DD."),
    click.option("--country", "countries", multiple=True, metavar="ISO3", help="Country, ISO 3166-1 alpha-3. May be repeated."),
    click.option("--region", "regions", multiple=True, help="UCDP region. May be repeated."),
    click.option("--conflict", "conflicts", multiple=True, metavar="ID", help="UCDP conflict id. May be repeated."),
    click.option("--dyad", "dyads", multiple=True, metavar="ID", help="UCDP dyad id. May be repeated."),
    click.option("--type", "types", multiple=True, type=int, metavar="N", help="1 state-based, 2 non-state, 3 one-sided."),
    click.option("--min-best", type=int, metavar="N", help="Events with at least N deaths (best estimate)."),
    click.option("--bbox", metavar="W,S,E,N", help="Box in degrees."),
    click.option("--max-where-prec", type=int, metavar="N", help="Place at least this exact: 1 exact .. 7."),
    click.option("--vintage", metavar="ID", help="Only this vintage, whatever else is here."),
    click.option("--series", type=click.Choice(SERIES), default="deaths", show_default=True, help="Which deaths are counted."),
    click.option("--as-known-on", type=_Day(), help="As the lake stood at the end of that day, UTC."),
    click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What does the counting."),
)


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FILTER_OPTIONS):
        command = option(command)
    return command


def _filters(options: dict[str, Any]) -> Filters:
    from conflict_atlas.events.catalogue import countries, regions
    from conflict_atlas.events.filters import BoundingBox, FilterError, Filters

    codes = tuple(code.upper() for code in options["countries"])
    for code in codes:
        country = countries.by_iso3(code)
        if country is None:
            raise FilterError(f"country {code!r} is no ISO 3166-1 alpha-3 code that the catalogue knows")
        if country.filed_under:
            raise FilterError(f"{country.name} has no figures of its own in UCDP data: {country.note} Use {country.filed_under}.")
    known = {region.name for region in regions.all()}
    for region in options["regions"]:
        if region not in known:
            raise FilterError(f"region {region!r} is unknown: write one of {', '.join(sorted(known))}")
    return Filters(
        start=options["start"],
        end=options["end"],
        countries=codes,
        regions=tuple(options["regions"]),
        conflicts=tuple(options["conflicts"]),
        dyads=tuple(options["dyads"]),
        types=tuple(options["types"]),
        min_best=options["min_best"],
        bbox=BoundingBox.parse(options["bbox"]) if options["bbox"] else None,
        max_where_prec=options["max_where_prec"],
        vintage=options["vintage"],
    )


def _open(workspace_root: Path | None) -> Workspace:
    from conflict_atlas.workspace import Workspace

    return Workspace.open(workspace_root or Workspace.default_root())


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        click.echo(step, err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="conflict-atlas")
def main() -> None:
    """Conflict Atlas: an open, self-hosted guide to ongoing conflicts. Evidence, provenance, calm."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-starter", is_flag=True, help="Do not load the starter pack into an empty workspace.")
@_workspace_option
def up(host: str, port: int, no_starter: bool, workspace_root: Path | None) -> None:
    """Create what is missing and serve the whole product."""
    from conflict_atlas.site.server import serve
    from conflict_atlas.starter import pack
    from conflict_atlas.workspace import Workspace

    workspace = Workspace.create(workspace_root or Workspace.default_root())
    if not no_starter and (loaded := pack.load_if_fresh(workspace)):
        click.echo(f"Starter pack loaded: {len(loaded)} series of UCDP figures.", err=True)
    sys.exit(serve(workspace.root, host, port))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def init(folder: Path) -> None:
    """Make an empty workspace with a commented settings file."""
    from conflict_atlas.workspace import Workspace

    workspace = Workspace.create(folder)
    click.echo(f"Workspace at {workspace.root}. Settings: {workspace.root / 'atlas.toml'}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_workspace_option
def doctor(as_json: bool, workspace_root: Path | None) -> None:
    """Say what is here, how old it is, what is wrong and what to do. Status 1 if something is wrong."""
    from conflict_atlas.publish.health import examine
    from conflict_atlas.workspace import Workspace

    findings = examine(workspace_root or Workspace.default_root())
    if as_json:
        _print_json([vars(finding) | {"standing": finding.standing.value} for finding in findings])
    else:
        for finding in findings:
            advice = f" {finding.advice}" if finding.advice else ""
            click.echo(f"{finding.standing.value:8} {finding.subject}: {finding.statement}{advice}")
    if any(finding.is_wrong for finding in findings):
        sys.exit(1)


@main.group()
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
@_workspace_option
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
    for outcome in import_files(_open(workspace_root), source(source_key), files, request, _progress):
        vintage = outcome.vintage
        if not outcome.new:
            click.echo(
                f"{vintage.vintage_id}: these bytes are here already, imported on {vintage.imported_at:%Y-%m-%d}. Nothing to do."
            )
            continue
        records = vintage.rows + vintage.quarantined
        click.echo(
            f"{vintage.vintage_id}: {records:,} records = {vintage.rows:,} rows + {vintage.quarantined:,} set aside; "
            f"{vintage.totals.get('best') or 0:,} deaths (best estimate), {vintage.first} to {vintage.last}."
        )
        for note in vintage.notes:
            click.echo(f"  {note}")
        if vintage.quarantined:
            click.echo(f"  See them with: conflict-atlas events quarantine {vintage.vintage_id}")


@events.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--as-known-on", type=_Day(), help="As the lake stood at the end of that day, UTC.")
@_workspace_option
def vintages(as_json: bool, as_known_on: date | None, workspace_root: Path | None) -> None:
    """List the vintages: source, release, imported, rows, set aside, coverage, digest."""
    from conflict_atlas.events.lake import Lake

    found = Lake(_open(workspace_root).lake_dir).vintages(as_known_on)
    if as_json:
        _print_json([vintage.to_json() for vintage in found])
        return
    if not found:
        click.echo("No vintage yet: import a file with `conflict-atlas events import ucdp-ged FILE`.", err=True)
    for vintage in found:
        click.echo(_vintage_line(vintage))


def _vintage_line(vintage: Vintage) -> str:
    held = sorted({f"{entry.series.value} {entry.completeness.value}" for entry in vintage.coverage})
    return (
        f"{vintage.vintage_id}\n  {vintage.source} {vintage.release}, {vintage.grain.value}, imported {vintage.imported_at:%Y-%m-%d %H:%M} UTC\n"
        f"  {vintage.rows:,} rows, {vintage.quarantined:,} set aside; {vintage.first} to {vintage.last}; {', '.join(held)}\n"
        f"  sha256 {vintage.digest}"
    )


@events.command()
@click.argument("vintage_id", required=False, metavar="[VINTAGE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_workspace_option
def quarantine(vintage_id: str | None, as_json: bool, workspace_root: Path | None) -> None:
    """List the records set aside: file, line, column, reason."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.questions import list_quarantine

    found = list_quarantine(Lake(_open(workspace_root).lake_dir), vintage_id)
    if as_json:
        _print_json([vars(record) for record in found])
        return
    if not found:
        click.echo("Nothing was set aside.", err=True)
    for record in found:
        click.echo(f"{record.vintage_id}: {record.file}, line {record.line}, column {record.column or '-'}: {record.reason}")


@events.command()
@_filter_options
@click.option("--by", type=click.Choice(DIMENSIONS), required=True, help="What to break the count down by.")
@click.option("--format", "output", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="What to print.")
@_workspace_option
def summary(by: str, output: str, workspace_root: Path | None, **options: Any) -> None:
    """Count events and deaths. Rows of different grain stand side by side and are never to be added."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.questions import summarise
    from conflict_atlas.events.vocabulary import Dimension, Series

    lake = Lake(_open(workspace_root).lake_dir)
    answer = summarise(lake, _filters(options), [Dimension(by)], Series(options["series"]), options["as_known_on"])
    rows = [_summary_row(by, answer, row) for row in answer.rows]
    if output == "json":
        gaps = [{"first": str(gap.first), "last": str(gap.last), "reason": gap.reason} for gap in answer.gaps]
        _print_json({"by": by, "series": answer.series.value, "rows": rows, "not_answered": gaps})
        return
    _print_csv(SUMMARY_COLUMNS[by], ([_cell(row[column]) for column in SUMMARY_COLUMNS[by]] for row in rows))
    for gap in answer.gaps:
        click.echo(f"Not answered: {gap.first} to {gap.last}: {gap.reason}.", err=True)


_DEATHS = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_fighters", "deaths_civilians", "deaths_unknown")
_BASIS = ("series", "grain", "coverage", "share", "preliminary", "spread_share", "vintages")
SUMMARY_COLUMNS = {by: (by, "name", "first", "last", "events", *_DEATHS, *_BASIS) for by in DIMENSIONS}


def _summary_row(by: str, answer: Answer, row: Tally) -> dict[str, Any]:
    return {
        by: row.key[0],
        "name": row.name,
        "first": str(row.first),
        "last": str(row.last),
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
@_filter_options
@click.option(
    "--format", "output", type=click.Choice(["csv", "geojson", "parquet", "xlsx"]), required=True, help="What to write."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@_workspace_option
def export(output: str, out: Path, workspace_root: Path | None, **options: Any) -> None:
    """Write the rows that the same filter counts, with their credit."""
    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.vocabulary import Series
    from conflict_atlas.publish.exports import credit_text
    from conflict_atlas.publish.exports import export as write
    from conflict_atlas.publish.licences import Audience

    lake = Lake(_open(workspace_root).lake_dir)
    exported = write(
        lake, _filters(options), Series(options["series"]), output, out, Audience.OPERATOR, as_known_on=options["as_known_on"]
    )
    beside = out.with_name(out.name + ".credit.txt")
    beside.write_text(credit_text(exported.credits, exported.picks), encoding="utf-8")
    click.echo(f"{exported.rows:,} rows ({exported.grain.value}) in {out}; credit in {beside.name}")


@main.group()
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

    _print_json(make([*files, *more], out))


if __name__ == "__main__":
    main()
