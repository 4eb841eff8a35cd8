"""Options that several commands share: the workspace, the filter, dates.

What may live here: the declaration of such options, and turning what was given into values of the core.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from conflict_atlas.events.filters import Filters
    from conflict_atlas.workspace import Workspace

SERIES = ("deaths", "located", "within-month")
GRAINS = ("event", "conflict-cell-month", "conflict-country-month", "country-month", "type-month", "conflict-total")
PRINTS = ("final", "preliminary")


class Day(click.ParamType[date]):
    """A calendar date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date: write YYYY-MM-DD", param, ctx)


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--workspace``."""
    return click.option(
        "--workspace",
        "workspace_root",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the workspace. Default: $CONFLICT_ATLAS_WORKSPACE, else a per-user data folder.",
    )(command)


def open_workspace(root: Path | None) -> Workspace:
    """The workspace that was named, or the default one."""
    from conflict_atlas.workspace import Workspace

    return Workspace.open(root or Workspace.default_root())


_FILTER_OPTIONS = (
    click.option("--from", "start", type=Day(), help="First day of the period, YYYY-MM-DD."),
    click.option("--to", "end", type=Day(), help="Last day of the period, YYYY-MM-DD."),
    click.option("--country", "countries", multiple=True, metavar="ISO3", help="Country, ISO 3166-1 alpha-3. May be repeated."),
    click.option("--region", "regions", multiple=True, help="UCDP region. May be repeated."),
    click.option("--conflict", "conflicts", multiple=True, metavar="ID", help="UCDP conflict id. May be repeated."),
    click.option("--dyad", "dyads", multiple=True, metavar="ID", help="UCDP dyad id. May be repeated."),
    click.option("--type", "types", multiple=True, type=int, metavar="N", help="1 state-based, 2 non-state, 3 one-sided."),
    click.option("--min-best", type=int, metavar="N", help="Events with at least N deaths (best estimate)."),
    click.option("--bbox", metavar="W,S,E,N", help="Box in degrees."),
    click.option("--max-where-prec", type=int, metavar="N", help="Place at least this exact: 1 exact .. 7."),
    click.option("--vintage", metavar="ID", help="Only this vintage, whatever else is here."),
    click.option("--grain", type=click.Choice(GRAINS), help="Only rows of this grain."),
    click.option("--q", "text", metavar="WORDS", help="Every word stands in the name of conflict, dyad, country or region."),
    click.option("--print", type=click.Choice(PRINTS), help="Only months with final, or only with preliminary, figures."),
    click.option("--series", type=click.Choice(SERIES), default="deaths", show_default=True, help="Which deaths are counted."),
    click.option("--as-known-on", type=Day(), help="As the lake stood at the end of that day, UTC."),
    click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What does the counting."),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that make a filter, and which series, when, by which engine."""
    for option in reversed(_FILTER_OPTIONS):
        command = option(command)
    return command


def filters_of(options: dict[str, Any]) -> Filters:
    """The filter that the options make. Raises FilterError for what is in no catalogue."""
    from conflict_atlas.events import known
    from conflict_atlas.events.filters import BoundingBox, FilterError, Filters

    # What is read from text has one reader, whether it comes from a command line or from an address.
    read = Filters.from_query(
        {name: options[field] or "" for name, field in (("grain", "grain"), ("q", "text"), ("print", "print"))}
    )

    codes = tuple(code.upper() for code in options["countries"])
    problems = [known.country_problem(code) for code in codes] + [known.region_problem(name) for name in options["regions"]]
    for problem in filter(None, problems):
        raise FilterError(problem)
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
        grain=read.grain,
        text=read.text,
        print=read.print,
    )
