"""Exchange: dossiers out of the newsroom into folders, and back.

What may live here: export and import for the command line and the admin. An import is one transaction; what readers see
changes last, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.dossier import Picture as PictureValue
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.site.server import ServerError
from conflict_atlas.site.standalone import open_site
from conflict_atlas.workspace import Workspace


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    slug: str
    digest: str
    published: bool


def export_dossier(workspace: Workspace, slug: str, folder: Path, draft: bool = False) -> Path:
    """Write the published dossier of a conflict, or its newest draft, to a folder. Raises DossierError."""
    _open_site(workspace)
    dossier, pictures = draft_of(slug) if draft else published(slug)
    folders.write(dossier, folder, pictures)
    return folder


def import_dossier(workspace: Workspace, folder: Path, publish: bool = False) -> Imported:
    """Take the dossier of a folder into the newsroom as a new revision; publish it if asked. All or nothing.

    Raises DossierError where the folder cannot be read, or where the check finds an error and it was to be published.
    """
    dossier = folders.read(folder)
    _open_site(workspace)
    return take(dossier, folders.pictures(dossier, folder), publish)


def published(slug: str) -> tuple[Dossier, Mapping[str, Path]]:
    """What readers see of a conflict, with the paths of its pictures. Raises DossierError if that is nothing."""
    from conflict_atlas.site.editorial.shown import snapshots

    dossier = snapshots().dossier(slug)
    if dossier is None:
        raise DossierError(f"no dossier on {slug!r} is published. Export its draft with --draft, if there is one.")
    paths = {picture.file: snapshots().picture(slug, picture.file) for picture in dossier.pictures}
    return dossier, {file: path for file, path in paths.items() if path is not None}


def draft_of(slug: str) -> tuple[Dossier, Mapping[str, Path]]:
    """The newest draft of a conflict with the claims of now. Raises DossierError if there is none or it cannot be read."""
    from conflict_atlas.site.editorial.conversion.pages import dossier_of, picture_rows
    from conflict_atlas.site.editorial.conversion.rows import rows_of
    from conflict_atlas.site.editorial.models import DossierPage

    page = DossierPage.objects.filter(slug=slug).first()
    if page is None:
        raise DossierError(f"nobody has begun a dossier on {slug!r}.")
    newest = page.get_latest_revision_as_object()
    dossier = dossier_of(newest, rows_of(slug))
    paths = {row.sha256: Path(row.file.path) for row in picture_rows(newest).values()}
    return dossier, {picture.file: paths[picture.sha256] for picture in dossier.pictures}


def take(dossier: Dossier, pictures: Mapping[str, Path], publish: bool, person: Any = None) -> Imported:
    """Make a dossier the newest revision of its page, with its claims, sources, corrections and pictures."""
    from conflict_atlas.site.editorial import following, publishing, shown
    from conflict_atlas.site.editorial.taking import save_page, save_rows, stored_pictures

    _refuse(dossier, pictures, publish)
    with transaction.atomic(), following.quietly(), stored_pictures() as store:
        save_rows(dossier, person)
        page, revision = save_page(dossier, lambda picture: _picture_row(picture, pictures, store), person)
        if publish:
            with publishing.by(person, revision, is_import=True):
                revision.publish(user=person, skip_permission_checks=True)
        transaction.on_commit(lambda: shown.follow(page.slug))
    return Imported(dossier.slug, folders.digest(dossier), publish)


def _refuse(dossier: Dossier, pictures: Mapping[str, Path], publish: bool) -> None:
    from conflict_atlas.events.catalogue import tracked
    from conflict_atlas.site.editorial import gate

    if tracked.by_slug(dossier.slug) is None:
        raise DossierError(
            f"no tracked conflict is called {dossier.slug!r}: a dossier belongs to one of the conflicts that are tracked."
        )
    if silent := _silently_changed(dossier):
        raise DossierError(
            f"readers have seen other figures of {', '.join(silent)}. Add a correction for each to the dossier (date, was, now, "
            "reason, claim), then import it again."
        )
    if not publish:
        return
    paths = {picture.sha256: pictures[picture.file] for picture in dossier.pictures}
    found = [finding for finding in gate.findings_of(dossier, paths) if finding.severity == "error"]
    if found:
        listing = "\n".join(f"  {', '.join(filter(None, (finding.file, finding.place)))}: {finding.message}" for finding in found)
        raise DossierError(f"{dossier.slug} is not published, and nothing was imported: the check finds\n{listing}")


def _silently_changed(dossier: Dossier) -> tuple[str, ...]:
    """Claims whose published figure this dossier replaces without a correction."""
    from conflict_atlas.site.editorial.correcting import figure_of
    from conflict_atlas.site.editorial.shown import snapshots

    seen = snapshots().dossier(dossier.slug)
    if seen is None:
        return ()
    corrected = {correction.claim for correction in set(dossier.corrections) - set(seen.corrections)}
    changed = (
        claim.claim_id
        for claim in seen.claims
        if (now := dossier.claim(claim.claim_id)) is not None and figure_of(now) != figure_of(claim)
    )
    return tuple(claim_id for claim_id in changed if claim_id not in corrected)


def _picture_row(picture: PictureValue, pictures: Mapping[str, Path], store: list[Any]) -> int:
    """The row of the library with exactly this picture and what stands beside it; a new one if there is none."""
    from conflict_atlas.site.editorial.models import Picture

    beside = {name: getattr(picture, name) or "" for name in ("alt", "credit", "licence", "made", "origin", "sensitive")}
    row = Picture.objects.filter(sha256=picture.sha256, name=picture.file, **beside).first()
    if row is None:
        row = Picture(title=picture.key.replace("-", " "), sha256=picture.sha256, name=picture.file, **beside)
        row.file = ContentFile(pictures[picture.file].read_bytes(), name=picture.file)
        row.full_clean(exclude=["tags", "width", "height", "collection"])
        row.save()
        store.append(row.file)
    return int(row.pk)


def _open_site(workspace: Workspace) -> None:
    """Start Django on this workspace, unless it runs already. Raises DossierError where that is impossible."""
    if apps.ready:
        if Path(settings.ATLAS_WORKSPACE) != workspace.root:
            raise DossierError(f"this process works on {settings.ATLAS_WORKSPACE}, not on {workspace.root}.")
        return
    try:
        open_site(workspace.root)
    except ServerError as error:
        raise DossierError(str(error)) from error
