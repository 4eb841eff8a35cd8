"""The shelf of published dossiers: the one way in which a public page reaches written text.

What may live here: finding a published snapshot, and what names it in the key of a page. No drafts, no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.dossiers.snapshots import Published, Snapshots


@dataclass(frozen=True)
class Copy:
    """A dossier as it is published now, and the record of its publication."""

    dossier: Dossier
    published: Published


@lru_cache(maxsize=4)
def _snapshots(root: Path) -> Snapshots:
    return Snapshots(root / "published")


def snapshots() -> Snapshots:
    """The snapshots of the workspace that the site serves."""
    return _snapshots(Path(settings.ATLAS_WORKSPACE))


def state() -> str:
    """A digest of what is published: an input of every page that speaks of several dossiers."""
    return snapshots().state()


def copy_of(slug: str) -> Copy | None:
    """What is published of a tracked conflict, or None."""
    published = snapshots().published().get(slug)
    dossier = snapshots().dossier(slug) if published else None
    return Copy(dossier, published) if dossier and published else None


def copies() -> tuple[Copy, ...]:
    """Everything that is published, by slug."""
    found = (copy_of(slug) for slug in sorted(snapshots().published()))
    return tuple(copy for copy in found if copy)


def slugs() -> frozenset[str]:
    """The tracked conflicts that have a published dossier."""
    return frozenset(snapshots().published())


def today() -> date:
    """The day by which a review-by date has passed or not: one day for everybody."""
    return datetime.now(UTC).date()


def has_expired(dossier: Dossier) -> bool:
    """Whether the editors' assessment is past its review-by date."""
    return dossier.assessment is not None and dossier.assessment.review_by < today()


def _expired(dossier: Dossier) -> int:
    """How many judgements of editors are past their review-by date: it only grows while a snapshot stands."""
    return sum(judgement.review_by < today() for judgement in dossier.judgements)


def inputs(copy: Copy | None) -> tuple[str, ...]:
    """What a page about one dossier is made of: the snapshot, what changed since, and whether its assessment still holds."""
    if copy is None:
        return ("no dossier",)
    published = copy.published
    return (published.digest, published.at.isoformat(), ",".join(published.behind), f"{_expired(copy.dossier)} expired")


def picture(sha256: str) -> tuple[Picture, Path] | None:
    """A picture of some published dossier, by the digest of its bytes."""
    for copy in copies():
        for found in copy.dossier.pictures:
            path = snapshots().picture(copy.dossier.slug, found.file) if found.sha256 == sha256 else None
            if path is not None:
                return found, path
    return None
