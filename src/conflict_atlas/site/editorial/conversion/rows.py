"""Claims, sources and corrections as rows of the database, and back.

What may live here: that conversion, and the digest by which a claim's change is known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from conflict_atlas.dossiers.claim import (
    CheckedBy,
    Claim,
    ClaimantRole,
    ClaimKind,
    Qualifier,
    Relation,
    RelationKind,
    Review,
    Source,
)
from conflict_atlas.dossiers.dossier import Correction
from conflict_atlas.site.editorial import models
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.values import text


@dataclass(frozen=True)
class Rows:
    """What belongs to a conflict beside its page."""

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()


def rows_of(conflict: str) -> Rows:
    """The rows of a conflict as they stand in the database now."""
    return Rows(
        claims=tuple(claim_of(row) for row in models.Claim.objects.filter(conflict=conflict)),
        sources=tuple(source_of(row) for row in models.Source.objects.filter(conflict=conflict)),
        corrections=tuple(correction_of(row) for row in models.Correction.objects.filter(conflict=conflict)),
    )


def claim_of(row: models.Claim) -> Claim:
    """The claim of a row. Raises DraftError for relations that cannot be read."""
    plain = _texts(row, Claim)
    return Claim(
        **plain
        | {
            "kind": ClaimKind(row.kind),
            "claimant_role": ClaimantRole(row.claimant_role),
            "qualifier": Qualifier(row.qualifier) if row.qualifier else None,
            "review": Review(row.review),
            "checked_by": CheckedBy(row.checked_by),
            "value": _number(row.value),
            "low": _number(row.low),
            "high": _number(row.high),
            "relations": relations_of(row.claim_id, row.relations),
        }
    )


def relations_of(claim_id: str, written: str) -> tuple[Relation, ...]:
    """Relations, one a line: the kind, then the id of the other claim. Raises DraftError."""
    found = []
    for line in filter(None, map(str.strip, written.splitlines())):
        kind, _, other = line.partition(" ")
        if kind not in _RELATIONS or not other:
            kinds = ", ".join(_RELATIONS)
            raise DraftError(
                "claims", claim_id, f"the relation {line!r} cannot be read: write one of {kinds}, then the id of a claim"
            )
        found.append(Relation(RelationKind(kind), other.strip()))
    return tuple(found)


def claim_fields(claim: Claim) -> dict[str, Any]:
    """The columns of a claim's row."""
    return _columns(claim) | {
        "relations": "\n".join(f"{relation.kind.value} {relation.claim_id}" for relation in claim.relations)
    }


def source_of(row: models.Source) -> Source:
    """The source of a row."""
    return Source(**_texts(row, Source))


def source_fields(source: Source) -> dict[str, Any]:
    """The columns of a source's row."""
    return _columns(source)


def correction_of(row: models.Correction) -> Correction:
    """The correction of a row."""
    return Correction(**_texts(row, Correction))


def correction_fields(correction: Correction) -> dict[str, Any]:
    """The columns of a correction's row."""
    return _columns(correction)


def claim_digest(claim: Claim) -> str:
    """A digest that changes with anything that a claim says."""
    said = json.dumps(asdict(claim), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def digests(claims: tuple[Claim, ...]) -> Mapping[str, str]:
    """The digest of each claim by its id."""
    return {claim.claim_id: claim_digest(claim) for claim in claims}


_RELATIONS = tuple(kind.value for kind in RelationKind)
_OPTIONAL = {
    kind: frozenset(field.name for field in fields(kind) if "None" in str(field.type)) for kind in (Claim, Source, Correction)
}


def _texts(row: Any, kind: type) -> dict[str, Any]:
    found = {}
    for field in fields(kind):
        value = getattr(row, field.name)
        if isinstance(value, str):
            value = text(value)
            if field.name in _OPTIONAL[kind]:
                value = value or None
        found[field.name] = value
    return found


def _columns(value: Any) -> dict[str, Any]:
    """A text that is None is stored empty, as Django keeps texts; numbers and dates stay None."""
    given = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if (item is None and "str" in str(field.type)) or (item is None and field.name == "qualifier"):
            item = ""
        given[field.name] = getattr(item, "value", item)
    return given


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
