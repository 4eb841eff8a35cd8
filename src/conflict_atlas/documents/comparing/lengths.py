"""Lengths of time beside dates: how long something lasted, was to last, or lies after something else.

What may live here: rules on durations and the dates that bound them. The arithmetic is ours and is shown. A stated length is meant
to within half a unit: six weeks are 39 to 45 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from conflict_atlas.documents.blocks import BlockKind
from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import MOST_AFTER, Likeness, Passage, When
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.records import Timex

_WORDS = {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "several": 3}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25, "decade": 3652.5}
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(_WORDS)})"
_LENGTH = rf"{_NUMBER}[\s-]+(?P<unit>day|week|month|year|decade)s?"
_LASTED = re.compile(
    rf"\b(?:lasted|raged|went\s+on)\s+(?:for\s+)?(?:about\s+|almost\s+|nearly\s+|some\s+|more\s+than\s+)?{_LENGTH}\b|"
    rf"\b{_LENGTH.replace('number', 'number2').replace('unit', 'unit2')}\s+(?:(?!after|of|before|ago)[\w'-]+\s+){{0,3}}?(?:war|conflict|"
    r"fighting|battle|offensive|siege|occupation|blockade|campaign)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    rf"\b(?:(?:to|would|will|should)\s+(?:\w+\s+){{0,5}}?(?:for\s+)?|for\s+)(?:at\s+least\s+|up\s+to\s+|initially\s+)?{_LENGTH}\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:job|mandate|mission|task|term|were\s+to|was\s+to|is\s+to|are\s+to|would|will|intended|planned|due)\b", re.IGNORECASE
)
_SINCE_THEN = re.compile(rf"\bless\s+than\s+{_LENGTH}\s+after\b", re.IGNORECASE)
_CALM = re.compile(
    rf"\b{_NUMBER}\s+(?P<unit>day|week|month|year|decade)s?\s+of\s+(?:\w+\s+)?(?:peace|calm|quiet)\b", re.IGNORECASE
)
_PEACE = frozenset(("peac", "peace", "calm", "quiet"))
NEAR_TERM = 3
"""Passages before a term or an end whose words tell what it is of."""


def _length(match: re.Match[str]) -> tuple[float, float]:
    """The stated length and its unit, both in days."""
    groups = match.groupdict()
    number = (groups.get("number") or groups.get("number2") or "1").lower()
    unit = _DAYS[(groups.get("unit") or groups.get("unit2") or "day").lower()]
    return (float(number) if number.isdigit() else _WORDS[number]) * unit, unit


def lasted(likeness: Likeness) -> Iterator[Pair]:
    """How long fighting lasted, beside the days on which another passage has it begin and end."""
    begins = [item for item in likeness.passages if _bounds(item, "=begin")]
    ends = [item for item in likeness.passages if _bounds(item, "=end")]
    for passage in likeness.passages:
        match = _LASTED.search(passage.view) if passage.when is not None and "=fight" in passage.deeds else None
        if match is None or passage.when is None:
            continue
        stated, unit = _length(match)
        for begin in begins[:MOST_AFTER]:
            end = next((item for item in ends if item.doc == begin.doc and item.start > begin.start), None)
            if end is None or passage in (begin, end) or begin.when is None or end.when is None:
                continue
            first, last = begin.when.first or 0, end.when.last or 0
            slack = int(max(unit, 31))
            if not 0 < last - first < 3 * stated + slack or not (
                first - slack <= (passage.when.last or 0) and (passage.when.first or 0) <= last + slack
            ):
                continue
            days = last - first
            uncertain = (begin.when.days or 1) - 1 + (end.when.days or 1) - 1
            arithmetic = f"Our arithmetic: from {_day(first)} to {_day(last)} are {days:,} days; {match.group().strip()}"
            is_near = abs(days - stated) <= unit / 2 + uncertain
            relation = Relation.COMPATIBLE_BOUNDS if is_near else Relation.TENSION
            why = f"{arithmetic} {'fits' if is_near else 'does not fit'}."
            yield Pair(relation, passage, begin, why, "length")
            yield Pair(relation, passage, end, why, "length")
            break


def _bounds(passage: Passage, deed: str) -> bool:
    """Whether a passage dates the begin or the end of fighting, to a month at least."""
    when = passage.when
    if when is None or not when.is_told or when.days is None or when.days > 31:
        return False
    return deed in passage.deeds and "=fight" in passage.deeds


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def terms_kept(likeness: Likeness) -> Iterator[Pair]:
    """How long something was to last, beside the day on which the same is told to have ended or left."""
    passages = likeness.passages
    ends = [
        at
        for at, item in enumerate(passages)
        if item.when is not None and item.when.is_told and item.kind is not BlockKind.CAPTION and _ENDED.search(item.view)
    ]
    for at, passage in enumerate(passages):
        if passage.when is None or passage.when.first is None or not _PLANNED.search(passage.view):
            continue
        match = _TERM.search(passage.view)
        if match is None:
            continue
        stated, unit = _length(match)
        about = _subject_terms(passages, at)
        # A sentence that also tells the end has its date from that: what was planned began at the time told before.
        begin = _told_before(passages, at) if passage.when.is_told else passage.when
        if begin is None or begin.first is None:
            continue
        for end in ends:
            other = passages[end]
            assert other.when is not None
            elapsed = (other.when.last or 0) - begin.first
            shared = about & _subject_terms(passages, end)
            if (other is passage and not passage.when.is_told) or elapsed <= 0 or not any(word[0] not in "=@" for word in shared):
                continue
            if other.doc == passage.doc and end < at:
                continue
            if (
                abs(elapsed - stated) > unit / 2
                and elapsed < 5 * stated
                and likeness.weight(shared) >= LEAST_SHARE * likeness.weight(about)
            ):
                years = f"{elapsed / 365.25:.1f} years" if elapsed > 365 else f"{elapsed} days"
                why = f"Planned were {match.group('number')} {match.group('unit')}s; by our arithmetic it ended after {years}."
                yield Pair(Relation.TIME_CHANGE, passage, other, why, "term")


_ENDED = re.compile(
    r"\b(?:ended|expired|finished|lapsed|lifted|left|withdrew|withdrawn|withdrawal|pulled\s+out|went\s+home|departed|leaving|dissolved)\b",
    re.IGNORECASE,
)
LEAST_SHARE = 0.2
"""Share of the weight of what is told of a term that an end has in common with it, at least."""


def _told_before(passages: Sequence[Passage], at: int) -> When | None:
    """The time that was told last before a passage, in its document and not far above."""
    for other in reversed(passages[max(0, at - LOOK_BACK) : at]):
        if other.doc == passages[at].doc and other.when is not None:
            return other.when
    return None


LOOK_BACK = 6
"""Passages."""


def _subject_terms(passages: Sequence[Passage], at: int) -> frozenset[str]:
    """The words of a passage, with those of the passages before it where it opens with a pronoun."""
    found = passages[at].terms
    place = at
    while (
        place > 0
        and at - place < NEAR_TERM
        and _PRONOUN.match(passages[place].view)
        and passages[place - 1].is_near(passages[at], 0)
    ):
        place -= 1
        found |= passages[place].terms
    return found


_PRONOUN = re.compile(r"(?:it|its|they|their|this|these|he|she|his|her)\b", re.IGNORECASE)


def within(likeness: Likeness, dates: dict[str, list[Timex]]) -> Iterator[Pair]:
    """Several days that are all told to lie less than some days after one thing, and lie further apart than that."""
    for passage in likeness.passages:
        match = _SINCE_THEN.search(passage.view)
        if match is None:
            continue
        stated, _ = _length(match)
        begin = passage.start - WITHIN_CLAUSES
        days = [
            item
            for item in dates.get(passage.doc, ())
            if begin <= item.start < passage.end and item.precision == "day" and item.from_ and item.basis != "relative"
        ]
        here = [item for item in likeness.passages if item.is_near(passage, 0) and begin <= item.start <= passage.start]
        spread = [date.fromisoformat(item.from_).toordinal() for item in days if item.from_]
        if len(spread) > 1 and max(spread) - min(spread) >= stated:
            why = (
                f"Our arithmetic: {_day(min(spread))} and {_day(max(spread))} lie {max(spread) - min(spread)} days apart, "
                f"so not both {match.group().lower()} one thing."
            )
            for other in here or [passage]:
                yield Pair(Relation.TENSION, passage, other, why, "within")


WITHIN_CLAUSES = 200
"""Characters before "less than a week after" in which the days stand that it is said of."""


def calm(likeness: Likeness, told: list[Told]) -> Iterator[tuple[Passage, list[Told], str]]:
    """Years that are told to be of peace, beside counts of people killed in them."""
    for before, passage in pairwise(likeness.passages):
        match = _CALM.search(passage.view) if passage.terms & _PEACE else None
        # Peace begins with what is told before it.
        when = before.when if before.is_near(passage, 0) else passage.when
        if match is None or when is None or when.first is None:
            continue
        stated, _ = _length(match)
        last = when.first + stated
        killed = [
            item
            for item in told
            if item.figure.kind in ("killed", "casualties")
            and item.figure.period is not None
            and item.figure.period[0]
            and item.figure.period[1]
            and when.first <= date.fromisoformat(item.figure.period[0]).toordinal()
            and date.fromisoformat(item.figure.period[1]).toordinal() <= last
        ]
        if killed:
            yield (
                passage,
                killed,
                f"In the time of which {match.group()} is told, {killed[0].figure.quote} are told to be killed.",
            )


_HELD_SINCE = re.compile(
    r"\b(?:held|controlled|control|occupied|ruled|under\s+\w+\s+control)\b[^.;]{0,50}?\bsince\s+", re.IGNORECASE
)
_LOST_AGO = re.compile(
    rf"\b(?:lost|taken|seized|captured|fell|fallen)\s+(?:about\s+|some\s+|nearly\s+)?{_NUMBER}\s+(?P<unit>year|decade)s?\s+(?:prior|earlier|before|ago)\b",
    re.IGNORECASE,
)
_LAND = re.compile(r"\b(?:land|territor(?:y|ies)|areas?|region|districts?|north|south|east|west|coast|it)\b", re.IGNORECASE)


def held_since(likeness: Likeness, dates: dict[str, list[Timex]]) -> Iterator[Pair]:
    """Since when land is told to be held, beside when another passage has it taken."""
    since: list[tuple[Passage, int, int]] = []
    for passage in likeness.passages:
        if not _LAND.search(passage.view):
            continue
        if (match := _HELD_SINCE.search(passage.view)) is not None:
            at = passage.start + match.end()
            found = next((item for item in dates.get(passage.doc, ()) if at - 6 <= item.start <= at + 4 and item.from_), None)
            if found is not None and found.from_:
                since.append((passage, *_range(found)))
        ago = _LOST_AGO.search(passage.view)
        if ago is not None and passage.when is not None and passage.when.first is not None:
            stated, unit = _length(ago)
            middle = passage.when.first - stated
            since.append((passage, int(middle - unit / 2), int(middle + unit / 2)))
    held = {item.span for item, _, _ in since}
    for first, begin, end in since[:MOST_AFTER]:
        for second in likeness.passages:
            when = second.when
            if second is first or when is None or not when.is_told or when.last is None or "=take" not in second.deeds:
                continue
            if not _LAND.search(second.view) or not (first.terms & second.terms) - first.deeds or second.span in held:
                continue
            if 0 < begin - when.last < LONGEST_APART:
                why = f"Taken by {_day(when.last)}, and held since {_day(begin)} at the earliest."
                yield Pair(Relation.TENSION, first, second, why, "since when land was held")
        for other, other_begin, other_end in since[:MOST_AFTER]:
            if other.span > first.span and (begin > other_end or other_begin > end):
                yield Pair(Relation.TENSION, first, other, "They tell it of times that do not meet.", "since when land was held")


LONGEST_APART = 15 * 366
"""Days between two takings of one land, above which they are two."""


def _range(timex: Timex) -> tuple[int, int]:
    """The first and last day of a date behind "since", whose own end is open."""
    first = date.fromisoformat(timex.from_ or "0001-01-01")
    spans = {"day": 0, "month": 30, "season": 92, "year": 364, "decade": 3652}
    return first.toordinal(), first.toordinal() + spans.get(timex.precision or "year", 364)
