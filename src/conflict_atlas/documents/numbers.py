"""Number phrases in English text: digits and words, ranges, open ranges, qualifiers, shares, vague amounts.

What may live here: the grammar of a number phrase and its value. What is counted, and who says so, is told elsewhere. A vague
word stays a word with bounds; it never becomes one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ONES = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {word: 10 * number for number, word in enumerate(("twenty thirty forty fifty sixty seventy eighty ninety").split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
_FRACTIONS = {
    "half": 0.5,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "one-third": 1 / 3,
    "two thirds": 2 / 3,
    "two-thirds": 2 / 3,
    "a quarter": 0.25,
    "one quarter": 0.25,
    "one-quarter": 0.25,
    "three quarters": 0.75,
    "three-quarters": 0.75,
    "a fifth": 0.2,
    "one fifth": 0.2,
    "one-fifth": 0.2,
}
VAGUE = {
    "hundreds of thousands": (100_000, 999_999),
    "tens of thousands": (10_000, 99_999),
    "hundreds": (100, 999),
    "thousands": (1_000, 9_999),
    "millions": (1_000_000, 9_999_999),
    "dozens": (24, 99),
    "scores": (40, 99),
    "tens": (20, 99),
    "several": (3, 9),
    "several dozen": (36, 108),
    "several hundred": (300, 999),
    "several thousand": (3_000, 9_999),
    "a few hundred": (200, 500),
    "a few thousand": (2_000, 5_000),
    "a few dozen": (24, 60),
    "a handful of": (3, 9),
    "a handful": (3, 9),
    "an unknown number": (None, None),
    "an undetermined number": (None, None),
    "an unspecified number": (None, None),
    "a number": (None, None),
}
QUALIFIERS = (
    ("at_least", r"at least|no fewer than|no less than|not less than|a minimum of|a confirmed minimum of|upwards of"),
    ("more_than", r"more than|over|above|exceed(?:ing|s|ed)|surpass(?:ing|es|ed)|in excess of|well over|passed"),
    ("up_to", r"at most|up to|as many as|as much as|as high as|less than|fewer than|under|below|no more than|a maximum of"),
    (
        "approx",
        r"about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|circa|c\.|ca\.|~|"
        r"just over|just under|more or less|close on",
    ),
)
_QUALIFIER = "|".join(f"(?P<{name}>{words})" for name, words in QUALIFIERS)
_DIGITS = r"\d{1,3}(?:(?:,|(?<=\d) (?=\d{3}\b))\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join((*_ONES, *_TENS))
_SPELLED = (
    rf"(?:(?:a|one|two|three|four|five|six|seven|eight|nine|half\s+a|several)\s+)?(?:hundred|thousand|million|billion|dozen)(?!s)(?:\s+(?:thousand|million|billion)(?!s))?"
    rf"(?:\s+(?:and\s+)?(?:{_WORD})(?:[-\s](?:{_WORD}))?(?:\s+(?:thousand|million))?)?|"
    rf"(?:{'|'.join(_TENS)})(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?(?:\s+(?:hundred|thousand|million))?|"
    rf"(?:{_WORD})(?:\s+(?:hundred|thousand|million|billion))*(?:\s+and\s+(?:{'|'.join(_TENS)})(?:-(?:{_WORD}))?)?"
)
_SCALED = rf"(?:(?:{_DIGITS})(?:\s?(?:million|billion|thousand|hundred)(?!\w)|(?:k|mn|bn|m)(?![\w/]))?|(?:{_SPELLED})(?![\w]))"
_ONE_NUMBER = rf"(?P<currency>US\$|USD\s?|EUR\s?|GBP\s?|[$€£])?(?P<first>{_SCALED})"
_FULL = re.compile(
    rf"(?:(?<![\w])(?P<between>between|from|ranging from)\s+)?"
    rf"(?:(?<![\w])(?:{_QUALIFIER})\s*(?:an?\s+(?:estimated|additional|total of)\s+|the\s+|another\s+)?)?"
    rf"(?<![\w.,/:#])(?:{_ONE_NUMBER})"
    rf"(?P<plus>\+)?"
    rf"(?:(?:\s*-\s*|\s+to\s+|\s+and\s+|\s+or\s+)(?P<up>(?:more than|over|up to|at least|as many as|some|about|"
    rf"around)\s+)?(?:US\$|[$€£])?(?P<second>{_SCALED})(?P<plus2>\+)?)?"
    rf"(?P<share>\s?%|\s+per\s?cent\b|\s+percent(?:age points)?\b)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?<![\w])(?:(?:many|some|at least|several)\s+)?(?P<words>"
    + "|".join(re.escape(words) for words in sorted(VAGUE, key=len, reverse=True))
    + r")(?![\w])",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?:(?<![\w])(?:{_QUALIFIER})\s+)?(?<![\w-])(?P<fraction>{'|'.join(sorted(map(re.escape, _FRACTIONS), key=len, reverse=True))})"
    r"(?=\s+(?:of|the|had|have|has|were|was|are|is|fled|died|in|who|could|lost)\b|[.,;)])(?!\s+of\s+(?:an?\s+hour|"
    r"\d{4}))(?<!second half)(?<!first half)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?:(?<![\w])(?:{_QUALIFIER})\s+)?(?<![\w.,-])(?P<part>{_DIGITS}|{_WORD})\s+(?:in(?:\s+every)?|"
    rf"out\s+of(?:\s+every)?)\s+(?P<whole>ten|five|four|three|hundred|a\s+hundred|10|100|1,000|five|six|eight|"
    rf"seven)(?![\w-])",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?<![\w])(?:(?:no one|nobody|none)(?=\s+(?:of\s+\w+\s+)?(?:was|were|died|has\s+been|have\s+been|is|are|"
    r"had\s+been)\b)|(?P<none>no)(?=\s+(?:ceasefire violations?|casualties|deaths|injuries|fatalities|civilian "
    r"casualties)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A number phrase. ``low`` and ``high`` are None where open; ``unit`` is ``percent``, ``fraction``, a currency or empty."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    qualifier: str
    unit: str = ""
    is_word: bool = False
    """Written in words: "one", "twelve"."""


def find_numbers(view: str, start: int, end: int, taken: Iterable[tuple[int, int]] = ()) -> list[Number]:
    """Number phrases of a part of a view, in order, outside of the parts that are ``taken`` by dates."""
    dates = sorted(taken)
    found: list[Number] = []
    for number in sorted(_candidates(view, start, end), key=lambda item: (item.start, -item.end)):
        if any(number.start < stop and begin < number.end for begin, stop in dates):
            number_without = _before_date(view, number, dates)
            if number_without is None:
                continue
            number = number_without
        if found and number.start < found[-1].end:
            continue
        found.append(number)
    return found


def _before_date(view: str, number: Number, dates: list[tuple[int, int]]) -> Number | None:
    """A range whose second part is a date is no range ("killed 12 and 2 May"): its first number alone."""
    cut = next((begin for begin, stop in dates if number.start < begin < number.end), None)
    if cut is None or any(begin <= number.start < stop for begin, stop in dates):
        return None
    return next(iter(_candidates(view, number.start, number.start + len(view[number.start : cut].rstrip()))), None)


def _candidates(view: str, start: int, end: int) -> Iterator[Number]:
    for match in _FRACTION.finditer(view, start, end):
        value = _FRACTIONS[match.group("fraction").lower()]
        yield _with_qualifier(match, value, unit="fraction", is_word=True)
    for match in _OUT_OF.finditer(view, start, end):
        share, whole = value_of(match.group("part")), value_of(match.group("whole"))
        if share is not None and whole and share < whole:
            yield _with_qualifier(match, share / whole, unit="fraction", is_word=True)
    for match in _VAGUE.finditer(view, start, end):
        words = match.group("words").lower()
        if words == "a number":
            continue
        low, high = VAGUE[words]
        qualifier = "vague" if low is not None else "unknown"
        yield Number(match.start(), match.end(), None, low, high, qualifier, is_word=True)
    for match in _NONE.finditer(view, start, end):
        yield Number(match.start(), match.end(), 0.0, None, None, "exact", is_word=True)
    at = start
    while phrase := _FULL.search(view, at, end):
        found = _read(phrase, view)
        at = max(phrase.start() + 1, found.end if found else phrase.end())
        if found is not None:
            yield found


def _read(match: re.Match[str], view: str) -> Number | None:
    first = value_of(match.group("first"))
    if first is None:
        return None
    start, end = match.span()
    is_word = match.group("first")[0].isalpha()
    second = value_of(match.group("second")) if match.group("second") else None
    joined = view[match.end("first") : match.start("second")].strip().lower() if match.group("second") else ""
    between = (match.group("between") or "").lower()
    if second is not None and not _is_range(first, second, joined, between, match):
        second = None
        end = match.end("plus") if match.group("plus") else match.end("first")
    if between and second is None:
        start = match.start("currency") if match.group("currency") else match.start("first")
        for name, _ in QUALIFIERS:
            if match.group(name):
                start = match.start(name)
    unit = _unit(match) if end == match.end() else ("money" if match.group("currency") else "")
    if second is not None:
        if match.group("second").lower().endswith(("thousand", "million", "billion", "hundred")) and first < 100 <= second:
            scale = second / (value_of(match.group("second").split()[0]) or second)
            first = first * scale if first * scale < second else first
        is_open = bool(match.group("plus2") or (match.group("up") or "").strip().lower() in ("more than", "over", "at least"))
        return Number(start, end, None, first, second, "range_plus" if is_open else "range", unit, is_word)
    if match.group("plus"):
        return Number(start, end, first, first, None, "at_least", unit, is_word)
    return _with_qualifier(match, first, unit, is_word, start, end)


def _with_qualifier(
    match: re.Match[str], value: float, unit: str, is_word: bool, start: int | None = None, end: int | None = None
) -> Number:
    qualifier = next((name for name, _ in QUALIFIERS if match.group(name)), "exact")
    begin = match.start() if start is None else start
    stop = match.end() if end is None else end
    low = value if qualifier in ("at_least", "more_than") else None
    high = value if qualifier == "up_to" else None
    return Number(begin, stop, value, low, high, qualifier, unit, is_word)


def _is_range(first: float, second: float, joined: str, between: str, match: re.Match[str]) -> bool:
    if between == "from" and not re.search(
        r"\b(?:estimates?|rang\w+|figures|toll|numbers)\b",
        match.string[max(0, match.start() - 60) : match.start()],
        re.IGNORECASE,
    ):
        # "grew from 14,000 to 26,500" is a change: two numbers.
        return False
    if joined == "and":
        return bool(between) and first < second
    if joined == "or":
        return first < second <= first + 5
    if second <= first:
        return first < 1000 and bool(re.search(r"thousand|million|hundred", match.group("second") or "", re.IGNORECASE))
    return True


def _unit(match: re.Match[str]) -> str:
    if match.group("share"):
        return "percent"
    currency = (match.group("currency") or "").strip().upper()
    return {"": "", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}.get(currency, currency)


def value_of(words: str) -> float | None:
    """The value of one number in digits or words; None where the words are no number."""
    text = words.strip().lower().replace(",", "")
    digits = re.match(r"(\d[\d ]*(?:\.\d+)?)\s*([a-z]*)$", text)
    if digits:
        number = float(digits.group(1).replace(" ", ""))
        suffix = digits.group(2)
        return number * _SCALES.get(suffix, _SHORT.get(suffix, 1)) if suffix in ("", *_SCALES, *_SHORT) else None
    total, group = 0.0, 0.0
    seen = False
    for word in re.split(r"[\s-]+", text):
        if word == "and":
            continue
        seen = True
        if word in ("a", "an"):
            group = 1
        elif word == "half":
            group = 0.5
        elif word in _ONES:
            group += _ONES[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0
        elif word.replace(".", "").isdigit():
            group += float(word)
        else:
            return None
    return total + group if seen else None
