"""Rule: a judgement of an editor says why, whose it is and until when it holds."""

from __future__ import annotations

from collections.abc import Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading

LABELS = ("worsening", "unchanging", "improving")


def _look(reading: Reading) -> Iterator[Finding]:
    assessment, lens = reading.dossier.assessment, reading.dossier.lens
    if assessment is not None:
        if assessment.label not in LABELS:
            what = f"its label {assessment.label!r} is unknown; write one of: {', '.join(LABELS)}"
            yield RULE.error("dossier.yaml", "assessment", what)
        yield from _signed("assessment", assessment.reason, assessment.author)
        if assessment.review_by <= assessment.assessed:
            what = f"review_by ({assessment.review_by}) is not after assessed ({assessment.assessed}); say until when it holds"
            yield RULE.error("dossier.yaml", "assessment", what)
        elif reading.today is not None and assessment.review_by < reading.today:
            what = f"its review was due on {assessment.review_by}; assess again, or take it out"
            yield RULE.warning("dossier.yaml", "assessment", what)
    if lens is not None:
        if not lens.lens.strip() or not lens.rating.strip():
            yield RULE.error(
                "dossier.yaml", "lens", "lacks its lens or its rating; say through whose interest it looks, and what it gives"
            )
        yield from _signed("lens", lens.reason, lens.author)


def _signed(place: str, reason: str, author: str) -> Iterator[Finding]:
    if not reason.strip():
        yield RULE.error("dossier.yaml", place, "has no reason; say in a sentence why")
    if not author.strip():
        yield RULE.error("dossier.yaml", place, "has no author; say whose judgement it is")


RULE = Rule(
    "judgement",
    "An assessment or a rating without reason, author, label or a review-by date after it was made; an assessment whose review is "
    "overdue (warning).",
    'Complete it, or take it out: "not assessed" is an honest answer.',
    _look,
)
