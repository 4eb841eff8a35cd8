"""Claims compared: which figures are about one thing, and how their intervals stand to each other.

What may live here: pure functions over figures. Nothing is merged and no number is made that nobody stated, but for sums, which
are shown as our arithmetic. "Contradiction" is said only where scopes are equal, or nested the wrong way round: a part larger
than its whole, a total smaller than the sum of its parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Disagreement, Figure, Statement


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


APPROXIMATE = 0.10
"""An approximate number is meant to within a tenth."""
COUNTS_OF_PEOPLE = frozenset(
    ("killed", "wounded", "casualties", "missing", "displaced", "refugees", "evacuated", "prisoners", "surrendered", "strength")
)
COMPARED = COUNTS_OF_PEOPLE | {"territory_share", "territory_area", "ceasefire_violations", "population"}
_WITHIN = {
    "soldiers": "fighters",
    "militants": "fighters",
    "combatants": "fighters",
    "peacekeepers": "fighters",
    "fighters": "people",
    "children": "civilians",
    "women": "civilians",
    "civilians": "people",
}
_GROWS = re.compile(r"\b(?:toll|rises?|rose|climb\w*|hits?|reach\w*|now|so far|update|grew|increased?)\b", re.IGNORECASE)
MOST_BEFORE = 400
"""A figure is compared with so many of its kind before it: more would take a long document longer than anybody waits."""
NEAR_DAYS = 4
"""Reports of one event lie so near together."""


@dataclass(frozen=True)
class Told:
    """A figure with where it stands. ``published`` is the day of its document, or of its line in a digest."""

    doc: str
    figure: Figure
    sentence: str
    published: date | None = None
    publisher: str = ""

    @property
    def voice(self) -> str:
        """Who says it: the speaker, else the publisher, else the document."""
        return self.figure.attributed_to or self.publisher or self.doc


def interval(figure: Figure) -> tuple[float, float]:
    """The numbers that a figure allows; open ends are 0 and infinity."""
    value, low, high = figure.value, figure.low, figure.high
    if value is None:
        first = 0.0 if low is None else low
        last = math.inf if high is None or figure.qualifier == "range_plus" else high
        return first, last
    if figure.qualifier == "at_least":
        return value, math.inf
    if figure.qualifier == "more_than":
        return math.nextafter(value, math.inf), math.inf
    if figure.qualifier == "up_to":
        return 0.0, value
    if figure.qualifier == "approx":
        return value * (1 - APPROXIMATE), value * (1 + APPROXIMATE)
    return value, value


def intervals_meet(first: tuple[float, float], second: tuple[float, float]) -> str:
    """equal | inside | overlapping | disjoint"""
    if first == second:
        return "equal"
    if first[1] < second[0] or second[1] < first[0]:
        return "disjoint"
    if (first[0] >= second[0] and first[1] <= second[1]) or (second[0] >= first[0] and second[1] <= first[1]):
        return "inside"
    return "overlapping"


def scope(first: Told, second: Told) -> str:
    """equal | first_in_second | second_in_first | different: by population, side and period."""
    verdicts = {
        _nested(first.figure.population or "people", second.figure.population or "people"),
        _periods(first.figure.period, second.figure.period),
    }
    sides = set(first.figure.side), set(second.figure.side)
    if sides[0] and sides[1] and not sides[0] & sides[1]:
        return "different"
    verdicts.discard("equal")
    if not verdicts:
        return "equal"
    return verdicts.pop() if len(verdicts) == 1 else "different"


def _nested(first: str, second: str) -> str:
    if first == second:
        return "equal"
    if second in _larger(first):
        return "first_in_second"
    return "second_in_first" if first in _larger(second) else "different"


def _larger(name: str) -> set[str]:
    found: set[str] = set()
    while name in _WITHIN:
        name = _WITHIN[name]
        found.add(name)
    return found


Period = tuple[str | None, str | None] | None


def _periods(first: Period, second: Period) -> str:
    """Unknown periods are taken to be equal; days of one event may lie a few days apart."""
    if first is None or second is None:
        return "equal"
    a, b = _days(first), _days(second)
    if a == b or (abs(a[0] - b[0]) <= NEAR_DAYS and abs(a[1] - b[1]) <= NEAR_DAYS):
        return "equal"
    if b[0] <= a[0] and a[1] <= b[1]:
        return "first_in_second"
    if a[0] <= b[0] and b[1] <= a[1]:
        return "second_in_first"
    return "different"


def _days(period: tuple[str | None, str | None]) -> tuple[int, int]:
    return (
        date.fromisoformat(period[0]).toordinal() if period[0] else 0,
        date.fromisoformat(period[1]).toordinal() if period[1] else date.max.toordinal(),
    )


def relate(first: Told, second: Told) -> tuple[Relation, str] | None:
    """How two figures on one thing stand to each other, and why in a sentence; None where they are on different things."""
    a, b = first.figure, second.figure
    if a.kind != b.kind:
        if {a.kind, b.kind} == {"killed", "casualties"} and scope(first, second) == "equal":
            return (
                Relation.DIFFERENT_TERMS,
                f"{a.quote} is of {a.kind}, {b.quote} of {b.kind}: casualties are killed and wounded.",
            )
        return None
    how = intervals_meet(interval(a), interval(b))
    where = scope(first, second)
    if where == "different":
        return Relation.DIFFERENT_SCOPE, f"{a.quote} and {b.quote} are of other people, sides or times."
    if where != "equal":
        part, whole = (a, b) if where == "first_in_second" else (b, a)
        if interval(part)[0] > interval(whole)[1]:
            return Relation.CONTRADICTION, f"The part ({part.quote}) is larger than the whole ({whole.quote})."
        return Relation.DIFFERENT_SCOPE, f"{part.quote} is a part of what {whole.quote} counts."
    if how == "equal":
        return Relation.CORROBORATION, f"Both say {a.quote}."
    if how in ("inside", "overlapping"):
        return Relation.COMPATIBLE_BOUNDS, f"{a.quote} and {b.quote} can both be true."
    earlier, later = sorted((first, second), key=lambda told: (told.published or date.min, told.doc))
    if earlier.published and later.published and earlier.published < later.published:
        grows = interval(later.figure)[0] > interval(earlier.figure)[0]
        if grows and (earlier.voice == later.voice or _GROWS.search(later.sentence)):
            return (
                Relation.TIME_CHANGE,
                f"The later count ({later.figure.quote}) is higher than the earlier one ({earlier.figure.quote}).",
            )
    return Relation.CONTRADICTION, f"{a.quote} ({first.voice}) and {b.quote} ({second.voice}) cannot both be true."


def on_one_thing(first: Told, second: Told) -> bool:
    """Whether two figures may be about one thing: one place or none told, one time or none told, and not one list."""
    a, b = first.figure, second.figure
    if a.kind not in COMPARED or b.kind not in COMPARED or a.unit != b.unit:
        return False
    if first.doc == second.doc:
        if a.part_of == b.start or b.part_of == a.start or (a.part_of is not None and a.part_of == b.part_of):
            return False
        if first.sentence == second.sentence and a.attributed_to == b.attributed_to:
            return False
    if a.place and b.place and folded(a.place) != folded(b.place):
        return False
    if a.period is not None and b.period is not None and _periods(a.period, b.period) == "different":
        return False
    if not (a.place and b.place) and (a.period is None or b.period is None) and first.doc == second.doc:
        return first.voice != second.voice and abs(a.start - b.start) < 600
    return True


def disagreements(told: Sequence[Told], statements: Iterable[tuple[str, Statement]] = ()) -> list[Disagreement]:
    """What differs, and what agrees between different voices: one record for all figures of one kind on one thing."""
    groups = _groups(told)
    found = [record for group in groups if (record := _record(group)) is not None]
    found += _sums(told)
    found += _denials(statements)
    return sorted(found, key=lambda record: (record.start, record.end, record.relation))


def _groups(told: Sequence[Told]) -> list[list[Told]]:
    """Figures joined by what they are about; no figure stands in two groups."""
    root = list(range(len(told)))

    def of(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    of_kind: dict[str, list[int]] = {}
    for number, first in enumerate(told):
        if first.figure.kind not in COMPARED:
            continue
        before = of_kind.setdefault(first.figure.kind, [])
        for other in before[-MOST_BEFORE:]:
            second = told[other]
            if on_one_thing(first, second) and _same_scope(first, second):
                root[of(number)] = of(other)
        before.append(number)
    groups: dict[int, list[Told]] = {}
    for number, item in enumerate(told):
        groups.setdefault(of(number), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


def _same_scope(first: Told, second: Told) -> bool:
    relation = relate(first, second)
    return relation is not None and relation[0] is not Relation.DIFFERENT_SCOPE


def _record(group: list[Told]) -> Disagreement | None:
    """The record of a group: the most serious relation of its pairs of different voices."""
    order = list(Relation)
    best: tuple[Relation, str] | None = None
    for number, first in enumerate(group):
        for second in group[number + 1 :]:
            if first.voice == second.voice and first.doc == second.doc and first.published == second.published:
                continue
            relation = relate(first, second)
            if relation is not None and (best is None or order.index(relation[0]) < order.index(best[0])):
                best = relation
    if best is None:
        return None
    if best[0] is Relation.CONTRADICTION and _only_grows(group):
        best = Relation.TIME_CHANGE, "Counted again from day to day, the number grew."
    lead = group[0]
    return Disagreement(
        start=lead.figure.start,
        end=lead.figure.end,
        quote=lead.figure.quote,
        rule_id="compare-intervals",
        relation=best[0].value,
        spans=tuple((item.doc, item.figure.start, item.figure.end) for item in group),
        why=best[1],
        topic=" ".join(part for part in (lead.figure.kind.replace("_", " "), lead.figure.place) if part),
    )


def _only_grows(group: list[Told]) -> bool:
    """Whether three or more counts, told on at least three days, never fall from one day to a later one."""
    days: dict[date, list[float]] = {}
    for item in group:
        if item.published is None:
            return False
        days.setdefault(item.published, []).append(interval(item.figure)[0])
    in_order = [days[day] for day in sorted(days)]
    return len(in_order) >= 3 and all(min(later) >= min(earlier) for earlier, later in pairwise(in_order))


def _sums(told: Sequence[Told]) -> list[Disagreement]:
    """Totals that are smaller than the sum of the parts that the same sentence gives, with our arithmetic."""
    found: list[Disagreement] = []
    of_total: dict[tuple[str, int], list[Told]] = {}
    for item in told:
        if item.figure.part_of is not None:
            of_total.setdefault((item.doc, item.figure.part_of), []).append(item)
    for total in told:
        parts = of_total.get((total.doc, total.figure.start), [])
        parts = [item for item in parts if item.figure.kind == total.figure.kind]
        least = sum(interval(part.figure)[0] for part in parts)
        if parts and least > interval(total.figure)[1]:
            arithmetic = " + ".join(f"{interval(part.figure)[0]:,.0f}" for part in parts)
            found.append(
                Disagreement(
                    start=total.figure.start,
                    end=total.figure.end,
                    quote=total.figure.quote,
                    rule_id="compare-sum",
                    relation=Relation.CONTRADICTION.value,
                    spans=tuple((item.doc, item.figure.start, item.figure.end) for item in (total, *parts)),
                    why=f"Our arithmetic: {arithmetic} = {least:,.0f}, more than {total.figure.quote}.",
                    topic=total.figure.kind,
                )
            )
    return found


_DENIAL = re.compile(r"^(?:denied|denies|deny|rejected|rejects|disputed)$")
_EACH_OTHER = re.compile(r"\b(?:each other|one another|the other side|exchanged accusations)\b", re.IGNORECASE)


def _denials(statements: Iterable[tuple[str, Statement]]) -> list[Disagreement]:
    """Statements in which somebody denies, rejects or blames: who says so, and that it is in dispute."""
    found: list[Disagreement] = []
    for doc, statement in statements:
        is_mutual = bool(_EACH_OTHER.search(statement.quote))
        if _DENIAL.match(statement.verb) or is_mutual:
            found.append(
                Disagreement(
                    start=statement.start,
                    end=statement.end,
                    quote=statement.quote,
                    rule_id="compare-denial",
                    relation=Relation.ATTRIBUTED_DISPUTE.value,
                    spans=((doc, statement.start, statement.end),),
                    why=f"{statement.speaker or 'Somebody'} {statement.verb}: what is said is in dispute.",
                    topic=statement.claim[:80],
                )
            )
    return found
