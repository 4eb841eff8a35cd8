"""Whether two figures may be about one thing: one place or none told, one time, and not one list.

What may live here: what keeps figures apart that share a kind.
"""

from __future__ import annotations

import re
from datetime import date

from conflict_atlas.documents.comparing.intervals import interval
from conflict_atlas.documents.comparing.relating import DIFFERENT_TERMS, SHARES, is_grown, is_vague
from conflict_atlas.documents.comparing.scope import periods
from conflict_atlas.documents.comparing.told import COUNTS_OF_PEOPLE, Told
from conflict_atlas.documents.gazetteer import folded

COMPARED = COUNTS_OF_PEOPLE | {"territory_share", "territory_area", "ceasefire_violations", "population"}
NEAR_CHARACTERS = 600
"""Figures of one document so near together may be about one thing though no time is told."""
FAR_OFF = 10
FAR_OFF_NEXT = 50
NEXT_SENTENCE = 200
"""Characters between the beginnings of sentences next to each other, about."""
LEAST_WORDS = 2
"""Words that two lines of a digest share, at least, where not both tell their place."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with from were have been their they which after before into over between during about more than least killed says "
    "said people dead death toll wounded injured some update".split()
)


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
    is_of_context = first.doc == second.doc and "context" in (a.period_basis, b.period_basis) and not is_grown(first, second)
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
    return ends[1][0] > (FAR_OFF_NEXT if is_next else FAR_OFF) * ends[0][1] and not is_vague(a, b)


def _words(told: Told) -> frozenset[str]:
    return frozenset(word.lower() for word in _LONG_WORD.findall(told.sentence)) - _COMMON
