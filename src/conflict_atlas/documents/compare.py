"""Claims compared: which figures are about one thing, and how their intervals stand to each other.

What may live here: pure functions over figures. Nothing is merged and no number is made that nobody stated, but for sums, which
are shown as our arithmetic. "Contradiction" is said only where scopes are equal, or nested the wrong way round: a part larger
than its whole, a total smaller than the sum of its parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Disagreement, Event, Figure, Statement


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
NEAR_CHARACTERS = 600
"""Figures of one document so near together may be about one thing though no time is told."""
DIFFERENT_TERMS = {
    frozenset(("killed", "casualties")): "casualties are killed and wounded.",
    frozenset(("displaced", "refugees")): "refugees have crossed a border.",
    frozenset(("missing", "prisoners")): "the missing may be dead or held.",
}
"""Kinds that are told in one breath and are not the same."""
SHARES = frozenset(("territory_share",))
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
    where = scope(first, second)
    if a.kind != b.kind:
        why = DIFFERENT_TERMS.get(frozenset((a.kind, b.kind)))
        return (
            (Relation.DIFFERENT_TERMS, f"{a.quote} is of {a.kind}, {b.quote} of {b.kind}: {why}")
            if why and where != "different"
            else None
        )
    if where == "different":
        return Relation.DIFFERENT_SCOPE, f"{a.quote} and {b.quote} are of other people, sides or times."
    if where != "equal":
        part, whole = (a, b) if where == "first_in_second" else (b, a)
        if interval(part)[0] > interval(whole)[1]:
            return Relation.CONTRADICTION, f"The part ({part.quote}) is larger than the whole ({whole.quote})."
        of_same_people = (a.population or "people") == (b.population or "people") and set(a.side) == set(b.side)
        if of_same_people and intervals_meet(interval(a), interval(b)) != "disjoint":
            return Relation.COMPATIBLE_BOUNDS, f"{a.quote} and {b.quote} can both be true; one is told of a longer time."
        return Relation.DIFFERENT_SCOPE, f"{part.quote} is a part of what {whole.quote} counts."
    return _on_the_same(first, second)


def _on_the_same(first: Told, second: Told) -> tuple[Relation, str]:
    """Two figures of equal scope."""
    a, b = first.figure, second.figure
    how = intervals_meet(interval(a), interval(b))
    if how == "equal":
        return Relation.CORROBORATION, f"Both say {a.quote}."
    if how in ("inside", "overlapping"):
        return Relation.COMPATIBLE_BOUNDS, f"{a.quote} and {b.quote} can both be true."
    if a.kind in SHARES:
        return Relation.TENSION, f"{a.quote} and {b.quote} are shares, which may be of different wholes."
    earlier, later = sorted((first, second), key=lambda told: (told.published or date.min, told.doc))
    if earlier.published and later.published and earlier.published < later.published:
        grows = interval(later.figure)[0] > interval(earlier.figure)[0]
        if grows and (earlier.voice == later.voice or _GROWS.search(later.sentence)):
            return (
                Relation.TIME_CHANGE,
                f"The later count ({later.figure.quote}) is higher than the earlier one ({earlier.figure.quote}).",
            )
    if bool(a.side) != bool(b.side):
        return Relation.DIFFERENT_SCOPE, f"Of {a.quote} and {b.quote} one does not say whose people it counts."
    return Relation.CONTRADICTION, f"{a.quote} ({first.voice}) and {b.quote} ({second.voice}) cannot both be true."


def on_one_thing(first: Told, second: Told) -> bool:
    """Whether two figures may be about one thing: one place or none told, one time, and not one list.

    Figures of one document that stand near each other may leave their time untold; others are compared only where both tell it.
    """
    a, b = first.figure, second.figure
    kinds = {a.kind, b.kind}
    if not kinds <= COMPARED or a.unit != b.unit or (len(kinds) == 2 and frozenset(kinds) not in DIFFERENT_TERMS):
        return False
    if first.doc == second.doc:
        if a.part_of == b.start or b.part_of == a.start or (a.part_of is not None and a.part_of == b.part_of):
            return False
        if first.sentence == second.sentence and a.attributed_to == b.attributed_to:
            return False
    if a.place and b.place and folded(a.place) != folded(b.place):
        return False
    are_dated = a.period is not None and b.period is not None
    if are_dated and _periods(a.period, b.period) == "different":
        return False
    if "strength" in kinds and (not are_dated or not a.population or a.population != b.population):
        return False
    if first.doc != second.doc:
        return are_dated
    if not (a.place and b.place) and not are_dated:
        return first.voice != second.voice and abs(a.start - b.start) < NEAR_CHARACTERS
    return are_dated or abs(a.start - b.start) < NEAR_CHARACTERS


def disagreements(told: Sequence[Told], statements: Iterable[tuple[str, Statement]] = ()) -> list[Disagreement]:
    """What differs, and what agrees between different voices: one record for all figures of one kind on one thing."""
    found = [record for group in _groups(told) for record in _records(group)]
    found += _sums(told)
    found += _sides(told)
    found += _denials(statements)
    return sorted(found, key=lambda record: (record.start, record.end, record.relation))


_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with from were have been their they which after before into over between during about more than".split()
)
SAME_WORDS = 0.3
"""Share of the words of the shorter sentence that two reports of one event have in common, at least."""


def events_told_twice(told: Sequence[tuple[str, Event]]) -> list[Disagreement]:
    """Events that two documents tell, of one class and much the same words: the same day, a coarser date, or days apart.

    Days apart are called a tension, never a contradiction: an agreement is signed on one day and in force on another.
    """
    words = [frozenset(word.lower() for word in _WORD.findall(event.quote)) - _COMMON for _, event in told]
    found: list[Disagreement] = []
    for number, (doc, event) in enumerate(told):
        for other in range(number + 1, len(told)):
            second_doc, second = told[other]
            if doc == second_doc or event.category != second.category or event.category in ("statement", "other"):
                continue
            shared = len(words[number] & words[other]) / max(1, min(len(words[number]), len(words[other])))
            relation = _days_meet(event, second) if shared >= SAME_WORDS else None
            if relation is not None:
                found.append(
                    Disagreement(
                        start=event.start,
                        end=event.end,
                        quote=event.quote,
                        rule_id="compare-events",
                        relation=relation[0].value,
                        spans=((doc, event.start, event.end), (second_doc, second.start, second.end)),
                        why=relation[1],
                        topic=event.category.replace("_", " "),
                    )
                )
    return found


def _days_meet(first: Event, second: Event) -> tuple[Relation, str] | None:
    """How the times of two reports stand to each other; None where they are of other times, or one is open."""
    if not (first.from_ and first.to and second.from_ and second.to):
        return None
    a, b = _days((first.from_, first.to)), _days((second.from_, second.to))
    if max(a[1] - a[0], b[1] - b[0]) > 366:
        return None
    if a == b:
        return Relation.CORROBORATION, "Both tell it of the same time."
    if (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]):
        return Relation.DIFFERENT_GRANULARITY, "One tells its time more exactly than the other."
    if a[0] - b[1] <= NEAR_DAYS and b[0] - a[1] <= NEAR_DAYS:
        return Relation.TENSION, "They tell it of days near to each other, not of the same."
    return None


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
            # One voice may count again; only a part that it gives as larger than the whole is a contradiction of its own.
            if is_one_voice and (
                relation is None or relation[0] is not Relation.CONTRADICTION or scope(first, second) == "equal"
            ):
                continue
            if relation is not None:
                pairs.setdefault(relation[0], []).append((first, second, relation[1]))
    if Relation.CONTRADICTION in pairs and _only_grows(group):
        grown = [
            (first, second, "Counted again from day to day, the number grew.")
            for first, second, _ in pairs.pop(Relation.CONTRADICTION)
        ]
        pairs[Relation.TIME_CHANGE] = [*grown, *pairs.get(Relation.TIME_CHANGE, [])]
    for kind, found in pairs.items():
        members = {id(item): item for first, second, _ in found for item in (first, second)}
        in_order = sorted(members.values(), key=lambda item: (item.doc, item.figure.start))
        lead = in_order[0].figure
        yield Disagreement(
            start=lead.start,
            end=lead.end,
            quote=lead.quote,
            rule_id="compare-intervals",
            relation=kind.value,
            spans=tuple((item.doc, item.figure.start, item.figure.end) for item in in_order),
            why=found[0][2],
            topic=" ".join(part for part in (lead.kind.replace("_", " "), lead.place) if part),
        )


def _sides(told: Sequence[Told]) -> Iterator[Disagreement]:
    """A total beside counts of the sides, which do not make it up: shown as our arithmetic, never as anybody's count."""
    for total in told:
        whole = total.figure
        if whole.kind not in COUNTS_OF_PEOPLE or whole.side or whole.population not in ("", "people") or whole.period is None:
            continue
        parts = [
            item
            for item in told
            if item.doc == total.doc
            and item.figure.kind == whole.kind
            and (item.figure.side or item.figure.population not in ("", "people"))
            and item.figure.period is not None
            and _periods(item.figure.period, whole.period) in ("equal", "first_in_second")
            and interval(item.figure)[0] <= interval(whole)[1]
        ]
        if len({(part.figure.side, part.figure.population) for part in parts}) < len(parts) or len(parts) < 2:
            continue
        least, most = (sum(interval(part.figure)[end] for part in parts) for end in (0, 1))
        if most < interval(whole)[0] or least > interval(whole)[1]:
            arithmetic = " + ".join(part.figure.quote for part in parts)
            yield Disagreement(
                start=whole.start,
                end=whole.end,
                quote=whole.quote,
                rule_id="compare-sides",
                relation=Relation.TENSION.value,
                spans=tuple((item.doc, item.figure.start, item.figure.end) for item in (total, *parts)),
                why=f"Our arithmetic: {arithmetic} = {least:,.0f}, which is not {whole.quote}.",
                topic=whole.kind,
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
_EACH_OTHER = re.compile(r"\b(?:each other|one another|the other side)\b", re.IGNORECASE)
NEAR_STATEMENTS = 500
"""Characters between two statements in which speakers name each other."""


def _denials(statements: Iterable[tuple[str, Statement]]) -> list[Disagreement]:
    """Sentences in which somebody denies or rejects, or each blames the other; and statements of two speakers near to each
    other in which each names the other."""
    found: list[Disagreement] = []
    told = list(statements)
    for doc, statement in told:
        if _DENIAL.match(statement.verb) or _EACH_OTHER.search(statement.quote):
            why = f"{statement.speaker or 'Somebody'} {statement.verb}: what is said is in dispute."
            found.append(_dispute(statement, ((doc, *statement.sentence),), why, "compare-denial"))
    for (doc, first), (second_doc, second) in pairwise(told):
        if doc == second_doc and second.start - first.end < NEAR_STATEMENTS and _name_each_other(first, second):
            why = f"{first.speaker} and {second.speaker} each speak of the other."
            spans = ((doc, first.start, first.end), (doc, second.start, second.end))
            found.append(_dispute(first, spans, why, "compare-each-other"))
    return found


def _name_each_other(first: Statement, second: Statement) -> bool:
    a, b = first.speaker, second.speaker
    if not a or not b or folded(a) == folded(b) or "both" in a.lower():
        return False
    return folded(a) in folded(second.claim) and folded(b) in folded(first.claim)


def _dispute(statement: Statement, spans: tuple[tuple[str, int, int], ...], why: str, rule: str) -> Disagreement:
    return Disagreement(
        start=statement.start,
        end=statement.end,
        quote=statement.quote,
        rule_id=rule,
        relation=Relation.ATTRIBUTED_DISPUTE.value,
        spans=spans,
        why=why,
        topic=statement.claim[:80],
    )
