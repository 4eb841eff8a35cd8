"""Rule: the page tells nothing after the day that it says it covers, and no day of its own lies in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dates import DateError, Span, read_edtf


def _look(reading: Reading) -> Iterator[Finding]:
    dossier = reading.dossier
    until = _last(dossier.covers_to)
    for event in dossier.timeline:
        first = _first(event.when)
        if until is not None and first is not None and first > until:
            what = f'happened on {event.when}, after the text\'s "covers events to {dossier.covers_to}"; correct one of the two'
            yield RULE.error("timeline.yaml", event.key, what)
    if reading.today is not None and dossier.updated > reading.today:
        what = f"updated is {dossier.updated}, in the future; write the day on which the text was last changed"
        yield RULE.error("dossier.yaml", "head", what)
    for number, correction in enumerate(dossier.corrections, start=1):
        if correction.date > dossier.updated:
            what = f"is dated {correction.date}, after the page's last change ({dossier.updated}); correct updated"
            yield RULE.error("dossier.yaml", f"correction {number}", what)


def _span(text: str) -> Span | None:
    try:
        return read_edtf(text)
    except DateError:
        return None  # the rule "date" names it


def _first(text: str) -> date | None:
    span = _span(text)
    return span.first if span else None


def _last(text: str) -> date | None:
    span = _span(text)
    return span.last if span else None


RULE = Rule(
    "coverage",
    "An event after the date to which the text says that it covers events; a correction after the page's last change; a last "
    "change in the future.",
    "Move `covers_to` forward when the text goes on, and `updated` with every change.",
    _look,
)
