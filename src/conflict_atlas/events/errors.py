"""The errors of the events river. Each message names file, row and column where it can, and says what to do."""

from __future__ import annotations


class EventsError(Exception):
    """Something in the events river went wrong; the message is for the person who can act."""


class ImportRefused(EventsError):
    """An import was stopped and nothing was changed."""


class CannotAnswer(EventsError):
    """No vintage here holds what the question needs."""
