"""Beside the tests so that they find ``support``; fixtures that more than one folder of tests uses."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from conflict_atlas.events.lake import Lake
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace


def _build_words() -> None:
    """The catalogues of words as the program reads them, where they are older than what they are built from."""
    spec = importlib.util.spec_from_file_location("translations", Path(__file__).parents[1] / "tools" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_all(only_if_older=True)


_build_words()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace.create(tmp_path / "workspace")


@pytest.fixture
def lake(workspace: Workspace) -> Lake:
    """Its lake."""
    return Lake(workspace.lake_dir)


@pytest.fixture(scope="session")
def starter_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the starter pack. It is shared by all tests: none may change it."""
    workspace = Workspace.create(tmp_path_factory.mktemp("starter") / "workspace")
    pack.load(workspace)
    return workspace


@pytest.fixture(scope="session")
def starter_lake(starter_workspace: Workspace) -> Lake:
    """Its lake."""
    return Lake(starter_workspace.lake_dir)
