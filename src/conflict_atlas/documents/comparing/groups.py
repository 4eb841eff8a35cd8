"""Pairs of passages joined to groups, one record for each.

What may live here: what turns pairs into records. Passages that stand in one relation to a third by one rule are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conflict_atlas.documents.comparing.passages import Passage
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.records import Disagreement


@dataclass(frozen=True)
class Pair:
    """Two passages in a relation, why in a sentence, and what they are about."""

    relation: Relation
    first: Passage
    second: Passage
    why: str
    topic: str


def joined(pairs: Iterable[Pair], rule: str) -> Iterator[Disagreement]:
    """The records of a rule's pairs: for each relation the passages that hang together."""
    of_relation: dict[tuple[Relation, str], list[Pair]] = {}
    for pair in pairs:
        of_relation.setdefault((pair.relation, pair.topic), []).append(pair)
    for (relation, topic), found in of_relation.items():
        for group in _components(found):
            passages = sorted(
                {passage.span: passage for pair in group for passage in (pair.first, pair.second)}.values(),
                key=lambda passage: passage.span,
            )
            yield disagreement(relation, [passage.span for passage in passages], passages[0].quote, group[0].why, rule, topic)


def _components(pairs: list[Pair]) -> list[list[Pair]]:
    groups: list[tuple[set[tuple[str, int, int]], list[Pair]]] = []
    for pair in pairs:
        spans = {pair.first.span, pair.second.span}
        touched = [group for group in groups if group[0] & spans]
        rest = [group for group in groups if not group[0] & spans]
        groups = [
            *rest,
            (spans.union(*(group[0] for group in touched)), [member for group in touched for member in group[1]] + [pair]),
        ]
    return [group for _, group in groups]
