"""Issuing: from the lake as it stands to forecasts in the archive, for countries and, where series are complete, conflicts.

What may live here: which panels are forecast from which origin, and the record of an issue. It takes a minute and the
memory of a forest, so that it runs in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from conflict_atlas import __version__
from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast import archive, models
from conflict_atlas.analysis.forecast.analog_forest import with_mates
from conflict_atlas.analysis.forecast.archive import Issue, Record
from conflict_atlas.analysis.forecast.similar import months_alike
from conflict_atlas.analysis.forecast.summary import outlooks
from conflict_atlas.analysis.forecast.task import Task
from conflict_atlas.analysis.lake_panels import conflict_panel, country_panel
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.workspace import Workspace

HORIZONS = (1, 12)
DRAWS = 1000
SEED = 1
LEAST_SHARE = 0.80
RUN_UP_MONTHS = 12
"""So many months up to the origin must be complete enough: they are what a forecast mostly goes by."""
LEAST_MONTHS_OF_CONFLICTS = 120
"""A forecast by conflict needs so many complete months."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Planned:
    """A forecast that the lake allows: which panel, from which origin, and the name that its issue has or will have."""

    unit_kind: str
    panel: Panel
    origin: Month
    name: str
    configuration: str


def origin_of(panel: Panel) -> Month:
    """The last month that, with the year before it, is complete enough to forecast from.

    Raises AnalysisError where there is none.
    """
    with np.errstate(invalid="ignore"):
        usable = panel.share >= LEAST_SHARE
    for row in range(len(usable) - 1, RUN_UP_MONTHS - 2, -1):
        if usable[row - RUN_UP_MONTHS + 1 : row + 1].all():
            return panel.first.plus(row)
    raise AnalysisError(
        f"no month of the series holds {LEAST_SHARE:.0%} of all deaths together with the {RUN_UP_MONTHS - 1} months before it: "
        "a forecast would rest on gaps. Import a complete release."
    )


def plan(lake: Lake) -> tuple[Planned, ...]:
    """Every forecast that the lake allows now; empty where it allows none."""
    found = []
    for unit_kind, panel in panels(lake):
        try:
            origin = origin_of(panel)
        except AnalysisError:
            continue
        configuration = _configuration(panel)
        found.append(Planned(unit_kind, panel, origin, f"{origin}-{unit_kind}-{models.OURS}-{configuration[:12]}", configuration))
    return tuple(found)


def issue(workspace: Workspace, progress: Progress) -> tuple[Issue, ...]:
    """Issue every forecast that the lake allows and the archive does not hold yet. Returns the new ones.

    Raises AnalysisError where there is nothing to forecast from, WorkspaceError where somebody else is writing.
    """
    planned = plan(Lake(workspace.lake_dir))
    if not planned:
        raise AnalysisError("the lake holds no series that a forecast could go by: import a release, or load the starter pack")
    there = {record.name for record in archive.issues(workspace.root)}
    missing = [item for item in planned if item.name not in there]
    return tuple(_issue(workspace, item, f"{number} of {len(missing)}", progress) for number, item in enumerate(missing, start=1))


def panels(lake: Lake) -> Sequence[tuple[str, Panel]]:
    """The panels that the lake can give, by kind of unit: countries, and conflicts where their series are complete."""
    found = []
    try:
        found.append(("country", country_panel(lake)))
        groups: Mapping[str, Sequence[str]] = {entry.slug: tracked.all_conflicts(entry.slug) for entry in tracked.all()}
        by_conflict = conflict_panel(lake, groups)
    except CannotAnswer:
        return found
    if (by_conflict.share >= 1).sum() >= LEAST_MONTHS_OF_CONFLICTS:
        found.append(("conflict", by_conflict))
    return found


def _issue(workspace: Workspace, planned: Planned, which: str, progress: Progress) -> Issue:
    said = f"forecast {which}, by {planned.unit_kind}, from {planned.origin}"
    progress(f"{said}: {len(planned.panel.units)} units, {HORIZONS[1]} months")
    history = planned.panel.until(planned.origin)
    task = Task(history, *HORIZONS, DRAWS, SEED)
    draws, cases, mates = with_mates(task)
    progress(f"{said}: drawn, looking for months alike")
    told = outlooks(draws, history, months_alike(task, cases, mates))
    model = models.model(models.OURS)
    lake = Lake(workspace.lake_dir)
    record = Record(
        name=planned.name,
        issued_at=datetime.now(UTC).isoformat(timespec="seconds"),
        origin=str(planned.origin),
        first=HORIZONS[0],
        last=HORIZONS[1],
        unit_kind=planned.unit_kind,
        target=planned.panel.target,
        model=model.key,
        model_version=model.version,
        configuration=planned.configuration,
        seed=SEED,
        draws=DRAWS,
        vintages=planned.panel.vintages,
        lake=lake.digest,
        program=__version__,
    )
    progress(f"{said}: writing")
    with workspace.writing("a forecast"):
        made = archive.add(workspace.root, record, draws, told)
        workspace.note("forecast", name=record.name, origin=record.origin)
    return made


def _configuration(panel: Panel) -> str:
    """The digest of everything that the draws depend on: model, settings, and the figures themselves."""
    model = models.model(models.OURS)
    parameters: Any = asdict(model.parameters) if is_dataclass(model.parameters) else None  # type: ignore[arg-type]
    settings = [model.key, model.version, parameters, HORIZONS, DRAWS, SEED, panel.target, panel.units, str(panel.first)]
    digest = hashlib.sha256(json.dumps(settings).encode())
    for array in (panel.values, panel.share):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
