"""The relations in which claims on one thing stand, and their words.

What may live here: the list that dossiers, pages and the command line share, and how a record of it is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from conflict_atlas.documents.records import Disagreement

Span = tuple[str, int, int]
"""(document, start, end)"""


class Relation(StrEnum):
    """How claims on one thing stand to each other, the most serious first."""

    CONTRADICTION = "contradiction"
    TENSION = "tension"
    TIME_CHANGE = "time_change"
    DIFFERENT_SCOPE = "different_scope"
    DIFFERENT_TERMS = "different_terms"
    COMPATIBLE_BOUNDS = "compatible_bounds"
    CORROBORATION = "corroboration"
    ATTRIBUTED_DISPUTE = "attributed_dispute"
    DIFFERENT_GRANULARITY = "different_granularity"
    COVERAGE_GAP = "coverage_gap"


def in_words(relation: str) -> str:
    """A relation in words."""
    return {
        Relation.CONTRADICTION: "cannot both be true",
        Relation.TENSION: "hard to reconcile",
        Relation.TIME_CHANGE: "counted at different times",
        Relation.DIFFERENT_SCOPE: "count different things",
        Relation.DIFFERENT_TERMS: "use different terms",
        Relation.COMPATIBLE_BOUNDS: "can both be true",
        Relation.CORROBORATION: "agree",
        Relation.ATTRIBUTED_DISPUTE: "in dispute",
        Relation.DIFFERENT_GRANULARITY: "differ in exactness",
        Relation.COVERAGE_GAP: "told by one alone",
    }[Relation(relation)]


def disagreement(
    relation: Relation,
    spans: Iterable[Span],
    quote: str,
    why: str,
    rule: str,
    topic: str,
    at: tuple[int, int] | None = None,
) -> Disagreement:
    """A record of passages that stand in a relation. It lies ``at`` the words ``quote``, by default the first of the passages."""
    in_order = tuple(dict.fromkeys(spans))
    start, end = at or in_order[0][1:]
    return Disagreement(
        start=start, end=end, quote=quote, rule_id=rule, relation=relation.value, spans=in_order, why=why, topic=topic
    )
