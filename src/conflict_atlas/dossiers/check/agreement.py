"""Rule: an agreement is told with its parties, terms and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading


def _look(reading: Reading) -> Iterator[Finding]:
    for agreement in reading.dossier.agreements:
        if not any(term.strip() for term in agreement.terms):
            what = "has no terms; say what was agreed, each term with its footnote, or that the sources do not say"
            yield RULE.error("agreements.yaml", agreement.key, what)
        if not agreement.status.strip():
            yield RULE.error("agreements.yaml", agreement.key, "has no status; say what became of it, with a footnote")
        if not agreement.parties:
            yield RULE.warning("agreements.yaml", agreement.key, "names no parties; say between whom it was made")
        if agreement.signed is None and agreement.in_force is None:
            yield RULE.warning("agreements.yaml", agreement.key, "has no date; give signed or in_force if a source has it")


RULE = Rule(
    "agreement",
    "An agreement without terms or without status (error), without parties or date (warning). Terms without a footnote are found "
    "by `unsourced-sentence`.",
    "Say what was agreed, between whom, when, and what became of it.",
    _look,
)
