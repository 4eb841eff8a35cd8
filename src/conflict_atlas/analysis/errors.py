"""What can go wrong in an analysis, each said in a sentence for the person who can act."""

from __future__ import annotations


class AnalysisError(Exception):
    """The root of this package's errors."""


class PanelError(AnalysisError):
    """A panel is not what it must be: the message names file, row and column where there are any, and what to do."""


class DrawsError(AnalysisError):
    """Draws of a forecast are not what they must be, or do not fit the panel that they are scored on."""
