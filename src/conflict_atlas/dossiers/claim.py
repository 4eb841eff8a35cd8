"""A claim: what somebody states, anchored to the words of a document.

What may live here: the claim, its words, and the record of the document that it stands in. No reading of files, no display.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClaimKind(StrEnum):
    """What is stated: a number, that something happened, what somebody is to the conflict, a deal, or a view."""

    FIGURE = "figure"
    EVENT = "event"
    ROLE = "role"
    AGREEMENT = "agreement"
    STATEMENT = "statement"


class Qualifier(StrEnum):
    """How a number is meant. ``range_plus`` is a range that its source calls open upwards ("541-547+")."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    RANGE = "range"
    RANGE_PLUS = "range_plus"
    VAGUE = "vague"
    UNKNOWN = "unknown"


class ClaimantRole(StrEnum):
    """Who speaks, seen from what is counted or described."""

    OWN_LOSSES = "own_losses"
    ENEMY_LOSSES = "enemy_losses"
    PARTY = "party"
    THIRD_PARTY = "third_party"
    DOCUMENT = "document"
    """The document says it in its own voice and names nobody."""


class Review(StrEnum):
    """Where a claim stands with the editors."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class CheckedBy(StrEnum):
    """Who has checked it. ``project`` is the project that ships this program, which is no editor of this installation."""

    NOBODY = "nobody"
    PROJECT = "project"
    ONE_PERSON = "one_person"
    TWO_PEOPLE = "two_people"


class RelationKind(StrEnum):
    """How a claim stands to another."""

    PART_OF = "part_of"
    OVERLAPS = "overlaps"
    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"
    CORROBORATES = "corroborates"


@dataclass(frozen=True)
class Relation:
    """One relation to another claim of the same dossier."""

    kind: RelationKind
    claim_id: str


@dataclass(frozen=True)
class Source:
    """A document: what it is, who published it, and the digest of the bytes that were read.

    ``chars`` is its length in code points, decoded as UTF-8 without newline translation. ``sha256`` and ``chars`` are None
    for a document that we know of but have not read; such a one can be a resource, never the source of a claim.
    """

    key: str
    title: str
    publisher: str
    kind: str
    """In a few words: "think-tank conflict page", "children's encyclopedia page", "data set"."""
    language: str
    published: str | None = None
    """EDTF, as the document gives it."""
    retrieved: date | None = None
    address: str | None = None
    licence: str = ""
    """What its licence lets us do; empty where it is not known."""
    sha256: str | None = None
    chars: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """What somebody states, in our words, with the words of the document that it stands on.

    ``start`` and ``end`` (exclusive) are code points of the source's decoded text, of which ``quote`` is exactly that part,
    at most eight words. ``value`` is the number as stated; ``low`` and ``high`` its bounds, None where open or unknown.
    Unknown is None, never 0.
    """

    claim_id: str
    kind: ClaimKind
    text: str
    """What is claimed, as one sentence of our own."""
    claimant: str
    """Who says so; where the document speaks itself, its publisher."""
    claimant_role: ClaimantRole
    source: str
    """Key of the source."""
    sha256: str
    """Digest of the document whose text the offsets count."""
    quote: str
    start: int
    end: int
    original_seen: bool
    """Whether the claimant's own publication was read, or only a report of it."""
    measure: str | None = None
    """killed, wounded, casualties, missing, captured, displaced, refugees, evacuated, strength, territory, share, vote, ..."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier | None = None
    unit: str | None = None
    """Written after the number ("percent", "square kilometres"); None for people and things that the sentence names."""
    side: str | None = None
    """Whose people, land or votes."""
    population: str | None = None
    """soldiers, civilians, all, ..."""
    scope: str | None = None
    """``direct`` (killed in fighting) or ``all-cause``; None where the source does not say."""
    period: str | None = None
    """EDTF: what the claim is about, not when it was made."""
    place: str | None = None
    method: str | None = None
    as_of: str | None = None
    """EDTF: when the claimant said it or counted, if known."""
    rule_id: str = "project-reading"
    rule_version: str = "1"
    review: Review = Review.ACCEPTED
    checked_by: CheckedBy = CheckedBy.PROJECT
    relations: tuple[Relation, ...] = ()
    note: str = ""
    """For the reader: what to keep in mind (another denominator, a figure that the source leaves without a side)."""
