"""Figures compared: those on one thing in groups, and one record for each relation that stands in a group.

What may live here: the grouping. Nothing is merged and no number is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from conflict_atlas.documents.comparing.intervals import interval
from conflict_atlas.documents.comparing.relating import SHARES, relate
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.comparing.same_thing import COMPARED, on_one_thing
from conflict_atlas.documents.comparing.scope import scope
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.records import Disagreement

MOST_BEFORE = 400
"""A figure is compared with so many of its kind before it: more would take a long document longer than anybody waits."""


def count_records(told: Sequence[Told]) -> Iterator[Disagreement]:
    """What differs, and what agrees between different voices: one record for all figures of one kind on one thing."""
    for group in _groups(told):
        yield from _records(group)


def _groups(told: Sequence[Told]) -> list[list[Told]]:
    """Figures joined by what they are about; no figure stands in two groups."""
    root = list(range(len(told)))

    def of(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    before: list[int] = []
    for number, first in enumerate(told):
        if first.figure.kind not in COMPARED:
            continue
        for other in before[-MOST_BEFORE:]:
            if on_one_thing(first, told[other]) and relate(first, told[other]) is not None:
                root[of(number)] = of(other)
        before.append(number)
    groups: dict[int, list[Told]] = {}
    for number, item in enumerate(told):
        groups.setdefault(of(number), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


def _records(group: list[Told]) -> Iterator[Disagreement]:
    """The records of a group: for each relation that stands between different voices, those that stand in it."""
    pairs: dict[Relation, list[tuple[Told, Told, str]]] = {}
    for number, first in enumerate(group):
        for second in group[number + 1 :]:
            relation = relate(first, second) if on_one_thing(first, second) else None
            is_one_voice = first.voice == second.voice and first.doc == second.doc and first.published == second.published
            if relation is not None and not (is_one_voice and not _is_of_one_voice(relation[0], first, second)):
                pairs.setdefault(relation[0], []).append((first, second, relation[1]))
    if Relation.CONTRADICTION in pairs and _only_grows(group):
        grown = [
            (first, second, "Counted again from day to day, the number grew.")
            for first, second, _ in pairs.pop(Relation.CONTRADICTION)
        ]
        pairs[Relation.TIME_CHANGE] = [*grown, *pairs.get(Relation.TIME_CHANGE, [])]
    for kind, found in ((kind, part) for kind, of_kind in pairs.items() for part in _components(of_kind)):
        members = {id(item): item for first, second, _ in found for item in (first, second)}
        in_order = sorted(members.values(), key=lambda item: (item.doc, item.figure.start))
        lead = in_order[0].figure
        topic = " ".join(part for part in (lead.kind.replace("_", " "), lead.place) if part)
        yield disagreement(kind, [item.span for item in in_order], lead.quote, found[0][2], "compare-intervals", topic)


def _components(pairs: list[tuple[Told, Told, str]]) -> list[list[tuple[Told, Told, str]]]:
    """Pairs that hang together by a figure that they share."""
    groups: list[tuple[set[int], list[tuple[Told, Told, str]]]] = []
    for pair in pairs:
        members = {id(pair[0]), id(pair[1])}
        touched = [group for group in groups if group[0] & members]
        groups = [group for group in groups if not group[0] & members]
        groups.append((members.union(*(group[0] for group in touched)), [*(old for group in touched for old in group[1]), pair]))
    return [group for _, group in groups]


def _is_of_one_voice(relation: Relation, first: Told, second: Told) -> bool:
    """One voice may count again: what it then says is a difference only where a part is larger than its whole, where it counts the
    first hours apart, or where it speaks of shares of other wholes."""
    if relation is Relation.CONTRADICTION:
        return scope(first.figure, second.figure) != "equal"
    return relation is Relation.TIME_CHANGE or (first.figure.kind in SHARES and relation is Relation.DIFFERENT_TERMS)


def _only_grows(group: list[Told]) -> bool:
    """Whether three or more counts, told on at least three days, never fall from one day to a later one."""
    of_day: dict[date, list[float]] = {}
    for item in group:
        if item.published is None:
            return False
        of_day.setdefault(item.published, []).append(interval(item.figure)[0])
    in_order = [of_day[day] for day in sorted(of_day)]
    return len(in_order) >= 3 and all(min(later) >= min(earlier) for earlier, later in pairwise(in_order))
