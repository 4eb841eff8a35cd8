"""The gate: everything that can speak against publishing a draft.

What may live here: the findings of a draft (what cannot be read, what is empty, what the check finds), and the reasons against
publishing it now by this person. It decides nothing about how that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.check import check
from conflict_atlas.dossiers.check.finding import Finding, in_order
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.editorial import second_person
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.pages import dossier_of
from conflict_atlas.site.editorial.conversion.rows import rows_of
from conflict_atlas.site.editorial.models import DossierPage

# Longer documents are not read into memory to look up a few offsets.
_MOST_BYTES = 20_000_000


def findings(page: DossierPage) -> tuple[Finding, ...]:
    """What the check finds in a draft with the claims of now; a draft that cannot be read is one error."""
    try:
        return findings_of(dossier_of(page, rows_of(page.slug)))
    except DraftError as error:
        return (Finding("error", "readable", error.part, error.place, error.what),)
    except DossierError as error:
        return (Finding("error", "readable", "dossier", page.slug, str(error)),)


def findings_of(dossier: Dossier) -> tuple[Finding, ...]:
    """What the check finds in a dossier, and what is empty in it."""
    return in_order((*_untracked(dossier), *_empty(dossier), *check(dossier, documents(dossier))))


def errors(page: DossierPage) -> tuple[Finding, ...]:
    """The findings that block submitting and publishing."""
    return tuple(finding for finding in findings(page) if finding.severity == "error")


def reasons_against(page: DossierPage, user: Any, has_changed: bool = False) -> tuple[str, ...]:
    """Why this draft cannot be published now by this person, each as a sentence; empty if it can."""
    person = second_person.objection(page, user, has_changed)
    return (*filter(None, [person]), *map(sentence, errors(page)))


def sentence(finding: Finding) -> str:
    """A finding with its place, for a message."""
    return f"{finding.file}, {finding.place}: {finding.message}" if finding.place else f"{finding.file}: {finding.message}"


def documents(dossier: Dossier) -> Mapping[str, str]:
    """The texts of the sources that this installation keeps, by digest."""
    found = {}
    for source in dossier.sources:
        path = Path(settings.ATLAS_WORKSPACE) / "raw" / (source.sha256 or "none")
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            found[path.name] = path.read_bytes().decode("utf-8", errors="replace")
    return found


def _untracked(dossier: Dossier) -> Iterator[Finding]:
    if tracked.by_slug(dossier.slug) is None:
        yield Finding(
            "error",
            "tracked",
            "dossier",
            dossier.slug,
            _("no tracked conflict has this address; write its dossier from its data page"),
        )


def _empty(value: Any, part: str = "dossier", place: str = "") -> Iterator[Finding]:
    """Texts that the core cannot do without: those that are no option and have no default."""
    for field in fields(value):
        held = getattr(value, field.name)
        if field.type == "str" and field.default is MISSING and not held.strip():
            yield Finding(
                "error",
                "empty",
                part,
                place,
                _("%(field)s is empty; fill it in, or remove the entry") % {"field": field.name.replace("_", " ")},
            )
        if isinstance(held, tuple) and held and is_dataclass(held[0]):
            for number, item in enumerate(held, start=1):
                name = getattr(item, "key", "") or getattr(item, "claim_id", "") or str(number)
                inner = f"{place}, {field.name} {name}" if place else f"{_('entry')} {name}"
                yield from _empty(item, part if place else field.name, inner)
