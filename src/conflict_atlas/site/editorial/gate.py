"""The gate: everything that can speak against publishing a draft.

What may live here: the findings of a draft (what cannot be read, what is empty, what the check finds), and the reasons against
publishing it now by this person. It decides nothing about how that is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.check import check
from conflict_atlas.dossiers.check.finding import Finding, in_order
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError, DossierFileError
from conflict_atlas.dossiers.originals import documents
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.editorial import parts, second_person, shown
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.pages import dossier_of, picture_rows
from conflict_atlas.site.editorial.conversion.rows import rows_of
from conflict_atlas.site.editorial.models import DossierPage

_log = logging.getLogger(__name__)
# How the hint of a new draft begins.
HINT = "TODO:"
# Areas and lines of a map whose meaning stands in the legend.
_MAY_BE_EMPTY = frozenset({"label"})


def findings(page: DossierPage) -> tuple[Finding, ...]:
    """What the check finds in a draft with the claims of now; a draft that cannot be read is one error."""
    try:
        dossier = dossier_of(page, rows_of(page.slug))
        dossier = replace(dossier, updated=shown.day_of_change(dossier))
        return findings_of(dossier, {row.sha256: row.file.path for row in picture_rows(page).values()})
    except DraftError as error:
        return (Finding("error", "readable", error.part, error.place, error.what),)


def findings_of(dossier: Dossier, paths: Mapping[str, Path | str]) -> tuple[Finding, ...]:
    """What the check finds in a dossier, and what is empty in it. ``paths``: where its pictures lie, by their sha256."""
    pictures = tuple((picture.file, str(paths[picture.sha256])) for picture in dossier.pictures if picture.sha256 in paths)
    texts = documents(dossier, (), Path(settings.ATLAS_WORKSPACE) / "raw")
    return _looked_at(dossier, pictures, tuple(sorted(texts.items())), timezone.now().date())


@lru_cache(maxsize=8)
def _looked_at(
    dossier: Dossier, pictures: tuple[tuple[str, str], ...], texts: tuple[tuple[str, str], ...], today: date
) -> tuple[Finding, ...]:
    """Kept for a while: one visit to the admin asks several times."""
    files = {file: Path(path).read_bytes() for file, path in pictures}
    empty = tuple(_empty(dossier))
    try:
        found = check(dossier, dict(texts), pictures=files, today=today)
    except Exception as error:
        # A rule that fails must neither keep an editor from the draft nor let the draft through.
        _log.exception("the check of %s failed", dossier.slug)
        what = _("the check could not be finished (%s); tell those who run this site") % f"{type(error).__name__}: {error}"
        found = (Finding("error", "check", "dossier", "", what),)
    return in_order((*_untracked(dossier), *empty, *_unfinished(dossier), *(() if empty else _unwritable(dossier)), *found))


def errors(page: DossierPage) -> tuple[Finding, ...]:
    """The findings that block submitting and publishing."""
    return tuple(finding for finding in findings(page) if finding.severity == "error")


def reasons_against(page: DossierPage, user: Any, has_changed: bool = False) -> tuple[str, ...]:
    """Why this draft cannot be published now by this person, each as a sentence; empty if it can."""
    person = second_person.objection(page, user, has_changed)
    return (*filter(None, [person]), *map(sentence, errors(page)))


def sentence(finding: Finding) -> str:
    """A finding with its place, for a message in the newsroom."""
    part = parts.called(finding.file)
    return f"{part}, {finding.place}: {finding.message}" if finding.place else f"{part}: {finding.message}"


def _unfinished(value: Any, part: str = "dossier", place: str = "") -> Iterator[Finding]:
    """Hints of a new draft that nobody has replaced yet."""
    for field in fields(value):
        held = getattr(value, field.name)
        if isinstance(held, str) and HINT in held:
            yield Finding(
                "error",
                "unfinished",
                part if place else field.name,
                place,
                _("this is still the hint of a new draft; write the text, or say that nothing is known"),
            )
        if isinstance(held, tuple) and held and is_dataclass(held[0]):
            for number, item in enumerate(held, start=1):
                yield from _unfinished(item, field.name, f"{_('entry')} {number}")


def _unwritable(dossier: Dossier) -> Iterator[Finding]:
    """What no folder could hold, such as a name that is no name."""
    try:
        folder.canonical(dossier)
    except DossierFileError as error:
        yield Finding("error", "readable", error.file, error.place, error.what)
    except DossierError as error:
        yield Finding("error", "readable", "dossier", dossier.slug, str(error))


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
        if field.type == "str" and field.default is MISSING and field.name not in _MAY_BE_EMPTY and not held.strip():
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
