"""One Django for all tests of the site, on a workspace that holds the starter pack."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django
import django.conf
import pytest

from conflict_atlas.starter import forecast, pack
from conflict_atlas.workspace import Workspace

# Django reads its settings once for a process: the workspace must be there before the first test asks for it.
_FOLDER = tempfile.TemporaryDirectory(prefix="conflict-atlas-site-")
_WORKSPACE = Workspace.create(Path(_FOLDER.name) / "workspace")
os.environ["CONFLICT_ATLAS_WORKSPACE"] = str(_WORKSPACE.root)
os.environ["DJANGO_SETTINGS_MODULE"] = "conflict_atlas.site.settings"
django.setup()
# A password of a test need not be slow to guess.
django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def starter() -> Workspace:
    """The workspace with the starter pack and its forecast in it."""
    pack.load(_WORKSPACE)
    forecast.load(_WORKSPACE)
    return _WORKSPACE


@pytest.fixture
def reader() -> object:
    """A reader's browser without anything remembered, as far as Django's test client is one."""
    from django.test import Client

    return Client()


@pytest.fixture
def empty_workspace(tmp_path: Path, settings: object) -> Workspace:
    """The site on a workspace into which nothing has been imported."""
    workspace = Workspace.create(tmp_path / "empty")
    settings.ATLAS_WORKSPACE = workspace.root
    return workspace
