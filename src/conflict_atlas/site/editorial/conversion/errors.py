"""A draft that cannot be read as a dossier.

What may live here: the error alone.
"""

from __future__ import annotations

from conflict_atlas.dossiers.errors import DossierError


class DraftError(DossierError):
    """A part of a draft cannot be read: names the part, the place in it, and what to do."""

    def __init__(self, part: str, place: str, what: str) -> None:
        super().__init__(f"{part}, {place}: {what}")
        self.part, self.place, self.what = part, place, what
