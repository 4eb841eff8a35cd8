"""Beginning a dossier from what the catalogue knows.

What may live here: the facts that a new draft starts with, and the hints of what belongs where. A hint is no text: while one
stands, the check calls the draft unfinished.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import Dossier, FactKind, QuickFact, SeeAlso
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.site.editorial.models import DossierPage
from conflict_atlas.site.editorial.taking import save_page

HINTS = {
    "lead": "TODO: What is this conflict about, between whom, since when, and how does it stand? One or two paragraphs.",
    "background": "TODO: How did it come to this? Begin where the sources begin.",
    "developments": "TODO: What happened in the last years?",
    "concerns": "TODO: What may come, and who says so?",
    "how_we_know": "TODO: Which documents were read, how are figures counted, what is missing?",
    "interests": "TODO: Who paid for this text, who wrote it, what interest do the sources have?",
}
"""Each begins as ``gate.HINT`` does."""


def facts(entry: TrackedConflict) -> tuple[tuple[str, str], ...]:
    """What the catalogue knows, as a person reads it."""
    parent = tracked.by_slug(entry.part_of) if entry.part_of else None
    lines = (
        (_("Name"), entry.name),
        (_("Other names"), ", ".join(entry.aliases)),
        (_("Countries"), _countries(entry)),
        (_("Region"), entry.region),
        (_("Part of"), parent.name if parent else ""),
        (_("Parts"), ", ".join(part.name for part in tracked.parts(entry.slug))),
        (_("UCDP conflict ids"), ", ".join(tracked.all_conflicts(entry.slug))),
    )
    return tuple((name, value) for name, value in lines if value)


def draft(entry: TrackedConflict) -> Dossier:
    """The dossier that a new page starts with."""
    parent = tracked.by_slug(entry.part_of) if entry.part_of else None
    others = (*([parent] if parent else []), *tracked.parts(entry.slug))
    return Dossier(
        slug=entry.slug,
        title=entry.name,
        updated=timezone.now().date(),
        covers_to="",
        checked_by=CheckedBy.NOBODY,
        sources=(),
        claims=(),
        **HINTS,
        quick_facts=tuple(_quick_facts(entry, parent)),
        see_also=tuple(SeeAlso(other.name, other.slug) for other in others),
    )


def begin(entry: TrackedConflict, person: Any) -> DossierPage:
    """Make the page of a conflict as a draft."""
    with transaction.atomic():
        page, _revision = save_page(draft(entry), lambda picture: 0, person)
    return page


def _countries(entry: TrackedConflict) -> str:
    found = (countries.by_iso3(code) for code in entry.countries)
    return ", ".join(country.name for country in found if country)


def _quick_facts(entry: TrackedConflict, parent: TrackedConflict | None) -> list[QuickFact]:
    lines = []
    for kind in FactKind:
        text = "TODO: " + kind.value.replace("_", " ")
        if kind is FactKind.PART_OF and parent is not None:
            text = f"[{parent.name}](conflict:{parent.slug})"
        if kind is FactKind.PLACE and entry.countries:
            text = f"TODO: {_countries(entry)}"
        lines.append(QuickFact(kind, text))
    return lines
