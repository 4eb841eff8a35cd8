"""Finding numbers in a sentence: which are dates or parts of names, and which are figures.

What may live here: the patterns of dates and names, and the numbers that are left over. Used by several rules.
"""

from __future__ import annotations

import re
from functools import cache

from conflict_atlas.dossiers.check.data import phrases

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# At most a dozen days in a row, so that a long list of numbers cannot take long.
_DAYS = rf"{_DAY}(?:\s*(?:,|to|and|or|[-–—])\s*{_DAY}){{0,12}}"
_YEAR = r"(?:1[0-9]|20)\d\d(?:s|['’]s)?"
_DATES = re.compile(
    rf"\b{_DAYS}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|\b{_MONTH}\s+{_DAYS}\b(?:,?\s+{_YEAR})?"
    rf"|\b{_YEAR}(?:\s*[-–—/]\s*(?:{_YEAR}|\d\d))?(?![\d,.]*\d)"
    r"|\b\d{1,2}(?:st|nd|rd|th)\s+centur(?:y|ies)\b"
    r"|\b\d{1,2}[:.]\d\d(?=\s*(?:hours|a\.m|p\.m|am|pm|UTC|GMT|local)\b)"
)
_NAMED = re.compile(
    r"\b(?:[Rr]esolutions?|[Aa]rticles?|[Ss]ections?|[Pp]rotocols?|[Aa]nnex(?:es)?|[Pp]aragraphs?|[Cc]hapters?|[Dd]ecisions?"
    r"|[Dd]ecrees?|[Ll]aws?|[Oo]rders?|[Cc]onventions?|[Rr]eleases?|[Vv]ersions?|[Ff]igures?|[Tt]ables?|[Nn]o\.|[Nn]umber"
    r"|Goals?|Flight|Highway|Route|Phase|Brigade|Battalion|Regiment|Division|Unit|Zone|Checkpoint)\s+"
    r"(?:[A-Z]{1,6}/)?\d[\w./-]*(?:(?:,|\s+and|\s+to)\s+\d[\w./-]*)*"
    r"|\b\d+(?:st|nd|rd|th)\b"  # the 4th corps
    r"|\b[A-Za-z]+[-/]?\d[\w-]*"  # a name with digits: T-72, TB2, COVID-19
    r"|\b\d+(?:\.\d+)+\b"  # 26.0.2: a release; a decimal number has one point and is looked at below
    r"|\b[A-Z]/[A-Z]+/\d[\w/]*"
)
_BEFORE_A_YEAR = frozenset(
    [
        *("in", "since", "by", "until", "till", "from", "after", "before", "during", "of", "the", "and", "to", "this", "that"),
        *("early", "late", "mid", "spring", "summer", "autumn", "winter", "year", "january", "february", "march", "april", "may"),
        *("june", "july", "august", "september", "october", "november", "december"),
    ]
)
_DECIMAL = re.compile(r"\d+\.\d+")
_FIGURE = re.compile(
    r"(?<![\w{])[$€£]?\d[\d,.]*(?<![,.])(?:\s?%|\s?percent\b)?"
    r"|\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|many|tens\s+of)\s+)?"
    r"(?:hundreds?|thousands?|millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"\b(?:thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|dozens?|(?:one|two|three)[- ](?:half|halves|thirds?|quarters?|fifths?)|a\s+(?:third|quarter|fifth|tenth)\s+of)\b",
    re.IGNORECASE,
)


def without_dates(text: str) -> str:
    """The text with a blank for each date and each name that holds digits."""
    bare = _DATES.sub(" ", _counted().sub(_with_comma, text))
    return _NAMED.sub(lambda match: match.group() if _DECIMAL.fullmatch(match.group()) else " ", bare)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(\b\w{{1,20}}\s{{1,9}})?\b([1-9])(\d\d\d)(?=\s{{1,9}}(?:\w{{1,20}}\s{{1,9}})?{phrases('counted')})", re.IGNORECASE
    )


def _with_comma(match: re.Match[str]) -> str:
    """A number of four digits before a thing that is counted, so that it is taken for no year: "in 2020 soldiers" is one."""
    before = match.group(1) or ""
    return match.group() if before.strip().casefold() in _BEFORE_A_YEAR else f"{before}{match.group(2)},{match.group(3)}"


def figures(text: str) -> tuple[str, ...]:
    """The numbers of a text that are figures: digits that are no date, and words of a hundred and more."""
    return tuple(match.group().strip() for match in _FIGURE.finditer(without_dates(text)))


def number_words(text: str) -> tuple[str, ...]:
    """Numbers written as words between a dozen and a hundred, and fractions: figures as a rule, but not always."""
    return tuple(match.group() for match in _MIDDLE.finditer(text))
