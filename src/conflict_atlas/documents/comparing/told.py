"""Figures as they are told: each with its document, its sentence, its day, and what the sentence says of it.

What may live here: the record, and what can be read from the sentence alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from conflict_atlas.documents.comparing.relation import Span
from conflict_atlas.documents.records import Figure

COUNTS_OF_PEOPLE = frozenset(
    ("killed", "wounded", "casualties", "missing", "displaced", "refugees", "evacuated", "prisoners", "surrendered", "strength")
)
_TOLL = re.compile(
    r"\btoll\b|\b(?:first|provisional|preliminary|latest)\s+(?:count|figure|number)|\bnumber\s+of\s+(?:dead|deaths)|\bclimb(?:s|ed)\b",
    re.IGNORECASE,
)
_NATURE = re.compile(
    r"\b(?:tsunami|earthquake|floods?|cyclone|hurricane|typhoon|landslide|drought|epidemic|cholera|measles|covid|famine|stampede|crash)\b",
    re.IGNORECASE,
)
"""What kills beside a war: its dead are not those of the war."""
_AT_FIRST = re.compile(
    r"\b(?:immediately|at first|at once|initially|by then|in the first (?:hours?|days?)|within (?:hours|days)|so far)\b",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"\b(?:in|at|near|outside)\s+(?P<name>[A-Z][\w'-]+)")
_MONTHS = frozenset("january february march april may june july august september october november december".split())


@dataclass(frozen=True)
class Told:
    """A figure with where it stands. ``published`` is the day of its document, or of its line in a digest."""

    doc: str
    figure: Figure
    sentence: str
    published: date | None = None
    publisher: str = ""
    at: int = 0
    """Where its sentence begins."""

    @property
    def after(self) -> str:
        """What stands behind it in its sentence."""
        return self.sentence[self.figure.end - self.at :]

    @cached_property
    def is_of_nature(self) -> bool:
        """Whether its sentence tells of a disaster beside the war."""
        return bool(_NATURE.search(self.sentence))

    @cached_property
    def is_toll(self) -> bool:
        """Whether its sentence speaks of a toll that goes on."""
        return bool(_TOLL.search(self.sentence))

    @cached_property
    def is_at_first(self) -> bool:
        """Whether its sentence tells of the first hours."""
        return bool(_AT_FIRST.search(self.sentence))

    @cached_property
    def where(self) -> str:
        """Its place, or the name behind a preposition: a place that nothing knows is one all the same."""
        if self.figure.place or not self.sentence:
            return self.figure.place
        names = (match.group("name") for match in _IN_NAME.finditer(self.after))
        return next((name for name in names if name.lower() not in _MONTHS), "")

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.doc, self.figure.start, self.figure.end

    @property
    def voice(self) -> str:
        """Who says it: the speaker, else the publisher, else the document."""
        return self.figure.attributed_to or self.publisher or self.doc
