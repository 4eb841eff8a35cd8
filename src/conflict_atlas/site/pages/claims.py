"""Counts by others that the project has noted beside the figures of the lake: who counts, what, when, said where.

What may live here: reading the file of noted claims. A claim is never added to a figure of the lake, nor to another claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "noted_claims.yaml"


@dataclass(frozen=True)
class NotedClaim:
    """What somebody states. ``anchor`` are the words of the document at ``start``; ``original_seen`` says whether the
    claimant's own text was read, or only a report of it."""

    slug: str
    claimant: str
    counts: str
    value: int
    period: str
    scope: str
    document: str
    document_kind: str
    sha256: str
    start: int
    end: int
    anchor: str
    original_seen: bool

    @property
    def mark(self) -> str:
        """Its place on the page of the sources."""
        return f"claim-{self.sha256[:8]}-{self.start}"

    @property
    def path(self) -> str:
        """Where the site says on what the claim stands."""
        return f"sources/#{self.mark}"


@dataclass(frozen=True)
class Beside:
    """Which figures of the lake stand beside the claims: one conflict id, one country, one year."""

    conflict: str
    country: str
    year: int


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def all_noted() -> tuple[NotedClaim, ...]:
    """Every noted claim, in the order of the file."""
    raw = _file()
    return tuple(
        NotedClaim(**{**raw["documents"][entry["document"]], **{k: v for k, v in entry.items() if k != "document"}})
        for entry in raw["claims"]
    )


def of(slug: str) -> tuple[NotedClaim, ...]:
    """The claims noted for a tracked conflict, in the order of the file."""
    return tuple(claim for claim in all_noted() if claim.slug == slug)


def beside(slug: str) -> Beside | None:
    """What the claims of a tracked conflict are put beside, if anything."""
    found = _file()["beside"].get(slug)
    return Beside(**found) if found else None
