"""From the name of a conflict, as text, to its UCDP id: for files that give the name and not the id.

What may live here: the table of names, the exact look-up, and the count of what it could not decide. A name that stands
for two ids gives no id: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What a look-up came to."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class ConflictName:
    """One name that an id carries; type and country narrow a look-up where they are known."""

    conflict_id: str
    name: str
    type_of_violence: int | None = None
    country: str | None = None


@dataclass(frozen=True)
class Match:
    """The id for a name, or why there is none."""

    outcome: Outcome
    conflict_id: str | None
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class CrosswalkCount:
    """How many names and rows a crosswalk could decide."""

    names: Mapping[Outcome, int]
    rows: Mapping[Outcome, int]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


class Crosswalk:
    """Exact names to ids. Build it from every name at hand, then ask it row by row."""

    def __init__(self, names: Iterable[ConflictName]) -> None:
        self._by_name: dict[str, list[ConflictName]] = {}
        for entry in names:
            self._by_name.setdefault(entry.name.strip(), []).append(entry)

    def match(self, name: str | None, type_of_violence: int | None = None, country: str | None = None) -> Match:
        """The id if exactly one id has exactly this name.

        Where several have it, the type of violence and then the country decide, but only between entries that state
        them: an entry without a type or country agrees with every one.
        """
        entries = self._by_name.get(name.strip(), []) if name else []
        ids = _ids(entries)
        if not ids:
            return Match(Outcome.UNMATCHED, None, ())
        if len(ids) > 1 and type_of_violence is not None:
            entries = [entry for entry in entries if entry.type_of_violence in (None, type_of_violence)]
        if len(_ids(entries)) > 1 and country is not None:
            entries = [entry for entry in entries if entry.country in (None, country)]
        left = _ids(entries)
        if len(left) == 1:
            return Match(Outcome.MATCHED, left[0], ids)
        return Match(Outcome.AMBIGUOUS, None, ids)

    def count(self, rows: Iterable[tuple[str | None, int | None, str | None, int]]) -> CrosswalkCount:
        """Count names and rows by outcome, from (name, type of violence, country, number of rows).

        A name counts as ambiguous, or unmatched, if any of its rows is.
        """
        worst: dict[str, Outcome] = {}
        total = dict.fromkeys(Outcome, 0)
        severity = {Outcome.MATCHED: 0, Outcome.AMBIGUOUS: 1, Outcome.UNMATCHED: 2}
        for name, type_of_violence, country, number in rows:
            outcome = self.match(name, type_of_violence, country).outcome
            total[outcome] += number
            key = name or ""
            if key not in worst or severity[outcome] > severity[worst[key]]:
                worst[key] = outcome
        names = {outcome: sum(1 for found in worst.values() if found is outcome) for outcome in Outcome}
        return CrosswalkCount(
            names=names,
            rows=total,
            unmatched=tuple(sorted(name for name, found in worst.items() if found is Outcome.UNMATCHED)),
            ambiguous=tuple(sorted(name for name, found in worst.items() if found is Outcome.AMBIGUOUS)),
        )


def _ids(entries: Iterable[ConflictName]) -> tuple[str, ...]:
    return tuple(sorted({entry.conflict_id for entry in entries}))
