"""A claim as a line of a table: what is stated, who says so, about whom and when, and who reports it.

What may live here: the cells that tables of claims share.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.site.pages.footnotes import speaker
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class ClaimLine:
    """One claim in a table. ``stated`` is its figure, or its sentence where it is no number, with the footnote.

    ``reported_by`` is the kind of document, since not every one names its publisher; the footnote has the rest.
    """

    stated: SafeString
    text: str
    speaker: str
    whose: str
    period: str
    reported_by: str
    original: str
    note: str


def claim_lines(dossier: Dossier, claim_ids: tuple[str, ...], prose: Prose) -> tuple[ClaimLine, ...]:
    """The lines of these claims, in the order given; an id without a claim is left out (the check refuses it)."""
    reporters = {source.key: source.kind for source in dossier.sources}
    found = (dossier.claim(claim_id) for claim_id in claim_ids)
    return tuple(_line(claim, reporters.get(claim.source, claim.source), prose) for claim in found if claim)


def _line(claim: Claim, reported_by: str, prose: Prose) -> ClaimLine:
    has_figure = is_figure(claim)
    stated = prose.figure(claim.claim_id) if has_figure else format_html("{}{}", claim.text, prose.note(claim.claim_id))
    return ClaimLine(
        format_html("{} {}", stated, claim.measure.replace("_", " ")) if has_figure and claim.measure else stated,
        claim.text if has_figure else "",
        speaker(claim),
        whose(claim),
        dates.written(claim.period) if claim.period else _("not given"),
        reported_by,
        _("yes") if claim.original_seen else _("no, only this report"),
        claim.note,
    )


def is_figure(claim: Claim) -> bool:
    """Whether the claim states a number that can be written."""
    return claim.qualifier is not None or claim.value is not None or claim.low is not None


def whose(claim: Claim) -> str:
    """Whose people, and which of them."""
    side = claim.side or _("no side given")
    return f"{side}, {claim.population}" if claim.population and claim.population != side else side
