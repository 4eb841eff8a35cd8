"""Reading the catalogue's data files, which are part of the package.

What may live here: opening a file of ``catalogue/data`` and the error that a wrong entry raises. No meaning of a field.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from conflict_atlas.events.errors import EventsError

_FOLDER = Path(__file__).with_name("data")


class CatalogueError(EventsError):
    """A data file of the catalogue is wrong; the message names file and entry and says what to do."""

    def __init__(self, file: str, entry: str, what: str) -> None:
        super().__init__(f"{file}, {entry}: {what}")
        self.file = file
        self.entry = entry


def read_text(file: str) -> str:
    """The text of one file of ``catalogue/data``."""
    return (_FOLDER / file).read_text(encoding="utf-8")


def read_csv(file: str) -> list[dict[str, str]]:
    """The rows of one CSV file of ``catalogue/data``, every value as text."""
    return list(csv.DictReader(io.StringIO(read_text(file))))


def parse_yaml_list(text: str, file: str) -> list[dict[str, Any]]:
    """A YAML text that is a list of mappings. Raises CatalogueError for anything else."""
    import yaml  # 20 ms that most commands never need

    try:
        entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise CatalogueError(file, "the file", f"is not valid YAML, correct it: {error}") from None
    if not isinstance(entries, list):
        raise CatalogueError(file, "the file", "must be a list of entries, each beginning with a dash")
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise CatalogueError(file, f"entry {number}", "must be a mapping of fields, written as 'field: value'")
    return entries
