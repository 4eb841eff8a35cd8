"""A vintage of claims: what one claimant said about who holds what, as the files came on one date. Never edited.

What may live here: the record of such a vintage and its JSON form.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from conflict_atlas.events.vintages import Origin, SourceFile
from conflict_atlas.events.vocabulary import LicenceClass


@dataclass(frozen=True)
class ClaimedDay:
    """One day that is held: the daily file that it was read from, and how much is in it."""

    day: date
    file: str
    sha256: str
    areas: int
    points: int
    area_km2: float


@dataclass(frozen=True)
class DaySetAside:
    """A daily file that is not among the days, and why. ``day`` is None where its name states none."""

    file: str
    day: date | None
    reason: str


@dataclass(frozen=True)
class ControlVintage:
    """Daily claims of one claimant as imported on a date. Counts are conserved: days + set aside = daily files.

    ``holders`` are those who are said to hold an area. ``files`` are what was given (``records``: daily files in each);
    ``other_files`` counts what lay beside the daily ones.
    """

    vintage_id: str
    holders: tuple[str, ...]
    origin: Origin
    licence_class: LicenceClass
    licence_basis: str
    imported_at: datetime
    importer_version: str
    digest: str
    files: tuple[SourceFile, ...]
    days: tuple[ClaimedDay, ...]
    set_aside: tuple[DaySetAside, ...]
    other_files: int
    rows_sha256: str

    @property
    def claimant(self) -> str:
        """Who says so."""
        return self.origin.producer

    @property
    def release(self) -> str:
        """The days from the first to the last: what a credit line calls the release."""
        return f"{self.days[0].day} to {self.days[-1].day}"

    def on(self, day: date) -> ClaimedDay | None:
        """What is held of a day."""
        return next((entry for entry in self.days if entry.day == day), None)

    def to_json(self) -> dict[str, Any]:
        """The vintage as JSON values, stable: the command line and the folder of the vintage write this."""
        return {
            "vintage_id": self.vintage_id,
            "claimant": self.claimant,
            "holders": list(self.holders),
            "origin": asdict(self.origin),
            "licence_class": self.licence_class.value,
            "licence_basis": self.licence_basis,
            "imported_at": self.imported_at.isoformat(),
            "importer_version": self.importer_version,
            "digest": self.digest,
            "files": [asdict(item) for item in self.files],
            "days": [asdict(entry) | {"day": entry.day.isoformat()} for entry in self.days],
            "set_aside": [asdict(entry) | {"day": entry.day.isoformat() if entry.day else None} for entry in self.set_aside],
            "other_files": self.other_files,
            "rows_sha256": self.rows_sha256,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ControlVintage:
        """Read what ``to_json`` writes."""
        return cls(
            vintage_id=value["vintage_id"],
            holders=tuple(value["holders"]),
            origin=Origin(**value["origin"]),
            licence_class=LicenceClass(value["licence_class"]),
            licence_basis=value["licence_basis"],
            imported_at=datetime.fromisoformat(value["imported_at"]),
            importer_version=value["importer_version"],
            digest=value["digest"],
            files=tuple(SourceFile(**item) for item in value["files"]),
            days=tuple(ClaimedDay(**(entry | {"day": date.fromisoformat(entry["day"])})) for entry in value["days"]),
            set_aside=tuple(
                DaySetAside(**(entry | {"day": date.fromisoformat(entry["day"]) if entry["day"] else None}))
                for entry in value["set_aside"]
            ),
            other_files=value["other_files"],
            rows_sha256=value["rows_sha256"],
        )
