"""Agreements: who signed what, through whom, with which terms, and what became of it.

What may live here: the view of an agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Agreement
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class AgreementView:
    """A deal with its dates in words; empty where the dossier does not give one."""

    mark: str
    name: str
    signed: str
    in_force: str
    parties: str
    brokers: str
    terms: tuple[SafeString, ...]
    status: SafeString


def agreements(deals: tuple[Agreement, ...], prose: Prose) -> tuple[AgreementView, ...]:
    """The agreements in the order of the dossier."""
    return tuple(
        AgreementView(
            f"agreement-{deal.key}",
            deal.name,
            dates.written(deal.signed) if deal.signed else "",
            dates.written(deal.in_force) if deal.in_force else "",
            ", ".join(deal.parties),
            ", ".join(deal.brokers),
            tuple(prose.line(term) for term in deal.terms),
            prose.line(deal.status),
        )
        for deal in deals
    )
