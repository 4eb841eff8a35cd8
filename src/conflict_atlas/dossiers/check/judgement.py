"""Rule: a judgement of an editor says why, whose it is and until when it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading
from conflict_atlas.dossiers.dossier import ForwardFlag

LABELS = ("worsening", "unchanging", "improving")


def _look(reading: Reading) -> Iterator[Finding]:
    assessment, lens = reading.dossier.assessment, reading.dossier.lens
    if assessment is not None:
        if assessment.label not in LABELS:
            what = f"its label {assessment.label!r} is unknown; write one of: {', '.join(LABELS)}"
            yield RULE.error("dossier.yaml", "assessment", what)
        yield from _signed("assessment", assessment.reason, assessment.author)
        yield from _holds_until("assessment", assessment.assessed, assessment.review_by, reading)
    for name in ("risk_alert", "resolution_opportunity"):
        flag: ForwardFlag | None = getattr(reading.dossier, name)
        if flag is not None:
            yield from _signed(name, flag.reason, flag.author)
            yield from _holds_until(name, flag.flagged, flag.review_by, reading)
    if lens is not None:
        if not lens.lens.strip() or not lens.rating.strip():
            yield RULE.error(
                "dossier.yaml", "lens", "lacks its lens or its rating; say through whose interest it looks, and what it gives"
            )
        yield from _signed("lens", lens.reason, lens.author)


def _holds_until(place: str, made: date, review_by: date, reading: Reading) -> Iterator[Finding]:
    if review_by <= made:
        what = f"review_by ({review_by}) is not after the day it was made ({made}); say until when it holds"
        yield RULE.error("dossier.yaml", place, what)
    elif reading.today is not None and review_by < reading.today:
        yield RULE.warning("dossier.yaml", place, f"its review was due on {review_by}; look at it again, or take it out")


def _signed(place: str, reason: str, author: str) -> Iterator[Finding]:
    if not reason.strip():
        yield RULE.error("dossier.yaml", place, "has no reason; say in a sentence why")
    if not author.strip():
        yield RULE.error("dossier.yaml", place, "has no author; say whose judgement it is")


RULE = Rule(
    "judgement",
    "An assessment, a forward flag or a rating without reason, author, label or a review-by date after it was made; one whose "
    "review is overdue (warning).",
    'Complete it, or take it out: "not assessed" is an honest answer.',
    _look,
)
