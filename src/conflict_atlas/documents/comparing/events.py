"""One event told twice: of the same time, more exactly, of other days, by other doers, in other words.

What may live here: rules on passages that share a deed and enough of their words. Days apart are a contradiction only where both
date one act that is done on one day, such as a signature; else they are a tension: what is signed on one day is in force on another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.documents.blocks import BlockKind
from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import Likeness, Passage, When
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.words import ONE_DAY

ALIKE = 0.34
"""Share of the weight of the shorter passage that two reports of one event have in common, at least."""
VERY_ALIKE = 0.55
"""The same, where their times do not meet."""
NEAR_DAYS = 4
"""Reports of one event lie so near together."""
LONGEST_EVENT = 366
"""Days; what is dated more coarsely is no event."""
_BEFORE_OR_SINCE = re.compile(r"\b(?:since|until|by|before|after)\s+(?:the\s+)?(?:early|late|mid|spring|summer|autumn|winter|\w+)?\s*\d", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:another|second|third|fourth|next|again|previous|earlier)\b", re.IGNORECASE)


def event_pairs(likeness: Likeness) -> Iterator[Pair]:
    """Pairs of passages that tell one event, by how their times stand to each other."""
    passages = likeness.passages
    chosen = [at for at, passage in enumerate(passages) if _is_dated(passage)]
    for first, second, alike in likeness.pairs(chosen):
        deeds = first.deeds & second.deeds
        if not deeds or alike < ALIKE or first.block == second.block and first.doc == second.doc:
            continue
        found = _times(first, second, alike, deeds)
        if found is not None:
            yield Pair(found[0], first, second, found[1], " ".join(sorted(deed[1:] for deed in deeds)))


def _is_dated(passage: Passage) -> bool:
    return passage.when is not None and passage.when.days is not None and passage.when.days <= LONGEST_EVENT


def _times(first: Passage, second: Passage, alike: float, deeds: frozenset[str]) -> tuple[Relation, str] | None:
    a, b = first.when, second.when
    assert a is not None and b is not None
    captions = [passage for passage in (first, second) if passage.kind is BlockKind.CAPTION]
    if len(captions) == 1:
        if a.is_told and b.is_told and not a.meets(b) and a.meets(b, 60) and "=deal" in deeds:
            return Relation.DIFFERENT_TERMS, "The date in the caption is that of the picture, the other that of the event."
        return None
    if not (a.is_told and b.is_told):
        return None
    if (a.first, a.last) == (b.first, b.last):
        is_two_voices = first.doc != second.doc
        return (Relation.CORROBORATION, "Both tell it of the same time.") if is_two_voices else None
    if a.holds(b) or b.holds(a):
        return Relation.DIFFERENT_GRANULARITY, "One tells its time more exactly than the other."
    if a.days == 1 and b.days == 1 and a.meets(b, NEAR_DAYS):
        if "=sign" in deeds and "=deal" in deeds and not _ANOTHER.search(first.view) and not _ANOTHER.search(second.view):
            return Relation.CONTRADICTION, "Both date the signature, which is of one day, to another day."
        return Relation.TENSION, "They tell it of days near to each other, not of the same."
    return None
