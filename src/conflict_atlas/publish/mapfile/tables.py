"""Tables: what the numbers in a map file stand for, and what the file as a whole holds, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conflict_atlas.events.answers import Pick
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.lake import Lake
from conflict_atlas.publish.mapfile.collecting import Collected, Party
from conflict_atlas.publish.mapfile.records import Records

BLOCK = 512
"""Records whose rows stand in one file of rows."""


@dataclass(frozen=True)
class Standing:
    """Where a tracked conflict stands, as filters name it: label of its status, stage, keys of its type and of its lenses."""

    label: str | None = None
    stage: str | None = None
    kind: str | None = None
    lens: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the tables write it."""
        return {"label": self.label, "stage": self.stage, "kind": self.kind, "lens": list(self.lens)}


def tables(
    lake: Lake, collected: Collected, standings: Mapping[str, Standing], texts: Mapping[str, str], files: Mapping[str, str]
) -> dict[str, Any]:
    """The tables as JSON values. ``standings`` by slug of a tracked conflict; ``texts``: types of conflict and lenses in words by
    their keys; ``files``: where the files of records and rows are."""
    basis, records = collected.basis, collected.records
    return {
        "mode": basis.mode.value,
        "series": basis.mode.series.value,
        "epoch": basis.epoch.isoformat(),
        "last_day": records.days - 1,
        "count": records.count,
        "deaths": int(records.best.sum(dtype=np.uint64)),
        "events": records.count if records.weight is None else int(records.weight.sum(dtype=np.uint64)),
        "parties": [_party(party) for party in collected.parties],
        "areas": [_area(code) for code in collected.areas],
        "conflicts": _conflicts(collected.parties, records, standings),
        "tracked": _tracked(collected.parties, standings),
        "texts": dict(texts),
        "coverage": [_coverage(lake, pick) for pick in basis.picks],
        "gaps": [{"first": str(gap.first), "last": str(gap.last), "reason": gap.reason} for gap in basis.gaps],
        "credits": [{"line": credit.line, "licence": credit.licence, "href": credit.licence_url} for credit in basis.credits],
        "as_of": basis.last_day.isoformat(),
        "files": dict(files),
        "block": BLOCK,
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "conflict": party.conflict,
        "name": readable(party.conflict_name) if party.conflict_name else None,
        "dyad": party.dyad,
        "dyad_name": readable(party.dyad_name) if party.dyad_name else None,
    }


def _area(code: str | None) -> dict[str, Any]:
    country = countries.by_iso3(code or "")
    return {"country": code, "name": country.name if country else "", "region": country.region if country else None}


def _conflicts(parties: Sequence[Party], records: Records, standings: Mapping[str, Standing]) -> list[dict[str, Any]]:
    """Every conflict id that occurs, with the name under which its last record stands."""
    last = np.zeros(len(parties), dtype=np.int64)
    np.maximum.at(last, records.party, records.day)
    names: dict[str, tuple[int, str]] = {}
    for party, day in zip(parties, last.tolist(), strict=True):
        if party.conflict is not None:
            names[party.conflict] = max(names.get(party.conflict, (-1, "")), (day, party.conflict_name or ""))
    found = []
    for conflict, (_, name) in names.items():
        entry = tracked.by_conflict(conflict)
        standing = standings.get(entry.slug, Standing()) if entry else Standing()
        found.append({"id": conflict, "name": readable(name), "slug": entry.slug if entry else None, **standing.to_json()})
    return found


def _tracked(parties: Sequence[Party], standings: Mapping[str, Standing]) -> list[dict[str, Any]]:
    """The tracked conflicts of which some id occurs, with those ids."""
    held = {party.conflict for party in parties}
    found = []
    for entry in tracked.all():
        ids = [conflict for conflict in tracked.all_conflicts(entry.slug) if conflict in held]
        if ids:
            standing = standings.get(entry.slug, Standing())
            path = f"conflicts/{entry.slug}/"
            found.append({"slug": entry.slug, "name": entry.name, "ids": ids, **standing.to_json(), "path": path})
    return found


def _coverage(lake: Lake, pick: Pick) -> dict[str, Any]:
    vintage = lake.vintage(pick.vintage_id)
    return {
        "first": str(pick.first),
        "last": str(pick.last),
        "vintage": pick.vintage_id,
        "vintage_name": f"{vintage.origin.title} {vintage.release}",
        "completeness": pick.completeness.value,
        "share": pick.share,
        "preliminary": pick.preliminary,
        "source": pick.source,
        "release": pick.release,
        "imported": vintage.imported_at.date().isoformat(),
    }
