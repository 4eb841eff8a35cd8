"""What the rules find: records, each with its words, its offsets and the rule that found it.

What may live here: the records and their form as JSON, one a line. Offsets are code points of the text, the end exclusive.
Unknown is None, never 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = "2"
"""Of all rules: it changes when the same text and pack can give other records."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records have. ``quote`` is exactly the text from ``start`` to ``end``."""

    start: int
    end: int
    quote: str
    rule_id: str
    rule_version: str = VERSION


@dataclass(frozen=True, kw_only=True)
class Timex(Record):
    """A date, duration or reference to the time of writing. ``from_`` and ``to`` are ISO days, None where open or unknown."""

    kind: str = "date"
    """date | duration | ref"""
    from_: str | None = None
    to: str | None = None
    edtf: str | None = None
    precision: str | None = None
    """day | month | season | year | decade | window"""
    basis: str = "explicit"
    """explicit | inferred_year | relative | context"""
    is_anchor: bool = True
    """Whether it dates what is told, or only what is spoken of ("since 1994", "the 2020 ceasefire")."""


@dataclass(frozen=True, kw_only=True)
class Figure(Record):
    """A number phrase: how many of what, by whom. The span is the number with its qualifier."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str = "exact"
    kind: str = "count"
    unit: str = ""
    side: tuple[str, ...] = ()
    population: str = ""
    attributed_to: str | None = None
    period: tuple[str | None, str | None] | None = None
    period_basis: str = "explicit"
    """explicit | context: told by the text before, not in its sentence"""
    place: str = ""
    factuality: str = "asserted"
    """asserted | attributed | alleged | planned | negated"""
    part_of: int | None = None
    """``start`` of the total that contains it ("900 killed including 260 children")."""
    clause: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """A dated clause in which something happens: a narrated event."""

    category: str = ""
    title: str = ""
    from_: str | None = None
    to: str | None = None
    basis: str = "explicit"
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    factuality: str = "asserted"


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """A name of a place. Without coordinates where no gazetteer knows it."""

    name: str = ""
    lat: float | None = None
    lon: float | None = None
    country: str = ""
    """ISO 3166-1 alpha-2."""
    basis: str = ""
    """pack | gazetteer | country | container (the place that it lies in) | none"""


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """A ceasefire, truce, treaty or deal that was made, with its dates where they are told."""

    name: str = ""
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Statement(Record):
    """Who says what, where it is not a number. ``claim`` is the part of the sentence that is said."""

    speaker: str | None = None
    verb: str = ""
    claim: str = ""
    factuality: str = "attributed"
    sentence: tuple[int, int] = (0, 0)
    """The sentence that it stands in."""


@dataclass(frozen=True, kw_only=True)
class ActorRole(Record):
    """What an actor is to the conflict, as a suggestion for an editor."""

    actor: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Disagreement(Record):
    """Figures or statements about one thing that differ. The record spans the first of its passages."""

    relation: str = ""
    spans: tuple[tuple[str, int, int], ...] = ()
    """(document, start, end)"""
    why: str = ""
    topic: str = ""


NAMES: dict[type[Record], str] = {
    Timex: "timex",
    Figure: "figure",
    Event: "event",
    Place: "place",
    Agreement: "agreement",
    Statement: "claim",
    ActorRole: "actor_role",
    Disagreement: "disagreement",
}
"""The name of each record in files."""


@dataclass(frozen=True)
class Extraction:
    """Everything found in one document, in the order of the text."""

    doc: str
    records: tuple[Record, ...] = field(default=())

    def of(self, kind: type[Record]) -> tuple[Any, ...]:
        """The records of one kind."""
        return tuple(record for record in self.records if isinstance(record, kind))


def as_json(doc: str, record: Record) -> dict[str, Any]:
    """A record as it stands in a file: its ``type``, its ``doc``, ``from`` for ``from_``."""
    plain = {"type": NAMES[type(record)], "doc": doc, **asdict(record)}
    if "from_" in plain:
        plain["from"] = plain.pop("from_")
    if isinstance(record, Disagreement):
        plain["spans"] = [{"doc": name, "start": start, "end": end} for name, start, end in record.spans]
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}


def as_jsonl(doc: str, records: Iterable[Record]) -> str:
    """One record a line."""
    return "".join(json.dumps(as_json(doc, record), ensure_ascii=False) + "\n" for record in records)
