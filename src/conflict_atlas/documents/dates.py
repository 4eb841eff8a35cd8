"""Dates in English text: what the words say, resolved to days where the text around them allows it.

What may live here: the grammar of dates and durations, and how a missing year or a relative word is resolved. A date that
cannot be resolved keeps its words and has no days. "Early" and "late" follow the conventions of EDTF users: days 1-10 and from
21 of a month, January to April and September to December of a year, the first and last third of a decade.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conflict_atlas.documents.records import Timex

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
MONTHS["sept"] = 9
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SMALL = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        ).split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "a": 1, "an": 1, "several": 0, "few": 0}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

_M = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan\\.?|feb\\.?|"
    "mar\\.?|apr\\.?|jun\\.?|jul\\.?|aug\\.?|sept?\\.?|oct\\.?|nov\\.?|dec\\.?)"
)
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:1[89]\d\d|20\d\d)"
_N = (
    "(?:\\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety|several|a few|few)"
)
_PART = (
    r"(?:the\s+)?(?:very\s+)?(?P<part>early|late|mid|middle of|beginning of|start of|end of|first half of|second half "
    r"of)(?:[- ]|\s+in\s+)?(?:the\s+)?"
)
_UNIT = r"(?:minute|hour|day|night|week|month|year|decade)s?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    (
        "day-span",
        rf"\b(?:between\s+(?:the\s+evenings?\s+of\s+)?)?(?P<d>{_D})(?:\s*-\s*|\s+(?:and|to|through|until|"
        rf"or)\s+)(?P<d2>{_D})\s+(?P<mn>{_M})(?:,?\s+(?P<y>{_Y}))?\b",
    ),
    (
        "day-month-span",
        rf"\b(?P<d>{_D})\s+(?P<mn>{_M})(?:\s*-\s*|\s+(?:and|to|through|"
        rf"until)\s+)(?P<d2>{_D})\s+(?P<mn2>{_M})(?:,?\s+(?P<y>{_Y}))?\b",
    ),
    (
        "month-day-month-span",
        rf"\b(?P<mn>{_M})\s+(?P<d>{_D})(?:\s*-\s*|\s+(?:and|to|through|"
        rf"until)\s+)(?P<mn2>{_M})\s+(?P<d2>{_D})(?!\d)(?:,?\s+(?P<y>{_Y}))?\b",
    ),
    (
        "month-day-span",
        rf"\b(?P<mn>{_M})\s+(?P<d>{_D})\s*(?:-|\s+(?:and|to|through)\s+)\s*(?P<d2>{_D})(?!\d)(?:,?\s+(?P<y>{_Y}))?\b",
    ),
    (
        "day",
        rf"\b(?:the\s+)?(?P<d>{_D})\s+(?:of\s+)?(?P<mn>{_M})(?:(?:,?\s+(?P<y>{_Y}))|"
        rf"\s+of\s+the\s+(?P<next>following|next)\s+year)?\b",
    ),
    ("day", rf"\b(?P<mn>{_M})\s+(?P<d>{_D})(?![\d:])(?:,?\s+(?P<y>{_Y}))?\b"),
    (
        "month-span",
        rf"\b(?:between\s+)?(?P<mn>{_M})(?:\s+(?P<y0>{_Y}))?(?:\s*-\s*|\s+(?:and|to|through|"
        rf"until)\s+)(?P<mn2>{_M})\s+(?P<y>{_Y})\b",
    ),
    (
        "week-of",
        rf"\b(?:the\s+)?(?P<ord>first|second|third|fourth|last)\s+(?:week|days|day)\s+of\s+(?P<mn>{_M})(?:,?\s+(?P<y>{_Y}))?\b",
    ),
    ("month", rf"\b{_PART}(?P<mn>{_M})(?:,?\s+(?:of\s+)?(?P<y>{_Y}))?\b"),
    ("month", rf"\b(?P<mn>{_M}),?\s+(?:of\s+)?(?P<y>{_Y})\b"),
    ("season", rf"\b(?:{_PART})?(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<y>{_Y})\b"),
    (
        "quarter",
        rf"\b(?:the\s+)?(?P<q>first|second|third|fourth|last)\s+quarter\s+of\s+(?P<y>{_Y})\b|\bQ(?P<qn>[1-4])\s+(?P<y2>{_Y})\b",
    ),
    ("half", rf"\b(?:the\s+)?(?P<half>first|second)\s+half\s+of\s+(?P<y>{_Y})\b"),
    ("decade", rf"\b(?:{_PART})?(?:the\s+)?(?P<decade>(?:1[89]|20)\d)0'?s\b"),
    (
        "year-span",
        rf"(?<![\d.,-])(?:between\s+)?(?P<y>{_Y})(?:\s*[-/]\s*|\s+(?:and|to|through)\s+)(?P<y2>{_Y}|\d\d)(?![\d-]|\.\d|,\d)",
    ),
    ("year", rf"\b{_PART}(?P<y>{_Y})\b(?!-)"),
    ("year", rf"(?<![\d.,/$-])(?P<y>{_Y})(?![\d%]|[.,]\d|-\w|/\d)"),
    (
        "month",
        rf"\b(?:(?<=in )|(?<=since )|(?<=by )|(?<=until )|(?<=of )|(?<=during )|(?<=from )|(?<=to )|(?<=last )|"
        rf"(?<=this )|(?<=that )|(?<=for )|(?<=before )|(?<=after )|(?<=through ))(?P<mn>{_M})(?=[\s,.;:)]|$)",
    ),
    (
        "end-of",
        r"\b(?:the\s+)?(?P<edge>end|start|beginning|middle)\s+of\s+(?:the|this|last|that)\s+(?P<u>year|month|"
        r"week)\b|\b(?:during|over|throughout)\s+(?:the|that)\s+(?P<u2>year|month)\b",
    ),
    (
        "set",
        r"\b(?:every|each|per)\s+(?:day|week|month|year|night)\b|\ba\s+(?:day|week|month|year)\b(?=[,.;]|$)|"
        r"\b(?:daily|weekly|monthly|annually|yearly)\b",
    ),
    ("weekend", r"\b(?:last|this|the)\s+weekend\b"),
    (
        "that-day",
        r"\b(?:that|the|this)\s+same\s+(?:day|night|morning|evening)\b|\bthat\s+(?:day|night|morning|evening)\b|"
        r"\b(?:later|earlier)\s+that\s+day\b|\bduring\s+the\s+day\b|\bthe\s+end\s+of\s+the\s+day\b|"
        r"\bon\s+the\s+day\b",
    ),
    (
        "next-day",
        r"\b(?:the\s+)?(?:following|next)\s+(?:day|morning|night)\b|\bthe\s+day\s+after\b|\ba\s+day\s+(?:after|"
        r"later)\b|\bone\s+day\s+later\b",
    ),
    ("day-before", r"\b(?:the\s+)?previous\s+(?:day|night)\b|\bthe\s+day\s+before\b|\ba\s+day\s+earlier\b"),
    ("today", r"\b(?:today|tonight|this\s+(?:morning|afternoon|evening))\b"),
    ("yesterday", r"\byesterday\b|\blast\s+night\b|\bovernight\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("weekday", r"\b(?:(?P<which>last|next|this)\s+)?(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b"),
    ("ago", rf"\b(?:(?P<n>{_N})\s+(?P<u>day|week|month|year)s?)\s+(?:ago|earlier|before)\b"),
    (
        "later",
        rf"\b(?:just\s+|only\s+|about\s+|some\s+|less\s+than\s+)?(?:(?P<n>{_N})\s+)?(?P<u>hour|day|week|month|"
        rf"year)s?\s+(?:later|after(?:wards?)?)\b",
    ),
    (
        "shortly",
        r"\b(?:shortly|soon)\s+(?:after(?:wards?)?|thereafter)\b|\bin\s+the\s+(?:days|weeks|"
        r"months)\s+that\s+followed\b|\bthe\s+following\s+(?:week|month)\b",
    ),
    (
        "last-unit",
        r"\b(?:last|the\s+past|the\s+previous|the\s+last|this|next)\s+(?P<u>week|month|year)\b|\b(?:earlier|"
        r"later)\s+this\s+(?P<u2>week|month|year)\b",
    ),
    ("reporting", r"\b(?:the\s+)?(?:previous|current)\s+reporting\s+period\b|\bthe\s+reporting\s+period\b"),
    (
        "duration",
        rf"\b(?P<n>{_N}|\d+(?:\.\d+)?)(?:-|\s+(?:full\s+|consecutive\s+|straight\s+|more\s+)?)(?P<u>{_UNIT})\b(?:-long)?",
    ),
)
_RULES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS)
_DIGIT = re.compile(r"\d")
_HINT = re.compile(
    r"\d|day|night|week|month|year|hour|minute|decade|morning|afternoon|evening|reporting|thereafter|shortly|soon|daily|annual|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|later|after",
    re.IGNORECASE,
)
"""Without one of these no rule matches: most sentences are told so at once."""
_WITH_DIGITS = frozenset(
    ("iso", "day-span", "day-month-span", "month-day-month-span", "month-day-span", "day", "month-span", "season", "quarter", "half",
     "decade", "year-span", "year")
)  # fmt: skip
_SPOKEN_OF = re.compile(
    r"\b(?:since|until|till|the|of the|before|after|whole of|all of|compared (?:with|to)|than in|as in|those of)\s*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:by|until|till|before|no later than|prior to|as of)\s+(?:(?:the\s+)?(?:early|late|mid)[- ])?(?:the\s+)?$", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:since|from)\s+(?:(?:the\s+)?(?:early|late|mid)[- ])?(?:the\s+)?$", re.IGNORECASE)
_ORDINARY_MAY = re.compile(r"^(?:may|march|mar|dec|sept?|jan|jun|jul|oct|nov|feb|aug|apr)$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|expected|planned|scheduled|foreseen|due|are to|is to|set for|until|postponed|put off|next|"
    r"ahead of|upcoming|has promised|have promised)\b",
    re.IGNORECASE,
)
AHEAD_DAYS = 200
"""A day without a year that is planned lies at most so far behind the day of writing."""
BACK = 400
"""Characters before a date in which words about it are looked for."""
NEAR_DAYS = 21
"""A vague "days later" lies within so many days."""


@dataclass
class Reference:
    """What a date without its year or day is resolved by. Changes as the text is read from top to bottom."""

    document: date | None = None
    """When the document, or the line of a digest, was published."""
    period: tuple[date, date] | None = None
    """The time that the document covers, where its metadata say so."""
    year: int | None = None
    """Of the last date with a year in this paragraph that dates what is told."""
    told: date | None = None
    """The last day that was told."""
    told_last: date | None = None
    told_in_paragraph: bool = False
    told_year: int | None = None
    is_ahead: bool = False
    """Whether the words before the date being read speak of a plan."""

    def new_paragraph(self) -> None:
        """Years of an earlier paragraph do not reach into this one where the document has a date of its own."""
        self.year = None
        self.told_in_paragraph = False

    def year_of(self, month: int, day: int) -> tuple[int | None, str]:
        """The year of a day or month without one, and how it was found."""
        if self.year is not None:
            return self.year, "inferred_year"
        if self.is_ahead and self.document is not None:
            return self._from_document(month, day), "inferred_year"
        if self.period is not None:
            first, last = self.period
            for year in range(last.year, first.year - 1, -1):
                if first <= _day(year, month, day) <= last:
                    return year, "inferred_year"
        if self.document is not None:
            return self._from_document(month, day), "inferred_year"
        if self.period is not None:
            first, last = self.period
            near = min(range(first.year, last.year + 1), key=lambda year: abs((_day(year, month, day) - first).days))
            return near, "inferred_year"
        return self.told_year, "inferred_year"

    def _from_document(self, month: int, day: int) -> int:
        """The most recent past before the document's date; of a plan, the nearest time after it."""
        assert self.document is not None
        year = self.document.year
        if self.is_ahead and _day(year, month, day) < self.document - timedelta(days=AHEAD_DAYS):
            return year + 1
        latest = self.document + timedelta(days=AHEAD_DAYS if self.is_ahead else 3)
        return year if _day(year, month, day) <= latest else year - 1

    def tell(self, timex: Timex) -> None:
        """Take note of a date that dates what is told."""
        begins = timex.from_ or timex.to
        if not begins or timex.kind != "date" or self.is_ahead:
            return
        first = date.fromisoformat(begins)
        last = date.fromisoformat(timex.to) if timex.to else first
        if timex.precision in ("day", "month", "window") and (last - first).days <= 31:
            self.told, self.told_last, self.told_in_paragraph = first, last, True
        if first.year == last.year:
            self.told_year = first.year
            if timex.basis == "explicit" or timex.rule_id in ("date-last-unit", "date-today", "date-yesterday", "date-weekday"):
                self.year = first.year


