"""One event told twice: of the same time, more exactly, of other days, by other doers, in other words.

What may live here: rules on passages that share a deed and enough of their words. Days apart are a contradiction only where both
date one act that is done on one day, such as a signature; else they are a tension: what is signed on one day is in force on another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.blocks import BlockKind
from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.words import ONE_DAY

ALIKE = 0.34
"""Share of the weight of the shorter passage that two reports of one event have in common, at least."""
VERY_ALIKE = 0.42
"""The same, where they share no deed: they may tell it with other verbs."""
NEAR_DAYS = 4
"""Reports of one event lie so near together."""
LONGEST_EVENT = 366
"""Days; what is dated more coarsely is no event."""
_ANOTHER = re.compile(r"\b(?:another|second|third|fourth|next|again|previous|earlier)\b", re.IGNORECASE)


def event_pairs(likeness: Likeness) -> Iterator[Pair]:
    """Pairs of passages that tell one event, by how their times stand to each other."""
    passages = likeness.passages
    for first, second, alike in likeness.pairs(at for at, passage in enumerate(passages) if _is_dated(passage)):
        if first.block == second.block and first.doc == second.doc:
            continue
        deeds = first.deeds & second.deeds
        found = _times(first, second, alike, deeds)
        if found is not None:
            yield Pair(found[0], first, second, found[1], " ".join(sorted(deed[1:] for deed in deeds)) or "event")


def _is_dated(passage: Passage) -> bool:
    when = passage.when
    return when is not None and when.is_told and when.days is not None and when.days <= LONGEST_EVENT


def _times(first: Passage, second: Passage, alike: float, deeds: frozenset[str]) -> tuple[Relation, str] | None:
    a, b = first.when, second.when
    assert a is not None
    assert b is not None
    if BlockKind.CAPTION in (first.kind, second.kind):
        return _caption(first, second, deeds)
    is_alike = alike >= (ALIKE if deeds else VERY_ALIKE) and len(first.terms & second.terms) >= LEAST_WORDS
    if not is_alike:
        is_one_day = a.days == 1 and (a.first, a.last) == (b.first, b.last) and first.doc != second.doc
        return (Relation.CORROBORATION, "Both tell it of the same day.") if is_one_day and deeds & ONE_DAY else None
    if (a.first, a.last) == (b.first, b.last):
        is_two_voices = first.doc != second.doc
        return (Relation.CORROBORATION, "Both tell it of the same time.") if is_two_voices else None
    if a.holds(b) or b.holds(a):
        return Relation.DIFFERENT_GRANULARITY, "One tells its time more exactly than the other."
    if a.days == 1 and b.days == 1 and a.meets(b, NEAR_DAYS):
        if _ANOTHER.search(first.view) or _ANOTHER.search(second.view):
            return None
        if {"=sign", "=deal"} <= deeds:
            return Relation.CONTRADICTION, "Both date the signature, which is of one day, to another day."
        return Relation.TENSION, "They tell it of days near to each other, not of the same."
    return None


def _caption(first: Passage, second: Passage, deeds: frozenset[str]) -> tuple[Relation, str] | None:
    """The date of a picture beside that of the signature that its caption names."""
    a, b = first.when, second.when
    caption = first if first.kind is BlockKind.CAPTION else second
    if first.kind is second.kind or a is None or b is None or not a.days == b.days == 1:
        return None
    if "=deal" in deeds and "=sign" in caption.deeds and not a.meets(b) and a.meets(b, NEAR_PICTURE):
        return Relation.DIFFERENT_TERMS, "The date in the caption is that of the picture, the other that of the event."
    return None


NEAR_PICTURE = 60
"""Days after an event in which it is still news, and its date is mixed up with that of a picture."""
LEAST_WORDS = 2
"""Terms that two passages share, at least: a year and one word are in many passages."""
