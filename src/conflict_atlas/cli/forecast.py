"""The commands about forecasts: making them from a bare panel, issuing them in a workspace, scoring both."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflict_atlas.cli.options import open_workspace, workspace_option
from conflict_atlas.cli.printing import print_csv, print_progress
from conflict_atlas.cli.status import AMonth

if TYPE_CHECKING:
    from conflict_atlas.analysis.scores.scored import Scores
    from conflict_atlas.events.months import Month

MODELS = ("analog-forest", "conflictology", "last-poisson", "bootstrap", "negative-binomial", "zero")
COLUMNS = ("model", "window", "n", "crps", "ign", "mis", "log_crps", "crps_without_top5")
_FILE = click.Path(path_type=Path, dir_okay=False)


class Horizons(click.ParamType[Any]):
    """The nearest and the farthest month ahead."""

    name = "horizons"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read N-M, or N for one month."""
        if isinstance(value, tuple):
            return value
        first, _, last = value.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and 1 <= int(first) <= int(last or first) <= 120):
            self.fail(f"{value!r}: write the nearest and the farthest month ahead, as 1-12; 120 at most", param, ctx)
        return int(first), int(last or first)


@click.command()
@click.option("--panel", "panel_file", type=_FILE, metavar="FILE", help="A bare panel, csv or Parquet.")
@click.option("--origin", type=AMonth(), help="The last month that the forecast may know, YYYY-MM. Needed with --panel.")
@click.option(
    "--horizons", type=Horizons(), default="1-12", show_default=True, metavar="N-M", help="Months ahead; 1 is next to the origin."
)
@click.option(
    "--model",
    "model_key",
    default="analog-forest",
    show_default=True,
    metavar="MODEL",
    help=f"{', '.join(MODELS)} or an installed one.",
)
@click.option("--draws", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Draws for each unit and month.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same draws.")
@click.option("--out", type=_FILE, metavar="FILE", help="The forecast file, Parquet. Needed with --panel.")
@workspace_option
def forecast(
    panel_file: Path | None,
    origin: Month | None,
    horizons: tuple[int, int],
    model_key: str,
    draws: int,
    seed: int,
    out: Path | None,
    workspace_root: Path | None,
) -> None:
    """Say what the months ahead may bring, as draws of deaths by unit and month.

    With a panel file: from the origin, which nothing later can touch, into a forecast file. Without one: issue forecasts of
    every country, and of every conflict where series are complete, from the last usable month of the workspace into its
    archive, where nothing is ever changed.
    """
    if panel_file is None:
        _refuse_without_panel()
        _issue(workspace_root)
        return
    if origin is None or out is None:
        raise click.UsageError("--panel needs --origin YYYY-MM and --out FILE.parquet")
    from conflict_atlas.analysis.forecast import models
    from conflict_atlas.analysis.forecast.draws_file import write_draws
    from conflict_atlas.analysis.panel_file import read_panel

    if model_key not in models.all_models():
        known = ", ".join(models.all_models())
        raise click.BadParameter(f"{model_key!r} is no model. Known models: {known}.", param_hint="'--model'")
    model = models.model(model_key)
    panel = read_panel(panel_file)
    print_progress(f"{model.title}, from {origin}")
    made = models.forecast(panel, origin, horizons, model_key, draws, seed)
    write_draws(made, out)
    click.echo(f"{len(made.units)} units, {made.first} to {made.last}, {made.size} draws, model {model_key}, seed {seed}: {out}")


def _refuse_without_panel() -> None:
    context = click.get_current_context()
    names = {"origin": "--origin", "horizons": "--horizons", "model_key": "--model", "draws": "--draws", "seed": "--seed"}
    given = [
        option
        for name, option in (names | {"out": "--out"}).items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(
            f"{', '.join(given)}: only with --panel FILE; what a workspace issues is made the same way every time"
        )


def _issue(workspace_root: Path | None) -> None:
    from conflict_atlas.analysis.forecast.issuing import issue

    issued = issue(open_workspace(workspace_root), print_progress)
    for item in issued:
        record = item.record
        click.echo(f"issued {record.name}: {len(item.outlooks)} units, from {record.origin}, {record.target}")
    if not issued:
        click.echo("nothing new: what the data allow was issued before")


@click.command()
@click.option(
    "--actuals", type=_FILE, metavar="FILE", help="A bare panel of what happened. Without it, issued forecasts are scored."
)
@click.option("--forecast", "files", type=_FILE, multiple=True, metavar="FILE...", help="Forecast files, Parquet.")
@click.argument("more", nargs=-1, type=_FILE, metavar="")
@click.option("--format", "output", type=click.Choice(["csv"]), default="csv", show_default=True, help="What to print.")
@workspace_option
def score(
    actuals: Path | None, files: tuple[Path, ...], more: tuple[Path, ...], output: str, workspace_root: Path | None
) -> None:
    """Score forecasts on what happened: lower is better for every score.

    With actuals: forecast files on a panel. Without: the forecasts that the workspace has issued, on what it holds now.
    """
    if actuals is None:
        if files or more:
            raise click.UsageError("--forecast needs --actuals FILE, a panel of what happened")
        print_csv(COLUMNS, _of_workspace(workspace_root))
        return
    if not files:
        raise click.UsageError("--actuals needs --forecast FILE...")
    print_csv(COLUMNS, list(_of_files(actuals, (*files, *more))))


def _of_files(actuals: Path, files: tuple[Path, ...]) -> Iterator[tuple[Any, ...]]:
    from conflict_atlas.analysis.forecast.draws_file import read_draws
    from conflict_atlas.analysis.panel_file import read_panel
    from conflict_atlas.analysis.scores import scored

    panel = read_panel(actuals)
    for path in files:
        print_progress(f"scoring {path.name}")
        draws = read_draws(path)
        for window, scores in scored.by_year(draws, scored.score(draws, panel)):
            yield _row(path.stem, window, scores)


def _of_workspace(workspace_root: Path | None) -> list[tuple[Any, ...]]:
    from conflict_atlas.analysis.forecast.issuing import panels
    from conflict_atlas.analysis.scores.issued import score_issued
    from conflict_atlas.events.lake import Lake

    workspace = open_workspace(workspace_root)
    actuals = dict(panels(Lake(workspace.lake_dir)))
    return [_row(item.name, f"{item.first} to {item.last}", item.scores) for item in score_issued(workspace.root, actuals)]


def _row(model: str, window: str, scores: Scores) -> tuple[Any, ...]:
    figures = (scores.crps, scores.ign, scores.mis, scores.log_crps, scores.crps_without_top5)
    return (model, window, scores.n, *("" if math.isnan(figure) else f"{figure:.6f}" for figure in figures))