def find_dates(view: str, text: str, start: int, end: int, reference: Reference) -> list[Timex]:
    """Dates and durations of a part of a view, in order, resolved by the reference, which is brought up to date."""
    found: list[Timex] = []
    for name, match in _matches(view, start, end):
        timex = _timex(name, match, view, text, reference)
        if timex is None:
            continue
        found.append(timex)
        if timex.is_anchor:
            reference.tell(timex)
    return found


def _matches(view: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The matches of all rules from left to right; where they overlap, that of the earlier rule."""
    taken: list[tuple[int, int, int, str, re.Match[str]]] = []
    if not _HINT.search(view, start, end):
        return
    has_digit = bool(_DIGIT.search(view, start, end))
    for rank, (name, pattern) in enumerate(_RULES):
        if name in _WITH_DIGITS and not has_digit:
            continue
        for match in pattern.finditer(view, start, end):
            if not any(match.start() < other[1] and other[0] < match.end() for other in taken):
                taken.append((match.start(), match.end(), rank, name, match))
    for _, _, _, name, match in sorted(taken, key=lambda item: item[:3]):
        yield name, match


def _timex(name: str, match: re.Match[str], view: str, text: str, reference: Reference) -> Timex | None:
    groups = match.groupdict()
    start, end = match.span()
    before = view[max(0, start - 24) : start]
    if name == "day-span" and match.group().lower().startswith("between"):
        start = match.start("d")
    elif name in ("month-span", "year-span") and match.group().lower().startswith("between"):
        start += len("between") + (len(match.group()[7:]) - len(match.group()[7:].lstrip()))
    if name == "day" and view[start:end].lower().startswith("the "):
        start += 4
    common: dict[str, Any] = {"start": start, "end": end, "quote": text[start:end], "rule_id": f"date-{name}"}
    spoken_of = bool(_SPOKEN_OF.search(before)) and name in ("year", "month", "day", "year-span")
    if name == "set":
        return Timex(**common, kind="set", is_anchor=False)
    if name == "duration":
        return None if _is_no_duration(match, view) else Timex(**common, kind="duration", is_anchor=False)
    if name in ("today", "yesterday", "tomorrow", "weekday", "weekend", "last-unit", "reporting", "ago"):
        return _relative_to_document(name, match, common, reference, view)
    if name in ("that-day", "next-day", "day-before", "later", "shortly"):
        return _relative_to_story(name, match, common, reference)
    if name == "end-of":
        return _edge_of(match, common, reference)
    reference.is_ahead = bool(_AHEAD.search(view[max(0, start - BACK, view.rfind(".", max(0, start - BACK), start)) : start]))
    resolved = _calendar(name, groups, reference, match.group())
    if resolved is None:
        return None
    first, last, precision, basis, edtf = resolved
    from_, to = first.isoformat() if first else None, last.isoformat() if last else None
    sentence_before = view[max(0, start - BACK, view.rfind(".", max(0, start - BACK), start)) : start]
    if re.search(r"\b(?:postponed|delayed|put off|extended|moved)\b[^.]*\b(?:until|to|till)\s+$", sentence_before, re.IGNORECASE):
        pass
    elif _BEFORE.search(before) and name not in ("day-span", "year-span") and not re.search(r"\bas of\s+$", before):
        spoken_of = spoken_of or "by" not in before.lower()
        from_, edtf = None, f"../{edtf}" if edtf else None
    elif _SINCE.search(before) and name not in ("day-span", "year-span") and re.search(r"\bsince", before, re.IGNORECASE):
        to, edtf = None, f"{edtf}/.." if edtf else None
    if re.search(r"\b(?:soon|shortly|immediately|just) after\s*$", before, re.IGNORECASE):
        spoken_of = False
    if (
        view[end : end + 1] == "'"
        or text[end : end + 1] == "-"
        or (name == "year" and re.match(r"\s+(?:ceasefire|war|agreement|truce|deal)", view[end : end + 12]))
    ):
        spoken_of = True
    return Timex(**common, from_=from_, to=to, edtf=edtf, precision=precision, basis=basis, is_anchor=not spoken_of)


def _is_no_duration(match: re.Match[str], view: str) -> bool:
    """ "39-year-old" is an age, "a day of mourning" and "one day" are no lengths."""
    after = view[match.end() : match.end() + 5].lower()
    words = match.group().lower()
    if after.startswith(("-old", " old")):
        return True
    return words in ("a week", "a year", "a month", "one day", "an hour") and not re.search(
        r"\b(?:for|within|in|after|of|lasted|by|postponed)\s+$", view[max(0, match.start() - 12) : match.start()].lower()
    )


def _calendar(
    name: str, groups: dict[str, str | None], reference: Reference, words: str
) -> tuple[date | None, date | None, str, str, str | None] | None:
    """What a calendar expression means: first and last day, precision, basis, EDTF. None if it is no date after all."""
    year = int(groups.get("y") or 0) or None
    part = (groups.get("part") or "").lower()
    if name == "iso":
        try:
            day = date(int(groups["y"] or 0), int(groups["m"] or 0), int(groups["d"] or 0))
        except ValueError:
            return None
        return day, day, "day", "explicit", day.isoformat()
    if name in ("day", "day-span", "day-month-span", "month-day-span", "month-day-month-span"):
        month = _month(groups["mn"])
        first_day = _number(groups["d"])
        last_day = _number(groups.get("d2")) or first_day
        last_month = _month(groups.get("mn2")) if groups.get("mn2") else month
        if not (1 <= first_day <= 31 and 1 <= last_day <= 31):
            return None
        basis = "explicit"
        if year is None:
            year, basis = reference.year_of(month, first_day)
            if year is not None and groups.get("next"):
                year = (reference.year or year) + 1
        if year is None:
            return None, None, "day", "inferred_year", f"XXXX-{month:02d}-{first_day:02d}"
        first_year = year - 1 if (last_month, last_day) < (month, first_day) else year
        first, last = _day(first_year, month, first_day), _day(year, last_month, last_day)
        edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        return first, last, "day" if first == last else "window", basis, edtf
    if name == "week-of":
        month = _month(groups["mn"])
        basis = "explicit"
        if year is None:
            year, basis = reference.year_of(month, 1)
        if year is None:
            return None, None, "window", "inferred_year", f"XXXX-{month:02d}"
        end_of_month = _month_end(year, month).day
        begin = {"first": 1, "second": 8, "third": 15, "fourth": 22}.get((groups["ord"] or "").lower(), end_of_month - 6)
        first, last = date(year, month, begin), date(year, month, min(begin + 6, end_of_month))
        if " day " in words.lower():
            first = last = date(
                year, month, end_of_month if begin > 28 or (groups["ord"] or "").lower() == "last" else begin // 7 + 1
            )
        return first, last, "window", basis, f"{first.isoformat()}/{last.isoformat()}"
    if name in ("month", "month-span"):
        if name == "month" and year is None and not part and words[0].islower() and _ORDINARY_MAY.match(words.split()[-1]):
            return None
        month = _month(groups["mn"])
        last_month = _month(groups.get("mn2")) if groups.get("mn2") else month
        basis = "explicit"
        if year is None:
            year, basis = reference.year_of(month, 1)
        if year is None:
            return None, None, "month", "inferred_year", f"XXXX-{month:02d}"
        first_year = int(groups["y0"] or 0) if groups.get("y0") else year - (last_month < month)
        first, last = date(first_year, month, 1), _month_end(year, last_month)
        edtf = (
            f"{year}-{month:02d}"
            if first_year == year and month == last_month
            else f"{first_year}-{month:02d}/{year}-{last_month:02d}"
        )
        if part and name == "month":
            first, last = _part_of_month(part, year, month)
            edtf += "~"
        return first, last, "month", basis, edtf
    if name == "season" and year is not None:
        begin, stop = SEASONS[(groups["season"] or "").lower()]
        last = _month_end(year + (stop < begin), stop)
        return (
            date(year, begin, 1),
            last,
            "season",
            "explicit",
            f"{year}-{21 + list(SEASONS).index((groups['season'] or '').lower())}",
        )
    if name == "quarter":
        year = year or int(groups["y2"] or 0)
        number = int(groups["qn"] or 0) or {"first": 1, "second": 2, "third": 3}.get((groups["q"] or "").lower(), 4)
        return date(year, 3 * number - 2, 1), _month_end(year, 3 * number), "season", "explicit", f"{year}-{32 + number}"
    if name == "half" and year is not None:
        begin = 1 if (groups["half"] or "").lower() == "first" else 7
        return (
            date(year, begin, 1),
            _month_end(year, begin + 5),
            "season",
            "explicit",
            f"{year}-{begin:02d}/{year}-{begin + 5:02d}",
        )
    if name == "decade":
        begin = int(groups["decade"] or 0) * 10
        nearest, farthest = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
        return (
            date(begin + nearest, 1, 1),
            date(begin + farthest, 12, 31),
            "decade",
            "explicit",
            f"{begin // 10}X" + ("~" if part else ""),
        )
    if name == "year-span" and year is not None:
        second = groups["y2"] or ""
        last_year = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
        if not year < last_year <= year + 120:
            return None
        return date(year, 1, 1), date(last_year, 12, 31), "year", "explicit", f"{year}/{last_year}"
    if name == "year" and year is not None:
        begin, stop = {
            "early": (1, 4), "beginning of": (1, 4), "start of": (1, 4), "mid": (5, 8), "middle of": (5, 8), "late": (9, 12),
            "end of": (9, 12), "first half of": (1, 6), "second half of": (7, 12),
        }.get(part, (1, 12))  # fmt: skip
        return date(year, begin, 1), _month_end(year, stop), "year", "explicit", f"{year}" + ("~" if part else "")
    return None


def _relative_to_document(
    name: str, match: re.Match[str], common: dict[str, Any], reference: Reference, view: str
) -> Timex | None:
    groups, now = match.groupdict(), reference.document
    if name == "weekday" and match.group()[0].islower():
        return None
    if now is None or _inside_quotation(view, match.start()):
        return Timex(**common, kind="ref", basis="relative", is_anchor=False)
    if name == "today":
        first = last = now
    elif name == "yesterday":
        first = last = now - timedelta(days=1)
    elif name == "tomorrow":
        first = last = now + timedelta(days=1)
    elif name == "weekend":
        back = (now.weekday() - 5) % 7 or 7
        first = now - timedelta(days=back)
        last = first + timedelta(days=1)
    elif name == "weekday":
        back = (now.weekday() - WEEKDAYS[groups["wd"].lower()]) % 7
        if (groups["which"] or "").lower() == "next":
            back -= 7
        elif (groups["which"] or "").lower() == "last":
            back = back or 7
        elif _AHEAD.search(view[max(0, match.start() - 24) : match.start()]):
            back -= 7
        first = last = now - timedelta(days=back)
    elif name == "ago":
        words = (groups["n"] or "").lower()
        number = int(words) if words.isdigit() else SMALL.get(words)
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[groups["u"].lower()]
        base = (
            reference.told if re.search("earlier|before", match.group(), re.IGNORECASE) and reference.told_in_paragraph else now
        )
        if not number or base is None:
            return Timex(**common, kind="ref", basis="relative", is_anchor=False)
        middle, slack = base - timedelta(days=days * number), 0 if days == 1 else days // 2
        first, last = middle - timedelta(days=slack), middle + timedelta(days=slack)
    elif name == "last-unit":
        unit = (groups["u"] or groups["u2"] or "").lower()
        first, last = _unit_before(now, unit, match.group().lower())
    else:
        period = reference.period
        if period is None:
            return Timex(**common, kind="ref", basis="relative", is_anchor=False)
        if "previous" in match.group().lower():
            told = (reference.told or period[0], reference.told_last or period[1])
            first, last = told[0] - timedelta(days=1), told[0]
        else:
            first, last = period
    precision = "day" if first == last else "window"
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Timex(
        **common,
        from_=first.isoformat(),
        to=last.isoformat(),
        edtf=edtf,
        precision=precision,
        basis="relative",
        is_anchor=name in ("today", "yesterday", "weekday", "reporting"),
    )


def _relative_to_story(name: str, match: re.Match[str], common: dict[str, Any], reference: Reference) -> Timex | None:
    told, last_told = reference.told, reference.told_last
    if told is None or last_told is None:
        return Timex(**common, kind="ref", basis="relative", is_anchor=False)
    first, last = told, last_told
    if name == "next-day":
        first = last = last_told + timedelta(days=1)
    elif name == "day-before":
        first = last = told - timedelta(days=1)
    elif name == "later":
        words = (match.group("n") or "").lower()
        number = int(words) if words.isdigit() else SMALL.get(words)
        unit = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}[match.group("u").lower()]
        if number:
            middle, slack = last_told + timedelta(days=unit * number), 0 if unit <= 1 else max(1, unit // 4)
            first, last = middle - timedelta(days=slack), middle + timedelta(days=slack)
            if unit == 365:
                first, last = date(middle.year, 1, 1), date(middle.year, 12, 31)
        else:
            first, last = last_told, last_told + timedelta(days=max(1, unit) * 10)
    elif name == "shortly":
        first, last = last_told, last_told + timedelta(days=NEAR_DAYS)
    precision = "day" if first == last else "window"
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Timex(
        **common,
        from_=first.isoformat(),
        to=last.isoformat(),
        edtf=edtf,
        precision=precision,
        basis="relative",
        is_anchor=precision == "day" or name == "shortly",
    )


def _edge_of(match: re.Match[str], common: dict[str, Any], reference: Reference) -> Timex:
    """ "The end of the year", "during the year": of the year or month that is being told."""
    unit = (match.group("u") or match.group("u2")).lower()
    edge = (match.group("edge") or "").lower()
    base = reference.told or reference.document or (date(reference.year, 1, 1) if reference.year else None)
    if base is None and reference.period is not None:
        base = reference.period[0]
    if base is None:
        return Timex(**common, kind="ref", basis="relative", is_anchor=False)
    if unit == "year":
        begin, stop = {"end": (9, 12), "start": (1, 4), "beginning": (1, 4), "middle": (5, 8)}.get(edge, (1, 12))
        first, last = date(base.year, begin, 1), _month_end(base.year, stop)
        if edge == "end":
            first = last
    elif unit == "month":
        part = {"end": "late", "start": "early", "beginning": "early", "middle": "mid"}.get(edge)
        first, last = (
            _part_of_month(part, base.year, base.month) if part else (base.replace(day=1), _month_end(base.year, base.month))
        )
    else:
        now = reference.document or base
        monday = now - timedelta(days=now.weekday())
        first, last = (monday, monday + timedelta(days=2)) if edge in ("start", "beginning") else (monday, now)
    return Timex(
        **common,
        from_=first.isoformat(), to=last.isoformat(), edtf=f"{first.isoformat()}/{last.isoformat()}", precision="window", basis="relative",
        is_anchor=False,
    )  # fmt: skip


def _inside_quotation(view: str, at: int) -> bool:
    line = max(view.rfind("\n", max(0, at - BACK), at) + 1, at - BACK, 0)
    return view.count('"', line, at) % 2 == 1


def _unit_before(now: date, unit: str, words: str) -> tuple[date, date]:
    is_this = "this" in words
    if unit == "week":
        monday = now - timedelta(days=now.weekday())
        return (monday, now) if is_this else (monday - timedelta(days=7), monday - timedelta(days=1))
    if unit == "month":
        first = now.replace(day=1)
        return (first, now) if is_this else ((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1))
    return (date(now.year, 1, 1), now) if is_this else (date(now.year - 1, 1, 1), date(now.year - 1, 12, 31))


def _part_of_month(part: str, year: int, month: int) -> tuple[date, date]:
    last = _month_end(year, month)
    if part in ("early", "beginning of", "start of"):
        return date(year, month, 1), date(year, month, 10)
    if part in ("mid", "middle of"):
        return date(year, month, 11), date(year, month, 20)
    if part == "first half of":
        return date(year, month, 1), date(year, month, 15)
    if part == "second half of":
        return date(year, month, 16), last
    return date(year, month, 21), last


def _month(name: str | None) -> int:
    return MONTHS[(name or "").lower().rstrip(".")]


def _number(words: str | None) -> int:
    digits = re.match(r"\d+", words or "")
    return int(digits.group()) if digits else 0


def _day(year: int, month: int, day: int) -> date:
    """The day, or the last of its month where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
