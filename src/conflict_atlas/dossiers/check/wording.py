"""Rule: words that age are given their date, and dates are written one way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check import quotations
from conflict_atlas.dossiers.check.data import phrases
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading

_MONTH_FIRST = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2})(,? \d{4})?\b(?! \w+ day)"
)


def _look(reading: Reading) -> Iterator[Finding]:
    for told in reading.told:
        text = quotations.outside(told.sentence.text)
        for match in re.finditer(phrases("ageing"), text, re.IGNORECASE):
            what = f'{match.group()!r} is true on the day of writing only; give the date ("in May 2024", "as of January 2024")'
            yield RULE.warning(told.passage.file, told.place, what)
        for match in _MONTH_FIRST.finditer(text):
            month, day, year = match.groups()
            better = f"{int(day)} {month}{' ' + year.strip(', ') if year else ''}"
            yield RULE.warning(told.passage.file, told.place, f"{match.group()!r} is written {better!r} on these pages")


RULE = Rule(
    "wording",
    'Words that are true on the day of writing only ("recently", "currently"), and dates with the month first (warnings).',
    'Give the date, and write it "27 September 2020".',
    _look,
)
