"""Run the benchmarks named on the command line, or all; print one table and keep it as JSON."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks import clone, documents, explorer_files, explorer_page, forecast, importing, site, status, summary
from benchmarks.figures import Figure, table

BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "import": importing.measure,
    "summary": summary.measure,
    "site": site.measure,
    "clone": clone.measure,
    "status": status.measure,
    "forecast": forecast.measure,
    "documents": documents.measure,
    "map-file": explorer_files.measure,
    "explorer": explorer_page.measure,
}
RESULTS = Path(__file__).parent / "results" / "latest.json"


def main(names: list[str]) -> int:
    """Measure; the exit status is 1 if a promised figure is not reached, 2 for an unknown name."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.stderr.write(f"unknown benchmark {', '.join(unknown)}. Known ones: {', '.join(BENCHMARKS)}.\n")
        return 2
    figures = []
    for name in names or BENCHMARKS:
        sys.stderr.write(f"measuring: {name}\n")
        figures += BENCHMARKS[name]()
    sys.stdout.write(f"{table(figures)}\n{_machine()}\n")
    _keep(figures)
    return 0 if all(figure.holds for figure in figures) else 1


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def _keep(figures: list[Figure]) -> None:
    """Write the figures over those of the same name; figures that were not measured now stay as they were."""
    RESULTS.parent.mkdir(exist_ok=True)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"figures": {}}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    measured = {"commit": commit, "date": datetime.now(UTC).date().isoformat(), "machine": _machine()}
    kept["figures"] |= {figure.name: figure.to_json() | measured for figure in figures}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
