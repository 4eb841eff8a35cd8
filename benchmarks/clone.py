"""A newcomer's first minutes: a clean clone of what is committed, `make setup`, and the first page.

The packages come from the package clients' caches where these have them, so the figure is about our set-up and not about
somebody's line.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.processes import run
from benchmarks.site import serving

PROJECT = Path(__file__).parents[1]


def measure() -> list[Figure]:
    """Clone the project beside itself, set it up, serve it in a new workspace, and throw everything away."""
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        clone = Path(name) / "clone"
        cloned = run(["git", "clone", "--quiet", str(PROJECT), str(clone)])
        set_up = run(["make", "-C", str(clone), "setup"])
        with serving(Path(name) / "workspace", str(clone / ".venv" / "bin" / "conflict-atlas")) as server:
            total = cloned.seconds + set_up.seconds + server.seconds
            note = f"set-up {set_up.seconds:.0f} s, first start {server.seconds:.0f} s"
            return [Figure("clean clone to the first page, packages cached", total, "s", 180, note=note)]
