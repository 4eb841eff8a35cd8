"""Lakes in both modes of the map file, with random questions answered by SQL: one for all tests that compare with them."""

from __future__ import annotations

from datetime import date

import pytest
from benchmarks import ged_file

from conflict_atlas.events.importing import ImportRequest, import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.events.vocabulary import Completeness
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.mapfiles import Fixture, fixture


@pytest.fixture(scope="session")
def event_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A generated release to 2024, the final word on its years, and preliminary events of 2024 and 2025 beside it."""
    folder = tmp_path_factory.mktemp("events")
    path = folder / "ged261.csv"
    ged_file.write(path, 3_000)
    workspace = Workspace.create(folder / "workspace")
    import_files(workspace, source("ucdp-ged"), [path], ImportRequest("26.1", Completeness.COMPLETE, False))
    rows = [
        event(
            number,
            date_start=date(2024 + number % 2, 1 + number % 12, 1 + number % 28),
            best=number % 7,
            conflict_name=f"Étude {number % 5}",
            country=("AZE", "CIV", None)[number % 3],
            latitude=None if number % 4 == 0 else float(number % 90),
            longitude=None if number % 4 == 0 else float(number % 180) - 0.5,
            gid=None if number % 8 else 200_000 + number,
            where_prec=None if number % 4 == 0 else 1 + number % 7,
        )
        for number in range(300)
    ]
    coverage = [held("2024-01", "2025-12", Completeness.COMPLETE, preliminary=True)]
    commit(workspace, vintage("candidates", coverage=coverage, release="25.0.12", rows=len(rows)), rows)
    return workspace


@pytest.fixture(scope="session")
def event_fixture(event_workspace: Workspace) -> Fixture:
    return fixture(Lake(event_workspace.lake_dir), 120)


@pytest.fixture(scope="session")
def cell_fixture(starter_lake: Lake) -> Fixture:
    return fixture(starter_lake, 40)
