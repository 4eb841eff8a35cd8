"""Figures compared: which are about one thing, and how their intervals stand to each other.

What may live here: pure functions over figures with their sentences. Nothing is merged and no number is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from conflict_atlas.documents.comparing.intervals import interval, intervals_meet
from conflict_atlas.documents.comparing.relation import Relation, Span, disagreement
from conflict_atlas.documents.comparing.scope import days, periods, scope
from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Disagreement, Figure

COUNTS_OF_PEOPLE = frozenset(
    ("killed", "wounded", "casualties", "missing", "displaced", "refugees", "evacuated", "prisoners", "surrendered", "strength")
)
COMPARED = COUNTS_OF_PEOPLE | {"territory_share", "territory_area", "ceasefire_violations", "population"}
_GROWS = re.compile(r"\b(?:toll|rises?|rose|climb\w*|hits?|reach\w*|now|so far|update|grew|increased?)\b", re.IGNORECASE)
_TOLL = re.compile(
    r"\btoll\b|\b(?:first|provisional|preliminary|latest)\s+(?:count|figure|number)|\bnumber\s+of\s+(?:dead|deaths)|\bclimb(?:s|ed)\b",
    re.IGNORECASE,
)
_NATURE = re.compile(
    r"\b(?:tsunami|earthquake|floods?|cyclone|hurricane|typhoon|landslide|drought|epidemic|cholera|measles|covid|famine|stampede|crash)\b",
    re.IGNORECASE,
)
"""What kills beside a war: its dead are not those of the war."""
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
FAR_OFF = 10
FAR_OFF_NEXT = 50
NEXT_SENTENCE = 200
"""Characters between the beginnings of sentences next to each other, about."""
LONGEST_EVENT = 31
"""Days."""
SHORTEST_VOICE = 8
"""Characters of a name that tells whose it is."""
LEAST_WORDS = 2
"""Words that two lines of a digest share, at least, where not both tell their place."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with from were have been their they which after before into over between during about more than least killed says "
    "said people dead death toll wounded injured some update".split()
)
SHARES = frozenset(("territory_share",))
_LIMITED = re.compile(r"[^.;,]{0,60}\b(?:outside|excluding|without|apart from|except|beyond)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\s*of\s+(?:the\s+)?([\w'-]+)", re.IGNORECASE)
_AT_FIRST = re.compile(
    r"\b(?:immediately|at first|at once|initially|by then|in the first (?:hours?|days?)|within (?:hours|days)|so far)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """A figure with where it stands. ``published`` is the day of its document, or of its line in a digest."""

    doc: str
    figure: Figure
    sentence: str
    published: date | None = None
    publisher: str = ""
    at: int = 0
    """Where its sentence begins."""

    @property
    def after(self) -> str:
        """What stands behind it in its sentence."""
        return self.sentence[self.figure.end - self.at :]

    @cached_property
    def is_of_nature(self) -> bool:
        """Whether its sentence tells of a disaster beside the war."""
        return bool(_NATURE.search(self.sentence))

    @cached_property
    def is_toll(self) -> bool:
        """Whether its sentence speaks of a toll that goes on."""
        return bool(_TOLL.search(self.sentence))

    @cached_property
    def is_at_first(self) -> bool:
        """Whether its sentence tells of the first hours."""
        return bool(_AT_FIRST.search(self.sentence))

    @cached_property
    def where(self) -> str:
        """Its place, or the name behind a preposition: a place that nothing knows is one all the same."""
        if self.figure.place or not self.sentence:
            return self.figure.place
        names = (match.group("name") for match in _IN_NAME.finditer(self.after))
        return next((name for name in names if name.lower() not in _MONTHS), "")

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.doc, self.figure.start, self.figure.end

    @property
    def voice(self) -> str:
        """Who says it: the speaker, else the publisher, else the document."""
        return self.figure.attributed_to or self.publisher or self.doc


def relate(first: Told, second: Told) -> tuple[Relation, str] | None:
    """How two figures on one thing stand to each other, and why in a sentence; None where they are on different things."""
    a, b = first.figure, second.figure
    where = scope(first.figure, second.figure)
    if a.kind != b.kind:
        why = DIFFERENT_TERMS.get(frozenset((a.kind, b.kind)))
        if not why or where == "different":
            return None
        if where == "equal":
            return Relation.DIFFERENT_TERMS, f"{a.quote} is of {a.kind}, {b.quote} of {b.kind}: {why}"
        return (
            Relation.DIFFERENT_SCOPE,
            f"{a.quote} and {b.quote} are of {a.kind} and {b.kind}, and one counts more people or days.",
        )
    if where == "different":
        return Relation.DIFFERENT_SCOPE, f"{a.quote} and {b.quote} are of other people, sides or times."
    if where != "equal":
        part, whole = (a, b) if where == "first_in_second" else (b, a)
        if interval(part)[0] > interval(whole)[1] and not _is_vague(a, b) and _is_whole(part, whole):
            return Relation.CONTRADICTION, f"The part ({part.quote}) is larger than the whole ({whole.quote})."
        if interval(a) == interval(b) and _is_event(a) and _is_event(b) and (a.population or b.population) in ("", "people"):
            return Relation.CORROBORATION, f"Both say {a.quote}; one tells its time more exactly."
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
    if how != "disjoint":
        return _growth(first, second, True) or (Relation.COMPATIBLE_BOUNDS, f"{a.quote} and {b.quote} can both be true.")
    if a.kind in SHARES:
        return _shares(first, second)
    if grown := _grown_at_once(first, second):
        return grown
    if _is_vague(a, b):
        return Relation.DIFFERENT_GRANULARITY, f"{a.quote} and {b.quote} differ, and one is no number."
    if grown := _growth(first, second, False):
        return grown
    if bool(a.side) != bool(b.side):
        return Relation.DIFFERENT_SCOPE, f"Of {a.quote} and {b.quote} one does not say whose people it counts."
    if first.doc != second.doc and "context" in (a.period_basis, b.period_basis):
        return Relation.TENSION, f"{a.quote} and {b.quote} differ; the time of one is only told by the text before it."
    return Relation.CONTRADICTION, f"{a.quote} ({first.voice}) and {b.quote} ({second.voice}) cannot both be true."


def _growth(first: Told, second: Told, must_say_so: bool) -> tuple[Relation, str] | None:
    """A later count beside a lower one before it: by the days of publication, else by those that two sentences on a toll tell."""
    if first.is_toll and second.is_toll and first.published == second.published:
        days_of = [told.figure.period[0] or "" if told.figure.period else "" for told in (first, second)]
    else:
        days_of = [told.published.isoformat() if told.published else "" for told in (first, second)]
    if not all(days_of) or days_of[0] == days_of[1]:
        return None
    earlier, later = (first, second) if days_of[0] < days_of[1] else (second, first)
    if (later.figure.value or interval(later.figure)[0]) <= (earlier.figure.value or interval(earlier.figure)[0]):
        return None
    says_so = bool(_GROWS.search(later.sentence))
    if says_so or (not must_say_so and _is_one_voice(earlier, later)):
        return (
            Relation.TIME_CHANGE,
            f"The later count ({later.figure.quote}) is higher than the earlier one ({earlier.figure.quote}).",
        )
    return None


def _is_grown(first: Told, second: Told) -> bool:
    if not (first.is_at_first or second.is_at_first):
        return False
    lower, higher = sorted((first, second), key=lambda told: interval(told.figure)[0])
    return lower.is_at_first and not higher.is_at_first


def _is_vague(first: Figure, second: Figure) -> bool:
    """Whether one of two figures is a word such as "dozens", whose bounds nobody stated."""
    return "vague" in (first.qualifier, second.qualifier)


def _is_event(figure: Figure) -> bool:
    """Whether a figure is of a time as short as that of one event."""
    return figure.period is not None and days(figure.period)[1] - days(figure.period)[0] <= LONGEST_EVENT


def _is_one_voice(first: Told, second: Told) -> bool:
    """Whether one speaker counts twice: "Gaza health ministry" is "health ministry" in a shorter line."""
    a, b = folded(first.voice), folded(second.voice)
    return a == b or (len(a) > SHORTEST_VOICE and len(b) > SHORTEST_VOICE and (a.endswith(b) or b.endswith(a)))


def _is_whole(part: Figure, whole: Figure) -> bool:
    """Whether a count holds another for certain: it is of people, or of a longer time, and not of one side alone."""
    if whole.side and not part.side:
        return False
    return (
        whole.population in ("", "people")
        or (whole.population or "people") == (part.population or "people")
        or (periods(part, whole) == "first_in_second")
    )


def _shares(first: Told, second: Told) -> tuple[Relation, str]:
    """Shares of land that differ: of a part of it, of another whole, or of wholes that are not told."""
    a, b = first.figure, second.figure
    limits = [bool(_LIMITED.match(told.after)) for told in (first, second)]
    if limits[0] != limits[1]:
        return Relation.DIFFERENT_SCOPE, f"Of {a.quote} and {b.quote} one leaves a part of the land out."
    wholes = [found.group(1).lower() if (found := _WHOLE.match(told.after)) else "" for told in (first, second)]
    if all(wholes) and wholes[0] != wholes[1]:
        return Relation.DIFFERENT_TERMS, f"{a.quote} and {b.quote} are shares of different wholes."
    return Relation.TENSION, f"{a.quote} and {b.quote} are shares, which may be of different wholes."


def _grown_at_once(first: Told, second: Told) -> tuple[Relation, str] | None:
    """A lower count of the first hours beside a higher one."""
    lower, higher = sorted((first, second), key=lambda told: interval(told.figure)[0])
    if _is_grown(first, second):
        return Relation.TIME_CHANGE, f"{lower.figure.quote} is told of the beginning, {higher.figure.quote} of a longer time."
    return None


def on_one_thing(first: Told, second: Told) -> bool:
    """Whether two figures may be about one thing: one place or none told, one time, and not one list.

    Figures of one document that stand near each other may leave their time untold; others are compared only where both tell it.
    """
    a, b = first.figure, second.figure
    kinds = {a.kind, b.kind}
    if (
        not kinds <= COMPARED
        or (a.unit != b.unit and not kinds <= SHARES)
        or (len(kinds) == 2 and frozenset(kinds) not in DIFFERENT_TERMS)
    ):
        return False
    if first.is_of_nature != second.is_of_nature or _is_another_day_of_a_digest(first, second):
        return False
    if first.doc == second.doc:
        if a.part_of == b.start or b.part_of == a.start or (a.part_of is not None and a.part_of == b.part_of):
            return False
        if first.sentence == second.sentence and (
            a.attributed_to == b.attributed_to or not (a.attributed_to and b.attributed_to)
        ):
            return False
    if first.doc == second.doc and first.sentence == second.sentence and first.at == second.at:
        # A sentence that sets the counts of two speakers side by side speaks of one thing.
        return not _are_of_other_days(first, second)
    are_placed = bool(first.where and second.where)
    if are_placed and first.where != second.where and folded(first.where) != folded(second.where) and not kinds <= SHARES:
        return False
    is_of_context = first.doc == second.doc and "context" in (a.period_basis, b.period_basis) and not _is_grown(first, second)
    are_dated = a.period is not None and b.period is not None and not is_of_context
    if are_dated and (periods(a, b) == "different" or _are_of_other_days(first, second)):
        return False
    is_digest = bool(first.publisher and first.published and second.published)
    if not are_placed and (_is_far_off(first, second) or (is_digest and len(_words(first) & _words(second)) < LEAST_WORDS)):
        return False
    if "strength" in kinds and (not are_dated or not a.population or a.population != b.population):
        return False
    if first.doc != second.doc:
        return are_dated
    if not (a.place and b.place) and not are_dated:
        return first.voice != second.voice and abs(a.start - b.start) < NEAR_CHARACTERS
    return are_dated or abs(a.start - b.start) < NEAR_CHARACTERS


def _are_of_other_days(first: Told, second: Told) -> bool:
    """Whether one text tells the two of days that do not meet: a chronicle tells another event of another day."""
    a, b = first.figure.period, second.figure.period
    if a is None or b is None or first.doc != second.doc or first.published != second.published:
        return False
    if first.is_toll and second.is_toll:
        # A toll that is told again on another day is still that of one event.
        return False
    return (b[1] or "9999") < (a[0] or "") or (a[1] or "9999") < (b[0] or "")


_IN_NAME = re.compile(r"\b(?:in|at|near|outside)\s+(?P<name>[A-Z][\w'-]+)")
_MONTHS = frozenset("january february march april may june july august september october november december".split())


def _is_another_day_of_a_digest(first: Told, second: Told) -> bool:
    """Whether a later line of a digest gives a lower count: tolls do not fall, so it tells another event."""
    if not (first.publisher and second.publisher and first.published and second.published):
        return False
    earlier, later = sorted((first, second), key=lambda told: told.published or date.min)
    return earlier.published != later.published and interval(later.figure)[1] < interval(earlier.figure)[0]


def _is_far_off(first: Told, second: Told) -> bool:
    """Whether one of two exact counts is so much larger that it hardly counts the same."""
    a, b = first.figure, second.figure
    ends = sorted((interval(a), interval(b)))
    is_next = first.doc == second.doc and abs(first.at - second.at) < NEXT_SENTENCE
    return ends[1][0] > (FAR_OFF_NEXT if is_next else FAR_OFF) * ends[0][1] and not _is_vague(a, b)


def _words(told: Told) -> frozenset[str]:
    return frozenset(word.lower() for word in _LONG_WORD.findall(told.sentence)) - _COMMON


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
