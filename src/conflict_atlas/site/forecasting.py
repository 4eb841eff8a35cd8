"""Forecasts of this installation: having them made in a process of their own, and what readers may know of that.

What may live here: starting that process when the data have changed, its progress, and the scores of what was issued.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast import archive, issuing
from conflict_atlas.analysis.scores.issued import IssuedScore, score_issued
from conflict_atlas.events.errors import CannotAnswer, EventsError
from conflict_atlas.events.lake import Lake
from conflict_atlas.site.desk import Desk, once_per_lake
from conflict_atlas.workspace import Workspace

PROGRESS_FILE = "forecast-progress.json"
_SECONDS_TO_STOP = 5
_SECONDS_BEFORE_ANOTHER_TRY = 600


@dataclass(frozen=True)
class State:
    """How far a forecast is that is being made, in words; empty where none is. ``lake`` is the digest that it is made of."""

    text: str = ""
    has_failed: bool = False
    lake: str = ""


def state(root: Path) -> State:
    """What is being made now, or what failed last."""
    try:
        return State(**json.loads((root / "derived" / PROGRESS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


class Forecaster:
    """Makes the forecasts of the data as they stand, once for each state of the lake, until it is told to stop."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen = ""
        self._again_at = 0.0
        self._process: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()
        self._is_over = False

    def look(self) -> None:
        """Have made what the archive lacks. Returns when it is done or has failed; what failed is tried again later."""
        lake = Lake(Workspace.open(self._root).lake_dir)
        digest = lake.digest
        if digest == self._seen and time.monotonic() < self._again_at:
            return
        self._seen, self._again_at = digest, math.inf
        there = {record.name for record in archive.issues(self._root)}
        if all(planned.name in there for planned in issuing.plan(lake)):
            self._tell(State())
            return
        self._run(digest)

    def stop(self) -> None:
        """End the process that is at work, if any; it leaves nothing half done."""
        with self._guard:
            self._is_over = True
            process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()

    def _run(self, digest: str) -> None:
        command = [sys.executable, "-m", "conflict_atlas.cli", "forecast", "--workspace", str(self._root)]
        with self._guard:
            if self._is_over:
                return
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        last = ""
        with self._process as process:
            for line in process.stderr or ():
                last = line.strip() or last
                self._tell(State(last, lake=digest))
        if process.returncode == 0 or self._is_over:
            self._tell(State())
        else:
            # Somebody may have held the lock of the workspace.
            self._again_at = time.monotonic() + _SECONDS_BEFORE_ANOTHER_TRY
            self._tell(State(last, has_failed=True, lake=digest))

    def _tell(self, told: State) -> None:
        if told == state(self._root):
            return
        path = self._root / "derived" / PROGRESS_FILE
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        temporary.write_text(json.dumps(asdict(told)), encoding="utf-8")
        temporary.replace(path)


@once_per_lake
def _panels(here: Desk) -> dict[str, object]:
    try:
        return dict(issuing.panels(here.lake))
    except (CannotAnswer, EventsError):
        return {}


def issued_scores(here: Desk) -> tuple[IssuedScore, ...]:
    """The scores of every issued forecast of which a month has come. A damaged issue is left to ``doctor``."""
    try:
        return score_issued(here.root, _panels(here))  # type: ignore[arg-type]
    except AnalysisError:
        return ()


def waiting(here: Desk, scored: tuple[IssuedScore, ...]) -> int:
    """How many issued forecasts have no month yet that could be scored."""
    names = {item.name for item in scored}
    try:
        return sum(record.name not in names for record in archive.issues(here.root))
    except AnalysisError:
        return 0
