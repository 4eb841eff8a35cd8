"""A vintage: one release of one source as it was imported on one date. Never edited.

What may live here: the record of a vintage, its coverage, and their JSON form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Completeness, Grain, LicenceClass, Series


@dataclass(frozen=True)
class Coverage:
    """What a vintage holds of one series in one run of months.

    ``share`` is the deaths held divided by the publisher's own total for the period, where that is known.
    ``preliminary`` is true for candidate data that the publisher will revise.
    """

    series: Series
    first: Month
    last: Month
    completeness: Completeness
    share: float | None = None
    preliminary: bool = False
    basis: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file as it came: name, bytes kept under this digest, records counted apart from the parser."""

    name: str
    sha256: str
    size: int
    records: int


@dataclass(frozen=True)
class Origin:
    """Who made the data and on what terms: the block that travels with every number."""

    producer: str
    title: str
    citation: str
    licence: str
    licence_url: str
    url: str
    credit: str


@dataclass(frozen=True)
class Vintage:
    """One release as imported on a date. Counts are conserved: rows + quarantined = records of the files."""

    vintage_id: str
    source: str
    release: str
    grain: Grain
    origin: Origin
    licence_class: LicenceClass
    imported_at: datetime
    importer_version: str
    digest: str
    files: tuple[SourceFile, ...]
    rows: int
    quarantined: int
    coverage: tuple[Coverage, ...]
    totals: dict[str, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Month:
        """First month that any coverage names."""
        return min(entry.first for entry in self.coverage)

    @property
    def last(self) -> Month:
        """Last month that any coverage names."""
        return max(entry.last for entry in self.coverage)

    def to_json(self) -> dict[str, Any]:
        """The vintage as JSON values, stable: the command line and the lake write this."""
        return {
            "vintage_id": self.vintage_id,
            "source": self.source,
            "release": self.release,
            "grain": self.grain.value,
            "origin": vars(self.origin).copy(),
            "licence_class": self.licence_class.value,
            "imported_at": self.imported_at.isoformat(),
            "importer_version": self.importer_version,
            "digest": self.digest,
            "files": [vars(item).copy() for item in self.files],
            "rows": self.rows,
            "quarantined": self.quarantined,
            "coverage": [
                {
                    "series": entry.series.value,
                    "first": str(entry.first),
                    "last": str(entry.last),
                    "completeness": entry.completeness.value,
                    "share": entry.share,
                    "preliminary": entry.preliminary,
                    "basis": entry.basis,
                }
                for entry in self.coverage
            ],
            "totals": dict(self.totals),
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Vintage:
        """Read what ``to_json`` writes."""
        return cls(
            vintage_id=value["vintage_id"],
            source=value["source"],
            release=value["release"],
            grain=Grain(value["grain"]),
            origin=Origin(**value["origin"]),
            licence_class=LicenceClass(value["licence_class"]),
            imported_at=datetime.fromisoformat(value["imported_at"]),
            importer_version=value["importer_version"],
            digest=value["digest"],
            files=tuple(SourceFile(**item) for item in value["files"]),
            rows=value["rows"],
            quarantined=value["quarantined"],
            coverage=tuple(
                Coverage(
                    Series(entry["series"]),
                    Month.parse(entry["first"]),
                    Month.parse(entry["last"]),
                    Completeness(entry["completeness"]),
                    entry["share"],
                    entry["preliminary"],
                    entry["basis"],
                )
                for entry in value["coverage"]
            ),
            totals=dict(value["totals"]),
            notes=tuple(value["notes"]),
        )
