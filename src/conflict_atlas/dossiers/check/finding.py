"""What the check finds, and what a rule is.

What may live here: the finding, the rule, and how findings are put in order. No rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from conflict_atlas.dossiers.check.reading import Reading

Severity = Literal["error", "warning", "notice"]
_ORDER: dict[str, int] = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True)
class Finding:
    """One thing that the check found: which rule, in which file and place, and what to do.

    An error blocks publishing; a warning is for an editor to weigh; a notice says what could not be checked.
    """

    severity: Severity
    rule: str
    file: str
    place: str
    message: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.severity}: {self.file}, {self.place}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Rule:
    """A rule of the check. ``finds`` and ``mend`` are the sentences of ``docs/dossier-check.md``."""

    key: str
    finds: str
    mend: str
    look: Callable[[Reading], Iterable[Finding]]

    def error(self, file: str, place: str, message: str) -> Finding:
        """A finding that blocks publishing."""
        return Finding("error", self.key, file, place, message)

    def warning(self, file: str, place: str, message: str) -> Finding:
        """A finding that an editor weighs."""
        return Finding("warning", self.key, file, place, message)

    def notice(self, file: str, place: str, message: str) -> Finding:
        """A finding that says what could not be checked."""
        return Finding("notice", self.key, file, place, message)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, errors first; within a severity in the order found."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: _ORDER[finding.severity]))
