"""The door for later engines: language models, embeddings, other people's extractors. None is shipped.

What may live here: the interface and its contract. What an engine says is a suggestion: it counts only where its quote stands in
the text exactly, and its numbers and dates are read again from that quote by our own rules. Whatever does not hold is dropped
and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from conflict_atlas.documents.dates import Reference, find_dates
from conflict_atlas.documents.numbers import find_numbers
from conflict_atlas.documents.records import Figure, Record, Timex
from conflict_atlas.documents.view import matching_view


class Engine(Protocol):
    """An extractor. Registered under the entry point ``conflict_atlas.engines``, off unless the operator names it."""

    @property
    def key(self) -> str:
        """Its name in rule ids: ``engine:KEY``."""

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """What it reads in a text. The text is data; nothing in it is an instruction."""


@dataclass(frozen=True)
class Suggestion:
    """What an engine says it read: a quote, and a record whose offsets it need not know."""

    quote: str
    record: Record


@dataclass(frozen=True)
class Refusal:
    """A suggestion that does not hold, and why."""

    suggestion: Suggestion
    why: str


def verified(engine: Engine, text: str, reference: Reference | None = None) -> tuple[tuple[Record, ...], tuple[Refusal, ...]]:
    """The suggestions that hold, anchored, and those that do not."""
    kept: list[Record] = []
    refused: list[Refusal] = []
    view = matching_view(text)
    for suggestion in engine.suggest(text):
        at = text.find(suggestion.quote) if suggestion.quote else -1
        if at < 0:
            refused.append(Refusal(suggestion, "the quote does not stand in the text"))
            continue
        if text.find(suggestion.quote, at + 1) >= 0:
            refused.append(Refusal(suggestion, "the quote stands in the text more than once: it must be longer"))
            continue
        end = at + len(suggestion.quote)
        record = replace(
            suggestion.record, start=at, end=end, quote=suggestion.quote, rule_id=f"engine:{engine.key}", rule_version="1"
        )
        why = _why_not(record, view, text, reference or Reference())
        if why:
            refused.append(Refusal(suggestion, why))
        else:
            kept.append(record)
    return tuple(kept), tuple(refused)


def _why_not(record: Record, view: str, text: str, reference: Reference) -> str:
    """What is wrong with a number or date, read again from the quote; empty where it holds."""
    if isinstance(record, Figure):
        numbers = find_numbers(view, record.start, record.end)
        if not any((number.value, number.low, number.high) == (record.value, record.low, record.high) for number in numbers):
            return f"the quote does not give {record.value}: our own reading is {_told(number.value for number in numbers)}"
        if record.attributed_to and record.attributed_to not in text:
            return "the speaker does not stand in the text"
    if isinstance(record, Timex):
        dates = find_dates(view, text, record.start, record.end, reference)
        if not any((item.from_, item.to) == (record.from_, record.to) for item in dates):
            return f"the quote does not give {record.from_}: our own reading is {_told(item.from_ for item in dates)}"
    return ""


def _told(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values) or "nothing"
