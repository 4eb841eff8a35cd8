"""Sentences and words of a block, with offsets in the text.

What may live here: where a sentence ends, what a word is. English; abbreviations and initials do not end a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr st prof gen col lt sgt capt maj rev hon no nos fig vs etc e.g i.e approx est inc ltd co corp jr "
        "sr al jan feb mar apr jun jul aug sep sept oct nov dec art para vol pp ca cf u.s u.n u.k d.c a.m p.m"
    ).split()
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|(?<=[a-z])\.(?=[A-Z][a-z])|\n\s*\n|\n(?=\s*[\u2022*-]\s)")
WORD = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")


LONGEST = 1_200
"""Characters. What goes on longer without a stop is no sentence, and is read in pieces, so that every rule ends in time."""


@dataclass(frozen=True)
class Sentence:
    """``start`` and ``end`` (exclusive) in the text."""

    start: int
    end: int


def sentences(view: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a part of a view, without the blanks between them."""
    begin = start
    for match in _END.finditer(view, start, end):
        if match.group().startswith(".") and _is_abbreviation(view, begin, match.start(), match.end(), end):
            continue
        yield from _trimmed(view, begin, match.end())
        begin = match.end()
    yield from _trimmed(view, begin, end)


def _is_abbreviation(view: str, begin: int, dot: int, after: int, end: int) -> bool:
    word = re.search(r"[\w.]+$", view[max(begin, dot - 12) : dot])
    if word is None:
        return False
    last = word.group().lower().rstrip(".")
    following = view[after:end].lstrip()[:1]
    if last in ("a.m", "p.m", "etc", "u.s", "u.n", "u.k", "d.c"):
        return not following.isupper() or last in ("u.s", "u.n", "u.k")
    return last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word.group().isupper())


def _trimmed(view: str, begin: int, end: int) -> Iterator[Sentence]:
    while end - begin > LONGEST:
        cut = view.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        cut = cut if cut > 0 else begin + LONGEST
        yield from _trimmed(view, begin, cut)
        begin = cut
    part = view[begin:end]
    lead = len(part) - len(part.lstrip())
    stop = begin + len(part.rstrip())
    if stop > begin + lead:
        yield Sentence(begin + lead, stop)


def words(view: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Words, numbers and signs as (start, end, in lower case)."""
    return [(found.start(), found.end(), found.group().lower()) for found in WORD.finditer(view, start, end)]
