"""The command about status: of tracked conflicts in a workspace, or of every unit and month of a bare panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflict_atlas.cli.options import open_workspace, workspace_option
from conflict_atlas.cli.printing import print_csv, print_json

if TYPE_CHECKING:
    from conflict_atlas.analysis.status.assessment import Window
    from conflict_atlas.analysis.status.conflicts import ConflictStatus
    from conflict_atlas.events.months import Month

COLUMNS = ("unit", "month", "label", "p_up", "p_down", "recent", "baseline", "provisional")
RULES = ("trend", "hdx-signals", "trendfinder")


class AMonth(click.ParamType[Any]):
    """A calendar month."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Read YYYY-MM."""
        from conflict_atlas.events.months import Month

        try:
            return value if isinstance(value, Month) else Month.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("conflicts", nargs=-1, metavar="[CONFLICT...]")
@click.option("--as-of", type=AMonth(), help="The last month that may count, YYYY-MM. Default: the last complete one.")
@click.option(
    "--rule", "rule_key", default="trend", show_default=True, metavar="RULE", help=f"{', '.join(RULES)} or an installed one."
)
@click.option(
    "--panel",
    "panel_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A bare panel, csv or Parquet: every unit and month, each as known then.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "csv"]),
    help="What to print. Default: text, and csv with --panel.",
)
@workspace_option
def status(
    conflicts: tuple[str, ...],
    as_of: Month | None,
    rule_key: str,
    panel_file: Path | None,
    output: str | None,
    workspace_root: Path | None,
) -> None:
    """Say what deadly violence does, by a stated rule: of tracked conflicts (their slugs), or of a bare panel."""
    from conflict_atlas.analysis.status.registry import all_rules, rule

    if rule_key not in all_rules():
        raise click.BadParameter(f"{rule_key!r} is no rule. Known rules: {', '.join(all_rules())}.", param_hint="'--rule'")
    if panel_file:
        if conflicts:
            raise click.UsageError("name conflicts, or give --panel, not both")
        if output not in (None, "csv"):
            raise click.UsageError("--panel prints csv only")
        print_csv(COLUMNS, list(_panel_rows(panel_file, rule_key, as_of)))
        return
    found = _statuses(open_workspace(workspace_root), conflicts, rule(rule_key).key, as_of)
    if output == "json":
        print_json([_value(item) for item in found])
    elif output == "csv":
        print_csv(COLUMNS, map(_row, found))
    else:
        click.echo("\n\n".join(_text(item) for item in found))


def _panel_rows(file: Path, rule_key: str, as_of: Month | None) -> Iterator[tuple[Any, ...]]:
    from conflict_atlas.analysis.panel_file import read_panel
    from conflict_atlas.analysis.status.registry import rule

    panel = read_panel(file)
    if as_of:
        panel = panel.until(as_of)
    trace = rule(rule_key).trace(panel)
    months = [str(month) for month in panel.months]
    for column, unit in enumerate(panel.units):
        for row, month in enumerate(months):
            numbers = (trace.p_up, trace.p_down, trace.recent, trace.baseline)
            cells = (_number(float(array[row, column])) for array in numbers)
            provisional = "true" if trace.provisional[row, column] else "false"
            yield unit, month, trace.label(row, column).value, *cells, provisional


def _number(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:.6g}"


def _statuses(workspace: Any, slugs: tuple[str, ...], rule_key: str, as_of: Month | None) -> list[ConflictStatus]:
    from conflict_atlas.analysis.status.conflicts import Statuses
    from conflict_atlas.analysis.status.registry import rule
    from conflict_atlas.events.catalogue import tracked
    from conflict_atlas.events.lake import Lake

    chosen = []
    for slug in slugs:
        conflict = tracked.by_slug(tracked.redirect(slug) or slug) or tracked.by_conflict(slug)
        if conflict is None:
            raise click.BadParameter(
                f"{slug!r} is no tracked conflict: give its slug or a UCDP conflict id", param_hint="'CONFLICT'"
            )
        chosen.append(conflict)
    statuses = Statuses.read(Lake(workspace.lake_dir), rule(rule_key))
    return [statuses.of_conflict(conflict, as_of) for conflict in chosen or tracked.all()]


def _row(item: ConflictStatus) -> tuple[Any, ...]:
    found = item.assessment
    windows = (found.recent, found.baseline)
    rates = (_number(window.deaths_a_month if window else None) for window in windows)
    provisional = "true" if found.provisional else "false"
    return item.key, str(found.month), found.label.value, _number(found.p_up), _number(found.p_down), *rates, provisional


def _text(item: ConflictStatus) -> str:
    from conflict_atlas.analysis.status import sentences
    from conflict_atlas.analysis.status.labels import Label

    found = item.assessment
    lines = [f"{item.name}. {sentences.heading(found.label)}{' (provisional)' if found.provisional else ''}"]
    lines.append(f"  {sentences.sentence(found)}")
    notes = [sentences.carried_note(found), sentences.lag_note(found), sentences.basis_note(item.basis.value, item.rests_on)]
    lines += [f"  {note}" for note in notes if note]
    if found.label is not Label.NOT_ASSESSED:
        lines += [f"  {sentences.flip_sentence(flip, found.month)}" for flip in found.flips]
    return "\n".join(lines)


def _value(item: ConflictStatus) -> dict[str, Any]:
    from conflict_atlas.analysis.status import sentences
    from conflict_atlas.analysis.status.labels import Label, Reason

    found = item.assessment
    return {
        "conflict": item.key,
        "name": item.name,
        "month": str(found.month),
        "label": found.label.value,
        "reason": None if found.reason is Reason.NONE else found.reason.value,
        "sentence": sentences.sentence(found),
        "p_up": found.p_up,
        "p_down": found.p_down,
        "recent": _window(found.recent),
        "baseline": _window(found.baseline),
        "ratio": found.ratio,
        "provisional": found.provisional,
        "preliminary": [str(month) for month in found.preliminary],
        "quiet_since": str(found.quiet_since) if found.quiet_since else None,
        "flips": [{"label": flip.label.value, "at_least": flip.at_least, "at_most": flip.at_most} for flip in found.flips],
        "phases": [
            {
                "first": str(phase.first),
                "last": str(phase.last),
                "deaths_a_month": phase.deaths_a_month,
                "incomplete_months": phase.incomplete_months,
            }
            for phase in found.phases
        ],
        "by_events": item.by_events.value if item.by_events else None,
        "basis": item.basis.value,
        "rests_on": list(item.rests_on),
        "evidence": item.evidence.filters.to_query() | {"series": item.evidence.series.value} if item.evidence else None,
        "history": [
            {"month": str(past.month), "label": past.label.value, "provisional": past.provisional}
            for past in item.history
            if past.label is not Label.NOT_ASSESSED
        ],
        "target": found.target,
        "rule": found.rule,
        "version": found.version,
        "vintages": list(found.vintages),
    }


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {
        "first": str(window.first),
        "last": str(window.last),
        "months": window.months,
        "deaths_a_month": window.deaths_a_month,
    }
