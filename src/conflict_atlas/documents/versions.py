"""A new version of a document: which passages still stand, and where.

What may live here: the comparison of two texts paragraph by paragraph. A quote that still stands keeps what was decided on it;
one that is gone is told so, never dropped.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def moved(old: str, new: str, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int] | None]:
    """Where each span of the old text stands in the new one; None where its words are no longer there.

    Paragraphs that stand in both keep their spans. In a paragraph that was changed a span is found again by its words, if these
    stand exactly once in the paragraphs that took its place.
    """
    olds, news = _paragraphs(old), _paragraphs(new)
    matcher = difflib.SequenceMatcher(a=[old[a:b] for a, b in olds], b=[new[a:b] for a, b in news], autojunk=False)
    same: dict[int, int] = {}
    changed: list[tuple[range, range]] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            same |= dict(zip(range(a1, a2), range(b1, b2), strict=True))
        else:
            changed.append((range(a1, a2), range(b1, b2)))
    return {span: _found(old, new, span, olds, news, same, changed) for span in spans}


def _found(
    old: str,
    new: str,
    span: tuple[int, int],
    olds: list[tuple[int, int]],
    news: list[tuple[int, int]],
    same: dict[int, int],
    changed: list[tuple[range, range]],
) -> tuple[int, int] | None:
    number = next((number for number, (a, b) in enumerate(olds) if a <= span[0] < b), None)
    words = old[span[0] : span[1]]
    if number is not None and number in same and span[1] <= olds[number][1]:
        start = news[same[number]][0] + span[0] - olds[number][0]
        return start, start + len(words)
    places = next((after for before, after in changed if number is not None and number in before), None)
    parts = [news[place] for place in places] if places else []
    found = [a + at for a, b in parts for at in _all(new[a:b], words)]
    if len(found) == 1:
        return found[0], found[0] + len(words)
    return None


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return found


def _all(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and words:
        found.append(at)
        at = text.find(words, at + 1)
    return found
