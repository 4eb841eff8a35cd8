"""Dates of dossiers: EDTF (ISO 8601-2), as exact as the document gives them, and their words.

What may live here: reading one date, its bounds, and writing it in English. Of the standard we take the part that can be told
in a few words; a test holds its bounds against those of the library ``edtf``, which is a thousand times slower and loads Django:

- a day, month or year: ``2020-09-27``, ``2020-09``, ``2020``; a season: ``2020-21`` (spring) to ``2020-24`` (winter); a decade: ``198X``
- about, perhaps, perhaps about: ``1921~``, ``1921?``, ``1921%``
- one year of several: ``[1985..1989]``; that year or before, ``[..1921]``; that year or later, ``[1921..]``
- an interval of two of these: ``2020-09-27/2020-11-10``; open where it goes on (``2023/..``), empty where it is not known (``/1921``)

One thing goes beyond EDTF, since documents say "late 1980s to May 1994": one year of several may begin or end an interval.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from conflict_atlas.dossiers.errors import DossierError

Precision = Literal["day", "month", "season", "year", "decade", "interval", "open"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# First and last month; winter is December, as the library reads it, since its year is the one that is written.
_SEASONS = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 12)}
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_ONE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|[0-9]{3}X")
_SEVERAL = re.compile(r"\[(?P<first>[0-9]{4})?\.\.(?P<last>[0-9]{4})?\]")
_HOW = (
    "Write a day (2020-09-27), month (2020-09), year (2020), season (2020-21 is spring) or decade (198X), with ~ behind it for "
    "about, or two of them with / between; .. stands for an open end."
)


class DateError(DossierError, ValueError):
    """A date that is no EDTF, or not of the part of it that dossiers use."""


@dataclass(frozen=True)
class Span:
    """From when to when a date can mean. ``first`` or ``last`` is None where that end is open or not known."""

    text: str
    first: date | None
    last: date | None
    precision: Precision
    approximate: bool
    """Whether the document, or its reader, is not sure: "about", "perhaps"."""


@dataclass(frozen=True)
class _End:
    """A date that is no interval, or one end of an interval, with its words.

    ``parts`` are day, month and year of an exact date, so that an interval need not say the same year twice.
    """

    span: Span
    words: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Span:
    """The span of days that a date can mean. Raises DateError with a sentence that says what to write."""
    if "/" not in text:
        return _end(text, text).span
    first, last = _ends(text)
    for end in (first, last):
        if end is not None and end.span.precision == "open":
            raise DateError(f"the date {text!r} is open twice. {_HOW}")
    begin = first.span.first if first else None
    finish = last.span.last if last else None
    if begin and finish and begin > finish:
        raise DateError(f"the date {text!r} ends before it begins: put the earlier one first")
    approximate = any(end.span.approximate for end in (first, last) if end)
    return Span(text, begin, finish, "interval" if begin and finish else "open", approximate)


@lru_cache(maxsize=4096)
def written(text: str) -> str:
    """A date in English words: "27 September 2020", "about 1921", "summer 2020", "late 1980s to May 1994", "by 1921"."""
    read_edtf(text)
    if "/" not in text:
        return _end(text, text).words
    first, last = _ends(text)
    if first is None:
        assert last is not None, "read_edtf refuses an interval without any date"
        return f"until {last.words}"
    if last is None:
        return f"since {first.words}" if text.endswith("..") else f"from {first.words}"
    return f"{_without_repetition(first, last)} to {last.words}"


def _without_repetition(first: _End, last: _End) -> str:
    """The earlier end without the year, or month and year, that the later one names: "27 September to 10 November 2020"."""
    if len(first.parts) < 2 or len(last.parts) < 2 or first.parts[-1] != last.parts[-1] or first.parts == last.parts:
        return first.words
    if len(first.parts) == len(last.parts) == 3 and first.parts[1:] == last.parts[1:]:
        return first.parts[0]
    return " ".join(first.parts[:-1])


def _ends(text: str) -> tuple[_End | None, _End | None]:
    parts = text.split("/")
    if len(parts) != 2:
        raise DateError(f"the date {text!r} has more than one /. {_HOW}")
    first, last = (None if part in ("", "..") else _end(part, text) for part in parts)
    if first is None and last is None:
        raise DateError(f"the date {text!r} has no end at all: leave it out, or write what is known of it")
    return first, last


@lru_cache(maxsize=4096)
def _end(part: str, text: str) -> _End:
    bare = part[:-1] if part[-1:] in _QUALIFIERS else part
    several = _SEVERAL.fullmatch(part)
    try:
        if several:
            first, last = several["first"], several["last"]
            return _one_of_several(
                part, date(int(first), 1, 1) if first else None, date(int(last), 12, 31) if last else None, text
            )
        if not _ONE.fullmatch(bare):
            raise DateError(f"{text!r} is no date that a dossier can tell. {_HOW}")
        precision, first_day, last_day, words = _one(bare, text)
    except DateError:
        raise
    except ValueError:
        raise DateError(f"{text!r} names a day, month or year that does not exist. {_HOW}") from None
    before = _QUALIFIERS.get(part[-1:], "")
    if before:
        before += "the " if precision == "decade" else ""
        return _End(Span(part, first_day, last_day, precision, True), before + " ".join(words))
    return _End(Span(part, first_day, last_day, precision, False), " ".join(words), words)


def _one(bare: str, text: str) -> tuple[Precision, date, date, tuple[str, ...]]:
    """Precision, first and last day, and words of a date without a sign behind it. ValueError for a day that does not exist."""
    if bare.endswith("X"):
        decade = int(bare[:3]) * 10
        return "decade", date(decade, 1, 1), date(decade + 9, 12, 31), (f"{bare[:3]}0s",)
    year, month, day = (int(piece) for piece in [*bare.split("-"), "0", "0"][:3])
    written_year = bare[:4]
    if bare.count("-") == 2:
        only = date(year, month, day)
        return "day", only, only, (str(day), _MONTHS[month - 1], written_year)
    if bare.count("-") == 0:
        return "year", date(year, 1, 1), date(year, 12, 31), (written_year,)
    if month <= 12:
        return "month", date(year, month, 1), _last_day(year, month), (_MONTHS[month - 1], written_year)
    if month not in _SEASONS:
        raise DateError(f"{text!r} names no season that a dossier can tell: 21 is spring, 22 summer, 23 autumn, 24 winter")
    name, begins, ends = _SEASONS[month]
    return "season", date(year, begins, 1), _last_day(year, ends), (name, written_year)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _one_of_several(part: str, first: date | None, last: date | None, text: str) -> _End:
    if first is None and last is None:
        raise DateError(f"{text!r} names no year. {_HOW}")
    if first is None or last is None:
        words = f"by {last.year}" if last else f"{first.year if first else ''} or later"
        return _End(Span(part, first, last, "open", False), words)
    if first > last:
        raise DateError(f"the years of {text!r} stand in the wrong order: put the earlier one first")
    halves = {0: "early", 5: "late"}
    if first.year % 10 in halves and last.year == first.year + 4:
        words = f"{halves[first.year % 10]} {first.year // 10}0s"
    else:
        words = f"between {first.year} and {last.year}"
    return _End(Span(part, first, last, "interval", True), words)
