"""The check of a dossier: rules that find what an editor would not let pass. An error blocks publishing.

What may live here: one module a rule, what rules share, and their word lists. Pure: values in, findings out. Names of minors
and private people cannot be found by a rule; ``docs/dossier-check.md`` says what stays with the editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conflict_atlas.dossiers.check.finding import Finding, Rule, Severity, in_order
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.check.registry import RULES
from conflict_atlas.dossiers.dossier import Dossier

__all__ = ["RULES", "Finding", "Rule", "Severity", "check", "errors"]


def check(
    dossier: Dossier,
    documents: Mapping[str, str] | None = None,
    *,
    pictures: Mapping[str, bytes] | None = None,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Everything that the rules find, errors first.

    ``documents`` maps sha256 to decoded text, and ``pictures`` file name to bytes, as far as they are at hand; without the
    documents, offsets are checked by length only and a notice says so. ``today`` is needed for what lies in the future.
    """
    reading = Reading(dossier, documents or {}, pictures or {}, today)
    return in_order(finding for rule in RULES for finding in rule.look(reading))


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that block publishing."""
    return tuple(finding for finding in findings if finding.severity == "error")
