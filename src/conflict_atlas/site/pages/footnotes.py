"""Footnotes: numbered by first use, each with the claim, who says so, the document and the place in it.

What may live here: the numbering, and what a footnote shows. One ``Footnotes`` belongs to one page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import CheckedBy, Claim, ClaimantRole, Source
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.publish.licences import admit_quote
from conflict_atlas.site.pages import words


@dataclass(frozen=True)
class Use:
    """One place where a footnote stands: its number and, at its first place, the mark that its back link leads to."""

    number: int
    mark: str


@dataclass(frozen=True)
class Footnote:
    """What stands under a number; what to keep in mind of a claim stands in its record, which ``href`` leads to.

    ``speaker`` is empty where the document speaks itself, ``href`` in a preview.
    """

    number: int
    text: str
    href: str
    speaker: str
    document: str
    quote: str
    place: str
    back: str


class Footnotes:
    """Numbers claims in the order in which a page first uses them."""

    def __init__(self, dossier: Dossier) -> None:
        self._claims = {claim.claim_id: claim for claim in dossier.claims}
        self._sources = {source.key: source for source in dossier.sources}
        self._numbers: dict[str, int] = {}

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id."""
        return self._claims.get(claim_id)

    def use(self, claim_id: str) -> Use:
        """Number a claim at one place of the text."""
        if claim_id in self._numbers:
            return Use(self._numbers[claim_id], "")
        number = self._numbers[claim_id] = len(self._numbers) + 1
        return Use(number, f"ref-{number}")

    def all(self, address: Callable[[str], str]) -> tuple[Footnote, ...]:
        """Every footnote used so far, by number; ``address`` gives that of a claim's record."""
        return tuple(self._footnote(number, self._claims[claim_id], address) for claim_id, number in self._numbers.items())

    def _footnote(self, number: int, claim: Claim, address: Callable[[str], str]) -> Footnote:
        source = self._sources.get(claim.source)
        return Footnote(
            number,
            claim.text,
            address(claim.claim_id),
            "" if claim.claimant_role is ClaimantRole.DOCUMENT else f"{speaker(claim)}; ",
            _short(source) if source else claim.source,
            admit_quote(claim, source),
            place_in(claim),
            f"ref-{number}",
        )


def _short(source: Source) -> str:
    """A document as a footnote names it; kind, publisher and digest stand in the table of documents."""
    published = dates.written(source.published) if source.published else ""
    return f"“{source.title}”, {published}" if published else f"“{source.title}”"


def speaker(claim: Claim) -> str:
    """Who says so, seen from what is counted."""
    return {
        ClaimantRole.OWN_LOSSES: _("%(who)s, on own losses"),
        ClaimantRole.ENEMY_LOSSES: _("%(who)s, on the losses of the other side"),
        ClaimantRole.PARTY: _("%(who)s, a party to the conflict"),
        ClaimantRole.THIRD_PARTY: _("%(who)s"),
        ClaimantRole.DOCUMENT: _("the document itself (%(who)s)"),
    }[claim.claimant_role] % {"who": claim.claimant}


def document(source: Source) -> str:
    """A document in one line: title, kind, publisher, date."""
    parts = (
        f"“{source.title}”",
        _("%(kind)s (publisher: %(publisher)s)") % {"kind": source.kind, "publisher": source.publisher}
        if source.publisher
        else source.kind,
        dates.written(source.published) if source.published else "",
    )
    return words.joined(part for part in parts if part)


def place_in(claim: Claim) -> str:
    """Where in the document the words stand."""
    return _("characters %(start)s–%(end)s") % {"start": claim.start, "end": claim.end}


def checked(by: CheckedBy) -> str:
    """Who has checked it, in words."""
    return {
        CheckedBy.NOBODY: _("not checked by anybody yet"),
        CheckedBy.PROJECT: _("checked by the project, not by an editor"),
        CheckedBy.ONE_PERSON: _("checked by one person"),
        CheckedBy.TWO_PEOPLE: _("checked by two people"),
    }[by]
