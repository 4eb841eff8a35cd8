"""A source's card: who makes the data, on what terms, and which of its columns become which of ours.

What may live here: the dataclasses that a source module fills in. One module a source; the registry finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from conflict_atlas.events.months import Month
from conflict_atlas.events.vintages import Coverage, Origin
from conflict_atlas.events.vocabulary import LicenceClass


class Kind(Enum):
    """How the text of a column is read."""

    TEXT = "text"
    ID = "id"
    """Text that identifies; a trailing ``.0`` that a spreadsheet added is dropped."""
    COUNT = "count"
    """A whole number, 0 or more."""
    CODE = "code"
    """A whole number from a closed list of the publisher's codebook."""
    DATE = "date"
    """A calendar date in ISO form; a time of day behind it is dropped."""
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True)
class SourceColumn:
    """One column of the source: our name, the names under which releases carry it (best first), how it is read.

    ``required``: the column must be in the file. ``filled``: every row must have a value in it.
    ``unknown``: texts that mean "not known" in this column.
    """

    target: str
    names: tuple[str, ...]
    kind: Kind
    required: bool = True
    filled: bool = False
    codes: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What an import has counted when the source is asked for its coverage."""

    release: str
    first: Month
    last: Month
    records: int


@dataclass(frozen=True)
class EventSource:
    """Everything that the importer needs to know of a source of events."""

    key: str
    origin: Origin
    licence_class: LicenceClass
    columns: tuple[SourceColumn, ...]
    layouts: tuple[tuple[str, ...], ...]
    """Full headers of known releases, tried where a file comes without its header row."""
    release_of: Callable[[str], str | None]
    """The release that a file name states, None if it states none."""
    coverage_of: Callable[[Measured], Sequence[Coverage]]
    period_of: Callable[[str], tuple[Month, Month] | None]
    """The months that a release is about; events outside are flagged, never dropped."""
    mutability: str
    """How the publisher changes what was published, in words for the source page."""
    known_anomalies: tuple[str, ...] = ()
