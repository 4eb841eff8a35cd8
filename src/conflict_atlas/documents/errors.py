"""What goes wrong with a document, in words for the person who brought it."""

from __future__ import annotations


class DocumentError(Exception):
    """A document that cannot be read: says which, why, and what to do."""
