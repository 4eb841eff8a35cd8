"""Whole processes, timed from outside, and where to put what they make."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("conflict-atlas"))


@dataclass(frozen=True)
class Run:
    """What one process took: seconds on the clock, seconds of processor time, most memory."""

    seconds: float
    processor_seconds: float
    memory_mb: float
    output: str
    fastest_seconds: float | None = None
    """Of several runs, the one that others on the machine disturbed least."""


def run(command: Sequence[str]) -> Run:
    """Run a command to its end. Raises RuntimeError with what it said if it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {errors.read()[-2000:]}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read())


def median(times: int, once: Callable[[], Run]) -> Run:
    """The run with the median time of several, with the most memory of any."""
    runs = sorted((once() for _ in range(times)), key=lambda item: item.seconds)
    middle = runs[(len(runs) - 1) // 2]
    return Run(
        statistics.median(item.seconds for item in runs),
        statistics.median(item.processor_seconds for item in runs),
        max(item.memory_mb for item in runs),
        middle.output,
        runs[0].seconds,
    )
