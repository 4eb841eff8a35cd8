"""The errors of dossiers. Each message says what is wrong, where, and what to do."""

from __future__ import annotations


class DossierError(Exception):
    """A dossier cannot be read, written or published."""


class DossierFileError(DossierError):
    """A file of a dossier is wrong: names the file, the place in it, and what to do."""

    def __init__(self, file: str, place: str, what: str) -> None:
        super().__init__(f"{file}, {place}: {what}")
        self.file, self.place, self.what = file, place, what
