"""Two figures on one thing: how their scopes and intervals stand to each other, and why in a sentence.

What may live here: the choice of the relation. "Contradiction" is said only where scopes are equal, or a part is larger than its whole.
"""

from __future__ import annotations

import re

from conflict_atlas.documents.comparing.intervals import interval, intervals_meet
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.scope import days, periods, scope
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Figure

DIFFERENT_TERMS = {
    frozenset(("killed", "casualties")): "casualties are killed and wounded.",
    frozenset(("displaced", "refugees")): "refugees have crossed a border.",
    frozenset(("missing", "prisoners")): "the missing may be dead or held.",
}
"""Kinds that are told in one breath and are not the same."""
SHARES = frozenset(("territory_share",))
LONGEST_EVENT = 31
"""Days."""
SHORTEST_VOICE = 8
"""Characters of a name that tells whose it is."""
_GROWS = re.compile(r"\b(?:toll|rises?|rose|climb\w*|hits?|reach\w*|now|so far|update|grew|increased?)\b", re.IGNORECASE)
_LIMITED = re.compile(r"[^.;,]{0,60}\b(?:outside|excluding|without|apart from|except|beyond)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\s*of\s+(?:the\s+)?([\w'-]+)", re.IGNORECASE)


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
        if interval(part)[0] > interval(whole)[1] and not is_vague(a, b) and _is_whole(part, whole):
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
    if is_vague(a, b):
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


def is_grown(first: Told, second: Told) -> bool:
    """Whether the lower of two counts is told of the first hours, and the other is not."""
    if not (first.is_at_first or second.is_at_first):
        return False
    lower, higher = sorted((first, second), key=lambda told: interval(told.figure)[0])
    return lower.is_at_first and not higher.is_at_first


def is_vague(first: Figure, second: Figure) -> bool:
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
    if is_grown(first, second):
        return Relation.TIME_CHANGE, f"{lower.figure.quote} is told of the beginning, {higher.figure.quote} of a longer time."
    return None
