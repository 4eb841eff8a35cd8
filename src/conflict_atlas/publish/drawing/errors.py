"""What can go wrong while drawing, as sentences for the person who can act."""

from __future__ import annotations


class DrawingError(Exception):
    """A drawing cannot be made. The message says what to do."""


class FrontEndNotBuilt(DrawingError):
    """The map geometry is missing from the package."""
