"""Dates of dossiers: EDTF (ISO 8601-2), as exact as the document gives them, and their words.

What may live here: reading one date, its bounds, and writing it in the reader's language. Of the standard we take the part that can be told
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
from conflict_atlas.wording import gettext, month_names

Precision = Literal["day", "month", "season", "year", "decade", "interval", "open"]

# First and last month; winter is December, as the library reads it, since its year is the one that is written.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_QUALIFIERS = "~?%"
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


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Span:
    """The span of days that a date can mean. Raises DateError with a sentence that says what to write."""
    if "/" not in text:
        return _end(text, text)
    first, last = _ends(text)
    for end in (first, last):
        if end is not None and end.precision == "open":
            raise DateError(f"the date {text!r} is open twice. {_HOW}")
    begin = first.first if first else None
    finish = last.last if last else None
    if begin and finish and begin > finish:
        raise DateError(f"the date {text!r} ends before it begins: put the earlier one first")
    approximate = any(end.approximate for end in (first, last) if end)
    return Span(text, begin, finish, "interval" if begin and finish else "open", approximate)


def written(text: str) -> str:
    """A date in words: "27 September 2020", "about 1921", "summer 2020", "late 1980s to May 1994", "by 1921"."""
    read_edtf(text)
    if "/" not in text:
        return _words(_end(text, text))
    first, last = _ends(text)
    if first is None:
        assert last is not None, "read_edtf refuses an interval without any date"
        return gettext("until %(date)s") % {"date": _words(last)}
    if last is None:
        open_end = gettext("since %(date)s") if text.endswith("..") else gettext("from %(date)s")
        return open_end % {"date": _words(first)}
    return gettext("%(first)s to %(last)s") % {"first": _without_repetition(first, last), "last": _words(last)}


def _without_repetition(first: Span, last: Span) -> str:
    """The earlier end without the year, or month and year, that the later one names: "27 September to 10 November 2020"."""
    begins, ends = _pieces(first), _pieces(last)
    if len(begins) < 2 or len(ends) < 2 or begins[0] != ends[0] or begins == ends:
        return _words(first)
    if len(begins) == len(ends) == 3 and begins[1] == ends[1]:
        return str(begins[2])
    return _part_of_year(*begins[1:])


def _pieces(end: Span) -> tuple[int, ...]:
    """Year, month or season, and day of an exact date, as far as it names them; none of any other."""
    return () if end.approximate or not _ONE.fullmatch(end.text) or "X" in end.text else tuple(map(int, end.text.split("-")))


def _words(end: Span) -> str:
    several = _SEVERAL.fullmatch(end.text)
    if several:
        return _words_of_several(several["first"], several["last"])
    sign = end.text[-1] if end.text[-1] in _QUALIFIERS else ""
    bare = end.text.removesuffix(sign) if sign else end.text
    if bare.endswith("X"):
        decade = gettext("%(decade)ss") % {"decade": f"{bare[:3]}0"}
        return {
            "": decade,
            "~": gettext("about the %(decade)s") % {"decade": decade},
            "?": gettext("perhaps the %(decade)s") % {"decade": decade},
            "%": gettext("perhaps about the %(decade)s") % {"decade": decade},
        }[sign]
    year, *rest = bare.split("-")
    words = _in_year(_part_of_year(*map(int, rest)), int(rest[0]), year) if rest else year
    return {
        "": words,
        "~": gettext("about %(date)s") % {"date": words},
        "?": gettext("perhaps %(date)s") % {"date": words},
        "%": gettext("perhaps about %(date)s") % {"date": words},
    }[sign]


def _part_of_year(month: int, day: int | None = None) -> str:
    """A season, a month, or a day of a month, without the year."""
    if month in _SEASONS:
        return {21: gettext("spring"), 22: gettext("summer"), 23: gettext("autumn"), 24: gettext("winter")}[month]
    name = month_names()[month - 1]
    return name if day is None else gettext("%(day)s %(month)s") % {"day": day, "month": name}


def _in_year(part: str, month: int, year: str) -> str:
    if month in _SEASONS:
        return gettext("%(season)s %(year)s") % {"season": part, "year": year}
    return gettext("%(month)s %(year)s") % {"month": part, "year": year}


def _words_of_several(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return gettext("by %(year)s") % {"year": int(last)} if last else gettext("%(year)s or later") % {"year": int(first or 0)}
    if int(last) == int(first) + 4 and int(first) % 10 in (0, 5):
        decade = gettext("%(decade)ss") % {"decade": f"{int(first) // 10}0"}
        half = gettext("early %(decade)s") if int(first) % 10 == 0 else gettext("late %(decade)s")
        return half % {"decade": decade}
    return gettext("between %(first)s and %(last)s") % {"first": int(first), "last": int(last)}


def _ends(text: str) -> tuple[Span | None, Span | None]:
    parts = text.split("/")
    if len(parts) != 2:
        raise DateError(f"the date {text!r} has more than one /. {_HOW}")
    first, last = (None if part in ("", "..") else _end(part, text) for part in parts)
    if first is None and last is None:
        raise DateError(f"the date {text!r} has no end at all: leave it out, or write what is known of it")
    return first, last


@lru_cache(maxsize=4096)
def _end(part: str, text: str) -> Span:
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
        precision, first_day, last_day = _one(bare, text)
    except DateError:
        raise
    except ValueError:
        raise DateError(f"{text!r} names a day, month or year that does not exist. {_HOW}") from None
    return Span(part, first_day, last_day, precision, part[-1:] in _QUALIFIERS)


def _one(bare: str, text: str) -> tuple[Precision, date, date]:
    """Precision, first and last day of a date without a sign behind it. ValueError for a day that does not exist."""
    if bare.endswith("X"):
        decade = int(bare[:3]) * 10
        return "decade", date(decade, 1, 1), date(decade + 9, 12, 31)
    year, month, day = (int(piece) for piece in [*bare.split("-"), "0", "0"][:3])
    if bare.count("-") == 2:
        only = date(year, month, day)
        return "day", only, only
    if bare.count("-") == 0:
        return "year", date(year, 1, 1), date(year, 12, 31)
    if month <= 12:
        return "month", date(year, month, 1), _last_day(year, month)
    if month not in _SEASONS:
        raise DateError(f"{text!r} names no season that a dossier can tell: 21 is spring, 22 summer, 23 autumn, 24 winter")
    begins, ends = _SEASONS[month]
    return "season", date(year, begins, 1), _last_day(year, ends)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _one_of_several(part: str, first: date | None, last: date | None, text: str) -> Span:
    if first is None and last is None:
        raise DateError(f"{text!r} names no year. {_HOW}")
    if first is None or last is None:
        return Span(part, first, last, "open", False)
    if first > last:
        raise DateError(f"the years of {text!r} stand in the wrong order: put the earlier one first")
    return Span(part, first, last, "interval", True)
