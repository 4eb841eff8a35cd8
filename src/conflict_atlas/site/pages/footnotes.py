"""Footnotes: numbered by first use, each with the claim, who says so, the document and the place in it.

What may live here: the numbering, and what a footnote shows. One ``Footnotes`` belongs to one page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import CheckedBy, Claim, ClaimantRole, Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.publish.licences import admit_quote
from conflict_atlas.site.pages import words


@dataclass(frozen=True)
class Use:
    """One place where a footnote stands: its number and the mark that its back link leads to."""

    number: int
    mark: str


@dataclass(frozen=True)
class Footnote:
    """What stands under a number. ``uses`` are the marks of the places in the text."""

    number: int
    claim_id: str
    text: str
    speaker: str
    document: str
    quote: str
    place: str
    note: str
    uses: tuple[str, ...]


class Footnotes:
    """Numbers claims in the order in which a page first uses them."""

    def __init__(self, dossier: Dossier) -> None:
        self._claims = {claim.claim_id: claim for claim in dossier.claims}
        self._sources = {source.key: source for source in dossier.sources}
        self._uses: dict[str, list[str]] = {}

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id."""
        return self._claims.get(claim_id)

    def use(self, claim_id: str) -> Use:
        """Number a claim at one place of the text."""
        uses = self._uses.setdefault(claim_id, [])
        number = list(self._uses).index(claim_id) + 1
        mark = f"ref-{number}" if not uses else f"ref-{number}-{len(uses) + 1}"
        uses.append(mark)
        return Use(number, mark)

    def all(self) -> tuple[Footnote, ...]:
        """Every footnote used so far, by number."""
        return tuple(
            self._footnote(number, self._claims[claim_id], tuple(uses))
            for number, (claim_id, uses) in enumerate(self._uses.items(), start=1)
        )

    def _footnote(self, number: int, claim: Claim, uses: tuple[str, ...]) -> Footnote:
        source = self._sources.get(claim.source)
        return Footnote(
            number,
            claim.claim_id,
            claim.text,
            speaker(claim),
            document(source) if source else claim.source,
            admit_quote(claim, source),
            place_in(claim),
            claim.note,
            uses,
        )


def speaker(claim: Claim) -> str:
    """Who says so, seen from what is counted."""
    return {
        ClaimantRole.OWN_LOSSES: _("%(who)s, on its own losses"),
        ClaimantRole.ENEMY_LOSSES: _("%(who)s, on the losses of the other side"),
        ClaimantRole.PARTY: _("%(who)s, a party to the conflict"),
        ClaimantRole.THIRD_PARTY: _("%(who)s"),
        ClaimantRole.DOCUMENT: _("the document itself (%(who)s)"),
    }[claim.claimant_role] % {"who": claim.claimant}


def document(source: Source) -> str:
    """A document in one line: title, kind, publisher, date."""
    parts = (
        f"“{source.title}”",
        f"{source.kind} ({_('publisher: %s') % source.publisher})" if source.publisher else source.kind,
        dates.written(source.published) if source.published else "",
    )
    return ", ".join(part for part in parts if part)


def place_in(claim: Claim) -> str:
    """Where in the document the words stand."""
    return _("characters %(start)s to %(end)s") % {"start": words.number(claim.start), "end": words.number(claim.end)}


def checked(by: CheckedBy) -> str:
    """Who has checked it, in words."""
    return {
        CheckedBy.NOBODY: _("not checked by anybody yet"),
        CheckedBy.PROJECT: _("checked by the project, not by an editor"),
        CheckedBy.ONE_PERSON: _("checked by one person"),
        CheckedBy.TWO_PEOPLE: _("checked by two people"),
    }[by]
