"""The lines at the top of a dossier: how old, how far, who checked, what editors judge, and what changed since.

What may live here: dates, checks, assessment, rating, and the notices that go with them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import Assessment, Dossier, Lens
from conflict_atlas.dossiers.snapshots import Published
from conflict_atlas.site.pages import shelf, words
from conflict_atlas.site.pages.footnotes import checked
from conflict_atlas.site.pages.prose import Addresses


@dataclass(frozen=True)
class AssessmentLine:
    """An editor's judgement of deadly violence. ``has_expired``: nobody has looked at it since ``review_by``."""

    label: str
    reason: str
    author: str
    assessed: str
    review_by: str
    has_expired: bool


@dataclass(frozen=True)
class EditorsFlag:
    """What an editor says may lie ahead."""

    word: str
    reason: str
    author: str
    flagged: str
    review_by: str
    has_expired: bool


@dataclass(frozen=True)
class LensLine:
    """A rating of importance, and whose interest it takes."""

    lens: str
    rating: str
    reason: str
    author: str
    rated: str


@dataclass(frozen=True)
class ChangedClaim:
    """A claim that was changed after the page was published."""

    text: str
    path: str


@dataclass(frozen=True)
class Standing:
    """How a dossier stands. ``published`` is empty for a preview."""

    updated_iso: str
    updated: str
    covers_to: str
    checked: str
    published: str
    digest: str
    changed: tuple[ChangedClaim, ...]
    assessment: AssessmentLine | None
    flags: tuple[EditorsFlag, ...]
    lens: LensLine | None
    type_of_conflict: str


def standing(dossier: Dossier, published: Published | None, addresses: Addresses) -> Standing:
    """How a dossier stands today."""
    behind = published.behind if published else ()
    found = ((claim_id, dossier.claim(claim_id)) for claim_id in behind)
    return Standing(
        updated_iso=dossier.updated.isoformat(),
        updated=words.day(dossier.updated),
        covers_to=dates.written(dossier.covers_to),
        checked=_who_checked(dossier),
        published=words.day(published.at.date()) if published else "",
        digest=published.digest if published else "",
        changed=tuple(
            ChangedClaim(claim.text if claim else claim_id, addresses.claim(claim_id) if claim else "")
            for claim_id, claim in found
        ),
        assessment=_assessment(dossier.assessment, shelf.has_expired(dossier)) if dossier.assessment else None,
        flags=_flags(dossier),
        lens=_lens(dossier.lens) if dossier.lens else None,
        type_of_conflict=dossier.type_of_conflict or "",
    )


def _who_checked(dossier: Dossier) -> str:
    """Who has looked at the text and at its claims: a second look at one figure is no second look at the others."""
    of_claims = Counter(claim.checked_by for claim in dossier.claims)
    if set(of_claims) <= {dossier.checked_by}:
        return _("Text and claims: %(checked)s.") % {"checked": checked(dossier.checked_by)}
    counted = "; ".join(f"{words.number(of_claims[by])} {checked(by)}" for by in CheckedBy if by in of_claims)
    return _("Last change of the page: %(checked)s. Claims: %(counted)s.") % {
        "checked": checked(dossier.checked_by),
        "counted": counted,
    }


def _assessment(found: Assessment, has_expired: bool) -> AssessmentLine:
    label = {"worsening": _("worsening"), "unchanging": _("unchanging"), "improving": _("improving")}
    return AssessmentLine(
        label.get(found.label, found.label),
        found.reason,
        found.author,
        words.day(found.assessed),
        words.day(found.review_by),
        has_expired,
    )


def _flags(dossier: Dossier) -> tuple[EditorsFlag, ...]:
    named = ((_("risk alert"), dossier.risk_alert), (_("resolution opportunity"), dossier.resolution_opportunity))
    return tuple(
        EditorsFlag(
            word, flag.reason, flag.author, words.day(flag.flagged), words.day(flag.review_by), flag.review_by < shelf.today()
        )
        for word, flag in named
        if flag is not None
    )


def _lens(found: Lens) -> LensLine:
    return LensLine(found.lens, found.rating, found.reason, found.author, words.day(found.rated))
