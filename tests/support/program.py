"""The program as a user runs it, in this process: arguments in, status and text out."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from conflict_atlas.cli import main


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        """Standard output, read as csv."""
        return list(csv.DictReader(io.StringIO(self.out)))

    def value(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)


def run(*arguments: object, workspace: Path | None = None) -> Outcome:
    """Run a command; an error that the program does not handle is raised here."""
    words = [str(argument) for argument in arguments]
    if workspace is not None:
        words += ["--workspace", str(workspace)]
    result = CliRunner().invoke(main, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def done(*arguments: object, workspace: Path | None = None) -> Outcome:
    """Run a command that has to succeed."""
    outcome = run(*arguments, workspace=workspace)
    assert outcome.status == 0, outcome.err
    return outcome
