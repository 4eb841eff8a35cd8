"""Words that allow no exception, and exceptions: only, none, agreed, beside another, except, not yet.

What may live here: rules on passages of one time and on one thing of which one leaves no room for what the other tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import MOST_AFTER, Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.records import Disagreement

_WAYS = r"(?:roads?|routes?|ways?|crossings?|corridors?|bridges?|borders?|ports?|airports?|hospitals?)"
_THE_ONLY = re.compile(rf"\b(?:the\s+)?(?:only|sole)\s+(?:\w+\s+)?{_WAYS}\b", re.IGNORECASE)
_ANOTHER = re.compile(rf"\b(?:another|a\s+second|other|an?\s+alternative|second)\s+(?:\w+\s+)?{_WAYS}\b", re.IGNORECASE)
_NONE = re.compile(
    r"\b(?:no|none|nothing|not\s+any)\b[^.;]{0,40}?\b(?:could|can|reached?|got|get|came|come|entered?|passed?|arrived?|allowed|through)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except|apart\s+from|other\s+than|with\s+the\s+exception|but\s+for|aside\s+from)\b", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:give|gave|giving|hand|handed|lay|laid|put)\s+(?:\w+\s+){0,2}?(?:up|over|down)\b|\bdisarm\w*", re.IGNORECASE
)
_AGREED = re.compile(r"\b(?:agreed|accepted|undertook|promised|committed\s+\w+)\s+to\b", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\b(?:before\s+(?:they|it|he|she)\s+(?:would\s+|will\s+)?agree|refus(?:ed?|es|ing)\s+to|(?:have|has|had)\s+yet\s+to|"
    r"(?:would|will)\s+not\s+agree|until\s+(?:they|it)\s+agree|rejected\s+demands\s+to)\b",
    re.IGNORECASE,
)
NEAR = 2
"""Blocks between a passage that says "the only" and one that tells of another, in one document."""
_COUNTED = re.compile(
    r"\b(?P<number>one|two|three|four|five|six|[1-6])\s+(?:\w+\s+){0,2}?(?:ceasefires?|truces?|(?:peace\s+)?agreements?|accords?|peace\s+deals?)"
    r"\b(?![^.;]{0,60}\bfail)",
    re.IGNORECASE,
)
_NUMBERS = {word: number for number, word in enumerate("one two three four five six".split(), start=1)}
_TRUCE = re.compile(r"\b(?:ceasefire|cease-fire|truce|armistice|cessation\s+of\s+hostilities|agreement)\b", re.IGNORECASE)
_MADE = frozenset(("=sign", "=mediate"))


def only_and_others(likeness: Likeness) -> Iterator[Pair]:
    """The only road, and another road: hard to reconcile, unless another time or a closed road is meant."""
    passages = likeness.passages
    only = [item for item in passages if _THE_ONLY.search(item.view)]
    others = [item for item in passages if _ANOTHER.search(item.view)]
    for first in only:
        for second in others[:MOST_AFTER]:
            if first.is_near(second, NEAR) or first.terms & second.terms - first.deeds:
                why = f"One says {_words(_THE_ONLY, first)}, the other {_words(_ANOTHER, second)}."
                yield Pair(Relation.TENSION, first, second, why, "the only one")
        for twin in only:
            if twin.start > first.start and twin.doc == first.doc and any(item.is_near(twin, NEAR) for item in others):
                yield Pair(Relation.TENSION, first, twin, "Both say that it is the only one.", "the only one")


def none_and_some(likeness: Likeness) -> Iterator[Pair]:
    """Nothing came through, and all was closed except for something, at one time: they cannot both be true."""
    none = [item for item in likeness.passages if _NONE.search(item.view) and "=supply" in item.deeds]
    some = [item for item in likeness.passages if _EXCEPT.search(item.view) and item.deeds & {"=close", "=supply"}]
    for first in none:
        for second in some[:MOST_AFTER]:
            if first is second or first.when is None or second.when is None or not first.when.meets(second.when):
                continue
            if first.doc != second.doc or not first.is_near(second, 1):
                why = f"One says {_words(_NONE, first)}, the other tells what came through."
                yield Pair(Relation.CONTRADICTION, first, second, why, "whether anything came through")


def agreed_and_not(likeness: Likeness) -> Iterator[Pair]:
    """Agreed to give up arms, and not before something: hard to reconcile, unless of other days."""
    agreed = [item for item in likeness.passages if _AGREED.search(item.view) and _THINGS.search(item.view)]
    not_yet = [item for item in likeness.passages if _NOT_YET.search(item.view) and _THINGS.search(item.view)]
    for first in agreed:
        for second in not_yet[:MOST_AFTER]:
            if first.doc != second.doc or not first.is_near(second, 0):
                why = "One says that it was agreed, the other that it was not yet."
                yield Pair(Relation.TENSION, first, second, why, "agreed or not")


def _words(pattern: re.Pattern[str], passage: Passage) -> str:
    match = pattern.search(passage.view)
    return " ".join(match.group().split()) if match else ""


def agreements_counted(likeness: Likeness) -> Iterator[Disagreement]:
    """A number of agreements that a document gives, beside how many it tells of with times of their own."""
    for passage in likeness.passages:
        match = _COUNTED.search(passage.view) if "=deal" in passage.deeds else None
        if match is None:
            continue
        number = match.group("number").lower()
        counted = int(number) if number.isdigit() else _NUMBERS[number]
        made: dict[int, list[Passage]] = {}
        for other in likeness.passages:
            when = other.when
            if other.doc != passage.doc or when is None or when.days is None or when.days > YEAR or when.first is None:
                continue
            if _TRUCE.search(other.view) and (other.deeds & _MADE or _ANNOUNCED.search(other.view)):
                made.setdefault(date.fromordinal(when.first).year, []).append(other)
        if len(made) > counted:
            years = ", ".join(str(year) for year in sorted(made))
            why = f"{match.group()} are counted; the document tells of agreements of {len(made)} years: {years}."
            spans = [passage.span, *(other.span for others in made.values() for other in others)]
            yield disagreement(Relation.TENSION, spans, passage.quote, why, "compare-agreements-counted", "agreements")


YEAR = 366
_ANNOUNCED = re.compile(r"\b(?:announced|reached|agreed|concluded|came\s+into\s+force|led\s+to\s+a)\b", re.IGNORECASE)
