"""Asking by the command line: a count over a full release, and how long the command takes to say anything at all."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.ged_file import ged_file
from benchmarks.importing import import_into
from benchmarks.processes import COMMAND, median, run

TIMES = 7


def measure() -> list[Figure]:
    """Summarise the generated release by conflict, as a whole process; print the help."""
    with tempfile.TemporaryDirectory(prefix="conflict-atlas-bench-") as name:
        root = Path(name) / "workspace"
        import_into(root, ged_file())
        command = [COMMAND, "events", "summary", "--by", "conflict", "--workspace", str(root)]
        run(command)
        asked = median(TIMES, lambda: run(command))
    rows = sum(1 for _ in csv.DictReader(io.StringIO(asked.output)))
    started = median(TIMES, lambda: run([COMMAND, "--help"]))
    return [
        Figure("summary by conflict of a full release", asked.seconds, "s", 1, note=f"{rows:,} conflicts"),
        Figure("summary, processor time", asked.processor_seconds, "s"),
        Figure("start of the command line", started.seconds, "s", 0.3),
        Figure("start, processor time", started.processor_seconds, "s"),
    ]
