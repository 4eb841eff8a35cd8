"""From records to suggestions for an editor: what is worth a decision, in which order, and the claim that it would become.

What may live here: pure functions. Nothing is accepted here. The order is by the harm that a mistake would do: figures of
people, attributions, roles, dates, places. An anchor has at most eight words; sentences of the document are never a claim's text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from conflict_atlas.documents.comparing.told import COUNTS_OF_PEOPLE
from conflict_atlas.documents.records import ActorRole, Agreement, Event, Figure, Place, Record, Statement
from conflict_atlas.documents.sentences import sentences
from conflict_atlas.documents.view import matching_view
from conflict_atlas.dossiers.claim import ClaimantRole, ClaimKind, Qualifier

ANCHOR_WORDS = 8
LEAST_REVIEWS = 200
LEAST_PRECISION = 0.98
"""Of a rule, as the lower end of Wilson's 95 % interval, before its records may be accepted without being read one by one."""
_Z = 1.959963984540054


class Harm(IntEnum):
    """How much harm a mistake does, the greatest first."""

    PEOPLE = 1
    ATTRIBUTION = 2
    ROLE = 3
    FIGURE = 4
    DATE = 5
    PLACE = 6


NEVER_BY_RULE = frozenset((Harm.PEOPLE, Harm.ATTRIBUTION, Harm.ROLE, Harm.FIGURE))
"""Figures, attributions and roles are decided by people alone, whatever the history of a rule."""


def harm_of(record: Record) -> Harm | None:
    """Where a record stands in the queue; None for what nobody decides on (dates by themselves, comparisons)."""
    if isinstance(record, Figure):
        return Harm.PEOPLE if record.kind in COUNTS_OF_PEOPLE else Harm.FIGURE
    if isinstance(record, Statement):
        return Harm.ATTRIBUTION
    if isinstance(record, ActorRole):
        return Harm.ROLE
    if isinstance(record, (Event, Agreement)):
        return Harm.DATE
    return Harm.PLACE if isinstance(record, Place) else None


def wilson_low(right: int, reviewed: int) -> float:
    """Lower end of Wilson's 95 % interval of a share (Wilson 1927); 0 where nothing was reviewed."""
    if not reviewed:
        return 0.0
    share = right / reviewed
    middle = share + _Z**2 / (2 * reviewed)
    spread = _Z * math.sqrt(share * (1 - share) / reviewed + _Z**2 / (4 * reviewed**2))
    return (middle - spread) / (1 + _Z**2 / reviewed)


def may_accept_by_rule(harm: Harm, right: int, reviewed: int) -> bool:
    """Whether records of a rule may be accepted together: never where people are counted or quoted, else by its history."""
    return harm not in NEVER_BY_RULE and reviewed >= LEAST_REVIEWS and wilson_low(right, reviewed) >= LEAST_PRECISION


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence of a place in a text, as offsets."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    for sentence in sentences(matching_view(text[line_start:line_end]), 0, line_end - line_start):
        if sentence.start + line_start <= start < sentence.end + line_start:
            return sentence.start + line_start, max(sentence.end + line_start, end)
    return line_start, line_end


def anchor(text: str, record: Record) -> tuple[int, int]:
    """At most eight words from where a record begins: a figure with what it counts."""
    _, last = sentence_around(text, record.start, min(record.end, record.start + 1))
    part = text[record.start : last]
    count, end = 0, 0
    for position, char in enumerate(part):
        if char.isspace() and position and not part[position - 1].isspace():
            count += 1
            if count == ANCHOR_WORDS:
                break
        end = position + 1
        if char in ",;.:" and count and record.start + position >= record.end:
            end = position
            break
    return record.start, record.start + max(end, 1)


@dataclass(frozen=True)
class Draft:
    """The fields of a claim as a record suggests them. ``text`` is empty where only a person can write the sentence."""

    kind: ClaimKind
    text: str = ""
    claimant: str = ""
    claimant_role: ClaimantRole = ClaimantRole.DOCUMENT
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier | None = None
    unit: str = ""
    side: str = ""
    population: str = ""
    period: str = ""
    place: str = ""


_UNITS = {"percent": "percent", "fraction": "", "persons": ""}
_NEAR = {"approx": "about ", "at_least": "at least ", "more_than": "more than ", "up_to": "up to "}
_COUNTED = {
    "killed": "killed",
    "wounded": "wounded",
    "casualties": "killed or wounded",
    "missing": "missing",
    "displaced": "displaced",
    "refugees": "who fled to another country",
    "evacuated": "evacuated",
    "prisoners": "held or arrested",
    "surrendered": "who gave themselves up",
}


def draft_of(record: Record, publisher: str) -> Draft:
    """What a claim made of this record would say. ``publisher`` speaks where the text names nobody."""
    if isinstance(record, Figure):
        return Draft(
            ClaimKind.FIGURE,
            _sentence_of(record),
            record.attributed_to or publisher,
            ClaimantRole.THIRD_PARTY if record.attributed_to else ClaimantRole.DOCUMENT,
            record.kind,
            record.value,
            record.low,
            record.high,
            Qualifier(record.qualifier),
            _UNITS.get(record.unit, record.unit),
            ", ".join(record.side),
            record.population,
            _edtf(record.period),
            record.place,
        )
    if isinstance(record, Statement):
        role = ClaimantRole.PARTY if record.speaker else ClaimantRole.DOCUMENT
        return Draft(ClaimKind.STATEMENT, claimant=record.speaker or publisher, claimant_role=role)
    if isinstance(record, ActorRole):
        return Draft(ClaimKind.ROLE, claimant=publisher, side=record.actor)
    if isinstance(record, Agreement):
        return Draft(ClaimKind.AGREEMENT, claimant=publisher, period=_edtf((record.from_, record.to)))
    if isinstance(record, Event):
        place = record.places[0] if record.places else ""
        return Draft(ClaimKind.EVENT, claimant=publisher, period=_edtf((record.from_, record.to)), place=place)
    return Draft(ClaimKind.EVENT, claimant=publisher)


def _sentence_of(figure: Figure) -> str:
    """A sentence of our own about a count of people; other figures are put into words by a person."""
    if figure.kind not in _COUNTED or (figure.value is None and (figure.low is None or figure.high is None)):
        return ""
    if figure.value is not None:
        number = f"{_NEAR.get(figure.qualifier, '')}{figure.value:,.0f}"
    else:
        number = f"between {figure.low:,.0f} and {figure.high:,.0f}"
    who = figure.population or "people"
    where = f" ({figure.place})" if figure.place else ""
    return f"The text gives {number} {who} {_COUNTED[figure.kind]}{where}."


def _edtf(period: tuple[str | None, str | None] | None) -> str:
    if period is None or period == (None, None):
        return ""
    first, last = period
    if first == last and first:
        return first
    if first and last and first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"
    return f"{first or '..'}/{last or '..'}"
