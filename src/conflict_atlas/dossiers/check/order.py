"""Rule: the timeline stands in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dates import DateError, read_edtf
from conflict_atlas.dossiers.dossier import NarratedEvent


def _look(reading: Reading) -> Iterator[Finding]:
    for earlier, later in pairwise(reading.dossier.timeline):
        first, last = _bounds(earlier)[0], _bounds(later)[1]
        # "2020" may stand before or behind "2020-09-27": only what cannot be right is reported.
        if first is not None and last is not None and first > last:
            what = f"is of {later.when}, but stands behind {earlier.key} ({earlier.when}); put it in the order of time"
            yield RULE.warning("timeline.yaml", later.key, what)


def _bounds(event: NarratedEvent) -> tuple[date | None, date | None]:
    """The first and last day that its date can mean; None where that is open or it cannot be read."""
    try:
        span = read_edtf(event.when)
    except DateError:
        return None, None  # the rule "date" names it
    return span.first, span.last


RULE = Rule(
    "timeline-order",
    "An event of the timeline that was over before the one above it began (warning).",
    "Put the events in the order in which they began.",
    _look,
)
