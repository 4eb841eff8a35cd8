"""Django outside the server: for commands that need the site's database.

What may live here: getting Django ready for a workspace, once for a process. Importing this imports no Django.
"""

from __future__ import annotations

import os
from pathlib import Path

from conflict_atlas.site import server


def open_site(workspace_root: Path) -> None:
    """Bring the workspace's database up to date and make Django ready. Raises ServerError."""
    os.environ.update(server.prepare(workspace_root))
    # This is no process that a supervisor watches over.
    del os.environ["CONFLICT_ATLAS_SUPERVISOR"]
    import django

    django.setup()
