"""How commands end: errors of the core become one line on standard error and a status.

What may live here: the group that all commands belong to.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import click


class Group(click.Group):
    """A group whose commands turn the errors of the core into one line and status 1, or 2 where the arguments are wrong."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the program. What it prints is UTF-8 whatever the terminal is set to: files are made of it."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8")
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException, BrokenPipeError):
            raise
        except Exception as error:
            raise _as_click(error) from error


def _as_click(error: Exception) -> Exception:
    """What click prints instead of an error of the core; any other error is a fault of the program and stays as it is."""
    from conflict_atlas.analysis.errors import AnalysisError
    from conflict_atlas.documents.errors import DocumentError
    from conflict_atlas.dossiers.errors import DossierError
    from conflict_atlas.events.errors import EventsError
    from conflict_atlas.events.filters import FilterError
    from conflict_atlas.publish.exports import ExportFailed
    from conflict_atlas.publish.licences import LicenceRefused
    from conflict_atlas.workspace import WorkspaceError

    if isinstance(error, FilterError):
        return click.UsageError(str(error))
    if isinstance(error, (AnalysisError, DocumentError, DossierError, EventsError, ExportFailed, LicenceRefused, WorkspaceError)):
        return click.ClickException(str(error))
    if isinstance(error, OSError):
        return click.ClickException(f"{error.filename or 'the disk'}: {error.strerror or error}")
    return error
